"""How many messages of a day somebody has is counted from the messages: each says in whose cap of which day it has its
place. A table beside them was written for each message, and said the same."""

from typing import Any

from peewee import Database

STATEMENTS = (
    'CREATE INDEX "notification_counted" ON "notification" ("counted_on", "user_id") WHERE ("counted_on" IS NOT NULL)',
    'DROP TABLE "day_count"',
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
