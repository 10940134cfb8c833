"""Healing: after a reading came late, was decided, corrected or reversed, those around it are judged anew.

What people decided stays; what the rules decided follows from the readings themselves, whatever the order in which
they came (see walk.py). The walk begins where a change can first be heard of, takes the readings some at a time, and
ends as soon as it has met what was there before for so long that nothing behind can come out otherwise.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingQuality

from server.readings import estimates
from server.readings.dial import Dial
from server.readings.history import Histories, before
from server.readings.rules import TOTAL, Judgement, Point
from server.readings.ruleset import RuleSet, RuleSets
from server.readings.walk import Instant, Verdict, Walk, instants
from storage.engine.transaction import Tx
from storage.models.readings import ACCEPTED, ESTIMATE
from storage.repositories import meters, standing
from storage.repositories.histories import HISTORY, LOOKAHEAD
from storage.repositories.meters import RegisterFacts
from storage.repositories.standing import Changed, Stood

#: Readings that are read at once: few at first, for most walks end after some.
FEW, MANY = 64, 4_096
REASON = "перевірено заново після зміни поруч ¦ judged anew after a change around it"
#: Qualities that a sender may state: they say more than that the rules found nothing.
STATED = frozenset(
    map(
        int,
        (
            ReadingQuality.READING_QUALITY_EDITED,
            ReadingQuality.READING_QUALITY_REFERENCE_DAY_ESTIMATE,
            ReadingQuality.READING_QUALITY_INTERPOLATED,
            ReadingQuality.READING_QUALITY_PROJECTED,
            ReadingQuality.READING_QUALITY_VERIFIED,
            ReadingQuality.READING_QUALITY_REVENUE,
        ),
    )
)
#: The note of a reading whose sender stated a quality that it has not, because it is not accepted.
_STATED = "STATED"
_OUTSIDE = "OUTSIDE_WINDOW"


class Healed(NamedTuple):
    """A reading that was judged anew with another outcome; consumption in micro-units."""

    reading_id: int
    state_before: int
    state_after: int
    consumption_before: int | None
    consumption_after: int | None
    #: The new judgement, and the accepted reading that it rests on.
    judgement: Judgement | None
    previous: Point | None
    #: Of an estimate that was trued up: its index before and after, micro-units.
    index_before: int | None = None
    index_after: int | None = None

    @property
    def differs(self) -> bool:
        before = self.state_before, self.consumption_before, self.index_before
        return before != (self.state_after, self.consumption_after, self.index_after)


def heal(tx: Tx, register_id: int, at: int, lost: Point | None = None, gained: Collection[int] = ()) -> list[Healed]:
    """Judges the readings of a register around and behind an instant anew, and those of the total that it is part of;
    what changed.

    `lost` is the instant and index of an accepted reading that no longer stands, `gained` are the ids of those that
    stand since: consumption before is told with the one and without the others.
    """
    facts = meters.facts_by_id(tx, [register_id])[register_id]
    healing = Healing(tx, facts, {at}, lost=lost, gained=gained)
    ruled = standing.lowest_ruled(tx, register_id, at)
    healing.walk(at if ruled is None else standing.higher_since(tx, register_id, at, ruled))
    changed = healing.settle()
    return changed + heal_total(tx, facts, healing.moved | {at})


def heal_total(tx: Tx, facts: RegisterFacts, moved: Iterable[int]) -> list[Healed]:
    """Judges the total of a register's meter anew at the instants at which the register changed; what changed."""
    total_id = facts.total_id
    if not facts.summed or total_id is None or total_id == facts.register_id:
        return []
    concerned = standing.standing_at(tx, total_id, moved)
    if not concerned:
        return []
    healing = Healing(tx, meters.facts_by_id(tx, [total_id])[total_id], concerned)
    healing.walk()
    return healing.settle()


def joined(first: Sequence[Healed], then: Sequence[Healed]) -> list[Healed]:
    """What two changes, one after the other, changed together."""
    found = {one.reading_id: one for one in first}
    for one in then:
        earlier = found.get(one.reading_id)
        found[one.reading_id] = (
            one
            if earlier is None
            else one._replace(
                state_before=earlier.state_before,
                consumption_before=earlier.consumption_before,
                index_before=earlier.index_before,
            )
        )
    return [one for one in found.values() if one.differs]


