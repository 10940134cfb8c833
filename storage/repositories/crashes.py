"""Crashes of the app: each report, and the group that it belongs to."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.activity import OPEN, CrashDay, CrashGroup, CrashReport

#: Reports that are shown with a group.
LAST_REPORTS = 10


class Signature(NamedTuple):
    """What crashes of one group have in common."""

    digest: bytes
    platform: int
    exception_type: str
    frames: tuple[str, ...]


class Extent(NamedTuple):
    """How far a group reaches: users, reports by version, and by day (ISO)."""

    users: int
    versions: dict[str, int]
    days: dict[str, int]


class Report(NamedTuple):
    """A report with its message open."""

    row: CrashReport
    message: str


def reported(tx: Tx, gateway_id: int, report_key: bytes) -> CrashReport | None:
    """The report that a gateway sent under a key."""
    mine = (CrashReport.gateway_id == gateway_id) & (CrashReport.report_key == report_key)
    found: CrashReport | None = tx.first(CrashReport.select().where(mine))
    return found


def of_signature(tx: Tx, signature: Signature, at: int, version: str) -> CrashGroup:
    """The group of a signature, held until the unit ends; made where there is none."""
    tx.sql(
        "INSERT INTO crash_group (id, signature, platform, exception_type, frames, state, reports, first_seen_at, "
        "last_seen_at, last_version, fixed_version, version) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, '', 1) "
        "ON CONFLICT (signature) DO NOTHING",
        (
            new_id(),
            signature.digest,
            signature.platform,
            signature.exception_type,
            "\n".join(signature.frames),
            OPEN,
            at,
            at,
            version,
        ),
    )
    found: CrashGroup = tx.first(tx.lock(CrashGroup.select().where(CrashGroup.signature == signature.digest)))
    return found


def add(tx: Tx, group: CrashGroup, report: CrashReport, message: str, day: str, *, state: int, version: str) -> None:
    """Writes a report and what it does to its group. Raises DuplicateValue where another writer writes it at the same
    moment."""
    report.message_sealed = tx.seal(report.user_id or 0, "crash_report.message", message)
    tx.insert(report)
    tx.sql(
        "INSERT INTO crash_day (group_id, day, app_version, reports) VALUES (?, ?, ?, 1) "
        "ON CONFLICT (group_id, day, app_version) DO UPDATE SET reports = crash_day.reports + 1",
        (group.id, day, report.app_version),
    )
    changes = {
        "reports": CrashGroup.reports + 1,
        "first_seen_at": min(group.first_seen_at, report.at),
        "last_seen_at": max(group.last_seen_at, report.at),
        "last_version": version,
    }
    if state != group.state:  # whoever has the group open must see it
        changes |= {"state": state, "version": CrashGroup.version + 1}
    tx.run(CrashGroup.update(**changes).where(CrashGroup.id == group.id))
    tx.change(Topic.CRASHES, group.id, ChangeKind.UPDATED if group.reports else ChangeKind.CREATED)


def by_id(tx: Tx, group_id: int) -> CrashGroup | None:
    """A group, held until the unit ends."""
    found: CrashGroup | None = tx.first(tx.lock(CrashGroup.select().where(CrashGroup.id == group_id)))
    return found


def update(tx: Tx, group: CrashGroup, **values: Any) -> CrashGroup:
    """Changes columns of a group, one version on; the group as it is then."""
    tx.run(CrashGroup.update(**values, version=CrashGroup.version + 1).where(CrashGroup.id == group.id))
    tx.change(Topic.CRASHES, group.id)
    changed: CrashGroup = tx.first(CrashGroup.select().where(CrashGroup.id == group.id))
    return changed


def page(
    tx: Tx,
    states: Sequence[int],
    platform: int,
    app_version: str,
    *,
    descending: bool,
    after: tuple[int, int] | None,
    size: int,
    skip: int,
) -> tuple[list[CrashGroup], int]:
    """Groups by when they came up last, and how many there are."""
    query = CrashGroup.select()
    if states:
        query = query.where(CrashGroup.state.in_(states))
    if platform:
        query = query.where(CrashGroup.platform == platform)
    if app_version:
        of_version = CrashDay.select(CrashDay.group_id).where(CrashDay.app_version == app_version)
        query = query.where(CrashGroup.id.in_(of_version))
    total = int(query.count(tx.database))
    at, number = CrashGroup.last_seen_at, CrashGroup.id
    if after is not None:
        last, last_id = after
        behind_at, behind_id = (at < last, number < last_id) if descending else (at > last, number > last_id)
        query = query.where(behind_at | ((at == last) & behind_id))
    order = (at.desc(), number.desc()) if descending else (at, number)
    return tx.all(query.order_by(*order).limit(size).offset(skip)), total


def extents(tx: Tx, group_ids: Iterable[int], first_day: str) -> dict[int, Extent]:
    """How far groups reach; by day from the first of these days on."""
    ids = list(group_ids)
    found = {number: Extent(0, {}, {}) for number in ids}
    counted = "SELECT group_id, count(DISTINCT user_id) FROM crash_report WHERE group_id IN ({marks}) GROUP BY group_id"
    for number, users in tx.among(counted, ids):
        found[number] = Extent(int(users), {}, {})
    by_version = (
        "SELECT group_id, app_version, sum(reports) FROM crash_day WHERE group_id IN ({marks}) "
        "GROUP BY group_id, app_version"
    )
    for number, version, reports in tx.among(by_version, ids):
        found[number].versions[version] = int(reports)
    by_day = (
        "SELECT group_id, day, sum(reports) FROM crash_day WHERE group_id IN ({marks}) AND day >= ? "
        "GROUP BY group_id, day"
    )
    for number, day, reports in tx.among(by_day, ids, after=(first_day,)):
        found[number].days[day] = int(reports)
    return found


def last_reports(tx: Tx, group_id: int) -> list[Report]:
    """The last reports of a group, the newest first."""
    mine = CrashReport.select().where(CrashReport.group_id == group_id)
    rows = tx.all(mine.order_by(CrashReport.id.desc()).limit(LAST_REPORTS))
    tx.keys.get_many({row.user_id for row in rows if row.user_id})
    return [Report(row, tx.unseal(row.user_id or 0, "crash_report.message", row.message_sealed)) for row in rows]


def forget_days(tx: Tx, before: str) -> None:
    """Drops the counts of days before one (ISO)."""
    tx.run(CrashDay.delete().where(CrashDay.day < before))
