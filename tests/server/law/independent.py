"""A second reckoning, made another way, that shares no line with the product.

Working days are a sorted list of day numbers, and a term is a place in it; holidays are written out; Easter comes of
the church's own table of nineteen full moons. Terms stand here as a person would copy them from the laws.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime
from zoneinfo import ZoneInfo

FIRST, LAST = 2013, 2072
WAR = date(2022, 3, 24).toordinal()
#: The Julian date of the full moon before Easter, by golden number: (month, day).
MOONS = (
    *((4, 5), (3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 18), (4, 7), (3, 27)),
    *((4, 15), (4, 4), (3, 24), (4, 12), (4, 1), (3, 21), (4, 9), (3, 29), (4, 17)),
)
#: Month and day, first and last year.
FIXED = (
    *((1, 1, 0, 9999), (1, 7, 0, 2023), (3, 8, 0, 9999), (5, 1, 0, 9999), (5, 2, 0, 2017), (5, 8, 2024, 9999)),
    *((5, 9, 0, 2022), (6, 28, 0, 9999), (7, 15, 2024, 9999), (7, 28, 2022, 2023), (8, 24, 0, 9999)),
    *((5, 9, 2023, 2023), (10, 1, 2023, 9999), (10, 14, 2015, 2022), (12, 25, 2017, 9999)),
)
#: By regime and duty: how many, of what (d days, w working days, m months, M months over days off, h hours).
TERMS = {
    ("UA-2297-VI", "access"): (30, "d"),
    ("UA-2297-VI", "examination"): (10, "d"),
    ("UA-2297-VI", "third-party-study"): (10, "w"),
    ("UA-2297-VI", "third-party-answer"): (30, "d"),
    ("UA-2297-VI", "third-party-deferral"): (45, "d"),
    ("UA-2297-VI", "deferral-notice"): (30, "d"),
    ("UA-2297-VI", "transfer-notice"): (10, "w"),
    ("UA-2297-VI", "change-notice"): (10, "w"),
    ("UA-393-96", "answer"): (15, "d"),
    ("UA-393-96", "answer-after-study"): (1, "m"),
    ("UA-393-96", "longest"): (45, "d"),
    ("UA-393-96", "extension-notice"): (1, "m"),
    ("UA-2939-VI", "answer"): (5, "w"),
    ("UA-2939-VI", "urgent-answer"): (48, "h"),
    ("UA-2939-VI", "longest"): (20, "w"),
    ("UA-2939-VI", "extension-notice"): (5, "w"),
    ("UA-5076-VI", "answer"): (5, "w"),
    ("UA-5076-VI", "longest"): (20, "w"),
    ("UA-5076-VI", "extension-notice"): (5, "w"),
    ("EU-GDPR", "answer"): (1, "M"),
    ("EU-GDPR", "longest"): (3, "M"),
    ("EU-GDPR", "extension-notice"): (1, "M"),
    ("EU-GDPR", "refusal"): (1, "M"),
    ("EU-GDPR", "breach-notice"): (72, "h"),
}


def easter(year: int) -> int:
    """The number of the day: the Sunday behind the full moon, thirteen days on for our calendar."""
    month, day = MOONS[year % 19]
    number = date(year, month, day).toordinal() + 13
    return number + 7 - number % 7


class Days:
    """The working days, with martial law until a day, or for ever."""

    def __init__(self, war_ends: date | None) -> None:
        last_of_war = war_ends.toordinal() if war_ends else 10**9
        off = set()
        for year in range(FIRST, LAST + 1):
            off |= self._off(year, last_of_war)
        first, last = date(FIRST, 1, 1).toordinal(), date(LAST, 12, 31).toordinal()
        # Day 1 was a Monday, so 6 and 0 are Saturday and Sunday.
        self.working = [number for number in range(first, last + 1) if number % 7 not in (6, 0) and number not in off]

    def _off(self, year: int, last_of_war: int) -> set[int]:
        fixed = {date(year, m, d).toordinal() for m, d, since, until in FIXED if since <= year <= until}
        holidays = fixed | {easter(year), easter(year) + 49}
        kept = {number for number in holidays if not WAR <= number <= last_of_war}
        for number in sorted(kept):
            if number % 7 in (6, 0):
                while number % 7 in (6, 0) or number in holidays or number in kept:
                    number += 1
                kept.add(number)
        return {number for number in kept if not WAR <= number <= last_of_war}

    def due(self, length: int, unit: str, start: date) -> date:
        number = start.toordinal()
        if unit == "w":
            return date.fromordinal(self.working[bisect_right(self.working, number) + length - 1])
        if unit == "d":
            return date.fromordinal(number + length)
        if unit == "h":
            return date.fromordinal(number + length // 24)
        end = months_on(start, length)
        if unit == "M":
            end = date.fromordinal(self.working[bisect_left(self.working, end.toordinal())])
        return end


def months_on(start: date, months: int) -> date:
    """The same day so many months on; the first that exists, counting back."""
    year, month, day = start.year, start.month + months, start.day
    while month > 12:
        year, month = year + 1, month - 12
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def hours_on(start: datetime, hours: int) -> date:
    """The day in Kyiv so many hours later."""
    return datetime.fromtimestamp(start.timestamp() + hours * 3600, ZoneInfo("Europe/Kyiv")).date()


def answers(regime: str, kind: str, circumstances: frozenset[str]) -> tuple[int, str] | None:
    """The term for the answer to a kind of request, as the law has it; None where it has none."""
    own = ("ACCESS", "COPY", "RECTIFICATION", "ERASURE", "OBJECTION", "RESTRICTION", "CONSENT_WITHDRAWAL")
    if regime == "UA-2297-VI":
        return (30, "d") if kind in own[:2] else (10, "d") if kind in own else None
    if regime == "EU-GDPR":
        return (1, "M") if kind in own else None
    if regime == "UA-393-96":
        return (1, "m") if "FURTHER_STUDY" in circumstances else (15, "d")
    if regime == "UA-2939-VI":
        return (48, "h") if "URGENT" in circumstances else (5, "w")
    return (5, "w") if regime == "UA-5076-VI" else None
