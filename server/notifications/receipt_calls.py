"""What becomes of messages that were sent: receipts, and what people do with those that failed or wait."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id, milliseconds
from server.errors import Conflict, InvalidField, NotFound, WrongState
from server.notifications import outbox, outdated, sentences
from server.notifications.channels import ProviderReceipt
from server.notifications.delivery import receipts
from server.notifications.mapping import notification_message
from server.notifications.workflow import WORKFLOW, after_receipt
from server.services import Calls
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import notifications
from storage.repositories import outbox as messages
from storage.repositories.outbox import Due, Moved

CANCELLED = ("Скасовано оператором.", "Cancelled by an operator.")
RETRIED = ("Надсилається ще раз на вимогу оператора.", "Sent again on an operator's demand.")


class ReceiptCalls(Calls):
    async def RecordReceipt(self, request: Any, call: Call) -> pb.RecordReceiptResponse:
        notification_id = decode_id(request.notification_id, "notification_id")
        receipt = ProviderReceipt(
            "", "", request.state, milliseconds(request.at), request.detail, request.notification_id
        )
        tellers = self._tellers(call)

        def unit(tx: Tx) -> pb.RecordReceiptResponse:
            row = _found(tx, notification_id)
            had = {row.provider, *messages.former_providers(tx, [row.id]).get(row.id, set())}
            if tellers is not None and not had & tellers:
                raise NotFound(f"notification {request.notification_id} not found")
            if receipts.was_handed_over(row):
                after_receipt(row.state, request.state)
            else:
                raise WrongState(f"a notification that is {WORKFLOW.name(row.state)} was never handed over")
            receipts.record(tx, [receipt], self._services.providers.available, tellers)
            now = _touched(tx, call, row)
            # A provider learns what became of its receipt, and nothing of the person or of what was said.
            return pb.RecordReceiptResponse(
                notification=now if tellers is None else pb.Notification(id=now.id, state=now.state)
            )

        return await call.write(unit)

    async def RecordReceipts(
        self, requests: AsyncIterator[Any], call: Call
    ) -> AsyncIterator[pb.RecordReceiptsResponse]:
        tellers = self._tellers(call)
        async for request in requests:
            listed = [_receipt(one, index) for index, one in enumerate(request.receipts)]
            done = await self._services.store.write(
                lambda tx, listed=listed: receipts.record(  # type: ignore[misc]
                    tx, listed, self._services.providers.available, tellers
                )
            )
            yield pb.RecordReceiptsResponse(
                outcomes=[
                    pb.ReceiptOutcome(
                        notification_id=encode_id(one.notification_id) if one.state else "",
                        state=one.state,
                        changed=one.changed,
                    )
                    for one in done
                ]
            )

    def _tellers(self, call: Call) -> frozenset[str] | None:
        """The providers that a caller speaks for: those of the file that name the partner; None, any, for an
        operator."""
        return self._services.providers.of_partner(call.principal.id) if call.principal.is_partner else None

    async def RetryNotification(self, request: Any, call: Call) -> pb.RetryNotificationResponse:
        notification_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.RetryNotificationResponse:
            row = _found(tx, notification_id)
            etags.require(request.etag, row.version, "notification")
            WORKFLOW.next(row.state, "retried")
            if row.expires_at <= tx.now:
                raise Conflict("the time of the message is over; send a new one")
            if row.next_id:
                raise Conflict("the message went on over another channel; see next_id")
            held = messages.held(tx, [notification_id], [row.state])
            if untrue := outdated.found(tx, held):
                raise Conflict(f"what the message says is no longer so: {untrue[row.id][1]}")
            retried(tx, held)
            tx.change(Topic.NOTIFICATIONS, notification_id)
            return pb.RetryNotificationResponse(notification=_touched(tx, call, row))

        return await call.write(unit)

    async def CancelNotification(self, request: Any, call: Call) -> pb.CancelNotificationResponse:
        notification_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.CancelNotificationResponse:
            row = _found(tx, notification_id)
            etags.require(request.etag, row.version, "notification")
            WORKFLOW.next(row.state, "cancelled")
            outbox.stop(tx, notifications.waiting(tx, notification_id), "cancelled", said=CANCELLED)
            return pb.CancelNotificationResponse(notification=_touched(tx, call, row))

        return await call.write(unit)


def retried(tx: Tx, rows: Sequence[Due]) -> None:
    """Queues messages again that failed, or of which nobody knows, as if they had never been tried."""
    messages.move(
        tx,
        [
            Moved(
                row._replace(attempts=0),
                WORKFLOW.next(row.state, "retried"),
                tx.now,
                sentences.in_language(RETRIED, row.language),
            )
            for row in rows
        ],
    )


def _found(tx: Tx, notification_id: int) -> Notification:
    """Raises NotFound."""
    row = notifications.by_id(tx, notification_id)
    if row is None:
        raise NotFound(f"notification {encode_id(notification_id)} not found")
    return row


def _touched(tx: Tx, call: Call, row: Notification) -> pb.Notification:
    """The message as it is now; the audit log is told whose it is."""
    now = _found(tx, row.id)
    tx.subject = row.user_id
    call.target("notification", row.id, row.user_id)
    return notification_message(notifications.opened(tx, [now])[0], notifications.events(tx, now))


def _receipt(one: Any, index: int) -> ProviderReceipt:
    if one.WhichOneof("message") == "provider_message_id" and not one.provider:
        raise InvalidField(f"receipts[{index}].provider", "required", "must name the provider whose id it is")
    return ProviderReceipt(
        one.provider, one.provider_message_id, one.state, milliseconds(one.at), one.detail, one.notification_id
    )
