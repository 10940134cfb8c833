"""The question about a message that there is: its lane asks it when the message is handed over, and people are shown
what is answered."""

from collections.abc import Iterable

from server.limits import SENDER_DAY
from server.notifications.categories import CATEGORIES
from server.notifications.decision import Ask, Bounds
from storage.models.notifications import Notification
from storage.repositories.outbox import Due


def asked(
    row: Due | Notification,
    now: int,
    bounds: Bounds,
    available: Iterable[int],
    *,
    queued: bool = True,
    out: Iterable[int] = (),
) -> Ask:
    """The question at an instant, in milliseconds. `queued`: the message waits or waited, and has been counted;
    otherwise it was stopped when it was raised. `out` as in Ask."""
    return Ask(
        CATEGORIES[row.category],
        now,
        row.expires_at,
        bounds,
        frozenset(available),
        emergency=row.emergency,
        queued=queued,
        out=frozenset(out),
        sender_cap=SENDER_DAY if row.queue else 0,
        own_contact=row.own_contact,
    )
