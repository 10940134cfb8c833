"""Requests know the letter that they came in and who wrote it for whom; mails wait as drafts.

Each request from before is a letter of its own.
"""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    'ALTER TABLE "privacy_request" ADD COLUMN "letter_id" {big}',
    'UPDATE "privacy_request" SET "letter_id" = "id"',
    'CREATE INDEX "privacy_request_letter_id" ON "privacy_request" ("letter_id")',
    'ALTER TABLE "privacy_request" ADD COLUMN "sender_index" {blob}',
    'CREATE INDEX "privacy_request_sender_index" ON "privacy_request" ("sender_index")',
    'ALTER TABLE "privacy_request" ADD COLUMN "representative_name_sealed" {blob}',
    'ALTER TABLE "privacy_request" ADD COLUMN "representative_authority_sealed" {blob}',
    """CREATE TABLE "intake_draft" (
        "id" {big} NOT NULL PRIMARY KEY, "state" {small} NOT NULL, "arrived_at" {big} NOT NULL,
        "arrival" {small} NOT NULL, "mail_index" {blob}, "user_id" {big}, "sender_user_id" {big},
        "sender_name_sealed" {blob}, "sender_address_sealed" {blob}, "subject_sealed" {blob}, "text_sealed" {blob},
        "attachments_sealed" {blob}, "discard_reason_sealed" {blob}, "warnings" INTEGER NOT NULL,
        "size_bytes" {big} NOT NULL, "letter_id" {big}, "decided_by_id" {big}, "decided_at" {big},
        "created_at" {big} NOT NULL, "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "intake_draft_mail_index" ON "intake_draft" ("mail_index")',
    'CREATE INDEX "intake_draft_state_arrived_at" ON "intake_draft" ("state", "arrived_at")',
    'CREATE INDEX "intake_draft_user_id" ON "intake_draft" ("user_id")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
