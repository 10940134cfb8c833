"""The call of NotificationService that needs no session: the token, or the phone that an SMS came from, is the
proof."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.options_pb2 import Permission

from server.call import Call
from server.errors import PermissionDenied
from server.notifications import unsubscribe
from server.services import Calls
from server.users import rules
from storage.engine.transaction import Tx
from storage.repositories import delivery_rules


class UnsubscribeCalls(Calls):
    async def Unsubscribe(self, request: Any, call: Call) -> pb.UnsubscribeResponse:
        if request.WhichOneof("proof") == "token":
            return await self._by_token(request.token, call)
        return await self._by_keyword(request.sms, call)

    async def _by_token(self, token: str, call: Call) -> pb.UnsubscribeResponse:
        place = unsubscribe.opened(self._services.store.keys.keyring, token)
        actor = (call.principal.kind, call.principal.id)

        def unit(tx: Tx) -> pb.UnsubscribeResponse:
            unsubscribe.by_token(tx, place, self._services.providers.available, actor)
            call.target("preferences", place.user_id, place.user_id)
            return pb.UnsubscribeResponse(categories=[place.category], channel=place.channel)

        return await call.write(unit)

    async def _by_keyword(self, sms: pb.InboundSms, call: Call) -> pb.UnsubscribeResponse:
        """An SMS proves its sender only where one says so who carries ours."""
        permitted = Permission.PERMISSION_PREFERENCES_UNSUBSCRIBE in call.principal.permissions
        if not (call.principal.is_partner and permitted):
            raise PermissionDenied("sms: only a provider of messages reports what was sent back")
        if not self._services.providers.carries(call.principal.id, unsubscribe.SMS):
            raise PermissionDenied("sms: the partner runs none of our providers of SMS")
        phone = rules.phone(sms.from_phone, "sms.from_phone")
        actor = (call.principal.kind, call.principal.id)

        def unit(tx: Tx) -> pb.UnsubscribeResponse:
            if not unsubscribe.is_keyword(sms.text, delivery_rules.stop_keywords(tx)):
                return pb.UnsubscribeResponse()
            available = self._services.providers.available
            user_id, _ = unsubscribe.by_keyword(tx, phone, sms.text, available, actor)
            if user_id:
                call.target("preferences", user_id, user_id)
            return pb.UnsubscribeResponse(categories=unsubscribe.BY_KEYWORD, channel=unsubscribe.SMS)

        return await call.write(unit)
