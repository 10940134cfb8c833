"""The rules as pure functions: what each finds, what it does not, and that neither order nor repetition matters."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.alerts.events import ADDRESS, DEVICE, KEY, OPERATOR, USER, Called, Event, Handed, Seen, Subject
from server.alerts.judging import Found, counted, judge
from server.alerts.rulebook import RuleBook
from server.alerts.rules import BY_CODE, RULES
from server.alerts.rules.base import DAY, MINUTE
from server.alerts.windows import MARKS_MOST, Window
from storage.models.alerts import AlertRule

START = 1_800_000_000_000
HOME, OFFICE = "203.0.113.0/24", "198.51.100.0/24"


def seen(number: int, at: int, user: int = 1, address: int = 5, network: str = HOME, late: int = 0) -> Seen:
    return Seen(number, START + at, START + at + late, user, "ACTIVITY_KIND_VISIT", address, network)


def called(number: int, at: int, what: str, outcome: str = "OK", **rest: Any) -> Called:
    return Called(number, START + at, what, outcome, **rest)


def handed(number: int, before: int, since: int, days: float = 30, commodity: int = 1) -> Handed:
    return Handed(number, START + number, START + number, 1, commodity, before, since, days)


def found(events: Iterable[Event], book: RuleBook | None = None) -> list[Found]:
    return judge(counted((book or RuleBook()).at, events), {})


def raised(events: Iterable[Event], book: RuleBook | None = None) -> list[tuple[str, Subject, str, int, int]]:
    """Code, subject, series, marks that are counted, and what was measured."""
    return [
        (one.counted.setting.rule.code, one.counted.hit.subject, one.counted.hit.series, one.new, one.measured)
        for one in found(events, book)
    ]


def changed(code: str, begin: int = 0, **values: Any) -> RuleBook:
    """A book in which one rule has another version."""
    settings = {"limits": {}, "passed": [], "places": [], **values}
    row = AlertRule(
        code=code,
        version=2,
        severity=3,
        enabled=settings.pop("enabled", True),
        settings=json.dumps(settings),
        effective_from=begin,
        author_id=7,
        created_at=0,
    )
    return RuleBook([row])


Case = tuple[list[Event], tuple[str, Subject, str, int, int]]
CASES: dict[str, Case] = {
    "many accounts": (
        [seen(user, user * MINUTE, user) for user in range(10)],
        ("MANY_ACCOUNTS_ONE_ADDRESS", Subject(ADDRESS, 5), "", 10, 10),
    ),
    "one device": (
        [
            called(user, user * DAY, "NotificationService.RegisterDevice", device=9, person_id=user)
            for user in range(1, 5)
        ],
        ("ONE_DEVICE_MANY_USERS", Subject(DEVICE, 9), "", 4, 4),
    ),
    "failures of an operator": (
        [
            called(number, number * MINUTE, "AuthService.SignInOperator", "UNAUTHENTICATED", refused=1, **who)
            for number in range(5)
            for who in ({"target_kind": "operator", "target_id": 7},)
        ],
        ("SIGN_IN_FAILURES", Subject(OPERATOR, 7), "operator", 5, 5),
    ),
    "failures that were only counted": (
        [
            called(number, number * MINUTE, "AuthService.SignInOperator", "UNAUTHENTICATED", refused=12, address=5)
            for number in range(2)
        ],
        ("SIGN_IN_FAILURES", Subject(ADDRESS, 5), "address", 2, 24),
    ),
    "many networks": (
        [seen(number, number * MINUTE, network=f"192.0.{number}.0/24", address=number) for number in range(5)],
        ("IMPOSSIBLE_TRAVEL", Subject(USER, 1), "networks", 5, 5),
    ),
    "people one after another": (
        [
            called(number, number * 1_000, "UserService.GetUser", operator_id=7, person_id=number, look=True)
            for number in range(1, 101)
        ],
        ("MASS_LOOKUPS", Subject(OPERATOR, 7), "persons", 100, 100),
    ),
    "long lists": (
        [
            called(number, number * 1_000, "UserService.ListUsers", key_id=3, rows=1_000, look=True)
            for number in range(20)
        ],
        ("MASS_LOOKUPS", Subject(KEY, 3), "rows", 20, 20_000),
    ),
    "one place of a list again and again, then others": (
        [
            called(
                number,
                number * 1_000,
                "UserService.ListUsers",
                key_id=3,
                rows=1_000,
                read=max(1, number - 20),
                look=True,
            )
            for number in range(1, 41)
        ],
        ("MASS_LOOKUPS", Subject(KEY, 3), "rows", 20, 20_000),
    ),
    "use that fell": (
        [handed(1, before=300_000, since=60_000)],
        ("READINGS_FALL_AFTER_INSPECTION", Subject(USER, 1), "", 1, 80),
    ),
    "reversals": (
        [called(number, number * MINUTE, "ReadingService.ReverseReading", operator_id=7) for number in range(10)],
        ("REPEATED_REVERSALS", Subject(OPERATOR, 7), "", 10, 10),
    ),
    "messages by hand": (
        [
            called(number, number * 1_000, "NotificationService.SendNotification", operator_id=7)
            for number in range(100)
        ],
        ("MESSAGE_FLOOD", Subject(OPERATOR, 7), "messages", 100, 100),
    ),
    "codes from one address": (
        [called(number, number * 1_000, "AuthService.StartPhoneVerification", address=5) for number in range(20)],
        ("MESSAGE_FLOOD", Subject(ADDRESS, 5), "codes", 20, 20),
    ),
    "a key elsewhere": (
        [
            called(1, 0, "BillingService.PushCharges", key_id=3, network=HOME),
            called(2, MINUTE, "BillingService.PushCharges", key_id=3, network=HOME),
            called(3, 2 * MINUTE, "BillingService.PushCharges", key_id=3, network=OFFICE),
        ],
        ("KEY_FROM_NEW_PLACE", Subject(KEY, 3), "", 1, 2),
    ),
    "somebody else": (
        [called(1, 0, "security.unauthorized_use_reported", "ALERT", target_kind="user", target_id=1)],
        ("UNAUTHORIZED_USE", Subject(USER, 1), "", 1, 1),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_rule_finds_what_it_is_for(name: str) -> None:
    events, expected = CASES[name]
    assert raised(events) == [expected]


@pytest.mark.parametrize("name", CASES)
def test_one_event_less_raises_nothing(name: str) -> None:
    events, _ = CASES[name]
    assert raised(events[:-1]) == []


def test_every_rule_has_a_case() -> None:
    assert {expected[0] for _, expected in CASES.values()} == set(BY_CODE)


NOTHING: dict[str, list[Event]] = {
    "the same people again": [seen(number, number * MINUTE, number % 9) for number in range(50)],
    "over a longer time": [seen(user, user * 10 * MINUTE, user) for user in range(30)],
    "of different addresses": [seen(user, user * MINUTE, user, address=user + 1) for user in range(30)],
    "refused look-ups": [
        called(number, number, "UserService.GetUser", "PERMISSION_DENIED", operator_id=7, person_id=number, look=True)
        for number in range(1, 200)
    ],
    "the same person opened again": [
        called(number, number * 1_000, "UserService.GetUser", operator_id=7, person_id=4, look=True)
        for number in range(300)
    ],
    "gas in spring": [handed(1, before=300_000, since=1_000, commodity=3)],
    "too soon after the inspection": [handed(1, before=300_000, since=1_000, days=13)],
    "use that grew": [handed(1, before=300_000, since=400_000)],
    "no use before": [handed(1, before=0, since=0)],
    "residents through the gateway": [
        called(number, number, "AuthService.ConfirmPhone", key_id=3, through_gateway=True, network=network)
        for number, network in enumerate((HOME, OFFICE, "192.0.2.0/24"))
    ],
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_everyday_raises_nothing(name: str) -> None:
    assert raised(NOTHING[name]) == []


def test_what_comes_on_is_counted_once_and_measured_at_its_most() -> None:
    windows: dict[str, Window] = {}
    book = RuleBook()
    news = [
        one
        for number in range(14)
        for one in judge(counted(book.at, [seen(number, number * MINUTE, number)] * 2), windows)
    ]
    assert [(one.new, one.measured) for one in news] == [(10, 10), (1, 11), (1, 12), (1, 13), (1, 14)]


PLACES = [("203.0.112.0/22", "Київ", 50.45, 30.52), (OFFICE, "Львів", 49.84, 24.03)]
APART = ("IMPOSSIBLE_TRAVEL", Subject(USER, 1), "places", 2)


@pytest.mark.parametrize(("minutes", "expected"), [(5, [APART]), (19, [APART]), (90, [])])
def test_between_declared_places_the_speed_counts(minutes: int, expected: list[Any]) -> None:
    events = [seen(1, 0, network=HOME), seen(2, minutes * MINUTE, network=OFFICE)]
    got = raised(events, changed("IMPOSSIBLE_TRAVEL", places=PLACES))
    assert [one[:4] for one in got] == expected
    assert all(one[4] >= 900 for one in got)
    assert raised(events) == []  # nothing is known of where they are


def test_a_network_that_is_passed_over_does_not_count() -> None:
    events, expected = CASES["many accounts"]
    assert raised(events, changed("MANY_ACCOUNTS_ONE_ADDRESS", passed=["203.0.0.0/16"])) == []
    assert raised(events, changed("MANY_ACCOUNTS_ONE_ADDRESS", passed=[OFFICE, "2001:db8::/32"])) == [expected]


def test_a_rule_that_is_off_finds_nothing() -> None:
    assert raised(CASES["somebody else"][0], changed("UNAUTHORIZED_USE", enabled=False)) == []


def test_an_event_is_judged_by_the_version_in_force_when_it_happened() -> None:
    book = changed("MANY_ACCOUNTS_ONE_ADDRESS", begin=START + DAY, limits={"accounts": 2})
    early = [seen(1, 0, 1), seen(2, MINUTE, 2)]
    later = [event._replace(at=event.at + DAY, received_at=event.at + DAY) for event in early]
    assert raised(early, book) == []
    assert [(one.counted.setting.version, one.new) for one in found(later, book)] == [(2, 2)]


# -- order, repetition, lateness, bounds


def streams(random: Random) -> list[Event]:
    """What may come of two hours of three users, two addresses and two operators; each event has its own id."""
    events: list[Event] = []
    for number in range(60):
        at = random.randrange(120) * MINUTE
        user, address = random.randint(1, 6), random.randint(1, 2)
        network = f"192.0.{random.randint(1, 6)}.0/24"
        events.append(seen(number, at, user, address, network, late=random.randrange(10) * MINUTE))
    return events


def alerts_of(events: Sequence[Event], portions: Callable[[int], int]) -> dict[str, Any]:
    """Alerts that a stream ends with, taken in portions, each window packed and opened in between, as storage does."""
    book, packed = changed("MANY_ACCOUNTS_ONE_ADDRESS", limits={"accounts": 4}), dict[str, str]()
    ended: dict[str, Any] = {}
    position = 0
    while position < len(events):
        size = max(1, portions(position))
        several = counted(book.at, events[position : position + size])
        windows = {one.key: Window(one.hit.span, packed.get(one.key, "")) for one in several}
        for one in judge(several, windows):
            before = ended.setdefault(one.counted.key, {"count": 0, "measured": 0, "marks": {}})
            before["count"] += one.new
            before["measured"] = max(before["measured"], one.measured)
            for place, mark in one.marks.items():
                before["marks"][place] = min(before["marks"].get(place, mark.at), mark.at)
        packed |= {key: window.packed() for key, window in windows.items() if window.changed}
        position += size
    return ended


@given(seed=st.integers(0, 10_000), data=st.data())
def test_neither_order_nor_repetition_nor_portions_change_the_alerts(seed: int, data: st.DataObject) -> None:
    random = Random(seed)
    events = streams(random)
    shuffled = [*events, *random.sample(events, 20)]
    random.shuffle(shuffled)
    # The stream's own time goes on whatever the order of what it brings.
    now = max(event.received_at for event in events)
    whole = [event._replace(received_at=now) for event in events]
    again = [event._replace(received_at=now) for event in shuffled]
    size = data.draw(st.integers(1, 20))
    expected = alerts_of(whole, lambda _: len(whole))
    assert alerts_of(again, lambda _: size) == expected


def test_the_property_is_not_about_nothing() -> None:
    assert sum(len(alerts_of(streams(Random(seed)), lambda _: 7)) for seed in range(20)) > 20


def test_what_comes_within_a_day_counts_and_what_comes_later_does_not() -> None:
    events = [seen(user, user * MINUTE, user) for user in range(9)]
    for late, expected in ((23 * 60 * MINUTE, 1), (25 * 60 * MINUTE, 0)):
        last = seen(99, 9 * MINUTE, 99, late=late)
        assert len(found([*events, last])) == expected


def test_a_window_stays_bounded_and_forgets_what_is_over() -> None:
    windows: dict[str, Window] = {}
    book = changed("MANY_ACCOUNTS_ONE_ADDRESS", limits={"accounts": 400, "minutes": 10_080})
    judge(counted(book.at, [seen(number, number, number) for number in range(2_000)]), windows)
    (key,) = [key for key in windows if key.startswith("MANY")]
    assert len(windows[key].places()) == MARKS_MOST
    judge(counted(book.at, [seen(1, 30 * DAY)]), windows)
    assert len(windows[key].places()) == 1
    assert windows[key].until(DAY) > START + 38 * DAY


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_thresholds_lie_within_their_bounds_and_within_what_is_remembered(rule: Any) -> None:
    for limit in rule.limits:
        assert limit.least <= limit.value <= limit.most
        assert all(limit.title)
    weighty = {"rows", "kmh", "percent", "minutes", "days", "least_days"}
    assert all(limit.most <= MARKS_MOST for limit in rule.limits if limit.name not in weighty)
    for words in (rule.title, rule.about, *rule.said.values()):
        assert all(words)
        assert _numbers(words[0]) == _numbers(words[1])


def _numbers(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))
