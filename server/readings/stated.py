"""Indexes that a person states: whether they fit between those that are accepted, and whether the dial turned."""

from server.errors import Conflict, InvalidField
from server.readings.history import before
from server.readings.rules import Point, turns
from server.readings.ruleset import RuleSets
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED
from storage.repositories import histories
from storage.repositories.meters import RegisterFacts


def turned(tx: Tx, facts: RegisterFacts, point: Point, said: bool, field: str, *, until: int | None = None) -> bool:
    """Whether the dial began anew before an index: who states it says so, or that means a usual use. `until` is the
    instant before which readings count, where that is not the index's own. Raises InvalidField where it is below the
    accepted one before it and neither is so, and where it is not below and said to be."""
    history = before(tx, facts, point[0] if until is None else until)
    fell = history.last is not None and point[1] < history.last[1]
    if said and not fell:
        raise InvalidField(field, "reading.rollover", "the index is not below the accepted one before it")
    if fell and not said:
        assert history.last is not None
        limits = RuleSets.shared(tx).in_force(facts.utility_id, facts.commodity).limits
        if not turns(history.last, point, history.baseline(), limits):
            message = "the index is below the accepted one before it; where the dial began anew, say so with rollover"
            raise InvalidField(field, "reading.decrease", message)
    return fell


def under_next(tx: Tx, facts: RegisterFacts, point: Point, fell: bool, field: str) -> None:
    """Raises InvalidField where an index is above the accepted one after it."""
    after = histories.next_accepted(tx, facts.register_id, point[0])
    # Where the dial began anew right behind it, what it shows there says nothing; but it does so once.
    if after is not None and point[1] > after.value and (fell or not after.rollover):
        raise InvalidField(field, "reading.later_lower", "the index is above the accepted one after it")


def must_fit(tx: Tx, facts: RegisterFacts, point: Point, said: bool, field: str) -> bool:
    """The same, of an index that others follow. Raises Conflict, InvalidField."""
    fell = turned(tx, facts, point, said, field)
    if any(row.state == ACCEPTED for row in histories.at_instant(tx, facts.register_id, point[0])):
        raise Conflict("another reading of the same instant is accepted; reverse it first")
    under_next(tx, facts, point, fell, field)
    return fell
