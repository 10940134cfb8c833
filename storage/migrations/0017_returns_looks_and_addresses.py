"""A payment that was returned may name the document that it returns.

Nothing held a return against what was paid: whoever reports payments could put any account into debt.
"""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('ALTER TABLE "payment" ADD COLUMN "returned_document" TEXT')
