"""What waits in the outbox is found by urgency and channel.

The messages of one channel stood among those of the others; where its provider was down, they filled what a lane looked
at, and none of the others went out.
"""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('DROP INDEX "notification_due"')
    db.execute_sql(
        'CREATE INDEX "notification_due" ON "notification" ("urgency", "channel", "due_at") '
        'WHERE ("due_at" IS NOT NULL)'
    )
