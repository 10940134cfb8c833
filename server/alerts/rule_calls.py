"""The calls of AlertService about rules: looked at, set anew, tried on what has happened."""

import json
from typing import Any

from smartregion.v1 import alert_service_pb2 as pb

from server import etags
from server.alerts import rulebook
from server.alerts.mapping import rule_message
from server.alerts.replay import Over, Replay, by_day
from server.alerts.rulebook import RuleBook, in_force, of_row
from server.alerts.rules import BY_CODE
from server.alerts.rules.base import Rule, Setting
from server.call import Call
from server.codec import DAY_MS, date_message, milliseconds
from server.errors import InvalidField
from server.limits import ALERT_RULE_AHEAD_MS, CLOCK_TOLERANCE_MS
from server.services import Calls
from storage.engine.transaction import Tx
from storage.models.alerts import AlertRule as Row
from storage.repositories import alert_rules, operators


class AlertRuleCalls(Calls):
    async def ListAlertRules(self, request: Any, call: Call) -> pb.ListAlertRulesResponse:
        rule = _known(request.code, "code") if request.code else None

        def query(tx: Tx) -> pb.ListAlertRulesResponse:
            rows = alert_rules.every(tx) if rule is None else alert_rules.of_code(tx, rule.code)
            return pb.ListAlertRulesResponse(rules=_listed(tx, rows, rule))

        return await call.read(query)

    async def UpsertAlertRule(self, request: Any, call: Call) -> pb.UpsertAlertRuleResponse:
        wanted = request.rule
        rule = _known(wanted.code, "rule.code")
        kept = json.dumps(rulebook.settings(rule, wanted, "rule"), ensure_ascii=False)
        begin = milliseconds(wanted.effective_from) if wanted.HasField("effective_from") else call.now
        if not call.now - CLOCK_TOLERANCE_MS <= begin <= call.now + ALERT_RULE_AHEAD_MS:
            raise InvalidField("rule.effective_from", "alert.effective", "must lie ahead, and at most a year")

        def unit(tx: Tx) -> pb.UpsertAlertRuleResponse:
            last = alert_rules.last_version(tx, rule.code) or rule.built_in().version
            etags.require(str(request.last_version), last, "rule")
            row = Row(
                code=rule.code,
                version=last + 1,
                severity=wanted.severity,
                enabled=wanted.enabled,
                settings=kept,
                effective_from=max(begin, tx.now),
                note=wanted.note,
                author_id=call.principal.id,
                created_at=tx.now,
            )
            alert_rules.add(tx, row)
            call.target("alert_rule", row.version)
            call.detail["code"] = rule.code
            made = next(one for one in _listed(tx, alert_rules.of_code(tx, rule.code), rule) if one.version == last + 1)
            return pb.UpsertAlertRuleResponse(rule=made)

        return await call.write(unit)

    async def ReplayAlertRule(self, request: Any, call: Call) -> pb.ReplayAlertRuleResponse:
        rule = _known(request.rule.code, "rule.code")
        kept = json.dumps(rulebook.settings(rule, request.rule, "rule"))
        wanted = of_row(
            Row(
                code=rule.code,
                version=0,
                severity=request.rule.severity,
                enabled=request.rule.enabled,
                settings=kept,
                effective_from=0,
            )
        )
        rows = await call.read(lambda tx: alert_rules.of_code(tx, rule.code))
        standing = in_force(RuleBook(rows, [rule]).versions[rule.code], call.now)
        now, changed = Replay(standing), Replay(wanted)
        over = Over(call, rule.feeds, call.now - request.days * DAY_MS, (now, changed))
        await over.run()
        return pb.ReplayAlertRuleResponse(
            events=over.events,
            truncated=over.truncated,
            in_force=now.alerts,
            changed=changed.alerts,
            days=[
                pb.ReplayedDay(day=date_message(day), in_force=before, changed=after)
                for day, before, after in by_day(now, changed)
            ],
        )


def _known(code: str, field: str) -> Rule:
    """Raises InvalidField."""
    rule = BY_CODE.get(code)
    if rule is None:
        raise InvalidField(field, "alert.rule", f"must be one of {', '.join(BY_CODE)}")
    return rule


def _listed(tx: Tx, rows: list[Row], rule: Rule | None) -> list[pb.AlertRule]:
    """All versions of one rule, the newest first; of all rules those in force and those to come."""
    book = RuleBook(rows, BY_CODE.values() if rule is None else [rule])
    kept = {(row.code, row.version): row for row in rows}
    names = operators.names(tx, {row.author_id for row in rows})
    made = []
    for code, versions in book.versions.items():
        standing = in_force(versions, tx.now)
        shown = versions if rule is not None else [one for one in versions if _counts(one, standing, tx.now)]
        for setting in sorted(shown, key=lambda one: -one.version):
            row = kept.get((code, setting.version))
            author = names.get(row.author_id, "") if row is not None else ""
            made.append(rule_message(setting, in_force=setting is standing, row=row, author=author))
    return made


def _counts(setting: Setting, standing: Setting, now: int) -> bool:
    return setting is standing or setting.effective_from > now
