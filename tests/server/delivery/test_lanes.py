"""Lanes: what goes wrong with one message, one channel or one provider keeps no other back."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from server.codec import decode_id, encode_id
from server.limits import LEASE_MS, NORMAL_ROWS
from server.notifications import outbox
from server.notifications.channels import Answer, Letter, Outcome, ProviderReceipt
from server.notifications.delivery import dispatcher, receipts
from server.notifications.delivery.dispatcher import Lane
from storage.engine.transaction import Tx
from storage.repositories import outbox as stored

from ..conftest import StartHouse, refused
from .test_dispatcher import EMAIL, LATER, SMS, TAKEN, C, Post, S

ADMIN = {"title": "Т", "text": "т"}
NO = Outcome(Answer.REFUSED, "no")


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    return Post(house)


async def many(post: Post, template: str, channels: tuple[int, ...], count: int, values: dict[str, str]) -> list[int]:
    """The same message many times over to one user."""
    admin = await post.house.operator("oksana")
    users = (await admin.UserService.ListUsers(page_size=100)).users
    user = next(one for one in users if one.HasField("email_confirmed_at"))
    event = outbox.Event(template, C.NOTIFICATION_CAUSE_SENDER, channels=channels)
    to = [outbox.Recipient(decode_id(user.id), values, values)] * count
    return await post.house.app.services.store.write(lambda tx: outbox.tell(tx, event, to, (SMS, EMAIL)))


def lane(post: Post, named: str) -> Lane:
    return next(one for one in post.dispatcher.lanes if one.name == f"{named} outbox")


async def states(post: Post, ids: Sequence[int]) -> list[Any]:
    return [(await post.read(encode_id(one))).state for one in ids]


async def told(post: Post, *found: ProviderReceipt) -> None:
    await post.house.app.services.store.write(lambda tx: receipts.record(tx, found, (SMS, EMAIL)))


async def test_a_provider_that_is_down_keeps_no_other_channel_back(post: Post) -> None:
    post.sms.says = lambda letter: LATER
    await many(post, "administrative", (SMS,), NORMAL_ROWS + 30, ADMIN)
    await post.dispatcher.run_once()
    await many(post, "administrative", (SMS,), NORMAL_ROWS, ADMIN)
    await many(post, "administrative", (EMAIL,), 1, ADMIN)
    await post.dispatcher.run_once()
    assert len(post.email.given) == 1


async def test_a_provider_that_is_slow_keeps_no_other_channel_back(post: Post) -> None:
    gate, waiting, urgent = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(letters: Sequence[Letter]) -> list[Outcome]:
        waiting.set()
        await gate.wait()
        return [TAKEN] * len(letters)

    def taken(letter: Letter) -> Outcome:
        urgent.set()
        return TAKEN

    post.sms.says = taken
    post.email.send = slow  # type: ignore[method-assign]
    (code,) = await many(post, "email_code", (EMAIL,), 1, {"code": "123456"})
    running = [asyncio.create_task(one.run()) for one in post.dispatcher.lanes]
    await asyncio.wait_for(waiting.wait(), 10)
    await many(post, "security_alert", (SMS,), 1, {"instant": "2026-11-25T10:00:00+02:00"})
    await asyncio.wait_for(urgent.wait(), 10)
    post.dispatcher.stop()
    gate.set()
    await asyncio.gather(*running)
    assert await states(post, [code]) == [S.NOTIFICATION_STATE_SENT]


async def test_what_a_provider_has_in_its_hands_is_recorded_before_the_service_ends(post: Post) -> None:
    started = asyncio.Event()

    async def slow(letters: Sequence[Letter]) -> list[Outcome]:
        started.set()
        await asyncio.sleep(0.2)
        return [TAKEN] * len(letters)

    post.sms.send = slow  # type: ignore[method-assign]
    ids = await many(post, "administrative", (SMS,), 5, ADMIN)
    running = asyncio.create_task(lane(post, "normal sms").run())
    await started.wait()
    post.dispatcher.stop()
    await running
    assert await states(post, ids) == [S.NOTIFICATION_STATE_SENT] * 5


async def test_an_id_that_no_database_takes_costs_nothing(post: Post) -> None:
    ids = iter(["\ud800", "a\x00b"])
    post.sms.says = lambda letter: Outcome(Answer.ACCEPTED, "\ud800", provider_message_id=next(ids, "p"))
    sent = await many(post, "administrative", (SMS,), 3, ADMIN)
    await post.run()
    assert await states(post, sent) == [S.NOTIFICATION_STATE_SENT] * 3


async def test_a_message_that_does_not_open_is_ended_with_its_reason_and_the_others_go(post: Post) -> None:
    ids = await many(post, "administrative", (SMS,), 3, ADMIN)
    store = post.house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE notification SET body_sealed = ? WHERE id = ?", (b"x" * 40, ids[0])))
    await post.run()
    found = await store.read(lambda tx: tx.sql("SELECT state FROM notification WHERE id = ?", (ids[0],)))
    assert found[0][0] == S.NOTIFICATION_STATE_CANCELLED
    assert await states(post, ids[1:]) == [S.NOTIFICATION_STATE_SENT] * 2


async def test_a_lease_that_could_not_be_written_locks_no_provider_out(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.sms.says = lambda letter: LATER
    await many(post, "administrative", (SMS,), 10, ADMIN)
    await post.dispatcher.run_once()
    post.sms.says = lambda letter: TAKEN
    post.house.clock.advance(milliseconds=3_600_000)
    before = len(post.sms.given)
    with monkeypatch.context() as broken:
        broken.setattr(dispatcher, "letters_of", None)
        with pytest.raises(TypeError):
            await lane(post, "normal sms").run_once()
    await post.run()
    assert len(post.sms.given) > before


async def test_a_probe_that_does_not_open_locks_no_provider_out(post: Post) -> None:
    post.sms.says = lambda letter: LATER
    ids = await many(post, "administrative", (SMS,), 10, ADMIN)
    await post.dispatcher.run_once()
    post.sms.says = lambda letter: TAKEN
    store, before = post.house.app.services.store, len(post.sms.given)
    post.house.clock.advance(milliseconds=3_600_000)
    statement = "SELECT id FROM notification WHERE channel = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1"
    ((first,),) = await store.read(lambda tx: tx.sql(statement, (SMS,)))
    assert first in ids
    await store.write(lambda tx: tx.sql("UPDATE notification SET body_sealed = ? WHERE id = ?", (b"x" * 40, first)))
    await post.run()
    await post.run()
    assert len(post.sms.given) > before


async def test_an_answer_that_comes_when_the_lease_has_run_out_still_counts(post: Post) -> None:
    async def slow(letters: Sequence[Letter]) -> list[Outcome]:
        post.house.clock.advance(milliseconds=LEASE_MS + 1)
        await post.house.app.services.store.write(lane(post, "normal sms")._lease)  # as another process looks
        return [Outcome(Answer.ACCEPTED, provider_message_id="p-9")] * len(letters)

    post.sms.send = slow  # type: ignore[method-assign]
    (one,) = await many(post, "administrative", (SMS,), 1, ADMIN)
    await lane(post, "normal sms").run_once()
    assert await states(post, [one]) == [S.NOTIFICATION_STATE_SENT]
    await told(post, ProviderReceipt("sms", "p-9", S.NOTIFICATION_STATE_DELIVERED, 0))
    assert await states(post, [one]) == [S.NOTIFICATION_STATE_DELIVERED]


async def test_a_late_answer_to_an_earlier_handing_over_is_none_to_the_one_after(post: Post) -> None:
    """Its lease ran out, people sent it again, and it is with the provider for the second time."""
    store = post.house.app.services.store
    elsewhere = Post(post.house)  # another process

    async def slow(letters: Sequence[Letter]) -> list[Outcome]:
        post.house.clock.advance(milliseconds=LEASE_MS + 1)
        await store.write(lane(elsewhere, "normal sms")._lease)
        unknown = await post.read(encode_id(one))
        admin = await post.house.operator("oksana")
        await admin.NotificationService.RetryNotification(id=unknown.id, etag=unknown.etag)
        await store.write(lane(elsewhere, "normal sms")._lease)
        return [NO] * len(letters)

    post.sms.send = slow  # type: ignore[method-assign]
    (one,) = await many(post, "administrative", (SMS,), 1, ADMIN)
    await lane(post, "normal sms").run_once()
    assert await states(post, [one]) == [S.NOTIFICATION_STATE_SENDING]


# -- receipts that come late, and what people do meanwhile


async def test_a_receipt_without_the_providers_id_does_not_forget_it(post: Post) -> None:
    (one,) = await many(post, "administrative", (SMS,), 1, ADMIN)
    await post.run()
    now = post.house.clock.now()
    failed = ProviderReceipt("sms", "", S.NOTIFICATION_STATE_FAILED_PERMANENT, now, letter_id=encode_id(one))
    await told(post, failed)
    await told(post, ProviderReceipt("sms", "p-1", S.NOTIFICATION_STATE_DELIVERED, 0))
    assert await states(post, [one]) == [S.NOTIFICATION_STATE_DELIVERED]


async def test_after_a_start_those_are_asked_after_whose_provider_tells_by_itself(post: Post) -> None:
    (one,) = await many(post, "administrative", (SMS,), 1, ADMIN)
    await many(post, "administrative", (EMAIL,), 3, ADMIN)
    await post.run()
    store = post.house.app.services.store
    assert await store.read(lambda tx: stored.awaited(tx, ["sms"], 0, 2)) == [("sms", "p-1", one)]
    assert await store.read(lambda tx: stored.awaited(tx, [], 0, 2)) == []


async def test_a_receipt_of_an_earlier_attempt_does_not_send_again(post: Post) -> None:
    (one,) = await many(post, "administrative", (SMS,), 1, ADMIN)
    await post.run()
    first = ProviderReceipt("sms", "p-1", S.NOTIFICATION_STATE_FAILED_TEMPORARY, post.house.clock.now())
    await told(post, first)
    post.house.clock.advance(milliseconds=120_000)
    await post.run()
    await told(post, first)
    post.house.clock.advance(milliseconds=120_000)
    await post.run()
    assert len(post.sms.given) == 2
    assert await states(post, [one]) == [S.NOTIFICATION_STATE_SENT]


async def test_a_message_that_another_took_the_place_of_is_not_tried_again(post: Post) -> None:
    post.sms.says = lambda letter: NO
    (one,) = await many(post, "administrative", (SMS, EMAIL), 1, ADMIN)
    await post.run()
    assert (len(post.sms.given), len(post.email.given)) == (1, 1)
    failed = await post.read(encode_id(one))
    admin = await post.house.operator("oksana")
    again = await refused(admin.NotificationService.RetryNotification(id=failed.id, etag=failed.etag))
    assert again.reason == "CONFLICT"
    await told(post, ProviderReceipt("sms", "", S.NOTIFICATION_STATE_DELIVERED, 0, letter_id=failed.id))
    await post.run()
    assert len(post.email.given) == 1


async def test_what_goes_on_together_is_looked_up_together(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.sms.says = lambda letter: NO
    await post.house.app.raising.close()  # what reads the feed beside it would be counted too
    asked: list[str] = []
    real = Tx.sql

    def counted(tx: Tx, statement: str, *parameters: Any) -> Any:
        asked.append(statement)
        return real(tx, statement, *parameters)

    async def statements_for(messages: int) -> int:
        await many(post, "administrative", (SMS, EMAIL), messages, ADMIN)
        asked.clear()
        await post.dispatcher.run_once()
        await post.dispatcher.run_once()
        return len(asked)

    monkeypatch.setattr(Tx, "sql", counted)
    few, lots = await statements_for(2), await statements_for(40)
    assert len(post.email.given) == 42
    assert lots - few < 10
