"""The audit chain from the command line: of the database, or of an export that left it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from server.audit.mapping import finding
from server.audit.verification import verify_chain
from server.config import Settings
from storage.engine.anchor import Checkpoint, anchored, standing
from storage.engine.audit import Verdict, verify
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.keys.keystore import KeyStore
from storage.repositories import audit

#: What a checkpoint has in the last line of an export, where an entry has ENTRY_COLUMNS.
CHECKPOINT_VALUES = 4
#: Of what the columns of an entry are.
_TYPES = [int, int, int, int, str, str, int, int, str, str, bytes, bytes, bytes]


async def verify_database(settings: Settings) -> int:
    """0 where the chain holds."""
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    store = await Store.open(settings.database, keys)
    try:
        checked = await store.read(lambda tx: verify_chain(tx, keys.keyring, settings.anchor))
    finally:
        await store.close()
    if checked.newest is not None:
        print(f"the newest checkpoint is of entry {checked.newest.sequence}")
    return _told(checked.verdict)


def verify_file(settings: Settings, path: Path) -> int:
    """0 where the chain of an export holds, as far as it can be told here: with the keyring also that it ends where it
    was exported to end, and against the checkpoints anchored before. Raises ValueError where a line is none of an
    export."""
    end: list[Checkpoint] = []
    if not settings.keyring_path.exists():
        print("the keyring is not here: whether the end was cut off is not told")
        return _told(verify(_rows(path, end)))
    keyring = Keyring.load(settings.keyring_path)
    before = standing(anchored(settings.anchor))
    verdict = verify(_rows(path, end))
    if verdict.intact and not end:
        verdict = replace(verdict, intact=False, broken_at=verdict.checked + 1, fault="truncated")
    if verdict.intact:
        verdict = _held(path, [*end, *(one for one in before if one.sequence <= end[0].sequence)], keyring)
    return _told(verdict)


def _held(path: Path, checkpoints: Sequence[Checkpoint], keyring: Keyring) -> Verdict:
    forged = next((one for one in checkpoints if not one.genuine(keyring)), None)
    if forged is not None:
        return Verdict(False, 0, forged.sequence, "signature")
    return verify(_rows(path, []), checkpoints)


async def export(settings: Settings, path: Path) -> int:
    """Writes the whole chain, one JSON array a line, and behind it the signed checkpoint of its end; what stands
    outside the chain stays in the database."""
    keys = KeyStore.open(settings.key_store, settings.keyring_path)
    store = await Store.open(settings.database, keys)

    def write(tx: Tx) -> int:
        last: tuple[Any, ...] = (0, *(b"",) * 12)
        with path.open("w", encoding="utf-8") as file:
            for last in audit.chain(tx, 1):
                file.write(_line(last))
            file.write(Checkpoint.make(keys.keyring, last[0], bytes(last[-1]), tx.now).line() + "\n")
        return int(last[0])

    try:
        count = await store.read(write)
    finally:
        await store.close()
    print(f"wrote {count} entries into {path}")
    return 0


def _line(row: Sequence[object]) -> str:
    return json.dumps([_text(value) for value in row], ensure_ascii=False) + "\n"


def _text(value: object) -> object:
    return f"0x{bytes(value).hex()}" if isinstance(value, bytes | memoryview) else value


def _value(text: object) -> object:
    return bytes.fromhex(text[2:]) if isinstance(text, str) and text.startswith("0x") else text


def _rows(path: Path, end: list[Checkpoint]) -> Iterator[tuple[Any, ...]]:
    """Rows of an export; its checkpoint goes to `end`. Raises ValueError where a line is not just as it was written."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            try:
                if end:
                    raise ValueError("behind the end")
                values = json.loads(line)
                if len(values) == CHECKPOINT_VALUES:
                    end.append(Checkpoint.of_line(line.removesuffix("\n")))
                    whole = line.endswith("\n")
                else:
                    row = tuple(_value(text) for text in values)
                    whole = [type(one) for one in row] == _TYPES and _line(row) == line
                if not whole:
                    raise ValueError("changed")
            except (ValueError, TypeError, RecursionError):
                raise ValueError(f"{path}: line {number} is not a line of an export") from None
            if not end:
                yield row


def _told(verdict: Verdict) -> int:
    uk, en = finding(verdict)
    if verdict.intact:
        print(f"{en} {uk} ({verdict.checked} entries)")
        return 0
    print(f"{en} {uk} (entry {verdict.broken_at}, after {verdict.checked} that hold)")
    return 1
