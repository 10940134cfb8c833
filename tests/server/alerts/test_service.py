"""Alerts from what happens to what is done: by the calls of the service, as an operator makes them."""

import asyncio
from typing import Any

import pytest
from smartregion.v1 import alert_service_pb2 as pb
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.user_service_pb2 import USER_STATE_BLOCKED

from server.alerts.rules import RULES
from server.alerts.workflow import CALLS, WORKFLOW
from server.codec import timestamp
from server.privacy import erasure
from storage.engine.transaction import Tx
from storage.repositories import users

from ..activity.conftest import new_event, record, users_of
from ..conftest import START, Client, House, refused
from ..principals import with_role

S, A = pb.AlertState, pb.ActionKind
OPEN, ACKNOWLEDGED, RESOLVED = S.ALERT_STATE_OPEN, S.ALERT_STATE_ACKNOWLEDGED, S.ALERT_STATE_RESOLVED
TRUE, FALSE = pb.ALERT_OUTCOME_TRUE_POSITIVE, pb.ALERT_OUTCOME_FALSE_POSITIVE
BLOCK, END, REVOKE, FACTOR = (number for number in A.values() if number)
MINUTE, DAY = 60_000, 86_400_000


async def judged(house: House) -> None:
    """The rules have read all that there is."""
    await house.app.raising.run_once()
    await house.app.chores["alerts"].work()


async def security(house: House) -> Any:
    return (await house.operator("taras")).AlertService


async def all_of(house: House, **wanted: Any) -> list[pb.Alert]:
    return list((await (await security(house)).ListAlerts(filter=pb.AlertFilter(**wanted))).alerts)


async def a_report(house: House, number: int = 0) -> tuple[pb.Alert, Any]:
    """The alert of a resident who reports their account, and the resident."""
    whom = (await users_of(house))[number]
    mine = await house.resident(whom.phone)
    await mine.AuthService.ReportUnauthorizedUse(note="Це була не я.")
    await judged(house)
    (one,) = await all_of(house, user_id=whom.id, rule_codes=["UNAUTHORIZED_USE"])
    return one, whom


async def many_accounts(house: House) -> tuple[pb.Alert, list[Any]]:
    """The alert of one address from which many are active, and who they are."""
    everybody = (await users_of(house))[:12]
    await record(
        house.gateway(),
        [new_event(one.id, happened_at=timestamp(START - place * MINUTE)) for place, one in enumerate(everybody)],
    )
    await judged(house)
    (one,) = await all_of(house, rule_codes=["MANY_ACCOUNTS_ONE_ADDRESS"])
    return one, everybody


async def rule_of(house: House, code: str) -> pb.AlertRule:
    listed = (await (await security(house)).ListAlertRules(code=code)).rules
    return next(one for one in listed if one.in_force)


async def set_rule(house: House, code: str, **limits: int) -> pb.AlertRule:
    desk = await security(house)
    rule = await rule_of(house, code)
    wanted = pb.AlertRule(
        code=code,
        severity=rule.severity,
        enabled=True,
        limits=[pb.AlertLimit(name=name, value=value) for name, value in limits.items()],
    )
    made: pb.AlertRule = (await desk.UpsertAlertRule(rule=wanted, last_version=rule.version)).rule
    return made


# -- what is raised


async def test_a_report_of_a_resident_is_an_alert_at_once_that_names_them(house: House) -> None:
    one, whom = await a_report(house)
    assert (one.rule_code, one.severity, one.state) == ("UNAUTHORIZED_USE", pb.ALERT_SEVERITY_CRITICAL, OPEN)
    assert (one.subject.kind, one.subject.id) == (pb.ALERT_SUBJECT_KIND_USER, whom.id)
    assert one.subject.name == f"{whom.last_name} {whom.first_name}"
    assert one.number == "A-2026-000001"
    assert one.summary_uk
    assert one.summary_en
    whole = await (await security(house)).GetAlert(id=one.id)
    assert [event.what for event in whole.evidence] == ["security.unauthorized_use_reported"]
    assert [step.kind for step in whole.steps] == [pb.ALERT_STEP_KIND_OPENED]


