"""Duties of recipients that are no partners: who they are, whether the person may read of them, how they were told."""

from typing import Any

from peewee import Database, PostgresqlDatabase

COLUMNS = (
    ("recipient_name", "TEXT NOT NULL DEFAULT ''"),
    ("registry_code", "TEXT NOT NULL DEFAULT ''"),
    ("untold", "{boolean} NOT NULL DEFAULT {no}"),
    ("sent_on", "TEXT"),
    ("sent_way", "{small} NOT NULL DEFAULT 0"),
    ("sent_reference_sealed", "{blob}"),
    ("sent_by_id", "{big}"),
)
#: By name: the columns that a recipient is told once by, and of which rows.
UNIQUE = (
    ("data_duty_of_request", "request_id", '"request_id" != 0'),
    ("data_duty_of_change", "user_id", '"request_id" = 0 AND "state" = 1'),
)


def up(migrator: Any, db: Database) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    kinds = {
        "big": "BIGINT" if postgres else "INTEGER",
        "small": "SMALLINT" if postgres else "INTEGER",
        "blob": "BYTEA" if postgres else "BLOB",
        "boolean": "BOOLEAN" if postgres else "INTEGER",
        "no": "FALSE" if postgres else "0",
    }
    for name, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "data_duty" ADD COLUMN "{name}" {kind.format(**kinds)}')
    for name, first, where in UNIQUE:
        db.execute_sql(f'DROP INDEX "{name}"')
        db.execute_sql(
            f'CREATE UNIQUE INDEX "{name}" ON "data_duty" '
            f'("{first}", "kind", "partner_id", "account_id", "registry_code", "recipient_name") WHERE ({where})'
        )
