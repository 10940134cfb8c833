"""What a reading is judged against, gathered for many registers at once and, with one writer, kept in memory."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from server.accounts.windows import midnight
from server.codec import DAY_MS, MICRO
from server.readings.rules import Baseline
from storage.engine.transaction import Tx
from storage.repositories import meters, readings
from storage.repositories.meters import OPEN_END, RegisterFacts
from storage.repositories.readings import LOOKAHEAD, History

#: Registers whose history is kept in memory.
KEPT = 100_000


class Span(NamedTuple):
    """The time between two accepted readings: milliseconds, use a day in the service's unit (None for a turn of the
    dial or less than a day), and whether there are estimates in it."""

    length: int
    daily: float | None
    estimated: bool


class RegisterHistory:
    """A register and its last readings; moves on as readings come.

    Estimates are no baseline: they only tell how much of the time was guessed.
    """

    __slots__ = (
        "estimated_share",
        "estimates",
        "facts",
        "highest",
        "idle",
        "intervals",
        "last",
        "lowest",
        "seen_until",
        "spans",
        "standing",
        "verified_until",
    )

    def __init__(self, facts: RegisterFacts, history: History) -> None:
        self.facts = facts
        self.verified_until = (
            midnight(date.fromisoformat(facts.verification_due)) if facts.verification_due else OPEN_END
        )
        #: The latest instant of any reading of the register, accepted or not.
        self.seen_until = history.seen_until
        #: Instant and index of the last readings that stand for what was handed in, accepted or not.
        self.standing = list(history.standing)
        actual = [point for point in history.accepted if not point.estimated][-readings.HISTORY :]
        guessed = [point.at for point in history.accepted if point.estimated]
        #: The newest accepted reading; None where there is none.
        self.last = (actual[-1].at, actual[-1].value) if actual else None
        self.spans = [
            self._span((start.at, start.value), (end.at, end.value), any(start.at < at < end.at for at in guessed))
            for start, end in pairwise(actual)
        ]
        #: Estimates that stand behind it.
        self.estimates = sum(self.last is None or at > self.last[0] for at in guessed)
        self._bound()

    def _span(self, start: tuple[int, int], end: tuple[int, int], estimated: bool) -> Span:
        length, used = end[0] - start[0], end[1] - start[1]
        if length < DAY_MS or used < 0:
            return Span(length, None, estimated)
        return Span(length, used * self.facts.multiplier / MICRO / MICRO * DAY_MS / length, estimated)

    def _bound(self) -> None:
        """What is usual: over the intervals that count."""
        counted = [span for span in self.spans if span.daily is not None]
        daily = [span.daily for span in counted if span.daily is not None]
        self.intervals = len(daily)
        self.lowest = min(daily, default=0.0)
        self.highest = max(daily, default=0.0)
        guessed = sum(span.length for span in counted if span.estimated)
        self.estimated_share = guessed / (sum(span.length for span in counted) or 1)
        self.idle = 0
        while self.idle < len(daily) and daily[-1 - self.idle] == 0:
            self.idle += 1

    def stand(self, at: int, value: int, accepted: bool) -> None:
        """Takes up the newest reading."""
        self.standing.append((at, value))
        if len(self.standing) > LOOKAHEAD:
            del self.standing[0]
        if not accepted:
            return
        if self.last is not None:
            self.spans.append(self._span(self.last, (at, value), self.estimates > 0))
            if len(self.spans) >= readings.HISTORY:
                del self.spans[0]
        self.last = at, value
        self.estimates = 0
        self._bound()

    def speaks_against_another(self, value: int) -> bool:
        """Whether a newest index is below one of the last ones, whatever became of them."""
        return any(value < other for _, other in self.standing)

    def baseline(
        self,
        following: tuple[int, int] | None = None,
        conflicting: int | None = None,
        zones: int | None = None,
        refused_by_window: str | None = None,
    ) -> Baseline:
        facts = self.facts
        return Baseline(
            facts.integer_digits,
            facts.fraction_digits,
            facts.multiplier,
            facts.installed_at,
            facts.removed_at,
            self.verified_until,
            self.last,
            following,
            self.lowest,
            self.highest,
            self.intervals,
            self.estimated_share,
            self.idle,
            conflicting,
            zones,
            refused_by_window,
            self.estimates,
        )


class Histories:
    """Histories by register. With SQLite's one writer they can be kept; on PostgreSQL others write as well, so they
    are read anew, under a lock on the registers."""

    @classmethod
    def shared(cls, tx: Tx) -> "Histories":
        """The one of this store."""
        found: Histories = tx.memory.setdefault(cls, cls())
        return found

    def __init__(self) -> None:
        self._kept: OrderedDict[int, RegisterHistory] = OrderedDict()

    def of(self, tx: Tx, register_ids: Iterable[int]) -> dict[int, RegisterHistory]:
        """Histories of those of the registers that exist."""
        wanted = dict.fromkeys(register_ids)
        if tx.postgres:
            readings.lock_registers(tx, wanted)
            return self._read(tx, wanted)
        kept = self._kept
        found = {number: kept[number] for number in wanted if number in kept}
        if len(found) < len(wanted):
            fresh = self._read(tx, [number for number in wanted if number not in found])
            found |= fresh
            kept |= fresh
            while len(kept) > KEPT:
                kept.popitem(last=False)
        tx.undo.append(lambda: self.forget(wanted))
        return found

    def _read(self, tx: Tx, register_ids: Iterable[int]) -> dict[int, RegisterHistory]:
        facts = meters.facts_by_id(tx, register_ids)
        rows = readings.histories(tx, facts)
        return {number: RegisterHistory(facts[number], rows[number]) for number in facts}

    def forget(self, register_ids: Iterable[int]) -> None:
        """For what was changed by another door: reviews, reversals, exchanges."""
        for number in register_ids:
            self._kept.pop(number, None)

    def forget_place(self, usage_point_id: int) -> None:
        """For when it is somebody else who supplies a place."""
        self.forget([number for number, one in self._kept.items() if one.facts.usage_point_id == usage_point_id])


def before(tx: Tx, facts: RegisterFacts, at: int) -> RegisterHistory:
    """The history of a register as it was before an instant."""
    return RegisterHistory(facts, readings.histories(tx, [facts.register_id], at)[facts.register_id])
