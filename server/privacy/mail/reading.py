"""What a mail shows, as plain text, whatever it is made of. Pure; nothing in it is opened, fetched or run.

A mail is written by anybody: its structure may be broken, its charsets may be lies, its parts without end. What can be
read is shown and what is odd is said; the instant of its arrival is never taken from what its sender wrote.
"""

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from email.utils import parsedate_to_datetime

from smartregion.v1.intake_draft_pb2 import MailWarning as W

from server.limits import MAIL_ATTACHMENTS, MAIL_HEADER, MAIL_HTML, MAIL_NESTED, MAIL_PARTS, MAIL_RULES, MAIL_TEXT
from server.privacy.mail.markup import text_of

#: Charsets that are read; others, some of which take hours over a megabyte, count as lies.
_CHARSETS = frozenset(
    {
        *("utf-8", "ascii", "utf-16", "koi8-u", "koi8-r", "cp866", "mac-cyrillic"),
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in (1, 2, 5, 9, 13, 15)),
    }
)
#: Zero-width characters that mail programs strew about; they go without a word.
_STRAY = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_AUTOMATIC = {"precedence": ("bulk", "list", "junk", "auto_reply"), "return-path": ("<>",)}


class _Bounded(Compat32):
    """Headers no longer than is read of them: over many parameters the library's parser takes minutes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAIL_HEADER]


_POLICY = _Bounded()


@dataclass(frozen=True)
class Attachment:
    """What is attached: its name, its media type as it claims, its bytes as they stand in the mail."""

    name: str
    media_type: str
    size: int


@dataclass
class Mail:
    """A mail as an operator sees it."""

    #: Of Message-ID and sender, or of all its bytes where it has no Message-ID; what is the same twice is one mail.
    identity: str
    sender_name: str
    sender_address: str
    subject: str
    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    warnings: set[int] = field(default_factory=set)
    #: By the topmost Received header; None where there is none that can be read.
    passed_at: datetime | None = None


def read(content: bytes, size: int) -> Mail:
    """A mail from its bytes, of which there are `size` in all; `content` may be its beginning."""
    head = BytesHeaderParser(policy=_POLICY).parsebytes(content)
    warnings: set[int] = set()
    name, bare = _sender(_raw(head, "from")[:MAIL_HEADER])
    address = _decoded(bare, warnings)
    said = _header(head, "message-id", warnings)
    identity = f"{said}\0{address.casefold()}" if said else hashlib.sha256(content).hexdigest()
    mail = Mail(
        identity,
        _line(_decoded(name, warnings), warnings)[:200].strip(),
        _line(address, warnings)[:300].strip(),
        _line(_header(head, "subject", warnings), warnings)[:300].strip(),
        warnings=warnings,
        passed_at=_passed_at(head),
    )
    if size > len(content):
        warnings.add(W.MAIL_WARNING_TRUNCATED)
    if _automatic(head):
        warnings.add(W.MAIL_WARNING_AUTOMATIC)
    _read_body(content, mail)
    return mail


def _sender(header: str) -> tuple[str, str]:
    """Name and address, as far as they can be told apart. (The library's parser goes as deep as brackets do.)"""
    name, opened, rest = header.rpartition("<")
    if opened:
        return name.strip().strip('"'), rest.partition(">")[0].strip()
    return "", header.strip()


def _read_body(content: bytes, mail: Mail) -> None:
    """The text and what is attached. A mail whose parts are too many is shown as it lies there."""
    try:
        if content.lower().count(b"boundary=") > MAIL_NESTED or content.count(b"\n--") > MAIL_RULES:
            mail.warnings.add(W.MAIL_WARNING_MANY_PARTS)
            text = _bytes_text(content, "", mail.warnings)
        else:
            text = _text(BytesParser(policy=_POLICY).parsebytes(content), mail)
    except Exception:  # the parser of the library raises anything over what is made to break it
        mail.warnings.add(W.MAIL_WARNING_BROKEN)
        text = _bytes_text(content, "", mail.warnings)
    mail.text = _bounded(shown(text, mail.warnings).strip(), mail.warnings)


def _bounded(text: str, warnings: set[int]) -> str:
    if len(text) > MAIL_TEXT:
        warnings.add(W.MAIL_WARNING_TRUNCATED)
    return text[:MAIL_TEXT].rstrip()


# -- parts


def _text(message: "Message[str, str]", mail: Mail) -> str:
    """All plain text; where there is none, that of the HTML."""
    plain: list[str] = []
    html: list[str] = []
    for part in _leaves(message, mail.warnings):
        kind = part.get_content_type()
        body = part.get_payload()
        size = len(body) if isinstance(body, str) else 0
        if part.get_content_disposition() == "attachment" or part.get_filename() or kind not in _SHOWN:
            _attach(part, kind, size, mail)
        elif size:
            (plain if kind == "text/plain" else html).append(_part_text(part, mail.warnings))
    if plain or not html:
        return "\n\n".join(plain)
    mail.warnings.add(W.MAIL_WARNING_HTML_ONLY)
    markup = "\n".join(html)
    if len(markup) > MAIL_HTML:
        mail.warnings.add(W.MAIL_WARNING_TRUNCATED)
    return text_of(markup[:MAIL_HTML])


_SHOWN = ("text/plain", "text/html")


def _leaves(message: "Message[str, str]", warnings: set[int]) -> Iterator["Message[str, str]"]:
    """Parts without parts, in their order; a mail within the mail is one."""
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > MAIL_PARTS:
            warnings.add(W.MAIL_WARNING_MANY_PARTS)
            return
        if part.defects:
            warnings.add(W.MAIL_WARNING_BROKEN)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting += [one for one in reversed(inside) if isinstance(one, Message)]
        else:
            yield part


def _attach(part: "Message[str, str]", kind: str, size: int, mail: Mail) -> None:
    if len(mail.attachments) >= MAIL_ATTACHMENTS:
        mail.warnings.add(W.MAIL_WARNING_MANY_PARTS)
        return
    name = _line(_decoded(part.get_filename() or "", mail.warnings), mail.warnings)[:200].strip()
    mail.attachments.append(Attachment(name, _line(kind, mail.warnings)[:100], size))


def _part_text(part: "Message[str, str]", warnings: set[int]) -> str:
    body = part.get_payload(decode=True)
    return _bytes_text(body if isinstance(body, bytes) else b"", str(part.get_content_charset() or ""), warnings)


# -- characters


def _bytes_text(body: bytes, charset: str, warnings: set[int]) -> str:
    """Text in the charset that it names; where that is a lie, in the one that it looks like."""
    try:
        name = codecs.lookup(charset).name if charset else "utf-8"
        if name in _CHARSETS and name != "utf-8":
            return body.decode(name)
        lies = name not in _CHARSETS
    except (LookupError, ValueError):
        lies = True
    text = _utf8(body)
    if text is None:
        lies, text = True, body.decode("cp1251", "replace")
    if lies:
        warnings.add(W.MAIL_WARNING_CHARSET)
    return text


def _utf8(body: bytes) -> str | None:
    """None where it is none. A character that the bound of what is read cut in two is left out."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        return body[: error.start].decode("utf-8") if error.reason == "unexpected end of data" else None


def shown(text: str, warnings: set[int]) -> str:
    """Text without anything that is not seen, or that turns around what is: such characters stand by their numbers."""
    text = _BREAKS.sub("\n", text).translate(_STRAY)
    if text.isascii() and text.isprintable():
        return text
    found = [_shown(one) for one in text]
    if any(len(one) > 1 for one in found):
        warnings.add(W.MAIL_WARNING_HIDDEN_CHARACTERS)
    return "".join(found)


def _shown(character: str) -> str:
    if character in "\n\t" or not unicodedata.category(character).startswith("C"):
        return character
    return f"‹U+{ord(character):04X}›"


def _line(text: str, warnings: set[int]) -> str:
    return shown(" ".join(text.split()), warnings)


# -- headers


def _raw(message: "Message[str, str]", name: str) -> str:
    """The first header of a name as it stands; empty without one."""
    return next((str(value) for key, value in message.raw_items() if key.lower() == name), "")


def _header(message: "Message[str, str]", name: str, warnings: set[int]) -> str:
    return _decoded(_raw(message, name)[:MAIL_HEADER], warnings)


def _decoded(raw: str, warnings: set[int]) -> str:
    """A header in words, whether it was encoded (RFC 2047) or its bytes stand there as they are."""
    try:
        pieces = decode_header(raw)
    except Exception:  # as above
        warnings.add(W.MAIL_WARNING_BROKEN)
        pieces = [(raw, None)]
    return "".join(_bytes_text(_bytes_of(piece), str(charset or ""), warnings) for piece, charset in pieces)


def _bytes_of(piece: bytes | str) -> bytes:
    """A piece of a header; bytes that the parser took as they were are those again."""
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")


def _passed_at(message: "Message[str, str]") -> datetime | None:
    """When the last server on the way took the mail."""
    stamp = _raw(message, "received")[:MAIL_HEADER].rpartition(";")[2]
    return instant_of(stamp)


def instant_of(text: str) -> datetime | None:
    """An instant as mails and mailboxes write it; None where it is none."""
    try:
        found = parsedate_to_datetime(text.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _automatic(message: "Message[str, str]") -> bool:
    answered = _raw(message, "auto-submitted").strip().lower()
    listed = any(_raw(message, name).strip().lower() in values for name, values in _AUTOMATIC.items())
    reports = _raw(message, "content-type").lower().startswith("multipart/report")
    return listed or reports or bool(_raw(message, "list-id")) or (bool(answered) and answered != "no")


#: How far the clocks of servers may stand apart.
TOLERANCE = timedelta(minutes=5)
