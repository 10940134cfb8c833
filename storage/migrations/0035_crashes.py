"""Crashes of the app, in groups."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "crash_group" (
        "id" {big} NOT NULL PRIMARY KEY, "signature" {blob} NOT NULL, "platform" {small} NOT NULL,
        "exception_type" TEXT NOT NULL, "frames" TEXT NOT NULL, "state" {small} NOT NULL, "reports" {big} NOT NULL,
        "first_seen_at" {big} NOT NULL, "last_seen_at" {big} NOT NULL, "last_version" TEXT NOT NULL,
        "fixed_version" TEXT NOT NULL, "resolved_by_id" {big}, "resolved_at" {big}, "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "crash_group_signature" ON "crash_group" ("signature")',
    'CREATE INDEX "crash_group_last_seen_at_id" ON "crash_group" ("last_seen_at", "id")',
    """CREATE TABLE "crash_day" (
        "group_id" {big} NOT NULL, "day" TEXT NOT NULL, "app_version" TEXT NOT NULL, "reports" INTEGER NOT NULL,
        PRIMARY KEY ("group_id", "day", "app_version"))""",
    """CREATE TABLE "crash_report" (
        "id" {big} NOT NULL PRIMARY KEY, "gateway_id" {big} NOT NULL, "report_key" {blob} NOT NULL,
        "group_id" {big} NOT NULL, "user_id" {big}, "at" {big} NOT NULL, "device_at" {big} NOT NULL,
        "received_at" {big} NOT NULL, "clock" {small} NOT NULL, "app_version" TEXT NOT NULL,
        "os_version" TEXT NOT NULL, "device" TEXT NOT NULL, "message_sealed" {blob})""",
    'CREATE UNIQUE INDEX "crash_report_gateway_id_report_key" ON "crash_report" ("gateway_id", "report_key")',
    'CREATE INDEX "crash_report_group_id_user_id" ON "crash_report" ("group_id", "user_id")',
    'CREATE INDEX "crash_report_user_id" ON "crash_report" ("user_id")',
    'CREATE INDEX "crash_report_at" ON "crash_report" ("at")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
