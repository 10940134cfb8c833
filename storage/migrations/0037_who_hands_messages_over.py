"""Processes that hand messages over know of each other: what a provider bears is shared among them."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    number = "BIGINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(f'CREATE TABLE "deliverer" ("id" {number} NOT NULL PRIMARY KEY, "seen_at" {number} NOT NULL)')
