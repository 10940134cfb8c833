"""Events and crashes as the contract writes them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from smartregion.v1 import activity_service_pb2 as pb

from server.activity import addresses, versions
from server.activity.ingest import Batch, Fate, Outcome
from server.activity.workflow import allowed_calls
from server.codec import encode_id, milliseconds, optional_id, timestamp
from server.pushing import Part
from server.readings.ingest import Problem
from server.texts import row_said
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.models.activity import CrashGroup
from storage.repositories import crashes, operators
from storage.repositories.activity import Event, EventFilter
from storage.repositories.crashes import Extent, Report

#: Days that a group tells one by one, and versions that it names.
DAYS = 30
VERSIONS = 50


def acknowledged(part: Part[Batch], outcomes: list[Outcome]) -> pb.RecordActivityResponse:
    """What became of a batch that is durable now."""
    made = pb.RecordActivityResponse(first_line=part.first, last_line=part.last)
    for line, outcome in enumerate(outcomes, part.first):
        if isinstance(outcome, Problem):
            made.errors.append(_error(line, outcome))
        elif outcome is Fate.DUPLICATE:
            made.duplicates += 1
        else:
            made.taken += 1
            made.clocks_off += outcome is Fate.CLOCK_OFF
    return made


def _error(line: int, problem: Problem) -> pb.ActivityError:
    return pb.ActivityError(
        line=line,
        reason=problem.reason,
        field=problem.field,
        rule=problem.rule,
        message=problem.message,
        message_uk=row_said(problem.reason, problem.rule),
    )


def to_filter(message: Any, user_id: int | None) -> EventFilter:
    """The events wanted, of a user where one is named. Raises InvalidField."""
    where = addresses.asked(message.address, "filter.address") if message.address else None
    return EventFilter(
        user_id,
        tuple(message.kinds),
        message.app_version,
        where.network if where else "",
        where.ip if where else "",
        milliseconds(getattr(message, "from")) if message.HasField("from") else None,
        milliseconds(message.before) if message.HasField("before") else None,
    )


def stated_user(message: Any) -> int | None:
    return optional_id(message.user_id, "filter.user_id")


def activity_message(event: Event) -> pb.Activity:
    row = event.row
    return pb.Activity(
        id=encode_id(row.id),
        user_id=encode_id(row.user_id),
        kind=row.kind,
        at=timestamp(row.at),
        device_at=timestamp(row.device_at),
        received_at=timestamp(row.received_at),
        clock=row.clock,
        ip_address=event.ip,
        network=row.network or "",
        app_version=row.app_version,
        platform=row.platform,
        os_version=row.os_version,
        device=row.device,
        utility_id=encode_id(row.utility_id),
        screen=row.screen,
    )


def group_messages(tx: Tx, rows: Iterable[CrashGroup]) -> list[pb.CrashGroup]:
    """Groups with how far they reach today."""
    listed = list(rows)
    today = day_of(tx.now)
    days = [(today - timedelta(days=back)).isoformat() for back in range(DAYS - 1, -1, -1)]
    extents = crashes.extents(tx, [row.id for row in listed], days[0])
    names = operators.names(tx, {row.resolved_by_id for row in listed if row.resolved_by_id})
    return [_group(row, extents[row.id], days, names) for row in listed]


def _group(row: CrashGroup, extent: Extent, days: list[str], names: dict[int, str]) -> pb.CrashGroup:
    named = sorted(extent.versions, key=lambda version: (versions.order(version), version), reverse=True)[:VERSIONS]
    return pb.CrashGroup(
        id=encode_id(row.id),
        signature=bytes(row.signature).hex(),
        platform=row.platform,
        exception_type=row.exception_type,
        frames=[frame for frame in row.frames.split("\n") if frame],
        state=row.state,
        reports=row.reports,
        users=extent.users,
        first_seen_at=timestamp(row.first_seen_at),
        last_seen_at=timestamp(row.last_seen_at),
        versions=[pb.CrashVersion(app_version=one, reports=extent.versions[one]) for one in named],
        days=[extent.days.get(day, 0) for day in days],
        fixed_version=row.fixed_version,
        last_version=row.last_version,
        resolved_by=names.get(row.resolved_by_id or 0, ""),
        resolved_at=timestamp(row.resolved_at),
        allowed_calls=allowed_calls(row.state),
        etag=str(row.version),
    )


def report_message(report: Report) -> pb.CrashReport:
    row = report.row
    return pb.CrashReport(
        id=encode_id(row.id),
        at=timestamp(row.at),
        app_version=row.app_version,
        os_version=row.os_version,
        device=row.device,
        message=report.message,
    )
