"""Telling users of something: what is written, for whom, over which channel, and what is taken back; on both
engines."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import (
    NotificationCategory,
    NotificationCause,
    NotificationState,
    PreferenceOrigin,
    SuppressionRule,
    Urgency,
)

from server.errors import InvalidField, NotFound
from server.notifications import outbox, preferences, sentences
from server.notifications.decision import EMAIL, PUSH, SMS
from server.notifications.outbox import Event, Recipient
from server.notifications.templates import BUILT_IN, seed_templates
from server.policies import first as policy
from storage.connect import connect
from storage.engine.clock import FixedClock
from storage.engine.erasure import erase_columns
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.notifications import Notification, NotificationEvent
from storage.repositories import contacts, delivery_rules, devices, facts, notifications, users
from storage.repositories import outbox as outboxes
from storage.repositories import wishes as kept
from tests.engines import OpenStore

C, CAUSE, S, R = NotificationCategory, NotificationCause, NotificationState, SuppressionRule
WORK = CAUSE.NOTIFICATION_CAUSE_WORK
#: E-mail is the cheapest, as in most towns.
AVAILABLE = (EMAIL, PUSH, SMS)
NEWS = {"title": "Новини", "text": "Вода буде до вечора"}
NEWS_EN = {"title": "News", "text": "Water until the evening"}


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    opened = await open_store()
    await opened.write(seed_templates)
    await opened.write(policy.seed)
    texts = {"subject_uk": "Роботи", "body_uk": "{text}", "subject_en": "Works", "body_en": "{text}"}
    works = C.NOTIFICATION_CATEGORY_WORKS
    await opened.write(lambda tx: notifications.create_template(tx, "repairs", works, texts, 0))
    return opened


def person(tx: Tx, number: int, language: int = 1, *, confirmed: bool = True) -> int:
    """A user with a phone and a confirmed address."""
    user_id = 1_000 + number
    made = users.create(
        tx,
        user_id,
        phone=f"+38067{number:07d}",
        email=f"u{number}@example.com",
        first_name="Ім'я",
        last_name="Прізвище",
        language=language,
    )
    if confirmed:
        users.confirm_email(tx, made)
    return user_id


def news(user_id: int) -> Recipient:
    return Recipient(user_id, NEWS, NEWS_EN)


NOW = {"instant": "2026-11-25T10:00:00+02:00"}


def repairs(user_id: int) -> Recipient:
    return Recipient(user_id, {"text": "Води не буде"}, {"text": "There is no water"})


def event(template: str = "news", **changes: Any) -> Event:
    return Event(template, **{"cause": WORK, "cause_id": 77, **changes})


def wishes(tx: Tx, user_id: int, category: int, *channels: int, enabled: bool) -> int:
    found = users.get_any(tx, user_id)
    assert found is not None
    evidence = preferences.Evidence(PreferenceOrigin.PREFERENCE_ORIGIN_APP, 3, user_id, "у застосунку")
    return preferences.record(
        tx, found, [preferences.Wish(category, channel, enabled) for channel in channels], evidence
    )


def rows(tx: Tx) -> list[Notification]:
    return tx.all(Notification.select().order_by(Notification.id))


async def told(store: Store, made: Event, *recipients: Recipient, available: tuple[int, ...] = AVAILABLE) -> list[int]:
    return await store.write(lambda tx: outbox.tell(tx, made, recipients, available))


async def test_a_message_is_written_in_the_language_of_each_over_the_cheapest_way(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2, language=2)))
    ids = await told(store, event(edition=4), news(one), news(two))
    messages = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert [message.id for message in messages] == ids
    assert [(m.subject, m.body, m.recipient) for m in messages] == [
        ("Новини", "Вода буде до вечора", "u1@example.com"),
        ("News", "Water until the evening", "u2@example.com"),
    ]
    row = messages[0].row
    assert (row.state, row.channel, row.cascade, row.due_at) == (
        S.NOTIFICATION_STATE_QUEUED,
        EMAIL,
        "12",
        row.queued_at,
    )
    assert (row.cause, row.cause_id, row.edition, row.urgency) == (WORK, 77, 4, Urgency.URGENCY_NORMAL)
    assert (row.parts, row.consent_id, row.version, row.attempts) == (0, None, 1, 0)


async def test_the_state_it_begins_with_is_no_row_and_yet_its_first_event(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await store.write(lambda tx: wishes(tx, two, C.NOTIFICATION_CATEGORY_NEWS, EMAIL, PUSH, SMS, enabled=False))
    await told(store, event(), news(one), news(two))

    def look(tx: Tx) -> list[list[tuple[int, int, str]]]:
        assert tx.all(NotificationEvent.select()) == []
        return [notifications.events(tx, row) for row in rows(tx)]

    at = store.clock.now()
    assert await store.read(look) == [
        [(at, S.NOTIFICATION_STATE_QUEUED, "")],
        [(at, S.NOTIFICATION_STATE_SUPPRESSED, "")],
    ]
    await store.write(lambda tx: outbox.withdraw(tx, WORK, 77, None, "Роботи скасовано.", "The works are off."))
    after = await store.read(look_at_first)
    assert after == [
        (at, S.NOTIFICATION_STATE_QUEUED, ""),
        (at, S.NOTIFICATION_STATE_CANCELLED, "Роботи скасовано."),
    ]


def look_at_first(tx: Tx) -> list[tuple[int, int, str]]:
    return notifications.events(tx, rows(tx)[0])


async def test_events_that_an_older_version_wrote_are_not_told_twice(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    (number,) = await told(store, event(), news(one))

    def as_before(tx: Tx) -> None:
        tx.insert(
            NotificationEvent(notification_id=number, number=1, user_id=one, at=5, state=S.NOTIFICATION_STATE_QUEUED)
        )

    await store.write(as_before)
    assert await store.read(look_at_first) == [(5, S.NOTIFICATION_STATE_QUEUED, "")]


async def test_who_is_unknown_or_erased_gets_no_row(store: Store) -> None:
    one, gone = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await store.write(lambda tx: erase(tx, gone))
    assert len(await told(store, event(), news(gone), news(one), news(999))) == 1
    assert [row.user_id for row in await store.read(rows)] == [one]


def erase(tx: Tx, user_id: int) -> None:
    found = users.get_any(tx, user_id)
    assert found is not None
    users.update(tx, found, state=users.ERASED)
    tx.keys.destroy(user_id, tx.now)


async def test_a_device_is_the_way_of_push_and_without_one_there_is_none(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await store.write(lambda tx: devices.register(tx, one, "token-of-a-telephone", 1, "4.2", 10))
    await told(store, event(channels=(PUSH, SMS)), news(one), news(two))
    made = await store.read(rows)
    assert [(row.channel, row.cascade) for row in made] == [(PUSH, "2"), (SMS, "")]
    assert made[0].recipient_sealed is None
    assert made[1].parts == 1


def damage(tx: Tx, user_id: int, *columns: str) -> None:
    for column in columns:
        tx.sql(f"UPDATE app_user SET {column} = ? WHERE id = ?", (b"\x01" * 60, user_id))


async def test_a_contact_that_does_not_open_is_as_good_as_none_and_the_others_are_told(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await store.write(lambda tx: damage(tx, one, "email_sealed"))
    await told(store, event(channels=(EMAIL, SMS)), news(one), news(two))
    messages = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert [(m.row.channel, m.recipient, m.outcome) for m in messages] == [
        (SMS, "+380670000001", ""),
        (EMAIL, "u2@example.com", ""),
    ]


async def test_who_has_no_contact_that_opens_is_told_nothing_with_the_reason_in_their_language(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2, language=2)))
    await store.write(lambda tx: [damage(tx, user, "email_sealed", "phone_sealed") for user in (one, two)])
    await told(store, event(channels=(EMAIL, SMS)), *[news(one)] * 4, news(two))
    messages = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert {(m.row.state, m.row.suppressed_by, m.recipient) for m in messages} == {
        (S.NOTIFICATION_STATE_SUPPRESSED, R.SUPPRESSION_RULE_NO_CONTACT, "")  # no place in the cap of the day is taken
    }
    assert [m.outcome for m in messages] == [sentences.DAMAGED[0]] * 4 + [sentences.DAMAGED[1]]


async def test_a_message_with_a_contact_of_its_own_goes_there_whatever_became_of_the_users(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    await store.write(lambda tx: damage(tx, one, "email_sealed"))
    await told(store, event("email_changed", channels=(EMAIL,)), Recipient(one, NOW, NOW, contact="old@example.com"))
    (message,) = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert (message.recipient, message.row.state) == ("old@example.com", S.NOTIFICATION_STATE_QUEUED)


async def test_quiet_hours_put_a_message_off_until_the_morning(store: Store, clock: FixedClock) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    clock.advance(milliseconds=11 * 3_600_000)  # 23:00 in Kyiv
    await told(store, event(channels=(SMS,)), news(one))
    (row,) = await store.read(rows)
    assert row.due_at - row.queued_at == 9 * 3_600_000
    await told(store, event(channels=(EMAIL,)), news(one))
    assert (await store.read(rows))[1].due_at == row.queued_at


async def test_the_daily_cap_counts_within_one_event_and_over_events(store: Store, clock: FixedClock) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await told(store, event(), news(one), news(one), news(two))
    await told(store, event(), news(one), news(one))
    made = await store.read(rows)
    assert [row.suppressed_by for row in made if row.user_id == one] == [0, 0, 0, R.SUPPRESSION_RULE_DAILY_CAP]
    counted = await store.read(lambda tx: facts.of_users(tx, [one, two], C.NOTIFICATION_CATEGORY_NEWS, "2026-11-23"))
    assert (counted[one].today, counted[two].today) == (3, 1)
    await told(store, event("repairs"), repairs(one))
    assert (await store.read(rows))[-1].suppressed_by == 0, "what a contract asks for is not capped"
    clock.advance(days=1)
    await told(store, event(), news(one))
    assert (await store.read(rows))[-1].suppressed_by == 0


async def test_the_daily_cap_counts_each_message_once_however_many_are_told_at_a_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MESSAGES_AT_ONCE", 1)
    one = await store.write(lambda tx: person(tx, 1))
    await told(store, event(), *[news(one)] * 4)
    assert [row.suppressed_by for row in await store.read(rows)] == [0, 0, 0, R.SUPPRESSION_RULE_DAILY_CAP]


async def test_two_who_tell_at_once_do_not_pass_the_daily_cap(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each looks before the other has written, where nothing keeps them apart."""
    one = await store.write(lambda tx: person(tx, 1))
    await told(store, event(), news(one), news(one))
    both, real = threading.Barrier(2, timeout=0.5), facts.of_users

    def looked(*asked: Any) -> Any:
        found = real(*asked)
        with suppress(threading.BrokenBarrierError):
            both.wait()
        return found

    monkeypatch.setattr(facts, "of_users", looked)
    work = [
        store.write(
            lambda tx, cause=cause: outbox.tell(tx, event(cause_id=cause), [news(one)], AVAILABLE), patient=True
        )
        for cause in (10, 11)
    ]
    await asyncio.gather(*work)
    made = await store.read(rows)
    assert sorted(row.suppressed_by for row in made) == [0, 0, 0, R.SUPPRESSION_RULE_DAILY_CAP]


