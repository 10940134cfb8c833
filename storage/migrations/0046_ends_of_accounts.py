"""What the end of an account was until it was changed, so that what was held on a day is answered the same for ever."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    big = "BIGINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(
        f'CREATE TABLE "account_end" ("account_id" {big} NOT NULL, "until" {big} NOT NULL, "ends_at" {big} NOT NULL, '
        'PRIMARY KEY ("account_id", "until"))'
    )
