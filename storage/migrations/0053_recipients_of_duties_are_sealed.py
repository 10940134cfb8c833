"""Who is no partner and received data may be a person: their name in a duty is sealed, as it is in the disclosure that
it comes from, with the key of the request or the duty's own. A digest says which duties are of the same one."""

from contextlib import suppress
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from peewee import Database, PostgresqlDatabase

from storage.errors import KeyDestroyed
from storage.keys import sealing
from storage.keys.blind import BlindIndex
from storage.keys.keystore import KeyStore

#: By name: the column that a recipient is told once by, and of which rows.
UNIQUE = (
    ("data_duty_of_request", "request_id", '"request_id" != 0'),
    ("data_duty_of_change", "user_id", '"request_id" = 0 AND "state" = 1'),
)


def up(migrator: Any, db: Database) -> None:
    blob, mark = ("BYTEA", "%s") if isinstance(db, PostgresqlDatabase) else ("BLOB", "?")
    db.execute_sql(f'ALTER TABLE "data_duty" ADD COLUMN "recipient_name_sealed" {blob}')
    db.execute_sql(f'ALTER TABLE "data_duty" ADD COLUMN "recipient_index" {blob}')
    for name, first, where in UNIQUE:
        db.execute_sql(f'DROP INDEX "{name}"')
        db.execute_sql(
            f'CREATE UNIQUE INDEX "{name}" ON "data_duty" ("{first}", "kind", "partner_id", "account_id") '
            f'WHERE ({where} AND "partner_id" != 0)'
        )
        db.execute_sql(
            f'CREATE UNIQUE INDEX "{name}_elsewhere" ON "data_duty" '
            f'("{first}", "kind", "account_id", "recipient_index") WHERE ({where} AND "partner_id" = 0)'
        )
    _move(db, mark)
    db.execute_sql('ALTER TABLE "data_duty" DROP COLUMN "recipient_name"')


def _move(db: Any, mark: str) -> None:
    """Overwrites the open text as well: in PostgreSQL the row of before is gone with the next VACUUM."""
    rows = db.execute_sql(
        'SELECT "id", "key_id", "registry_code", "recipient_name" FROM "data_duty" WHERE "recipient_name" <> \'\''
    ).fetchall()
    for number, key_id, code, name in rows:
        keys = db.keys()
        db.execute_sql(
            'UPDATE "data_duty" SET "recipient_name" = \'\', '
            f'"recipient_name_sealed" = {mark}, "recipient_index" = {mark} WHERE "id" = {mark}',
            (_sealed(keys, key_id, name), BlindIndex(keys.keyring).digest("recipient", code or name), number),
        )


def _sealed(keys: KeyStore, key_id: int, name: str) -> bytes | None:
    try:
        return sealing.seal(_cipher(keys, key_id), key_id, "data_duty.recipient_name", name.encode())
    except KeyDestroyed:
        return None


def _cipher(keys: KeyStore, key_id: int) -> AESGCM:
    """Raises KeyDestroyed. A duty without a request had no key until it was answered in words."""
    with suppress(KeyDestroyed):
        return keys.get(key_id)
    keys.create(key_id)
    return keys.get(key_id)
