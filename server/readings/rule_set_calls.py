"""The calls of ReadingService about rule sets: made, looked at, activated."""

import json
from dataclasses import asdict
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.codec import encode_id, optional_id
from server.errors import NotFound
from server.readings import ruleset
from server.services import Services
from storage.engine.transaction import Tx
from storage.models.readings import RuleSet as Row
from storage.repositories import partners, rule_sets


class RuleSetCalls:
    _services: Services

    async def CreateRuleSet(self, request: Any, call: Call) -> pb.CreateRuleSetResponse:
        wanted = request.rule_set
        utility_id = optional_id(wanted.utility_id, "rule_set.utility_id")
        changed = json.dumps(ruleset.settings(wanted))

        def unit(tx: Tx) -> pb.CreateRuleSetResponse:
            if utility_id is not None and partners.by_id(tx, utility_id) is None:
                raise NotFound(f"utility {wanted.utility_id} not found")
            first = ruleset.BUILT_IN + 1
            row = rule_sets.create(tx, first, utility_id, wanted.commodity, changed, wanted.note)
            ruleset.RuleSets.forget(tx)
            call.target("rule_set", row.version)
            return pb.CreateRuleSetResponse(rule_set=to_message(row, in_force=False))

        return await call.write(unit)

    async def ActivateRuleSet(self, request: Any, call: Call) -> pb.ActivateRuleSetResponse:
        def unit(tx: Tx) -> pb.ActivateRuleSetResponse:
            row = rule_sets.by_version(tx, request.version)
            if row is None:
                raise NotFound(f"rule set {request.version} not found")
            row.activated_at = rule_sets.activate(tx, request.version)
            ruleset.RuleSets.forget(tx)
            call.target("rule_set", request.version)
            return pb.ActivateRuleSetResponse(rule_set=to_message(row, in_force=True))

        return await call.write(unit)

    async def ListRuleSets(self, request: Any, call: Call) -> pb.ListRuleSetsResponse:
        page = self._services.paging.page(request)
        before = int(page.after[0]) if page.after else None

        def query(tx: Tx) -> pb.ListRuleSetsResponse:
            rows, total = rule_sets.page(tx, request.commodity, before, page.size, page.skip)
            current = ruleset.RuleSets(rule_sets.every(tx))
            wanted = [request.commodity] if request.commodity else list(ruleset.LIMITS)
            reply = pb.ListRuleSetsResponse(total_size=total, built_in=[built_in(one, current) for one in wanted])
            for row in rows:
                in_force = current.in_force(row.utility_id, row.commodity).version == row.version
                reply.rule_sets.append(to_message(row, in_force))
            if len(rows) == page.size:
                reply.next_page_token = self._services.paging.next_token(request, (rows[-1].version,))
            return reply

        return await call.read(query)


def to_message(row: Row, in_force: bool) -> pb.RuleSet:
    message = _message(ruleset.RuleSet.made(row.version, row.commodity, json.loads(row.settings)), in_force)
    message.utility_id = encode_id(row.utility_id)
    message.note = row.note
    message.created_at.FromMilliseconds(row.created_at)
    if row.activated_at is not None:
        message.activated_at.FromMilliseconds(row.activated_at)
    return message


def built_in(commodity: int, current: ruleset.RuleSets) -> pb.RuleSet:
    return _message(ruleset.built_in(commodity), current.in_force(None, commodity).version == ruleset.BUILT_IN)


def _message(rules: ruleset.RuleSet, in_force: bool) -> pb.RuleSet:
    return pb.RuleSet(
        version=rules.version,
        commodity=rules.commodity,
        rules=[pb.RuleSetting(code=code, severity=severity) for code, severity in rules.severities.items()],
        limits=pb.RuleLimits(**asdict(rules.limits)),
        estimation=pb.EstimationPolicy(**asdict(rules.estimation)),
        in_force=in_force,
    )
