"""Messages know of which account they speak, in the cap of which day they have a place, and whether they go to a
contact of their own; a former phone or address is kept until a message to it is written."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    binary = "BYTEA" if isinstance(db, PostgresqlDatabase) else "BLOB"
    for statement in (
        'ALTER TABLE "notification" ADD COLUMN "account_id" BIGINT',
        'ALTER TABLE "notification" ADD COLUMN "counted_on" TEXT',
        'ALTER TABLE "notification" ADD COLUMN "own_contact" BOOLEAN NOT NULL DEFAULT FALSE',
        f'ALTER TABLE "security_event" ADD COLUMN "contact_sealed" {binary}',
    ):
        db.execute_sql(statement)
