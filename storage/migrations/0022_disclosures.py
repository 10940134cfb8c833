"""Disclosures, and the ledger of the fields that left."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "disclosure" (
        "id" {big} NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "state" {small} NOT NULL,
        "recipient_name" TEXT NOT NULL, "registry_code" TEXT NOT NULL, "official_sealed" {blob},
        "ground" {small} NOT NULL, "legal_basis" TEXT NOT NULL, "purpose" TEXT NOT NULL, "document_ref" TEXT NOT NULL,
        "user_id" {big} NOT NULL, "fields" TEXT NOT NULL, "recipient_key" {blob} NOT NULL,
        "received_on" TEXT NOT NULL, "study_due_on" TEXT NOT NULL, "due_on" TEXT NOT NULL,
        "notice" {small} NOT NULL, "notice_ground" TEXT NOT NULL, "finding_sealed" {blob},
        "created_by_id" {big} NOT NULL, "created_at" {big} NOT NULL, "studied_by_id" {big}, "studied_at" {big},
        "decided_by_id" {big}, "decided_at" {big}, "denial_sealed" {blob}, "denial_article" TEXT NOT NULL,
        "released_at" {big}, "sha256" {blob}, "tell_by" TEXT, "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "disclosure_number" ON "disclosure" ("number")',
    'CREATE INDEX "disclosure_state" ON "disclosure" ("state")',
    'CREATE INDEX "disclosure_user_id" ON "disclosure" ("user_id")',
    'CREATE INDEX "disclosure_due_on" ON "disclosure" ("due_on")',
    """CREATE TABLE "disclosed_field" (
        "disclosure_id" {big} NOT NULL, "field" TEXT NOT NULL, "user_id" {big} NOT NULL, "data_class" {small} NOT NULL,
        "rows" INTEGER NOT NULL, "released_at" {big} NOT NULL, PRIMARY KEY ("disclosure_id", "field"))""",
    'CREATE INDEX "disclosed_field_user_id" ON "disclosed_field" ("user_id")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
