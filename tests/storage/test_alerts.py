"""Alerts in storage: their place in the queue, the evidence that stays, the feeds that rules read; on both engines."""

from typing import Any

from storage.engine import erasure
from storage.engine.audit import AuditRecord
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.alerts import ADDRESS, OPEN, RESOLVED, USER, Alert, AlertRule
from storage.repositories import alert_events, alert_rules, alerts, retention, subject
from storage.repositories.alerts import EVIDENCE_KEPT, AlertFilter, Evidence

from ..engines import START, held_rows

INFO, WARNING, CRITICAL = 1, 2, 3
DAY = 86_400_000


def an_alert(tx: Tx, number: int, **changes: Any) -> Alert:
    values = {
        "id": number,
        "number": alerts.next_number(tx, 2026),
        "rule_code": "MASS_LOOKUPS",
        "rule_version": 1,
        "series": "",
        "subject_kind": ADDRESS,
        "subject_key": f"4:{number}",
        "subject_id": 0,
        "user_id": None,
        "sealed_by": 0,
        "network": "203.0.113.0/24",
        "severity": WARNING,
        "state": OPEN,
        "outcome": 0,
        "measured": 9,
        "threshold": 5,
        "span": DAY,
        "count": 9,
        "first_at": START,
        "last_at": START + number,
        "opened_at": START + number,
        "version": 1,
    }
    row = Alert(**{**values, **changes})
    alerts.create(tx, row, "203.0.113.7")
    return row


def seen(mark: str, at: int, user_id: int | None = None) -> Evidence:
    return Evidence(mark, at, user_id, "ACTIVITY_KIND_VISIT", 1, "203.0.113.0/24")


async def test_the_queue_goes_from_the_gravest_and_oldest_to_what_was_resolved_last(store: Store) -> None:
    def unit(tx: Tx) -> list[int]:
        for number, severity in ((1, INFO), (2, CRITICAL), (3, WARNING), (4, CRITICAL), (5, CRITICAL)):
            an_alert(tx, number, severity=severity)
        for number, at in ((2, START + 10), (5, START + 20)):
            row = alerts.by_id(tx, number)
            assert row is not None
            alerts.update(tx, row, state=RESOLVED, resolved_at=at)
        whole, total = alerts.page(tx, AlertFilter(), None, 2, 0)
        after = (whole[-1].place, whole[-1].id)
        rest, _ = alerts.page(tx, AlertFilter(), after, 9, 0)
        assert total == 5
        return [one.id for one in [*whole, *rest]]

    assert await store.write(unit) == [4, 3, 1, 5, 2]


async def test_the_last_events_stay_and_the_same_one_counts_from_when_it_was_first(store: Store) -> None:
    def unit(tx: Tx) -> list[tuple[str, int]]:
        an_alert(tx, 1)
        alerts.add_evidence(tx, 1, [seen(f"m{number:04}", START + number) for number in range(EVIDENCE_KEPT + 20)])
        alerts.add_evidence(tx, 1, [seen("m0119", START + 1_000), seen("m0118", START + 50), seen("m0000", START)])
        return [(one.mark, one.at - START) for one in alerts.evidence(tx, 1)]

    kept = await store.write(unit)
    assert len(kept) == EVIDENCE_KEPT
    assert kept[0] == ("m0020", 20)
    assert ("m0118", 50) in kept
    assert kept[-1] == ("m0119", 119)


async def test_an_address_is_sealed_and_a_user_is_found_also_as_one_of_several(store: Store) -> None:
    def unit(tx: Tx) -> list[int]:
        tx.keys.create(900)
        first, second = an_alert(tx, 1), an_alert(tx, 2, subject_kind=USER, user_id=900, sealed_by=900)
        assert b"203.0.113.7" not in bytes(first.address_sealed)
        assert alerts.ip_of(tx, first) == alerts.ip_of(tx, second) == "203.0.113.7"
        alerts.add_evidence(tx, 1, [seen("a", START, 900)])
        assert alerts.concerns(tx, 1, 900)
        assert not alerts.concerns(tx, 1, 901)
        return [one.id for one in alerts.page(tx, AlertFilter(user_id=900), None, 9, 0)[0]]

    assert await store.write(unit) == [1, 2]


