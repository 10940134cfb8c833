"""InsightService as it is called: the summary, trends, the watch, a build anew, and what partners are told."""

from typing import Any

import grpc
import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import insight_service_pb2 as pb
from smartregion.v1.common_pb2 import FrameKind

from server.insight import rebuild
from server.limits import SMALLEST_GROUP
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.models import insight as models
from storage.repositories import insight
from storage.repositories.insight import Counts, Key

from ..conftest import START, House, refused

DAY, HOUR = 86_400_000, 3_600_000
TODAY = Date(year=2026, month=11, day=23)
M, G, S = pb.InsightMetric, pb.TrendGroup, pb.TrendStep


@pytest.fixture
async def quiet_house(house: House) -> House:
    """The house before anything was counted, and nobody who counts it by themselves."""
    await house.app.chores.close()
    await house.app.services.store.write(lambda tx: tx.sql("UPDATE insight_build SET partial = FALSE"))
    return house


async def counted(house: House, *rows: tuple[Key, int, int]) -> None:
    """Puts counts where they are served from."""

    def unit(tx: Tx) -> None:
        counts = Counts()
        for key, amount, total in rows:
            counts.add(key, amount, total)
        insight.add(tx, insight.served(tx), counts)
        insight.changed(tx)

    await house.app.services.store.write(unit)


def days(metric: int, amount: int, *back: int, **of: Any) -> list[tuple[Key, int, int]]:
    return [(Key(metric, day_of(START - number * DAY).isoformat(), **of), amount, 0) for number in back]


def figure(summary: pb.InsightSummary, metric: int) -> pb.InsightFigure:
    return next(one for one in summary.figures if one.metric == metric)


async def test_the_summary_shows_the_day_beside_the_usual_one(quiet_house: House) -> None:
    client = await quiet_house.operator("oksana")
    water = {"utility_id": 900, "commodity": 1}
    await counted(
        quiet_house,
        *days(models.ACTIVE, 100, 7, 14, 21),
        *days(models.ACTIVE, 60, 0),
        *days(models.READINGS, 5, 0, part=models.ON_TIME, **water),
        *days(models.READINGS, 1, 0, part=models.LATE, **water),
        (Key(models.DEBTS, "2026-11-01", **water), 2, 123_45),
    )
    summary = (await client.InsightService.GetSummary()).summary
    active = figure(summary, M.INSIGHT_METRIC_ACTIVE_USERS)
    assert (summary.day, active.value, active.usual) == (TODAY, 60, 100)
    assert figure(summary, M.INSIGHT_METRIC_READINGS_ON_TIME).value == pytest.approx(5 / 6)
    assert not figure(summary, M.INSIGHT_METRIC_PRIVACY_ANSWER).HasField("value")
    (service,) = [one for one in summary.services if one.on_time]
    assert (service.on_time, service.late, service.debtors) == (5, 1, 2)
    assert (service.debt.units, service.debt.nanos) == (123, 450_000_000)
    assert summary.build.state == pb.INSIGHT_BUILD_STATE_SERVED
    earlier = (await client.InsightService.GetSummary(day=Date(year=2026, month=11, day=16))).summary
    assert figure(earlier, M.INSIGHT_METRIC_ACTIVE_USERS).value == 100
    told = await refused(client.InsightService.GetSummary(day=Date(year=2026, month=11, day=24)))
    assert told.violations == (("day", "insight.day"),)


