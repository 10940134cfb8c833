"""AlertService: proto in, proto out. The calls about rules are in rule_calls."""

from collections.abc import AsyncIterator, Callable
from typing import Any

from smartregion.v1 import alert_service_pb2 as pb
from smartregion.v1.alert_service_pb2 import ActionKind, AlertStepKind
from smartregion.v1.options_pb2 import Permission

from server import etags
from server.alerts import acting
from server.alerts.mapping import evidence_messages, step_messages, to_filter, to_messages
from server.alerts.workflow import WORKFLOW
from server.call import Call
from server.codec import decode_id, encode_id, milliseconds, optional_id
from server.errors import InvalidField, NotFound
from server.limits import ALERT_QUIET_MS
from server.operators.assignees import able
from server.services import Calls
from server.watching import Whose
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.alerts import Alert
from storage.repositories import alerts

Change = Callable[[Tx, Alert], Alert]

#: Whose the alerts of a watch are: not all are about users.
_WHOSE = Whose(
    lambda one: decode_id(one.subject.id) if one.subject.kind == pb.ALERT_SUBJECT_KIND_USER else None,
)


class AlertService(Calls):
    async def ListAlerts(self, request: Any, call: Call) -> pb.ListAlertsResponse:
        page = self._services.paging.page(request)
        after = page.pair(int)
        wanted = to_filter(request.filter)

        def query(tx: Tx) -> tuple[list[Alert], list[pb.Alert], int]:
            rows, total = alerts.page(tx, wanted, after, page.size, page.skip)
            return rows, to_messages(tx, rows, call), total

        rows, messages, total = await call.read(query)
        call.showed(len(rows), (row.user_id or 0 for row in rows))
        reply = pb.ListAlertsResponse(alerts=messages, total_size=total)
        page.end(reply, rows, lambda last: (last.place, last.id))
        return reply

    async def GetAlert(self, request: Any, call: Call) -> pb.GetAlertResponse:
        alert_id = decode_id(request.id)

        def query(tx: Tx) -> tuple[list[int], pb.GetAlertResponse]:
            row, seen = found(tx, alert_id), alerts.evidence(tx, alert_id)
            call.target("alert", row.id, row.user_id or 0)
            reply = pb.GetAlertResponse(
                alert=to_messages(tx, [row], call)[0],
                evidence=evidence_messages(tx, seen),
                steps=step_messages(tx, alerts.steps(tx, alert_id)),
            )
            return [one.user_id or 0 for one in seen], reply

        shown, reply = await call.read(query)
        call.showed_of(shown)
        return reply

    async def WatchAlerts(self, request: Any, call: Call) -> AsyncIterator[pb.WatchAlertsResponse]:
        wanted = to_filter(request.filter)

        def messages(tx: Tx, rows: list[Alert]) -> list[tuple[int, Any]]:
            return [(row.id, made) for row, made in zip(rows, to_messages(tx, rows, call), strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.ALERTS,
            lambda tx, last, size: messages(tx, alerts.behind(tx, wanted, last, size)),
            lambda tx, ids: dict(messages(tx, alerts.watched(tx, wanted, ids))),
            "alert",
            whose=_WHOSE,
        )
        async for frame in frames:
            yield frame

    # -- work on an alert

    async def AcknowledgeAlert(self, request: Any, call: Call) -> pb.AcknowledgeAlertResponse:
        def change(tx: Tx, row: Alert) -> Alert:
            state = WORKFLOW.next(row.state, "acknowledged")
            alerts.add_step(tx, row, AlertStepKind.ALERT_STEP_KIND_ACKNOWLEDGED, operator_id=call.principal.id)
            whose = row.assignee_id or call.principal.id
            return alerts.update(tx, row, state=state, acknowledged_at=tx.now, assignee_id=whose)

        return await self._change(request, call, change, pb.AcknowledgeAlertResponse)

    async def AssignAlert(self, request: Any, call: Call) -> pb.AssignAlertResponse:
        assignee_id = optional_id(request.assignee_id, "assignee_id") or call.principal.id

        def change(tx: Tx, row: Alert) -> Alert:
            state = WORKFLOW.next(row.state, "assigned")
            name = able(tx, assignee_id, Permission.PERMISSION_ALERTS_WORK, "alert.assignee", "alerts").display_name
            kind = AlertStepKind.ALERT_STEP_KIND_ASSIGNED
            alerts.add_step(tx, row, kind, operator_id=call.principal.id, note=name)
            return alerts.update(tx, row, state=state, assignee_id=assignee_id)

        return await self._change(request, call, change, pb.AssignAlertResponse)

    async def ResolveAlert(self, request: Any, call: Call) -> pb.ResolveAlertResponse:
        quiet = milliseconds(request.quiet_until) if request.HasField("quiet_until") else None
        if quiet is not None and not call.now < quiet <= call.now + ALERT_QUIET_MS:
            raise InvalidField("quiet_until", "alert.quiet", "must lie ahead, and at most 90 days")

        def change(tx: Tx, row: Alert) -> Alert:
            state = WORKFLOW.next(row.state, "resolved")
            kind = AlertStepKind.ALERT_STEP_KIND_RESOLVED
            alerts.add_step(tx, row, kind, operator_id=call.principal.id, note=request.note)
            return alerts.update(tx, row, state=state, outcome=request.outcome, resolved_at=tx.now, quiet_until=quiet)

        return await self._change(request, call, change, pb.ResolveAlertResponse)

    async def ActOnAlert(self, request: Any, call: Call) -> pb.ActOnAlertResponse:
        user_id = optional_id(request.user_id, "user_id")

        def change(tx: Tx, row: Alert) -> Alert:
            state = WORKFLOW.next(row.state, "acted on")
            whose = acting.act(tx, call, row, request.action, user_id, request.reason)
            call.detail["action"] = ActionKind.Name(request.action).removeprefix("ACTION_KIND_")
            call.detail["reason"] = request.reason
            alerts.add_step(
                tx,
                row,
                AlertStepKind.ALERT_STEP_KIND_ACTED,
                operator_id=call.principal.id,
                action=request.action,
                user_id=whose,
                note=request.reason,
            )
            return alerts.update(tx, row, state=state)

        return await self._change(request, call, change, pb.ActOnAlertResponse)

    async def _change(self, request: Any, call: Call, change: Change, reply_type: Any) -> Any:
        alert_id = decode_id(request.id)

        def unit(tx: Tx) -> Any:
            row = found(tx, alert_id)
            etags.require(request.etag, row.version, "alert")
            changed = change(tx, row)
            call.target("alert", row.id, row.user_id or 0)
            call.detail["number"] = row.number
            tx.subject = row.user_id if row.user_id in tx.keys.get_many([row.user_id or 0]) else 0
            return reply_type(alert=to_messages(tx, [changed], call)[0])

        return await call.write(unit)


def found(tx: Tx, alert_id: int) -> Alert:
    """Raises NotFound."""
    row = alerts.by_id(tx, alert_id)
    if row is None:
        raise NotFound(f"alert {encode_id(alert_id)} not found")
    return row
