"""What an operator keeps on the server: settings, what shifts tell each other; and indexes by which the beginning of a
number is found: on PostgreSQL only one by bytes does that, whatever the language of the database."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "operator_settings" (
        "operator_id" {big} NOT NULL PRIMARY KEY, "settings_sealed" {blob} NOT NULL, "updated_at" {big} NOT NULL,
        "version" INTEGER NOT NULL)""",
    """CREATE TABLE "hand_over" (
        "id" {big} NOT NULL PRIMARY KEY, "author_id" {big} NOT NULL, "at" {big} NOT NULL, "text_sealed" {blob})""",
    'CREATE INDEX "hand_over_at" ON "hand_over" ("at")',
    'CREATE INDEX "campaign_name" ON "campaign" ("name" {by_bytes})',
)
#: What SQLite finds by the indexes that are there.
BEGINNINGS = (
    ("account", "number"),
    ("meter", "serial_number"),
    ("privacy_request", "number"),
    ("support_thread", "number"),
    ("disclosure", "number"),
    ("alert", "number"),
)
SQLITE = {"big": "INTEGER", "blob": "BLOB", "by_bytes": ""}
POSTGRESQL = {"big": "BIGINT", "blob": "BYTEA", "by_bytes": "text_pattern_ops"}


def up(migrator: Any, db: Database) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**(POSTGRESQL if postgres else SQLITE)))
    for table, column in BEGINNINGS if postgres else ():
        db.execute_sql(f'CREATE INDEX "{table}_{column}_begins" ON "{table}" ("{column}" text_pattern_ops)')
