"""Decisions that were made in one go: which of them belong together, so that all of them can be taken back together."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('ALTER TABLE "reading_version" ADD COLUMN "batch_id" TEXT')
    db.execute_sql(
        'CREATE INDEX "reading_version_batch" ON "reading_version" ("batch_id", "actor_kind", "actor_id", "at") '
        'WHERE ("batch_id" IS NOT NULL)'
    )
