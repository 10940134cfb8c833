"""Lock-out after repeated failures: 15 minutes after the fifth, then doubling up to a day."""

from server.errors import LockedOut
from server.limits import FAILURES_BEFORE_LOCK, LOCK_FIRST_MS, LOCK_LONGEST_MS
from storage.engine.transaction import Tx
from storage.repositories import failures


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


def check(tx: Tx, name: str) -> None:
    """For a name that has no record of its own: a login that nobody has locks as a real one does, so that the answer
    tells nothing. Raises LockedOut while the lock holds."""
    refuse_locked(failures.locked_until(tx, name), tx.now)


def failed(tx: Tx, name: str) -> None:
    """Counts a failure. Raises LockedOut where others, in whichever process, locked the name meanwhile."""
    count = failures.count(tx, name, 1)
    check(tx, name)
    failures.lock(tx, name, locked_until(count, tx.now))


def undo(tx: Tx, name: str) -> None:
    """One was none after all."""
    count = failures.count(tx, name, -1)
    if count > 0:
        failures.lock(tx, name, locked_until(count, tx.now))
    else:
        failures.forget(tx, name)


def forget(tx: Tx, name: str) -> None:
    """It was right."""
    failures.forget(tx, name)