async def test_a_trend_is_whole_or_parted_and_says_what_is_usual(quiet_house: House) -> None:
    client = await quiet_house.operator("oksana")
    for utility, amount in ((900, 4), (901, 6)):
        of = {"utility_id": utility, "commodity": 1, "part": models.ON_TIME}
        await counted(quiet_house, *days(models.READINGS, amount, 0, 1, 7, 14, 21, **of))
    asked: dict[str, Any] = {"from": Date(year=2026, month=11, day=22), "to": TODAY, "step": S.TREND_STEP_DAY}
    whole = await client.InsightService.GetTrends(metric=M.INSIGHT_METRIC_READINGS, **asked)
    (series,) = whole.series
    assert [point.day.day for point in series.points] == [22, 23]
    assert [point.value for point in series.points] == [10, 10]
    assert series.points[1].usual == 10
    assert not series.points[0].HasField("usual")
    parted = await client.InsightService.GetTrends(
        metric=M.INSIGHT_METRIC_READINGS, group=G.TREND_GROUP_UTILITY, **asked
    )
    assert [one.points[1].value for one in parted.series] == [4, 6]
    weeks = await client.InsightService.GetTrends(
        metric=M.INSIGHT_METRIC_READINGS, **{**asked, "step": S.TREND_STEP_WEEK}
    )
    assert [point.value for point in weeks.series[0].points] == [20, 10]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": Date(year=2026, month=1, day=1)}, "to"),
        ({"from": Date(year=2020, month=1, day=1)}, "to"),
        ({"group": G.TREND_GROUP_CHANNEL}, "group"),
        ({"metric": M.INSIGHT_METRIC_ACTIVE_USERS, "commodity": 1}, "commodity"),
        ({"metric": M.INSIGHT_METRIC_UNSPECIFIED}, "metric"),
    ],
)
async def test_what_makes_no_trend_is_refused_by_its_field(
    quiet_house: House, changes: dict[str, Any], field: str
) -> None:
    client = await quiet_house.operator("oksana")
    asked = {"metric": M.INSIGHT_METRIC_READINGS, "from": TODAY, "to": TODAY, "step": S.TREND_STEP_DAY}
    told = await refused(client.InsightService.GetTrends(**{**asked, **changes}))
    assert told.violations[0][0] == field


async def test_streets_too_small_to_stand_alone_are_told_together(quiet_house: House) -> None:
    client = await quiet_house.operator("oksana")

    def unit(tx: Tx) -> None:
        for first, street, flats in ((100, "вул. Велика", 12), (200, "вул. Мала", 3), (300, "вул. Тиха", 8)):
            for flat in range(flats):
                number = first + flat
                tx.sql(
                    "INSERT INTO usage_point (id, city, street, building, apartment, version) "
                    "VALUES (?, 'Яр', ?, '1', ?, 1)",
                    (number, street, str(flat)),
                )
                tx.sql(
                    "INSERT INTO account (id, number, utility_id, commodity, usage_point_id, effective_from, "
                    "begins_at, ends_at, version) VALUES (?, ?, 900, 1, ?, '2020-01-01', 0, ?, 1)",
                    (number, str(number), number, 1 << 60),
                )

    await quiet_house.app.services.store.write(unit)
    for street, amount in (("вул. Велика", 9), ("вул. Мала", 2), ("вул. Тиха", 4)):
        of = {"utility_id": 900, "commodity": 1, "part": models.ON_TIME}
        await counted(quiet_house, *days(models.STREETS, amount, 0, place=f"Яр, {street}", **of))
        await counted(quiet_house, *days(models.READINGS, amount, 0, **of))
    asked = {"from": TODAY, "to": TODAY, "step": S.TREND_STEP_DAY, "group": G.TREND_GROUP_STREET}
    reply = await client.InsightService.GetTrends(metric=M.INSIGHT_METRIC_READINGS, **asked)
    assert {one.street: one.points[0].value for one in reply.series} == {"Яр, вул. Велика": 9, "": 6}
    heat = {"utility_id": 900, "commodity": 5, "part": models.ON_TIME}
    await counted(quiet_house, *days(models.STREETS, 1, 0, place="Яр, вул. Велика", **heat))
    for of, told in (({"commodity": 1}, {"Яр, вул. Велика": 9, "": 6}), ({"commodity": 5}, {})):
        reply = await client.InsightService.GetTrends(metric=M.INSIGHT_METRIC_READINGS, **asked, **of)
        assert {one.street: one.points[0].value for one in reply.series} == told, "a service that hardly anybody has"


