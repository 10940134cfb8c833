"""What was said of a cause before is not said after what is said of it now."""

from typing import Any

import pytest

from server.codec import decode_id, encode_id
from server.limits import RETRY_LONGEST_MS
from server.notifications import outbox

from ..conftest import StartHouse
from .test_dispatcher import EMAIL, LATER, NO, SMS, TAKEN, C, Post, S

WORKS = {
    "service": "Газ",
    "place": "за адресою вул. Лісова, 1",
    "from": "2026-11-25T09:00:00+02:00",
    "until": "2026-11-25T17:00:00+02:00",
    "reason": "ремонт",
}


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    return Post(house)


async def say(post: Post, edition: int, template: str, cause_id: int = 7) -> Any:
    """What an edition of works says to the first user whose address is confirmed."""
    admin = await post.house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=100)).users
    user = next(one for one in users if one.HasField("email_confirmed_at"))
    event = outbox.Event(template, C.NOTIFICATION_CAUSE_WORK, cause_id=cause_id, edition=edition, channels=(SMS, EMAIL))
    to = outbox.Recipient(decode_id(user.id), WORKS, WORKS)
    store = post.house.app.services.store
    (number,) = await store.write(lambda tx: outbox.tell(tx, event, [to], (SMS, EMAIL)))
    return await post.read(encode_id(number))


async def test_an_edition_on_its_way_back_does_not_go_out_after_the_next(post: Post) -> None:
    post.sms.says = lambda letter: LATER
    first = await say(post, 1, "works_planned")
    assert await post.run() == 1
    post.sms.says = lambda letter: TAKEN
    second = await say(post, 2, "works_changed")
    other = await say(post, 1, "works_planned", cause_id=8)
    post.house.clock.advance(milliseconds=int(RETRY_LONGEST_MS * 1.3))
    post.house.forget_sessions()
    await post.run()
    assert (await post.read(first.id)).state == S.NOTIFICATION_STATE_CANCELLED
    assert (await post.read(second.id)).state == S.NOTIFICATION_STATE_SENT
    assert (await post.read(other.id)).state == S.NOTIFICATION_STATE_SENT
    assert [one.id for one in post.sms.given] == [first.id, second.id, other.id]


async def test_an_edition_that_is_refused_goes_on_over_no_other_channel_after_the_next(post: Post) -> None:
    first = await say(post, 1, "works_planned")
    second: list[Any] = []

    async def told_meanwhile(letters: Any) -> Any:
        if not second:
            second.append(await say(post, 2, "works_changed"))
            return [NO] * len(letters)
        return [TAKEN] * len(letters)

    post.sms.send = told_meanwhile  # type: ignore[method-assign]
    await post.run()
    assert (await post.read(first.id)).state == S.NOTIFICATION_STATE_FAILED_PERMANENT
    assert (await post.read(first.id)).next_id == ""
    later = await post.read(second[0].id)
    assert first.body not in [one.body for one in post.email.given]
    assert later.state in (S.NOTIFICATION_STATE_SENT, S.NOTIFICATION_STATE_SUPPRESSED)
