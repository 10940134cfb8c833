"""Duties of recipients that no privacy request caused: whose key seals them, and when each was closed."""

from typing import Any

from peewee import Database, PostgresqlDatabase

UNIQUE = "data_duty_request_id_kind_partner_id_account_id"


def up(migrator: Any, db: Database) -> None:
    big = "BIGINT" if isinstance(db, PostgresqlDatabase) else "INTEGER"
    db.execute_sql(f'ALTER TABLE "data_duty" ADD COLUMN "key_id" {big} NOT NULL DEFAULT 0')
    db.execute_sql(f'ALTER TABLE "data_duty" ADD COLUMN "closed_at" {big}')
    db.execute_sql('UPDATE "data_duty" SET "key_id" = "request_id", "closed_at" = "answered_at"')
    # A change of data without a request is told as often as it happens; of a request each recipient is told once.
    db.execute_sql(f'DROP INDEX "{UNIQUE}"')
    db.execute_sql(
        'CREATE UNIQUE INDEX "data_duty_of_request" ON "data_duty" ("request_id", "kind", "partner_id", "account_id") '
        'WHERE ("request_id" != 0)'
    )
    # While it waits, the next change of the same person is told by the same duty.
    db.execute_sql(
        'CREATE UNIQUE INDEX "data_duty_of_change" ON "data_duty" ("user_id", "kind", "partner_id", "account_id") '
        'WHERE ("request_id" = 0 AND "state" = 1)'
    )
