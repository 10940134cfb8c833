"""What is no longer so goes out no more: not from the outbox, not on its way back from a provider, not by hand."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from smartregion.v1 import work_service_pb2 as pb

from server.billing import schedule as billing
from server.codec import DAY_MS, encode_id
from server.limits import RETRY_LONGEST_MS
from server.notifications.channels import Answer, Letter, Outcome
from server.readings import openings
from storage.engine.ids import new_id
from storage.models.accounts import AccountLink

from ..billing.conftest import new_payment, payments
from ..conftest import START, House, StartHouse, refused
from ..raising.test_end_to_end import account, bill
from ..raising.test_sources import Place, hand_in
from ..works.town import HOUR, Home, at, elsewhere, homes, place, point, works
from .test_dispatcher import LATER, NO, TAKEN, Post, S

NOBODY_KNOWS = Outcome(Answer.UNANSWERED, "late")
Meanwhile = Callable[[], Awaitable[Any]]


@pytest.fixture
async def post(start_house: StartHouse) -> Post:
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    return Post(house)


class Works:
    """Emergency works at one house of a street of its own, where one person lives."""

    def __init__(self, post: Post, home: Home) -> None:
        self.post = post
        self.home = home
        self.calls = post.house.utility().WorkService
        self.row = pb.Work()

    async def announce(self) -> None:
        wanted = works(place(self.home), kind=pb.WORK_KIND_EMERGENCY, starts_at=START, ends_at=START + 48 * HOUR)
        self.row = (await self.calls.CreateWork(work=wanted)).work
        await self.tell()

    async def tell(self) -> None:
        await self.post.house.app.raising.run_once()

    async def cancel(self) -> None:
        await self.calls.CancelWork(id=self.row.id, etag=(await self.now()).etag)
        await self.tell()

    async def finish(self) -> None:
        await self.calls.FinishWork(id=self.row.id, etag=(await self.now()).etag)
        await self.tell()

    async def change(self, *places: pb.WorkPlace, **times: int) -> None:
        wanted = await self.now()
        if places:
            del wanted.places[:]
            wanted.places.extend(places)
        for name, value in times.items():
            getattr(wanted, name).CopyFrom(at(value))
        await self.calls.UpdateWork(work=wanted)
        await self.tell()

    async def elsewhere(self) -> pb.WorkPlace:
        """Where the one that they concern does not live."""
        known = await homes(self.post.house)
        own = {home.usage_point_id for home in known if home.user_id == self.home.user_id}
        return point(next(home.usage_point_id for home in known if home.usage_point_id not in own))

    async def now(self) -> pb.Work:
        found: pb.Work = (await self.calls.GetWork(id=self.row.id)).work
        return found

    async def messages(self) -> list[Any]:
        """About these works, oldest first."""
        admin = await self.post.house.operator("oksana")
        listed = await admin.NotificationService.ListNotifications(page_size=100)
        found = [one for one in reversed(listed.notifications) if one.cause_id == self.row.id]
        return [await self.post.read(one.id) for one in found]


@pytest.fixture
async def here(post: Post) -> Works:
    made = Works(post, await elsewhere(post.house))
    await made.announce()
    return made


def answers_after(post: Post, meanwhile: Meanwhile, answer: Outcome) -> None:
    """What the providers say of the first letter, once something happened; the others they take."""

    async def send(letters: Sequence[Letter]) -> list[Outcome]:
        given = [*post.sms.given, *post.email.given]
        post.sms.given += letters
        if given:
            return [TAKEN] * len(letters)
        await meanwhile()
        return [answer] * len(letters)

    post.sms.send = post.email.send = send  # type: ignore[method-assign]


async def later(post: Post) -> None:
    post.house.clock.advance(milliseconds=int(RETRY_LONGEST_MS * 1.3))
    post.house.forget_sessions()
    await post.run()


def said(post: Post) -> list[str]:
    return [letter.body for letter in post.sms.given]


async def test_works_that_are_called_off_while_their_message_is_refused_for_now_send_the_calling_off_alone(
    here: Works,
) -> None:
    answers_after(here.post, here.cancel, LATER)
    await here.post.run()
    await later(here.post)
    first, second = await here.messages()
    assert (first.state, second.template_name) == (S.NOTIFICATION_STATE_CANCELLED, "works_cancelled")
    assert said(here.post) == [first.body, second.body]  # tried once, and never again


async def test_works_that_are_finished_while_their_message_is_refused_for_now_say_only_that_supply_is_back(
    here: Works,
) -> None:
    answers_after(here.post, here.finish, LATER)
    await here.post.run()
    await later(here.post)
    first, second = await here.messages()
    assert (first.state, first.outcome) == (S.NOTIFICATION_STATE_CANCELLED, "Є новіше сповіщення про те саме.")
    assert (second.template_name, second.state) == ("works_finished", S.NOTIFICATION_STATE_SENT)
    assert said(here.post) == [first.body, second.body]


async def test_a_refusal_for_good_of_finished_works_goes_on_over_no_other_channel(here: Works) -> None:
    answers_after(here.post, here.finish, NO)
    await here.post.run()
    first, *others = await here.messages()
    assert (first.state, first.next_id) == (S.NOTIFICATION_STATE_FAILED_PERMANENT, "")
    assert {one.template_name for one in others} == {"works_finished"}


async def test_that_supply_is_back_goes_on_over_another_channel_as_the_works_themselves_did(here: Works) -> None:
    await here.post.run()
    await here.finish()
    for channel in (here.post.sms, here.post.email):
        channel.given.clear()
    answers_after(here.post, _nothing, NO)
    await here.post.run()
    (second,) = (one for one in await here.messages() if one.template_name == "works_finished" and one.next_id)
    assert second.state == S.NOTIFICATION_STATE_FAILED_PERMANENT


@pytest.mark.parametrize("end", ["cancel", "finish"])
async def test_works_that_have_ended_are_not_told_of_though_nothing_was_taken_back_yet(here: Works, end: str) -> None:
    here.tell = _nothing  # type: ignore[method-assign]  # the reader of the feed is behind
    await getattr(here, end)()
    await here.post.run()
    (only,) = await here.messages()
    assert (only.state, said(here.post)) == (S.NOTIFICATION_STATE_CANCELLED, [])


async def _nothing() -> None:
    pass


@pytest.mark.parametrize("end", ["cancel", "finish"])
async def test_a_message_of_ended_works_is_not_sent_again_by_hand(here: Works, end: str) -> None:
    answers_after(here.post, _nothing, NOBODY_KNOWS)
    await here.post.run()
    await getattr(here, end)()
    first = (await here.messages())[0]
    admin = await here.post.house.operator("oksana")
    told = await refused(admin.NotificationService.RetryNotification(id=first.id, etag=first.etag))
    assert told.reason == "CONFLICT"
    await here.post.run()
    assert said(here.post).count(first.body) == 1


async def test_what_a_change_leaves_as_it_was_still_goes_out(here: Works) -> None:
    """Another place is added: nobody else is told anew, so what comes back must be tried again."""
    other = await here.elsewhere()
    answers_after(here.post, lambda: here.change(place(here.home), other), LATER)
    await here.post.run()
    await later(here.post)
    first = (await here.messages())[0]
    assert first.state == S.NOTIFICATION_STATE_SENT
    assert said(here.post).count(first.body) == 2


async def test_what_failed_and_no_longer_concerns_its_reader_is_not_sent_again(here: Works) -> None:
    """Nobody had heard of it, so that it is no longer so is told to nobody either."""
    here.post.sms.says = here.post.email.says = lambda letter: Outcome(Answer.REFUSED, "no")
    await here.post.run()
    await here.change(await here.elsewhere())
    last = [one for one in await here.messages() if one.user_id == encode_id(here.home.user_id)][-1]
    assert (last.template_name, last.next_id) == ("works_emergency", "")
    admin = await here.post.house.operator("oksana")
    told = await refused(admin.NotificationService.RetryNotification(id=last.id, etag=last.etag))
    assert told.reason == "CONFLICT"


# -- reminders and bills


async def at_night(post: Post) -> Place:
    """23:00 in Kyiv, where nobody has read the water yet: reminders by SMS wait for the morning."""
    place = Place(post.house, await homes(post.house))
    await place.sql("DELETE FROM reading WHERE read_at >= ?", START - 10 * DAY_MS)
    post.house.clock.advance(milliseconds=11 * HOUR)
    post.house.forget_sessions()
    return place


async def next_morning(post: Post) -> None:
    post.house.clock.advance(milliseconds=10 * HOUR)
    post.house.forget_sessions()
    await post.run()


async def reminders(place: Place, home: Home) -> set[int]:
    """The states of the reminders to somebody about the cold water of a home."""
    rows = await place.sql(
        "SELECT n.state FROM notification n JOIN account a ON a.id = n.account_id "
        "WHERE a.usage_point_id = ? AND a.commodity = 1 AND n.user_id = ? AND n.next_id IS NULL",
        home.usage_point_id,
        home.user_id,
    )
    return {state for (state,) in rows}


async def both(house: House, one: Home, other: Home) -> Home:
    """The other home, which the owner of the first has now as well."""
    number, statement = new_id(), "SELECT id FROM account WHERE usage_point_id = ? AND commodity = 1"

    def unit(tx: Any) -> None:
        ((account_id,),) = tx.sql(statement, (other.usage_point_id,))
        tx.insert(AccountLink(id=number, account_id=account_id, user_id=one.user_id, linked_at=tx.now))

    await house.app.services.store.write(unit)
    return other._replace(user_id=one.user_id)


async def test_a_reminder_is_withdrawn_when_the_reading_comes_at_night_and_that_of_the_other_home_is_not(
    post: Post,
) -> None:
    here = await at_night(post)
    one = here.homes[0]
    other = next(home for home in here.homes if home.usage_point_id != one.usage_point_id)
    second = await both(post.house, one, other)
    await openings.turn(post.house.app.services.store)
    await here.said()
    register, last = await here.register(one)
    await hand_in(await post.house.operator("mykola"), register, last + 1, START)
    await next_morning(post)
    assert await reminders(here, one) == {S.NOTIFICATION_STATE_CANCELLED}
    assert await reminders(here, second) == {S.NOTIFICATION_STATE_SENT}
    rows = await here.sql("SELECT id FROM notification WHERE state = ?", S.NOTIFICATION_STATE_CANCELLED)
    assert (await post.read(encode_id(rows[0][0]))).outcome == "Показання вже надійшли."


@pytest.mark.parametrize(("template", "due_on"), [("payment_due", "2026-11-26"), ("debt", "2026-11-18")])
async def test_what_was_paid_while_its_message_waited_is_asked_of_nobody(
    post: Post, template: str, due_on: str
) -> None:
    here = Place(post.house, await homes(post.house))
    paid = here.homes[0]
    owed = next(home for home in here.homes if home.usage_point_id != paid.usage_point_id)
    for home in (paid, owed):
        await bill(post.house, home, f"{home.usage_point_id}", due_on)
    await billing.turn(post.house.app.services.store)
    told = await here.said()
    assert {name for name, _ in told} == {template}
    number = await account(post.house, paid)
    await payments(post.house.utility(), new_payment(number, "p", 45_678))
    await post.run()
    rows = await here.sql(
        "SELECT a.usage_point_id, n.state FROM notification n JOIN billing_notice b ON b.id = n.cause_id "
        "JOIN account a ON a.id = b.account_id WHERE n.next_id IS NULL",
    )
    assert {
        (paid.usage_point_id, S.NOTIFICATION_STATE_CANCELLED),
        (owed.usage_point_id, S.NOTIFICATION_STATE_SENT),
    } == {*rows}
