"""Figures by day, and what was counted of things that still move."""

from typing import Any

from peewee import Database, PostgresqlDatabase

_KEY = '"generation" {big} NOT NULL, "metric" {small} NOT NULL'
_OF = '"utility_id" {big} NOT NULL, "commodity" {small} NOT NULL, "part" {small} NOT NULL, "place" TEXT NOT NULL'
STATEMENTS = (
    """CREATE TABLE "insight_build" (
        "generation" {big} NOT NULL PRIMARY KEY, "state" {small} NOT NULL, "begun_at" {big} NOT NULL,
        "served_at" {big}, "partial" BOOLEAN NOT NULL, "held_until" {big} NOT NULL)""",
    f"""CREATE TABLE "insight_cell" (
        {_KEY}, "day" TEXT NOT NULL, {_OF}, "amount" {{big}} NOT NULL, "total" {{big}} NOT NULL,
        PRIMARY KEY ("generation", "metric", "day", "utility_id", "commodity", "part", "place"))""",
    f"""CREATE TABLE "insight_fact" (
        {_KEY}, "number" {{big}} NOT NULL, "day" TEXT NOT NULL, {_OF}, "amount" INTEGER NOT NULL,
        "total" {{big}} NOT NULL, PRIMARY KEY ("generation", "metric", "number"))""",
    'CREATE INDEX "insight_fact_day" ON "insight_fact" ("day")',
)
SQLITE = {"big": "INTEGER", "small": "INTEGER"}
POSTGRESQL = {"big": "BIGINT", "small": "SMALLINT"}


def up(migrator: Any, db: Database) -> None:
    types = POSTGRESQL if isinstance(db, PostgresqlDatabase) else SQLITE
    for statement in STATEMENTS:
        db.execute_sql(statement.format(**types))
