"""Mails as drafts: dated by their arrival, taken once, shown as text whatever they are, and requests when confirmed."""

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from google.type.date_pb2 import Date
from hypothesis import given, settings
from hypothesis import strategies as st
from smartregion.v1 import intake_draft_pb2 as drafts
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.intake_draft_pb2 import MailWarning as W

from server.codec import decode_id
from server.config import Settings
from server.demo import letters
from server.limits import MAIL_BYTES, MAIL_TEXT
from server.privacy.mail import mailbox
from server.privacy.mail.mailbox import Mailbox
from server.privacy.mail.markup import text_of
from server.privacy.mail.reading import read
from server.privacy.retention import Purge
from storage.models.people import User

from ..conftest import START, Client, House, refused
from ..test_privacy import K, a_user, decide, in_progress
from .mailserver import PASSWORD, USERNAME, MailServer
from .test_intake import ACCESS, APPEAL, incoming

HEAD = (
    "Received: from mx by mail.richensk.example; Fri, 20 Nov 2026 23:30:00 +0000\r\n"
    "Received: from elsewhere by mx; Sun, 1 Nov 2026 10:00:00 +0000\r\n"
    "From: =?utf-8?b?0J7Qu9C10L3QsCDQmtC+0LLQsNC70Yw=?= <olena@example.com>\r\n"
    "Date: Thu, 1 Jan 2026 00:00:00 +0000\r\nSubject: Прошу надати мої дані\r\n"
)

PLAIN, PAGE = b"Content-Type: text/plain", b"Content-Type: text/html\r\n\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"


def mail(body: str = "\r\nПрошу надати копію моїх даних.", message_id: str = "<1@example.com>") -> bytes:
    return f"{HEAD}Message-ID: {message_id}\r\n{body}".encode()


async def imported(officer: Client, content: bytes, size: int = 0) -> Any:
    return await officer.PrivacyRequestService.ImportMail(content=content, size_bytes=size or len(content))


# -- reading


def test_a_mail_is_shown_with_its_sender_in_words() -> None:
    found = read(mail(), 500)
    assert (found.sender_name, found.sender_address) == ("Олена Коваль", "olena@example.com")
    assert found.subject == "Прошу надати мої дані"
    assert found.text == "Прошу надати копію моїх даних."


def test_the_topmost_received_header_says_when_it_arrived() -> None:
    assert read(mail(), 500).passed_at == datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "text", "warning"),
    [
        (PAGE + b"<style>a{}</style><p>One<script>evil()</script><br>two", "One\ntwo", W.MAIL_WARNING_HTML_ONLY),
        (PLAIN + b"; charset=utf-8\r\n\r\n" + "Прошу".encode("cp1251"), "Прошу", W.MAIL_WARNING_CHARSET),
        (b"Content-Type: text/plain; charset=punycode\r\n\r\nhello", "hello", W.MAIL_WARNING_CHARSET),
        (b"Content-Type: text/plain; charset=no-such\r\n\r\nhello", "hello", W.MAIL_WARNING_CHARSET),
        ("\r\nрахунок\u202egpj.exe".encode(), "рахунок‹U+202E›gpj.exe", W.MAIL_WARNING_HIDDEN_CHARACTERS),
        (b"\r\na\x00b\x1b[2Jc", "a‹U+0000›b‹U+001B›[2Jc", W.MAIL_WARNING_HIDDEN_CHARACTERS),
        (b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno part at all", "", W.MAIL_WARNING_BROKEN),
        (b"Auto-Submitted: auto-replied\r\n\r\nI am away", "I am away", W.MAIL_WARNING_AUTOMATIC),
        (MIXED + b"--x\r\n\r\np\r\n" * 101, None, W.MAIL_WARNING_MANY_PARTS),
    ],
)  # fmt: skip
def test_what_is_odd_is_shown_as_text_and_said(body: bytes, text: str | None, warning: int) -> None:
    found = read(HEAD.encode() + body, 10)
    assert warning in found.warnings
    if text is not None:
        assert found.text == text


@pytest.mark.parametrize("head", [b"\r\n", PLAIN + b"; charset=utf-8\r\n\r\n"])
def test_a_character_that_the_bound_cuts_in_two_spoils_nothing(head: bytes) -> None:
    found = read(HEAD.encode() + head + "Прошу".encode()[:-1], 10_000_000)
    assert found.text == "Прош"
    assert found.warnings == {W.MAIL_WARNING_TRUNCATED}


