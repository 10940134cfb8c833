"""Requests of a state by the day on which they are due: a page of the queue is read where it begins."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('DROP INDEX "privacy_request_state"')
    db.execute_sql('CREATE INDEX "privacy_request_state_due_on" ON "privacy_request" ("state", "due_on", "id")')