class Healing:
    """One walk along a register, and what comes of it.

    `at` are the instants at which something changed. `fresh` are readings that are not written yet; of those, `decided`
    are as they are, and `outside` are the days of windows that refuse them, by id.
    """

    def __init__(
        self,
        tx: Tx,
        facts: RegisterFacts,
        at: Collection[int],
        *,
        fresh: Sequence[Stood] = (),
        decided: Collection[int] = (),
        outside: Mapping[int, str] | None = None,
        lost: Point | None = None,
        gained: Collection[int] = (),
    ) -> None:
        self._tx = tx
        self._facts = facts
        self._dial = Dial.of(facts)
        self._at = at
        self._fresh = {row.id: row for row in fresh}
        self._decided = dict.fromkeys(decided, False)
        self._outside = outside or {}
        self._lost = lost
        self._gained = gained
        self._zones: dict[int, int] = {}
        self._trued_from = -1
        self._changes: list[Changed] = []
        self._healed: list[Healed] = []
        #: What became of the fresh ones, by id.
        self.verdicts: dict[int, Verdict] = {}
        #: Instants at which a reading has another state now, the fresh ones among them.
        self.moved: set[int] = {row.read_at for row in fresh}

    def walk(self, since: int | None = None) -> None:
        """Judges anew, from `since` on where that lies before the first change. Nothing is written."""
        first, last = min(self._at), max(self._at)
        begin = standing.begin(self._tx, self._facts.register_id, first if since is None else min(since, first))
        history = before(self._tx, self._facts, begin)
        self._trued_from = history.last[0] if history.last is not None else -1
        was = _Was(history.last, self._lost)
        alike = _Alike()
        rules = RulesOf(RuleSets.shared(self._tx), self._facts.commodity)
        for verdicts in Walk(history, rules, self._refused, self._zones).along(self._road(begin)):
            same = True
            for verdict in verdicts:
                same &= self._take(verdict, was)
            alike.note(verdicts, same and verdicts[0].row.read_at > last)
            if alike.enough:
                return

    def _refused(self, row: Stood) -> str | None:
        """The day of the window that refused it. Windows change; what they said when it came is kept with it."""
        if row.findings is None or _OUTSIDE not in row.findings:
            return self._outside.get(row.id) if self._outside else None
        return window_day(row.findings)

    def _road(self, since: int) -> Iterator[Instant]:
        """The readings from an instant on, some at a time, with the fresh ones among them."""
        tx, register_id = self._tx, self._facts.register_id
        waiting, most = list(self._fresh.values()), FEW
        while True:
            rows = standing.since(tx, register_id, since, most)
            until = None
            if len(rows) == most:
                # What was read of the last instant may not be all of it, nor the estimates behind the one before.
                whole = [row.read_at for row in rows if row.read_at < rows[-1].read_at and row.source != ESTIMATE]
                most = min(4 * most, MANY) if whole else 4 * most
                if not whole:
                    continue
                until = whole[-1]
                rows = [row for row in rows if row.read_at <= until]
            rows += [row for row in waiting if until is None or row.read_at <= until]
            waiting = [row for row in waiting if until is not None and row.read_at > until]
            behind = None if until is None else standing.next_fixed(tx, register_id, until + 1)
            self._sum_zones(rows)
            yield from instants(rows, standing.decided(tx, rows) | self._decided, behind)
            if until is None:
                return
            since = until + 1

    def _sum_zones(self, rows: Sequence[Stood]) -> None:
        if rows and self._facts.summed and self._facts.tier == TOTAL:
            span = [row.read_at for row in rows]
            self._zones |= standing.zone_sums(self._tx, self._facts, min(span), max(span))

    def _take(self, verdict: Verdict, was: "_Was") -> bool:
        """Notes what becomes of a reading; whether that is what it was."""
        row, state, turned, judgement, _, previous = verdict
        fresh = row.id in self._fresh
        quality, findings = row.quality, row.findings
        if judgement is not None:
            quality, findings = kept(judgement, stated(row))
        same = state == row.state and turned == row.rollover and findings == row.findings
        used_before = self._used(row, row.state, row.rollover, was.before(row)) if row.id not in self._gained else None
        used_after = self._used(row, state, turned, previous)
        was.take(row, row.state == ACCEPTED and row.id not in self._gained)
        if fresh:
            self.verdicts[row.id] = verdict
            return same
        if not same:
            self._changes.append(Changed(row, state, quality, turned, findings))
        if state != row.state:
            self.moved.add(row.read_at)
        if (state != row.state or used_before != used_after) and row.id not in self._gained:
            self._healed.append(Healed(row.id, row.state, state, used_before, used_after, judgement, previous))
        return same

    def _used(self, row: Stood, state: int, turned: bool, previous: Point | None) -> int | None:
        if state != ACCEPTED or previous is None:
            return None
        return self._dial.quantity(previous[1], row.value, turned)

    def settle(self) -> list[Healed]:
        """Writes what came out otherwise, and trues up the estimates; all that changed. The fresh ones are in the
        store by now."""
        tx, facts = self._tx, self._facts
        standing.rewrite(tx, self._changes, REASON)
        Histories.shared(tx).forget([facts.register_id])
        trued = [
            Healed(
                one.reading_id, one.state_before, one.state, None, None, None, None, one.index_before, one.index_after
            )
            for one in estimates.true_up(tx, facts, self._trued_from)
        ]
        return self._healed + trued


