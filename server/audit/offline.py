"""The audit chain from the command line: of the database, or of an export that left it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.audit.mapping import finding
from server.audit.verification import verify_chain
from server.config import Settings
from storage.engine.audit import Verdict, verify
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keystore import KeyStore
from storage.repositories import audit


async def verify_database(settings: Settings) -> int:
    """0 where the chain holds."""
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    store = await Store.open(settings.database, keys)
    try:
        verdict, checkpoint = await store.read(lambda tx: verify_chain(tx, keys.keyring, settings.anchor))
    finally:
        await store.close()
    if checkpoint is None:
        print("no checkpoint is anchored: a cut-off end would not be seen")
    return _told(verdict)


def verify_file(path: Path) -> int:
    """0 where the chain of an export holds in itself."""
    return _told(verify(_lines(path), None))


async def export(settings: Settings, path: Path) -> int:
    """Writes the whole chain, one JSON array a line; what stands outside the chain stays in the database."""
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    store = await Store.open(settings.database, keys)

    def write(tx: Tx) -> int:
        count = 0
        with path.open("w", encoding="utf-8") as file:
            for row in audit.chain(tx, 1):
                file.write(json.dumps([_text(value) for value in row], ensure_ascii=False) + "\n")
                count += 1
        return count

    try:
        count = await store.read(write)
    finally:
        await store.close()
    print(f"wrote {count} entries into {path}")
    return 0


def _text(value: object) -> object:
    return f"0x{bytes(value).hex()}" if isinstance(value, bytes | memoryview) else value


def _lines(path: Path) -> Iterator[tuple[Any, ...]]:
    """Rows of an export. Raises ValueError where a line is none."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                values = json.loads(line)
                yield tuple(bytes.fromhex(v[2:]) if isinstance(v, str) and v.startswith("0x") else v for v in values)
            except (ValueError, TypeError):
                raise ValueError(f"{path}: line {number} is not a line of an export") from None


def _told(verdict: Verdict) -> int:
    uk, en = finding(verdict)
    if verdict.intact:
        print(f"{en} {uk} ({verdict.checked} entries)")
        return 0
    print(f"{en} {uk} (entry {verdict.broken_at}, after {verdict.checked} that hold)")
    return 1
