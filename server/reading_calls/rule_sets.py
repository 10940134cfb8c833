"""The calls of ReadingService about rule sets: made, looked at, activated."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from functools import partial
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.codec import decimal, encode_id, milliseconds, optional_id, timestamp
from server.errors import InvalidField, NotFound
from server.limits import REPLAY_REGISTERS
from server.readings import replay, ruleset
from server.services import Calls
from storage.engine.transaction import Tx
from storage.models.readings import RuleSet as Row
from storage.repositories import meters, partners, rule_sets


class RuleSetCalls(Calls):
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
            return pb.CreateRuleSetResponse(rule_set=to_message(tx, row, in_force=False))

        return await call.write(unit)

    async def ActivateRuleSet(self, request: Any, call: Call) -> pb.ActivateRuleSetResponse:
        def unit(tx: Tx) -> pb.ActivateRuleSetResponse:
            row = rule_sets.by_version(tx, request.version)
            if row is None:
                raise NotFound(f"rule set {request.version} not found")
            row.activated_at = rule_sets.activate(tx, request.version)
            ruleset.RuleSets.forget(tx)
            call.target("rule_set", request.version)
            return pb.ActivateRuleSetResponse(rule_set=to_message(tx, row, in_force=True))

        return await call.write(unit)

    async def ListRuleSets(self, request: Any, call: Call) -> pb.ListRuleSetsResponse:
        page = self._services.paging.page(request)
        before = page.past(int)

        def query(tx: Tx) -> pb.ListRuleSetsResponse:
            rows, total = rule_sets.page(tx, request.commodity, before, page.size, page.skip)
            current = ruleset.RuleSets(rule_sets.every(tx))
            wanted = [request.commodity] if request.commodity else list(ruleset.LIMITS)
            reply = pb.ListRuleSetsResponse(total_size=total, built_in=[built_in(one, current) for one in wanted])
            for row in rows:
                in_force = current.in_force(row.utility_id, row.commodity).version == row.version
                reply.rule_sets.append(to_message(tx, row, in_force))
            page.end(reply, rows, lambda last: (last.version,))
            return reply

        return await call.read(query)

    async def ReplayRules(self, request: Any, call: Call) -> AsyncIterator[pb.ReplayRulesResponse]:
        rules: ruleset.RuleSet = await call.read(lambda tx: _named(tx, request.version))
        begin = milliseconds(getattr(request, "from")) if request.HasField("from") else 0
        end = milliseconds(request.before) if request.HasField("before") else call.now
        if begin >= end:
            raise InvalidField("before", "timestamp.gt", "must be after from")
        call.target("rule_set", rules.version)
        total = await call.read(lambda tx: meters.count_of_service(tx, rules.commodity, rules.utility_id))
        tally, last, looked = replay.Tally(), 0, 0
        while batch := await call.read(
            partial(
                meters.of_service,
                commodity=rules.commodity,
                utility_id=rules.utility_id,
                last=last,
                size=REPLAY_REGISTERS,
            ),
            long=True,
        ):
            last, looked = batch[-1], looked + len(batch)
            examples = await call.read(
                partial(replay.replay, numbers=batch, rules=rules, begin=begin, end=end, tally=tally), long=True
            )
            yield _tally_message(tally, looked, total, examples)
        yield _tally_message(tally, total, total, [])


def _named(tx: Tx, version: int) -> ruleset.RuleSet:
    found = ruleset.RuleSets.shared(tx).named(version)
    if found is None:
        raise NotFound(f"rule set {version} not found")
    return found


def _tally_message(
    tally: replay.Tally, looked: int, total: int, examples: list[replay.Example]
) -> pb.ReplayRulesResponse:
    in_review = int(pb.READING_STATE_IN_REVIEW)
    reply = pb.ReplayRulesResponse(
        registers_done=looked,
        registers_total=total,
        readings=tally.readings,
        queue_before=sum(count for (before, _), count in tally.moves.items() if before == in_review),
        queue_after=sum(count for (_, after), count in tally.moves.items() if after == in_review),
        moves=[
            pb.ReplayMove(state_before=before, state_after=after, readings=count)
            for (before, after), count in sorted(tally.moves.items())
        ],
        rules=[
            pb.ReplayRule(code=code, found_before=tally.found_before[code], found_after=tally.found_after[code])
            for code in sorted(tally.found_before.keys() | tally.found_after.keys())
        ],
    )
    for example in examples:
        reply.examples.add(
            reading_id=encode_id(example.reading.id),
            register_id=encode_id(example.facts.register_id),
            meter_serial_number=example.facts.serial_number,
            read_at=timestamp(example.reading.read_at),
            index=decimal(example.reading.value),
            state_before=example.before.state,
            state_after=example.after.state,
            codes_before=[found.code for found in example.before.found],
            codes_after=[found.code for found in example.after.found],
        )
    return reply


def to_message(tx: Tx, row: Row, in_force: bool) -> pb.RuleSet:
    message = _message(
        ruleset.RuleSet.made(row.version, row.commodity, json.loads(row.settings), row.utility_id), in_force
    )
    message.utility_id = encode_id(row.utility_id)
    message.utility_name_uk, message.utility_name_en = partners.names(tx, [row.utility_id])[row.utility_id]
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