async def test_many_accounts_of_one_address_name_it_and_those_who_were_there(house: House) -> None:
    one, everybody = await many_accounts(house)
    assert (one.subject.kind, one.subject.id) == (pb.ALERT_SUBJECT_KIND_ADDRESS, "")
    assert (one.subject.ip_address, one.subject.network) == ("203.0.113.7", "203.0.113.0/24")
    assert (one.count, one.measured, one.threshold) == (12, 12, 10)
    assert "12" in one.summary_uk
    whole = await (await security(house)).GetAlert(id=one.id)
    assert {event.user_id for event in whole.evidence} == {whom.id for whom in everybody}
    assert all(event.user_name and event.what_uk and event.what_en for event in whole.evidence)
    found = await all_of(house, user_id=everybody[3].id)
    assert [each.id for each in found] == [one.id]


async def test_people_who_are_looked_up_by_their_phones_are_counted_like_those_who_are_opened(house: House) -> None:
    await set_rule(house, "MASS_LOOKUPS", by_operator=5)
    iryna = await house.operator("iryna")
    for whom in (await users_of(house))[:5]:
        await iryna.OperatorService.Search(query=whom.phone)
        await iryna.UserService.LookupUser(phone=whom.phone)
    await judged(house)
    (one,) = await all_of(house, rule_codes=["MASS_LOOKUPS"])
    assert (one.measured, one.threshold) == (5, 5)


async def test_who_finds_people_one_by_one_in_a_list_is_counted_like_who_opens_them(house: House) -> None:
    await set_rule(house, "MASS_LOOKUPS", by_operator=5)
    iryna = await house.operator("iryna")
    for whom in (await users_of(house))[:5]:
        (found,) = (await iryna.UserService.ListUsers(filter={"query": whom.phone})).users
        assert found.id == whom.id
    await judged(house)
    (one,) = await all_of(house, rule_codes=["MASS_LOOKUPS"])
    assert (one.measured, one.threshold) == (5, 5)


async def test_an_operator_who_opens_many_people_and_a_device_of_many_are_found(house: House) -> None:
    await set_rule(house, "MASS_LOOKUPS", by_operator=5)
    await set_rule(house, "ONE_DEVICE_MANY_USERS", users=2)
    desk = (await house.operator("iryna")).UserService
    people = await users_of(house)
    for whom in people[:5]:
        await desk.GetUser(id=whom.id)
    for whom in people[:2]:
        mine = await house.resident(whom.phone)
        await mine.NotificationService.RegisterDevice(token="token-of-one-phone", platform=1)
    await judged(house)
    (looks,) = await all_of(house, rule_codes=["MASS_LOOKUPS"])
    assert (looks.subject.kind, looks.subject.name) == (pb.ALERT_SUBJECT_KIND_OPERATOR, "Ірина Савчук")
    assert looks.measured == 5
    (device,) = await all_of(house, rule_codes=["ONE_DEVICE_MANY_USERS"])
    assert (device.subject.kind, device.subject.id) == (pb.ALERT_SUBJECT_KIND_DEVICE, "")


async def test_failed_sign_ins_of_an_operator_are_found_by_whom_they_mean(house: House) -> None:
    await set_rule(house, "SIGN_IN_FAILURES", of_operator=3)
    for _ in range(3):
        await refused(house.client().AuthService.SignInOperator(login="petro", password="wrong password"))
    found: list[pb.Alert] = []
    for _ in range(200):  # refusals are put on record behind the answer
        await judged(house)
        found = await all_of(house, rule_codes=["SIGN_IN_FAILURES"])
        if found:
            break
        await asyncio.sleep(0.02)
    assert [(one.subject.name, one.measured) for one in found] == [("Петро Гнатюк", 3)]


async def test_those_who_work_on_alerts_and_those_who_only_read(house: House) -> None:
    one, _ = await a_report(house)
    await with_role(house, "auditor", OperatorRole.OPERATOR_ROLE_AUDITOR)
    auditor = (await house.operator("auditor")).AlertService
    assert (await auditor.ListAlerts()).total_size == 1
    assert (await refused(auditor.AcknowledgeAlert(id=one.id, etag=one.etag))).reason == "PERMISSION_DENIED"
    assert (await refused((await house.operator("iryna")).AlertService.ListAlerts())).reason == "PERMISSION_DENIED"


