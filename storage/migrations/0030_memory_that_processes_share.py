"""What a process remembered by itself is known to all: failures in a row, and the ids of callbacks that were taken."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    number, blob = ("BIGINT", "BYTEA") if postgres else ("INTEGER", "BLOB")
    db.execute_sql(
        f'CREATE TABLE "failure" ("name_index" {blob} NOT NULL PRIMARY KEY, "failures" INTEGER NOT NULL, '
        f'"locked_until" {number} NOT NULL, "at" {number} NOT NULL)'
    )
    db.execute_sql(
        'CREATE TABLE "provider_callback" ("provider" TEXT NOT NULL, "number" TEXT NOT NULL, '
        f'"digest" {blob} NOT NULL, "at" {number} NOT NULL, PRIMARY KEY ("provider", "number"))'
    )