async def test_the_watch_shows_the_summary_and_every_change_of_it(quiet_house: House) -> None:
    client = await quiet_house.operator("oksana")
    stream = client.InsightService.WatchSummary()
    first = await stream.read()
    assert first.position.kind == FrameKind.FRAME_KIND_SNAPSHOT
    assert (await stream.read()).position.kind == FrameKind.FRAME_KIND_SYNCED
    before = figure(first.changes[0].summary, M.INSIGHT_METRIC_MESSAGES)
    await counted(quiet_house, *days(models.ACTIVE, 77, 0))
    values: list[float] = []
    while 77 not in values:
        frame = await stream.read()
        values += [figure(one.summary, M.INSIGHT_METRIC_ACTIVE_USERS).value for one in frame.changes]
    assert before.unit == pb.INSIGHT_UNIT_COUNT
    stream.cancel()


async def test_a_build_anew_is_asked_for_once_and_served_when_it_is_whole(quiet_house: House) -> None:
    client = await quiet_house.operator("oksana")
    store = quiet_house.app.services.store
    generations = []
    for _ in range(2):
        asked = await client.InsightService.RebuildInsight()
        assert asked.build.state == pb.INSIGHT_BUILD_STATE_REBUILDING
        told = await refused(client.InsightService.RebuildInsight())
        assert told.code is grpc.StatusCode.FAILED_PRECONDITION
        assert await rebuild.turn(store)
        summary = (await client.InsightService.GetSummary()).summary
        assert summary.build.state == pb.INSIGHT_BUILD_STATE_SERVED
        assert figure(summary, M.INSIGHT_METRIC_READINGS).HasField("value")
        generations.append((summary.build.generation, summary.figures))
    (first, shown), (second, again) = generations
    assert second > first
    assert shown == again


async def test_partners_are_told_one_answer_whichever_call_they_ask(quiet_house: House) -> None:
    """Somebody who comes between two questions is in none of the answers: there is nothing to subtract."""
    client = quiet_house.utility()
    utility_id = (await client.AccountService.ListAccounts(page_size=1)).accounts[0].utility_id
    asked: dict[str, Any] = {"utility_id": utility_id, "month": Date(year=2026, month=10, day=1)}
    usage = await client.PartnerService.GetUsageStatistics(**asked)
    await quiet_house.app.services.store.write(lambda tx: tx.sql("UPDATE account_link SET user_id = 1"))
    service = await client.InsightService.GetServiceStatistics(**asked)
    assert service.made_at == usage.made_at
    assert service.smallest_group == SMALLEST_GROUP
    assert [(one.commodity, one.city, one.people) for one in service.statistics] == [
        (one.commodity, one.city, one.people) for one in usage.groups
    ]
    assert usage.groups
    assert await client.InsightService.GetServiceStatistics(**asked) == service


async def test_no_range_of_days_can_be_asked_about_but_whole_months_that_are_settled(quiet_house: House) -> None:
    client, other = quiet_house.utility(), quiet_house.utility(1)
    utility_id = (await client.AccountService.ListAccounts(page_size=1)).accounts[0].utility_id
    fields = {field.name for field in pb.GetServiceStatisticsRequest.DESCRIPTOR.fields}
    assert fields == {"utility_id", "month"}
    for month in (Date(year=2026, month=10, day=2), Date(year=2026, month=11, day=1)):
        told = await refused(client.InsightService.GetServiceStatistics(utility_id=utility_id, month=month))
        assert told.violations == (("month", "statistics.month"),)
    october = Date(year=2026, month=10, day=1)
    told = await refused(other.InsightService.GetServiceStatistics(utility_id=utility_id, month=october))
    assert told.code is grpc.StatusCode.NOT_FOUND
