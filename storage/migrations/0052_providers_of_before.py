"""A message that one provider failed for now may go over another; the first may tell later that it arrived after all,
and is believed. Of messages under way nobody knows who had them before."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('ALTER TABLE "notification_event" ADD COLUMN "former_provider" TEXT')
    db.execute_sql('ALTER TABLE "notification_event" ADD COLUMN "former_message_id" TEXT')
    db.execute_sql(
        'CREATE INDEX "notification_event_former" ON "notification_event" ("former_message_id") '
        'WHERE ("former_message_id" IS NOT NULL)'
    )
