"""Degree-days to estimate by, and the openings of reading windows."""

from typing import Any

from peewee import Database

STATEMENTS = (
    """CREATE TABLE "degree_day" (
        "city" TEXT NOT NULL, "day" INTEGER NOT NULL, "heating" REAL NOT NULL, PRIMARY KEY ("city", "day"))""",
    """CREATE TABLE "window_opening" (
        "id" BIGINT NOT NULL PRIMARY KEY, "window_id" BIGINT NOT NULL, "opens" TEXT NOT NULL, "closes" TEXT NOT NULL,
        "closed_at" BIGINT, "settled_at" BIGINT)""",
    'CREATE UNIQUE INDEX "window_opening_window_id_opens" ON "window_opening" ("window_id", "opens")',
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
