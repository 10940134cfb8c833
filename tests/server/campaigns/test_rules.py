"""Whom a campaign reaches: audiences, consents, wishes that come meanwhile, and the stop where too much fails."""

import asyncio
from collections import Counter
from itertools import product
from typing import Any

from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.common_pb2 import Language

from server.codec import decode_id, encode_id
from server.limits import ERRORS_AMONG
from server.notifications import preferences
from server.notifications.campaigns import contents, expansion, running
from server.notifications.campaigns.standing import fails
from server.notifications.channels import Answer, Outcome
from server.policies import first
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.models.notifications import Notification
from storage.repositories import audiences, users
from storage.repositories.audiences import Ahead, Audience
from storage.repositories.campaigns import Answers, Step

from ..delivery.test_dispatcher import EMAIL, SMS
from .conftest import Desk

S, C = pb.NotificationState, pb.CampaignState
MARKETING = pb.NotificationCategory.NOTIFICATION_CATEGORY_MARKETING
NEWS = pb.NotificationCategory.NOTIFICATION_CATEGORY_NEWS
APP = preferences.Evidence(pb.PreferenceOrigin.PREFERENCE_ORIGIN_APP, 3, 1, "у застосунку")
ADVERT = {"template_name": "marketing"}


async def wish(desk: Desk, user_ids: list[int], category: int, channels: tuple[int, ...], *, enabled: bool) -> None:
    def unit(tx: Tx) -> None:
        for user_id in user_ids:
            person = users.get_any(tx, user_id)
            assert person is not None
            wishes = [preferences.Wish(category, channel, enabled) for channel in channels]
            preferences.record(tx, person, wishes, APP, (SMS, EMAIL))

    await desk.post.house.app.services.store.write(unit)


async def everybody(desk: Desk) -> list[int]:
    admin = await desk.post.house.operator("oksana")
    return [decode_id(one.id) for one in (await admin.UserService.ListUsers(page_size=1000)).users]


async def test_no_advertising_is_written_without_the_record_of_a_consent(desk: Desk) -> None:
    """Every mixture of wishes over both channels, some withdrawn: what is queued names its consent, which is on record
    for just that user, category and channel."""
    people = await everybody(desk)
    mixtures = list(product((None, False, True), (None, False, True)))
    for number, user_id in enumerate(people):
        for channel, said in zip((SMS, EMAIL), mixtures[number % len(mixtures)], strict=True):
            if said is not None:
                await wish(desk, [user_id], MARKETING, (channel,), enabled=True)
                if not said:
                    await wish(desk, [user_id], MARKETING, (channel,), enabled=False)
    begun = await desk.begun(**ADVERT)
    assert await desk.agrees(begun)
    store = desk.post.house.app.services.store
    rows: list[Notification] = await store.read(lambda tx: tx.all(Notification.select()))
    going = [row for row in rows if row.category == MARKETING and row.state == S.NOTIFICATION_STATE_QUEUED]
    assert 0 < len(going) == begun.estimate.recipients < len(people)
    told = await store.read(
        lambda tx: set(tx.sql("SELECT user_id, channel, id FROM preference_change WHERE category = 7 AND enabled"))
    )
    assert all((row.user_id, row.channel, row.consent_id) in told for row in going)
    assert {row.consent_policy_version for row in going} == {first.LABEL}
    assert all(row.consent_id is None for row in rows if row.suppressed_by)


async def test_an_advert_that_fails_goes_on_only_where_that_channel_was_consented_to(desk: Desk) -> None:
    people = await everybody(desk)
    await wish(desk, people, MARKETING, (SMS,), enabled=True)
    both = people[::2]
    await wish(desk, both, MARKETING, (EMAIL,), enabled=True)
    desk.post.sms.says = lambda letter: Outcome(Answer.REFUSED, "no")
    ended = await desk.finished(**ADVERT)
    by_mail = [one for one in await desk.messages(ended) if one.channel == EMAIL]
    assert by_mail
    assert {one.user_id for one in by_mail} <= {encode_id(user_id) for user_id in both}
    by_sms = {one.consent_id for one in await desk.messages(ended) if one.channel == SMS}
    assert all(one.consent_id and one.consent_id not in by_sms for one in by_mail)


async def test_an_advert_goes_on_over_no_channel_whose_consent_is_not_on_record(desk: Desk) -> None:
    """The wish alone does not do: whoever is asked what allowed it must have something to show."""
    people = await everybody(desk)
    await wish(desk, people, MARKETING, (SMS, EMAIL), enabled=True)
    desk.post.sms.says = lambda letter: Outcome(Answer.REFUSED, "no")
    begun = await desk.begun(**ADVERT)
    lost = "DELETE FROM preference_change WHERE category = ? AND channel = ?"
    await desk.post.house.app.services.store.write(lambda tx: tx.sql(lost, (MARKETING, EMAIL)))
    assert await desk.post.run() > 0
    assert not desk.post.email.given
    assert {one.channel for one in await desk.messages(begun) if not one.suppressed_by} == {SMS}


