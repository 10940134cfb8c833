"""Backups of the database, made while it is in use, and their verified restore into an empty place.

A backup is a folder: the database in one file, and a manifest with the SHA-256 of that file and what must be found
in it. The keys are not in it; the key store has a backup and a rule of its own (docs/decisions/0003).
"""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from peewee import Database
from psycopg.conninfo import conninfo_to_dict

from storage.connect import connect, is_postgres
from storage.engine import schema
from storage.engine.anchor import Checkpoint
from storage.engine.audit import ENTRY_COLUMNS, verify
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.errors import Damaged, StorageError

MANIFEST = "manifest.json"
FORMAT = 1
SQLITE_FILE = "database.sqlite"
POSTGRES_FILE = "database.pgdump"
_READ = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, as it was when it was made."""

    format: int
    #: Name of the file with the database; its engine is known by it.
    file: str
    #: Bytes of that file.
    size: int
    sha256: str
    #: Milliseconds since 1970-01-01 UTC.
    made_at: int
    #: Names of the migrations that the database had.
    migrations: list[str]
    #: Rows of all tables together.
    rows: int
    #: The last revision of the change feed.
    revision: int
    #: The head of the audit chain; 0 and an empty hash for an empty one.
    audit_sequence: int
    audit_hash: str

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises Damaged where it is missing or says something else than a manifest does."""
        try:
            made = cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            raise Damaged(f"{folder} holds no backup that can be read") from None
        if made.format != FORMAT or made.file not in (SQLITE_FILE, POSTGRES_FILE):
            raise Damaged(f"{folder} holds a backup of an unknown format")
        return made


