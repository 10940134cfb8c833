"""What a reading is judged against, gathered for many registers at once and, with one writer, kept in memory."""

from collections import OrderedDict
from collections.abc import Iterable
from itertools import pairwise

from server.codec import DAY_MS, MICRO
from server.readings.rules import Baseline
from storage.engine.transaction import Tx
from storage.repositories import meters, readings
from storage.repositories.meters import RegisterFacts

#: Registers whose history is kept in memory.
KEPT = 100_000


class RegisterHistory:
    """A register and its last accepted readings; moves on as readings are accepted."""

    __slots__ = ("_daily", "accepted", "facts", "highest", "intervals", "lowest", "seen_until")

    def __init__(self, facts: RegisterFacts, accepted: Iterable[tuple[int, int]], seen_until: int) -> None:
        self.facts = facts
        self.accepted: list[tuple[int, int]] = list(accepted)
        #: The latest instant of any reading of the register, accepted or not.
        self.seen_until = seen_until
        #: Daily use of each interval; None for one of less than a day, or a turn of the dial.
        self._daily = [self._use(start, end) for start, end in pairwise(self.accepted)]
        self._bound()

    def _use(self, start: tuple[int, int], end: tuple[int, int]) -> float | None:
        length, used = end[0] - start[0], end[1] - start[1]
        if length < DAY_MS or used < 0:
            return None
        return used * self.facts.multiplier / MICRO / MICRO * DAY_MS / length

    def _bound(self) -> None:
        """Lowest and highest daily use of the intervals that count."""
        daily = [use for use in self._daily if use is not None]
        self.intervals = len(daily)
        self.lowest = min(daily, default=0.0)
        self.highest = max(daily, default=0.0)

    def accept(self, at: int, value: int) -> None:
        """Takes up the newest accepted reading."""
        newest = at, value
        if self.accepted:
            self._daily.append(self._use(self.accepted[-1], newest))
        self.accepted.append(newest)
        if len(self.accepted) > readings.HISTORY:
            del self.accepted[0]
            del self._daily[0]
        self._bound()

    def baseline(self, following: tuple[int, int] | None = None, conflicting: int | None = None) -> Baseline:
        facts = self.facts
        return Baseline(
            facts.integer_digits,
            facts.fraction_digits,
            facts.multiplier,
            facts.commodity,
            facts.installed_at,
            facts.removed_at,
            self.accepted[-1] if self.accepted else None,
            following,
            self.lowest,
            self.highest,
            self.intervals,
            conflicting,
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
        return {
            number: RegisterHistory(facts[number], rows[number].accepted, rows[number].seen_until) for number in facts
        }

    def forget(self, register_ids: Iterable[int]) -> None:
        """For what was changed by another door: reviews, reversals, exchanges."""
        for number in register_ids:
            self._kept.pop(number, None)
