"""Disclosures: who released one, putting the answer off, and the end of an exemption from telling the person."""

from typing import Any

from peewee import Database, PostgresqlDatabase

COLUMNS = (
    ("released_by_id", "BIGINT"),
    ("deferred_at", "BIGINT"),
    ("deferred_by_id", "BIGINT"),
    ("deferral_sealed", "{blob}"),
    ("deferral_tell_by", "TEXT"),
    ("exemption_ended_at", "BIGINT"),
    ("exemption_ended_by_id", "BIGINT"),
    ("ended_sealed", "{blob}"),
)


def up(migrator: Any, db: Database) -> None:
    blob = "BYTEA" if isinstance(db, PostgresqlDatabase) else "BLOB"
    for name, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "disclosure" ADD COLUMN "{name}" {kind.format(blob=blob)}')
