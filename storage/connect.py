"""Databases by URL: an SQLite file, or a PostgreSQL server."""

from pathlib import Path
from urllib.parse import urlsplit

from peewee import Database, PostgresqlDatabase, SqliteDatabase

from storage.errors import StorageError

#: WAL lets readers read while the writer writes; FULL makes a commit survive the loss of power.
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 5_000,
    "cache_size": -64 * 1024,
    "temp_store": "memory",
    "wal_autocheckpoint": 16384,
}


def connect(url: str) -> Database:
    """A database by URL: `sqlite:////absolute/path.db` or `postgresql://user@host/name`. Threads have
    connections of their own."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteDatabase(str(path), pragmas=SQLITE_PRAGMAS, timeout=5)
    if scheme in ("postgresql", "postgres"):
        return PostgresqlDatabase(url, prefer_psycopg3=True)
    raise StorageError(f"a database URL starts with sqlite:/// or postgresql://, not {scheme or 'nothing'}:")


def is_postgres(database: Database) -> bool:
    return isinstance(database, PostgresqlDatabase)
