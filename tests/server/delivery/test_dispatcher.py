"""From the outbox to the provider and back: leases, cascades, receipts, and what people do with what failed."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import notification_service_pb2 as pb

from server.codec import decode_id, encode_id
from server.limits import ATTEMPTS, LEASE_MS, MESSAGE_LIFE_MS, REFUSALS_DOUBTED, RETRY_LONGEST_MS, URGENT_WAIT_MS
from server.notifications import cascade, outbox
from server.notifications.channels import Answer, Letter, Outcome, ProviderReceipt
from server.notifications.channels.http import Http
from server.notifications.delivery import receipts
from server.notifications.delivery.deciding import OUT_OF_SERVICE
from server.notifications.delivery.dispatcher import Dispatcher
from server.notifications.delivery.pool import FAILURES_OUT, Pool
from server.notifications.providers import Provider, Providers
from storage.engine.clock import SYSTEM_CLOCK
from storage.repositories import outbox as messages

from ..conftest import House, StartHouse, refused
from ..principals import key_of_provider

S, C = pb.NotificationState, pb.NotificationCause
SMS, EMAIL = pb.NotificationChannel.NOTIFICATION_CHANNEL_SMS, pb.NotificationChannel.NOTIFICATION_CHANNEL_EMAIL
TAKEN = Outcome(Answer.ACCEPTED, provider_message_id="p-1")
NO = Outcome(Answer.REFUSED, "no such number", no_such_contact=True)
LATER = Outcome(Answer.REFUSED_FOR_NOW, "throttled")


@dataclass
class Scripted:
    """A channel that answers as it is told, and remembers what it was given."""

    name: str
    says: Callable[[Letter], Outcome] = lambda letter: TAKEN
    given: list[Letter] = field(default_factory=list)

    async def send(self, letters: Sequence[Letter]) -> list[Outcome]:
        self.given += letters
        return [self.says(letter) for letter in letters]

    async def close(self) -> None:
        pass


@dataclass
class Post:
    """A house whose messages go to scripted channels and nowhere else."""

    house: House
    sms: Scripted = field(default_factory=lambda: Scripted("sms"))
    email: Scripted = field(default_factory=lambda: Scripted("mail"))

    def __post_init__(self) -> None:
        made = (Provider(self.sms, SMS, "scripted", 1e6, 50), Provider(self.email, EMAIL, "scripted", 1e6, 1))
        services = self.house.app.services
        object.__setattr__(services, "providers", Providers(made, Http(SYSTEM_CLOCK)))
        self.dispatcher = Dispatcher(services, Pool(services.providers, lambda: self.house.clock.now() / 1000))

    async def tell(self, template: str, channels: tuple[int, ...], **values: str) -> pb.Notification:
        """A message of the house itself to a user whose address is confirmed."""
        admin = await self.house.operator("oksana")
        users = (await admin.UserService.ListUsers(page_size=100)).users
        user = next(one for one in users if one.HasField("email_confirmed_at"))
        event = outbox.Event(template, C.NOTIFICATION_CAUSE_SENDER, channels=channels)
        to = outbox.Recipient(decode_id(user.id), values, values)
        store = self.house.app.services.store
        (number,) = await store.write(lambda tx: outbox.tell(tx, event, [to], (SMS, EMAIL)))
        return await self.read(encode_id(number))

    async def read(self, notification_id: str) -> Any:
        admin = await self.house.operator("oksana")
        return (await admin.NotificationService.GetNotification(id=notification_id)).notification

    async def run(self) -> int:
        """Until nothing is due any more; how many messages were handed over."""
        sent = 0
        while handed_over := await self.dispatcher.run_once():
            sent += handed_over
        return sent


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()  # the house's own lanes rest: the test runs them
    return Post(house)


NEWS = {"title": "Новини", "text": "Вода буде до вечора"}


async def test_a_refusal_for_good_goes_on_over_the_next_channel_with_the_same_text(post: Post) -> None:
    post.sms.says = lambda letter: NO
    first = await post.tell("news", (SMS, EMAIL), **NEWS)
    await post.run()
    first = await post.read(first.id)
    assert first.state == S.NOTIFICATION_STATE_FAILED_PERMANENT
    second = await post.read(first.next_id)
    assert (second.channel, second.state, second.previous_id) == (EMAIL, S.NOTIFICATION_STATE_SENT, first.id)
    assert [one.body for one in post.email.given] == [post.sms.given[0].body]
    admin = await post.house.operator("oksana")
    listed = (await admin.NotificationService.ListSuppressedContacts(user_id=first.user_id)).contacts
    assert [one.channel for one in listed] == [SMS]


async def test_a_cascade_ends_where_no_channel_is_left(post: Post) -> None:
    post.sms.says = post.email.says = lambda letter: Outcome(Answer.REFUSED, "no")
    one = await post.tell("news", (SMS, EMAIL), **NEWS)
    await post.run()
    last = await post.read((await post.read(one.id)).next_id)
    assert (last.state, last.next_id) == (S.NOTIFICATION_STATE_FAILED_PERMANENT, "")


async def test_what_is_refused_for_now_is_tried_with_growing_pauses_and_then_given_up(post: Post) -> None:
    post.sms.says = lambda letter: LATER
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    for attempt in range(1, ATTEMPTS + 1):
        assert await post.run() == 1
        assert await post.run() == 0  # not before its time
        now = await post.read(one.id)
        assert now.attempts == attempt
        post.house.clock.advance(milliseconds=int(RETRY_LONGEST_MS * 1.3))
        post.house.forget_sessions()
    assert now.state == S.NOTIFICATION_STATE_FAILED_PERMANENT
    assert await post.run() == 0


async def test_what_says_nothing_of_the_letter_takes_none_of_its_attempts(post: Post) -> None:
    """Money ran out for a night; on the next morning every letter goes."""
    post.sms.says = lambda letter: Outcome(
        Answer.REFUSED_FOR_NOW, "203 not enough money", retry_after=600.0, not_the_letter=True
    )
    one = await post.tell("administrative", (SMS,), title="Т", text="т")
    for _ in range(2 * ATTEMPTS):
        await post.run()
        post.house.clock.advance(milliseconds=int(RETRY_LONGEST_MS * 1.3))
    post.house.forget_sessions()
    waiting = await post.read(one.id)
    assert (waiting.state, waiting.attempts) == (FOR_NOW, 0)
    assert len(post.sms.given) >= ATTEMPTS
    post.sms.says = lambda letter: TAKEN
    await post.run()
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_SENT


async def test_a_fault_of_ours_keeps_the_provider_back_is_shown_and_lets_messages_expire(post: Post) -> None:
    post.sms.says = lambda letter: Outcome(Answer.REFUSED_FOR_NOW, "301 wrong token", not_the_letter=True)
    waiting = [await post.tell("administrative", (SMS,), title="Т", text="т") for _ in range(2 * FAILURES_OUT)]
    await post.run()
    asked = len(post.sms.given)
    await post.run()
    assert len(post.sms.given) == asked  # it is left alone for a while
    admin = await post.house.operator("oksana")
    (sms,) = [one for one in (await admin.NotificationService.ListProviders()).providers if one.name == "sms"]
    assert (sms.state, sms.last_error) == (pb.PROVIDER_STATE_OUT, "301 wrong token")
    post.house.clock.advance(milliseconds=MESSAGE_LIFE_MS)
    post.house.forget_sessions()
    await post.run()
    assert {(await post.read(one.id)).state for one in waiting} == {S.NOTIFICATION_STATE_EXPIRED}


async def test_the_last_attempt_is_not_lost_to_what_says_nothing_of_the_letter(post: Post) -> None:
    post.sms.says = lambda letter: Outcome(Answer.REFUSED_FOR_NOW, "no money", not_the_letter=True)
    one = await post.tell("administrative", (SMS,), title="Т", text="т")
    store = post.house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE notification SET attempts = ?", (ATTEMPTS - 1,)))
    assert await post.run() == 1
    waiting = await post.read(one.id)
    assert (waiting.state, waiting.attempts) == (FOR_NOW, ATTEMPTS - 1)


async def test_a_lease_that_runs_out_is_unknown_and_never_sent_again(post: Post) -> None:
    taken, hold = asyncio.Event(), asyncio.Event()

    async def never(letters: Sequence[Letter]) -> list[Outcome]:
        taken.set()
        await hold.wait()
        return [TAKEN] * len(letters)

    post.sms.send = never  # type: ignore[method-assign]
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    running = asyncio.create_task(post.run())
    await asyncio.wait_for(taken.wait(), 10)
    running.cancel()  # as a killed process: nothing is recorded
    post.house.clock.advance(milliseconds=LEASE_MS + 1)
    post.sms.send = Scripted("sms").send  # type: ignore[method-assign]
    assert await post.run() == 0
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_UNKNOWN


async def test_a_wish_that_changed_while_it_waited_stops_a_message(post: Post) -> None:
    one = await post.tell("news", (SMS,), **NEWS)
    admin = await post.house.operator("oksana")
    wishes = await admin.NotificationService.GetPreferences(user_id=one.user_id)
    off = [pb.Preference(category=one.category, channel=SMS, enabled=False)]
    await admin.NotificationService.UpdatePreferences(
        user_id=one.user_id, preferences=off, etag=wishes.etag, evidence="лист"
    )
    assert await post.run() == 0
    assert post.sms.given == []
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_SUPPRESSED


BILL = {"service": "Газ", "amount": "1,00", "account": "1", "date": "2026-11-26"}


async def test_a_contract_whose_channel_is_switched_off_while_it_waits_goes_on_over_the_next(post: Post) -> None:
    one = await post.tell("payment_due", (SMS, EMAIL), **BILL)
    admin = await post.house.operator("oksana")
    wishes = await admin.NotificationService.GetPreferences(user_id=one.user_id)
    off = [pb.Preference(category=one.category, channel=SMS, enabled=False)]
    await admin.NotificationService.UpdatePreferences(
        user_id=one.user_id, preferences=off, etag=wishes.etag, evidence="лист"
    )
    assert await post.run() == 1
    first = await post.read(one.id)
    second = await post.read(first.next_id)
    assert (first.state, second.state) == (S.NOTIFICATION_STATE_SUPPRESSED, S.NOTIFICATION_STATE_SENT)
    assert (post.sms.given, [letter.body for letter in post.email.given]) == ([], [first.body])


async def receipt(post: Post, one: Any, state: int, named: str = "p-1") -> receipts.Recorded:
    told = ProviderReceipt("sms", named, state, post.house.clock.now(), "", one.id)
    store = post.house.app.services.store
    (done,) = await store.write(lambda tx: receipts.record(tx, [told], (SMS, EMAIL)))
    return done


DELIVERED, FAILED = S.NOTIFICATION_STATE_DELIVERED, S.NOTIFICATION_STATE_FAILED_PERMANENT
FOR_NOW = S.NOTIFICATION_STATE_FAILED_TEMPORARY


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ((DELIVERED,), DELIVERED),
        ((DELIVERED, DELIVERED), DELIVERED),
        ((DELIVERED, FAILED), DELIVERED),
        ((FAILED, DELIVERED), DELIVERED),
        ((FAILED, FOR_NOW), FAILED),
        ((FOR_NOW, DELIVERED), DELIVERED),
    ],
)
async def test_receipts_in_any_order_leave_the_right_state(post: Post, told: tuple[int, ...], ends: int) -> None:
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    await post.run()
    for state in told:
        await receipt(post, one, state)
    assert (await post.read(one.id)).state == ends


async def test_a_receipt_before_it_was_sent_says_nothing(post: Post) -> None:
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    assert not (await receipt(post, one, DELIVERED)).changed
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_QUEUED


async def test_nobody_tells_of_a_message_that_another_provider_has(post: Post) -> None:
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    await post.run()
    told = ProviderReceipt("mail", "", DELIVERED, post.house.clock.now(), "", one.id)
    store = post.house.app.services.store
    (done,) = await store.write(lambda tx: receipts.record(tx, [told], (SMS, EMAIL)))
    assert not done.changed
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_SENT


async def test_a_failure_that_a_receipt_tells_of_goes_on_over_the_next_channel_once(post: Post) -> None:
    one = await post.tell("news", (SMS, EMAIL), **NEWS)
    await post.run()
    await receipt(post, one, FAILED)
    await receipt(post, one, FAILED)
    await post.run()
    assert len(post.email.given) == 1


async def tell(post: Post, *told: ProviderReceipt) -> None:
    await post.house.app.services.store.write(lambda tx: receipts.record(tx, told, (SMS, EMAIL)))


@pytest.mark.parametrize("state", [FOR_NOW, FAILED])
async def test_a_failure_of_an_earlier_attempt_says_nothing_of_this_one(post: Post, state: int) -> None:
    one = await post.tell("administrative", (SMS, EMAIL), title="Т", text="т")
    handed_over = post.house.clock.now()
    await post.run()
    await tell(post, ProviderReceipt("sms", "", FOR_NOW, handed_over, "phone off", one.id))
    post.house.clock.advance(milliseconds=receipts.PAUSE_MS + 1_000)
    await post.run()
    await tell(post, ProviderReceipt("sms", "", state, handed_over, "phone off", one.id))
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_SENT
    await tell(post, ProviderReceipt("sms", "", state, post.house.clock.now(), "phone off", one.id))
    assert (await post.read(one.id)).state == state
    assert len(post.sms.given) == 2


@pytest.mark.parametrize(("early", "counts"), [(receipts.CLOCKS_MS, True), (receipts.CLOCKS_MS + 1, False)])
async def test_a_provider_whose_clock_is_slow_is_believed(post: Post, early: int, counts: bool) -> None:
    """What it tells of this attempt seems to have happened before it began: SMPP knows whole minutes only."""
    one = await post.tell("administrative", (SMS, EMAIL), title="Т", text="т")
    await post.run()
    await tell(post, ProviderReceipt("sms", "", FOR_NOW, post.house.clock.now(), "phone off", one.id))
    post.house.clock.advance(milliseconds=receipts.PAUSE_MS + 60_000)
    await post.run()
    await tell(post, ProviderReceipt("sms", "", FAILED, post.house.clock.now() - early, "phone off", one.id))
    assert (await post.read(one.id)).state == (FAILED if counts else S.NOTIFICATION_STATE_SENT)


async def test_the_providers_id_stays_while_it_is_tried_again(post: Post) -> None:
    one = await post.tell("administrative", (SMS,), title="Т", text="т")
    await post.run()
    await tell(post, ProviderReceipt("sms", "", FOR_NOW, post.house.clock.now(), "", one.id))
    await tell(post, ProviderReceipt("sms", "p-1", DELIVERED, post.house.clock.now(), ""))
    assert (await post.read(one.id)).state == DELIVERED
    post.house.clock.advance(milliseconds=receipts.PAUSE_MS + 1)
    await post.run()
    assert len(post.sms.given) == 1


async def test_what_arrived_at_night_is_not_sent_again_after_the_quiet_hours(post: Post) -> None:
    one = await post.tell("news", (SMS,), **NEWS)
    await post.run()
    await tell(post, ProviderReceipt("sms", "p-1", FOR_NOW, post.house.clock.now(), "phone off"))
    post.house.clock.advance(milliseconds=11 * 3_600_000)  # 23:00 in Kyiv
    post.house.forget_sessions()
    await post.run()
    await tell(post, ProviderReceipt("sms", "p-1", DELIVERED, post.house.clock.now(), ""))
    assert (await post.read(one.id)).state == DELIVERED
    assert len(post.sms.given) == 1


async def test_a_message_that_arrived_was_sent_though_its_answer_was_lost(post: Post) -> None:
    post.sms.says = lambda letter: Outcome(Answer.UNANSWERED, "late")
    one = await post.tell("administrative", (SMS,), title="Т", text="т")
    await post.run()
    await tell(post, ProviderReceipt("sms", "", DELIVERED, post.house.clock.now(), "", one.id))
    assert (await post.read(one.id)).HasField("sent_at")


async def test_one_that_went_on_is_not_sent_again(post: Post) -> None:
    post.sms.says = lambda letter: Outcome(Answer.REFUSED, "no")
    one = await post.tell("administrative", (SMS, EMAIL), title="Т", text="т")
    await post.run()
    one = await post.read(one.id)
    admin = await post.house.operator("oksana")
    again = await refused(admin.NotificationService.RetryNotification(id=one.id, etag=one.etag))
    assert again.reason == "CONFLICT"
    # Nor does it go on a second time, whatever comes of it.
    store = post.house.app.services.store
    held = await store.read(lambda tx: messages.held(tx, [decode_id(one.id)], [one.state]))
    assert await store.write(lambda tx: cascade.go_on(tx, held, (SMS, EMAIL))) == set()
    assert len(post.email.given) == 1


async def test_receipts_come_in_batches_by_the_providers_own_ids(post: Post) -> None:
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    await post.run()
    client = post.house.client(await key_of_provider(post.house, "sms"))
    at = Timestamp(seconds=post.house.clock.now() // 1000)

    async def batches() -> Any:
        known = pb.Receipt(provider_message_id="p-1", provider="sms", state=DELIVERED, at=at)
        stranger = pb.Receipt(provider_message_id="p-2", provider="sms", state=DELIVERED, at=at)
        yield pb.RecordReceiptsRequest(receipts=[known, stranger])

    reply = await client.NotificationService.RecordReceipts(batches()).read()
    assert [(done.notification_id, done.state, done.changed) for done in reply.outcomes] == [
        (one.id, DELIVERED, True),
        ("", 0, False),
    ]


@pytest.mark.parametrize("names", [(), ("mail",)])
async def test_a_partner_tells_only_of_messages_of_its_own_provider(post: Post, names: tuple[str, ...]) -> None:
    one = await post.tell("administrative", (SMS, EMAIL), title="Т", text="т")
    await post.run()
    calls = post.house.client(await key_of_provider(post.house, *names)).NotificationService
    at = Timestamp(seconds=post.house.clock.now() // 1000)
    single = await refused(calls.RecordReceipt(notification_id=one.id, state=FAILED, at=at))
    assert single.code is grpc.StatusCode.NOT_FOUND

    async def batches() -> Any:
        by_our_id = pb.Receipt(notification_id=one.id, state=FAILED, at=at)
        by_its_id = pb.Receipt(provider_message_id="p-1", provider="sms", state=FAILED, at=at)
        yield pb.RecordReceiptsRequest(receipts=[by_our_id, by_its_id])

    reply = await calls.RecordReceipts(batches()).read()
    assert [(done.notification_id, done.state) for done in reply.outcomes] == [("", 0), ("", 0)]
    await post.run()
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_SENT
    assert not post.email.given


async def test_a_partner_is_told_what_became_of_its_receipt_and_nothing_of_the_person(post: Post) -> None:
    one = await post.tell("administrative", (SMS,), title="Т", text="т")
    await post.run()
    calls = post.house.client(await key_of_provider(post.house, "sms")).NotificationService
    at = Timestamp(seconds=post.house.clock.now() // 1000)
    reply = await calls.RecordReceipt(notification_id=one.id, state=DELIVERED, at=at)
    assert reply.notification == pb.Notification(id=one.id, state=DELIVERED)


async def test_what_failed_is_sent_again_by_people_and_what_waits_is_taken_back(post: Post) -> None:
    post.sms.says = lambda letter: Outcome(Answer.REFUSED, "blocked by the operator")
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    await post.run()
    one = await post.read(one.id)
    admin = await post.house.operator("oksana")
    again = (await admin.NotificationService.RetryNotification(id=one.id, etag=one.etag)).notification
    assert again.state == S.NOTIFICATION_STATE_QUEUED
    stale = await refused(admin.NotificationService.CancelNotification(id=one.id, etag=one.etag))
    assert stale.reason == "STALE_ETAG"
    gone = (await admin.NotificationService.CancelNotification(id=one.id, etag=again.etag)).notification
    assert gone.state == S.NOTIFICATION_STATE_CANCELLED
    assert await post.run() == 0


async def test_providers_are_listed_with_how_they_fared(post: Post) -> None:
    post.sms.says = lambda letter: LATER
    await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    await post.run()
    admin = await post.house.operator("oksana")
    reply = await admin.NotificationService.ListProviders()
    sms = next(one for one in reply.providers if one.name == "sms")
    assert [minute.refused_for_now for minute in sms.minutes] == [1]
    assert (sms.state, sms.last_error) == (pb.PROVIDER_STATE_HEALTHY, "throttled")
    assert [(depth.channel, depth.waiting, depth.more) for depth in reply.queues] == [(SMS, 1, False)]


async def test_what_we_say_of_a_letter_is_in_its_language_and_for_the_console_in_both(post: Post) -> None:
    async def fails(letters: Sequence[Letter]) -> list[Outcome]:
        raise ValueError("nobody expects it")

    post.sms.send = fails  # type: ignore[method-assign]
    one = await post.tell("administrative", (SMS,), title="Т", text="т")
    await post.run()
    now = await post.read(one.id)
    assert (now.outcome, now.events[-1].detail) == ("Сталася помилка каналу.",) * 2
    admin = await post.house.operator("oksana")
    (sms,) = [row for row in (await admin.NotificationService.ListProviders()).providers if row.name == "sms"]
    assert sms.last_error == "Сталася помилка каналу. ¦ The channel failed."


async def test_messages_are_listed_by_the_provider_that_has_them(post: Post) -> None:
    for channel in (SMS, EMAIL):
        await post.tell("administrative", (channel,), title="Т", text="т")
    await post.run()
    calls = (await post.house.operator("oksana")).NotificationService
    for name, channels in (("sms", [SMS]), ("mail", [EMAIL]), ("nobody", []), ("", [EMAIL, SMS])):
        reply = await calls.ListNotifications(filter=pb.NotificationFilter(provider=name))
        assert [one.channel for one in reply.notifications] == channels
        assert reply.total_size == len(channels)


async def test_what_waits_is_counted_no_further_than_matters(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "DEPTH_COUNTED", 2)
    for channel, count in ((SMS, 2), (EMAIL, 3)):
        for _ in range(count):
            await post.tell("administrative", (channel,), title="Т", text="т")
    admin = await post.house.operator("oksana")
    queues = (await admin.NotificationService.ListProviders()).queues
    assert [(depth.channel, depth.waiting, depth.more) for depth in queues] == [(SMS, 2, False), (EMAIL, 2, True)]
    assert all(depth.oldest_due_at.ToMilliseconds() == post.house.clock.now() for depth in queues)


@pytest.fixture
def dead_sms(post: Post) -> Post:
    """The provider of SMS takes nothing any more, and the sender knows."""
    post.sms.says = lambda letter: LATER
    return post


async def out_of_service(post: Post) -> None:
    for _ in range(FAILURES_OUT):
        await post.tell("administrative", (SMS,), title="Т", text="т")
    await post.run()


async def test_an_urgent_message_whose_channel_is_out_goes_over_another_after_a_while(dead_sms: Post) -> None:
    post = dead_sms
    await out_of_service(post)
    one = await post.tell("security_alert", (SMS, EMAIL), instant="2026-11-25T10:00:00+02:00")
    await post.run()
    assert (await post.read(one.id)).state == S.NOTIFICATION_STATE_QUEUED
    post.house.clock.advance(milliseconds=URGENT_WAIT_MS)
    await post.run()
    now = await post.read(one.id)
    assert now.state == S.NOTIFICATION_STATE_CANCELLED
    assert now.outcome == OUT_OF_SERVICE[0]
    assert (await post.read(now.next_id)).state == S.NOTIFICATION_STATE_SENT
    assert len(post.email.given) == 1


async def test_an_urgent_message_that_no_other_channel_reaches_waits_for_its_own(dead_sms: Post) -> None:
    post = dead_sms
    await out_of_service(post)
    one = await post.tell("security_alert", (SMS,), instant="2026-11-25T10:00:00+02:00")
    post.house.clock.advance(milliseconds=URGENT_WAIT_MS)
    await post.run()
    assert (await post.read(one.id)).state in (S.NOTIFICATION_STATE_QUEUED, S.NOTIFICATION_STATE_FAILED_TEMPORARY)


async def test_what_the_sender_believes_of_a_provider_is_what_people_are_shown(post: Post) -> None:
    """Hundreds of good answers earlier say nothing of one that takes nothing now."""
    for _ in range(20):
        await post.tell("administrative", (SMS,), title="Т", text="т")
    await post.run()
    post.sms.says = lambda letter: LATER
    await out_of_service(post)
    admin = await post.house.operator("oksana")
    (sms,) = [one for one in (await admin.NotificationService.ListProviders()).providers if one.name == "sms"]
    assert sms.state == pb.PROVIDER_STATE_OUT
    user = (await post.tell("administrative", (SMS,), title="Т", text="т")).user_id
    why = await admin.NotificationService.ExplainNotification(user_id=user, template_name="administrative")
    (told,) = [one for one in why.channels if one.channel == SMS]
    assert told.allowed
    assert not told.HasField("not_before")
    assert [rule.message_en for rule in told.rules if rule.answer == pb.RULE_ANSWER_DELAYS] == [
        "The providers of the channel take nothing now: the message waits."
    ]


async def test_a_provider_that_refuses_everybody_silences_nobody(post: Post) -> None:
    for _ in range(REFUSALS_DOUBTED):
        await post.tell("administrative", (SMS,), title="Т", text="т")
    post.sms.says = lambda letter: NO
    await post.run()
    admin = await post.house.operator("oksana")
    assert not (await admin.NotificationService.ListSuppressedContacts()).contacts
    (sms,) = [one for one in (await admin.NotificationService.ListProviders()).providers if one.name == "sms"]
    assert (sms.state, sms.health) == (pb.PROVIDER_STATE_AILING, 0.0)
