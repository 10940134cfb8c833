"""What may be done about a group of crashes in each state."""

from smartregion.v1.activity_service_pb2 import CrashGroupState as S

from server.workflow import Workflow

OPEN, RESOLVED = S.CRASH_GROUP_STATE_OPEN, S.CRASH_GROUP_STATE_RESOLVED
REOPENED = S.CRASH_GROUP_STATE_REOPENED

WORKFLOW = Workflow(
    "a group of crashes",
    S,
    "CRASH_GROUP_STATE_",
    {
        (OPEN, "resolved"): RESOLVED,
        (REOPENED, "resolved"): RESOLVED,
        (RESOLVED, "reopened"): REOPENED,
    },
)

#: The call behind each action.
CALLS = {"resolved": "ResolveCrashGroup", "reopened": "ReopenCrashGroup"}


def allowed_calls(state: int) -> list[str]:
    """Calls that a state leaves open, by name."""
    return sorted(CALLS[action] for action in WORKFLOW.allowed(state))
