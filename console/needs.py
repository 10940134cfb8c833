"""What needs a person now, in order of harm: each a filter of an area, counted by that area's own list."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from console import formats
from console.actions import AREAS
from console.models import Operator, Query
from console.ports import Api, ClientError
from console.presets import preset
from console.together import patient

#: Where a condition names it, the day before today stands.
_YESTERDAY = "{yesterday}"
_PERMISSIONS = {area.id: area.permission for area in AREAS}


@dataclass(frozen=True)
class Need:
    """Something that waits for somebody: where it is worked on, and by which conditions it is found there."""

    id: str
    area: str
    conditions: tuple[tuple[str, str], ...]
    #: How it looks while there is any.
    tone: str = "warn"

    def query(self, today: date) -> Query:
        day = formats.day(today - timedelta(days=1))
        return Query(tuple((name, value.replace(_YESTERDAY, day)) for name, value in self.conditions))


#: First what may hurt people, then what breaks the law, then what people wait for.
NEEDS = (
    Need("emergencies", "works", (("kind", "emergency"), ("state", "announced")), "bad"),
    Need("critical", "alerts", (("severity", "critical"), ("state", "open,acknowledged")), "bad"),
    Need("overdue_requests", "privacy", (("open", "yes"), ("due", _YESTERDAY)), "bad"),
    Need("overdue_duties", "duties", preset("duties", "overdue").conditions, "bad"),
    Need("unsent", "privacy", preset("requests", "unsent").conditions),
    Need("suspicions", "alerts", (("state", "open"),)),
    Need("paused", "campaigns", (("state", "paused"),)),
    Need("threads", "support", (("state", "open"),)),
    Need("requests", "privacy", preset("requests", "open").conditions),
    Need("disclosures", "disclosures", preset("disclosures", "open").conditions),
    Need("mail", "drafts", preset("drafts", "new").conditions),
    Need("dead", "notifications", preset("notifications", "dead").conditions),
    Need("review", "readings", preset("readings", "queue").conditions),
)


AREAS_OF_NEEDS = frozenset(one.area for one in NEEDS)


@dataclass(frozen=True)
class Counted:
    """A need and how many there are; None where that could not be told."""

    need: Need
    count: int | None


async def counted(api: Api, operator: Operator, today: date, areas: Collection[str] = AREAS_OF_NEEDS) -> list[Counted]:
    """Those of some areas that the operator may see, in their order, each asked of its list at the same time. Raises
    ClientError where the server is lost, or the session has ended."""
    may = [one for one in NEEDS if one.area in areas and operator.may(_PERMISSIONS[one.area])]
    return list(await asyncio.gather(*(_count(api, one, today) for one in may)))


async def _count(api: Api, need: Need, today: date) -> Counted:
    source = getattr(api, need.area)
    try:
        page = await patient(lambda: source.page(need.query(today), token="", skip=0, size=1))
    except ClientError as error:
        if error.lost or error.reason == "UNAUTHENTICATED":
            raise
        return Counted(need, None)
    return Counted(need, page.total)


def standing(found: Sequence[Counted]) -> list[Counted]:
    """Those of which there are any."""
    return [one for one in found if one.count]


def worst(found: Sequence[Counted]) -> Mapping[str, Counted]:
    """By area, the first of what stands there: what may hurt most."""
    return {one.need.area: one for one in reversed(standing(found))}