# -- the queue


async def test_the_gravest_come_first_and_pages_go_on_behind_each_other(house: House) -> None:
    address, _ = await many_accounts(house)
    report, _ = await a_report(house)
    desk = await security(house)
    order, token = [], ""
    while True:
        page = await desk.ListAlerts(page_size=1, page_token=token)
        order += [one.id for one in page.alerts]
        token = page.next_page_token
        if not token:
            break
    assert order == [report.id, address.id]
    await desk.ResolveAlert(id=report.id, etag=report.etag, outcome=FALSE, note="Син узяв телефон.")
    assert [one.id for one in await all_of(house)] == [address.id, report.id]
    assert [one.id for one in await all_of(house, states=[RESOLVED])] == [report.id]
    assert [one.id for one in await all_of(house, severities=[pb.ALERT_SEVERITY_WARNING])] == [address.id]
    assert [one.id for one in await all_of(house, subject_kind=pb.ALERT_SUBJECT_KIND_USER)] == [report.id]
    assert [one.id for one in await all_of(house, unassigned=True)] == [address.id, report.id]
    assert await all_of(house, since=timestamp(START + DAY)) == []


async def test_a_watch_tells_of_each_alert_as_it_is_raised_and_worked_on(house: House) -> None:
    desk = await security(house)
    watch = desk.WatchAlerts(skip_snapshot=True).__aiter__()

    async def told() -> list[tuple[str, int]]:
        while not (changes := (await anext(watch)).changes):
            pass
        return [(change.alert.id, change.alert.state) for change in changes]

    await anext(watch)
    one, _ = await a_report(house)
    assert await told() == [(one.id, OPEN)]
    await desk.AcknowledgeAlert(id=one.id, etag=one.etag)
    assert await told() == [(one.id, ACKNOWLEDGED)]


# -- work on an alert


async def test_who_acknowledges_has_it_and_each_step_is_on_record(house: House) -> None:
    one, _ = await a_report(house)
    desk = await security(house)
    known = (await desk.AcknowledgeAlert(id=one.id, etag=one.etag)).alert
    assert (known.state, known.assignee_name) == (ACKNOWLEDGED, "Тарас Мельник")
    boss = (await (await house.operator("oksana")).OperatorService.ListOperators()).operators
    to = next(each for each in boss if each.login == "oksana")
    given = (await desk.AssignAlert(id=one.id, etag=known.etag, assignee_id=to.id)).alert
    assert given.assignee_id == to.id
    done = (await desk.ResolveAlert(id=one.id, etag=given.etag, outcome=TRUE, note="Підтвердилося.")).alert
    assert (done.state, done.outcome, list(done.allowed_calls)) == (RESOLVED, TRUE, [])
    steps = (await desk.GetAlert(id=one.id)).steps
    kinds = [pb.AlertStepKind.Name(step.kind).removeprefix("ALERT_STEP_KIND_") for step in steps]
    assert kinds == ["OPENED", "ACKNOWLEDGED", "ASSIGNED", "RESOLVED"]
    assert (steps[2].note, steps[3].note, steps[3].operator_name) == (
        "Оксана Литвин",
        "Підтвердилося.",
        "Тарас Мельник",
    )


async def test_what_a_state_does_not_allow_is_refused_and_not_offered(house: House) -> None:
    desk = await security(house)
    one, _ = await a_report(house)
    values: dict[str, dict[str, Any]] = {
        "ResolveAlert": {"outcome": TRUE, "note": "Так."},
        "ActOnAlert": {"action": END, "reason": "Так."},
    }
    for state in (OPEN, ACKNOWLEDGED, RESOLVED):
        if state == ACKNOWLEDGED:
            one = (await desk.AcknowledgeAlert(id=one.id, etag=one.etag)).alert
        if state == RESOLVED:
            one = (await desk.ResolveAlert(id=one.id, etag=one.etag, **values["ResolveAlert"])).alert
        offered = set(one.allowed_calls)
        assert offered == {CALLS[action] for action in WORKFLOW.allowed(state) if action in CALLS}
        for call in set(CALLS.values()) - offered:
            request = getattr(desk, call)(id=one.id, etag=one.etag, **values.get(call, {}))
            assert (await refused(request)).reason == "WRONG_STATE"
    assert not one.allowed_actions


