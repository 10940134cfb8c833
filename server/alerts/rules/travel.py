"""Somebody who is in two places at once: an account that two people use.

There is no lawful table of where every network is, so the house declares places of those that it knows (a provider of
the town, an office). Between two declared places the speed is reckoned; over all others only how many networks one
account came from in a short time.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from math import asin, cos, radians, sin, sqrt

from server.alerts.events import OPERATOR, USER, Called, Event, Seen, Subject
from server.alerts.rules.base import DAY, MINUTE, WARNING, Feed, Hit, Limit, Rule, Setting, minutes
from server.alerts.rules.base import Place as NetworkPlace
from server.alerts.windows import Mark, Place, Window

#: Two places are compared over so long.
APART = 120 * MINUTE
_EARTH_KM = 6_371.0
_SIGNED_IN = "AuthService.SignInOperator"


def _hits(event: Event, setting: Setting) -> Iterable[Hit]:
    subject = _who(event)
    if subject is None or not event.network:
        return
    limits = setting.limits
    person = event.user_id if isinstance(event, Seen) else 0
    mark = Mark(event.at, number_of(event.network), 1, event.what, person, event.network)
    yield Hit(subject, mark, limits["networks"], limits["minutes"] * MINUTE, series="networks")
    if setting.place_of(event.network) is not None:
        yield Hit(subject, mark, limits["kmh"], APART, partial(too_fast, setting), "places")


def _who(event: Event) -> Subject | None:
    if isinstance(event, Seen):
        return Subject(USER, event.user_id)
    if isinstance(event, Called) and event.what == _SIGNED_IN and event.outcome == "OK":
        return Subject(OPERATOR, event.target_id)
    return None


@lru_cache(maxsize=20_000)
def number_of(network: str) -> int:
    """A number for a network, the same everywhere and always."""
    number = 0
    for byte in network.encode():
        number = (number * 257 + byte) % (1 << 61)
    return number


def too_fast(setting: Setting, window: Window, new: Sequence[Place], threshold: int) -> tuple[Iterable[Place], int]:
    """Pairs of marks between which one would have to go as many kilometres an hour; the fastest. The time between two
    slots counts whole, so no pair is faster than it was."""
    found: set[Place] = set()
    fastest = 0
    for one in new:
        here = setting.place_of(window.mark(one).said)
        for other in window.near(one[0]):
            there = setting.place_of(window.mark(other).said)
            if here is None or there is None:
                continue
            hours = (abs(other[0] - one[0]) + 1) * window.size / 3_600_000
            speed = int(distance(here, there) / hours)
            if speed >= threshold:
                found |= {one, other}
                fastest = max(fastest, speed)
    return found, fastest


def distance(one: NetworkPlace, other: NetworkPlace) -> float:
    """Kilometres along a great circle."""
    north, south = radians(one.latitude), radians(other.latitude)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))


IMPOSSIBLE_TRAVEL = Rule(
    "IMPOSSIBLE_TRAVEL",
    WARNING,
    ("Вхід із далеких місць одночасно", "In two places at once"),
    (
        "Той самий абонент чи оператор за короткий час з'являється з багатьох мереж або з місць, між якими так швидко "
        "не дістатися. Місця мереж вносять тут самі: загальнодоступної таблиці місць не використано.",
        "The same user or operator comes from many networks in a short time, or from places between which nobody "
        "travels that fast. Places of networks are declared here: no public table of them is used.",
    ),
    {
        "networks": (
            "Мереж, з яких працювали за {span}: {measured} (поріг — {threshold}).",
            "Networks used within {span}: {measured} (threshold {threshold}).",
        ),
        "places": (
            "Між місцями мереж довелося б рухатися зі швидкістю {measured} км/год (поріг — {threshold}).",
            "Between the places of the networks one would have to go {measured} km/h (threshold {threshold}).",
        ),
    },
    (
        Limit("networks", 5, 2, 50, ("Мереж", "Networks")),
        Limit("kmh", 900, 50, 5_000, ("Швидкість, км/год", "Speed, km/h")),
        minutes(30, 1_440),
    ),
    _hits,
    feeds=(Feed.ACTIVITY, Feed.AUDIT),
    late=DAY,
)
