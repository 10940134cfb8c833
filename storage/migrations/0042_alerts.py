"""Alerts, their evidence and their rules; and operators of whom a second factor is required."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "alert" (
        "id" {big} NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "rule_code" TEXT NOT NULL,
        "rule_version" INTEGER NOT NULL, "series" TEXT NOT NULL, "subject_kind" {small} NOT NULL,
        "subject_key" TEXT NOT NULL, "subject_id" {big} NOT NULL, "user_id" {big}, "sealed_by" {big} NOT NULL,
        "address_sealed" {blob}, "network" TEXT, "severity" {small} NOT NULL, "state" {small} NOT NULL,
        "outcome" {small} NOT NULL,
        "measured" {big} NOT NULL, "threshold" {big} NOT NULL, "span" {big} NOT NULL, "count" {big} NOT NULL,
        "first_at" {big} NOT NULL, "last_at" {big} NOT NULL, "opened_at" {big} NOT NULL, "acknowledged_at" {big},
        "resolved_at" {big}, "quiet_until" {big}, "assignee_id" {big}, "place" {big} NOT NULL,
        "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "alert_number" ON "alert" ("number")',
    'CREATE INDEX "alert_user_id" ON "alert" ("user_id")',
    'CREATE INDEX "alert_place_id" ON "alert" ("place", "id")',
    'CREATE INDEX "alert_rule_code_subject_key_id" ON "alert" ("rule_code", "subject_key", "id")',
    'CREATE INDEX "alert_last_at" ON "alert" ("last_at")',
    """CREATE TABLE "alert_evidence" (
        "alert_id" {big} NOT NULL, "mark" TEXT NOT NULL, "user_id" {big}, "at" {big} NOT NULL, "what" TEXT NOT NULL,
        "weight" {big} NOT NULL, "numbers" TEXT NOT NULL, PRIMARY KEY ("alert_id", "mark"))""",
    'CREATE INDEX "alert_evidence_user_id" ON "alert_evidence" ("user_id")',
    """CREATE TABLE "alert_step" (
        "id" {big} NOT NULL PRIMARY KEY, "alert_id" {big} NOT NULL, "kind" {small} NOT NULL, "at" {big} NOT NULL,
        "operator_id" {big} NOT NULL, "action" {small} NOT NULL, "user_id" {big}, "sealed_by" {big} NOT NULL,
        "note_sealed" {blob})""",
    'CREATE INDEX "alert_step_alert_id" ON "alert_step" ("alert_id")',
    'CREATE INDEX "alert_step_user_id" ON "alert_step" ("user_id")',
    """CREATE TABLE "alert_rule" (
        "code" TEXT NOT NULL, "version" INTEGER NOT NULL, "severity" {small} NOT NULL, "enabled" BOOLEAN NOT NULL,
        "settings" TEXT NOT NULL, "effective_from" {big} NOT NULL, "note" TEXT NOT NULL, "author_id" {big} NOT NULL,
        "created_at" {big} NOT NULL, PRIMARY KEY ("code", "version"))""",
    """CREATE TABLE "alert_window" (
        "key" TEXT NOT NULL PRIMARY KEY, "marks" TEXT NOT NULL, "until" {big} NOT NULL)""",
    'CREATE INDEX "alert_window_until" ON "alert_window" ("until")',
    'CREATE TABLE "alert_feed" ("name" TEXT NOT NULL PRIMARY KEY, "position" {big} NOT NULL)',
    'ALTER TABLE "operator" ADD COLUMN "second_factor_required" BOOLEAN NOT NULL DEFAULT FALSE',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
