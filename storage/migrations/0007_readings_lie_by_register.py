"""On SQLite the readings of a register lie side by side, so that its history and its pages are a page or two of the
file, however many readings came between. (PostgreSQL keeps no table in an order.)"""

from typing import Any

from peewee import Database, PostgresqlDatabase

_COLUMNS = (
    '"id" INTEGER NOT NULL, "register_id" INTEGER NOT NULL, "value" INTEGER NOT NULL, "read_at" INTEGER NOT NULL, '
    '"received_at" INTEGER NOT NULL, "source" INTEGER NOT NULL, "state" INTEGER NOT NULL, "quality" INTEGER NOT NULL, '
    '"rule_set" INTEGER NOT NULL, "submitter_kind" INTEGER NOT NULL, "submitter_id" INTEGER NOT NULL, '
    '"rollover" INTEGER NOT NULL, "superseded_by" INTEGER, "photo_ref" TEXT, "findings" TEXT, '
    '"version" INTEGER NOT NULL, "deemed_at" BIGINT'
)


def up(migrator: Any, db: Database) -> None:
    if isinstance(db, PostgresqlDatabase):
        return
    db.execute_sql(
        f'CREATE TABLE "reading_by_register" ({_COLUMNS}, PRIMARY KEY ("register_id", "read_at", "id")) WITHOUT ROWID'
    )
    db.execute_sql('INSERT INTO "reading_by_register" SELECT * FROM "reading" ORDER BY "register_id", "read_at", "id"')
    db.execute_sql('DROP TABLE "reading"')
    db.execute_sql('ALTER TABLE "reading_by_register" RENAME TO "reading"')
    db.execute_sql('CREATE UNIQUE INDEX "reading_id" ON "reading" ("id")')
    db.execute_sql('CREATE INDEX "reading_in_review" ON "reading" ("id") WHERE ("state" = 3)')
