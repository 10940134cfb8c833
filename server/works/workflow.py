"""What may be done to works in each state."""

from smartregion.v1.work_service_pb2 import WorkState

from server.workflow import Workflow

ANNOUNCED, CANCELLED = WorkState.WORK_STATE_ANNOUNCED, WorkState.WORK_STATE_CANCELLED
FINISHED = WorkState.WORK_STATE_FINISHED

WORKFLOW = Workflow(
    "a piece of works",
    WorkState,
    "WORK_STATE_",
    {
        (ANNOUNCED, "changed"): ANNOUNCED,
        (ANNOUNCED, "cancelled"): CANCELLED,
        (ANNOUNCED, "finished"): FINISHED,
    },
)
