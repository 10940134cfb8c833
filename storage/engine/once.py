"""Exactly once: a request_id is answered with the reply that its first use got (AIP-155)."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.errors import KeyDestroyed, RequestReused
from storage.keys import sealing
from storage.models.journal import OnceReply

if TYPE_CHECKING:
    from storage.engine.transaction import Tx

COLUMN = "once_reply.reply"
KEPT_MS = 24 * 3_600_000
_COLUMNS = ("key", "digest", "reply", "person_id", "at")


@dataclass(frozen=True, slots=True)
class Once:
    """How to recognise a request and how to keep its reply."""

    #: SHA-256 of the principal and the request_id.
    key: bytes
    #: SHA-256 of the method and the body.
    digest: bytes
    dump: Callable[[Any], bytes]
    load: Callable[[bytes], Any]

    @classmethod
    def of(
        cls,
        principal: str,
        request_id: str,
        method: str,
        body: bytes,
        dump: Callable[[Any], bytes],
        load: Callable[[bytes], Any],
    ) -> "Once":
        key = hashlib.sha256(f"{principal}\0{request_id}".encode()).digest()
        return cls(key, hashlib.sha256(method.encode() + b"\0" + body).digest(), dump, load)


def replay(tx: "Tx", wanted: Iterable[Once]) -> dict[bytes, Any]:
    """Replies that were given before, by key; RequestReused as the value where the body was another."""
    by_key = {once.key: once for once in wanted}
    found: dict[bytes, Any] = {}
    kept = "SELECT key, digest, reply, person_id FROM once_reply WHERE key IN ({marks}) AND at > ?"
    for key, digest, reply, person_id in tx.among(kept, by_key, after=(tx.now - KEPT_MS,)):
        once = by_key[bytes(key)]
        found[once.key] = _opened(tx, once, bytes(digest), bytes(reply), person_id)
    return found


def _opened(tx: "Tx", once: Once, digest: bytes, reply: bytes, person_id: int) -> Any:
    if digest != once.digest:
        return RequestReused()
    try:
        return once.load(sealing.unseal(tx.keys.get(person_id), person_id, COLUMN, reply))
    except KeyDestroyed:
        return RequestReused()  # the person was erased since: there is nothing left to repeat


def keep(tx: "Tx", replies: Iterable[tuple[Once, Any, int]]) -> None:
    """Keeps replies: what to recognise, the reply, and whose data it carries (0: nobody's)."""
    rows = []
    for once, reply, person_id in replies:
        sealed = sealing.seal(tx.keys.get(person_id), person_id, COLUMN, once.dump(reply))
        rows.append((once.key, once.digest, sealed, person_id, tx.now))
    marks = "?, ?, ?, ?, ?"
    tx.many(
        f"INSERT INTO once_reply ({', '.join(_COLUMNS)}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET "
        "digest = excluded.digest, reply = excluded.reply, person_id = excluded.person_id, at = excluded.at",
        rows,
    )


def forget_old(tx: "Tx") -> int:
    """Drops replies whose time is over; how many."""
    return tx.run(OnceReply.delete().where(OnceReply.at <= tx.now - KEPT_MS))
