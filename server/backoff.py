"""When to come again to somebody who does not answer."""

from server.limits import RETRY_FIRST_MS, RETRY_LONGEST_MS


def retry_pause(attempts: int, spread: float) -> int:
    """Milliseconds before the next attempt; `spread` in [0, 1) keeps many from coming at once."""
    pause = min(RETRY_LONGEST_MS, RETRY_FIRST_MS << min(attempts - 1, 20))
    return int(pause * (0.8 + 0.4 * spread))
