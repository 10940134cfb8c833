"""What may be done to a campaign in each state."""

from smartregion.v1.notification_service_pb2 import CampaignState as S

from server.workflow import Workflow

DRAFT, ESTIMATED = S.CAMPAIGN_STATE_DRAFT, S.CAMPAIGN_STATE_ESTIMATED
SCHEDULED, RUNNING = S.CAMPAIGN_STATE_SCHEDULED, S.CAMPAIGN_STATE_RUNNING
PAUSED, FINISHED = S.CAMPAIGN_STATE_PAUSED, S.CAMPAIGN_STATE_FINISHED
CANCELLED = S.CAMPAIGN_STATE_CANCELLED

WORKFLOW = Workflow(
    "a campaign",
    S,
    "CAMPAIGN_STATE_",
    {
        **{(state, "changed"): DRAFT for state in (DRAFT, ESTIMATED)},
        **{(state, "estimated"): ESTIMATED for state in (DRAFT, ESTIMATED)},
        **{(state, "scheduled"): SCHEDULED for state in (ESTIMATED, SCHEDULED)},
        # By the service, when its time has come, or has passed.
        (SCHEDULED, "begun"): RUNNING,
        (SCHEDULED, "missed"): PAUSED,
        (RUNNING, "stopped for errors"): PAUSED,
        (RUNNING, "finished"): FINISHED,
        # By people. One that has not begun waits for its time again.
        **{(state, "paused"): PAUSED for state in (SCHEDULED, RUNNING)},
        (PAUSED, "resumed"): RUNNING,
        (PAUSED, "put back"): SCHEDULED,
        (RUNNING, "resent"): RUNNING,
        (PAUSED, "resent"): PAUSED,
        (FINISHED, "resent"): RUNNING,
        **{(state, "cancelled"): CANCELLED for state in (DRAFT, ESTIMATED, SCHEDULED, RUNNING, PAUSED)},
    },
)
