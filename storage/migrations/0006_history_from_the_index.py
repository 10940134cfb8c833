"""The index of a register's readings holds all that judging one needs: its history is read from a page or two, however
many readings lie between its months in the table."""

from typing import Any

from peewee import Database, PostgresqlDatabase


def up(migrator: Any, db: Database) -> None:
    behind = ' INCLUDE ("state", "source", "value")' if isinstance(db, PostgresqlDatabase) else ""
    columns = '"register_id", "read_at", "id"' if behind else '"register_id", "read_at", "state", "source", "value"'
    db.execute_sql(f'CREATE INDEX "reading_of_register" ON "reading" ({columns}){behind}')
    db.execute_sql('DROP INDEX "reading_register_id_read_at"')
