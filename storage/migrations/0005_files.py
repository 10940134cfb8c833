"""Rows of imports that could not be taken, and interval data."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    for statement in (
        """CREATE TABLE "import_problem" (
            "owner" TEXT NOT NULL, "import_id" TEXT NOT NULL, "line" BIGINT NOT NULL, "reason" TEXT NOT NULL,
            "field" TEXT NOT NULL, "rule" TEXT NOT NULL, "message" TEXT NOT NULL, "at" BIGINT NOT NULL,
            PRIMARY KEY ("owner", "import_id", "line"))""",
        'CREATE INDEX "import_problem_at" ON "import_problem" ("at")',
        """CREATE TABLE "interval_block" (
            "register_id" BIGINT NOT NULL, "start" BIGINT NOT NULL, "step" INTEGER NOT NULL, "scale" SMALLINT NOT NULL,
            "used" TEXT NOT NULL, PRIMARY KEY ("register_id", "start"))""",
    ):
        db.execute_sql(statement)
