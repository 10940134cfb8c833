"""Triage: what one key does about the cause of a reading that failed."""

from console.models import Cause, Decision, Reading

#: Causes under which the index is right as it came, and those under which nothing is to be taken from it.
_RIGHT = frozenset(("LEAK", "CHANGED_USE", "STOPPED_METER"))
_WRONG = frozenset(("TAMPERING", "EXCHANGE"))


def fix(reading: Reading, cause: Cause) -> Decision:
    """The decision that follows from a cause."""
    if cause.kind == "ROLLOVER":
        return Decision("accept", rollover=True)
    if cause.kind in _RIGHT:
        return Decision("accept")
    if cause.kind in _WRONG:
        return Decision("refuse")
    if cause.register_id and cause.corrected == reading.index:
        return Decision("move", register_id=cause.register_id)
    return Decision("correct", index=cause.corrected)
