"""The calls of NotificationService about quiet hours, caps and stop words."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server import etags
from server.call import Call
from server.errors import InvalidField
from server.services import Calls
from storage.engine.transaction import Tx
from storage.models.delivery import DeliveryRules
from storage.repositories import delivery_rules


class RulesCalls(Calls):
    async def GetDeliveryRules(self, request: Any, call: Call) -> pb.GetDeliveryRulesResponse:
        rules = await call.read(delivery_rules.row)
        return pb.GetDeliveryRulesResponse(rules=to_message(rules))

    async def UpdateDeliveryRules(self, request: Any, call: Call) -> pb.UpdateDeliveryRulesResponse:
        wanted = request.rules
        keywords = distinct(wanted.stop_keywords)

        def unit(tx: Tx) -> pb.UpdateDeliveryRulesResponse:
            rules = delivery_rules.row(tx)
            etags.require(wanted.etag, rules.version, "delivery rules")
            changed = delivery_rules.update(
                tx,
                rules,
                keywords,
                quiet_from_hour=wanted.quiet_from_hour,
                quiet_until_hour=wanted.quiet_until_hour,
                daily_cap=wanted.daily_cap,
            )
            call.target("delivery_rules", delivery_rules.ROW)
            return pb.UpdateDeliveryRulesResponse(rules=to_message(changed))

        return await call.write(unit)


def distinct(keywords: Any) -> list[str]:
    """The words as they stand. Raises InvalidField where two differ in case only, or one has no letter."""
    listed = list(keywords)
    if len({word.casefold() for word in listed}) < len(listed):
        raise InvalidField("rules.stop_keywords", "delivery_rules.keywords_differ", "two are the same but for case")
    for place, word in enumerate(listed):
        if not any(letter.isalpha() for letter in word):
            raise InvalidField(
                f"rules.stop_keywords[{place}]", "delivery_rules.keyword_letters", "must have a letter in it"
            )
    return listed


def to_message(rules: DeliveryRules) -> pb.DeliveryRules:
    return pb.DeliveryRules(
        quiet_from_hour=rules.quiet_from_hour,
        quiet_until_hour=rules.quiet_until_hour,
        daily_cap=rules.daily_cap,
        stop_keywords=delivery_rules.keywords(rules),
        etag=str(rules.version),
    )
