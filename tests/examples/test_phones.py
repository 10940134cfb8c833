"""The example of a site receives what the service uploads: part by part, each again where its answer was lost."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from server.users import phone_upload
from tests.server.conftest import StartHouse, start_house, town
from tests.server.test_phone_export import everybody
from tests.server.test_phone_upload import TOKEN, phones_to, upload_of

from .test_parcel import run

__all__ = ["start_house", "town"]

EXAMPLE = Path(__file__).parents[2] / "examples" / "python" / "receive_phones.py"


async def test_a_site_receives_the_phones_and_keeps_no_part_of_an_upload_behind_it(
    start_house: StartHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_upload, "PHONES_PART_ROWS", 5)
    monkeypatch.setattr("server.limits.PHONES_SECONDS", 1_000_000.0)
    public, folder = run("key", str(tmp_path / "site.key")).decode().strip(), tmp_path / "site"
    words = (str(EXAMPLE), "127.0.0.1:0", str(tmp_path / "site.key"), str(folder))
    environment = {"PATH": os.environ["PATH"], "SITE_TOKEN": TOKEN}
    site = await asyncio.create_subprocess_exec(
        sys.executable, *words, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert site.stdout is not None
    said = await asyncio.wait_for(site.stdout.readline(), 30)
    address = f"http://{said.decode().split()[-1]}/phones"
    try:
        house = await start_house(**{**phones_to(address), "phones_key": public})
        await upload_of(house).turn()
        rows = [line.split(",") for line in (folder / "phones.csv").read_text().splitlines()]
        assert dict(rows) == await everybody(house)
        assert sorted(path.name for path in folder.iterdir()) == ["done", "phones.csv"]
        wrong = await start_house(**{**phones_to(address), "phones_key": public, "phones_token": "another-token-here"})
        await upload_of(wrong).turn()
        assert upload_of(wrong).failures == 1
    finally:
        site.kill()
        await site.wait()
