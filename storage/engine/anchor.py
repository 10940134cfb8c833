"""Checkpoints of the audit chain, signed, and anchored in a file outside the database.

Every one of them is held against the chain, not only the last: whoever cuts the chain off, or writes it anew, is found
although the service has anchored what they left since. A backup that is restored loses the end of the chain lawfully;
that is anchored too, and voids the checkpoints of the history that was lost. The database remembers how many there are,
and the one with the greatest number: whoever takes the file away, or its end, is found as well.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from storage.errors import Damaged

if TYPE_CHECKING:
    from storage.engine.transaction import Tx
    from storage.keys.keyring import Keyring

#: Under which name the database remembers what was anchored.
_NOTED = "audit checkpoints"
#: What stands behind the signature of a checkpoint that a restored backup begins with.
_RESTORED = "restored"


@dataclass(frozen=True)
class Checkpoint:
    """The head of the chain at an instant, signed with a key of the keyring."""

    sequence: int
    hash: bytes
    #: Milliseconds.
    at: int
    signature: bytes
    #: The chain goes on from here: a backup was restored, and what came behind is lost.
    restored: bool = False

    @classmethod
    def make(cls, keyring: "Keyring", sequence: int, digest: bytes, at: int, *, restored: bool = False) -> "Checkpoint":
        return cls(sequence, digest, at, _signature(keyring, sequence, digest, at, restored), restored)

    def genuine(self, keyring: "Keyring") -> bool:
        signed = _signature(keyring, self.sequence, self.hash, self.at, self.restored)
        return hmac.compare_digest(self.signature, signed)

    def line(self) -> str:
        """As JSON, without an end of line; `of_line` reads just this."""
        values = [self.sequence, self.hash.hex(), self.at, self.signature.hex()]
        return json.dumps([*values, _RESTORED] if self.restored else values)

    @classmethod
    def of_line(cls, line: str) -> "Checkpoint":
        """Raises ValueError for anything that `line` does not write."""
        try:
            sequence, digest, at, signature, *rest = json.loads(line)
            made = cls(sequence, bytes.fromhex(digest), at, bytes.fromhex(signature), bool(rest))
        except TypeError:
            raise ValueError("no checkpoint") from None
        if made.line() != line:
            raise ValueError("no checkpoint as it is written")
        return made

    def anchor(self, path: Path) -> None:
        """Appends it to a file outside the database; durable when it returns."""
        line = self.line().encode() + b"\n"
        with path.open("a+b") as file:
            if file.tell() and _last_byte(file) != b"\n":
                line = b"\n" + line  # a line cut off by a crash stays alone
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


def anchored(path: Path) -> list[Checkpoint]:
    """Every checkpoint in the file, oldest first; none without a file. Raises Damaged where a line can't be read, but
    for one that a crash cut off."""
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            found.append(Checkpoint.of_line(line.decode()))
        except ValueError:
            if line and not _cut_off(line):
                raise Damaged(f"line {number} of {path} is no checkpoint") from None
    return found


def _cut_off(line: bytes) -> bool:
    return line.startswith(b"[") and not line.endswith(b"]")


def standing(checkpoints: Iterable[Checkpoint]) -> list[Checkpoint]:
    """Those that the chain must still hold: all but what lies behind a point from which a backup was restored later."""
    left: list[Checkpoint] = []
    for one in checkpoints:
        if one.restored:
            left = [other for other in left if other.sequence <= one.sequence]
        left.append(one)
    return left


@dataclass(frozen=True)
class Noted:
    """What the database remembers of the file: how many checkpoints were anchored since it began to, and the one that
    reaches furthest."""

    count: int
    last: Checkpoint

    def missing_in(self, checkpoints: Sequence[Checkpoint]) -> bool:
        """Whether the file has fewer than it had. One that begins with a restored backup is new, and lawfully so."""
        new = bool(checkpoints) and checkpoints[0].restored
        reached = max((one.sequence for one in checkpoints), default=0)
        return reached < self.last.sequence or (not new and len(checkpoints) < self.count)


def noted(tx: "Tx") -> Noted | None:
    """Raises Damaged where it can't be read."""
    rows = tx.sql("SELECT text FROM meta WHERE name = ?", (_NOTED,))
    if not rows:
        return None
    count, _, line = str(rows[0][0]).partition(" ")
    try:
        return Noted(int(count), Checkpoint.of_line(line))
    except ValueError:
        raise Damaged("what the database remembers of the checkpoints can't be read") from None


def note(tx: "Tx", made: Checkpoint) -> None:
    """Remembers a checkpoint that was anchored. A log that has become shorter takes nothing back."""
    before = noted(tx)
    last = before.last if before is not None and before.last.sequence > made.sequence else made
    text = f"{1 + (before.count if before is not None else 0)} {last.line()}"
    tx.sql(
        "INSERT INTO meta (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = ?", (_NOTED, text, text)
    )


def by_sequence(checkpoints: Iterable[Checkpoint]) -> Mapping[int, set[bytes]]:
    """The hashes that an entry must have; several where checkpoints contradict each other."""
    found: dict[int, set[bytes]] = {}
    for one in checkpoints:
        found.setdefault(one.sequence, set()).add(one.hash)
    return found


def _last_byte(file: BinaryIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def _signature(keyring: "Keyring", sequence: int, digest: bytes, at: int, restored: bool) -> bytes:
    body = f"{sequence}:{digest.hex()}:{at}" + f":{_RESTORED}" * restored
    return hmac.digest(keyring.derive(b"audit checkpoint"), body.encode(), hashlib.sha256)