def window_day(findings: str | None) -> str | None:
    """The day of the window that refused a reading, from its findings; None where none did."""
    return next((numbers["day"] for code, numbers in json.loads(findings or "[]") if code == _OUTSIDE), None)


class RulesOf:
    """The rule sets of a service by version."""

    def __init__(self, rule_sets: RuleSets, commodity: int) -> None:
        self._rule_sets = rule_sets
        self._commodity = commodity

    def __call__(self, version: int) -> RuleSet:
        return self._rule_sets.of_version(version, self._commodity)


class _Was:
    """The accepted reading before each, as it was before the change."""

    def __init__(self, last: Point | None, lost: Point | None) -> None:
        self._last = last
        self._lost = lost

    def before(self, row: Stood) -> Point | None:
        if self._lost is not None and self._lost[0] < row.read_at:
            self._last, self._lost = self._lost, None
        return self._last

    def take(self, row: Stood, accepted: bool) -> None:
        if accepted:
            self._last = row.read_at, row.value


class _Alike:
    """For how long the walk has met what was there before.

    A verdict follows from the last HISTORY accepted readings, from doubts that were cast within LOOKAHEAD instants, and
    from what lies behind. Once so many accepted readings in a row are as they were, and so many instants behind those,
    all others behind are.
    """

    def __init__(self) -> None:
        self._accepted = self._instants = 0

    def note(self, verdicts: Sequence[Verdict], same: bool) -> None:
        if not same:
            self._accepted = self._instants = 0
            return
        if self._accepted >= HISTORY:
            self._instants += 1
        self._accepted += sum(verdict.state == ACCEPTED for verdict in verdicts)

    @property
    def enough(self) -> bool:
        return self._instants >= LOOKAHEAD


#: Made once: an encoder for each reading would cost more than its work.
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def kept(judgement: Judgement, stated_quality: int) -> tuple[int, str | None]:
    """Quality and findings as they are kept: what the sender stated of a reading stays with it through all verdicts."""
    found = [[finding.code, finding.numbers] for finding in judgement.found]
    if judgement.state == ACCEPTED:
        return stated_quality or judgement.quality, _ENCODE(found) if found else None
    if stated_quality:
        found.append([_STATED, {"quality": str(stated_quality)}])
    return judgement.quality, _ENCODE(found)


def stated(row: Stood) -> int:
    """The quality that the sender stated, 0 for none. (Of what is accepted it is the quality itself.)"""
    if row.findings is not None and _STATED in row.findings:
        return next((int(numbers["quality"]) for code, numbers in json.loads(row.findings) if code == _STATED), 0)
    return row.quality if row.quality in STATED else 0
