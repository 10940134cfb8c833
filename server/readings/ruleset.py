"""Rule sets: which rules judge the readings of a service, how grave they are, with which thresholds.

They are data, numbered through the house. A reading keeps the number of the one that judged it and is judged anew by
the same; number 1 is what the service was built with.
"""

import json
from dataclasses import asdict, dataclass, replace
from functools import cache
from math import isclose
from typing import Any

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import RuleSeverity

from server.errors import InvalidField
from server.readings.estimation import POLICIES, Policy
from server.readings.rules import BY_CODE, RULES, Active, Baseline, Judgement, Limits, Reading, judge
from storage.engine.transaction import Tx
from storage.models.readings import RuleSet as Row
from storage.repositories import rule_sets

BUILT_IN = 1

#: Thresholds of version 1 by service. The largest flows: Qmax of a DN15 water meter and of a G6 gas meter, 3 × 63 A at
#: 230 V, the output of a flat's heat meter. What follows the heating season needs a year to know what is usual.
LIMITS: dict[int, Limits] = {
    Commodity.COMMODITY_COLD_WATER: Limits(3.0, 0.15),
    Commodity.COMMODITY_HOT_WATER: Limits(3.0, 0.15),
    Commodity.COMMODITY_GAS: Limits(10.0, 1.0, usual_intervals=10),
    Commodity.COMMODITY_ELECTRICITY: Limits(43.5, 3.0, usual_intervals=6),
    Commodity.COMMODITY_HEAT: Limits(0.05, 0.01, usual_intervals=10, zero_intervals=8),
}
SEVERITIES: dict[str, int] = {rule.code: int(rule.severity) for rule in RULES}


@dataclass(frozen=True)
class RuleSet:
    """The rules as they run over the readings of a service."""

    version: int
    commodity: int
    limits: Limits
    severities: dict[str, int]
    active: Active
    estimation: Policy
    #: Whose readings it judges; None: of every utility without one of its own.
    utility_id: int | None = None

    @classmethod
    def made(cls, version: int, commodity: int, settings: dict[str, Any], utility_id: int | None = None) -> "RuleSet":
        """From what differs from version 1."""
        limits = replace(LIMITS[commodity], **settings.get("limits", {}))
        severities = SEVERITIES | settings.get("severities", {})
        active = tuple(
            (rule.code, rule.check, severities[rule.code])
            for rule in RULES
            if severities[rule.code] != RuleSeverity.RULE_SEVERITY_OFF
        )
        policy = replace(POLICIES[commodity], **_tuples(settings.get("estimation", {})))
        return cls(version, commodity, limits, severities, active, policy, utility_id)

    @classmethod
    def of(cls, row: Row) -> "RuleSet":
        return cls.made(row.version, row.commodity, json.loads(row.settings), row.utility_id)

    def judge(self, reading: Reading, base: Baseline) -> Judgement:
        return judge(reading, base, self.limits, self.active, self.version)


def _tuples(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


@cache
def built_in(commodity: int) -> RuleSet:
    return RuleSet.made(BUILT_IN, commodity, {})


class RuleSets:
    """The rule sets of a house; kept in memory where one process writes, else read anew."""

    def __init__(self, rows: list[Row]) -> None:
        self._by_version = {row.version: RuleSet.of(row) for row in rows}
        activated = sorted((row.activated_at, row.version, row) for row in rows if row.activated_at is not None)
        self._in_force = {(row.utility_id, row.commodity): row.version for _, _, row in activated}

    @classmethod
    def shared(cls, tx: Tx) -> "RuleSets":
        if tx.postgres:
            return cls(rule_sets.every(tx))
        found = tx.memory.get(cls)
        if found is None:
            found = tx.memory[cls] = cls(rule_sets.every(tx))
        return found

    @classmethod
    def forget(cls, tx: Tx) -> None:
        """For after a change; what is undone is forgotten as well."""
        tx.memory.pop(cls, None)
        tx.undo.append(lambda: tx.memory.pop(cls, None))

    def in_force(self, utility_id: int | None, commodity: int) -> RuleSet:
        """The utility's own, or that of every utility, or the one built in."""
        version = self._in_force.get((utility_id, commodity)) or self._in_force.get((None, commodity))
        return self._by_version[version] if version else built_in(commodity)

    def has_own(self, utility_id: int | None, commodity: int) -> bool:
        """Whether a utility has a rule set of its own in force."""
        return utility_id is not None and (utility_id, commodity) in self._in_force

    def named(self, version: int) -> RuleSet | None:
        """One that was made, activated or not."""
        return self._by_version.get(version)

    def of_version(self, version: int, commodity: int) -> RuleSet:
        """The one that judged a reading."""
        return self._by_version.get(version) or built_in(commodity)


def settings(message: Any) -> dict[str, Any]:
    """What a rule set changes, as it is kept. Raises InvalidField."""
    severities: dict[str, int] = {}
    for place, rule in enumerate(message.rules):
        if rule.code not in BY_CODE or rule.code in severities:
            field = f"rule_set.rules[{place}].code"
            raise InvalidField(field, "rule.known", f"must name a rule, each once: {', '.join(BY_CODE)}")
        severities[rule.code] = int(rule.severity)
    limits = {name: getattr(message.limits, name) for name in asdict(LIMITS[1]) if message.limits.HasField(name)}
    return {"severities": severities, "limits": limits, "estimation": _estimation(message.estimation)}


def _estimation(message: Any) -> dict[str, Any]:
    """What a rule set changes of how missing readings are estimated."""
    changed: dict[str, Any] = {}
    if message.methods:
        changed["methods"] = list(message.methods)
    if message.profile:
        if len(message.profile) != 12 or not sum(message.profile):
            raise InvalidField("rule_set.estimation.profile", "profile.months", "must have twelve weights, not all 0")
        mean = sum(message.profile) / 12
        if isclose(mean, 1):
            mean = 1.0  # what was kept comes back to the last digit
        changed["profile"] = [weight / mean for weight in message.profile]
    if message.HasField("default_per_day"):
        changed["default_per_day"] = message.default_per_day
    return changed
