"""The messages that a user gets in a day: what never left takes none of their places."""

from typing import Any

import pytest
from smartregion.v1 import notification_service_pb2 as pb

from ..conftest import StartHouse
from .test_dispatcher import EMAIL, NEWS, SMS, Post, S

QUEUED, SUPPRESSED = S.NOTIFICATION_STATE_QUEUED, S.NOTIFICATION_STATE_SUPPRESSED


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    return Post(house)


async def news(post: Post, *channels: int) -> Any:
    return await post.tell("news", channels or (SMS,), **NEWS)


async def cancel(post: Post, one: Any) -> None:
    admin = await post.house.operator("oksana")
    await admin.NotificationService.CancelNotification(id=one.id, etag=one.etag)


async def switch_off(post: Post, one: Any, channel: int) -> None:
    admin = await post.house.operator("oksana")
    wishes = await admin.NotificationService.GetPreferences(user_id=one.user_id)
    off = [pb.Preference(category=one.category, channel=channel, enabled=False)]
    await admin.NotificationService.UpdatePreferences(
        user_id=one.user_id, preferences=off, etag=wishes.etag, evidence="лист"
    )


async def test_a_cancelled_message_leaves_its_place_to_another(post: Post) -> None:
    first = [await news(post) for _ in range(3)]
    assert (await news(post)).suppressed_by == pb.SUPPRESSION_RULE_DAILY_CAP
    await cancel(post, first[0])
    assert [(await news(post)).state for _ in range(2)] == [QUEUED, SUPPRESSED]


async def test_a_message_that_goes_on_over_another_channel_has_one_place(post: Post) -> None:
    first = [await news(post, SMS, EMAIL) for _ in range(3)]
    await switch_off(post, first[0], SMS)
    gone_on = [await post.read((await post.read(one.id)).next_id) for one in first]
    assert {one.state for one in gone_on} == {QUEUED}
    assert (await news(post, EMAIL)).suppressed_by == pb.SUPPRESSION_RULE_DAILY_CAP
    await cancel(post, gone_on[0])
    assert [(await news(post, EMAIL)).state for _ in range(2)] == [QUEUED, SUPPRESSED]


async def test_a_message_that_is_stopped_when_it_is_handed_over_leaves_its_place_too(post: Post) -> None:
    first = [await news(post) for _ in range(3)]
    await post.house.app.services.store.write(
        lambda tx: tx.sql("UPDATE notification SET expires_at = ?", (tx.now + 1,))
    )
    post.house.clock.advance(milliseconds=2)
    assert await post.run() == 0
    assert (await post.read(first[0].id)).state == S.NOTIFICATION_STATE_EXPIRED
    assert [(await news(post)).state for _ in range(4)] == [QUEUED] * 3 + [SUPPRESSED]


async def test_what_was_sent_keeps_its_place(post: Post) -> None:
    for _ in range(3):
        await news(post)
    assert await post.run() == 3
    assert (await news(post)).suppressed_by == pb.SUPPRESSION_RULE_DAILY_CAP
