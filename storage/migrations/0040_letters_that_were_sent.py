"""Steps of requests that are letters sent: which, when and how. What finds one again is the note of its step."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    small = "SMALLINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(f'ALTER TABLE "privacy_step" ADD COLUMN "letter_kind" {small} NOT NULL DEFAULT 0')
    db.execute_sql('ALTER TABLE "privacy_step" ADD COLUMN "sent_on" TEXT')
    db.execute_sql(f'ALTER TABLE "privacy_step" ADD COLUMN "sent_way" {small} NOT NULL DEFAULT 0')
    db.execute_sql('CREATE INDEX "privacy_step_letter" ON "privacy_step" ("request_id") WHERE ("letter_kind" != 0)')
