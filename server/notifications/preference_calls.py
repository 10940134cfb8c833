"""The calls of NotificationService about what users want to be told."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.call import Call
from server.errors import InvalidField, StaleEtag
from server.notifications import preferences
from server.notifications.whose import whose
from server.services import Calls
from server.users.service import found as found_user
from storage.engine.feed import Topic
from storage.engine.transaction import Tx


class PreferenceCalls(Calls):
    async def GetPreferences(self, request: Any, call: Call) -> pb.GetPreferencesResponse:
        user_id = whose(request, call)

        def query(tx: Tx) -> pb.GetPreferencesResponse:
            found_user(tx, user_id, call)
            made, etag = preferences.current(tx, user_id)
            return pb.GetPreferencesResponse(preferences=made, etag=etag)

        call.target("preferences", user_id, user_id)
        return await call.read(query)

    async def UpdatePreferences(self, request: Any, call: Call) -> pb.UpdatePreferencesResponse:
        user_id = whose(request, call)
        if call.principal.is_operator and not request.evidence:
            raise InvalidField("evidence", "preference.evidence", "must say how the wish reached us")
        wishes = [
            preferences.Wish(one.category, one.channel, one.enabled, f"preferences[{index}]")
            for index, one in enumerate(request.preferences)
        ]
        origins = pb.PreferenceOrigin
        evidence = preferences.Evidence(
            origins.PREFERENCE_ORIGIN_APP if call.principal.is_resident else origins.PREFERENCE_ORIGIN_OPERATOR,
            call.principal.kind,
            call.principal.id,
            request.evidence,
        )

        def unit(tx: Tx) -> pb.UpdatePreferencesResponse:
            person = found_user(tx, user_id, call)
            now, etag = preferences.current(tx, user_id)
            if request.etag != etag:
                raise StaleEtag(f"etag: is {request.etag}, the preferences are at {etag}")
            preferences.check(now, wishes)
            suppressed = preferences.record(tx, person, wishes, evidence, self._services.providers.available)
            after, etag = preferences.current(tx, user_id)
            tx.subject = user_id
            tx.change(Topic.USERS, user_id)
            call.target("preferences", user_id, user_id)
            return pb.UpdatePreferencesResponse(preferences=after, etag=etag, suppressed=suppressed)

        return await call.write(unit)
