"""How residents of a utility used the service, in groups of which none is smaller than k people.

Four things keep a person out of it. A group is shown from k people on; smaller towns are put together, and where they
are still too few the smallest shown one joins them, so that nothing is left to be reckoned as a difference. The parts
of a group are shown all or none, those of readings and those of the use of the app each by themselves. There is no
total. And only past months can be asked about, whose answer is kept, whichever call asks.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from smartregion.v1 import partner_service_pb2 as pb

from server.call import Call
from server.codec import calendar_date, decode_id, encode_id, timestamp
from server.errors import InvalidField, NotFound
from server.limits import SMALLEST_GROUP, STATISTICS_AFTER_DAYS
from server.services import Calls
from server.small_groups import apart
from storage.days import day_of, midnight
from storage.engine.transaction import Tx
from storage.models.duties import UsageStatistic
from storage.repositories import statistics
from storage.repositories.statistics import Used

#: What people did, by their id: with readings, and whether they left the app alone; the best of each is the least.
People = dict[int, tuple[int, bool]]


@dataclass(frozen=True)
class Group:
    """People of a service in a town; "" for the small towns together. Parts are None where they are not shown."""

    commodity: int
    city: str
    people: int
    on_time: int | None
    late: int | None
    nothing: int | None
    #: Who used the app, and who did not; answers of before it was asked have neither.
    used: int | None = None
    used_not: int | None = None


def groups(used: Iterable[Used], k: int = SMALLEST_GROUP) -> list[Group]:
    """What may be shown of people, each told once for a service and a town."""
    by_service: dict[int, dict[str, People]] = {}
    for one in used:
        by_service.setdefault(one.commodity, {}).setdefault(one.city, {})[one.user_id] = (one.how, not one.active)
    found = []
    for commodity, cities in sorted(by_service.items()):
        for city, people in _merged(cities, k):
            found.append(_group(commodity, city, people, k))
    return found


def _merged(cities: dict[str, People], k: int) -> list[tuple[str, People]]:
    """Towns of k people or more, and the others together; nothing where that can't be. Who has no town is with them."""

    def joined(names: Iterable[str]) -> People:
        """Somebody with accounts in two towns counts once, by the best that they did."""
        best: People = {}
        for name in names:
            for user_id, (how, idle) in cities[name].items():
                before = best.get(user_id, (how, idle))
                best[user_id] = min(how, before[0]), min(idle, before[1])
        return best

    alone, together = apart(cities, lambda names: len(joined(names)), k, never=("",))
    made = [(city, cities[city]) for city in sorted(alone)]
    return [*made, ("", joined(together))] if together else made


def _group(commodity: int, city: str, people: People, k: int) -> Group:
    did = [sum(how == one for how, _ in people.values()) for one in statistics.HOW]
    used = [sum(idle == one for _, idle in people.values()) for one in (False, True)]
    shown = [part if min(parts) >= k else None for parts in (did, used) for part in parts]
    return Group(commodity, city, len(people), *shown)


async def answer(request: Any, call: Call) -> UsageStatistic:
    """The one answer about a utility and a month, whichever call asks: made once and kept, so that no two differ by
    somebody who came or went between them. Raises InvalidField, NotFound."""
    utility_id = decode_id(request.utility_id, "utility_id")
    month = _month(request, call)
    scope = call.scope()
    if scope.bounded and utility_id not in (scope.utility_ids or ()):
        raise NotFound(f"utility {encode_id(utility_id)} not found")
    known = await call.read(lambda tx: statistics.kept(tx, utility_id, month.isoformat()))
    if known is not None:
        return known
    used = await call.read(lambda tx: _used(tx, utility_id, month), long=True)
    text = json.dumps([asdict(group) for group in groups(used)])
    return await call.store.write(lambda tx: statistics.keep(tx, utility_id, month.isoformat(), SMALLEST_GROUP, text))


class StatisticsCalls(Calls):
    """Part of PartnerService."""

    async def GetUsageStatistics(self, request: Any, call: Call) -> pb.GetUsageStatisticsResponse:
        known = await answer(request, call)
        return pb.GetUsageStatisticsResponse(
            groups=[_message(Group(**one)) for one in json.loads(known.groups)],
            smallest_group=known.smallest_group,
            made_at=timestamp(known.made_at),
        )


def _month(request: Any, call: Call) -> date:
    """Raises InvalidField for what is no whole month that is settled."""
    month = calendar_date(request.month, "month")
    if month.day != 1:
        raise InvalidField("month", "statistics.month", "must be the first day of a month")
    if _after(month) + timedelta(days=STATISTICS_AFTER_DAYS) > day_of(call.now) or month.year < 2000:
        rule = f"must be a month that was over at least {STATISTICS_AFTER_DAYS} days ago"
        raise InvalidField("month", "statistics.month", rule)
    return month


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _used(tx: Tx, utility_id: int, month: date) -> list[Used]:
    return statistics.used(tx, utility_id, midnight(month), midnight(_after(month)))


def _message(group: Group) -> pb.UsageGroup:
    made = pb.UsageGroup(commodity=group.commodity, city=group.city, people=group.people)
    if group.on_time is not None:
        made.detailed = True
        made.handed_in_on_time, made.handed_in_late = group.on_time, group.late or 0
        made.handed_in_nothing = group.nothing or 0
    return made
