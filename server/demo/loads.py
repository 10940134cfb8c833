"""Measured consumption of real buildings, as daily quantities that registers are integrated from."""

import csv
import gzip
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

#: Two whole years: a cycle in which every season comes at its own time of the year.
CYCLE_DAYS = 730

NIGHT_HOURS = frozenset({23, 0, 1, 2, 3, 4, 5, 6})
PEAK_HOURS = frozenset({8, 9, 10, 20, 21})


@dataclass(frozen=True)
class Load:
    """Consumption by the day over two years, scaled to a mean of one unit a day.

    `share` is the part of a day's consumption that falls in a tariff zone, over the whole series.
    """

    start: date
    daily: tuple[float, ...]
    night_share: float
    peak_share: float

    def between(self, origin: date, day: date) -> float:
        """Units consumed from the start of `origin` to the start of `day`; not negative, grows with `day`."""
        return self._since_start(day) - self._since_start(origin)

    def _since_start(self, day: date) -> float:
        cycles, position = divmod((day - self.start).days, CYCLE_DAYS)
        sums = _cumulative(self)
        return cycles * sums[CYCLE_DAYS] + sums[position]


@cache
def _cumulative(load: Load) -> tuple[float, ...]:
    return (0.0, *accumulate(load.daily))


def hourly(name: str) -> Iterator[tuple[datetime, float]]:
    """The rows of one measured series: local instant of the hour's start, quantity. Gaps stay gaps."""
    source = files("server.demo") / "load" / f"{name}.csv.gz"
    with source.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as text:
        rows = csv.reader(text)
        next(rows)
        for instant, quantity in rows:
            yield datetime.fromisoformat(instant), float(quantity)


@cache
def load(name: str) -> Load:
    """One measured series, by the day. A day without a measurement takes that of the day before."""
    by_day: dict[date, float] = {}
    night = peak = total = 0.0
    for instant, quantity in hourly(name):
        by_day[instant.date()] = by_day.get(instant.date(), 0.0) + quantity
        total += quantity
        night += quantity if instant.hour in NIGHT_HOURS else 0.0
        peak += quantity if instant.hour in PEAK_HOURS else 0.0
    start = min(by_day) + timedelta(days=1)  # the first day is rarely a whole one
    known = sorted(by_day)
    days = (start + timedelta(days=n) for n in range(CYCLE_DAYS))
    daily = [by_day[known[bisect_right(known, day) - 1]] for day in days]
    mean = sum(daily) / CYCLE_DAYS
    return Load(start, tuple(quantity / mean for quantity in daily), night / total, peak / total)


ELECTRICITY = ("il-electricity-cdd-hdd-hourly", "uk-electricity-hdd-only-hourly-sample-0")
GAS = "il-gas-hdd-only-hourly"
