"""How far an import came is not noted any more.

A row is known by its register, its instant and its index. Lines that counted as taken because an import of the same
name had once come so far were lost, where they had been quarantined, or where it was another file.
"""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('DROP TABLE "reading_import"')
