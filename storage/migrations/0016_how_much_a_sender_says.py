"""How much one sender said to one user in a day is counted, and what waits in the outbox stands in the queue of its
sender: senders take turns, so that nobody waits for what another one has to say."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    for statement in (
        'CREATE TABLE "sender_count" ("day" TEXT NOT NULL, "sender_id" BIGINT NOT NULL, "user_id" BIGINT NOT NULL, '
        '"messages" INTEGER NOT NULL, PRIMARY KEY ("day", "sender_id", "user_id"))',
        'CREATE INDEX "sendercount_user_id" ON "sender_count" ("user_id")',
        'ALTER TABLE "notification" ADD COLUMN "queue" BIGINT NOT NULL DEFAULT 0',
        'DROP INDEX "notification_due"',
        'CREATE INDEX "notification_due" ON "notification" ("urgency", "channel", "queue", "due_at") '
        'WHERE ("due_at" IS NOT NULL)',
        'CREATE INDEX "work_author_id_updated_at" ON "work" ("author_id", "updated_at")',
    ):
        db.execute_sql(statement)