async def test_the_same_resident_opens_it_again_and_a_quiet_one_stays_closed(house: House) -> None:
    one, whom = await a_report(house)
    desk = await security(house)
    await desk.ResolveAlert(id=one.id, etag=one.etag, outcome=FALSE, note="Помилка.")
    again, _ = await a_report(house)
    assert (again.id, again.state, again.count, again.outcome) == (one.id, OPEN, 2, 0)
    until = timestamp(house.clock.now() + DAY)
    await desk.ResolveAlert(id=one.id, etag=again.etag, outcome=FALSE, note="Жарт.", quiet_until=until)
    quiet, _ = await a_report(house)
    assert (quiet.id, quiet.state, quiet.count) == (one.id, RESOLVED, 3)
    assert whom.id == quiet.subject.id


@pytest.mark.parametrize(
    ("call", "values", "field", "rule"),
    [
        ("ResolveAlert", {"note": "Так."}, "outcome", "enum.not_in"),
        ("ResolveAlert", {"outcome": TRUE}, "note", "string.min_len"),
        ("ResolveAlert", {"outcome": TRUE, "note": "так\nні"}, "note", "string.line"),
        (
            "ResolveAlert",
            {"outcome": TRUE, "note": "Так.", "quiet_until": timestamp(START - 1)},
            "quiet_until",
            "alert.quiet",
        ),
        (
            "ResolveAlert",
            {"outcome": TRUE, "note": "Так.", "quiet_until": timestamp(START + 91 * DAY)},
            "quiet_until",
            "alert.quiet",
        ),
        ("AssignAlert", {"assignee_id": "не ід"}, "assignee_id", "string.entity_id"),
        ("ActOnAlert", {"action": REVOKE, "reason": "Так."}, "action", "alert.action"),
        ("ActOnAlert", {"action": END, "reason": "Так.", "user_id": "0000000000001"}, "user_id", "alert.subject"),
        ("ActOnAlert", {"action": END}, "reason", "string.min_len"),
        ("ActOnAlert", {"reason": "Так."}, "action", "enum.not_in"),
    ],
)
async def test_a_wrong_field_is_named_with_its_rule(
    house: House, call: str, values: dict[str, Any], field: str, rule: str
) -> None:
    one, _ = await a_report(house)
    found = await refused(getattr(await security(house), call)(id=one.id, etag=one.etag, **values))
    assert (field, rule) in found.violations


async def test_an_alert_that_is_not_there_an_old_etag_and_an_unable_assignee_are_refused(house: House) -> None:
    one, _ = await a_report(house)
    desk = await security(house)
    assert (await refused(desk.GetAlert(id="0000000000001"))).reason == "NOT_FOUND"
    assert (await refused(desk.AcknowledgeAlert(id=one.id, etag="0"))).reason == "STALE_ETAG"
    listed = (await (await house.operator("oksana")).OperatorService.ListOperators()).operators
    iryna = next(each.id for each in listed if each.login == "iryna")
    found = await refused(desk.AssignAlert(id=one.id, etag=one.etag, assignee_id=iryna))
    assert ("assignee_id", "alert.assignee") in found.violations


# -- what is done from an alert


