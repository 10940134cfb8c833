"""What a running campaign has to remember: how many users it has looked at, how fast it goes; what of a paused one is
parked; and users by what the rules ask of them, for estimates."""

from typing import Any

from peewee import Database

STATEMENTS = (
    'ALTER TABLE "campaign" ADD COLUMN "expanded" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "campaign" ADD COLUMN "handed_minute" BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE "campaign" ADD COLUMN "handed_now" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "campaign" ADD COLUMN "handed_before" INTEGER NOT NULL DEFAULT 0',
    'CREATE INDEX "campaign_state" ON "campaign" ("state")',
    'CREATE INDEX "notification_parked" ON "notification" ("cause_id") WHERE ("due_at" IS NULL AND "state" IN (1, 5))',
    'CREATE INDEX "app_user_facts" ON "app_user" ("state", "restricted", "language", '
    '("phone_index" IS NULL), ("email_index" IS NULL), ("email_confirmed_at" IS NULL))',
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
