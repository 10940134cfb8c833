"""Lock-out after repeated failures: 15 minutes after the fifth, then doubling up to a day."""

from collections import OrderedDict

from server.errors import LockedOut
from server.limits import FAILURES_BEFORE_LOCK, LOCK_FIRST_MS, LOCK_LONGEST_MS

#: Names that are remembered.
NAMES = 10_000


def locked_until(failures: int, now: int) -> int:
    """Until when (milliseconds) so many failures in a row lock somebody out; 0 for not at all."""
    over = failures - FAILURES_BEFORE_LOCK
    if over < 0:
        return 0
    return now + min(LOCK_LONGEST_MS, LOCK_FIRST_MS << min(over, 16))


def refuse_locked(until: int, now: int) -> None:
    """Raises LockedOut while the lock holds."""
    if until > now:
        raise LockedOut("too many failed attempts", retry_after=(until - now) / 1000)


class Failures:
    """Failures in a row by a name that has no record of its own: a login that nobody has locks as a real one does, so
    that the answer tells nothing. Those that failed last are remembered."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def check(self, name: str, now: int) -> None:
        """Raises LockedOut while the lock holds."""
        refuse_locked(self._failures.get(name, (0, 0))[1], now)

    def failed(self, name: str, now: int) -> None:
        count = self._failures.pop(name, (0, 0))[0] + 1
        self._failures[name] = (count, locked_until(count, now))
        if len(self._failures) > NAMES:
            self._failures.popitem(last=False)

    def undo(self, name: str, now: int) -> None:
        """One was none after all."""
        count = self._failures.pop(name, (0, 0))[0] - 1
        if count > 0:
            self._failures[name] = (count, locked_until(count, now))

    def forget(self, name: str) -> None:
        """It was right."""
        self._failures.pop(name, None)