def test_attachments_are_named_and_never_opened() -> None:
    part = 'Content-Type: application/zip; name="=?utf-8?b?0YHQutCw0L0=?=.zip"\r\n\r\n' + "A" * 5000
    inner = "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nno"
    found = read(HEAD.encode() + MIXED + f"--x\r\n\r\nТекст\r\n--x\r\n{part}\r\n--x\r\n{inner}\r\n--x--".encode(), 10)
    assert found.text == "Текст"
    assert [(one.name, one.media_type) for one in found.attachments] == [
        ("скан.zip", "application/zip"),
        ("", "message/rfc822"),
    ]
    assert found.attachments[0].size == 5000


def _hostile() -> Iterator[tuple[str, bytes]]:
    """What is made to break a reader, or to hold it up."""
    kind = b"Content-Type: text/html\r\n\r\n"
    yield "brackets in From", b"From: " + b"(" * 300_000
    yield "encoded words", b"Subject: " + b"=?utf-8?q?a?= " * 70_000
    yield "parameters", b"Content-Type: text/plain" + b"; a=b" * 150_000 + b"\r\n\r\nx"
    yield "parameters of a boundary", b"Content-Type: multipart/mixed" + b"; a=b" * 150_000 + b"; boundary=b\r\n\r\nx"
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (one, one) for one in range(999)
    )
    yield "parts in parts", nested + b"\r\nhi\r\n" * 100_000
    yield "mails in mails", b"Content-Type: message/rfc822\r\n\r\n" * 30_000
    yield "parts", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 90_000
    for piece in (b"<a ", b"<!--", b"<!", b"&#", b"<script></scrip", b"<" * 50, b"&#9999999999;"):
        yield f"HTML of {piece[:8]!r}", kind + piece * (900_000 // len(piece))
    yield "a number of thousands of digits", kind + b"&#" + b"1" * 90_000 + b";"
    yield "every byte", bytes(range(256)) * 4_000
    yield "nothing", b"\r\n"


@pytest.mark.parametrize("content", [content for _, content in _hostile()], ids=[name for name, _ in _hostile()])
def test_a_hostile_mail_is_read_in_bounded_time(content: bytes) -> None:
    began = time.process_time()
    found = read(content[:MAIL_BYTES], len(content))
    assert time.process_time() - began < 5
    assert len(found.text) <= MAIL_TEXT


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", HEAD.encode(), b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"]),
)
def test_no_bytes_break_the_reader_and_none_of_them_hides(content: bytes, head: bytes) -> None:
    found = read(head + content, len(content))
    for text in (found.text, found.subject, found.sender_name, found.sender_address):
        assert text.replace("\n", "").replace("\t", "").isprintable() or not text.isascii()
        text.encode()  # no half of a character
    found.identity.encode()


@given(st.text(alphabet="<>/!-&;#abpdivscrt \n", max_size=200))
def test_no_markup_is_left_of_whole_tags(markup: str) -> None:
    assert "<script>" not in text_of(f"<p>{markup}</p>".replace("&", ""))


# -- drafts


async def test_a_mail_becomes_requests_when_it_is_confirmed(house: House) -> None:
    officer = await house.operator("petro")
    before = (await officer.PrivacyRequestService.ListPrivacyRequests()).total_size
    draft = (await imported(officer, mail())).draft
    assert draft.state == drafts.INTAKE_DRAFT_STATE_NEW
    assert draft.arrival == drafts.MAIL_ARRIVAL_RECEIVED_HEADER
    assert draft.received_on == Date(year=2026, month=11, day=21)  # half past one at night in Kyiv
    assert (await officer.PrivacyRequestService.ListPrivacyRequests()).total_size == before

    wanted = incoming(ACCESS, APPEAL, channel=pb.INTAKE_CHANNEL_EMAIL, document_ref="")
    wanted.ClearField("received_on")
    done = await officer.PrivacyRequestService.ConfirmIntakeDraft(id=draft.id, etag=draft.etag, letter=wanted)
    assert [one.received_on for one in done.requests] == [draft.received_on] * 2
    assert done.requests[0].document_ref == f"e-mail {draft.id}"
    assert list(done.draft.request_numbers) == [one.number for one in done.requests]
    assert done.draft.decided_by
    told = await refused(
        officer.PrivacyRequestService.ConfirmIntakeDraft(id=draft.id, etag=done.draft.etag, letter=wanted)
    )
    assert told.reason == "WRONG_STATE"