async def test_a_user_is_blocked_as_by_the_call_itself_and_it_is_on_record(house: House) -> None:
    one, whom = await a_report(house)
    desk = await security(house)
    assert set(one.allowed_actions) == {BLOCK, END}
    done = (await desk.ActOnAlert(id=one.id, etag=one.etag, action=BLOCK, reason="Чужий вхід.")).alert
    admin = await house.operator("oksana")
    user = (await admin.UserService.GetUser(id=whom.id)).user
    assert (user.state, user.block_reason) == (USER_STATE_BLOCKED, "Чужий вхід.")
    again = await refused(desk.ActOnAlert(id=one.id, etag=done.etag, action=BLOCK, reason="Ще раз."))
    assert again.reason == "WRONG_STATE"
    entries = (await admin.AuditService.ListAuditEntries(page_size=20)).entries
    acted = next(each for each in entries if each.action == "AlertService.ActOnAlert" and each.target_kind == "user")
    assert (acted.target_id, acted.user_id) == (whom.id, whom.id)
    assert (acted.detail["action"], acted.detail["reason"]) == ("BLOCK_USER", "Чужий вхід.")
    step = (await desk.GetAlert(id=one.id)).steps[-1]
    assert (step.kind, step.action, step.note, step.user_id) == (
        pb.ALERT_STEP_KIND_ACTED,
        BLOCK,
        "Чужий вхід.",
        whom.id,
    )


async def test_sessions_of_a_user_end_and_they_are_told_without_another_alert(house: House) -> None:
    one, whom = await a_report(house)
    mine = await house.resident(whom.phone)
    await mine.UserService.GetUser(id=whom.id)
    desk = await security(house)
    await desk.ActOnAlert(id=one.id, etag=one.etag, action=END, reason="На прохання.")
    assert (await refused(mine.UserService.GetUser(id=whom.id))).reason == "UNAUTHENTICATED"
    await judged(house)
    (known,) = await all_of(house, user_id=whom.id)
    assert known.count == 1
    admin = await house.operator("oksana")
    told = (await admin.NotificationService.ListNotifications()).notifications
    assert sum(each.template_name == "security_alert" for each in told) == 2


async def test_of_an_address_one_of_the_users_of_its_evidence_is_acted_on(house: House) -> None:
    one, everybody = await many_accounts(house)
    desk = await security(house)
    for user_id in ("", (await users_of(house))[-1].id):
        found = await refused(desk.ActOnAlert(id=one.id, etag=one.etag, action=BLOCK, reason="Так.", user_id=user_id))
        assert ("user_id", "alert.user") in found.violations
    done = await desk.ActOnAlert(id=one.id, etag=one.etag, action=BLOCK, reason="Так.", user_id=everybody[2].id)
    assert done.alert.state == OPEN
    admin = await house.operator("oksana")
    assert (await admin.UserService.GetUser(id=everybody[2].id)).user.state == USER_STATE_BLOCKED


async def operator_alert(house: House) -> tuple[pb.Alert, Client]:
    """The alert of an operator who opened many people, and the operator."""
    await set_rule(house, "MASS_LOOKUPS", by_operator=5)
    desk = await house.operator("iryna")
    for whom in (await users_of(house))[:5]:
        await desk.UserService.GetUser(id=whom.id)
    await judged(house)
    (one,) = await all_of(house, rule_codes=["MASS_LOOKUPS"])
    return one, desk


