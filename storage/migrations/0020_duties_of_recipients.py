"""Duties of recipients, what the retention purge did, and answers about use that are given again."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    big, small, blob = ("BIGINT", "SMALLINT", "BYTEA") if postgres else ("INTEGER", "INTEGER", "BLOB")
    db.execute_sql(
        f"""CREATE TABLE "data_duty" (
        "id" {big} NOT NULL PRIMARY KEY, "partner_id" {big} NOT NULL, "kind" {small} NOT NULL,
        "state" {small} NOT NULL, "request_id" {big} NOT NULL, "user_id" {big} NOT NULL, "account_id" {big} NOT NULL,
        "data_classes" INTEGER NOT NULL, "fields" TEXT NOT NULL, "raised_at" {big} NOT NULL, "due_on" TEXT NOT NULL,
        "due_article" TEXT NOT NULL, "outcome" {small} NOT NULL, "done_at" {big}, "done_by" TEXT NOT NULL,
        "note_sealed" {blob}, "answered_at" {big}, "receipt_digest" {blob}, "excuse_sealed" {blob},
        "excused_by_id" {big}, "version" INTEGER NOT NULL)"""
    )
    db.execute_sql('CREATE INDEX "data_duty_user_id" ON "data_duty" ("user_id")')
    db.execute_sql(
        'CREATE UNIQUE INDEX "data_duty_request_id_kind_partner_id_account_id" '
        'ON "data_duty" ("request_id", "kind", "partner_id", "account_id")'
    )
    db.execute_sql('CREATE INDEX "data_duty_partner_id_due_on_id" ON "data_duty" ("partner_id", "due_on", "id")')
    db.execute_sql('CREATE INDEX "data_duty_due_on_id" ON "data_duty" ("due_on", "id")')
    db.execute_sql('CREATE INDEX "data_duty_pending" ON "data_duty" ("due_on", "id") WHERE ("state" = 1)')
    db.execute_sql(
        f"""CREATE TABLE "retention_run" (
        "id" {big} NOT NULL PRIMARY KEY, "started_at" {big} NOT NULL, "finished_at" {big}, "report" TEXT NOT NULL)"""
    )
    db.execute_sql(
        f"""CREATE TABLE "usage_statistic" (
        "utility_id" {big} NOT NULL, "month" TEXT NOT NULL, "made_at" {big} NOT NULL,
        "smallest_group" INTEGER NOT NULL, "groups" TEXT NOT NULL, PRIMARY KEY ("utility_id", "month"))"""
    )
