"""Indexes that a person states: whether they fit between those that are accepted, and whether the dial turned.

It did before one that is below the accepted reading before it, where who states it says so or where that means a usual
use; behind one that is above the accepted reading after it, where the rules have it so, or would.
"""

from server.errors import Conflict, InvalidField
from server.readings.history import RegisterHistory, before
from server.readings.rules import Point, turns
from server.readings.ruleset import RuleSets
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED
from storage.repositories import histories
from storage.repositories.meters import RegisterFacts


def turned(tx: Tx, facts: RegisterFacts, point: Point, said: bool, field: str, *, until: int | None = None) -> bool:
    """Whether the dial began anew before an index. `until` is the instant before which readings count, where that is
    not the index's own. Raises InvalidField where it is below the accepted one before it and did not, and where it is
    not below and said to."""
    history = before(tx, facts, point[0] if until is None else until)
    fell = history.last is not None and point[1] < history.last[1]
    if said and not fell:
        raise InvalidField(field, "reading.rollover", "the index is not below the accepted one before it")
    if fell and not said and not _presumed(tx, history, history.last, point):
        message = "the index is below the accepted one before it; where the dial began anew, say so with rollover"
        raise InvalidField(field, "reading.decrease", message)
    return fell


def _presumed(tx: Tx, history: RegisterHistory, start: Point | None, end: Point) -> bool:
    """Whether the rules in force presume that the dial began anew between two readings."""
    facts = history.facts
    limits = RuleSets.shared(tx).in_force(facts.utility_id, facts.commodity).limits
    return start is not None and turns(start, end, history.baseline(), limits)


def under_next(tx: Tx, facts: RegisterFacts, point: Point, fell: bool, field: str) -> None:
    """Raises InvalidField where an index is above the accepted one after it and the dial did not turn in between;
    `fell` where it began anew before it already, which it does once."""
    after = histories.next_accepted(tx, facts.register_id, point[0])
    if after is None or point[1] <= after.value:
        return
    if fell or not (after.rollover or _presumed(tx, before(tx, facts, point[0]), point, (after.at, after.value))):
        raise InvalidField(field, "reading.later_lower", "the index is above the accepted one after it")


def must_fit(tx: Tx, facts: RegisterFacts, point: Point, said: bool, field: str) -> bool:
    """Whether the dial began anew before an index that may have others behind it. Raises Conflict, InvalidField."""
    fell = turned(tx, facts, point, said, field)
    if any(row.state == ACCEPTED for row in histories.at_instant(tx, facts.register_id, point[0])):
        raise Conflict("another reading of the same instant is accepted; reverse it first")
    under_next(tx, facts, point, fell, field)
    return fell
