"""What to look for after an erasure, without keeping it: salted digests of the texts, and the bytes of what was sealed.

A digest is compared only with what stands around a gap as there is in an address, between two words of a name or beside
an initial, and with digits in a row as those of a phone: a scan reads gigabytes at the speed of a regular expression.
What touches a find by chance is cut off by the find's own length, but for a surname behind an initial: that is short,
so the word must be over. A surname alone is no find: many are words.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Digests that several people share, who have a name or a network in common, say nothing of one who was erased.
SHARED = frozenset({"phone_tail_index", "word_index", "sender_index", "ip_index"})
#: Digits of a phone without the country: every way of writing it ends in them.
_PHONE_DIGITS = 9
#: Bytes of a value that is looked for.
SHORTEST = 8
#: Bytes of what people write between digits and around initials: also of the space that does not break (C2 A0) and of
#: the long dashes (E2 80 90 to 94). A dash between two spaces has five.
_BETWEEN = b" ()./\t-\xc2\xa0\xe2\x80\x90\x91\x92\x93\x94"
_SPACE = rb"[ ,\t\xc2\xa0]"
#: The first byte of a letter of ours, its last, and one whole.
_BEGIN, _END = rb"[A-Za-z'\x60\xd0-\xd3-]", rb"[A-Za-z'\x60\x80-\xbf-]"
_LETTER = rb"(?:[A-Za-z]|[\xd0-\xd3][\x80-\xbf])"
_DIGITS = re.compile(rb"[0-9](?:[%b]{0,5}[0-9]){%d,}" % (re.escape(_BETWEEN), _PHONE_DIGITS - 1))
#: What stands between the two parts of a text, by its shape; up to the end of its group, where it has one. Each begins
#: with what is rare, and looks back only behind that: most of the data is passed over as in a search for one byte.
_GAPS = {
    "email": re.compile(rb"@(?<=[A-Za-z0-9._%+'-]@)(?=[A-Za-z0-9])"),
    "name": re.compile(rb"[ ,\"](?<=%b[ ,\"])[ ,\"]*(?=%b)" % (_END, _BEGIN)),
    "surname first": re.compile(rb"%b(?<=%b%b)%b{0,4}(?=%b\.)" % (_SPACE, _END, _SPACE, _SPACE, _LETTER)),
    "initial first": re.compile(
        rb"\.(?<=%b\.)(?=(%b{0,5}(?:%b\.%b{0,5})?)%b)" % (_END, _SPACE, _LETTER, _SPACE, _BEGIN)
    ),
}
#: Shapes that count only where the word at their end is over.
_WHOLE = frozenset({"initial first"})


@dataclass(frozen=True)
class Text:
    """A text to look for: its shape, the bytes of its parts, and the digest of both."""

    label: str
    shape: str
    lengths: tuple[int, int]
    digest: str


@dataclass
class Needles:
    """What one person's data would look like."""

    salt: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    texts: list[Text] = field(default_factory=list)
    #: Label and bytes: sealed values, wrapped keys, blind indexes.
    raw: list[tuple[str, bytes]] = field(default_factory=list)

    def add_phone(self, label: str, phone: str) -> None:
        tail = phone.encode().translate(None, _BETWEEN)[-_PHONE_DIGITS:]
        if len(tail) == _PHONE_DIGITS and tail.isdigit():
            self._add(label, "phone", tail, b"")

    def add_email(self, label: str, email: str) -> None:
        local, _, domain = email.partition("@")
        if domain:
            self._add(label, "email", local.encode(), domain.lower().encode())

    def add_contact(self, label: str, contact: str) -> None:
        """A phone or an address; anything else, such as the token of a device, is none."""
        (self.add_email if "@" in contact else self.add_phone)(label, contact)

    def add_name(self, label: str, first: str, last: str) -> None:
        """As people write it: both in either order, or the surname with the initial; as it is and in capitals."""
        if not (first and last):
            return
        for one, two in ((first, last), (first.upper(), last.upper())):
            self._add(label, "name", one.encode(), two.encode())
            self._add(label, "name", two.encode(), one.encode())
        for surname in (last, last.upper()):
            initial = first[0].upper().encode()
            self._add(f"{label} with initials", "surname first", surname.encode(), initial)
            self._add(f"{label} with initials", "initial first", initial, surname.encode())

    def add_rows(self, labels: Sequence[str], rows: Iterable[Sequence[bytes | memoryview | None]]) -> None:
        """Values as they are, column by column. Short ones stand anywhere by chance."""
        self.raw += [
            (label, bytes(value))
            for row in rows
            for label, value in zip(labels, row, strict=True)
            if value is not None and len(value) >= SHORTEST
        ]

    def _add(self, label: str, shape: str, one: bytes, two: bytes) -> None:
        self.texts.append(Text(label, shape, (len(one), len(two)), self._digest(one, two)))

    def _digest(self, one: bytes, two: bytes) -> str:
        return hmac.digest(self.salt, one + b"\0" + two, hashlib.sha256).hex()

    def found_in(self, data: bytes) -> set[str]:
        """Labels of what stands in the data."""
        found = {label for label, value in self.raw if value in data}
        for shape in {text.shape for text in self.texts}:
            found |= self._found(shape, data)
        return found

    def _found(self, shape: str, data: bytes) -> set[str]:
        wanted = [text for text in self.texts if text.shape == shape]
        by_digest = {text.digest: text.label for text in wanted}
        seen = set(_phones(data) if shape == "phone" else _around(shape, {text.lengths for text in wanted}, data))
        return {by_digest[digest] for pair in seen if (digest := self._digest(*pair)) in by_digest}

    # -- as text, to be kept sealed

    def dump(self) -> str:
        return json.dumps(
            {
                "salt": self.salt.hex(),
                "texts": [[text.label, text.shape, *text.lengths, text.digest] for text in self.texts],
                "raw": [[label, value.hex()] for label, value in self.raw],
            }
        )

    @classmethod
    def load(cls, text: str) -> "Needles":
        """As they were dumped, but for what is known to be shared by now."""
        body: Any = json.loads(text)
        return cls(
            bytes.fromhex(body["salt"]),
            [Text(label, shape, (one, two), digest) for label, shape, one, two, digest in body["texts"]],
            [(label, bytes.fromhex(value)) for label, value in body["raw"] if label.rpartition(".")[2] not in SHARED],
        )


