"""The lane of alerts on both engines: every event counts once, whatever crashes, restarts or comes twice."""

from types import SimpleNamespace
from typing import Any

import pytest
from smartregion.v1.alert_service_pb2 import AlertState, AlertStepKind
from smartregion.v1.options_pb2 import PrincipalKind

from server.alerts import lane as lane_module
from server.alerts import loading
from server.alerts.lane import ALERTS, AuditLane
from server.limits import ALERT_REOPENS_MS, ALERT_TRIES
from server.notifications.raising.reader import Reader
from storage.engine.audit import AuditRecord
from storage.engine.clock import FixedClock
from storage.engine.feed import ChangeKind, Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.alerts import Alert
from storage.repositories import activity, alert_events, alerts, feed_readers
from storage.repositories.activity import NewEvent
from storage.repositories.alerts import AlertFilter
from tests.engines import START, OpenStore

OPERATOR, BY_OPERATOR = 7, PrincipalKind.PRINCIPAL_KIND_OPERATOR
MINUTE, DAY = 60_000, 86_400_000
OPEN, RESOLVED = AlertState.ALERT_STATE_OPEN, AlertState.ALERT_STATE_RESOLVED


class Crash(Exception):
    """The process ends here."""


async def reversed_by(store: Store, times: int, operator: int = OPERATOR) -> None:
    """So many reversals, each an entry of the audit log in a transaction of its own."""
    for number in range(times):
        reversal = {"target_kind": "reading", "target_id": number + 1}
        record = AuditRecord(BY_OPERATOR, operator, "ReadingService.ReverseReading", **reversal)
        await store.write(lambda tx, one=record: tx.audit(one))  # type: ignore[misc]


async def the_alerts(store: Store) -> list[Alert]:
    return (await store.read(lambda tx: alerts.page(tx, AlertFilter(), None, 100, 0)))[0]


async def a_lane(store: Store) -> AuditLane:
    await store.write(alert_events.begin)
    return AuditLane(store)


async def test_reversals_become_one_alert_that_is_counted_up(store: Store) -> None:
    lane = await a_lane(store)
    await reversed_by(store, 9)
    assert await lane.turn() == 9
    assert await the_alerts(store) == []
    await reversed_by(store, 3)
    await lane.turn()
    (one,) = await the_alerts(store)
    assert (one.rule_code, one.subject_id, one.count, one.measured) == ("REPEATED_REVERSALS", OPERATOR, 12, 12)
    assert len(await store.read(lambda tx: alerts.evidence(tx, one.id))) == 12
    assert await lane.turn() == 0
    assert [row.count for row in await the_alerts(store)] == [12]


async def test_what_happened_before_the_rules_were_there_raises_nothing(store: Store) -> None:
    await reversed_by(store, 20)
    lane = await a_lane(store)
    assert await lane.turn() == 0
    assert await the_alerts(store) == []


async def test_a_restart_forgets_nothing_and_two_processes_count_once(open_store: OpenStore) -> None:
    first, second = await open_store(), await open_store()
    lane = await a_lane(first)
    await reversed_by(first, 6)
    await lane.turn()
    await reversed_by(first, 6)
    other = await a_lane(second)
    assert sorted([await other.turn(), await lane.turn()]) == [0, 6]
    assert [row.count for row in await the_alerts(first)] == [12]


@pytest.mark.parametrize("where", ["remember", "create", "add_evidence", "move"])
async def test_a_crash_anywhere_in_a_step_undoes_all_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    lane = await a_lane(store)
    await reversed_by(store, 11)

    def crash(*_: Any) -> None:
        raise Crash

    module = alert_events if where == "move" else alerts
    with monkeypatch.context() as broken:
        broken.setattr(module, where, crash)
        await lane.turn()
    assert await the_alerts(store) == []
    while await lane.turn():
        pass
    assert [row.count for row in await the_alerts(store)] == [11]