async def test_an_operator_must_set_up_a_second_factor_before_anything_else(house: House) -> None:
    one, desk = await operator_alert(house)
    assert (
        await refused((await security(house)).ActOnAlert(id=one.id, etag=one.etag, action=FACTOR, reason="Так."))
    ).reason == "PERMISSION_DENIED"
    assert not one.allowed_actions
    admin = await house.operator("oksana")
    mine = (await admin.AlertService.GetAlert(id=one.id)).alert
    assert set(mine.allowed_actions) == {END, FACTOR}
    done = (await admin.AlertService.ActOnAlert(id=one.id, etag=mine.etag, action=FACTOR, reason="Так.")).alert
    assert (await refused(desk.UserService.ListUsers())).reason == "PERMISSION_DENIED"
    proposed = await desk.AuthService.EnrolSecondFactor()
    import pyotp

    secret = pyotp.parse_uri(proposed.provisioning_uri)
    code = secret.at(house.clock.now() // 1000)
    await desk.AuthService.EnrolSecondFactor(code=code)
    await desk.UserService.ListUsers()
    await admin.AlertService.ActOnAlert(id=one.id, etag=done.etag, action=END, reason="Так.")
    assert (await refused(desk.UserService.ListUsers())).reason == "UNAUTHENTICATED"


async def test_a_list_that_is_read_again_while_it_stands_open_is_looked_at_once(house: House) -> None:
    await set_rule(house, "MASS_LOOKUPS", rows=100)
    desk = (await house.operator("iryna")).ReadingService
    rows = len((await desk.ListReadings(page_size=60)).readings)
    assert 50 <= rows < 100
    for _ in range(5):
        await desk.ListReadings(page_size=60)
    await judged(house)
    assert await all_of(house, rule_codes=["MASS_LOOKUPS"]) == []
    await desk.ListReadings(page_size=60, skip=60)
    await judged(house)
    (one,) = await all_of(house, rule_codes=["MASS_LOOKUPS"])
    assert one.measured >= 100


async def test_a_key_is_revoked_by_whoever_administers_partners(house: House) -> None:
    await set_rule(house, "MASS_LOOKUPS", rows=100)
    await house.utility().ReadingService.ListReadings(page_size=1000)
    await judged(house)
    (one,) = await all_of(house, subject_kind=pb.ALERT_SUBJECT_KIND_KEY)
    assert one.subject.name.endswith("…")
    assert not one.allowed_actions
    admin = (await house.operator("oksana")).AlertService
    await admin.ActOnAlert(id=one.id, etag=one.etag, action=REVOKE, reason="Чужі руки.")
    assert (await refused(house.utility().ReadingService.ListReadings())).reason == "UNAUTHENTICATED"


async def test_what_is_left_of_an_alert_about_somebody_who_was_erased_still_opens(house: House) -> None:
    one, _ = await a_report(house)
    store = house.app.services.store

    def erased(tx: Tx) -> int:
        row = tx.sql("SELECT user_id FROM alert")[0][0]
        person = users.get_any(tx, row)
        assert person is not None
        erasure.erase(tx, person)
        return int(row)

    number = await store.write(erased)
    await asyncio.to_thread(store.keys.destroy, number, START)
    desk = await security(house)
    whole = await desk.GetAlert(id=one.id)
    assert (whole.alert.subject.name, list(whole.evidence)) == ("", [])
    done = await desk.ResolveAlert(id=one.id, etag=whole.alert.etag, outcome=TRUE, note="Більше нікого.")
    assert done.alert.state == RESOLVED
    assert (await desk.GetAlert(id=one.id)).steps[-1].note == "Більше нікого."


# -- rules


async def test_every_rule_is_listed_with_its_thresholds_in_both_languages(house: House) -> None:
    rules = (await (await security(house)).ListAlertRules()).rules
    assert {one.code for one in rules} == {rule.code for rule in RULES}
    assert all(one.version == 1 and one.in_force and one.enabled for one in rules)
    assert all(one.title_uk and one.title_en and one.about_uk and one.about_en for one in rules)
    assert all(limit.title_uk and limit.title_en for one in rules for limit in one.limits)


async def test_a_version_takes_effect_at_its_instant_and_is_never_rewritten(house: House) -> None:
    desk = await security(house)
    wanted = pb.AlertRule(
        code="MESSAGE_FLOOD",
        severity=pb.ALERT_SEVERITY_INFO,
        enabled=False,
        limits=[pb.AlertLimit(name="messages", value=7)],
        passed_networks=["203.0.113.9/24"],
        effective_from=timestamp(START + DAY),
        note="На час міграції.",
    )
    made = (await desk.UpsertAlertRule(rule=wanted, last_version=1)).rule
    assert (made.version, made.in_force, made.author_name) == (2, False, "Тарас Мельник")
    assert list(made.passed_networks) == ["203.0.113.0/24"]
    stale = await refused(desk.UpsertAlertRule(rule=wanted, last_version=1))
    assert stale.reason == "STALE_ETAG"
    shown = [one for one in (await desk.ListAlertRules()).rules if one.code == "MESSAGE_FLOOD"]
    assert [(one.version, one.in_force) for one in shown] == [(2, False), (1, True)]
    house.clock.advance(milliseconds=DAY + 1)
    house.forget_sessions()
    versions = (await (await security(house)).ListAlertRules(code="MESSAGE_FLOOD")).rules
    assert [(one.version, one.in_force, one.enabled) for one in versions] == [(2, True, False), (1, False, True)]
    assert {limit.name: limit.value for limit in versions[0].limits}["messages"] == 7


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"code": "NO_SUCH_RULE"}, "rule.code", "alert.rule"),
        ({"code": "lower"}, "rule.code", "string.pattern"),
        ({"severity": 0}, "rule.severity", "enum.not_in"),
        ({"limits": [pb.AlertLimit(name="nothing", value=3)]}, "rule.limits[0].name", "alert.limit"),
        ({"limits": [pb.AlertLimit(name="codes", value=3)] * 2}, "rule.limits[1].name", "alert.limit"),
        ({"limits": [pb.AlertLimit(name="codes", value=1)]}, "rule.limits[0].value", "alert.limit_range"),
        ({"limits": [pb.AlertLimit(name="codes", value=1 << 62)]}, "rule.limits[0].value", "alert.limit_range"),
        ({"passed_networks": ["мережа"]}, "rule.passed_networks[0]", "alert.network"),
        ({"passed_networks": ["10.0.0.0/8"]}, "rule.passed_networks[0]", "alert.network_length"),
        ({"passed_networks": ["203.0.113.7"]}, "rule.passed_networks[0]", "alert.network_length"),
        ({"places": [pb.NetworkPlace(network="203.0.113.0/24", name="Тут")]}, "rule.places", "alert.places"),
        (
            {"places": [pb.NetworkPlace(network="x", name="Тут", latitude=91)]},
            "rule.places[0].latitude",
            "double.gte_lte",
        ),
        ({"effective_from": timestamp(START - DAY)}, "rule.effective_from", "alert.effective"),
        ({"effective_from": timestamp(START + 400 * DAY)}, "rule.effective_from", "alert.effective"),
        ({"note": "а" * 501}, "rule.note", "string.max_len"),
    ],
)
async def test_a_rule_that_can_not_be_is_refused_by_field_and_rule(
    house: House, changes: dict[str, Any], field: str, rule: str
) -> None:
    values = {"code": "MESSAGE_FLOOD", "severity": pb.ALERT_SEVERITY_INFO, "enabled": True, **changes}
    desk = await security(house)
    found = await refused(desk.UpsertAlertRule(rule=pb.AlertRule(**values), last_version=1))
    assert [one for one in found.violations if one[0] == field] == [(field, rule)]


