"""What is written freely about a request, a hold, a duty or a disclosure may name anybody: it is sealed from now on,
with the key of what it belongs to. What lay open is moved; where that key is destroyed, the text goes."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from peewee import Database, PostgresqlDatabase

from storage.errors import KeyDestroyed
from storage.keys import sealing
from storage.keys.keystore import KeyStore

#: Table, the column that says whose key seals a row, and what is moved.
MOVED = (
    ("privacy_request", "id", ("document_ref", "decision_article")),
    ("privacy_hold", "request_id", ("ground",)),
    ("data_duty", "key_id", ("done_by",)),
    (
        "disclosure",
        "id",
        ("recipient_name", "legal_basis", "purpose", "document_ref", "notice_ground", "denial_article"),
    ),
)


def up(migrator: Any, db: Database) -> None:
    blob, mark = ("BYTEA", "%s") if isinstance(db, PostgresqlDatabase) else ("BLOB", "?")
    for table, owner, names in MOVED:
        for name in names:
            db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{name}_sealed" {blob}')
        _move(db, table, owner, names, mark)
        for name in names:
            db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')


def _move(db: Database, table: str, owner: str, names: Sequence[str], mark: str) -> None:
    """Overwrites the open text as well: in PostgreSQL the row of before is gone with the next VACUUM."""
    columns = ", ".join(f'"{name}"' for name in names)
    filled = " OR ".join(f"\"{name}\" <> ''" for name in names)
    rows = db.execute_sql(f'SELECT "id", "{owner}", {columns} FROM "{table}" WHERE {filled}').fetchall()
    changed = ", ".join(f'"{name}" = \'\', "{name}_sealed" = {mark}' for name in names)
    for number, key_id, *texts in rows:
        sealed = [_sealed(db, key_id, f"{table}.{name}", text) for name, text in zip(names, texts, strict=True)]
        db.execute_sql(f'UPDATE "{table}" SET {changed} WHERE "id" = {mark}', (*sealed, number))


def _sealed(db: Any, key_id: int, column: str, text: str) -> bytes | None:
    if not text:
        return None
    try:
        return sealing.seal(_cipher(db.keys(), key_id), key_id, column, text.encode())
    except KeyDestroyed:
        return None


def _cipher(keys: KeyStore, key_id: int) -> AESGCM:
    """Raises KeyDestroyed. A duty without a request had no key until it was answered in words."""
    with suppress(KeyDestroyed):
        return keys.get(key_id)
    keys.create(key_id)
    return keys.get(key_id)
