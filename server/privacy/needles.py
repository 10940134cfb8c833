"""What to look for after an erasure, without keeping it: salted digests of the texts, and the bytes of what was sealed.

A digest is compared only with what looks like a phone, an address or two words of a name; so a scan reads gigabytes at
the speed of a regular expression. Runs of text that touch a find by chance are cut to the find's own length.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Digits of a phone without the country: every way of writing it ends in them.
_PHONE_DIGITS = 9
#: Bytes of a value that is looked for.
SHORTEST = 8
_LETTERS = rb"(?:[A-Za-z'\x60-]|[\xd0-\xd3][\x80-\xbf]|\xe2\x80\x99|\xca\xbc)"
_SHAPES = {
    "phone": re.compile(rb"(?=([0-9]{%d}))" % _PHONE_DIGITS),
    "email": re.compile(rb"([A-Za-z0-9._%+'-]{1,64})@(?=([A-Za-z0-9.-]{1,190}))"),
    "name": re.compile(rb"(" + _LETTERS + rb"{1,100})[ ,\"]+(?=(" + _LETTERS + rb"{1,100}))"),
}


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
        tail = phone[-_PHONE_DIGITS:].encode()
        if len(tail) == _PHONE_DIGITS:
            self._add(label, "phone", tail, b"")

    def add_email(self, label: str, email: str) -> None:
        local, _, domain = email.partition("@")
        if domain:
            self._add(label, "email", local.encode(), domain.lower().encode())

    def add_name(self, label: str, first: str, last: str) -> None:
        if first and last:
            self._add(label, "name", first.encode(), last.encode())
            self._add(label, "name", last.encode(), first.encode())

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
        lengths = {text.lengths for text in wanted}
        by_digest = {text.digest: text.label for text in wanted}
        seen: set[tuple[bytes, bytes]] = set()
        for match in _SHAPES[shape].finditer(data):
            one, two = match.group(1), match.group(2) if shape != "phone" else b""
            for first, second in lengths:
                if first <= len(one) and second <= len(two):
                    seen.add((one[len(one) - first :], two[:second].lower() if shape == "email" else two[:second]))
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
        body: Any = json.loads(text)
        return cls(
            bytes.fromhex(body["salt"]),
            [Text(label, shape, (one, two), digest) for label, shape, one, two, digest in body["texts"]],
            [(label, bytes.fromhex(value)) for label, value in body["raw"]],
        )


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