async def test_two_places_of_one_network_are_refused(house: House) -> None:
    place = pb.NetworkPlace(network="203.0.113.0/24", name="Тут", latitude=50, longitude=30)
    wanted = pb.AlertRule(code="IMPOSSIBLE_TRAVEL", severity=2, enabled=True, places=[place, place])
    found = await refused((await security(house)).UpsertAlertRule(rule=wanted, last_version=1))
    assert ("rule.places[1].network", "alert.place") in found.violations


async def test_a_replay_tells_what_another_threshold_would_have_raised_and_writes_nothing(house: House) -> None:
    one, everybody = await many_accounts(house)
    desk = await security(house)
    rule = await rule_of(house, "MANY_ACCOUNTS_ONE_ADDRESS")

    async def replayed(accounts: int, **more: Any) -> pb.ReplayAlertRuleResponse:
        limit = pb.AlertLimit(name="accounts", value=accounts)
        wanted = pb.AlertRule(code=rule.code, severity=rule.severity, limits=[limit], **{"enabled": True, **more})
        reply: pb.ReplayAlertRuleResponse = await desk.ReplayAlertRule(rule=wanted, days=7)
        return reply

    same, strict, off = await replayed(10), await replayed(13), await replayed(10, enabled=False)
    assert (same.events, same.truncated) == (len(everybody), False)
    assert [(one.in_force, one.changed) for one in (same, strict, off)] == [(1, 1), (1, 0), (1, 0)]
    assert [(day.in_force, day.changed) for day in same.days] == [(1, 1)]
    assert [each.id for each in await all_of(house)] == [one.id]
    found = await refused(desk.ReplayAlertRule(rule=pb.AlertRule(code=rule.code, severity=2), days=31))
    assert ("days", "int32.gte_lte") in found.violations
    for each in RULES:
        await desk.ReplayAlertRule(rule=pb.AlertRule(code=each.code, severity=2, enabled=True), days=30)
