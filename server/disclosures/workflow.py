"""What may be done about a disclosure in each state (domain: Disclosure)."""

from smartregion.v1.disclosure_service_pb2 import DisclosureNotice
from smartregion.v1.disclosure_service_pb2 import DisclosureState as S

from server.workflow import Workflow

REQUESTED, STUDIED = S.DISCLOSURE_STATE_REQUESTED, S.DISCLOSURE_STATE_STUDIED
APPROVED, DENIED = S.DISCLOSURE_STATE_APPROVED, S.DISCLOSURE_STATE_DENIED
RELEASED = S.DISCLOSURE_STATE_RELEASED

WORKFLOW = Workflow(
    "a disclosure",
    S,
    "DISCLOSURE_STATE_",
    {
        (REQUESTED, "studied"): STUDIED,
        (STUDIED, "studied"): STUDIED,
        # Studied anew it is approved anew: an approval that nobody used for long lapses.
        (APPROVED, "studied"): STUDIED,
        (STUDIED, "approved"): APPROVED,
        (STUDIED, "denied"): DENIED,
        (REQUESTED, "deferred"): REQUESTED,
        (STUDIED, "deferred"): STUDIED,
        (APPROVED, "deferred"): APPROVED,
        (APPROVED, "released"): RELEASED,
        (RELEASED, "told after all"): RELEASED,
    },
)

#: The call behind each action.
CALLS = {
    "studied": "StudyDisclosure",
    "approved": "ApproveDisclosure",
    "denied": "DenyDisclosure",
    "deferred": "DeferDisclosure",
    "released": "ReleaseDisclosure",
    "told after all": "EndDisclosureExemption",
}


def allowed_calls(state: int, notice: int, *, lapsed: bool = False) -> list[str]:
    """Calls that a state leaves open, by name. An exemption ends where there is one; nothing is released by an approval
    that lapsed."""
    exempt = notice == DisclosureNotice.DISCLOSURE_NOTICE_EXEMPT
    closed = {*(() if exempt else ("told after all",)), *(("released",) if lapsed else ())}
    return sorted(CALLS[action] for action in WORKFLOW.allowed(state) if action not in closed)
