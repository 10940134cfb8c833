"""Lock-out after repeated failures: 15 minutes after the fifth, then doubling up to a day."""

from collections import OrderedDict

from server.errors import LockedOut
from server.limits import FAILURES_BEFORE_LOCK, LOCK_FIRST_MS, LOCK_LONGEST_MS

#: Logins of nobody that are remembered.
STRANGERS = 10_000


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


class Strangers:
    """Failures at logins that nobody has: they lock as real ones do, so that the answer tells nothing."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[int, int]] = OrderedDict()

    def check(self, login: str, now: int) -> None:
        refuse_locked(self._failures.get(login, (0, 0))[1], now)

    def failed(self, login: str, now: int) -> None:
        count = self._failures.pop(login, (0, 0))[0] + 1
        self._failures[login] = (count, locked_until(count, now))
        if len(self._failures) > STRANGERS:
            self._failures.popitem(last=False)
