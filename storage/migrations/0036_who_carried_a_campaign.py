"""What of a campaign each provider carried is counted: where one steps in for another, its price is what was paid."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    number = "BIGINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(
        f'CREATE TABLE "campaign_carried" ("campaign_id" {number} NOT NULL, "channel" SMALLINT NOT NULL, '
        '"provider" TEXT NOT NULL, "messages" INTEGER NOT NULL, "parts" INTEGER NOT NULL, '
        'PRIMARY KEY ("campaign_id", "channel", "provider"))'
    )
    db.execute_sql(
        "INSERT INTO campaign_carried (campaign_id, channel, provider, messages, parts) "
        "SELECT cause_id, channel, provider, count(*), sum(parts) FROM notification "
        "WHERE cause = 2 AND cause_id > 0 AND state IN (3, 4, 7) GROUP BY cause_id, channel, provider"
    )