async def test_an_entry_that_fails_for_good_is_passed_and_the_others_count(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = await a_lane(store)
    await reversed_by(store, 12)
    whole = loading.called

    def fails(tx: Tx, entries: Any) -> Any:
        listed = list(entries)
        if any(entry.target_id == 5 for entry in listed):
            raise ValueError("can't be read")
        return whole(tx, listed)

    monkeypatch.setattr(lane_module.loading, "called", fails)
    for _ in range(ALERT_TRIES + 3):
        await lane.turn()
    assert lane.passed == 1
    assert [row.count for row in await the_alerts(store)] == [11]


async def test_it_opens_again_for_a_week_and_is_another_later(store: Store, clock: FixedClock) -> None:
    lane = await a_lane(store)
    await reversed_by(store, 10)
    await lane.turn()

    async def resolve(**values: Any) -> None:
        def unit(tx: Tx) -> None:
            row = alerts.page(tx, AlertFilter(), None, 100, 0)[0][0]
            alerts.update(tx, row, state=RESOLVED, resolved_at=tx.now, **values)

        await store.write(unit)

    await resolve()
    clock.advance(milliseconds=MINUTE)
    await reversed_by(store, 1)
    await lane.turn()
    (one,) = await the_alerts(store)
    assert (one.state, one.count, one.resolved_at, one.opened_at) == (OPEN, 11, None, START + MINUTE)
    steps = [step.row.kind for step in await store.read(lambda tx: alerts.steps(tx, one.id))]
    assert steps == [AlertStepKind.ALERT_STEP_KIND_OPENED, AlertStepKind.ALERT_STEP_KIND_REOPENED]

    await resolve(quiet_until=clock.now() + DAY)
    clock.advance(milliseconds=MINUTE)
    await reversed_by(store, 1)
    await lane.turn()
    (one,) = await the_alerts(store)
    assert (one.state, one.count) == (RESOLVED, 12)

    clock.advance(milliseconds=2 * DAY + ALERT_REOPENS_MS)
    await reversed_by(store, 10)
    await lane.turn()
    assert [(row.state, row.count) for row in await the_alerts(store)] == [(OPEN, 10), (RESOLVED, 12)]


def seen(number: int, user_id: int, at: int) -> NewEvent:
    return NewEvent(
        *(number, 1, number.to_bytes(16, "big"), user_id, 1, at, at, at, 1),
        *(None, b"a" * 16, "203.0.113.0/24", "4.2.1", 1, "15", "Samsung", None, "home"),
    )


async def test_activity_is_read_by_a_reader_of_the_feed_and_told_twice_counts_once(
    store: Store, clock: FixedClock
) -> None:
    services: Any = SimpleNamespace(store=store, clock=clock, providers=SimpleNamespace(available=()))
    reader = Reader(services, ALERTS)
    await store.write(lambda tx: feed_readers.begin(tx, [ALERTS.name]))
    rows = [seen(number, 100 + number, START - number * MINUTE) for number in range(1, 13)]

    def come(tx: Tx) -> None:
        tx.keys.create_many(row.user_id for row in rows)
        activity.add(tx, rows)

    await store.write(come)
    assert await reader.run_once() == 1
    (one,) = await the_alerts(store)
    assert (one.rule_code, one.count, one.measured) == ("MANY_ACCOUNTS_ONE_ADDRESS", 12, 12)
    assert (one.network, one.first_at, one.last_at) == ("203.0.113.0/24", START - 12 * MINUTE, START - MINUTE)
    await store.write(lambda tx: tx.change(Topic.ACTIVITY, [row.id for row in rows], ChangeKind.CREATED))
    assert await reader.run_once() == 1
    assert [row.count for row in await the_alerts(store)] == [12]


async def test_the_steps_of_the_lane_have_transactions_of_their_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = await a_lane(store)
    asked: list[bool] = []
    write = store.write

    async def watched(unit: Any, **more: Any) -> Any:
        asked.append(bool(more.get("patient")))
        return await write(unit, **more)

    await reversed_by(store, 2)
    monkeypatch.setattr(store, "write", watched)
    await lane.turn()
    assert asked == [True]
    assert ALERTS.patient


async def test_windows_are_forgotten_once_nothing_can_meet_them(store: Store) -> None:
    lane = await a_lane(store)
    await reversed_by(store, 3)
    await lane.turn()

    async def kept() -> int:
        return int((await store.read(lambda tx: tx.sql("SELECT count(*) FROM alert_window")))[0][0])

    assert await kept() == 1
    await store.write(lambda tx: alerts.forget_windows(tx, START + DAY))
    assert await kept() == 1
    await store.write(lambda tx: alerts.forget_windows(tx, START + 2 * DAY))
    assert await kept() == 0
