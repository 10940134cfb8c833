"""What may become of a message in each state (domain: Notification)."""

from smartregion.v1.notification_service_pb2 import NotificationState as S

from server.workflow import Workflow

QUEUED = S.NOTIFICATION_STATE_QUEUED
SENDING = S.NOTIFICATION_STATE_SENDING
SENT = S.NOTIFICATION_STATE_SENT
DELIVERED = S.NOTIFICATION_STATE_DELIVERED
FAILED_TEMPORARY = S.NOTIFICATION_STATE_FAILED_TEMPORARY
FAILED_PERMANENT = S.NOTIFICATION_STATE_FAILED_PERMANENT
UNKNOWN = S.NOTIFICATION_STATE_UNKNOWN
SUPPRESSED = S.NOTIFICATION_STATE_SUPPRESSED
EXPIRED = S.NOTIFICATION_STATE_EXPIRED
CANCELLED = S.NOTIFICATION_STATE_CANCELLED

_WAITING = {
    "leased": SENDING,
    "suppressed": SUPPRESSED,
    "expired": EXPIRED,
    "cancelled": CANCELLED,
}
_AT_THE_PROVIDER = {
    "delivered": DELIVERED,
    "refused for now": FAILED_TEMPORARY,
    "refused": FAILED_PERMANENT,
}

WORKFLOW = Workflow(
    "a notification",
    S,
    "NOTIFICATION_STATE_",
    {
        **{(state, action): after for state in (QUEUED, FAILED_TEMPORARY) for action, after in _WAITING.items()},
        **{(state, action): after for state in (SENDING, SENT, UNKNOWN) for action, after in _AT_THE_PROVIDER.items()},
        (SENDING, "accepted"): SENT,
        # By people, who see that it failed, or that nobody knows.
        (FAILED_PERMANENT, "retried"): QUEUED,
        (UNKNOWN, "retried"): QUEUED,
        (SENDING, "left unanswered"): UNKNOWN,
        # The provider answered when nobody waited for it any more.
        (UNKNOWN, "accepted"): SENT,
        # Receipts come late and out of order: a delivery is the last word.
        (FAILED_TEMPORARY, "delivered"): DELIVERED,
        (FAILED_TEMPORARY, "refused"): FAILED_PERMANENT,
        (FAILED_PERMANENT, "delivered"): DELIVERED,
        # It was handed over before, and waits to be sent again by hand; or it waited for its next try, and ended: a
        # rule that kept it from being tried once more takes nothing back of what had arrived.
        **{(state, "delivered"): DELIVERED for state in (QUEUED, CANCELLED, EXPIRED, SUPPRESSED)},
    },
)

#: What a receipt says was done, by the state it names.
RECEIPTS: dict[int, str] = {DELIVERED: "delivered", FAILED_TEMPORARY: "refused for now", FAILED_PERMANENT: "refused"}


def after_receipt(state: int, named: int) -> int:
    """The state after a receipt; the same where it comes twice or too late. Raises WrongState before sending."""
    late = state in (named, DELIVERED) or (state == FAILED_PERMANENT and named == FAILED_TEMPORARY)
    if late:
        return state
    after: int = WORKFLOW.next(state, RECEIPTS[named])
    return after
