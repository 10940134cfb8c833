"""A start that fails, and a drain that is broken off: what had begun by then has ended."""

import asyncio
import shutil
import socket
from pathlib import Path

import pytest

from server.app import App
from server.config import Settings
from storage.errors import Unavailable

from .test_kill import free_port


@pytest.mark.parametrize("taken", ["metrics", "calls", "callbacks"])
async def test_a_start_that_finds_an_address_taken_lets_go_of_all_else(taken: str, town: Path, tmp_path: Path) -> None:
    shutil.copytree(town, tmp_path / "house")
    ports = {name: free_port() for name in ("metrics", "calls", "callbacks")}
    settings = Settings(
        data_dir=tmp_path / "house",
        listen=f"127.0.0.1:{ports['calls']}",
        metrics_port=ports["metrics"],
        hooks_listen=f"127.0.0.1:{ports['callbacks']}",
    )
    before = asyncio.all_tasks()
    with socket.create_server(("127.0.0.1", ports[taken])):
        with pytest.raises(OSError, match=r"ddress already in use|can't be bound"):
            await App.start(settings)
        assert asyncio.all_tasks() == before
        for name in ports.keys() - {taken}:
            with socket.socket() as probe:
                assert probe.connect_ex(("127.0.0.1", ports[name])) != 0, name
    app = await App.start(settings)
    assert app.port == ports["calls"]
    await app.drain(0)
    assert asyncio.all_tasks() == before


@pytest.mark.parametrize("breaks", [RuntimeError("the transport"), asyncio.CancelledError()])
async def test_a_drain_that_is_broken_off_still_closes_the_storage(
    breaks: BaseException, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(town, tmp_path / "house")
    before = asyncio.all_tasks()
    app = await App.start(Settings(data_dir=tmp_path / "house", listen="127.0.0.1:0"))

    async def broken(grace: float) -> None:
        raise breaks

    monkeypatch.setattr(app.listener, "drain", broken)
    with pytest.raises(type(breaks)):
        await app.drain(0)
    with pytest.raises(Unavailable):
        await app.services.store.write(lambda tx: tx.now)
    assert asyncio.all_tasks() == before
