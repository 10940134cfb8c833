"""Drafts, and what becomes of them."""

from typing import Any

from smartregion.v1 import policy_service_pb2 as pb

from ..conftest import Client, House

UK = "# Політика\n\nМи зберігаємо телефон.\n\n## Права\n\nПишіть нам."
EN = "# Policy\n\nWe keep the phone.\n\n## Rights\n\nWrite to us."


def draft(label: str = "2026-12", **changes: Any) -> pb.PolicyVersion:
    fields = {"text_uk": UK, "text_en": EN, "summary_uk": "Зміни.", "summary_en": "Changes.", **changes}
    effective_from = fields.pop("effective_from", None)
    made = pb.PolicyVersion(label=label, **fields)
    if effective_from is not None:
        made.effective_from.FromMilliseconds(effective_from)
    return made


async def written(client: Client, label: str = "2026-12", **changes: Any) -> pb.PolicyVersion:
    reply = await client.PolicyService.CreatePolicyVersion(version=draft(label, **changes))
    made: pb.PolicyVersion = reply.version
    return made


async def publish(client: Client, one: pb.PolicyVersion) -> pb.PolicyVersion:
    reply = await client.PolicyService.PublishPolicyVersion(id=one.id, etag=one.etag)
    made: pb.PolicyVersion = reply.version
    return made


async def published(house: House, label: str = "2026-12", **changes: Any) -> pb.PolicyVersion:
    """Written by Petro and published by Oksana."""
    one = await written(await house.operator("petro"), label, **changes)
    return await publish(await house.operator("oksana"), one)


async def a_phone(house: House) -> str:
    """Of somebody who is registered."""
    admin = await house.operator("oksana")
    phone: str = (await admin.UserService.ListUsers(page_size=1)).users[0].phone
    return phone