def _phones(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """As many digits as a phone has, wherever they stand in a row."""
    for match in _DIGITS.finditer(data):
        digits = match.group().translate(None, _BETWEEN)
        for start in range(len(digits) - _PHONE_DIGITS + 1):
            yield digits[start : start + _PHONE_DIGITS], b""


def _around(shape: str, lengths: set[tuple[int, int]], data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands around the gaps of a shape, in each of the lengths."""
    for match in _GAPS[shape].finditer(data):
        end, begin = match.start(), match.end(match.lastindex or 0)
        for first, second in lengths:
            if first <= end and not (shape in _WHOLE and _goes_on(data, begin + second)):
                two = data[begin : begin + second]
                yield data[end - first : end], two.lower() if shape == "email" else two


def _goes_on(data: bytes, end: int) -> bool:
    """Whether a word goes on with a letter of its own kind. In a table values lie side by side, so that any letter may
    stand behind a whole word."""
    last, next_one = data[end - 2 : end].decode(errors="ignore")[-1:], data[end : end + 2].decode(errors="ignore")[:1]
    same = last.isascii() == next_one.isascii() and last.islower() == next_one.islower()
    return next_one == "-" or (next_one.isalpha() and same)


@dataclass
class Scan:
    """What a scan read and found."""

    bytes_read: int = 0
    names: list[str] = field(default_factory=list)
    remains: set[str] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        return not self.remains

    def read(self, needles: Needles, chunks: Iterable[tuple[str, bytes]]) -> None:
        for name, data in chunks:
            self.bytes_read += len(data)
            if name not in self.names:
                self.names.append(name)
            self.remains |= {f"{label} ({name})" for label in needles.found_in(data)}
