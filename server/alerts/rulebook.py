"""Which version of each rule judges an event: the one that was in force when it happened."""

import json
from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import ip_network
from typing import Any

from server.alerts.events import Event
from server.alerts.rules import BY_CODE, RULES
from server.alerts.rules.base import EVENTS, Place, Rule, Setting
from server.errors import InvalidField
from storage.models.alerts import AlertRule as Row

#: Prefixes that a network of a rule may have, by version: activity is kept as /24 and /48.
_PREFIXES = {4: (16, 24), 6: (32, 48)}


class RuleBook:
    """The rules with all their versions."""

    def __init__(self, rows: Iterable[Row] = (), rules: Iterable[Rule] = RULES) -> None:
        self.versions: dict[str, list[Setting]] = {rule.code: [rule.built_in()] for rule in rules}
        for row in rows:
            if row.code in self.versions:
                self.versions[row.code].append(of_row(row))
        later = {one.effective_from for several in self.versions.values() for one in several}
        self._begins = sorted(later)
        self._in_force = [self._judging(begin) for begin in self._begins]

    def _judging(self, instant: int) -> dict[type[Event], tuple[Setting, ...]]:
        """What judges the events of an instant, by their type."""
        standing = [in_force(versions, instant) for versions in self.versions.values()]
        return {
            kind: tuple(one for one in standing if one.enabled and feed in one.rule.feeds)
            for feed, kind in EVENTS.items()
        }

    def at(self, event: Event) -> tuple[Setting, ...]:
        """What judges an event: the versions in force when it happened."""
        place = bisect_right(self._begins, event.at) - 1 if len(self._begins) > 1 else 0
        return self._in_force[max(0, place)][type(event)]


def in_force(versions: Iterable[Setting], instant: int) -> Setting:
    """The version that took effect last; the first is in force since ever."""
    begun = [one for one in versions if one.effective_from <= instant]
    return max(begun, key=lambda one: (one.effective_from, one.version))


def of_row(row: Row) -> Setting:
    rule, kept = BY_CODE[row.code], json.loads(row.settings)
    return Setting(
        rule,
        row.version,
        row.severity,
        bool(row.enabled),
        {**rule.built_in().limits, **kept["limits"]},
        tuple(kept["passed"]),
        tuple(Place(*place) for place in kept["places"]),
        row.effective_from,
    )


def settings(rule: Rule, message: Any, prefix: str) -> dict[str, Any]:
    """What a rule changes, as it is kept. Raises InvalidField."""
    known = {limit.name: limit for limit in rule.limits}
    limits: dict[str, int] = {}
    for number, one in enumerate(message.limits):
        limit = known.get(one.name)
        if limit is None or one.name in limits:
            names = ", ".join(known) or "none"
            field = f"{prefix}.limits[{number}].name"
            raise InvalidField(field, "alert.limit", f"must name a threshold of the rule, each once: {names}")
        if not limit.least <= one.value <= limit.most:
            field = f"{prefix}.limits[{number}].value"
            said = f"must lie between {limit.least} and {limit.most}"
            raise InvalidField(field, "alert.limit_range", said, least=str(limit.least), most=str(limit.most))
        limits[one.name] = one.value
    listed = enumerate(message.passed_networks)
    passed = [network(text, f"{prefix}.passed_networks[{number}]") for number, text in listed]
    return {"limits": limits, "passed": passed, "places": _places(rule, message, prefix)}


def _places(rule: Rule, message: Any, prefix: str) -> list[tuple[str, str, float, float]]:
    if message.places and "kmh" not in {limit.name for limit in rule.limits}:
        raise InvalidField(f"{prefix}.places", "alert.places", "must be empty: the rule reckons no speed")
    places: dict[str, tuple[str, str, float, float]] = {}
    for number, one in enumerate(message.places):
        field = f"{prefix}.places[{number}].network"
        known = network(one.network, field)
        if known in places:
            raise InvalidField(field, "alert.place", "must be another network than those before")
        places[known] = (known, one.name, one.latitude, one.longitude)
    return list(places.values())


def network(text: str, field: str) -> str:
    """A network in its shortest spelling. Raises InvalidField."""
    try:
        found = ip_network(text, strict=False)
    except ValueError:
        raise InvalidField(field, "alert.network", "must be a network, such as 203.0.113.0/24") from None
    least, most = _PREFIXES[found.version]
    if not least <= found.prefixlen <= most:
        said = "must be from /16 to /24 of IPv4, or from /32 to /48 of IPv6"
        raise InvalidField(field, "alert.network_length", said)
    return str(found)
