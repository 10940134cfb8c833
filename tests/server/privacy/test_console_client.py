"""The console's own client, against the service: what it saves is what was made."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from console.client.api import Client
from console.ports import ClientError
from server.demo.seed import PASSWORD

from ..conftest import House
from .conftest import answered


async def test_the_console_saves_a_package_and_letters_and_is_told_why_it_sends_no_link(house: House) -> None:
    done, user = await answered(house)
    client = Client(f"127.0.0.1:{house.app.port}")
    try:
        await client.auth.sign_in("petro", PASSWORD, "")
        pieces = [piece async for piece in client.privacy.package(done.id, "ARCHIVE")]
        with ZipFile(BytesIO(b"".join(pieces))) as archive:
            assert json.loads(archive.read("manifest.json"))["request"] == done.number
            assert user.phone in archive.read("package.json").decode()
        ((name, body),) = await client.privacy.letters(done.id, "ANSWER", "PDF")
        assert name == f"letter-{done.number}-answer.pdf"
        assert body.startswith(b"%PDF")
        with pytest.raises(ClientError, match=r"роздрукуйте|print"):
            await client.privacy.link(await client.privacy.get(done.id))
    finally:
        await client.close()