async def test_an_erasure_leaves_nothing_of_the_mail_that_demanded_it(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    draft = (await imported(officer, mail().replace(b"olena@example.com", user.email.encode()))).draft
    wanted = incoming(K.PRIVACY_REQUEST_KIND_OBJECTION, channel=pb.INTAKE_CHANNEL_EMAIL, user_id=user.id)
    wanted.received_on.CopyFrom(draft.received_on)
    await officer.PrivacyRequestService.ConfirmIntakeDraft(id=draft.id, etag=draft.etag, letter=wanted)
    done = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id))
    assert "залишки" not in done.outcome
    left = (await officer.PrivacyRequestService.GetIntakeDraft(id=draft.id)).draft
    assert (left.sender_address, left.subject, left.text) == ("", "", "")
    assert left.request_numbers


async def test_a_mail_goes_when_the_proof_of_its_requests_does(house: House) -> None:
    officer = await house.operator("petro")
    draft = (await imported(officer, mail())).draft
    waiting = (await imported(officer, mail(message_id="<2@x>"))).draft
    await officer.PrivacyRequestService.DiscardIntakeDraft(id=draft.id, etag=draft.etag, reason="реклама")
    house.clock.advance(days=1098)
    await Purge(house.app.services).turn()
    house.forget_sessions()
    officer = await house.operator("petro")
    left = (await officer.PrivacyRequestService.ListIntakeDrafts()).drafts
    assert [(one.id, one.subject != "") for one in left] == [(waiting.id, True)]  # nobody has read it yet


async def test_nobody_gains_days_over_the_arrival_of_a_mail(house: House) -> None:
    officer = await house.operator("petro")
    draft = (await imported(officer, mail())).draft
    wanted = incoming(ACCESS, channel=pb.INTAKE_CHANNEL_EMAIL)  # of the 23rd
    told = await refused(officer.PrivacyRequestService.ConfirmIntakeDraft(id=draft.id, etag=draft.etag, letter=wanted))
    assert told.violations == (("letter.received_on", "privacy.after_arrival"),)
    wanted.received_on.CopyFrom(Date(year=2026, month=11, day=20))
    await officer.PrivacyRequestService.ConfirmIntakeDraft(id=draft.id, etag=draft.etag, letter=wanted)


async def test_a_mail_is_confirmed_as_a_mail(house: House) -> None:
    officer = await house.operator("petro")
    draft = (await imported(officer, mail())).draft
    told = await refused(
        officer.PrivacyRequestService.ConfirmIntakeDraft(id=draft.id, etag=draft.etag, letter=incoming(ACCESS))
    )
    assert told.violations == (("letter.channel", "privacy.channel"),)


async def test_the_same_mail_twice_adds_nothing(house: House) -> None:
    officer = await house.operator("petro")
    first = await imported(officer, mail())
    again = await imported(officer, b"Received: from other by x; Sat, 21 Nov 2026 10:00:00 +0000\r\n" + mail())
    other = await imported(officer, mail(message_id="<2@example.com>"))
    assert (first.known, again.known, other.known) == (False, True, False)
    assert again.draft.id == first.draft.id
    assert (await officer.PrivacyRequestService.ListIntakeDrafts()).total_size == 2


async def test_an_address_of_odd_bytes_is_a_sender_like_any_other(house: House) -> None:
    officer = await house.operator("petro")
    content = b"From: x <\xff\xfe\x00@example.com>\r\nMessage-ID: <\xff@x>\r\n\r\nx"
    first, again = await imported(officer, content), await imported(officer, content)
    assert (first.known, again.known) == (False, True)
    assert first.draft.sender_address.endswith("@example.com")


async def test_a_message_id_of_another_sender_hides_no_mail(house: House) -> None:
    officer = await house.operator("petro")
    await imported(officer, mail())
    other = await imported(officer, mail().replace(b"olena@example.com", b"other@example.com"))
    assert not other.known


async def test_a_mail_that_demands_nothing_is_put_away_with_a_reason(house: House) -> None:
    officer = await house.operator("petro")
    draft = (await imported(officer, mail())).draft
    done = await officer.PrivacyRequestService.DiscardIntakeDraft(id=draft.id, etag=draft.etag, reason="реклама")
    assert (done.draft.state, done.draft.discard_reason) == (drafts.INTAKE_DRAFT_STATE_DISCARDED, "реклама")
    waiting = await officer.PrivacyRequestService.ListIntakeDrafts(state=drafts.INTAKE_DRAFT_STATE_NEW)
    assert waiting.total_size == 0


