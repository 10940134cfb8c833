"""Triage: what one key does about the cause of a reading that failed."""

from console.metering import Cause, Decision, Reading

#: Causes under which the index is right as it came, and those under which nothing is to be taken from it.
_RIGHT = frozenset(("LEAK", "CHANGED_USE", "STOPPED_METER"))
_WRONG = frozenset(("TAMPERING", "EXCHANGE"))
#: Decisions that put another index in the place of the one that came.
_PUT_RIGHT = frozenset(("correct", "move"))
#: Found of an index that can't be right: it is accepted by a deliberate key alone.
_IMPOSSIBLE = "PHYSICAL_CAP"


def fix(reading: Reading, cause: Cause) -> Decision | None:
    """The decision that follows from a cause; None where it would accept what can't be. What is refused can be put
    right, and no more."""
    decision = _asked_for(reading, cause)
    refused = reading.state == "REFUSED"
    return None if refused and decision is not None and decision.kind not in _PUT_RIGHT else decision


def _asked_for(reading: Reading, cause: Cause) -> Decision | None:
    impossible = any(found.code == _IMPOSSIBLE for found in reading.findings)
    if cause.kind == "ROLLOVER":
        return Decision("accept", rollover=True)
    if cause.kind in _RIGHT:
        return None if impossible else Decision("accept")
    if cause.kind in _WRONG:
        return Decision("refuse")
    if cause.register_id and cause.corrected == reading.index:
        return Decision("move", register_id=cause.register_id)
    return Decision("correct", index=cause.corrected)
