"""The retention purge: what is past its term goes, in small patient pieces, and a report of each run is kept."""

import asyncio
from typing import Any

import structlog

from server.limits import RETENTION_KEYS, RETENTION_ROWS, RETENTION_ROWS_MOST, RETENTION_RUN_MS
from server.services import Services
from storage.engine.audit import AuditRecord
from storage.engine.transaction import Tx
from storage.repositories import retention
from storage.repositories.retention import Past, Rule

log = structlog.get_logger("server")

ACTION = "PrivacyRequestService.PurgeRetention"


class Purge:
    """Takes everything that is past its term. Cut off at any point, the next run goes on."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store

    async def turn(self) -> int:
        """Runs once; rows taken."""
        now = self._services.clock.now()
        await self._store.write(_finish_cut_off)
        await self._destroy_keys(now)
        run = _Run(now)
        pace = self._store.pace(RETENTION_ROWS, RETENTION_ROWS_MOST)
        for rule in retention.rules():
            taken = True
            while taken:
                taken = await self._store.write(lambda tx, one=rule: run.take(tx, one, pace.rows), patient=True)  # type: ignore[misc]
                pace.done()
        if run.total:
            await self._store.write(run.finish)
            log.info("purged", count=run.total)
        return run.total

    async def _destroy_keys(self, now: int) -> None:
        """A request's proof is sealed with a key of its own, which goes first: what is cut off behind it is unreadable.
        (Those behind the bound have their turn with the next run: their columns are emptied without it as well.)"""
        found = await self._store.read(lambda tx: retention.keys_past(tx, now, RETENTION_KEYS))
        if found:
            await asyncio.to_thread(self._destroy, found, now)

    def _destroy(self, request_ids: list[int], now: int) -> None:
        keys = self._store.keys
        try:
            for number in request_ids:
                keys.destroy(number, now)
        finally:
            keys.close()


class _Run:
    """What one run took so far."""

    def __init__(self, now: int) -> None:
        self._now = now
        self._id = retention.new_run()
        self._report: dict[tuple[str, str], dict[str, Any]] = {}

    @property
    def total(self) -> int:
        return sum(line["rows"] for line in self._report.values())

    def take(self, tx: Tx, rule: Rule, most: int) -> bool:
        """Takes a piece and notes it in the same transaction; whether there was any."""
        taken = retention.take(tx, rule, self._now, most)
        if not taken.rows:
            return False
        key = rule.table, rule.retention.name
        before = self._report.get(key)
        self._report[key] = line_of(taken, before)
        tx.undo.append(lambda: self._restore(key, before))
        retention.note(tx, self._id, self._now, list(self._report.values()))
        return True

    def _restore(self, key: tuple[str, str], before: dict[str, Any] | None) -> None:
        if before is None:
            self._report.pop(key, None)
        else:
            self._report[key] = before

    def finish(self, tx: Tx) -> None:
        _finish(tx, self._id, list(self._report.values()))


def _finish(tx: Tx, run_id: int, report: list[dict[str, Any]]) -> None:
    """Ends a run, and puts what it took on record."""
    retention.finish(tx, run_id)
    detail = {f"{line['table']}.{line['retention']}": str(line["rows"]) for line in report}
    tx.audit(
        AuditRecord(
            actor_kind=0, actor_id=0, action=ACTION, target_kind="retention_run", target_id=run_id, detail=detail
        )
    )


def _finish_cut_off(tx: Tx) -> None:
    """A run that a crash cut off took what its report says; none in progress is as old, in whichever process."""
    for run_id, report in retention.cut_off(tx, tx.now - RETENTION_RUN_MS):
        _finish(tx, run_id, report)


def line_of(taken: Past, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """A line of the report, with what was taken before."""
    known = [one for one in (taken.oldest, (before or {}).get("oldest")) if one is not None]
    return {
        "table": taken.rule.table,
        "columns": list(taken.rule.columns),
        "retention": taken.rule.retention.name,
        "deletes": taken.rule.deletes,
        "rows": taken.rows + (before or {}).get("rows", 0),
        "oldest": min(known, default=None),
    }
