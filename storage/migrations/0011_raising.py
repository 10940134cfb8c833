"""Readers of the feed that stop within a change and hold their place, openings whose end was announced, and what
happened to the security of an account."""

from typing import Any

from peewee import Database

STATEMENTS = (
    'ALTER TABLE "feed_reader" ADD COLUMN "done" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "feed_reader" ADD COLUMN "behind" BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE "feed_reader" ADD COLUMN "holder" BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE "feed_reader" ADD COLUMN "held_until" BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE "window_opening" ADD COLUMN "end_told_at" BIGINT',
    """CREATE TABLE "security_event" (
        "id" BIGINT NOT NULL PRIMARY KEY, "user_id" BIGINT NOT NULL, "kind" SMALLINT NOT NULL, "at" BIGINT NOT NULL)""",
    'CREATE INDEX "security_event_user_id" ON "security_event" ("user_id")',
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
