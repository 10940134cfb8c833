"""Figures of the service: today beside the usual day, and over time."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

from google.type.date_pb2 import Date
from smartregion.v1 import insight_service_pb2 as pb
from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.insight_service_pb2_grpc import InsightServiceStub
from smartregion.v1.notification_service_pb2 import NotificationChannel

from console.client import convert
from console.client.wire import Wire, request_id
from console.insight import Build, Figure, Point, Series
from console.models import Change, Frame, Page, Query


class Insight:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = InsightServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Figure]:
        """All figures: there are few."""
        rows = await self.figures()
        return Page(tuple(rows[skip : skip + size]), len(rows), "")

    async def get(self, key: str) -> Figure:
        return next(one for one in await self.figures() if one.id == key)

    async def figures(self) -> Sequence[Figure]:
        reply = await self._wire.call(self._stub.GetSummary, pb.GetSummaryRequest())
        return to_figures(reply.summary)

    async def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Figure]]:
        """Figures that changed; of the first summary all."""
        request = pb.WatchSummaryRequest(resume_token=token)
        known: dict[str, Figure] = {}
        async for message in self._wire.stream(self._stub.WatchSummary, request):
            frame: Frame[tuple[Figure, ...]] = convert.frame(message, "summary", to_figures)
            told = [one for change in frame.changes for one in change.row or () if known.get(one.id) != one]
            known |= {one.id: one for one in told}
            changes = tuple(Change("updated", one.id, one) for one in told)
            yield Frame(frame.token, frame.revision, changes, frame.drained)

    async def trend(self, metric: str, first: date, last: date, step: str, part: str) -> Sequence[Series]:
        request = pb.GetTrendsRequest(
            metric=convert.number(pb.InsightMetric, metric),
            to=_date(last),
            step=convert.number(pb.TrendStep, step),
            group=convert.number(pb.TrendGroup, part) if part else 0,
            **{"from": _date(first)},
        )
        reply = await self._wire.call(self._stub.GetTrends, request)
        return tuple(_series(one, part) for one in reply.series)

    async def build(self) -> Build:
        reply = await self._wire.call(self._stub.GetSummary, pb.GetSummaryRequest())
        return _build(reply.summary.build)

    async def rebuild(self) -> Build:
        request = pb.RebuildInsightRequest(request_id=request_id())
        return _build((await self._wire.call(self._stub.RebuildInsight, request)).build)


def to_figures(summary: pb.InsightSummary) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            convert.name(pb.InsightMetric, one.metric),
            convert.name(pb.InsightUnit, one.unit),
            _number(one, "value"),
            _number(one, "usual"),
        )
        for one in summary.figures
    )


def _series(message: pb.TrendSeries, part: str) -> Series:
    names = {
        "UTILITY": (message.utility_name_uk, message.utility_name_en),
        "COMMODITY": (convert.name(Commodity, message.commodity),) * 2,
        "CHANNEL": (convert.name(NotificationChannel, message.channel),) * 2,
        "STREET": (message.street, message.street),
    }
    points = (
        Point(date(one.day.year, one.day.month, one.day.day), _number(one, "value"), _number(one, "usual"))
        for one in message.points
    )
    return Series(part, names.get(part, ("", "")), tuple(points))


def _build(message: pb.InsightBuild) -> Build:
    return Build(
        convert.name(pb.InsightBuildState, message.state),
        message.generation,
        convert.instant(message, "served_since"),
        convert.instant(message, "rebuild_started_at"),
    )


def _number(message: Any, field: str) -> float | None:
    return getattr(message, field) if message.HasField(field) else None


def _date(day: date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)
