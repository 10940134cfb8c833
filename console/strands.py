"""What happened to somebody, from everything that is held of them, in the order of time. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from console.formats import KYIV


@dataclass(frozen=True)
class Moment:
    """Something that happened, or was written, at an instant; of `area` it is a row."""

    at: datetime
    area: str
    said: str
    #: What became of it, with its sign; and the tone of it.
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Strand:
    """What an area tells of somebody: its last moments, how many rows it has in all, or why it tells nothing."""

    area: str
    moments: tuple[Moment, ...] = ()
    total: int = 0
    fault: str = ""

    @property
    def more(self) -> int:
        """Rows that are older than what is told."""
        return max(0, self.total - len(self.moments))


def by_day(strands: Iterable[Strand]) -> list[tuple[date, list[Moment]]]:
    """The latest first; days as they are in Kyiv. No strand tells of a time of which another no longer does: where one
    has more than it told, the line begins with its oldest moment."""
    told = list(strands)
    cut = max(
        (min(one.at for one in strand.moments) for strand in told if strand.more and strand.moments), default=None
    )
    moments = [one for strand in told for one in strand.moments if cut is None or one.at >= cut]
    days: dict[date, list[Moment]] = {}
    for one in sorted(moments, key=lambda moment: moment.at, reverse=True):
        days.setdefault(one.at.astimezone(KYIV).date(), []).append(one)
    return list(days.items())
