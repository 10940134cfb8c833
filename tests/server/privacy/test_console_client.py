"""The console's own client, against the service: what it saves is what was made."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from smartregion.v1 import privacy_request_service_pb2 as pb

from console.client.api import Client
from console.intake import Letter, Part
from console.models import Query
from console.ports import ClientError
from server.demo.seed import PASSWORD

from ..conftest import House
from .conftest import answered
from .test_mails import mail


async def test_the_console_saves_a_package_and_letters_and_is_told_why_it_sends_no_link(house: House) -> None:
    done, user = await answered(house)
    client = Client(f"127.0.0.1:{house.app.port}")
    try:
        await client.auth.sign_in("petro", PASSWORD, "")
        client.look_for("PRIVACY_REQUEST", "")
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


async def test_the_console_registers_letters_and_mails_and_lifts_a_restriction(house: House, tmp_path: Path) -> None:
    done, user = await answered(house, pb.PRIVACY_REQUEST_KIND_RESTRICTION)
    client = Client(f"127.0.0.1:{house.app.port}")
    try:
        await client.auth.sign_in("petro", PASSWORD, "")
        parts = (Part("ACCESS", "Які дані?", "eu-gdpr"), Part("APPEAL", "Тиск", "", "FURTHER_STUDY"))
        letter = Letter("LETTER", "20.11.2026", "Іван Сич", "вул. Лісова, 2", "", "", "", "скан-1", parts)
        access, appeal = await client.privacy.register(letter)
        assert [link.number for link in access.siblings] == [appeal.number]
        assert (appeal.circumstances, "EU-GDPR" in access.regimes) == (("FURTHER_STUDY",), True)
        with pytest.raises(ClientError, match=r"ім'я людини|name of a person"):
            await client.privacy.register(replace(letter, applicant="12345"))

        path = tmp_path / "лист.eml"
        path.write_bytes(mail() + b" " * 2_000_000)
        draft, known = await client.drafts.take(path)
        assert (known, draft.size, "TRUNCATED" in draft.warnings) == (False, path.stat().st_size, True)
        assert (await client.drafts.take(path))[1]
        with pytest.raises(ClientError):
            await client.drafts.take(tmp_path / "none.eml")
        (listed,) = (await client.drafts.page(Query((("state", "new"),)), token="", skip=0, size=10)).rows
        made = await client.drafts.confirm(listed, replace(letter, channel="EMAIL", parts=parts[:1]))
        assert (await client.drafts.get(draft.id)).request_numbers == (made[0].number,)

        one = await client.privacy.propose_lifting(await client.privacy.get(done.id), "ENDED", "перевірено")
        one = await client.privacy.tell_lifting(one, "23.11.2026", "лист № 12")
        assert one.lifting is not None
        assert (one.lifting.state, "ApproveLifting" in one.allowed) == ("TOLD", True)
        left = await client.privacy.approve_lifting(one, False, "ще ні")
        assert left.lifting is not None
        assert left.lifting.state == "DISMISSED"
    finally:
        await client.close()
    assert user.id == done.user_id
