"""An e-mail, byte for byte: RFC 5322, one-click unsubscribe (RFC 8058), signed where there is a key (RFC 6376).

The signature is made here and not by dkimpy, whose RSA is written in Python: 12 ms of the loop for each message,
against 1 ms by `cryptography`. The tests verify it with dkimpy."""

import base64
import hashlib
import re
from dataclasses import dataclass
from email.utils import formatdate, parseaddr

from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from server.notifications.channels import Letter

#: Signed where they are there. RFC 8058 asks for the two of List-Unsubscribe.
SIGNED = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-language",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
)
_URL = re.compile(r"https?://[!-;=?-~]{1,900}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u00a1-\U0010ffff-]+"
_LOCAL = re.compile(rf"(?=.{{1,64}}$)(?:{_ATOM}(?:\.{_ATOM})*|\"[ !#-\[\]-~]+\")")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True)
class Signer:
    """A key by which a domain vouches for its messages."""

    domain: str
    selector: str
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

    @classmethod
    def load(cls, domain: str, selector: str, pem: str) -> "Signer":
        """Raises ValueError where the key is none, too short or of another kind."""
        try:
            key = load_pem_private_key(pem.encode(), None)
        except (ValueError, TypeError):
            raise ValueError("is no private key in PEM, or one with a password") from None
        if isinstance(key, rsa.RSAPrivateKey) and key.key_size < 1024:
            raise ValueError("has less than 1024 bits")
        if not isinstance(key, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
            raise ValueError("is neither RSA nor Ed25519")  # noqa: TRY004 - of the setting, not of the program
        return cls(domain, selector, key)

    def sign(self, message: bytes, now: int) -> bytes:
        """The message behind its signature, relaxed/relaxed; `now` in milliseconds."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        names = [name for name in SIGNED for there, _ in fields if there == name]
        kind = "rsa" if isinstance(self.key, rsa.RSAPrivateKey) else "ed25519"
        digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
        unsigned = (
            f"DKIM-Signature: v=1; a={kind}-sha256; c=relaxed/relaxed; d={self.domain}; s={self.selector};\r\n"
            f" t={now // 1000}; h={':'.join(names)};\r\n bh={digest};\r\n b="
        )
        # A name stands once for each field that is there: the fields of one name are taken from the last one up.
        chosen = [relaxed_field(name, value) for name in dict.fromkeys(names) for value in _last_first(fields, name)]
        own = relaxed_field("dkim-signature", unsigned.partition(":")[2])
        signature = self._signature(b"\r\n".join([*chosen, own]))
        lines = [signature[start : start + 70] for start in range(0, len(signature), 70)]
        return unsigned.encode() + "\r\n ".join(lines).encode() + b"\r\n" + message

    def _signature(self, data: bytes) -> str:
        if isinstance(self.key, rsa.RSAPrivateKey):
            made = self.key.sign(data, padding.PKCS1v15(), SHA256())
        else:
            made = self.key.sign(hashlib.sha256(data).digest())  # RFC 8463: of the digest
        return base64.b64encode(made).decode()


def _fields(head: bytes) -> list[tuple[str, str]]:
    """Names in lower case and values of header fields, folding kept."""
    fields = []
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = line.decode("ascii", "surrogateescape").partition(":")
        fields.append((name.strip().lower(), value))
    return fields


def _last_first(fields: list[tuple[str, str]], name: str) -> list[str]:
    return [value for there, value in reversed(fields) if there == name]


def relaxed_field(name: str, value: str) -> bytes:
    """RFC 6376, 3.4.2."""
    unfolded = re.sub(r"[ \t]+", " ", value.replace("\r\n", ""))
    return f"{name}:{unfolded.strip(' ')}".encode("ascii", "surrogateescape")


def relaxed_body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4."""
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


@dataclass(frozen=True)
class Envelope:
    """As a server is told of a message, and the message."""

    sender: str
    recipient: str
    message: bytes
    message_id: str

    @property
    def utf8(self) -> bool:
        """The server must know SMTPUTF8 (RFC 6531)."""
        return not self.recipient.isascii()


def compose(letter: Letter, sender: str, now: int, signer: Signer | None = None) -> Envelope:
    """A message whose headers no value can break out of; `sender` as in `Smart Region <no-reply@example.ua>`, `now` in
    milliseconds. Raises ValueError for an address that is none."""
    name, address = parseaddr(sender)
    recipient = mailbox(letter.recipient)
    message_id = f"<{one_line(letter.id)}@{address.rpartition('@')[2]}>"
    fields = [
        f"From: {words(name)} <{address}>" if name else f"From: {address}",
        f"To: {recipient}",
        f"Subject: {words(letter.subject)}",
        f"Date: {formatdate(now / 1000)}",
        f"Message-ID: {message_id}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        f"Content-Language: {one_line(letter.language)}",
        "Auto-Submitted: auto-generated",
    ]
    if _URL.fullmatch(letter.unsubscribe_url):
        fields.append(f"List-Unsubscribe: <{letter.unsubscribe_url}>")
        fields.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    body = letter.body.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    lines = base64.encodebytes(body).replace(b"\n", b"\r\n")
    made = "\r\n".join([*fields, "", ""]).encode() + lines
    return Envelope(address, recipient, signer.sign(made, now) if signer else made, message_id)


def words(text: str) -> str:
    """Text of a header: as it is, or as encoded words (RFC 2047) that no server and no fold takes apart."""
    plain = one_line(text)
    if plain.isascii() and len(plain) < 60 and "=?" not in plain and not set(plain) & set('"\\<>@,;:()[]'):
        return plain
    made, word = [], b""
    for letter in plain:
        more = letter.encode("utf-8", "replace")
        if len(word) + len(more) > 42:
            made.append(word)
            word = b""
        word += more
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in [*made, word])


def mailbox(address: str) -> str:
    """An address with its domain as DNS has it. Raises ValueError where it is none."""
    local, _, domain = address.rpartition("@")
    if not _LOCAL.fullmatch(local) or len(address) > 254:
        raise ValueError("no address")
    host = domain.encode("idna").decode("ascii")  # a UnicodeError is a ValueError
    if not _HOST.fullmatch(host):
        raise ValueError("no domain")
    return f"{local}@{host}"


def one_line(text: str) -> str:
    """Text without line ends and what else does not print."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())
