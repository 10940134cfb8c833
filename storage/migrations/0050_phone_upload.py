"""How far the upload of phones to the company's site has come: one row."""

from typing import Any

from peewee import Database, PostgresqlDatabase

SQLITE = {"big": "INTEGER", "small": "INTEGER"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT"}
TABLE = """CREATE TABLE "phone_upload" (
    "id" {small} NOT NULL PRIMARY KEY, "export_id" {big} NOT NULL, "begun_at" {big} NOT NULL, "part" INTEGER NOT NULL,
    "behind" {big} NOT NULL, "total" {big} NOT NULL, "failures" INTEGER NOT NULL, "next_at" {big} NOT NULL,
    "finished_at" {big} NOT NULL)"""


def up(migrator: Any, db: Database) -> None:
    db.execute_sql(TABLE.format(**(POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE)))
    db.execute_sql('INSERT INTO "phone_upload" VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0)')
