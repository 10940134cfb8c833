"""How a restriction of processing ends: who proposed it, how the person was told before, who decided."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "restriction_lifting" (
        "id" {big} NOT NULL PRIMARY KEY, "request_id" {big} NOT NULL, "user_id" {big} NOT NULL,
        "state" {small} NOT NULL, "ground" {small} NOT NULL, "reason_sealed" {blob}, "proposed_by_id" {big} NOT NULL,
        "proposed_at" {big} NOT NULL, "told_on" TEXT, "told_how_sealed" {blob}, "told_by_id" {big},
        "decided_by_id" {big}, "decided_at" {big})""",
    'CREATE INDEX "restriction_lifting_request_id" ON "restriction_lifting" ("request_id")',
    'CREATE INDEX "restriction_lifting_user_id" ON "restriction_lifting" ("user_id")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
