"""Surveys, what people answered, and how many gave which answer."""

from typing import Any

from peewee import Database, PostgresqlDatabase

STATEMENTS = (
    """CREATE TABLE "survey" (
        "id" {big} NOT NULL PRIMARY KEY, "title_uk" TEXT NOT NULL, "title_en" TEXT NOT NULL, "intro_uk" TEXT NOT NULL,
        "intro_en" TEXT NOT NULL, "questions" TEXT NOT NULL, "audience" TEXT NOT NULL, "state" {small} NOT NULL,
        "opens_at" {big}, "closes_at" {big}, "opened_at" {big}, "invited_at" {big}, "closed_at" {big},
        "author_id" {big} NOT NULL, "editor_id" {big} NOT NULL, "publisher_id" {big}, "created_at" {big} NOT NULL,
        "updated_at" {big} NOT NULL, "published_at" {big}, "version" INTEGER NOT NULL)""",
    'CREATE INDEX "survey_state_id" ON "survey" ("state", "id")',
    'CREATE TABLE "survey_tally" ("survey_id" {big} NOT NULL PRIMARY KEY, "counts" TEXT NOT NULL)',
    """CREATE TABLE "survey_reply" (
        "survey_id" {big} NOT NULL, "user_id" {big} NOT NULL, "answered_at" {big} NOT NULL,
        "survey_sealed" {blob} NOT NULL, "answers_sealed" {blob} NOT NULL, PRIMARY KEY ("survey_id", "user_id"))""",
    'CREATE INDEX "survey_reply_user_id" ON "survey_reply" ("user_id")',
    """CREATE TABLE "survey_text" (
        "id" {big} NOT NULL PRIMARY KEY, "survey_id" {big} NOT NULL, "question" {small} NOT NULL,
        "place" {big} NOT NULL, "user_id" {big} NOT NULL, "words_sealed" {blob} NOT NULL)""",
    'CREATE INDEX "survey_text_survey_id_question_id_place" ON "survey_text" ("survey_id", "question", "id", "place")',
    'CREATE INDEX "survey_text_user_id" ON "survey_text" ("user_id")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER", "blob": "BLOB"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT", "blob": "BYTEA"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
