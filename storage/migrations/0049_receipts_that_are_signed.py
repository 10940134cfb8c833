"""Receipts of recipients: the signature of the house, and by which key. Receipts of before have none."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    blob = "BYTEA" if isinstance(db, PostgresqlDatabase) else "BLOB"
    db.execute_sql(f'ALTER TABLE "data_duty" ADD COLUMN "receipt_signature" {blob}')
    db.execute_sql('ALTER TABLE "data_duty" ADD COLUMN "receipt_key" TEXT NOT NULL DEFAULT \'\'')
