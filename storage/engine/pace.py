"""How much patient work to do in one transaction: little while somebody waits behind it, and more where nobody does."""

import time

from storage.engine.writer import Writer

#: Seconds in which nobody must have waited for a transaction to grow.
CALM = 1.0


class Pace:
    """Rows for the next transaction of one kind of work: between two bounds, twice as many each time nobody waited."""

    def __init__(self, writer: Writer, least: int, most: int) -> None:
        self._writer = writer
        self._least, self._most = least, most
        self._rows = least

    @property
    def rows(self) -> int:
        return self._rows if self._calm() else self._least

    def done(self) -> None:
        """After so many: how many next."""
        self._rows = min(2 * self._rows, self._most) if self._calm() else self._least

    def slow(self) -> None:
        """Begins with little again: so many took long for another reason."""
        self._rows = self._least

    def _calm(self) -> bool:
        return time.monotonic() - self._writer.disturbed_at > CALM
