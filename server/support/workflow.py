"""What may be done about a thread in each state (domain: Support thread). A new message opens it again."""

from smartregion.v1.support_service_pb2 import ThreadState as S

from server.workflow import Workflow

OPEN, ANSWERED, CLOSED = S.THREAD_STATE_OPEN, S.THREAD_STATE_ANSWERED, S.THREAD_STATE_CLOSED
OPEN_STATES = (OPEN, ANSWERED)

WORKFLOW = Workflow(
    "a thread",
    S,
    "THREAD_STATE_",
    {
        **{(state, "written to"): OPEN for state in (OPEN, ANSWERED, CLOSED)},
        **{(state, "answered"): ANSWERED for state in (OPEN, ANSWERED, CLOSED)},
        **{(state, "noted"): state for state in (OPEN, ANSWERED, CLOSED)},
        **{(state, "assigned"): state for state in OPEN_STATES},
        **{(state, "closed"): CLOSED for state in OPEN_STATES},
        **{(state, "merged"): CLOSED for state in OPEN_STATES},
        **{(state, "handed over"): CLOSED for state in OPEN_STATES},
    },
)

#: The call behind each action of an operator, and of a resident.
CALLS = {
    "answered": "PostMessage",
    "assigned": "AssignThread",
    "closed": "CloseThread",
    "merged": "MergeThreads",
    "handed over": "HandOverThread",
}
OWN_CALLS = {"written to": "PostMessage"}


def allowed_calls(state: int, *, own: bool, merged: bool) -> list[str]:
    """Calls that a state leaves open, by name. What was merged goes on elsewhere."""
    calls = OWN_CALLS if own else CALLS
    return [] if merged else sorted(calls[action] for action in WORKFLOW.allowed(state) if action in calls)