async def test_switching_off_stops_what_is_queued_and_it_goes_on_where_it_is_wanted(desk: Desk) -> None:
    begun = await desk.begun()
    waiting = [one for one in await desk.messages(begun) if one.channel == SMS and not one.suppressed_by]
    one, other = decode_id(waiting[0].user_id), decode_id(waiting[1].user_id)
    await wish(desk, [one], NEWS, (SMS,), enabled=False)
    await wish(desk, [other], NEWS, (SMS, EMAIL), enabled=False)
    assert await desk.agrees(begun)
    await desk.post.run()
    phones = {letter.user_id for letter in desk.post.sms.given}
    mails = {letter.user_id for letter in desk.post.email.given}
    assert not phones & {encode_id(one), encode_id(other)}
    assert encode_id(other) not in mails
    stopped = await desk.post.read(waiting[0].id)
    assert stopped.state == S.NOTIFICATION_STATE_SUPPRESSED
    assert (encode_id(one) in mails) == bool(stopped.next_id)
    assert await desk.agrees(begun)


async def test_a_campaign_that_fails_too_often_stops_by_itself(desk: Desk) -> None:
    begun = await desk.begun(stop_at_errors_percent=10)
    store = desk.post.house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE campaign SET answered = 99, failed = 9") and None)
    desk.post.sms.says = desk.post.email.says = lambda letter: Outcome(Answer.REFUSED, "no")
    await desk.post.run()
    stopped = await desk.read(begun)
    assert (stopped.state, stopped.pause_reason) == (C.CAMPAIGN_STATE_PAUSED, pb.PauseReason.PAUSE_REASON_ERRORS)
    assert sum(one.count for one in stopped.progress.errors) > 0
    await desk.calls.ResumeCampaign(id=begun.id)
    await desk.running.turn()
    await desk.post.run()
    assert await desk.agrees(begun)


async def test_a_campaign_that_was_resumed_is_judged_by_what_comes_then(desk: Desk) -> None:
    begun = await desk.begun(stop_at_errors_percent=10)
    store = desk.post.house.app.services.store
    await store.write(lambda tx: tx.sql("UPDATE campaign SET answered = 100, failed = 50"))
    await desk.calls.PauseCampaign(id=begun.id)
    await desk.calls.ResumeCampaign(id=begun.id)
    await desk.running.turn()
    await store.write(lambda tx: tx.sql("UPDATE campaign SET answered = 99"))  # none of them failed
    assert await desk.post.run() > 1
    assert (await desk.read(begun)).state == C.CAMPAIGN_STATE_RUNNING


@given(answered=st.integers(0, 10_000), failed=st.integers(0, 10_000), bears=st.integers(1, 100))
def test_a_campaign_is_judged_by_a_hundred_answers_at_least(answered: int, failed: int, bears: int) -> None:
    said = pb.Campaign(name="abc", template_name="news", stop_at_errors_percent=bears)
    row = Campaign(answered=answered, failed=failed, **contents.columns(said, NEWS))
    assert fails(row) == (answered >= ERRORS_AMONG and failed * 100 > answered * bears)


@given(st.lists(st.sampled_from(["sent", "refused", "later", "lost", "delivered late", "sent and refused"])))
def test_failures_are_never_more_than_answers(lives: list[str]) -> None:
    """Whatever becomes of messages: what was counted as an answer is counted once, and set right by what comes late."""
    queued, sending, sent, delivered, later, failed, unknown = 1, 2, 3, 4, 5, 6, 7
    steps = {
        "sent": [(queued, sending), (sending, sent), (sent, delivered)],
        "refused": [(sending, failed)],
        "later": [(sending, later), (later, sending), (sending, sent)],
        "lost": [(sending, unknown)],
        "delivered late": [(sending, unknown), (unknown, delivered)],
        "sent and refused": [(sending, sent), (sent, failed)],
    }
    counted = Answers()
    for life in lives:
        for before, after in steps[life]:
            counted.count(Step(1, 2, before, after, answer=True))
    bad = Counter(lives)
    assert counted.answered == len(lives)
    assert counted.failed == bad["refused"] + bad["lost"] + bad["sent and refused"]


