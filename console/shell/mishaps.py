"""Errors of the console's own: written to the log, and counted."""

import os
import traceback
from contextlib import suppress
from time import monotonic

#: So many of them in so many seconds, and the console gives up: it would show nothing but them.
MOST, SECONDS = 20, 10.0


class Mishaps:
    def __init__(self) -> None:
        self._at: list[float] = []

    def too_many(self) -> bool:
        """Counts another one; whether the console should give up."""
        now = monotonic()
        self._at = [at for at in self._at if at > now - SECONDS] + [now]
        return len(self._at) > MOST


def log(error: BaseException) -> None:
    """Writes an error to descriptor 2, which is the log; without local variables, which may be somebody's data."""
    with suppress(OSError):
        os.write(2, "".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace"))
