"""What a rule is: a small pure function over events, with thresholds that are data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple

from smartregion.v1.alert_service_pb2 import AlertSeverity

from server.alerts.events import Called, Event, Handed, Seen, Subject
from server.alerts.windows import Fires, Mark, dense

#: Ukrainian and English.
Words = tuple[str, str]
Network = IPv4Network | IPv6Network
Limits = Mapping[str, int]

MINUTE, DAY = 60_000, 86_400_000
INFO, WARNING = int(AlertSeverity.ALERT_SEVERITY_INFO), int(AlertSeverity.ALERT_SEVERITY_WARNING)
CRITICAL = int(AlertSeverity.ALERT_SEVERITY_CRITICAL)


class Feed(Enum):
    """What events are read from."""

    AUDIT = "audit"
    ACTIVITY = "activity"
    READINGS = "readings"


#: The events of each.
EVENTS: dict[Feed, type[Event]] = {Feed.AUDIT: Called, Feed.ACTIVITY: Seen, Feed.READINGS: Handed}


@dataclass(frozen=True)
class Limit:
    """A threshold: its name, what it is at first, what it may be, and what it is called."""

    name: str
    value: int
    least: int
    most: int
    title: Words


class Place(NamedTuple):
    """Where a network is: a name, degrees north and east."""

    network: str
    name: str
    latitude: float
    longitude: float


class Hit(NamedTuple):
    """An event as a rule counts it: about whom, against which threshold, within which window (milliseconds)."""

    subject: Subject
    mark: Mark
    threshold: int
    span: int
    fires: Fires = dense
    #: What is counted, where a rule counts several things.
    series: str = ""

    @property
    def key(self) -> str:
        """Of the subject and what is counted of it: there is one alert for each."""
        return f"{self.subject.kind}:{self.subject.number}:{self.series}"


@dataclass(frozen=True)
class Setting:
    """A version of a rule: how grave it is, its thresholds, and which networks it passes over."""

    rule: "Rule"
    version: int
    severity: int
    enabled: bool
    limits: Limits
    passed: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    effective_from: int = 0

    def passes(self, network: str) -> bool:
        return bool(self.passed and network) and longest(network, self.passed) is not None

    def place_of(self, network: str) -> Place | None:
        """Where a network is, as far as the house declares it."""
        if not self.places or not network:
            return None
        number = longest(network, tuple(place.network for place in self.places))
        return None if number is None else self.places[number]


@dataclass(frozen=True)
class Rule:
    code: str
    severity: int
    title: Words
    #: What it looks for.
    about: Words
    #: What it found, with {measured}, {threshold} and {span}; by series.
    said: Mapping[str, Words]
    limits: tuple[Limit, ...]
    #: Pure: how an event counts, if it does.
    hits: Callable[[Event, Setting], Iterable[Hit]]
    #: Where its events come from.
    feeds: tuple[Feed, ...] = (Feed.AUDIT,)
    #: How late an event may come and still count; milliseconds. The audit log never is.
    late: int = 0

    def built_in(self) -> Setting:
        return Setting(self, 1, self.severity, True, {limit.name: limit.value for limit in self.limits})


def minutes(value: int, most: int = 10_080) -> Limit:
    return Limit("minutes", value, 5, most, ("За скільки хвилин", "Window, minutes"))


@lru_cache(maxsize=20_000)
def longest(network: str, among: tuple[str, ...]) -> int | None:
    """Which of several networks holds one, the longest where several do; None for none."""
    wanted = _network(network)
    found = [
        (_network(one).prefixlen, number)
        for number, one in enumerate(among)
        if _network(one).version == wanted.version and wanted.subnet_of(_network(one))  # type: ignore[arg-type]
    ]
    return max(found)[1] if found else None


@lru_cache(maxsize=20_000)
def _network(text: str) -> Network:
    return ip_network(text)
