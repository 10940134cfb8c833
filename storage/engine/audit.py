"""The audit log: a hash chain that shows any edit, deletion, reordering or truncation.

What names a person stands outside the chain, in a sealed detail of which the chain holds a salted digest: erasure takes
the detail and leaves the chain whole. Checkpoints, anchored outside the database (anchor.py), show truncation.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Any

from storage.engine.anchor import Checkpoint, by_sequence
from storage.keys import sealing
from storage.models.journal import AuditDetail, AuditEntry, AuditShown

if TYPE_CHECKING:
    from storage.engine.transaction import Tx

GENESIS = bytes(32)
#: The number of a resident in smartregion.v1.PrincipalKind.
RESIDENT = 4
DETAIL_COLUMN = "audit_detail.body"
ENTRY_COLUMNS = (
    "sequence",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "target_kind",
    "target_id",
    "person_id",
    "outcome",
    "request_id",
    "detail_digest",
    "previous_hash",
    "hash",
)


@dataclass(frozen=True)
class AuditRecord:
    """Who did what to whom."""

    #: Number of smartregion.v1.PrincipalKind.
    actor_kind: int
    actor_id: int
    #: Full method name, or a step of a workflow.
    action: str
    outcome: str = "OK"
    target_kind: str = ""
    target_id: int = 0
    #: The user whose data was changed or seen.
    person_id: int = 0
    request_id: str = ""
    #: Names and values that stand outside the chain.
    detail: dict[str, str] = field(default_factory=dict)
    #: The users whom a list showed.
    shown: tuple[int, ...] = ()

    @property
    def subject(self) -> int:
        """Whose data the detail is: of what residents do their own, for it says from where they did it."""
        return self.actor_id if self.actor_kind == RESIDENT else self.person_id


def entry_hash(previous: bytes, row: Sequence[Any]) -> bytes:
    """SHA-256 over the hash before and the entry; `row` is ENTRY_COLUMNS without the two hashes.

    The entry is JSON without spaces, its digest in hex, as json.dumps writes it with ensure_ascii off; put together
    here in a third of the time, for a chain is verified by the million.
    """
    sequence, at, actor_kind, actor_id, action, target_kind, target_id, person_id, outcome, request_id, digest = row
    body = (
        f"[{sequence},{at},{actor_kind},{actor_id},{_quoted(action)},{_quoted(target_kind)},{target_id},{person_id},"
        f'{_quoted(outcome)},{_quoted(request_id)},"{digest.hex()}"]'
    )
    return sha256(previous + body.encode()).digest()


def append(tx: "Tx", records: list[AuditRecord]) -> None:
    """Chains records behind the last entry. The caller holds the journal lock."""
    head = tx.sql("SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1")
    sequence, previous = (int(head[0][0]), bytes(head[0][1])) if head else (0, GENESIS)
    entries, details, shown = [], [], []
    for record in records:
        sequence += 1
        salt = secrets.token_bytes(16)
        body = json.dumps(record.detail, ensure_ascii=False, sort_keys=True).encode() if record.detail else b""
        row = (
            sequence,
            tx.now,
            record.actor_kind,
            record.actor_id,
            record.action,
            record.target_kind,
            record.target_id,
            record.person_id,
            record.outcome,
            record.request_id,
            sha256(salt + body).digest(),
        )
        digest = entry_hash(previous, row)
        entries.append((*row, previous, digest))
        if body:
            owner = record.subject if record.subject in tx.keys.get_many([record.subject]) else 0
            sealed = sealing.seal(tx.keys.get(owner), owner, DETAIL_COLUMN, body)
            details.append((sequence, owner, salt, sealed))
        shown += [(person_id, sequence) for person_id in record.shown]
        previous = digest
    tx.insert_many(AuditEntry, ENTRY_COLUMNS, entries)
    if details:
        tx.insert_many(AuditDetail, ("sequence", "person_id", "salt", "body_sealed"), details)
    if shown:
        tx.insert_many(AuditShown, ("person_id", "sequence"), shown)


@dataclass(frozen=True)
class Verdict:
    """What the verifier found."""

    intact: bool
    checked: int
    #: The first entry that does not hold; 0 where all do.
    broken_at: int = 0
    #: sequence, previous, hash, checkpoint, truncated; of the anchor: signature, anchor, unanchored
    fault: str = ""


def verify(
    rows: Iterable[Sequence[Any]],
    checkpoints: Iterable[Checkpoint] = (),
    *,
    first: int = 1,
    previous: bytes = GENESIS,
) -> Verdict:
    """Reckons a chain anew, entry by entry; pure, so that it also runs on an export, offline.

    `rows` are ENTRY_COLUMNS in rising order, beginning with `first` behind the hash `previous`. Checkpoints of entries
    before `first` are passed over.
    """
    held, expected = by_sequence(checkpoints), first
    for row in rows:
        if row[0] != expected:
            return Verdict(False, expected - first, expected, "sequence")
        if row[-2] != previous:
            return Verdict(False, expected - first, expected, "previous")
        if entry_hash(previous, row[:-2]) != row[-1]:
            return Verdict(False, expected - first, expected, "hash")
        previous = bytes(row[-1])
        if expected in held and held[expected] != {previous}:
            return Verdict(False, expected - first, expected, "checkpoint")
        expected += 1
    if any(sequence >= expected for sequence in held):
        return Verdict(False, expected - first, expected, "truncated")
    return Verdict(True, expected - first)


def detail_holds(entry_digest: bytes, salt: bytes, body: bytes) -> bool:
    """Whether an opened detail is the one that was chained."""
    return hmac.compare_digest(entry_digest, sha256(salt + body).digest())
