"""What is done once somebody else uses an account."""

from storage.engine.transaction import Tx
from storage.repositories import security_events, sessions


def end_sessions(tx: Tx, user_id: int) -> tuple[int, int]:
    """Ends all sessions of a user, who is told; how many, and the event by which they are told."""
    ended = sessions.end_all(tx, user_id=user_id)
    return ended, security_events.add(tx, user_id, security_events.UNAUTHORIZED_USE)
