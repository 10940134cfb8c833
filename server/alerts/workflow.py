"""What may be done about an alert in each state."""

from smartregion.v1.alert_service_pb2 import AlertState as S

from server.workflow import Workflow

OPEN, ACKNOWLEDGED, RESOLVED = S.ALERT_STATE_OPEN, S.ALERT_STATE_ACKNOWLEDGED, S.ALERT_STATE_RESOLVED
UNRESOLVED = (OPEN, ACKNOWLEDGED)

WORKFLOW = Workflow(
    "an alert",
    S,
    "ALERT_STATE_",
    {
        (OPEN, "acknowledged"): ACKNOWLEDGED,
        **{(state, "assigned"): state for state in UNRESOLVED},
        **{(state, "acted on"): state for state in UNRESOLVED},
        **{(state, "resolved"): RESOLVED for state in UNRESOLVED},
        **{(state, "raised again"): state for state in UNRESOLVED},
        (RESOLVED, "raised again"): OPEN,
    },
)

#: The call behind each action of an operator.
CALLS = {
    "acknowledged": "AcknowledgeAlert",
    "assigned": "AssignAlert",
    "acted on": "ActOnAlert",
    "resolved": "ResolveAlert",
}


def allowed_calls(state: int) -> list[str]:
    """Calls that a state leaves open, by name."""
    return sorted(CALLS[action] for action in WORKFLOW.allowed(state) if action in CALLS)
