"""How providers stand is kept: what the sender believes of one is what everybody is shown."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    number, real = ("BIGINT", "DOUBLE PRECISION") if isinstance(db, PostgresqlDatabase) else ("INTEGER", "REAL")
    db.execute_sql(
        'CREATE TABLE "provider_standing" ("provider" TEXT NOT NULL PRIMARY KEY, '
        f'"health" {real} NOT NULL, "failures" INTEGER NOT NULL, "at" {number} NOT NULL)'
    )
