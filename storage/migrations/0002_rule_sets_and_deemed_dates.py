"""Rule sets as data, the instant that a reading counts for, and what becomes of readings before a window opens."""

from typing import Any

from peewee import Database

STATEMENTS = (
    'ALTER TABLE "reading" ADD COLUMN "deemed_at" BIGINT',
    'ALTER TABLE "reading_window" ADD COLUMN "early_policy" SMALLINT NOT NULL DEFAULT 1',
    'ALTER TABLE "reading_window" ADD COLUMN "early_days" SMALLINT NOT NULL DEFAULT 0',
    """CREATE TABLE "rule_set" (
        "version" INTEGER NOT NULL PRIMARY KEY, "utility_id" BIGINT, "commodity" SMALLINT NOT NULL,
        "settings" TEXT NOT NULL, "note" TEXT NOT NULL, "created_at" BIGINT NOT NULL, "activated_at" BIGINT)""",
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
