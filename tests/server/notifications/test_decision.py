"""The rules of delivery, as properties of every user, every event and every hour."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationCategory as C
from smartregion.v1.notification_service_pb2 import RuleAnswer, SuppressionRule
from smartregion.v1.user_service_pb2 import UserState

from server.notifications.categories import CATEGORIES, CHANNELS, Basis, Category, Choice
from server.notifications.decision import (
    EMAIL,
    PUSH,
    RULES,
    SMS,
    Ask,
    Bounds,
    answers,
    day_of,
    in_order,
    quiet_until,
    route,
    route_that_opens,
    verdict,
)
from storage.days import KYIV
from storage.repositories.facts import UserFacts

#: A Monday at noon in Kyiv, and a day, in milliseconds.
NOON = int(datetime(2026, 11, 23, 12, tzinfo=KYIV).timestamp() * 1000)
HOUR = 3_600_000
STOPS = RuleAnswer.RULE_ANSWER_STOPS

WISH = st.none() | st.booleans()
FACTS = st.builds(
    UserFacts,
    state=st.integers(1, 3),
    restricted=st.booleans(),
    language=st.integers(1, 2),
    device=st.booleans(),
    phone=st.booleans(),
    email=st.booleans(),
    email_confirmed=st.booleans(),
    wishes=st.tuples(WISH, WISH, WISH),
    phone_suppressed=st.booleans(),
    email_suppressed=st.booleans(),
    today=st.integers(0, 5),
    damaged=st.just(()),
    of_sender=st.integers(0, 5),
)
BOUNDS = st.builds(Bounds, quiet_from=st.integers(0, 23), quiet_until=st.integers(0, 23), daily_cap=st.integers(0, 5))
#: Any minute of 2026 and 2027: both changes of the clocks, twice.
INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: int((datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).timestamp() * 1000)
)
ASKS = st.builds(
    lambda category, now, life, **more: Ask(category, now, now + life, **more),
    st.sampled_from(list(CATEGORIES.values())),
    INSTANTS,
    st.integers(-HOUR, 72 * HOUR),
    bounds=BOUNDS,
    available=st.frozensets(st.sampled_from(CHANNELS)),
    emergency=st.booleans(),
    queued=st.booleans(),
    sender_cap=st.integers(0, 5),
    own_contact=st.booleans(),
)
CHANNEL = st.sampled_from(CHANNELS)
ORDER = st.permutations(CHANNELS).flatmap(lambda all_of: st.integers(1, 3).map(lambda size: tuple(all_of[:size])))

#: Somebody whom nothing stops, and an event that nothing holds up.
READY = UserFacts(1, False, 1, True, True, True, True, (True, True, True), False, False, 0)


def asked(category: int, **changes: object) -> Ask:
    made = Ask(CATEGORIES[category], NOON, NOON + 72 * HOUR, Bounds(), frozenset(CHANNELS))
    return replace(made, **changes)  # type: ignore[arg-type]


@given(FACTS, ASKS, CHANNEL)
def test_marketing_never_goes_out_without_a_consent(facts: UserFacts, ask: Ask, channel: int) -> None:
    if ask.category.basis is Basis.CONSENT and facts.wishes[channel - 1] is not True:
        assert verdict(facts, channel, ask).rule
        assert route(facts, [channel], ask).verdict.rule


@given(FACTS, ASKS)
def test_a_consent_to_one_channel_is_none_to_another(facts: UserFacts, ask: Ask) -> None:
    taken = route(facts, CHANNELS, replace(ask, category=CATEGORIES[C.NOTIFICATION_CATEGORY_MARKETING]))
    assert taken.verdict.rule or facts.wishes[taken.channel - 1] is True


@given(FACTS, ASKS, CHANNEL)
def test_what_was_switched_off_stays_in_but_for_duties_and_emergencies(
    facts: UserFacts, ask: Ask, channel: int
) -> None:
    if not verdict(facts, channel, ask).rule and facts.wishes[channel - 1] is False:
        assert ask.category.fixed or (ask.emergency and ask.category.emergencies)


@given(FACTS, FACTS, ASKS, CHANNEL, st.sampled_from([one for one in CATEGORIES.values() if one.fixed]))
def test_no_wish_block_cap_list_or_hour_stops_a_duty(
    facts: UserFacts, other: UserFacts, ask: Ask, channel: int, duty: Category
) -> None:
    """Of a duty it counts only whether there is a user, a way that is theirs, and time."""
    ask = replace(ask, category=duty, sender_cap=0)  # no partner sends one
    same = other._replace(
        device=facts.device, phone=facts.phone, email=facts.email, email_confirmed=facts.email_confirmed
    )
    same = same._replace(state=1 if facts.state != 3 else 3)
    assert verdict(same, channel, ask) == verdict(facts, channel, ask)
    assert verdict(facts, channel, ask).not_before == 0


@given(FACTS, ASKS, CHANNEL)
def test_nobody_erased_without_a_contact_or_a_provider_is_written_to(facts: UserFacts, ask: Ask, channel: int) -> None:
    contact = {PUSH: facts.device, SMS: facts.phone, EMAIL: facts.email}[channel]
    contact = contact or (ask.own_contact and channel != PUSH)
    if facts.state == UserState.USER_STATE_ERASED or not contact or channel not in ask.available:
        assert verdict(facts, channel, ask).rule


@given(FACTS, FACTS, ASKS, CHANNEL)
def test_what_goes_to_a_contact_of_its_own_asks_nothing_of_the_users(
    facts: UserFacts, other: UserFacts, ask: Ask, channel: int
) -> None:
    """A changed phone is told to the former one, which is the user's no longer."""
    same = other._replace(
        state=facts.state, restricted=facts.restricted, wishes=facts.wishes, today=facts.today, device=facts.device
    )._replace(of_sender=facts.of_sender)
    ask = replace(ask, own_contact=True)
    assert verdict(same, channel, ask) == verdict(facts, channel, ask)


