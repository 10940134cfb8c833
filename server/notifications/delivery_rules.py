"""The delivery rules in force, as the decision takes them."""

from server.notifications.decision import Bounds
from storage.engine.transaction import Tx
from storage.repositories import delivery_rules


def current(tx: Tx) -> Bounds:
    """Quiet hours and the daily cap."""
    return Bounds(*delivery_rules.peek(tx))