async def test_erasure_takes_what_an_alert_says_of_somebody_and_leaves_its_number(store: Store) -> None:
    def unit(tx: Tx) -> tuple[Any, ...]:
        tx.keys.create(900)
        one = an_alert(tx, 1, subject_kind=USER, user_id=900, sealed_by=900)
        an_alert(tx, 2)
        for number in (1, 2):
            alerts.add_evidence(tx, number, [seen("a", START, 900), seen("b", START)])
        alerts.add_step(tx, one, 4, operator_id=7, note="Визнала сама.")
        assert [step.note for step in alerts.steps(tx, 1)] == ["Визнала сама."]
        held = {section.table: held_rows(tx, section, 900) for section in subject.sections()}
        assert [row["note"] for row in held["alert_step"]] == ["Визнала сама."]
        assert len(held["alert_evidence"]) == 2
        erasure.erase_columns(tx, 900)
        left = alerts.by_id(tx, 1)
        assert left is not None
        evidence = [one.mark for number in (1, 2) for one in alerts.evidence(tx, number)]
        return left.number, alerts.ip_of(tx, left), left.network, alerts.steps(tx, 1)[0].note, evidence

    assert await store.write(unit) == ("A-2026-000001", "", None, "", ["b", "b"])


async def test_an_address_goes_after_a_month_its_network_after_half_a_year_and_all_of_it_after_one(
    store: Store,
) -> None:
    await store.write(lambda tx: an_alert(tx, 1))

    def left(tx: Tx, days: int) -> tuple[bool, bool] | None:
        for rule in retention.rules():
            if rule.table.startswith("alert"):
                retention.take(tx, rule, START + 1 + days * DAY, 100)
        row = alerts.by_id(tx, 1)
        return None if row is None else (row.address_sealed is not None, row.network is not None)

    found = [await store.write(lambda tx, days=days: left(tx, days)) for days in (29, 31, 183, 366)]  # type: ignore[misc]
    assert found == [(True, True), (False, True), (False, False), None]


async def test_the_audit_log_is_read_once_from_its_end_with_the_details_that_are_wanted(store: Store) -> None:
    def record(action: str) -> AuditRecord:
        return AuditRecord(1, 7, action, detail={"ip": "203.0.113.7"})

    await store.write(lambda tx: tx.audit(record("Old.Call")))
    await store.write(alert_events.begin)
    await store.write(lambda tx: [tx.audit(record(f"New.Call{number}")) for number in range(5)])
    await store.write(alert_events.begin)  # of another process, or at the next start

    def unit(tx: Tx) -> tuple[int | None, int, list[tuple[str, str]]]:
        begin = alert_events.position(tx)
        last, found = alert_events.entries(tx, begin or 0, 4, lambda one: one.action != "New.Call1")
        alert_events.move(tx, last)
        return begin, last, [(one.action, one.detail["ip"]) for one in found]

    assert await store.write(unit) == (
        1,
        5,
        [("New.Call0", "203.0.113.7"), ("New.Call2", "203.0.113.7"), ("New.Call3", "203.0.113.7")],
    )
    assert await store.write(unit) == (5, 6, [("New.Call4", "203.0.113.7")])
    assert (await store.write(unit))[1:] == (6, [])


async def test_what_rules_remember_is_replaced_by_key_and_forgotten_with_its_time(store: Store) -> None:
    def unit(tx: Tx) -> dict[str, str]:
        alerts.remember(tx, [("a", "[1]", START), ("b", "[2]", START + DAY)])
        alerts.remember(tx, [("b", "[3]", START + 2 * DAY)])
        alerts.forget_windows(tx, START + 1)
        return alerts.windows(tx, ["a", "b", "c"])

    assert await store.write(unit) == {"b": "[3]"}


async def test_versions_of_a_rule_are_counted_by_rule(store: Store) -> None:
    def unit(tx: Tx) -> list[int]:
        for code, version in (("MASS_LOOKUPS", 2), ("MASS_LOOKUPS", 3), ("MESSAGE_FLOOD", 2)):
            row = AlertRule(
                code=code,
                version=version,
                severity=WARNING,
                enabled=True,
                settings="{}",
                effective_from=START,
                author_id=7,
                created_at=START,
            )
            alert_rules.add(tx, row)
        assert [row.version for row in alert_rules.of_code(tx, "MASS_LOOKUPS")] == [3, 2]
        return [alert_rules.last_version(tx, code) for code in ("MASS_LOOKUPS", "MESSAGE_FLOOD", "UNAUTHORIZED_USE")]

    assert await store.write(unit) == [3, 2, 0]
