"""Works, charges and campaigns as causes of messages; what bounds and carries their delivery."""

from pathlib import Path
from typing import Any

from peewee import Database, PostgresqlDatabase

NOTIFICATION = (
    '"urgency" SMALLINT NOT NULL DEFAULT 2',
    '"cause" SMALLINT NOT NULL DEFAULT 0',
    '"cause_id" BIGINT NOT NULL DEFAULT 0',
    '"edition" INTEGER NOT NULL DEFAULT 0',
    "\"cascade\" TEXT NOT NULL DEFAULT ''",
    '"previous_id" BIGINT',
    '"next_id" BIGINT',
    '"consent_id" BIGINT',
    "\"consent_policy_version\" TEXT NOT NULL DEFAULT ''",
)
STATEMENTS = (
    'DROP INDEX "notification_due"',
    'CREATE INDEX "notification_due" ON "notification" ("urgency", "due_at") WHERE ("due_at" IS NOT NULL)',
    'CREATE INDEX "notification_of_cause" ON "notification" ("cause_id", "cause", "id") WHERE ("cause_id" > 0)',
    'CREATE INDEX "notification_at_provider" ON "notification" ("provider_message_id") '
    "WHERE (\"provider_message_id\" != '')",
    """INSERT INTO "preference" ("user_id", "category", "channel", "enabled", "change_id")
    SELECT p."user_id", p."category", p."channel", p."enabled", p."id" FROM "preference_change" p WHERE p."id" = (
        SELECT max(q."id") FROM "preference_change" q
        WHERE q."user_id" = p."user_id" AND q."category" = p."category" AND q."channel" = p."channel")""",
    'INSERT INTO "delivery_rules" '
    '("id", "quiet_from_hour", "quiet_until_hour", "daily_cap", "stop_keywords", "version") '
    "VALUES (1, 22, 8, 3, 'STOP\nСТОП', 1)",
)


def up(migrator: Any, db: Database) -> None:
    dialect = "postgresql" if isinstance(db, PostgresqlDatabase) else "sqlite"
    script = Path(__file__).with_name(f"0009_works_billing_campaigns.{dialect}.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for column in NOTIFICATION:
        db.execute_sql(f'ALTER TABLE "notification" ADD COLUMN {column}')
    for statement in STATEMENTS:
        db.execute_sql(statement)
