"""What may be done to a version of the policy in each state, and which state it is in at an instant.

What people did to it (draft, published, given up) is on record. What the time does to it (in force, superseded) is
reckoned from when it takes effect, so that no chore can be late for it.
"""

from smartregion.v1.policy_service_pb2 import PolicyVersionState

from server.workflow import Workflow

_S = PolicyVersionState
DRAFT, PUBLISHED, DISCARDED = (
    _S.POLICY_VERSION_STATE_DRAFT,
    _S.POLICY_VERSION_STATE_PUBLISHED,
    _S.POLICY_VERSION_STATE_DISCARDED,
)
IN_FORCE, SUPERSEDED = _S.POLICY_VERSION_STATE_IN_FORCE, _S.POLICY_VERSION_STATE_SUPERSEDED

WORKFLOW = Workflow(
    "a policy version",
    PolicyVersionState,
    "POLICY_VERSION_STATE_",
    {
        (DRAFT, "changed"): DRAFT,
        (DRAFT, "discarded"): DISCARDED,
        (DRAFT, "published"): PUBLISHED,
        (PUBLISHED, "put in force"): IN_FORCE,
        (PUBLISHED, "accepted"): PUBLISHED,
        (IN_FORCE, "accepted"): IN_FORCE,
        (IN_FORCE, "superseded"): SUPERSEDED,
    },
)


def standing(state: int, effective_from: int | None, now: int, in_force_from: int | None) -> int:
    """The state at an instant of what is on record. `in_force_from` is when the version took effect that is in force
    then; milliseconds."""
    if state != PUBLISHED or effective_from is None or effective_from > now:
        return state
    reached: int = WORKFLOW.next(PUBLISHED, "put in force")
    if in_force_from is not None and in_force_from > effective_from:
        reached = WORKFLOW.next(reached, "superseded")
    return reached
