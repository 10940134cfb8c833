"""A published version is announced to everybody, once, whatever they have switched off."""

from functools import partial

import pytest
from smartregion.v1 import notification_service_pb2 as pb

from server.codec import DAY_MS, decode_id
from server.notifications.raising import policies as raising
from storage.engine.feed import Topic
from storage.engine.transaction import Tx

from ..conftest import START, House
from .conftest import a_phone, published, written

POLICY = int(pb.NotificationCause.NOTIFICATION_CAUSE_POLICY)


async def told(house: House) -> list[int]:
    """Acts on all that has changed; users by message about the policy, in order."""
    await house.app.raising.run_once()

    def query(tx: Tx) -> list[int]:
        return [
            user_id for (user_id,) in tx.sql("SELECT user_id FROM notification WHERE cause = ? ORDER BY id", (POLICY,))
        ]

    return await house.app.services.store.read(query)


@pytest.fixture
async def quiet(house: House) -> House:
    """The house at a standstill: nothing is raised, and nothing sent, but by the test."""
    await house.app.delivery.close()
    await house.app.raising.close()
    return house


async def everybody(house: House) -> list[int]:
    rows = await house.app.services.store.read(lambda tx: tx.sql("SELECT id FROM app_user ORDER BY id"))
    return [user_id for (user_id,) in rows]


async def test_everybody_is_told_once_some_at_a_time(quiet: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raising, "MESSAGES_AT_ONCE", 5)
    draft = await written(await quiet.operator("petro"), "2027-06")
    assert await told(quiet) == []  # neither of the first version nor of a draft
    one = await published(quiet)
    people = await everybody(quiet)
    assert len(people) > 10
    assert await told(quiet) == people
    shown = (await (await quiet.operator("petro")).PolicyService.GetPolicyVersion(id=one.id)).version
    assert shown.HasField("announced_at")
    assert (shown.reach.users, shown.reach.told, shown.reach.suppressed) == (len(people), len(people), 0)
    assert shown.etag == one.etag  # progress is no new version
    for number in (decode_id(one.id), decode_id(draft.id)):
        await quiet.app.services.store.write(partial(Tx.change, topic=Topic.POLICIES, ids=number))
    assert await told(quiet) == people


async def test_it_is_said_when_it_takes_effect_and_no_wish_keeps_it_in(quiet: House) -> None:
    admin = await quiet.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=1)).users[0]
    resident = await quiet.resident(user.phone)
    current = await resident.NotificationService.GetPreferences()
    off = [
        pb.Preference(category=one.category, channel=one.channel, enabled=False)
        for one in current.preferences
        if not one.fixed and one.channel != pb.NOTIFICATION_CHANNEL_SMS
    ]
    await resident.NotificationService.UpdatePreferences(preferences=off, etag=current.etag)
    await published(quiet, effective_from=START + 10 * DAY_MS)
    await told(quiet)
    mine = pb.NotificationFilter(user_id=user.id, cause=pb.NOTIFICATION_CAUSE_POLICY)
    (one,) = (await admin.NotificationService.ListNotifications(filter=mine)).notifications
    assert (one.state, one.category) == (pb.NOTIFICATION_STATE_QUEUED, pb.NOTIFICATION_CATEGORY_POLICY_CHANGE)
    assert one.urgency == pb.URGENCY_BULK
    full = (await admin.NotificationService.GetNotification(id=one.id)).notification
    assert "03.12.2026" in full.body or "3 Dec 2026" in full.body
    assert "2026-12" in full.body


async def test_on_postgresql_a_version_is_published_told_and_accepted(postgres_house: House) -> None:
    await postgres_house.app.delivery.close()
    await postgres_house.app.raising.close()
    resident = await postgres_house.resident(await a_phone(postgres_house))
    one = await published(postgres_house)
    assert await told(postgres_house) == await everybody(postgres_house)
    await resident.AccountService.ListAccounts()
    await resident.PolicyService.RecordAcceptance(policy_version=one.label)
    await postgres_house.app.boundary.uses.settled()
    shown = (await (await postgres_house.operator("petro")).PolicyService.GetPolicyVersion(id=one.id)).version
    assert (shown.reach.accepted_explicitly, shown.reach.accepted_by_use) == (1, 0)
    assert shown.reach.told == shown.reach.users
    assert len((await resident.PolicyService.ListAcceptances()).acceptances) == 2
