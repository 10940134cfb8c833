"""InsightService: proto in, proto out."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from smartregion.v1 import insight_service_pb2 as pb

from server.call import Call
from server.codec import calendar_date, timestamp
from server.errors import InvalidField, WrongState
from server.insight import figures
from server.insight.summary import build, summary
from server.insight.trends import Asked, trends
from server.partners import statistics
from server.partners.statistics import Group
from server.services import Calls
from storage.days import day_of
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.repositories import insight
from storage.repositories.insight import SUMMARY


class InsightService(Calls):
    async def GetSummary(self, request: Any, call: Call) -> pb.GetSummaryResponse:
        day = _day(request, call)
        return pb.GetSummaryResponse(summary=await call.read(lambda tx: summary(tx, day, self._cost)))

    async def GetTrends(self, request: Any, call: Call) -> pb.GetTrendsResponse:
        asked = Asked.of(request)
        return await call.read(lambda tx: trends(tx, asked, self._cost))

    async def GetServiceStatistics(self, request: Any, call: Call) -> pb.GetServiceStatisticsResponse:
        known = await statistics.answer(request, call)
        return pb.GetServiceStatisticsResponse(
            statistics=[_statistic(Group(**one)) for one in json.loads(known.groups)],
            smallest_group=known.smallest_group,
            made_at=timestamp(known.made_at),
        )

    async def WatchSummary(self, request: Any, call: Call) -> AsyncIterator[pb.WatchSummaryResponse]:
        def today(tx: Tx) -> pb.InsightSummary:
            return summary(tx, day_of(tx.now), self._cost)

        frames = self._services.watching.watch(
            call,
            request,
            Topic.INSIGHT,
            lambda tx, last, size: [(SUMMARY, today(tx))] if last < SUMMARY else [],
            lambda tx, ids: {SUMMARY: today(tx)} if SUMMARY in ids else {},
            "summary",
        )
        async for frame in frames:
            yield frame

    async def RebuildInsight(self, request: Any, call: Call) -> pb.RebuildInsightResponse:
        """It is made by whichever process looks first; server/insight/rebuild.py."""

        def unit(tx: Tx) -> pb.RebuildInsightResponse:
            row = insight.want_build(tx)
            if row is None:
                raise WrongState("everything is being counted anew already")
            call.target("insight_build", row.generation)
            return pb.RebuildInsightResponse(build=build(tx))

        return await call.write(unit)

    @property
    def _cost(self) -> figures.Cost:
        return figures.prices(self._services.providers)


def _day(request: Any, call: Call) -> date:
    """Raises InvalidField for a day that has not come."""
    today = day_of(call.now)
    if not request.HasField("day"):
        return today
    day = calendar_date(request.day, "day")
    if day > today:
        raise InvalidField("day", "insight.day", "must not lie ahead")
    return day


def _statistic(group: Group) -> pb.ServiceStatistic:
    made = pb.ServiceStatistic(commodity=group.commodity, city=group.city, people=group.people)
    if group.on_time is not None:
        made.readings_told = True
        made.handed_in_on_time, made.handed_in_late = group.on_time, group.late or 0
        made.handed_in_nothing = group.nothing or 0
    if group.used is not None:
        made.use_told = True
        made.used_app, made.used_app_not = group.used, group.used_not or 0
    return made
