"""Rule sets, and what they would have said."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from smartregion.v1 import common_pb2 as common
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub

from console.client import convert, convert_metering
from console.client.listing import Listing, enum, stamp
from console.client.wire import Wire, request_id
from console.metering import Replay, RuleSet
from console.models import Page, Query
from console.ports import ClientError


class Rules(Listing[RuleSet]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = ReadingServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[RuleSet]:
        """Those that were made, newest first, and behind them those that the service was built with."""
        request = pb.ListRuleSetsRequest(
            commodity=enum(common.Commodity, query, "service"), page_token=token, skip=skip, page_size=size
        )
        reply = await self.wire.call(self._stub.ListRuleSets, request)
        rows = [convert_metering.to_rules(one) for one in reply.rule_sets]
        if not reply.next_page_token and skip <= reply.total_size:
            rows += [convert_metering.to_rules(one) for one in reply.built_in]
        return Page(tuple(rows), reply.total_size + len(reply.built_in), reply.next_page_token)

    async def get(self, key: str) -> RuleSet:
        """The list holds all of it: there is no more to ask for."""
        raise ClientError("NOT_FOUND", key)

    async def create(self, rules: RuleSet) -> RuleSet:
        message = pb.RuleSet(
            utility_id=rules.utility_id,
            commodity=convert.number(common.Commodity, rules.commodity),
            rules=[
                pb.RuleSetting(code=code, severity=convert.number(pb.RuleSeverity, severity))
                for code, severity in rules.severities.items()
            ],
            estimation=pb.EstimationPolicy(
                methods=[convert.number(pb.EstimationMethod, one) for one in rules.estimation.methods],
                profile=rules.estimation.profile,
                default_per_day=rules.estimation.default_per_day,
            ),
            note=rules.note,
        )
        for name, value in rules.limits.items():
            whole = pb.RuleLimits.DESCRIPTOR.fields_by_name[name].cpp_type in _WHOLE
            setattr(message.limits, name, int(value) if whole else value)
        request = pb.CreateRuleSetRequest(rule_set=message, request_id=request_id())
        return convert_metering.to_rules((await self.wire.call(self._stub.CreateRuleSet, request)).rule_set)

    async def activate(self, version: int) -> RuleSet:
        request = pb.ActivateRuleSetRequest(version=version, request_id=request_id())
        return convert_metering.to_rules((await self.wire.call(self._stub.ActivateRuleSet, request)).rule_set)

    async def replay(self, version: int, begin: datetime) -> AsyncIterator[Replay]:
        request = pb.ReplayRulesRequest(version=version)
        getattr(request, "from").CopyFrom(stamp(begin))
        async for reply in self.wire.stream(self._stub.ReplayRules, request):
            yield convert_metering.to_replay(reply)


#: Kinds of fields that hold whole numbers.
_WHOLE = (1, 2, 3, 4)
