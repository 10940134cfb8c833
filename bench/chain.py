"""The audit chain of a million events verified, from the database, against hashing the same bytes alone."""

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from bench.figures import Figure, alternate
from storage.connect import connect
from storage.engine import schema
from storage.engine.audit import ENTRY_COLUMNS, GENESIS, entry_hash, verify
from storage.engine.transaction import Tx
from storage.models.journal import AuditEntry
from storage.repositories import audit

EVENTS, ROUNDS, AT_ONCE = 1_000_000, 3, 10_000


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'data.db'}"
        schema.migrate(url)
        database = connect(url)
        with database.connection_context():
            sizes = _fill(database)
            tx = Tx(database, cast(Any, None), 0)
            alone, verified = alternate(lambda: _hashed(sizes), lambda: _verified(tx), ROUNDS)
    said = f"{EVENTS / verified:,.0f} events a second verified, {EVENTS / alone:,.0f} hashed"
    yield Figure("audit chain verified / bytes hashed", alone / verified, 0.3, True, said)


def _fill(database: Any) -> list[int]:
    """A chain as operators make it; how many bytes each of its entries is."""
    previous, sizes = GENESIS, []
    for start in range(1, EVENTS + 1, AT_ONCE):
        rows = []
        for sequence in range(start, start + AT_ONCE):
            body = (sequence, 1_795_428_000_000 + sequence * 37, 2, 180_143_985_094_819 + sequence % 40)
            body += ("UserService.GetUser", "user", 288_230_376_151 + sequence, 288_230_376_151 + sequence)
            entry = (*body, "OK", f"a1b2c3d4e5{sequence:08x}", hashlib.sha256(sequence.to_bytes(8)).digest())
            digest = entry_hash(previous, entry)
            rows.append((*entry, previous, digest))
            sizes.append(len(previous) + sum(len(str(value)) + 3 for value in entry[:-1]) + 66)
            previous = digest
        with database.atomic():
            Tx(database, cast(Any, None), 0).insert_many(AuditEntry, ENTRY_COLUMNS, rows)
    return sizes


def _hashed(sizes: list[int]) -> float:
    """Seconds to hash as many bytes, entry by entry, each behind the digest of the one before."""
    body, digest = bytes(max(sizes)), GENESIS
    began = time.perf_counter()
    for size in sizes:
        digest = hashlib.sha256(digest + body[: size - len(digest)]).digest()
    return time.perf_counter() - began


def _verified(tx: Tx) -> float:
    began = time.perf_counter()
    verdict = verify(audit.chain(tx, 1))
    took = time.perf_counter() - began
    assert (verdict.intact, verdict.checked) == (True, EVENTS)
    return took
