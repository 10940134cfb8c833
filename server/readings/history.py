"""What a reading is judged against, gathered for many registers at once and kept in memory."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from server.codec import DAY_MS
from server.readings.dial import Dial
from server.readings.elsewhere import Elsewhere
from server.readings.rules import Baseline
from storage.days import midnight
from storage.engine.transaction import Tx
from storage.repositories import histories, meters
from storage.repositories.histories import LOOKAHEAD, History
from storage.repositories.meters import OPEN_END, RegisterFacts

#: Registers whose history is kept in memory.
KEPT = 100_000
#: The history of a register that nobody has read.
NOTHING_BEFORE = History((), (), -1)


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
        "_daily",
        "_guessed",
        "_known",
        "dial",
        "estimates",
        "facts",
        "idle",
        "last",
        "seen_until",
        "spans",
        "standing",
        "verified_until",
    )

    def __init__(self, facts: RegisterFacts, history: History) -> None:
        self.facts = facts
        self.dial = Dial.of(facts)
        self.verified_until = (
            midnight(date.fromisoformat(facts.verification_due)) if facts.verification_due else OPEN_END
        )
        #: The latest instant of any reading of the register, accepted or not.
        self.seen_until = history.seen_until
        #: The highest index of each of the last instants of what was handed in, accepted or not.
        self.standing = [value for _, value in history.standing]
        actual = [point for point in history.accepted if not point.estimated][-histories.HISTORY :]
        guessed = [point.at for point in history.accepted if point.estimated]
        #: The newest accepted reading; None where there is none.
        self.last = (actual[-1].at, actual[-1].value) if actual else None
        #: What the accepted readings say of the time between them, oldest first.
        self.spans: list[Span] = []
        self._daily: list[float] = []
        self._known = self._guessed = self.idle = 0
        for start, end in pairwise(actual):
            behind = bisect_right(guessed, start.at)
            estimated = behind < len(guessed) and guessed[behind] < end.at
            self._count(self._span((start.at, start.value), (end.at, end.value), estimated))
        #: Estimates that stand behind it.
        self.estimates = len(guessed) - bisect_right(guessed, self.last[0]) if self.last is not None else 0

    def _span(self, start: tuple[int, int], end: tuple[int, int], estimated: bool) -> Span:
        length, used = end[0] - start[0], end[1] - start[1]
        if length < DAY_MS or used < 0:
            return Span(length, None, estimated)
        return Span(length, self.dial.units(used) * DAY_MS / length, estimated)

    def _count(self, span: Span) -> None:
        """Takes up the newest interval, and drops the oldest where there are enough. Kept up at each step, and not
        reckoned anew: this is done for every reading."""
        spans, length, daily, estimated = self.spans, *span
        spans.append(span)
        if daily is not None:
            self._daily.append(daily)
            self._known += length
            self._guessed += length if estimated else 0
            self.idle = self.idle + 1 if daily == 0 else 0
        if len(spans) >= histories.HISTORY:
            length, oldest, estimated = spans.pop(0)
            if oldest is not None:
                del self._daily[0]
                self._known -= length
                self._guessed -= length if estimated else 0
                self.idle = min(self.idle, len(self._daily))

    @property
    def intervals(self) -> int:
        """How many intervals count: those that say how much is used a day."""
        return len(self._daily)

    @property
    def lowest(self) -> float:
        return min(self._daily, default=0.0)

    @property
    def highest(self) -> float:
        return max(self._daily, default=0.0)

    def guess(self, estimates: int) -> None:
        """Takes up estimates behind the newest reading. (Where nothing was accepted, none has anything to go by.)"""
        if self.last is not None:
            self.estimates += estimates

    def stand(self, at: int, value: int, accepted: bool) -> None:
        """Takes up the newest reading, of an instant of its own."""
        self.standing.append(value)
        if len(self.standing) > LOOKAHEAD:
            del self.standing[0]
        if not accepted:
            return
        if self.last is not None:
            self._count(self._span(self.last, (at, value), self.estimates > 0))
        self.last = at, value
        self.estimates = 0

    def speaks_against_another(self, value: int) -> bool:
        """Whether a newest index is below one of the last ones, whatever became of them: then it may say something of
        them. (Where the dial began anew the walk finds that it says nothing.)"""
        return value < max(self.standing, default=value)

    def baseline(
        self,
        following: tuple[int, int] | None = None,
        conflicting: int | None = None,
        zones: int | None = None,
        refused_by_window: str | None = None,
    ) -> Baseline:
        facts = self.facts
        return Baseline(
            self.dial,
            facts.installed_at,
            facts.removed_at,
            self.verified_until,
            self.last,
            following,
            self.lowest,
            self.highest,
            self.intervals,
            self._guessed / (self._known or 1),
            self.idle,
            conflicting,
            zones,
            refused_by_window,
            self.estimates,
        )


class Histories:
    """Histories by register, kept from one group of writes to the next.

    While a group works with some they are on loan; they come back once its work is durable, and what fails leaves
    nothing behind. On PostgreSQL others write as well: there the registers are locked first, and then what others have
    told the feed since is forgotten.
    """

    @classmethod
    def shared(cls, tx: Tx) -> "Histories":
        """The one of this store."""
        found: Histories = tx.memory.setdefault(cls, cls())
        return found

    def __init__(self) -> None:
        self._kept: dict[int, RegisterHistory] = {}
        #: Who works with a register's history now; no longer there where it was forgotten meanwhile.
        self._loans: dict[int, object] = {}
        self._elsewhere = Elsewhere()

    def of(self, tx: Tx, register_ids: Iterable[int]) -> dict[int, RegisterHistory]:
        """Histories of those of the registers that exist, to work with until the transaction ends."""
        wanted = list(dict.fromkeys(register_ids))
        histories.lock_registers(tx, wanted)
        loan = object()
        self._loans |= dict.fromkeys(wanted, loan)
        if tx.postgres:
            self._catch_up(tx)
        kept = self._kept
        found = {number: kept.pop(number) for number in wanted if number in kept and kept[number].facts.until > tx.now}
        if len(found) < len(wanted):
            found |= self._read(tx, [number for number in wanted if number not in found])
        tx.done.append(lambda: self._take_back(loan, found, tx.revisions))
        return found

    def _catch_up(self, tx: Tx) -> None:
        changed = self._elsewhere.changed(tx)
        self.forget(list(self._kept) if changed is None else changed)

    def _take_back(self, loan: object, histories: dict[int, RegisterHistory], revisions: list[int]) -> None:
        self._elsewhere.ours(revisions)
        kept, loans = self._kept, self._loans
        for number, history in histories.items():
            if loans.get(number) is loan:
                del loans[number]
                kept[number] = history
        while len(kept) > KEPT:
            del kept[next(iter(kept))]

    def _read(self, tx: Tx, register_ids: Iterable[int]) -> dict[int, RegisterHistory]:
        facts = meters.facts_by_id(tx, register_ids)
        rows = histories.of(tx, facts)
        return {number: RegisterHistory(facts[number], rows[number]) for number in facts}

    def forget(self, register_ids: Iterable[int]) -> None:
        """For what was changed by another door: reviews, reversals, exchanges."""
        for number in register_ids:
            self._kept.pop(number, None)
            self._loans.pop(number, None)

    def forget_place(self, usage_point_id: int) -> None:
        """For when it is somebody else who supplies a place."""
        self.forget([number for number, one in list(self._kept.items()) if one.facts.usage_point_id == usage_point_id])


def before(tx: Tx, facts: RegisterFacts, at: int) -> RegisterHistory:
    """The history of a register as it was before an instant."""
    return RegisterHistory(facts, histories.of(tx, [facts.register_id], at)[facts.register_id])
