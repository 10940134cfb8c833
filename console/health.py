"""How providers fared over the last hour, in as many parts as there is room for. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from console.delivery import Minute

#: Minutes that are told of.
HOUR = 60


def parts(minutes: Sequence[Minute], now: datetime, cells: int) -> list[Minute]:
    """The last hour in equal parts, the oldest first; the minute that runs is in the last. Milliseconds are the average
    of all answers of a part. `cells` must divide an hour."""
    each = HOUR // cells
    first = now.replace(second=0, microsecond=0) - timedelta(minutes=HOUR - 1)
    made: list[list[Minute]] = [[] for _ in range(cells)]
    for one in minutes:
        place = int((one.at - first).total_seconds() // 60)
        if 0 <= place < HOUR:
            made[place // each].append(one)
    return [together(part, first + timedelta(minutes=number * each)) for number, part in enumerate(made)]


def together(minutes: Sequence[Minute], at: datetime) -> Minute:
    """Several minutes as one."""
    answers = sum(one.answers for one in minutes)
    return Minute(
        at,
        sum(one.accepted for one in minutes),
        sum(one.refused for one in minutes),
        sum(one.refused_for_now for one in minutes),
        sum(one.unanswered for one in minutes),
        sum(one.milliseconds * one.answers for one in minutes) // answers if answers else 0,
    )
