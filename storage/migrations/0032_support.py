"""Support: threads, their messages, and answers that are at hand."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "support_message" (
        "id" {big} NOT NULL PRIMARY KEY, "thread_id" {big} NOT NULL, "sealed_by" {big} NOT NULL, "user_id" {big},
        "kind" {small} NOT NULL, "author_id" {big} NOT NULL, "text_sealed" {blob}, "at" {big} NOT NULL,
        "told_at" {big})""",
    'CREATE INDEX "support_message_user_id" ON "support_message" ("user_id")',
    'CREATE INDEX "support_message_thread_id_id" ON "support_message" ("thread_id", "id")',
    """CREATE TABLE "support_thread" (
        "id" {big} NOT NULL PRIMARY KEY, "number" TEXT NOT NULL, "state" {small} NOT NULL, "sealed_by" {big} NOT NULL,
        "user_id" {big}, "first_name_sealed" {blob}, "last_name_sealed" {blob}, "phone_sealed" {blob},
        "email_sealed" {blob}, "phone_index" {blob}, "email_index" {blob}, "language" {small} NOT NULL,
        "assignee_id" {big}, "received_at" {big} NOT NULL, "last_at" {big} NOT NULL, "waiting_since" {big},
        "first_answer_ms" {big}, "last_answer_ms" {big}, "closed_at" {big}, "merged_into_id" {big},
        "request_id" {big}, "message_count" INTEGER NOT NULL, "queue_at" {big} NOT NULL,
        "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "support_thread_number" ON "support_thread" ("number")',
    'CREATE INDEX "support_thread_user_id" ON "support_thread" ("user_id")',
    'CREATE INDEX "support_thread_queue_at_id" ON "support_thread" ("queue_at", "id")',
    'CREATE INDEX "support_thread_phone_index" ON "support_thread" ("phone_index")',
    'CREATE INDEX "support_thread_email_index" ON "support_thread" ("email_index")',
    """CREATE TABLE "canned_answer" (
        "id" {big} NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "title_uk" TEXT NOT NULL, "title_en" TEXT NOT NULL,
        "text_uk" TEXT NOT NULL, "text_en" TEXT NOT NULL, "author_id" {big} NOT NULL, "updated_at" {big} NOT NULL,
        "version" INTEGER NOT NULL)""",
    'CREATE UNIQUE INDEX "canned_answer_name" ON "canned_answer" ("name")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
