"""A request knows the laws that it falls under, what changes its term, and to which day it was put off.

Requests from before fall under the laws that their kind implies; none of them could be put off.
"""

from typing import Any

from peewee import Database

COLUMNS = (
    'ALTER TABLE "privacy_request" ADD COLUMN "regimes" TEXT NOT NULL DEFAULT \'\'',
    'ALTER TABLE "privacy_request" ADD COLUMN "circumstances" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE "privacy_request" ADD COLUMN "extended_to" TEXT',
)


def up(migrator: Any, db: Database) -> None:
    for statement in COLUMNS:
        db.execute_sql(statement)