@pytest.mark.parametrize(
    "stamp", ["Tue, 24 Nov 2026 23:00:00 +0000", "Sat, 1 Jan 2000 00:00:00 +0000", "yesterday", ""]
)
async def test_an_arrival_that_nobody_can_believe_is_now(house: House, stamp: str) -> None:
    officer = await house.operator("petro")
    draft = (await imported(officer, f"Received: by us; {stamp}\r\n".encode() + mail())).draft
    assert draft.arrival == drafts.MAIL_ARRIVAL_UPLOAD
    assert draft.arrived_at.seconds == START // 1000


async def test_the_confirmed_address_of_a_user_is_told(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)

    async def whose(message_id: str) -> str:
        content = mail(message_id=message_id).replace(b"olena@example.com", user.email.upper().encode())
        return (await imported(officer, content)).draft.sender_user_id

    def confirm(tx: Any, at: int | None) -> None:
        tx.run(User.update(email_confirmed_at=at).where(User.id == decode_id(user.id)))

    store = house.app.services.store
    await store.write(lambda tx: confirm(tx, 1))
    assert await whose("<1@x>") == user.id
    await store.write(lambda tx: confirm(tx, None))
    assert await whose("<2@x>") == ""


async def test_a_mail_of_ten_megabytes_is_read_up_to_its_bound(house: House) -> None:
    officer = await house.operator("petro")
    whole = mail("\r\nПрошу. " + "x" * 10_000_000)
    reply = await imported(officer, whole[:MAIL_BYTES], len(whole))
    assert reply.draft.text.startswith("Прошу.")
    assert W.MAIL_WARNING_TRUNCATED in reply.draft.warnings
    assert reply.draft.size_bytes == len(whole)
    told = await refused(imported(officer, whole[: MAIL_BYTES + 1], len(whole)))
    assert told.violations == (("content", "bytes.max_len"),)
    told = await refused(imported(officer, whole[:100], 99))
    assert told.violations == (("size_bytes", "mail.size"),)


async def test_drafts_are_listed_from_the_first_that_arrived_page_by_page(house: House) -> None:
    officer = await house.operator("petro")
    for day in (12, 10, 11):
        stamp = f"Received: by us; {day} Nov 2026 10:00:00 +0000\r\n".encode()
        await imported(officer, stamp + mail(message_id=f"<{day}@x>"))
    page = await officer.PrivacyRequestService.ListIntakeDrafts(page_size=2)
    rest = await officer.PrivacyRequestService.ListIntakeDrafts(page_size=2, page_token=page.next_page_token)
    assert [one.received_on.day for one in (*page.drafts, *rest.drafts)] == [10, 11, 12]
    assert not page.drafts[0].text  # the texts are read one by one


# -- the mailbox


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.stop()


def ways(server: MailServer) -> dict[str, Any]:
    """Settings by which a mail server is reached."""
    return {
        "imap_host": "127.0.0.1",
        "imap_port": server.port,
        "imap_username": USERNAME,
        "imap_password": PASSWORD,
        "imap_security": "none",
    }


def box(house: House, server: MailServer, **changes: str) -> Mailbox:
    changed = house.settings.model_copy(update={**ways(server), **changes})
    services: Any = SimpleNamespace(settings=changed, store=house.app.services.store, clock=house.app.services.clock)
    return Mailbox(services)


async def test_a_mailbox_gives_each_mail_once_and_dates_it_by_its_own_server(house: House, server: MailServer) -> None:
    officer = await house.operator("petro")
    server.put(mail(), " 9-Nov-2026 10:00:00 +0200")
    mails = box(house, server)
    assert await mails.turn() == 1
    (draft,) = (await officer.PrivacyRequestService.ListIntakeDrafts()).drafts
    assert draft.arrival == drafts.MAIL_ARRIVAL_MAILBOX
    assert draft.received_on == Date(year=2026, month=11, day=9)
    assert await mails.turn() == 0
    server.put(mail(message_id="<2@example.com>"))
    server.put(mail(message_id="<1@example.com>"))  # delivered twice
    assert await mails.turn() == 1
    assert not [one for one in server.commands if b"STORE" in one or b"SELECT" in one]  # read, never changed