@given(FACTS, ASKS, ORDER)
def test_the_way_taken_is_the_first_that_no_rule_stops(facts: UserFacts, ask: Ask, order: tuple[int, ...]) -> None:
    found = route(facts, order, ask)
    open_ways = [channel for channel in order if not verdict(facts, channel, ask).rule]
    if not open_ways:
        assert found.channel == order[-1]
        assert found.verdict == verdict(facts, order[-1], ask)
        assert found.verdict.rule
        assert found.cascade == ()
        return
    assert found.channel == open_ways[0]
    assert found.verdict == verdict(facts, open_ways[0], ask)
    assert found.cascade == order[order.index(open_ways[0]) + 1 :]


@given(FACTS, ASKS, ORDER, st.frozensets(st.sampled_from((SMS, EMAIL))))
def test_a_contact_that_does_not_open_is_as_good_as_none(
    facts: UserFacts, ask: Ask, order: tuple[int, ...], damaged: frozenset[int]
) -> None:
    without = facts._replace(phone=facts.phone and SMS not in damaged, email=facts.email and EMAIL not in damaged)
    known, found = route_that_opens(facts, lambda of: route(of, order, ask), lambda channel: channel in damaged)
    if route(facts, order, ask).channel not in damaged:
        assert (known, found) == (facts, route(facts, order, ask))
    elif not found.verdict.rule:
        assert found.channel not in damaged or ask.own_contact
    else:
        assert route(without, order, ask).verdict.rule


@given(FACTS, ASKS, CHANNEL)
def test_the_verdict_is_what_the_answers_say(facts: UserFacts, ask: Ask, channel: int) -> None:
    said = answers(facts, channel, ask)
    assert [rule for rule, _ in said] == [rule for rule, _ in RULES]
    stopping = [rule for rule, one in said if one.answer == STOPS]
    found = verdict(facts, channel, ask)
    assert found.rule == (stopping[0] if stopping else 0)
    if not stopping:
        assert found.not_before == max(one.until for _, one in said)


def code_of(facts: UserFacts) -> int:
    """Facts as the number that the database makes of them."""
    bits = (facts.device, facts.phone, facts.email, facts.email_confirmed)
    code = facts.state + facts.restricted * 4 + facts.language * 8
    code += sum(32 << place for place, bit in enumerate(bits) if bit)
    code += sum((0 if wish is None else 1 + wish) << 9 + 2 * place for place, wish in enumerate(facts.wishes))
    return code + facts.phone_suppressed * 32_768 + facts.email_suppressed * 65_536 + facts.today * 131_072


@given(FACTS, ASKS, ORDER)
def test_equal_facts_are_decided_alike(facts: UserFacts, ask: Ask, order: tuple[int, ...]) -> None:
    facts = facts._replace(of_sender=0)  # it is asked for by itself
    again = UserFacts.of_code(code_of(facts))
    assert again == facts
    assert hash(again) == hash(facts)
    assert route(again, order, replace(ask)) == route(facts, order, ask)


