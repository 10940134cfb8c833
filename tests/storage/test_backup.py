"""Backups made while the store is in use, restored and verified; nobody who was erased comes back with one."""

import asyncio
from pathlib import Path

import pytest

from storage.engine import backup as backups
from storage.engine import schema
from storage.engine.audit import AuditRecord
from storage.engine.erasure import erase_columns
from storage.engine.feed import Topic
from storage.engine.store import Store
from storage.errors import Damaged, NotMigrated, StorageError
from storage.keys.keystore import KeyStore
from storage.models.people import User
from storage.repositories import users
from tests.engines import OpenStore, Postgres


@pytest.fixture
def tools(engine: str, request: pytest.FixtureRequest) -> Path | None:
    if engine == "sqlite":
        return None
    server: Postgres = request.getfixturevalue("postgres")
    return Path(server.bin)


async def register(store: Store, number: int) -> None:
    def unit(tx: object) -> None:
        users.create(
            tx,  # type: ignore[arg-type]
            number,
            phone=f"+38067{number:07}",
            email=f"p{number}@example.com",
            first_name="Олена",
            last_name="Коваль",
            language=1,
        )
        tx.audit(AuditRecord(2, 1, "UserService.CreateUser", person_id=number))  # type: ignore[attr-defined]

    await store.write(unit)


async def test_a_backup_made_under_load_restores_to_a_whole_store(
    store: Store, url: str, empty_url: str, tmp_path: Path, tools: Path | None, keys: KeyStore
) -> None:
    for number in range(10):
        await register(store, number + 1)
    going = asyncio.ensure_future(asyncio.gather(*(register(store, number + 100) for number in range(200))))
    made = await asyncio.to_thread(backups.backup, url, tmp_path / "backup", tools=tools)
    await going
    restored = await asyncio.to_thread(backups.restore, tmp_path / "backup", empty_url, tools=tools)
    assert restored == made
    other = await Store.open(empty_url, keys)
    try:
        count = await other.read(lambda tx: tx.scalar(User.select(User.id)))
        assert count
        assert other.identity != store.identity
        person = await other.read(lambda tx: users.get_any(tx, 3))
        assert person is not None
        assert person.first_name == "Олена"
    finally:
        await other.close()


async def test_who_was_erased_since_is_erased_again(
    store: Store, url: str, empty_url: str, tmp_path: Path, tools: Path | None, keys: KeyStore
) -> None:
    await register(store, 1)
    await register(store, 2)
    await asyncio.to_thread(backups.backup, url, tmp_path / "backup", tools=tools)
    await store.write(lambda tx: erase_columns(tx, 1))
    keys.destroy(1, 5)
    await asyncio.to_thread(backups.restore, tmp_path / "backup", empty_url, tools=tools)
    other = await Store.open(empty_url, keys)
    try:
        rows = await other.read(lambda tx: tx.all(User.select().order_by(User.id)))
        assert rows[0].phone_sealed is None
        assert rows[0].phone_index is None
        assert rows[1].phone_sealed is not None
    finally:
        await other.close()


async def test_keys_of_an_older_backup_bring_nobody_back(open_store: OpenStore, keys: KeyStore) -> None:
    """The database knows who was erased, too: a key that came back is destroyed again."""
    store = await open_store()
    await register(store, 1)
    await store.write(lambda tx: erase_columns(tx, 1))
    await open_store()
    assert 1 in keys.tombstones()


async def test_a_damaged_backup_is_refused_and_the_place_stays_empty(
    store: Store, url: str, empty_url: str, tmp_path: Path, tools: Path | None
) -> None:
    await register(store, 1)
    made = await asyncio.to_thread(backups.backup, url, tmp_path / "backup", tools=tools)
    copy = tmp_path / "backup" / made.file
    body = bytearray(copy.read_bytes())
    body[len(body) // 2] ^= 0xFF
    copy.write_bytes(body)
    with pytest.raises(Damaged):
        await asyncio.to_thread(backups.restore, tmp_path / "backup", empty_url, tools=tools)
    schema.migrate(empty_url)  # it is as empty as before


async def test_nothing_is_overwritten(store: Store, url: str, tmp_path: Path, tools: Path | None) -> None:
    await asyncio.to_thread(backups.backup, url, tmp_path / "backup", tools=tools)
    with pytest.raises(StorageError, match="never overwritten"):
        await asyncio.to_thread(backups.backup, url, tmp_path / "backup", tools=tools)
    with pytest.raises(StorageError, match="empty"):
        await asyncio.to_thread(backups.restore, tmp_path / "backup", url, tools=tools)


async def test_an_unmigrated_or_newer_database_is_not_opened(
    empty_url: str, url: str, store: Store, keys: KeyStore
) -> None:
    with pytest.raises(NotMigrated, match="migrate"):
        await Store.open(empty_url, keys)
    await store.write(
        lambda tx: tx.sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')")
    )
    with pytest.raises(NotMigrated, match="9999_later"):
        await Store.open(url, keys)


async def test_migrations_run_forward_on_a_database_in_use(store: Store, url: str) -> None:
    await register(store, 1)
    assert schema.migrate(url) == []
    await store.write(lambda tx: tx.change(Topic.USERS, 1))
    assert await store.read(lambda tx: users.get_any(tx, 1)) is not None


def test_the_migrations_make_what_the_models_say(url: str) -> None:
    from storage.connect import connect
    from storage.models import MODELS

    database = connect(url)
    with schema.closing_after(database):
        for model in MODELS:
            columns = {column.name for column in database.get_columns(model._meta.table_name)}
            assert columns == {field.column_name for field in model._meta.sorted_fields}
