"""What residents did in the app."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "activity_event" (
        "id" {big} NOT NULL PRIMARY KEY, "gateway_id" {big} NOT NULL, "event_key" {blob} NOT NULL,
        "user_id" {big} NOT NULL, "kind" {small} NOT NULL, "at" {big} NOT NULL, "device_at" {big} NOT NULL,
        "received_at" {big} NOT NULL, "clock" {small} NOT NULL, "ip_sealed" {blob}, "ip_index" {blob}, "network" TEXT,
        "app_version" TEXT NOT NULL, "platform" {small} NOT NULL, "os_version" TEXT NOT NULL, "device" TEXT NOT NULL,
        "utility_id" {big}, "screen" TEXT NOT NULL)""",
    'CREATE UNIQUE INDEX "activity_event_gateway_id_event_key" ON "activity_event" ("gateway_id", "event_key")',
    'CREATE INDEX "activity_event_user_id_at" ON "activity_event" ("user_id", "at")',
    'CREATE INDEX "activity_event_at_id" ON "activity_event" ("at", "id")',
    'CREATE INDEX "activity_event_app_version_at" ON "activity_event" ("app_version", "at")',
    'CREATE INDEX "activity_event_from" ON "activity_event" ("network", "at") WHERE ("network" IS NOT NULL)',
    'CREATE INDEX "activity_event_whole" ON "activity_event" ("at") '
    'WHERE ("ip_sealed" IS NOT NULL OR "ip_index" IS NOT NULL)',
    'CREATE INDEX "activity_event_shortened" ON "activity_event" ("at") WHERE ("network" IS NOT NULL)',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
