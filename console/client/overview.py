"""The overview, from counts that the lists give."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from smartregion.v1 import alert_service_pb2 as alert
from smartregion.v1 import insight_service_pb2 as insight
from smartregion.v1 import notification_service_pb2 as notification
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1 import reading_service_pb2 as reading
from smartregion.v1 import user_service_pb2 as user
from smartregion.v1.alert_service_pb2_grpc import AlertServiceStub
from smartregion.v1.insight_service_pb2_grpc import InsightServiceStub
from smartregion.v1.notification_service_pb2_grpc import NotificationServiceStub
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub
from smartregion.v1.reading_service_pb2_grpc import ReadingServiceStub
from smartregion.v1.user_service_pb2_grpc import UserServiceStub

from console.client import convert, convert_requests
from console.client.insight import to_figures
from console.client.listing import stamp
from console.client.wire import Wire, allowed
from console.models import Summary

MINUTES = 60
_N = notification.NotificationState
_DELIVERY = (
    _N.NOTIFICATION_STATE_SENT,
    _N.NOTIFICATION_STATE_DELIVERED,
    _N.NOTIFICATION_STATE_FAILED_TEMPORARY,
    _N.NOTIFICATION_STATE_FAILED_PERMANENT,
    _N.NOTIFICATION_STATE_UNKNOWN,
    _N.NOTIFICATION_STATE_SUPPRESSED,
    _N.NOTIFICATION_STATE_EXPIRED,
)
#: Readings counted for the plot at most.
_COUNTED = 5_000


class Overview:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._readings: Any = ReadingServiceStub(wire.channel)
        self._notifications: Any = NotificationServiceStub(wire.channel)
        self._requests: Any = PrivacyRequestServiceStub(wire.channel)
        self._users: Any = UserServiceStub(wire.channel)
        self._alerts: Any = AlertServiceStub(wire.channel)
        self._insight: Any = InsightServiceStub(wire.channel)

    async def summary(self, now: datetime) -> Summary:
        day = stamp(now - timedelta(days=1))
        waiting = notification.NotificationFilter(
            states=[_N.NOTIFICATION_STATE_QUEUED, _N.NOTIFICATION_STATE_SENDING, _N.NOTIFICATION_STATE_FAILED_TEMPORARY]
        )
        delivery = {}
        for state in _DELIVERY:
            wanted = notification.NotificationFilter(states=[state], queued_from=day)
            delivery[convert.name(_N, state)] = await self._count(
                self._notifications.ListNotifications, notification.ListNotificationsRequest(filter=wanted)
            )
        requests = await allowed(
            self._wire.call(
                self._requests.ListPrivacyRequests,
                privacy.ListPrivacyRequestsRequest(filter=privacy.PrivacyRequestFilter(open_only=True), page_size=20),
            )
        )
        unresolved = alert.AlertFilter(states=[alert.ALERT_STATE_OPEN, alert.ALERT_STATE_ACKNOWLEDGED])
        insights = await allowed(self._wire.call(self._insight.GetSummary, insight.GetSummaryRequest()))
        return Summary(
            outbox=await self._count(
                self._notifications.ListNotifications, notification.ListNotificationsRequest(filter=waiting)
            ),
            delivery={state: count for state, count in delivery.items() if count is not None},
            requests_due=tuple(map(convert_requests.to_request, requests.requests)) if requests else (),
            users=await self._count(self._users.ListUsers, user.ListUsersRequest()),
            alerts=await self._count(self._alerts.ListAlerts, alert.ListAlertsRequest(filter=unresolved)),
            figures=to_figures(insights.summary) if insights else (),
        )

    async def minutes(self, now: datetime) -> Sequence[int]:
        counts = [0] * MINUTES
        start = now - timedelta(minutes=MINUTES)
        request = reading.ListReadingsRequest(
            filter=reading.ReadingFilter(received_from=stamp(start)), order_by="received_at desc", page_size=1000
        )
        counted = 0
        while counted < _COUNTED:
            reply = await allowed(self._wire.call(self._readings.ListReadings, request))
            for one in reply.readings if reply else ():
                minute = int((one.received_at.seconds - start.timestamp()) // 60)
                if 0 <= minute < MINUTES:
                    counts[minute] += 1
            counted += 1000
            if not reply or not reply.next_page_token:
                break
            request.page_token = reply.next_page_token
        return counts

    async def _count(self, method: Any, request: Any) -> int | None:
        request.page_size = 1
        reply = await allowed(self._wire.call(method, request))
        return reply.total_size if reply else None
