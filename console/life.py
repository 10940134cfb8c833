"""The life of one message over all channels on which it was tried, step by step. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.messages import Notification

#: What a message waits in, and what people may try again or take back.
WAITING = frozenset({"QUEUED", "FAILED_TEMPORARY"})
RETRIED = frozenset({"FAILED_PERMANENT", "UNKNOWN"})


@dataclass(frozen=True)
class Step:
    """Something that happened to a message, or that is still to come."""

    at: datetime | None
    #: A state of NotificationState, or NEXT and EXPIRES for what is to come.
    kind: str
    said: str
    #: Seconds since the step before; None for the first.
    after: float | None = None


@dataclass(frozen=True)
class Leg:
    """A message on one channel; `here` where it is the one that is looked at."""

    message: Notification
    here: bool
    steps: tuple[Step, ...]


def legs(chain: Sequence[Notification], key: str) -> list[Leg]:
    """The messages of a cascade, the first first, each with what happened to it and what is to come."""
    return [Leg(one, one.id == key, tuple(_steps(one))) for one in chain]


def _steps(one: Notification) -> list[Step]:
    happened = sorted(
        ((event.at, event.state, event.reason) for event in one.events if event.at is not None),
        key=lambda step: step[0],
    )
    if one.queued_at is not None and not happened:
        happened = [(one.queued_at, one.state, one.outcome)]
    made = []
    before: datetime | None = None
    for at, state, said in happened:
        made.append(Step(at, state, said, (at - before).total_seconds() if before is not None else None))
        before = at
    if one.state in WAITING and one.next_attempt_at is not None:
        made.append(Step(one.next_attempt_at, "NEXT", ""))
    if one.state in WAITING and one.expires_at is not None:
        made.append(Step(one.expires_at, "EXPIRES", ""))
    return made