async def test_a_mailbox_that_was_made_anew_adds_nothing_twice(house: House, server: MailServer) -> None:
    server.put(mail())
    mails = box(house, server)
    assert await mails.turn() == 1
    server.validity += 1
    server.put(mail(message_id="<2@example.com>"))
    assert await mails.turn() == 1
    assert any(one.startswith(b"UID SEARCH SINCE 24-Oct-2026") for one in server.commands)


async def test_a_big_mail_is_not_fetched_whole(house: House, server: MailServer) -> None:
    officer = await house.operator("petro")
    server.put(mail("\r\nПрошу. " + "x" * 10_000_000))
    assert await box(house, server).turn() == 1
    (listed,) = (await officer.PrivacyRequestService.ListIntakeDrafts()).drafts
    assert listed.size_bytes > 10_000_000
    assert W.MAIL_WARNING_TRUNCATED in listed.warnings


async def test_a_mailbox_that_turns_us_away_is_tried_again(house: House, server: MailServer) -> None:
    server.put(mail())
    server.refuses = True
    mails = box(house, server)
    assert await mails.turn() == 0
    server.refuses = False
    assert await mails.turn() == 1


async def test_a_mail_that_the_server_dates_ahead_came_now(house: House, server: MailServer) -> None:
    officer = await house.operator("petro")
    server.put(mail(), "24-Nov-2026 10:00:00 +0200")
    await box(house, server).turn()
    (draft,) = (await officer.PrivacyRequestService.ListIntakeDrafts()).drafts
    assert draft.arrived_at.seconds == START // 1000


async def test_a_mailbox_is_read_over_tls_from_a_server_that_can_be_trusted(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = MailServer(context)
    try:
        server.put(mail())
        mails = box(house, server, imap_security="tls", imap_host="localhost")
        assert await mails.turn() == 0  # nobody knows this server
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert await mails.turn() == 1
    finally:
        server.stop()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate of localhost and its key, in files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


async def test_what_comes_by_the_mailbox_is_in_the_audit_log(house: House, server: MailServer) -> None:
    server.put(mail())
    await box(house, server).turn()
    auditor = await house.operator("petro")
    (draft,) = (await auditor.PrivacyRequestService.ListIntakeDrafts()).drafts
    rows = await house.app.services.store.read(
        lambda tx: tx.sql("SELECT target_id FROM audit_entry WHERE action = ?", ("PrivacyRequestService.TakeMail",))
    )
    assert rows == [(decode_id(draft.id),)]


def test_a_mail_without_a_believable_date_stops_the_look(server: MailServer) -> None:
    server.put(mail(), "whenever")
    settings = Settings(
        imap_host="127.0.0.1",
        imap_port=server.port,
        imap_username=USERNAME,
        imap_password=PASSWORD,
        imap_security="none",
    )
    with pytest.raises(mailbox.MailboxError):
        mailbox.fetch(settings, 0, 0, date(2026, 11, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"imap_username": ""},
        {"imap_password": ""},
        {"imap_security": "none"},
        {"imap_folder": 'a"b'},
        {"imap_folder": "a\r\nA1 LOGOUT"},
    ],
)
def test_a_mailbox_that_must_not_be_read_so_is_no_setting(wrong: dict[str, str]) -> None:
    right = {"imap_host": "mail.example.com", "imap_username": "privacy", "imap_password": "x"}
    Settings(**right).check()  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="imap_"):
        Settings(**{**right, **wrong}).check()  # type: ignore[arg-type]


async def test_the_demonstration_has_letters_of_every_kind_and_mails_to_read(house: House) -> None:
    officer = await house.operator("petro")
    await house.app.services.store.write(lambda tx: letters.write_of_strangers(tx, date(2026, 11, 23)))
    listed = (await officer.PrivacyRequestService.ListPrivacyRequests(order_by="received_on desc")).requests
    parts = [one for one in listed if one.applicant_name == letters.STRANGER]
    assert len({one.letter_id for one in parts}) == 1
    assert len({one.due_on.SerializeToString() for one in parts}) == 3
    waiting = await officer.PrivacyRequestService.ListIntakeDrafts(state=drafts.INTAKE_DRAFT_STATE_NEW)
    assert [set(one.warnings) for one in waiting.drafts] == [
        set(),
        set(),
        {W.MAIL_WARNING_AUTOMATIC, W.MAIL_WARNING_HIDDEN_CHARACTERS},
    ]