async def test_security_and_emergencies_are_urgent(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    await told(store, event("security_alert"), Recipient(one, NOW, NOW))
    await told(store, event("repairs", emergency=True), repairs(one))
    await told(store, event("repairs"), repairs(one))
    await told(store, event(urgency=Urgency.URGENCY_BULK), news(one))
    assert [row.urgency for row in await store.read(rows)] == [1, 1, 2, 3]


# -- consent


async def test_marketing_keeps_the_wish_that_allowed_it_and_the_policy_of_then(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await store.write(lambda tx: wishes(tx, one, C.NOTIFICATION_CATEGORY_MARKETING, SMS, enabled=True))
    await told(store, event("marketing"), news(one), news(two))
    first, second = await store.read(rows)
    assert (first.channel, first.suppressed_by, first.consent_policy_version) == (SMS, 0, policy.LABEL)
    change = (await store.read(lambda tx: kept.current(tx, one)))[0][0]
    assert first.consent_id == change.id
    assert (second.suppressed_by, second.consent_id) == (R.SUPPRESSION_RULE_NO_CONSENT, None)


async def test_a_wish_without_its_record_is_no_consent(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    await store.write(lambda tx: wishes(tx, one, C.NOTIFICATION_CATEGORY_MARKETING, EMAIL, enabled=True))
    await store.write(lambda tx: tx.sql("DELETE FROM preference_change"))
    await told(store, event("marketing"), news(one))
    (row,) = await store.read(rows)
    assert (row.state, row.suppressed_by) == (S.NOTIFICATION_STATE_SUPPRESSED, R.SUPPRESSION_RULE_NO_CONSENT)


@given(
    choices=st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=6),
    order=st.permutations([PUSH, SMS, EMAIL]),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_chosen_no_marketing_waits_without_a_consent(
    endless_store: Callable[[Callable[[Tx], None]], None], choices: list[tuple[int, bool]], order: list[int]
) -> None:
    """From the wishes as they are recorded to the row as it is written."""

    def unit(tx: Tx) -> None:
        tx.sql("DELETE FROM notification")
        tx.sql("DELETE FROM preference")
        devices.register(tx, 1_001, "token-of-a-telephone", 1, "", 10)
        for channel, enabled in choices:
            wishes(tx, 1_001, C.NOTIFICATION_CATEGORY_MARKETING, channel, enabled=enabled)
        outbox.tell(tx, event("marketing", channels=tuple(order)), [news(1_001)], AVAILABLE)
        (row,) = rows(tx)
        agreed = {channel for channel, enabled in dict(choices).items() if enabled}
        if row.state == S.NOTIFICATION_STATE_QUEUED:
            assert row.channel in agreed
            assert row.consent_id
            assert row.consent_policy_version == policy.LABEL
        else:
            assert not agreed
            assert row.suppressed_by

    endless_store(unit)


@pytest.fixture
async def endless_store(store: Store) -> AsyncIterator[Callable[[Callable[[Tx], None]], None]]:
    """Runs units one after the other, from outside of the loop."""
    database = connect(store.url)

    def run(unit: Callable[[Tx], None]) -> None:
        with database.atomic():
            tx = Tx(database, store.keys, store.clock.now(), {})
            if users.get_any(tx, 1_001) is None:
                person(tx, 1)
            unit(tx)

    yield run
    database.close()


# -- what waits


async def test_switching_off_stops_what_waits_but_no_emergency(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    await told(store, event("repairs", channels=(SMS,)), repairs(one))
    await told(store, event("repairs", channels=(SMS,), emergency=True), repairs(one))
    await told(store, event("repairs", channels=(EMAIL,)), repairs(one))
    assert await store.write(lambda tx: wishes(tx, one, C.NOTIFICATION_CATEGORY_WORKS, SMS, enabled=False)) == 1
    made = await store.read(rows)
    assert [row.state for row in made] == [
        S.NOTIFICATION_STATE_SUPPRESSED,
        S.NOTIFICATION_STATE_QUEUED,
        S.NOTIFICATION_STATE_QUEUED,
    ]
    assert (made[0].suppressed_by, made[0].due_at, made[0].version) == (R.SUPPRESSION_RULE_PREFERENCE_OFF, None, 2)


async def test_what_a_cause_has_not_sent_yet_is_withdrawn_from_those_named(store: Store) -> None:
    one, two, three = await store.write(lambda tx: (person(tx, 1), person(tx, 2, language=2), person(tx, 3)))
    await told(store, event(), news(one), news(two), news(three))
    await told(store, event(cause_id=78), news(one))
    await store.write(lambda tx: tx.sql("UPDATE notification SET state = 3 WHERE user_id = ?", (three,)))
    withdrawn = await store.write(
        lambda tx: outbox.withdraw(tx, WORK, 77, [two, three, 999], "Скасовано.", "Called off.")
    )
    assert withdrawn == 1
    messages = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert [(m.row.state, m.outcome) for m in messages] == [
        (S.NOTIFICATION_STATE_QUEUED, ""),
        (S.NOTIFICATION_STATE_CANCELLED, "Called off."),
        (S.NOTIFICATION_STATE_SENT, ""),
        (S.NOTIFICATION_STATE_QUEUED, ""),
    ]
    assert await store.write(lambda tx: outbox.withdraw(tx, WORK, 77, None, "Скасовано.", "Called off.")) == 1


async def test_an_erasure_takes_back_all_that_waits(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    await told(store, event(), news(one), news(two), news(one))
    assert await store.write(lambda tx: outbox.cancel_all(tx, one)) == 2
    waiting = S.NOTIFICATION_STATE_QUEUED
    assert [row.user_id for row in await store.read(rows) if row.state == waiting] == [two]


# -- contacts


async def test_a_contact_on_the_list_gets_duties_only_and_a_new_one_is_free(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    await store.write(lambda tx: contacts.suppress(tx, one, EMAIL, "u1@example.com", 1, "550 no such user"))
    again = await store.write(lambda tx: contacts.suppress(tx, one, EMAIL, "U1@EXAMPLE.com", 4, ""))
    assert again is not None
    assert (again.row.reason, again.note) == (1, "550 no such user"), "it is on the list already"
    await told(store, event(channels=(EMAIL,)), news(one))
    await told(store, event("security_alert", channels=(EMAIL,)), Recipient(one, NOW, NOW))
    assert [row.suppressed_by for row in await store.read(rows)] == [R.SUPPRESSION_RULE_CONTACT_SUPPRESSED, 0]

    def new_address(tx: Tx) -> None:
        found = users.get_any(tx, one)
        assert found is not None
        users.confirm_email(tx, users.update(tx, found, email="other@example.com"))

    await store.write(new_address)
    await told(store, event(channels=(EMAIL,)), news(one))
    assert (await store.read(rows))[-1].suppressed_by == 0


async def test_a_listed_phone_stays_listed_with_its_next_owner_until_something_arrives(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    for user_id in (one, two):
        await store.write(lambda tx, who=user_id: contacts.suppress(tx, who, SMS, "+380501112233", 1))  # type: ignore[misc]
    found, total = await store.read(lambda tx: contacts.page(tx, SMS, None, None, 10, 0))
    assert (total, found[0].row.user_id, found[0].contact) == (1, two, "+380501112233")
    await store.write(lambda tx: contacts.reached(tx, SMS, tx.blind.phone("+380501112233")))
    assert (await store.read(lambda tx: contacts.page(tx, 0, None, None, 10, 0)))[1] == 0


async def test_nothing_is_kept_of_the_contact_of_somebody_erased(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    await store.write(lambda tx: erase(tx, one))
    assert await store.write(lambda tx: contacts.suppress(tx, one, SMS, "+380670000001", 1, "550")) is None


# -- devices


async def test_a_token_belongs_to_who_registered_it_last_and_ten_are_kept(store: Store) -> None:
    one, two = await store.write(lambda tx: (person(tx, 1), person(tx, 2)))
    for number in range(12):
        await store.write(lambda tx, n=number: devices.register(tx, one, f"token-{n:020d}", 1, "", 10))  # type: ignore[misc]
    tokens = await store.read(lambda tx: devices.tokens(tx, [one, two]))
    assert tokens == {one: tuple(f"token-{number:020d}" for number in range(11, 1, -1))}
    again = await store.write(lambda tx: devices.register(tx, one, f"token-{5:020d}", 2, "9.9", 10))
    moved = await store.write(lambda tx: devices.register(tx, two, f"token-{5:020d}", 2, "9.9", 10))
    assert moved.id != again.id
    tokens = await store.read(lambda tx: devices.tokens(tx, [one, two]))
    assert tokens[two] == (f"token-{5:020d}",)
    assert f"token-{5:020d}" not in tokens[one]
    assert await store.write(lambda tx: devices.forget(tx, [f"token-{5:020d}", "unknown"])) == 1


# -- bad input


async def test_values_that_do_not_fit_write_nothing(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    for values in ({}, {"title": "t"}, {"text": "t"}):
        with pytest.raises(InvalidField):
            await told(store, event(), Recipient(one, values, values))
    with pytest.raises(NotFound):
        await told(store, event("no_such_template"), news(one))
    assert await store.read(rows) == []


async def test_a_value_of_our_own_records_never_keeps_a_message_back(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))
    odd = {"title": "Дві\r\nстрічки", "text": "\u202eдзеркало <b>{name}</b>"}
    await told(store, event(), Recipient(one, odd, odd))
    (message,) = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert (message.subject, message.body) == ("Дві стрічки", "дзеркало <b>{name}</b>")


async def test_of_what_is_due_each_sender_has_a_turn_and_the_house_goes_first(store: Store) -> None:
    """However much one utility has to say, and of whatever: another's bill does not wait behind its works."""
    water, gas = 11, 12
    bill = {"date": "2026-11-28", "amount": "1", "service": "газ", "account": "1"}
    ones = await store.write(lambda tx: [person(tx, number) for number in range(4)])

    async def say(template: str, behalf_of: int, *to: Recipient) -> list[int]:
        made = event(template, behalf_of=behalf_of, channels=(EMAIL,), cause_id=behalf_of)
        return await told(store, made, *to)

    works = await say("repairs", water, *map(repairs, ones))
    bills = await say("payment_due", gas, *(Recipient(one, bill, bill) for one in ones[:2]))
    own = await say("news", 0, news(ones[3]))

    def taken(tx: Tx, limit: int) -> list[int]:
        return [row.id for row in outboxes.due(tx, Urgency.URGENCY_NORMAL, EMAIL, limit)]

    turns = [own[0], works[0], bills[0], works[1], bills[1], works[2], works[3]]
    for limit in (1, 3, 5, 100):
        assert await store.write(lambda tx, limit=limit: taken(tx, limit)) == turns[:limit]  # type: ignore[misc]


async def test_a_text_that_somebody_worded_bare_gets_the_value_written_out(store: Store) -> None:
    def bare(tx: Tx) -> None:
        current = notifications.template_by_name(tx, "payment_due")
        assert current is not None
        texts = {
            "subject_uk": "Рахунок",
            "body_uk": "До {date}: {amount} грн",
            "subject_en": "B",
            "body_en": "{amount}",
        }
        notifications.update_template(tx, current, texts, author_id=1)

    one = await store.write(lambda tx: person(tx, 1))
    await store.write(bare)
    values = {"date": "2026-11-28", "amount": "1234.5", "service": "вода", "account": "1"}
    await told(store, event("payment_due"), Recipient(one, values, values))
    (message,) = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert message.body == "До 28.11.2026: 1234,50 грн"


async def test_a_text_may_leave_out_what_is_given(store: Store) -> None:
    """Operators shorten texts; what raises the message goes on giving every value."""
    one = await store.write(lambda tx: person(tx, 1))
    more = {"text": "Води не буде", "reason": "прорив", "amount": "1 000"}
    await told(store, event("repairs"), Recipient(one, more, more))
    (message,) = await store.read(lambda tx: notifications.opened(tx, rows(tx)))
    assert message.body == "Води не буде"


async def test_a_wish_and_a_message_at_the_same_moment_never_miss_each_other(store: Store) -> None:
    """Whoever commits first: nothing waits that was switched off."""
    people = await store.write(lambda tx: [person(tx, number) for number in range(40)])

    def off(user_id: int) -> Callable[[Tx], int]:
        return lambda tx: wishes(tx, user_id, C.NOTIFICATION_CATEGORY_NEWS, EMAIL, enabled=False)

    await asyncio.gather(
        *(told(store, event(channels=(EMAIL,)), *map(news, people[start : start + 10])) for start in range(0, 40, 10)),
        *(store.write(off(user_id)) for user_id in people),
        *(told(store, event(channels=(EMAIL,)), news(user_id)) for user_id in people),
    )
    made = await store.read(rows)
    assert len(made) == 80
    assert {row.state for row in made} == {S.NOTIFICATION_STATE_SUPPRESSED}


async def test_many_are_told_in_one_unit(store: Store) -> None:
    many = 1_203
    await store.write(lambda tx: [person(tx, number) for number in range(many)])
    written = await told(store, event(), *(news(1_000 + number) for number in range(many)))
    assert len(set(written)) == many
    assert len(await store.read(rows)) == many


async def test_the_rules_in_force_are_those_of_the_database(store: Store) -> None:
    one = await store.write(lambda tx: person(tx, 1))

    def change(tx: Tx) -> None:
        rules = delivery_rules.row(tx)
        delivery_rules.update(tx, rules, ["STOP"], quiet_from_hour=11, quiet_until_hour=14, daily_cap=1)

    await store.write(change)
    await told(store, event(channels=(SMS,)), news(one), news(one))
    first, second = await store.read(rows)
    assert first.due_at - first.queued_at == 2 * 3_600_000  # it is noon in Kyiv
    assert second.suppressed_by == R.SUPPRESSION_RULE_DAILY_CAP


# -- facts


async def test_facts_are_what_the_database_holds(store: Store) -> None:
    one, two, three = await store.write(lambda tx: (person(tx, 1), person(tx, 2, 2, confirmed=False), person(tx, 3)))
    await told(store, event(), news(one), news(one), news(three))

    def change(tx: Tx) -> None:
        devices.register(tx, one, "token-of-a-telephone", 1, "", 10)
        wishes(tx, one, C.NOTIFICATION_CATEGORY_NEWS, SMS, enabled=False)
        wishes(tx, one, C.NOTIFICATION_CATEGORY_NEWS, EMAIL, enabled=True)
        wishes(tx, two, C.NOTIFICATION_CATEGORY_DEBT, SMS, enabled=False)
        contacts.suppress(tx, two, SMS, "+380670000002", 1)
        contacts.suppress(tx, three, EMAIL, "u3@example.com", 2)
        found = users.get_any(tx, three)
        assert found is not None
        users.update(tx, found, state=users.BLOCKED, restricted=True)

    await store.write(change)
    known = await store.read(
        lambda tx: facts.of_users(tx, [one, two, three, 999], C.NOTIFICATION_CATEGORY_NEWS, "2026-11-23")
    )
    none = (None, None, None)
    assert known == {
        one: facts.UserFacts(1, False, 1, True, True, True, True, (None, False, True), False, False, 2),
        two: facts.UserFacts(1, False, 2, False, True, True, False, none, True, False, 0),
        three: facts.UserFacts(2, True, 1, False, True, True, True, none, False, True, 1),
    }
    await store.write(lambda tx: erase_all(tx, one))
    gone = await store.read(lambda tx: facts.of_users(tx, [one], C.NOTIFICATION_CATEGORY_NEWS, "2026-11-23"))
    assert (gone[one].phone, gone[one].email, gone[one].device) == (False, False, False)


def erase_all(tx: Tx, user_id: int) -> None:
    erase(tx, user_id)
    erase_columns(tx, user_id)


# -- built-in texts


async def test_our_own_new_text_becomes_a_version_and_an_operators_stays(store: Store) -> None:
    texts = {"subject_uk": "С", "body_uk": "{text}", "subject_en": "S", "body_en": "{text}"}

    def rewrite(tx: Tx) -> None:
        for name, author in (("news", 0), ("marketing", 7)):
            current = notifications.template_by_name(tx, name)
            assert current is not None
            notifications.update_template(tx, current, texts, author)

    await store.write(rewrite)
    assert await store.write(seed_templates) == 1
    assert await store.write(seed_templates) == 0

    def look(tx: Tx) -> list[tuple[int, str]]:
        found = [notifications.template_by_name(tx, name) for name in ("news", "marketing")]
        return [(one.row.version, one.text.subject_uk) for one in found if one is not None]

    assert await store.read(look) == [(3, "{title}"), (2, "С")]
    assert len({built.name for built in BUILT_IN}) == len(BUILT_IN)