def test_every_rule_of_the_contract_is_asked() -> None:
    assert {rule for rule, _ in RULES} == {number for number in SuppressionRule.values() if number}


# -- one by one


@pytest.mark.parametrize(
    ("changes", "channel", "rule"),
    [
        ({"state": 3}, SMS, "USER_ERASED"),
        ({"state": 2}, SMS, "USER_BLOCKED"),
        ({"restricted": True}, SMS, "RESTRICTED"),
        ({"device": False}, PUSH, "NO_CONTACT"),
        ({"phone": False}, SMS, "NO_CONTACT"),
        ({"email": False}, EMAIL, "NO_CONTACT"),
        ({"email_confirmed": False}, EMAIL, "CONTACT_UNVERIFIED"),
        ({"phone_suppressed": True}, SMS, "CONTACT_SUPPRESSED"),
        ({"email_suppressed": True}, EMAIL, "CONTACT_SUPPRESSED"),
        ({"wishes": (False, None, None)}, PUSH, "PREFERENCE_OFF"),
        ({"today": 3}, SMS, "DAILY_CAP"),
    ],
)
def test_each_fact_alone_stops_news(changes: dict[str, object], channel: int, rule: str) -> None:
    news = asked(C.NOTIFICATION_CATEGORY_NEWS)
    assert verdict(READY, channel, news).rule == 0
    named = SuppressionRule.Name(verdict(READY._replace(**changes), channel, news).rule)
    assert named == f"SUPPRESSION_RULE_{rule}"


def test_a_confirmed_phone_and_a_device_need_no_confirmed_address() -> None:
    facts = READY._replace(email_confirmed=False, email_suppressed=True)
    news = asked(C.NOTIFICATION_CATEGORY_NEWS)
    assert not verdict(facts, SMS, news).rule
    assert not verdict(facts, PUSH, news).rule


def test_an_emergency_passes_a_block_a_wish_a_list_and_the_night_but_no_missing_contact() -> None:
    night = NOON + 12 * HOUR
    works = asked(C.NOTIFICATION_CATEGORY_WORKS, now=night, emergency=True)
    facts = READY._replace(wishes=(False, False, False), phone_suppressed=True)
    assert verdict(facts, SMS, works) == (0, 0)
    assert verdict(facts, SMS, replace(works, emergency=False)).rule
    blocked = UserState.USER_STATE_BLOCKED
    assert verdict(facts._replace(state=blocked, restricted=True), SMS, works) == (0, 0), "life and limb"
    assert verdict(facts._replace(state=UserState.USER_STATE_ERASED), SMS, works).rule
    assert verdict(facts._replace(phone=False), SMS, works).rule
    news = asked(C.NOTIFICATION_CATEGORY_NEWS, now=night, emergency=True)
    assert verdict(facts, SMS, news).rule, "news are never an emergency"


def test_a_message_that_waits_is_not_counted_against_itself() -> None:
    news = asked(C.NOTIFICATION_CATEGORY_NEWS)
    full = READY._replace(today=3)
    assert verdict(full, SMS, news).rule == SuppressionRule.SUPPRESSION_RULE_DAILY_CAP
    assert not verdict(full, SMS, replace(news, queued=True)).rule


@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(list(CATEGORIES.values())), st.booleans())
def test_a_sender_says_as_much_in_a_day_as_its_cap_whatever_it_is(
    cap: int, of_sender: int, category: Category, emergency: bool
) -> None:
    ask = asked(category.number, sender_cap=cap, emergency=emergency)
    found = verdict(READY._replace(of_sender=of_sender), SMS, ask).rule
    assert (found == SuppressionRule.SUPPRESSION_RULE_SENDER_CAP) == (0 < cap < of_sender)
    assert not verdict(READY._replace(of_sender=of_sender), SMS, replace(ask, queued=True)).rule


@given(st.integers(0, 9), st.integers(0, 9))
def test_the_cap_allows_as_many_as_it_says(cap: int, today: int) -> None:
    news = asked(C.NOTIFICATION_CATEGORY_NEWS, bounds=Bounds(daily_cap=cap))
    stopped = verdict(READY._replace(today=today), EMAIL, news).rule
    assert bool(stopped) == (cap > 0 and today >= cap)


def test_debts_and_duties_have_no_cap() -> None:
    full = READY._replace(today=50)
    for category in CATEGORIES.values():
        stopped = verdict(full, EMAIL, asked(category.number)).rule
        assert bool(stopped) == category.capped