def backup(url: str, folder: Path, *, clock: Clock = SYSTEM_CLOCK, tools: Path | None = None) -> Manifest:
    """Copies a database that may be in use into a folder that is not there yet; it appears only when it is whole.

    PostgreSQL is copied by its own `pg_dump`, found in `tools` or on the PATH. Raises StorageError, Damaged.
    """
    if folder.exists():
        raise StorageError(f"{folder} exists already; a backup is never overwritten")
    draft = folder.with_name(folder.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    database = connect(url)
    try:
        if is_postgres(database):
            facts = _dump_postgres(database, url, draft / POSTGRES_FILE, tools)
            name = POSTGRES_FILE
        else:
            facts = _copy_sqlite(database, draft / SQLITE_FILE)
            name = SQLITE_FILE
        size, sha256 = _digest(draft / name)
        made = Manifest(FORMAT, name, size, sha256, clock.now(), **facts)
        _write_durably(draft / MANIFEST, json.dumps(asdict(made), indent=2).encode() + b"\n")
        _sync(draft)
        draft.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return made


def verify_files(folder: Path) -> Manifest:
    """Holds a backup against its manifest. Raises Damaged."""
    made = Manifest.read(folder)
    try:
        found = _digest(folder / made.file)
    except OSError:
        raise Damaged(f"{folder / made.file} can't be read") from None
    if found != (made.size, made.sha256):
        raise Damaged(f"{folder / made.file} is not what the manifest says")
    return made


def restore(folder: Path, url: str, *, checkpoints: Sequence[Checkpoint] = (), tools: Path | None = None) -> Manifest:
    """Restores a backup into an empty place and verifies it there: the file, the database, the audit chain.

    `checkpoints` are those anchored outside the database; those that the backup is not too old for are held against the
    chain. The restored database has a new identity, so that nobody resumes a watch in a history that went another
    way. Who was erased since is erased again by Store.open. Where something does not hold the place stays empty.

    Raises Damaged, NotMigrated for a schema newer than this version, StorageError where the place is not empty.
    """
    made = verify_files(folder)
    if (made.file == POSTGRES_FILE) != is_postgres(connect(url)):
        raise StorageError("a backup is restored into the engine that it was made of")
    known = {migration.stem for migration in schema.migrations_folder().glob("[0-9]*.py")}
    schema.refuse_unknown(sorted(set(made.migrations) - known))
    place = _into_postgres if made.file == POSTGRES_FILE else _into_sqlite
    with place(folder / made.file, url, tools) as database, schema.closing_after(database):
        _hold_against(database, made, checkpoints)
        database.execute_sql(f"UPDATE meta SET text = '{secrets.token_hex(8)}' WHERE name = 'identity'")
    return made


def _hold_against(database: Database, made: Manifest, checkpoints: Sequence[Checkpoint]) -> None:
    """Compares a restored database with its manifest, and the chain with that and the checkpoints up to its end."""
    if _facts(database) != {name: value for name, value in asdict(made).items() if name in _FACTS}:
        raise Damaged("the restored database is not the one that the manifest describes")
    anchored = [checkpoint for checkpoint in checkpoints if checkpoint.sequence <= made.audit_sequence]
    verdict = verify(_chain(database), anchored)
    if not verdict.intact:
        raise Damaged(f"the audit chain does not hold at entry {verdict.broken_at}: {verdict.fault}")


# -- what is compared

_FACTS = ("migrations", "rows", "revision", "audit_sequence", "audit_hash")


def _facts(database: Database) -> dict[str, Any]:
    """What the manifest says of a database, as this connection sees it now."""
    tables = sorted(database.get_tables())
    head = _all(database, "SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1")
    return {
        "migrations": sorted(str(name) for (name,) in _all(database, "SELECT name FROM schema_migration")),
        "rows": sum(int(_all(database, f'SELECT count(*) FROM "{table}"')[0][0]) for table in tables),
        "revision": int(_all(database, "SELECT coalesce(max(revision), 0) FROM change")[0][0]),
        "audit_sequence": int(head[0][0]) if head else 0,
        "audit_hash": bytes(head[0][1]).hex() if head else "",
    }


def _all(database: Database, statement: str) -> list[tuple[Any, ...]]:
    return list(database.execute_sql(statement).fetchall())


def _chain(database: Database) -> Iterator[tuple[Any, ...]]:
    cursor = database.execute_sql(f"SELECT {', '.join(ENTRY_COLUMNS)} FROM audit_entry ORDER BY sequence")
    while rows := cursor.fetchmany(_CHAIN_ROWS):
        yield from rows


_CHAIN_ROWS = 1_000

# -- SQLite


def _copy_sqlite(database: Database, target: Path) -> dict[str, Any]:
    """One step of SQLite's backup: a snapshot, during which the writer goes on."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with schema.closing_after(database), closing(sqlite3.connect(target)) as copy:
        database.connection().backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    return _facts_of_file(target)


def _facts_of_file(path: Path) -> dict[str, Any]:
    """Facts of a copied file, once SQLite finds it whole."""
    copied = connect(f"sqlite:///{path}")
    with schema.closing_after(copied):
        found = _all(copied, "PRAGMA integrity_check")
        if found != [("ok",)]:
            raise Damaged("the copy of the database is not whole")
        facts = _facts(copied)
        copied.execute_sql("PRAGMA journal_mode = DELETE")  # connecting made it a write-ahead log again
    return facts


@contextmanager
def _into_sqlite(source: Path, url: str, tools: Path | None) -> Iterator[Database]:
    target = Path(url.removeprefix("sqlite:///"))
    if target.exists():
        raise StorageError(f"{target} exists already; a backup is restored into an empty place")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + ".restoring")
    beside = [draft.with_name(draft.name + ending) for ending in ("", "-wal", "-shm")]
    for file in beside:
        file.unlink(missing_ok=True)
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        _facts_of_file(draft)
        yield connect(f"sqlite:///{draft}")
        _sync(draft)
        draft.rename(target)
        _sync(target.parent)
    except sqlite3.DatabaseError:
        raise Damaged("the copy of the database is not whole") from None
    finally:
        for file in beside:
            file.unlink(missing_ok=True)


# -- PostgreSQL


def _dump_postgres(database: Database, url: str, target: Path, tools: Path | None) -> dict[str, Any]:
    """pg_dump over a snapshot that also gives the facts; its custom format."""
    with schema.closing_after(database):
        database.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            snapshot = str(_all(database, "SELECT pg_export_snapshot()")[0][0])
            facts = _facts(database)
            arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            _run("pg_dump", [*arguments, f"--file={target}"], url, tools)
        finally:
            database.execute_sql("ROLLBACK")
    target.chmod(0o600)
    return facts


@contextmanager
def _into_postgres(source: Path, url: str, tools: Path | None) -> Iterator[Database]:
    database = connect(url)
    with schema.closing_after(database):
        if database.get_tables():
            raise StorageError("the database is not empty; a backup is restored into an empty place")
    try:
        _run("pg_restore", ["--no-owner", "--no-privileges", "--single-transaction", str(source)], url, tools)
        yield database
    except BaseException:
        with schema.closing_after(database):
            for table in database.get_tables():  # it was empty before
                database.execute_sql(f'DROP TABLE "{table}" CASCADE')
        raise


def _run(tool: str, arguments: list[str], url: str, tools: Path | None) -> None:
    """Runs one of PostgreSQL's tools. The password goes by the environment, where `ps` does not show it."""
    found = shutil.which(tool, path=str(tools) if tools else None)
    if found is None:
        raise StorageError(f"{tool} is needed for backups of PostgreSQL and is not on the PATH")
    asked = conninfo_to_dict(url)
    environment = dict(os.environ)
    for name, variable in _VARIABLES.items():
        if asked.get(name):
            environment[variable] = str(asked[name])
    where = [f"--dbname={asked.get('dbname') or ''}"]
    result = subprocess.run([found, *where, *arguments], env=environment, capture_output=True, check=False)
    if result.returncode != 0:
        raise Damaged(f"{tool} ended with code {result.returncode}")


_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}

# -- files


def _digest(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


def _write_durably(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    path.chmod(0o600)
    _sync(path)


def _sync(path: Path) -> None:
    """Forces a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
