"""What other writers changed of registers, as the feed tells it. (PostgreSQL)

Whoever holds a register's lock sees every change that was made of it: who held it before told the feed in the same
commit that gave it free.
"""

import threading
from collections.abc import Iterable

from storage.engine import journal
from storage.engine.feed import Change, Topic
from storage.engine.transaction import Tx
from storage.errors import RevisionTooOld
from storage.repositories import meters, readings


class Elsewhere:
    """How far the feed was heard, and which of its changes are our own. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heard: int | None = None
        self._ours: set[int] = set()

    def ours(self, revisions: Iterable[int]) -> None:
        """Changes that whoever asks made himself."""
        self._ours.update(revisions)

    def changed(self, tx: Tx) -> set[int] | None:
        """Registers of which others changed something since this was asked last; None: any may be among them."""
        with self._lock:
            if self._heard is None:
                self._heard = journal.last(tx)
                return None
            try:
                self._heard, changes = journal.behind_but(tx, self._heard, self._ours)
            except RevisionTooOld:
                self._heard = journal.last(tx)
                return None
            self._ours.difference_update([number for number in list(self._ours) if number <= self._heard])
            return _registers(tx, changes)


def _registers(tx: Tx, changes: list[Change]) -> set[int]:
    named: dict[Topic, set[int]] = {}
    for change in changes:
        named.setdefault(change.topic, set()).update(change.ids)
    return (
        readings.registers_of(tx, named.get(Topic.READINGS, ()))
        | meters.registers_of_meters(tx, named.get(Topic.METERS, ()))
        | meters.registers_of_accounts(tx, named.get(Topic.ACCOUNTS, ()))
    )
