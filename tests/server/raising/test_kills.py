"""The server is killed while it raises messages: each change raises its message once, and none is lost."""

import asyncio
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from server.app import open_services
from server.config import Settings
from server.notifications.raising.running import Raising
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.feed import ChangeKind, Topic

from .. import processes

KILLS, AT_ONCE = 6, 5


async def changed(settings: Settings) -> list[int]:
    """Tells the feed of readings that residents handed in, while nobody reads it; their ids. Kinds alternate, so that
    each change takes a unit of its own."""
    services = await open_services(settings, SYSTEM_CLOCK)
    store = services.store
    try:
        await Raising(services).begin()
        statement = "SELECT id FROM reading WHERE source = 1 AND submitter_kind = 4 ORDER BY id"
        ids = [number for (number,) in await store.read(lambda tx: tx.sql(statement))]
        for place in range(0, len(ids), AT_ONCE):
            some = ids[place : place + AT_ONCE]
            kind = (ChangeKind.CREATED, ChangeKind.UPDATED)[place // AT_ONCE % 2]
            await store.write(lambda tx, some=some, kind=kind: tx.change(Topic.READING_RECEIPTS, some, kind))  # type: ignore[misc]
        return ids
    finally:
        await services.providers.close()
        await store.close()


def raised(connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute("SELECT cause_id FROM notification WHERE template_name = 'reading_accepted'")
    return [number for (number,) in rows]


@pytest.mark.xdist_group("kill")
async def test_kills_lose_no_message_and_raise_none_twice(town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    shutil.copytree(town, folder)
    settings = Settings(data_dir=folder, listen="127.0.0.1:0")
    ids = await changed(settings)
    chance, worked = random.Random(2297), 0
    with sqlite3.connect(folder / "smartregion.db") as connection:
        for last in (False,) * KILLS + (True,):
            before = len(raised(connection))
            server = processes.start(
                ["--data-dir", str(folder), "serve", "--listen", settings.listen], folder / "server.log"
            )
            try:
                for _ in range(3_000):
                    found = len(raised(connection))
                    if found == len(ids) or (not last and found > before):
                        break
                    await asyncio.sleep(0.005)
                await asyncio.sleep(chance.uniform(0, 0.05))
            finally:
                server.kill()
                server.join()
            worked += before < len(raised(connection)) < len(ids)
        assert sorted(raised(connection)) == ids
    assert worked >= 3, "the kills came too late"
