"""The first schema."""

from pathlib import Path
from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    dialect = "postgresql" if isinstance(db, PostgresqlDatabase) else "sqlite"
    script = Path(__file__).with_name(f"0001_initial.{dialect}.sql").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