async def test_audiences_are_those_for_whom_all_holds(desk: Desk) -> None:
    store = desk.post.house.app.services.store
    accounts = await store.read(
        lambda tx: tx.sql(
            "SELECT l.user_id, a.utility_id, a.commodity, p.city, p.street, u.language FROM account_link l "
            "JOIN account a ON a.id = l.account_id JOIN usage_point p ON p.id = a.usage_point_id "
            "JOIN app_user u ON u.id = l.user_id WHERE l.ended_at IS NULL AND a.effective_to IS NULL AND u.state <> 3"
        )
    )
    user, utility, commodity, city, street, _ = accounts[0]
    await store.write(
        lambda tx: (
            tx.sql(
                "INSERT INTO balance "
                "(account_id, utility_id, charged, paid, overdue, next_due, reckoned_on, updated_at) "
                "SELECT account_id, 1, 0, 0, 50000, 0, '2026-11-01', 0 FROM account_link WHERE user_id = ? "
                "ON CONFLICT (account_id) DO UPDATE SET overdue = 50000",
                (user,),
            )
            and None
        )
    )

    async def found(audience: Audience) -> set[int]:
        people = {row[0] for row in accounts}
        one_by_one = await store.read(lambda tx: {one for one in people if audiences.contains(tx, audience, one)})
        assert len(one_by_one) == await store.read(lambda tx: audiences.counted(tx, audience))
        ahead = await store.read(lambda tx: audiences.ahead(tx, audience, 0, 10_000, 10_000))
        assert set(ahead.user_ids) == one_by_one
        groups = await store.read(lambda tx: audiences.grouped(tx, audience, NEWS, "2026-11-23"))
        assert groups.total() == len(one_by_one)
        return one_by_one

    there = {r[0] for r in accounts if r[3:5] == (city, street)}
    assert await found(Audience(cities=(city,), streets=(street,))) == there
    assert await found(Audience(utility_id=utility, commodity=commodity)) == {
        r[0] for r in accounts if r[1:3] == (utility, commodity)
    }
    english = Language.LANGUAGE_ENGLISH
    assert await found(Audience(cities=(city,), language=english)) == {r[0] for r in accounts if r[5] == english}
    assert user in await found(Audience(debt_above=49_999))
    assert user not in await found(Audience(debt_above=50_000))
    active = await found(Audience(cities=(city,), active_since=0))
    assert active | await found(Audience(cities=(city,), inactive_since=0)) == await found(Audience(cities=(city,)))
    assert not active & await found(Audience(cities=(city,), inactive_since=0))
    read = await found(Audience(utility_id=utility, commodity=commodity, unread=(0, 1)))
    assert user in read or not read
    assert await found(Audience(utility_id=utility, commodity=commodity, unread=(0, 1 << 60))) <= read


async def test_an_audience_in_debt_is_estimated(desk: Desk) -> None:
    audience = pb.Audience(debt_above=Money(currency_code="UAH", units=1_000_000))
    made = await desk.estimated(audience=audience)
    assert made.estimate.audience == 0
    ended = await desk.finished(audience=audience)
    assert ended.state == C.CAMPAIGN_STATE_FINISHED
    assert await desk.messages(ended) == []


async def due(desk: Desk) -> tuple[Any, int]:
    """A campaign that is running and of which nothing is written, with its id."""
    made = await desk.estimated()
    await desk.calls.ScheduleCampaign(id=made.id, etag=made.etag)
    await desk.post.house.app.services.store.write(running.begin_due)
    return made, decode_id(made.id)


async def ahead_of(desk: Desk, number: int, most: int) -> tuple[int, Ahead]:
    found = await desk.post.house.app.services.store.read(lambda tx: expansion._ahead(tx, number, most))
    assert found is not None
    return found


async def test_whoever_looked_at_the_same_users_and_comes_second_writes_nothing(desk: Desk) -> None:
    made, number = await due(desk)
    behind, ahead = await ahead_of(desk, number, 3)
    assert (len(ahead.user_ids), ahead.last) == (3, False)
    store = desk.post.house.app.services.store
    for _ in range(2):
        assert await store.write(lambda tx: expansion.expand(tx, number, behind, ahead, (SMS, EMAIL)))
    assert len(await desk.messages(made)) == 3
    assert (await desk.read(made)).progress.expanded == 3


async def test_who_is_erased_while_a_campaign_is_written_out_gets_no_message(desk: Desk) -> None:
    made, number = await due(desk)
    behind, ahead = await ahead_of(desk, number, 3)
    store = desk.post.house.app.services.store
    gone, *others = ahead.user_ids
    await store.write(lambda tx: tx.sql("UPDATE app_user SET state = ? WHERE id = ?", (users.ERASED, gone)))
    await store.write(lambda tx: expansion.expand(tx, number, behind, ahead, (SMS, EMAIL)))
    assert {one.user_id for one in await desk.messages(made)} == {encode_id(user_id) for user_id in others}


async def test_campaigns_that_run_beside_each_other_write_each_their_own(desk: Desk) -> None:
    """Two processes at once: whoever comes second finds it done."""
    made: list[Any] = [await desk.estimated(name=f"Розсилка {number}") for number in range(2)]
    for one in made:
        await desk.calls.ScheduleCampaign(id=one.id, etag=one.etag)
    await asyncio.gather(*(desk.running.turn() for _ in range(4)))
    for one in made:
        listed = Counter(message.user_id for message in await desk.messages(one))
        assert set(listed.values()) == {1}
        assert len(listed) == one.estimate.audience
        assert await desk.agrees(one)
