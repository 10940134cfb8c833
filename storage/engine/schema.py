"""The schema of a database: its migrations, and whether it has them all."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from peewee import Database
from playhouse.migrations import Runner

from storage.connect import connect
from storage.errors import NotMigrated
from storage.keys.keystore import KeyStore


def migrations_folder() -> Path:
    return Path(str(files("storage.migrations")))


def migrate(url: str, keys: Callable[[], KeyStore] | None = None) -> list[str]:
    """Runs the migrations that are missing; their names. `keys` opens the key store, which only the migrations of a
    database in use need: those that seal what lay open in it. They find it at the database."""
    database: Any = connect(url)
    database.keys = keys
    with closing_after(database):
        applied: list[str] = _runner(database).up()
        database.execute_sql(
            f"INSERT INTO meta (name, text) VALUES ('identity', '{secrets.token_hex(8)}') ON CONFLICT (name) DO NOTHING"
        )
        return applied


def is_new(url: str) -> bool:
    """Whether no migration has run yet."""
    database = connect(url)
    with closing_after(database):
        return all(migration.applied is None for migration in _runner(database).status())


def check(database: Database) -> None:
    """Raises NotMigrated where the database and this version do not fit."""
    with closing_after(database):
        status = _runner(database).status()
    pending = [migration.name for migration in status if migration.applied is None]
    unknown = [migration.name for migration in status if migration.path is None]
    if pending:
        raise NotMigrated(f"the database lacks {', '.join(pending)}; run smartregion-server migrate")
    refuse_unknown(unknown)


def refuse_unknown(migrations: list[str]) -> None:
    """Raises NotMigrated where there are migrations that this version does not know."""
    if migrations:
        raise NotMigrated(f"the database has {', '.join(migrations)}, which this version does not know")


def identity(database: Database) -> str:
    with closing_after(database):
        return str(database.execute_sql("SELECT text FROM meta WHERE name = 'identity'").fetchone()[0])


def last_revision(database: Database) -> int:
    with closing_after(database):
        return int(database.execute_sql("SELECT coalesce(max(revision), 0) FROM change").fetchone()[0])


def _runner(database: Database) -> Runner:
    return Runner(database, str(migrations_folder()))


@contextmanager
def closing_after(database: Database) -> Iterator[None]:
    """An open connection of this thread; closed afterwards where it was closed before."""
    opened = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened:
            database.close()
