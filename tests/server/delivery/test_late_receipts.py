"""That a message arrived is the last word, however late it is told: what waits in its place is not sent; on both
engines."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1.notification_service_pb2 import NotificationState as S
from smartregion.v1.notification_service_pb2 import SuppressionRule as R
from smartregion.v1.user_service_pb2 import USER_STATE_BLOCKED

from server.codec import encode_id
from server.notifications.channels import Answer, Outcome, ProviderReceipt
from server.notifications.decision import EMAIL, SMS
from server.notifications.delivery import receipts
from server.notifications.delivery.deciding import Deciding, rerouted
from server.notifications.templates import seed_templates
from server.policies import first as policy
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import campaigns, facts, notifications
from storage.repositories.outbox import Moved, held, move
from tests.engines import OpenStore

from ..conftest import StartHouse
from ..notifications.test_outbox import C, event, news, person, rows, told
from ..principals import key_of_provider
from .test_dispatcher import NEWS, Post

QUEUED, SENT, DELIVERED = S.NOTIFICATION_STATE_QUEUED, S.NOTIFICATION_STATE_SENT, S.NOTIFICATION_STATE_DELIVERED
FAILED, CANCELLED = S.NOTIFICATION_STATE_FAILED_PERMANENT, S.NOTIFICATION_STATE_CANCELLED
SUPPRESSED = S.NOTIFICATION_STATE_SUPPRESSED
SENDING, FAILED_FOR_NOW = S.NOTIFICATION_STATE_SENDING, S.NOTIFICATION_STATE_FAILED_TEMPORARY
WAYS = (SMS, EMAIL)


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    opened = await open_store()
    await opened.write(seed_templates)
    await opened.write(policy.seed)
    return opened


def become(tx: Tx, number: int, state: int, provider: str) -> None:
    """As the dispatcher leaves a message."""
    move(tx, [Moved(row, state, None, provider=provider) for row in held(tx, [number], [QUEUED])])


def tell(tx: Tx, number: int, provider: str, *states: int) -> list[receipts.Recorded]:
    found = [ProviderReceipt(provider, f"{number}", state, tx.now, "") for state in states]
    tx.sql("UPDATE notification SET provider_message_id = ? WHERE id = ?", (f"{number}", number))
    return receipts.record(tx, found, WAYS)


async def failed_by_sms(store: Store) -> tuple[Notification, Notification]:
    """A message that an SMS did not deliver, and the e-mail that waits in its place."""
    one = await store.write(lambda tx: person(tx, 1))
    (first,) = await told(store, event(channels=WAYS), news(one), available=WAYS)
    await store.write(lambda tx: become(tx, first, SENT, "sms"))
    await store.write(lambda tx: tell(tx, first, "sms", FAILED))
    before, after = await store.read(rows)
    assert (before.state, after.state, after.channel) == (FAILED, QUEUED, EMAIL)
    return before, after


async def states(store: Store) -> list[int]:
    return [row.state for row in await store.read(rows)]


async def test_what_waits_in_the_place_of_a_message_that_arrived_is_called_off_with_the_reason(store: Store) -> None:
    before, _ = await failed_by_sms(store)
    (done,) = await store.write(lambda tx: tell(tx, before.id, "sms", DELIVERED))
    assert done.changed
    first, second = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert (first.row.state, second.row.state, second.row.due_at) == (DELIVERED, CANCELLED, None)
    assert second.outcome == receipts.ARRIVED[0]


async def test_the_place_in_the_cap_is_that_of_the_message_that_arrived(store: Store) -> None:
    before, _ = await failed_by_sms(store)
    await store.write(lambda tx: tell(tx, before.id, "sms", DELIVERED))
    known = await store.read(
        lambda tx: facts.of_users(tx, [before.user_id], C.NOTIFICATION_CATEGORY_NEWS, "2026-11-23")
    )
    assert known[before.user_id].today == 1
    assert [row.counted_on for row in await store.read(rows)] == ["2026-11-23", None]


async def test_what_was_handed_over_in_its_place_goes_its_way(store: Store) -> None:
    before, after = await failed_by_sms(store)
    await store.write(lambda tx: become(tx, after.id, SENT, "mail"))
    await store.write(lambda tx: tell(tx, before.id, "sms", DELIVERED))
    assert await states(store) == [DELIVERED, SENT]


async def test_the_last_of_a_cascade_is_called_off_as_well(store: Store) -> None:
    """The e-mail in its place failed too, and another message waits in the place of that one."""
    before, after = await failed_by_sms(store)
    await store.write(lambda tx: become(tx, after.id, SENT, "mail"))
    await store.write(lambda tx: tx.sql("UPDATE notification SET cascade = '2' WHERE id = ?", (after.id,)))
    await store.write(lambda tx: tell(tx, after.id, "mail", FAILED))
    assert await states(store) == [FAILED, FAILED, QUEUED]
    await store.write(lambda tx: tell(tx, before.id, "sms", DELIVERED))
    assert await states(store) == [DELIVERED, FAILED, CANCELLED]


# -- over another provider


def answer(tx: Tx, number: int, provider: str, named: str, state: int) -> list[receipts.Recorded]:
    return receipts.record(tx, [ProviderReceipt(provider, named, state, tx.now, "")], WAYS)


def hand_over(tx: Tx, number: int, provider: str, named: str) -> None:
    """A provider takes a message that waits."""
    (row,) = held(tx, [number], [QUEUED, FAILED_FOR_NOW])
    move(tx, [Moved(row, SENDING, None, provider=provider, attempts=row.attempts + 1)])
    (row,) = held(tx, [number], [SENDING])
    move(tx, [Moved(row, SENT, None, provider_message_id=named)])


async def taken_by_another(store: Store) -> int:
    """An urgent message that one provider failed for now, and that another has taken."""
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(channels=WAYS), news(one), available=WAYS)
    await store.write(lambda tx: hand_over(tx, number, "first", "f-1"))
    await store.write(lambda tx: answer(tx, number, "first", "f-1", FAILED_FOR_NOW))
    await store.write(lambda tx: hand_over(tx, number, "second", "s-1"))
    return number


async def test_who_had_it_before_tells_that_it_arrived(store: Store) -> None:
    number = await taken_by_another(store)
    (done,) = await store.write(lambda tx: answer(tx, number, "first", "f-1", DELIVERED))
    assert (done.notification_id, done.state, done.changed) == (number, DELIVERED, True)
    (row,) = await store.read(rows)
    assert (row.state, row.provider, row.provider_message_id) == (DELIVERED, "first", "f-1")
    # And the other's failure is no news any more, by its own id too.
    (late,) = await store.write(lambda tx: answer(tx, number, "second", "s-1", FAILED))
    assert not late.changed
    assert await states(store) == [DELIVERED]


async def test_it_arrived_though_the_other_failed_and_what_waits_in_its_place_is_called_off(store: Store) -> None:
    number = await taken_by_another(store)
    await store.write(lambda tx: answer(tx, number, "second", "s-1", FAILED))
    assert await states(store) == [FAILED, QUEUED]
    await store.write(lambda tx: answer(tx, number, "first", "f-1", DELIVERED))
    assert await states(store) == [DELIVERED, CANCELLED]


async def test_who_had_it_before_tells_of_no_failure(store: Store) -> None:
    number = await taken_by_another(store)
    (done,) = await store.write(lambda tx: answer(tx, number, "first", "f-1", FAILED))
    assert not done.changed
    assert await states(store) == [SENT]


async def test_who_never_had_it_tells_nothing(store: Store) -> None:
    number = await taken_by_another(store)
    known = ProviderReceipt("third", "", DELIVERED, 0, "", encode_id(number))
    (done,) = await store.write(lambda tx: receipts.record(tx, [known], WAYS, frozenset({"third"})))
    assert (done.state, done.changed) == (0, False)
    theirs = replace(known, provider="first")
    (done,) = await store.write(lambda tx: receipts.record(tx, [theirs], WAYS, frozenset({"first"})))
    assert (done.state, done.changed) == (DELIVERED, True)


async def test_what_went_over_another_channel_arrived_all_the_same(store: Store) -> None:
    """Its provider failed for now, then all of the channel were out, and it was cancelled in favour of another."""
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(channels=WAYS), news(one), available=WAYS)
    await store.write(lambda tx: hand_over(tx, number, "sms", "f-1"))
    await store.write(lambda tx: answer(tx, number, "sms", "f-1", FAILED_FOR_NOW))

    def out(tx: Tx) -> None:
        moves: list[Moved] = []
        waiting = [row._replace(queued_at=0) for row in held(tx, [number], [FAILED_FOR_NOW])]
        assert rerouted(tx, waiting, SMS, [EMAIL], moves) == []
        move(tx, moves)

    await store.write(out)
    assert await states(store) == [CANCELLED, QUEUED]
    await store.write(lambda tx: answer(tx, number, "sms", "f-1", DELIVERED))
    first, second = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert (first.row.state, second.row.state) == (DELIVERED, CANCELLED)
    assert second.outcome == receipts.ARRIVED[0]
    assert [row.counted_on for row in await store.read(rows)] == ["2026-11-23", None]


async def stopped_by_a_rule(store: Store) -> int:
    """A message of a campaign that a provider failed for now, and that a rule stopped before its next try."""
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(channels=WAYS), news(one), available=WAYS)

    def unit(tx: Tx) -> None:
        tx.sql("UPDATE notification SET cause = ?, cause_id = 7 WHERE id = ?", (campaigns.CAUSE, number))
        (row,) = held(tx, [number], [QUEUED])
        campaigns.tally(tx, [campaigns.Step(7, row.channel, 0, QUEUED, parts=row.parts)])
        hand_over(tx, number, "sms", "f-1")
        answer(tx, number, "sms", "f-1", FAILED_FOR_NOW)
        moves: list[Moved] = []
        tx.sql("UPDATE app_user SET state = ? WHERE id = ?", (USER_STATE_BLOCKED, row.user_id))
        assert Deciding(tx, WAYS, moves).ready(held(tx, [number], [FAILED_FOR_NOW])) == []
        move(tx, moves)

    await store.write(unit)
    (row,) = [row for row in await store.read(rows) if row.id == number]
    assert (row.state, row.suppressed_by) == (SUPPRESSED, R.SUPPRESSION_RULE_USER_BLOCKED)
    return number


async def test_what_a_rule_stopped_after_it_had_left_arrived_all_the_same(store: Store) -> None:
    number = await stopped_by_a_rule(store)
    (done,) = await store.write(lambda tx: answer(tx, number, "sms", "f-1", DELIVERED))
    assert (done.state, done.changed) == (DELIVERED, True)
    (row,) = [row for row in await store.read(rows) if row.id == number]
    assert (row.state, row.suppressed_by, row.sent_at is not None) == (DELIVERED, 0, True)
    (tally,) = (await store.read(lambda tx: campaigns.tallies(tx, [7])))[7]
    assert (tally.state, tally.rule, tally.messages) == (DELIVERED, 0, 1), "it is counted there, and nowhere else"


async def test_a_failure_of_what_a_rule_stopped_says_nothing_new(store: Store) -> None:
    number = await stopped_by_a_rule(store)
    (done,) = await store.write(lambda tx: answer(tx, number, "sms", "f-1", FAILED))
    assert (done.state, done.changed) == (SUPPRESSED, False)


async def test_what_a_rule_stopped_at_once_cannot_have_arrived(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(channels=(SMS,)), news(one), available=WAYS)
    await store.write(lambda tx: move(tx, [Moved(row, SUPPRESSED, None) for row in held(tx, [number], [QUEUED])]))
    (done,) = await store.write(
        lambda tx: receipts.record(tx, [ProviderReceipt("sms", "", DELIVERED, tx.now, "", encode_id(number))], WAYS)
    )
    assert (done.state, done.changed) == (0, False)
    assert await states(store) == [SUPPRESSED]


async def test_a_failure_of_what_was_cancelled_says_nothing_new(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(channels=(SMS,)), news(one), available=WAYS)
    await store.write(lambda tx: hand_over(tx, number, "sms", "f-1"))
    await store.write(lambda tx: answer(tx, number, "sms", "f-1", FAILED_FOR_NOW))
    await store.write(
        lambda tx: move(tx, [Moved(row, CANCELLED, None) for row in held(tx, [number], [FAILED_FOR_NOW])])
    )
    (done,) = await store.write(lambda tx: answer(tx, number, "sms", "f-1", FAILED))
    assert (done.state, done.changed) == (CANCELLED, False)


async def test_what_was_never_handed_over_cannot_have_arrived(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(channels=(SMS,)), news(one), available=WAYS)
    await store.write(lambda tx: move(tx, [Moved(row, CANCELLED, None) for row in held(tx, [number], [QUEUED])]))
    (done,) = await store.write(
        lambda tx: receipts.record(tx, [ProviderReceipt("sms", "", DELIVERED, tx.now, "", encode_id(number))], WAYS)
    )
    assert (done.state, done.changed) == (0, False)
    assert await states(store) == [CANCELLED]


# -- sent again by hand


def unanswered(post: Post) -> None:
    post.sms.says = lambda letter: Outcome(Answer.UNANSWERED, "late")


async def retried(post: Post) -> Any:
    """A message of which nobody knew, and that an operator has sent again: it waits."""
    unanswered(post)
    one = await post.tell("news", (SMS,), **NEWS)
    await post.dispatcher.run_once()
    one = await post.read(one.id)
    admin = await post.house.operator("oksana")
    made = (await admin.NotificationService.RetryNotification(id=one.id, etag=one.etag)).notification
    assert made.state == QUEUED
    return made


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    return Post(house)


async def say(post: Post, told: Sequence[ProviderReceipt]) -> list[receipts.Recorded]:
    return await post.house.app.services.store.write(lambda tx: receipts.record(tx, told, WAYS))


async def test_a_message_that_arrived_is_not_sent_again_by_hand(post: Post) -> None:
    one = await retried(post)
    (done,) = await say(post, [ProviderReceipt("sms", "", DELIVERED, post.house.clock.now(), "", one.id)])
    assert (done.state, done.changed) == (DELIVERED, True)
    await post.run()
    now = await post.read(one.id)
    assert (now.state, now.HasField("sent_at"), len(post.sms.given)) == (DELIVERED, True, 1)


async def test_a_failure_of_the_try_before_does_not_stop_what_is_sent_again_by_hand(post: Post) -> None:
    one = await retried(post)
    (done,) = await say(post, [ProviderReceipt("sms", "", FAILED, post.house.clock.now(), "", one.id)])
    assert (done.state, done.changed) == (QUEUED, False)
    await post.run()
    assert len(post.sms.given) == 2


async def test_its_provider_tells_that_it_arrived_though_it_is_queued_again(post: Post) -> None:
    one = await retried(post)
    calls = post.house.client(await key_of_provider(post.house, "sms")).NotificationService
    at = Timestamp(seconds=post.house.clock.now() // 1000)
    assert (await calls.RecordReceipt(notification_id=one.id, state=DELIVERED, at=at)).notification.state == DELIVERED
