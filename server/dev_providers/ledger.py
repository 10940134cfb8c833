"""What arrived: a line for people, counters for tests."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

from storage.days import KYIV

#: Messages that are counted; a longer run counts no more.
COUNTED = 2_000_000
#: Letters of a text in a line, and lines of a report.
SHOWN, REPORTED = 90, 100


class Ledger:
    def __init__(self, out: TextIO | None = sys.stdout) -> None:
        #: How often each message arrived, by provider, recipient and message.
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self._out = out

    def arrived(self, provider: str, recipient: str, message: str, text: str) -> None:
        """Someone got something. `message` names it: an id where it carries one, else its text."""
        if len(self.counts) < COUNTED:
            self.counts[provider, recipient, message] += 1
        if self._out is not None:
            line = " ".join(text.split())
            short = line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
            print(f"{datetime.now(KYIV):%H:%M:%S}  {provider:<13} {recipient:<28} {short}", file=self._out, flush=True)

    def twice(self) -> Iterator[tuple[str, str, str, int]]:
        """Whoever got one message more than once."""
        return ((*key, count) for key, count in self.counts.items() if count > 1)

    def report(self) -> dict[str, Any]:
        by_provider = Counter(provider for provider, _, _ in self.counts.elements())
        doubled = list(self.twice())
        return {
            "messages": sum(self.counts.values()),
            "recipients": len({recipient for _, recipient, _ in self.counts}),
            "by_provider": dict(by_provider),
            "twice": len(doubled),
            "examples": [list(one) for one in doubled[:REPORTED]],
        }

    def counted(self) -> list[list[str | int]]:
        """All counters: provider, recipient, message, times."""
        return [[*key, count] for key, count in self.counts.items()]
