"""Which messages say what is no longer so: asked of their causes when they are handed over, go on over another channel
or are sent again by hand. What was so when a message was raised may not be by now."""

from collections.abc import Callable, Sequence

from smartregion.v1.notification_service_pb2 import NotificationCause

from server.notifications.raising import billing, windows
from server.surveys import standing as surveys
from server.works import outdated as works
from storage.engine.transaction import Tx
from storage.repositories import outbox
from storage.repositories.outbox import Due

Words = tuple[str, str]
OVERTAKEN: Words = (
    "Є новіше сповіщення про те саме.",
    "There is a later message about the same.",
)
#: By cause: those of its messages that are outdated, with why in Ukrainian and in English.
CHECKS: dict[int, Callable[[Tx, Sequence[Due]], dict[int, Words]]] = {
    NotificationCause.NOTIFICATION_CAUSE_WORK: works.found,
    NotificationCause.NOTIFICATION_CAUSE_BILLING: billing.outdated,
    NotificationCause.NOTIFICATION_CAUSE_READING_WINDOW: windows.outdated,
    NotificationCause.NOTIFICATION_CAUSE_SURVEY: surveys.outdated,
}


def found(tx: Tx, rows: Sequence[Due]) -> dict[int, Words]:
    """The messages that must not go out any more, with why. One whose time is over ends by that, whatever it says."""
    said = dict.fromkeys(outbox.overtaken(tx, rows), OVERTAKEN)
    for cause, check in CHECKS.items():
        asked = [row for row in rows if row.cause == cause and row.id not in said and row.expires_at > tx.now]
        if asked:
            said |= check(tx, asked)
    return said