def test_the_order_is_the_one_stated_else_that_of_the_prices() -> None:
    assert in_order((EMAIL, SMS), (SMS, PUSH)) == (SMS, PUSH)
    assert in_order((EMAIL, SMS)) == (EMAIL, SMS)
    assert in_order(()) == CHANNELS


# -- quiet hours


def hours(bounds: Bounds) -> set[int]:
    """The quiet hours of a clock."""
    begin, end = bounds.quiet_from, bounds.quiet_until
    return {hour % 24 for hour in range(begin, end if begin <= end else end + 24)}


@given(INSTANTS, BOUNDS)
def test_quiet_hours_are_those_of_the_clocks_in_kyiv(now: int, bounds: Bounds) -> None:
    here = datetime.fromtimestamp(now / 1000, KYIV)
    until = quiet_until(now, bounds)
    if here.hour not in hours(bounds):
        assert until == now
        return
    end = datetime.fromtimestamp(until / 1000, KYIV)
    assert until > now
    assert until - now <= 25 * HOUR
    assert end.hour not in hours(bounds), "what waited would wait again"
    assert (end.minute, end.second) == (0, 0)
    skipped = end.hour == (bounds.quiet_until + 1) % 24 and end.utcoffset() != here.utcoffset()
    assert end.hour == bounds.quiet_until or skipped


@given(INSTANTS, BOUNDS)
def test_every_instant_before_their_end_is_quiet(now: int, bounds: Bounds) -> None:
    until = quiet_until(now, bounds)
    for minute in range(now, until, 10 * 60_000):
        assert quiet_until(minute, bounds) == until


def changes_of_the_clocks() -> Iterator[datetime]:
    for year in (2026, 2027):
        at = datetime(year, 1, 1, tzinfo=UTC)
        while at.year == year:
            after = at + timedelta(hours=1)
            if at.astimezone(KYIV).utcoffset() != after.astimezone(KYIV).utcoffset():
                yield after
            at = after


def test_the_clocks_change_four_times_in_these_years() -> None:
    assert len(list(changes_of_the_clocks())) == 4


@pytest.mark.parametrize("change", list(changes_of_the_clocks()), ids=lambda at: at.date().isoformat())
@pytest.mark.parametrize(("begin", "end"), list(product((21, 22, 23, 0, 2, 3, 4), (2, 3, 4, 5, 8))))
def test_quiet_hours_across_a_change_of_the_clocks(change: datetime, begin: int, end: int) -> None:
    bounds = Bounds(quiet_from=begin, quiet_until=end)
    first = int(change.timestamp() * 1000) - 12 * HOUR
    quiet = [
        datetime.fromtimestamp(at / 1000, KYIV).hour in hours(bounds)
        for at in range(first, first + 24 * HOUR, 15 * 60_000)
    ]
    found = [quiet_until(at, bounds) > at for at in range(first, first + 24 * HOUR, 15 * 60_000)]
    assert found == quiet


@given(FACTS, ASKS)
def test_e_mail_knows_no_quiet_hours(facts: UserFacts, ask: Ask) -> None:
    found = verdict(facts, EMAIL, ask)
    assert found.not_before == 0
    assert found.rule != SuppressionRule.SUPPRESSION_RULE_QUIET_HOURS


@given(FACTS, ASKS, CHANNEL)
def test_what_waits_for_the_morning_is_still_good_then(facts: UserFacts, ask: Ask, channel: int) -> None:
    found = verdict(facts, channel, ask)
    if not found.rule:
        assert ask.expires_at > ask.now
        assert found.not_before < ask.expires_at
        assert not found.not_before or quiet_until(found.not_before, ask.bounds) == found.not_before


# -- the day of the cap


@given(INSTANTS, BOUNDS)
def test_a_message_counts_for_the_day_on_which_it_arrives(now: int, bounds: Bounds) -> None:
    arrives = datetime.fromtimestamp(quiet_until(now, bounds) / 1000, KYIV)
    assert day_of(now, bounds) == arrives.date().isoformat()


def test_what_is_asked_for_at_night_counts_for_the_morning() -> None:
    evening = NOON + 11 * HOUR  # 23:00
    assert day_of(NOON, Bounds()) == "2026-11-23"
    assert day_of(evening, Bounds()) == "2026-11-24"
    assert day_of(evening, Bounds(0, 0)) == "2026-11-23"


def test_only_consent_is_opt_in() -> None:
    assert {one.number for one in CATEGORIES.values() if one.choice is Choice.OPT_IN} == {
        C.NOTIFICATION_CATEGORY_MARKETING
    }
