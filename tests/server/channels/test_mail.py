"""An e-mail: no value breaks out of its header, one click unsubscribes, and the signature holds."""

import base64
import email
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from server.notifications.channels import Letter
from server.notifications.channels.mail import SIGNED, Signer, compose, mailbox

from .conftest import mail

NOW = 1_795_428_000_000
SENDER = "Світлоріченськ <no-reply@smartregion.example>"
URL = "https://messages.smartregion.example/unsubscribe/AbC-_123"


def pem(key: Any) -> str:
    made: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.decode()


KEY = rsa.generate_private_key(65_537, 2_048)
PUBLIC = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
SIGNER = Signer.load("smartregion.example", "may", pem(KEY))


def record(name: bytes, timeout: int = 5) -> bytes:
    """The key as DNS has it."""
    assert name == b"may._domainkey.smartregion.example."
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(PUBLIC)


def parsed(message: bytes) -> EmailMessage:
    made = email.message_from_bytes(message, policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


TEXTS = st.text(max_size=300)


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=200)
def test_no_value_breaks_out_of_its_header(subject: str, body: str, language: str) -> None:
    hostile = Letter(
        "N1", "u", "olena@example.ua", subject + "\r\nBcc: evil@example.com", body, language + "\nX-Evil: 1"
    )
    envelope = compose(hostile, SENDER, NOW)
    head, _, sent = envelope.message.partition(b"\r\n\r\n")
    names = [line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert len(names) == len(set(names)) == 10
    assert b"Bcc" not in names
    assert b"X-Evil" not in names
    assert all(len(line) < 998 for line in envelope.message.split(b"\r\n"))
    got = base64.b64decode(sent).decode().replace("\r\n", "\n")
    assert got == body.encode("utf-8", "replace").decode().replace("\r\n", "\n")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=200))
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    assert parsed(compose(mail(subject=subject), SENDER, NOW).message)["Subject"] == subject


def test_one_click_unsubscribes_and_the_signature_covers_it() -> None:
    envelope = compose(mail(unsubscribe_url=URL, subject="Новини " * 30), SENDER, NOW, SIGNER)
    message = parsed(envelope.message)
    assert message["List-Unsubscribe"] == f"<{URL}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"List-Unsubscribe: <{URL}>\r\n".encode() in envelope.message  # no mail program decodes words there
    signed = message["DKIM-Signature"].partition("h=")[2].partition(";")[0].replace(" ", "").split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "from", "to", "subject"} <= set(signed)
    assert dkim.verify(envelope.message, dnsfunc=record)
    assert parsedate_to_datetime(message["Date"]).timestamp() * 1000 == NOW


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://x/a b", "https://x/a\r\nBcc: e@x", "https://x/>y"])
def test_a_link_that_is_none_is_left_out(url: str) -> None:
    assert b"List-Unsubscribe" not in compose(mail(unsubscribe_url=url), SENDER, NOW).message


@given(TEXTS, st.text(max_size=2_000))
@settings(max_examples=100, deadline=None)
def test_every_signature_holds_by_another_implementation(subject: str, body: str) -> None:
    envelope = compose(mail(subject=subject, body=body, unsubscribe_url=URL), SENDER, NOW, SIGNER)
    assert dkim.verify(envelope.message, dnsfunc=record)


@pytest.mark.parametrize("name", [name for name in SIGNED if name not in ("content-type", "mime-version")])
def test_a_signed_header_cant_be_changed(name: str) -> None:
    message = compose(mail(unsubscribe_url=URL), SENDER, NOW, SIGNER).message
    lines = message.split(b"\r\n")
    places = [index for index, line in enumerate(lines) if line.lower().startswith(name.encode() + b":")]
    lines[places[0]] += b"x"
    assert not dkim.verify(b"\r\n".join(lines), dnsfunc=record)


def test_ed25519_is_signed_as_rfc_8463_says() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    message = compose(mail(), SENDER, NOW, Signer.load("smartregion.example", "may", pem(key))).message
    head, _, body = message.partition(b"\r\n\r\n")
    field = head.partition(b"\r\nFrom:")[0].decode()
    value = field.partition("b=")[0], field.rpartition(" b=")
    signature = base64.b64decode("".join(value[1][2].split()))
    unsigned = field[: len(field) - len(value[1][2])]
    import hashlib

    from server.notifications.channels.mail import relaxed_body, relaxed_field

    assert base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode() in field
    fields = dict(line.split(":", 1) for line in head.decode().replace("\r\n ", " ").split("\r\n"))
    named = field.partition("h=")[2].partition(";")[0].split(":")
    by_name = {key.lower(): value for key, value in fields.items()}
    data = b"\r\n".join(
        [relaxed_field(name, by_name[name]) for name in named]
        + [relaxed_field("dkim-signature", unsigned.partition(":")[2])]
    )
    key.public_key().verify(signature, hashlib.sha256(data).digest())


@pytest.mark.parametrize(
    "text",
    ["", "no key", pem(ec.generate_private_key(ec.SECP256R1())), pem(rsa.generate_private_key(65_537, 1_024))[:-40]],
    ids=["nothing", "no key", "of another kind", "cut"],
)
def test_a_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is "):
        Signer.load("smartregion.example", "may", text)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "olena",
        "@example.ua",
        "olena@",
        "a b@example.ua",
        "olena@exa mple.ua",
        "o@x@y.ua,b@c.ua",
        "olena@-x.ua",
        "o..l@x.ua",
        "olena@example.ua\r\nRCPT TO:<evil@example.com>",
        "<olena@example.ua>",
        f"{'a' * 65}@example.ua",
        "o@x..ua",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        mailbox(address)


def test_a_domain_is_written_as_dns_has_it() -> None:
    assert mailbox("olena@пошта.укр") == "olena@xn--80a1acn3a.xn--j1amh"
    envelope = compose(mail(recipient="олена@пошта.укр"), SENDER, NOW)
    assert envelope.utf8
    assert "To: олена@xn--80a1acn3a.xn--j1amh\r\n".encode() in envelope.message
