"""What comes late, or at the instant of another: set against what is there of its instants, before it is judged.

What is there already is the same again; what the same person says otherwise is put aside, the one or the other (see
words.py); the rest is judged, with those beside it in its group, once all of that is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from server.principal import Principal
from server.readings.heal import STATED
from server.readings.history import NOTHING_BEFORE, RegisterHistory
from server.readings.intake import Desk, Entry, Intake, Outcome
from server.readings.rules import Judgement, Reading
from server.readings.walk import Verdict
from server.readings.words import OPEN, REASON, SUPERSEDED, Order, order
from server.readings.workflow import RECEIVED
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED
from storage.repositories import readings, standing
from storage.repositories.readings import NewReading
from storage.repositories.standing import Stood, There


class Late(NamedTuple):
    """An entry that came late, or at the instant of another, and its place in its intake."""

    intake: Intake
    place: int
    entry: Entry


class Aside(NamedTuple):
    """A reading in whose place another of the same person stands."""

    reading_id: int
    by: int
    principal: Principal

    def put(self, tx: Tx) -> None:
        reading = readings.by_id(tx, self.reading_id)
        assert reading is not None, "it was found or written a moment ago"
        readings.move(
            tx,
            reading,
            state=SUPERSEDED,
            quality=reading.quality,
            actor_kind=int(self.principal.kind),
            actor_id=self.principal.id,
            reason=REASON,
            superseded_by=self.by,
        )


@dataclass
class Settled:
    """What came of it on one register."""

    #: Rows without a verdict, with those beside them: by id, in the order of receipt.
    fresh: dict[int, NewReading]
    #: Rows that another of the group has the place of: they are put aside once they are written.
    done: list[NewReading] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)
    outdone: dict[int, Verdict] = field(default_factory=dict)
    #: Instants at which something changed.
    disturbed: set[int] = field(default_factory=set)
    #: Readings that are accepted by the word of whoever hands them in, and days of windows that refuse one; by id.
    decided: set[int] = field(default_factory=set)
    outside: dict[int, str] = field(default_factory=dict)


class Latecomers:
    """Goes over what came late on one register; `beside` are the rows of the same group that did not."""

    def __init__(self, tx: Tx, desk: Desk, history: RegisterHistory, beside: Sequence[NewReading]) -> None:
        self._tx = tx
        self._desk = desk
        self._history = history
        self._settled = Settled({row.id: row for row in beside})

    def settle(self, late: Sequence[Late]) -> Settled:
        """What is there already gets its outcome here; of the rest it is known when the group is judged."""
        known = self._known({one.entry.read_at for one in late})
        for intake, place, entry in late:
            intake.outcomes[place] = self._take(intake, entry, known.setdefault(entry.read_at, []))
        return self._settled

    def _known(self, instants: set[int]) -> dict[int, list[There]]:
        """What is there of some instants, in the store and in the group."""
        known: dict[int, list[There]] = {}
        for there in standing.of_instants(self._tx, self._history.facts.register_id, instants):
            known.setdefault(there.read_at, []).append(there)
        for row in self._settled.fresh.values():
            if row.read_at in instants:
                known.setdefault(row.read_at, []).append(there_of(row))
        return known

    def _take(self, intake: Intake, entry: Entry, here: list[There]) -> Outcome:
        """Sets an entry against what is there of its instant, and itself among that."""
        settled = self._settled
        orders = [self._order(intake, entry, one) for one in here]
        if Order.SAME in orders:
            same = here[orders.index(Order.SAME)]
            if same.state in OPEN and Order.LATER in orders:  # they say now what somebody else had said
                self._replace(same.id, intake, here, orders)
                settled.disturbed.add(entry.read_at)
            return Outcome(same.id, None, self._history, None, True, None)
        row, deemed_at = self._unjudged(intake, entry)
        if Order.EARLIER in orders:
            self._said_again(row, here[orders.index(Order.EARLIER)].id, intake, row)
            here.append(there_of(row._replace(state=SUPERSEDED)))
        else:
            settled.disturbed.add(entry.read_at)
            self._replace(row.id, intake, here, orders)
            row = self._decided(row, entry, here)
            here.append(there_of(row))
            settled.fresh[row.id] = row
        return Outcome(row.id, None, self._history, None, False, None, deemed_at)

    def _order(self, intake: Intake, entry: Entry, there: There) -> Order:
        if there.value != entry.value and there.id in self._settled.decided:
            return Order.APART
        return order(self._tx, intake.principal, intake.source, entry.value, entry.version, there)

    def _unjudged(self, intake: Intake, entry: Entry) -> tuple[NewReading, int | None]:
        """A row without a verdict, and the instant that it counts for."""
        facts = self._history.facts
        window = self._desk.window(intake, entry, facts)
        quality = entry.quality if entry.quality in STATED else 0
        ruling = RECEIVED, quality, self._desk.rules(facts).version, False, None
        row = self._desk.row(intake, entry, facts, ruling, window.deemed_at)
        if window.refused:
            self._settled.outside[row.id] = window.refused.isoformat()
        return row, window.deemed_at

    def _replace(self, by: int, intake: Intake, here: list[There], orders: Sequence[Order]) -> None:
        """Puts aside those of an instant that the same person means otherwise now."""
        for number, (one, how) in enumerate(zip(here, orders, strict=True)):
            if how is Order.LATER:
                self._said_again(one, by, intake, self._settled.fresh.pop(one.id, None))
                here[number] = one._replace(state=SUPERSEDED)

    def _said_again(self, first: There | NewReading, by: int, intake: Intake, fresh: NewReading | None) -> None:
        """Puts aside what the same person means otherwise: at once where it is in the store, for nothing is held
        against it any more; else when it is there."""
        aside = Aside(first.id, by, intake.principal)
        if fresh is None:
            aside.put(self._tx)
            return
        self._settled.done.append(fresh)
        self._settled.aside.append(aside)
        judgement = Judgement(SUPERSEDED, fresh.quality, False, (), fresh.rule_set)
        self._settled.outdone[first.id] = Verdict(stood_of(fresh), SUPERSEDED, False, judgement, None, None)

    def _decided(self, row: NewReading, entry: Entry, here: Sequence[There]) -> NewReading:
        """The row, accepted where somebody decided so and nobody decided on another of its instant."""
        settled = self._settled
        others = any(
            one.state == ACCEPTED and (one.id in settled.decided or one.id not in settled.fresh) for one in here
        )
        if not entry.decided or others or not self._may_stand(row):
            return row
        settled.decided.add(row.id)
        return row._replace(state=ACCEPTED, quality=entry.quality)

    def _may_stand(self, row: NewReading) -> bool:
        """Whether what is known of the register leaves room for a reading, whoever decided on it."""
        facts = self._history.facts
        base = RegisterHistory(facts, NOTHING_BEFORE).baseline()
        judgement = self._desk.rules(facts).judge(Reading(row.value, row.read_at, row.received_at), base)
        return judgement.state == ACCEPTED


def there_of(row: NewReading) -> There:
    """A row that is not written yet, as one that is there."""
    return There(
        row.id,
        row.read_at,
        row.value,
        row.state,
        row.source,
        row.quality,
        row.version,
        row.submitter_kind,
        row.submitter_id,
    )


def stood_of(row: NewReading) -> Stood:
    """A row that is not written yet, as a walk takes it."""
    return Stood(
        row.id,
        row.register_id,
        row.value,
        row.read_at,
        row.received_at,
        row.source,
        row.state,
        row.quality,
        row.rule_set,
        row.rollover,
        None,
        row.findings,
        row.version,
    )
