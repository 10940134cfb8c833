"""What a payment that was returned is of, whom a list showed, whose an address is, and how often money is told of.

Nothing held a return against what was paid: whoever reports payments could put any account into debt. Who looked at a
person by way of a list could not be found. And an address that somebody only claimed kept its owner out, and said to
anybody that it was known here: it is one person's from the moment on that they confirmed it. And of an account there is
one notice of a kind a day, whatever becomes of the schedule meanwhile.
"""

from typing import Any

from peewee import Database

STATEMENTS = (
    'ALTER TABLE "payment" ADD COLUMN "returned_document" TEXT',
    'CREATE TABLE "audit_shown" ("person_id" BIGINT NOT NULL, "sequence" BIGINT NOT NULL, '
    'PRIMARY KEY ("person_id", "sequence"))',
    'DROP INDEX "app_user_email_index"',
    'CREATE INDEX "app_user_email_index" ON "app_user" ("email_index")',
    'CREATE UNIQUE INDEX "app_user_email_confirmed" ON "app_user" ("email_index") '
    'WHERE ("email_confirmed_at" IS NOT NULL)',
    'ALTER TABLE "billing_notice" ADD COLUMN "told_on" TEXT',
    'CREATE UNIQUE INDEX "billing_notice_account_id_kind_told_on" '
    'ON "billing_notice" ("account_id", "kind", "told_on")',
)


def up(migrator: Any, db: Database) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
