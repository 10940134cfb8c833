"""The balance of a building: its apartments against its own meter, and whose use explains the difference best.

Nobody reads all meters at one instant, so each index at both ends of the time is taken from the line between the
readings around it, or estimated where none came yet. What an apartment should have used is forecast from its own
history before that time, and moved as the house moved as a whole: a cold month is nobody's fault. Where the building
used more than its apartments, those that fell below their forecast explain the difference, and where it used less,
those above theirs; none explains more than all of it. Nobody is named for what nobody read, nor for a difference that
the meters alone may make.
"""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from server.readings import estimates
from server.readings.estimation import Known, estimate
from server.readings.ruleset import RuleSets
from storage.engine.transaction import Tx
from storage.repositories.meters import Placed

#: What meters may be off by without a fault, as a part of what they count (accuracy class 2).
ACCURACY = 0.02
#: Apartments from which on the house's own movement is told.
ENOUGH = 5


class Use(NamedTuple):
    """What a place used in the time: micro-units of the service's unit."""

    usage_point_id: int
    quantity: int
    #: By its own history; None where that says too little.
    expected: int | None
    #: An index at one of the ends was not read.
    estimated: bool


class Part(NamedTuple):
    use: Use
    #: How much of the imbalance it explains.
    contribution: int


class Balance(NamedTuple):
    """All quantities in micro-units of the service's unit."""

    building: Use
    apartments: int
    #: building - apartments
    imbalance: int
    #: Those that explain most first.
    parts: list[Part]


def weighed(building: Use, apartments: Iterable[Use]) -> Balance:
    """The balance of what was used."""
    uses = list(apartments)
    together = sum(use.quantity for use in uses)
    imbalance = building.quantity - together
    sign = 1 if imbalance >= 0 else -1
    moved = _common(uses)
    uses = [use._replace(expected=None if use.expected is None else round(use.expected * moved)) for use in uses]
    measured = not building.estimated and abs(imbalance) > ACCURACY * building.quantity
    most = abs(imbalance) if measured else 0
    parts = [Part(use, min(most, _deviation(use, sign))) for use in uses]
    parts.sort(key=lambda part: (-part.contribution, -part.use.quantity))
    return Balance(building, together, imbalance, parts)


def _deviation(use: Use, sign: int) -> int:
    """How far a use lies off its forecast, on the side that explains the imbalance; nothing, where nobody read it."""
    return 0 if use.expected is None or use.estimated else max(0, sign * (use.expected - use.quantity))


def _common(uses: Sequence[Use]) -> float:
    """How the house's use moved against its forecasts: the median of those that were read, where they are enough."""
    ratios = [use.quantity / use.expected for use in uses if use.expected and not use.estimated]
    return median(ratios) if len(ratios) >= ENOUGH else 1.0


def uses(tx: Tx, placed: Sequence[Placed], commodity: int, begin: int, before: int) -> dict[int, Use]:
    """What each place used between two instants, by the registers that counted there."""
    rule_sets = RuleSets.shared(tx)
    rules = {one.register_id: rule_sets.in_force(one.utility_id, commodity) for one in placed}
    bases = estimates.known(tx, placed, begin, rules)
    found: dict[int, Use] = {}
    for one in placed:
        use = used(one, bases[one.register_id], max(begin, one.installed_at), min(before, one.removed_at))
        if use is not None:
            found[one.usage_point_id] = _together(found.get(one.usage_point_id), use)
    return found


def used(one: Placed, base: Known, begin: int, end: int) -> Use | None:
    """What one register counted; None where nobody ever read it."""
    first, last = _index(base, begin), _index(base, end)
    if first is None or last is None:
        return None
    quantity = base.dial.quantity(first[0], max(first[0], last[0]))
    return Use(one.usage_point_id, quantity, _expected(base, begin, end), first[1] or last[1])


def _index(base: Known, at: int) -> tuple[int, bool] | None:
    """The index at an instant, and whether it is an estimate."""
    if not base.points:
        return None
    if at <= base.points[0][0]:
        return base.points[0][1], at < base.points[0][0]
    found = estimates.onward(base, at)
    if found is None:
        return base.points[-1][1], True
    return found.value, at > base.points[-1][0]


def _expected(base: Known, begin: int, end: int) -> int | None:
    """What its history before the time would have it use."""
    before = base._replace(points=[point for point in base.points if point[0] <= begin])
    last = estimate(before, end)
    if last is None or not last.tests:
        return None
    first = _index(before, begin)
    return None if first is None else base.dial.quantity(first[0], max(first[0], last.value))


def _together(before: Use | None, use: Use) -> Use:
    """Several registers of one place."""
    if before is None:
        return use
    known = before.expected is not None and use.expected is not None
    expected = (before.expected or 0) + (use.expected or 0) if known else None
    return Use(use.usage_point_id, before.quantity + use.quantity, expected, before.estimated or use.estimated)


def of_building(tx: Tx, placed: Sequence[Placed], building: int, commodity: int, begin: int, before: int) -> Balance:
    """The balance of a building between two instants; `placed` holds a register at its own point."""
    found = uses(tx, placed, commodity, begin, before)
    own = found.pop(building, Use(building, 0, None, True))
    return weighed(own, found.values())
