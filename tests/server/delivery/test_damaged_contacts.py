"""A contact that does not open is as good as none: one person goes without, and nobody else."""

import logging
from typing import Any

import pytest
from smartregion.v1 import notification_service_pb2 as pb

from server.codec import decode_id, encode_id
from server.notifications import outbox, sentences
from storage.repositories import devices

from ..conftest import StartHouse
from .test_dispatcher import EMAIL, NEWS, NO, SMS, C, Post, S

PUSH = pb.NotificationChannel.NOTIFICATION_CHANNEL_PUSH
SENT, SUPPRESSED = S.NOTIFICATION_STATE_SENT, S.NOTIFICATION_STATE_SUPPRESSED
COLUMN = {SMS: "phone_sealed", EMAIL: "email_sealed"}
DAMAGED_UK, DAMAGED_EN = sentences.DAMAGED
PEOPLE = 5


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    return Post(house)


async def people(post: Post) -> list[int]:
    """Some whose address is confirmed."""
    store = post.house.app.services.store
    statement = "SELECT id FROM app_user WHERE email_confirmed_at IS NOT NULL AND language = 1 ORDER BY id LIMIT ?"
    return [row[0] for row in await store.read(lambda tx: tx.sql(statement, (PEOPLE,)))]


async def tell(post: Post, to: list[int], *channels: int) -> list[str]:
    event = outbox.Event("news", C.NOTIFICATION_CAUSE_SENDER, channels=channels)
    listed = [outbox.Recipient(user_id, NEWS, NEWS) for user_id in to]
    store = post.house.app.services.store
    written = await store.write(lambda tx: outbox.tell(tx, event, listed, (SMS, EMAIL)))
    return [encode_id(number) for number in written]


async def damage(post: Post, user_id: int, channel: int, left: bytes | None = b"\x01" * 60) -> None:
    statement = f"UPDATE app_user SET {COLUMN[channel]} = ? WHERE id = ?"
    await post.house.app.services.store.write(lambda tx: tx.sql(statement, (left, user_id)))


async def read(post: Post, ids: list[str]) -> list[Any]:
    return [await post.read(one) for one in ids]


@pytest.mark.parametrize("left", [b"\x01" * 60, b"\x01", b""])
async def test_one_who_waits_for_it_holds_up_no_lane(post: Post, left: bytes, caplog: pytest.LogCaptureFixture) -> None:
    to = await people(post)
    ids = await tell(post, to, SMS)
    await damage(post, to[0], SMS, left)
    with caplog.at_level(logging.ERROR):
        assert await post.run() == PEOPLE - 1
    first, *others = await read(post, ids)
    assert (first.state, first.suppressed_by) == (SUPPRESSED, pb.SUPPRESSION_RULE_NO_CONTACT)
    assert (first.outcome, first.events[-1].detail) == (DAMAGED_UK, DAMAGED_UK)
    assert {one.state for one in others} == {SENT}
    assert [record.getMessage() for record in caplog.records] == ["a sealed field does not open"]


async def test_what_was_taken_away_at_the_last_moment_reaches_nobody_either(post: Post) -> None:
    """The rules were asked before: they knew of a phone."""
    to = await people(post)
    ids = await tell(post, to, SMS)
    await damage(post, to[0], SMS, None)
    assert await post.run() == PEOPLE - 1
    first, *_ = await read(post, ids)
    assert (first.state, first.outcome) == (SUPPRESSED, sentences.SUPPRESSED[pb.SUPPRESSION_RULE_NO_CONTACT][0])


async def test_one_who_waits_for_it_is_told_over_the_next_channel(post: Post) -> None:
    to = await people(post)
    ids = await tell(post, to, SMS, EMAIL)
    await damage(post, to[0], SMS)
    assert await post.run() == PEOPLE
    first, *_ = await read(post, ids)
    second = await post.read(first.next_id)
    assert (first.state, second.channel, second.state) == (SUPPRESSED, EMAIL, SENT)
    assert (len(post.sms.given), len(post.email.given)) == (PEOPLE - 1, 1)


async def test_a_cascade_passes_it_and_what_was_accepted_stays_accepted(post: Post) -> None:
    """The unit that records the answers of a batch raises what was refused anew."""
    to = await people(post)
    ids = await tell(post, to, EMAIL, SMS)
    await damage(post, to[0], SMS)
    post.email.says = lambda letter: NO if decode_id(letter.user_id) in to[:2] else post.sms.says(letter)
    await post.run()
    first, second, *others = await read(post, ids)
    assert {one.state for one in others} == {SENT}
    assert {first.state, second.state} == {S.NOTIFICATION_STATE_FAILED_PERMANENT}
    assert first.next_id == ""
    assert (await post.read(second.next_id)).state == SENT


async def test_a_text_that_no_longer_opens_goes_over_no_other_channel_and_holds_nobody_up(post: Post) -> None:
    to = await people(post)
    ids = await tell(post, to, EMAIL, SMS)
    store = post.house.app.services.store
    post.email.says = lambda letter: NO
    send = post.email.send

    async def damaged_meanwhile(letters: Any) -> Any:
        statement = "UPDATE notification SET body_sealed = ? WHERE id = ?"
        await store.write(lambda tx: tx.sql(statement, (b"\x01" * 60, decode_id(ids[0]))))
        return await send(letters)

    post.email.send = damaged_meanwhile  # type: ignore[method-assign]
    await post.run()
    rows = await store.read(lambda tx: tx.sql("SELECT state, next_id FROM notification ORDER BY id"))
    assert rows[0] == (S.NOTIFICATION_STATE_FAILED_PERMANENT, None)
    assert [one.user_id for one in post.sms.given] == [encode_id(user_id) for user_id in to[1:]]


async def test_the_token_of_one_device_holds_up_no_lane(post: Post) -> None:
    store = post.house.app.services.store
    one, *others = await people(post)
    for user_id in (one, *others):
        await store.write(lambda tx, user_id=user_id: devices.register(tx, user_id, f"token-{user_id}", 1, "", 10))  # type: ignore[misc]
    statement = "UPDATE device SET token_sealed = ? WHERE user_id = ?"
    await store.write(lambda tx: tx.sql(statement, (b"\x01" * 60, one)))
    found = await store.read(lambda tx: devices.tokens(tx, [one, *others]))
    assert found == {user_id: (f"token-{user_id}",) for user_id in others}


async def test_why_it_reaches_nobody_is_explained(post: Post) -> None:
    to = await people(post)
    (one,) = await tell(post, to[:1], SMS, EMAIL)
    await damage(post, to[0], SMS)
    admin = await post.house.operator("oksana")
    why = await admin.NotificationService.ExplainNotification(notification_id=one)
    by_channel = {told.channel: told for told in why.channels}
    said = [(rule.message_uk, rule.message_en) for rule in by_channel[SMS].rules if rule.answer == pb.RULE_ANSWER_STOPS]
    assert said == [(DAMAGED_UK, DAMAGED_EN)]
    assert (by_channel[SMS].allowed, by_channel[EMAIL].allowed, why.chosen) == (False, True, EMAIL)
