"""The raw bytes of a store, for proving that something is no longer in them.

SQLite: the file and its write-ahead log, which is emptied first. PostgreSQL: each table in its binary form, after
VACUUM; what the server keeps outside its tables (its own log) is beyond reach from here, and holds sealed values only.
"""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peewee import Database, OperationalError

from storage.connect import connect, is_postgres
from storage.engine.schema import closing_after
from storage.errors import Unavailable

CHUNK = 1 << 22
#: Bytes that follow from one chunk into the next, so that nothing hides at the seam.
OVERLAP = 1 << 10
#: Nobody can write for so many milliseconds at a time; tried so often, so many seconds apart, while somebody reads
#: a snapshot that is older than what has to go: who reads for minutes writes meanwhile, and must not wait for this.
_HELD_MS, _TRIES, _PAUSE = 50, 60, 0.2


def settle(url: str) -> None:
    """Brings what was overwritten to the disk. Raises Unavailable where a reader stays in the way."""
    database = connect(url)
    with closing_after(database):
        if is_postgres(database):
            _vacuum(database)
            return
        database.execute_sql(f"PRAGMA busy_timeout = {_HELD_MS}")
        for _ in range(_TRIES):
            busy = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            if not busy:
                return
            time.sleep(_PAUSE)
    raise Unavailable("the log of the database is in use")


def rewrite(url: str) -> None:
    """Writes the database anew, without what lay unused between its rows; meanwhile nobody writes. Raises Unavailable
    where others are in the way."""
    database = connect(url)
    with closing_after(database):
        try:
            database.execute_sql("VACUUM")
        except OperationalError:
            raise Unavailable("the database is in use") from None
    settle(url)


def chunks(url: str) -> Iterator[tuple[str, bytes]]:
    """Name of a file or table, and a part of its bytes; parts of one name overlap."""
    database = connect(url)
    if is_postgres(database):
        with closing_after(database):
            for table in sorted(database.get_tables()):
                yield from _overlapping(table, _copied(database, table))
        return
    path = Path(url.removeprefix("sqlite:///"))
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")):
        if file.exists():
            yield from _overlapping(file.name, _parts(file))


def files(folder: Path, pattern: str, *, but: frozenset[str] = frozenset()) -> Iterator[tuple[str, bytes]]:
    """As chunks, for the files of a folder, without those of some names."""
    for file in sorted(one for one in folder.glob(pattern) if one.is_file() and one.name not in but):
        yield from _overlapping(file.name, _parts(file))


def _parts(path: Path) -> Iterator[bytes]:
    """Read by a process of its own. Where a process closes a file, all its locks on that file end, those of SQLite too,
    which knows nothing of it: whoever came next and left (a backup, a check of the audit log) would then take itself
    for the last, and delete the log that is being written here. Raises Unavailable where it can't be read."""
    none = subprocess.DEVNULL
    try:
        reading = subprocess.Popen(["cat", "--", path], stdin=none, stdout=subprocess.PIPE, stderr=none)
    except OSError:
        raise Unavailable("files can't be read: no other process can be started") from None
    with reading as reader:
        assert reader.stdout is not None
        while part := reader.stdout.read(CHUNK):
            yield part
    if reader.returncode:
        raise Unavailable(f"{path.name} can't be read")


def _overlapping(name: str, parts: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    tail = b""
    for part in parts:
        whole = tail + part
        yield name, whole
        tail = whole[-OVERLAP:]


def _vacuum(database: Database) -> None:
    for table in database.get_tables():
        database.execute_sql(f'VACUUM "{table}"')


def _copied(database: Any, table: str) -> Iterator[bytes]:
    held = bytearray()  # a part is a row
    with database.connection().cursor().copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as copy:
        for part in copy:
            held += part
            if len(held) >= CHUNK:
                yield bytes(held)
                held.clear()
    if held:
        yield bytes(held)
