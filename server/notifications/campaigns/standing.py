"""How a campaign stands when its messages come to be handed over: whether they may go, and when it has failed too
often."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from smartregion.v1.notification_service_pb2 import PauseReason

from server.limits import ERRORS_AMONG, ERRORS_PERCENT
from server.notifications.campaigns import contents
from server.notifications.campaigns.workflow import CANCELLED, PAUSED, RUNNING, WORKFLOW
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.repositories import campaigns
from storage.repositories.outbox import Due

CALLED_OFF = ("Розсилку скасовано.", "The campaign was cancelled.")


class Sorted(NamedTuple):
    """Messages that are due."""

    going: list[Due]
    #: Of campaigns that were cancelled.
    called_off: list[Due]


def sort(tx: Tx, rows: Sequence[Due]) -> Sorted:
    """Messages that may go, and those that are to be cancelled. Those of campaigns that stand still are parked: nobody
    looks at them any more until somebody resumes."""
    states = campaigns.states(tx, {row.cause_id for row in rows if row.cause == campaigns.CAUSE})
    found = Sorted([], [])
    parked = []
    for row in rows:
        state = states.get(row.cause_id) if row.cause == campaigns.CAUSE else None
        if state == PAUSED:
            parked.append(row.id)
        elif state == CANCELLED:
            found.called_off.append(row)
        else:
            found.going.append(row)
    campaigns.park(tx, parked)
    return found


def stop_failing(tx: Tx, rows: Iterable[Due]) -> None:
    """Pauses running campaigns of these messages of whose answers too many were failures."""
    for campaign_id in sorted({row.cause_id for row in rows if row.cause == campaigns.CAUSE}):
        row = campaigns.by_id(tx, campaign_id)
        if row is not None and row.state == RUNNING and fails(row):
            state = WORKFLOW.next(row.state, "stopped for errors")
            campaigns.update(tx, row, state=state, pause_reason=PauseReason.PAUSE_REASON_ERRORS)


def fails(row: Campaign) -> bool:
    """Whether more of its answers are failures than it bears; of fewer than a hundred nothing is said."""
    if row.answered < ERRORS_AMONG or not row.failed:
        return False
    bears = contents.stored(row).stop_at_errors_percent or ERRORS_PERCENT
    return row.failed * 100 > row.answered * bears
