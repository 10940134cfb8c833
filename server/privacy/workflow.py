"""What may be done about a privacy request in each state (domain: Privacy request)."""

from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestState as S

from server.workflow import Workflow

RECEIVED = S.PRIVACY_REQUEST_STATE_RECEIVED
IDENTITY_REQUIRED = S.PRIVACY_REQUEST_STATE_IDENTITY_REQUIRED
IN_PROGRESS = S.PRIVACY_REQUEST_STATE_IN_PROGRESS
AWAITING_APPROVAL = S.PRIVACY_REQUEST_STATE_AWAITING_APPROVAL
FULFILLED = S.PRIVACY_REQUEST_STATE_FULFILLED
PARTLY_FULFILLED = S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED
REFUSED = S.PRIVACY_REQUEST_STATE_REFUSED
ON_HOLD = S.PRIVACY_REQUEST_STATE_ON_HOLD
WITHDRAWN = S.PRIVACY_REQUEST_STATE_WITHDRAWN
DUPLICATE = S.PRIVACY_REQUEST_STATE_DUPLICATE

OPEN = (RECEIVED, IDENTITY_REQUIRED, IN_PROGRESS, AWAITING_APPROVAL, ON_HOLD)
ANSWERED = (FULFILLED, PARTLY_FULFILLED)

WORKFLOW = Workflow(
    "a privacy request",
    S,
    "PRIVACY_REQUEST_STATE_",
    {
        (RECEIVED, "proven"): RECEIVED,
        (RECEIVED, "assigned"): IN_PROGRESS,
        # Nobody works on a request whose applicant may be somebody else.
        (RECEIVED, "assigned without proof"): IDENTITY_REQUIRED,
        **{(state, "found a duplicate"): DUPLICATE for state in (RECEIVED, IDENTITY_REQUIRED, IN_PROGRESS)},
        (IDENTITY_REQUIRED, "proven"): IN_PROGRESS,
        (IDENTITY_REQUIRED, "assigned without proof"): IDENTITY_REQUIRED,
        # An applicant who never proves who they are is refused; by two people, as any refusal.
        (IDENTITY_REQUIRED, "proposed"): AWAITING_APPROVAL,
        (IN_PROGRESS, "assigned"): IN_PROGRESS,
        (IN_PROGRESS, "proposed"): AWAITING_APPROVAL,
        (AWAITING_APPROVAL, "returned"): IN_PROGRESS,
        (AWAITING_APPROVAL, "returned without proof"): IDENTITY_REQUIRED,
        (AWAITING_APPROVAL, "fulfilled"): FULFILLED,
        # Done here; the receipts of those who received the data are awaited.
        (AWAITING_APPROVAL, "carried out here"): PARTLY_FULFILLED,
        (PARTLY_FULFILLED, "told by all"): FULFILLED,
        (AWAITING_APPROVAL, "refused"): REFUSED,
        # An approved erasure waits here for holds to end; without one it goes on at once.
        (AWAITING_APPROVAL, "put to erasure"): ON_HOLD,
        (ON_HOLD, "erased"): FULFILLED,
        (ON_HOLD, "erased in part"): PARTLY_FULFILLED,
        (PARTLY_FULFILLED, "erased"): FULFILLED,
        (PARTLY_FULFILLED, "erased in part"): PARTLY_FULFILLED,
        (FULFILLED, "erased"): FULFILLED,
        (FULFILLED, "erased in part"): PARTLY_FULFILLED,
        **{(state, "held"): state for state in (RECEIVED, IN_PROGRESS, AWAITING_APPROVAL, ON_HOLD)},
        **{(state, "freed of a hold"): state for state in OPEN},
        **{(state, "extended"): state for state in (RECEIVED, IDENTITY_REQUIRED, IN_PROGRESS, AWAITING_APPROVAL)},
        **{(state, "withdrawn"): WITHDRAWN for state in OPEN},
    },
)

#: The call behind each action that somebody may take.
CALLS = {
    "proven": "RecordIdentityProof",
    "assigned": "AssignPrivacyRequest",
    "assigned without proof": "AssignPrivacyRequest",
    "proposed": "ProposeDecision",
    "returned": "ApproveDecision",
    "held": "PlaceHold",
    "freed of a hold": "ReleaseHold",
    "extended": "ExtendDeadline",
    "withdrawn": "WithdrawPrivacyRequest",
    "found a duplicate": "MarkDuplicate",
}


def allowed_calls(state: int) -> list[str]:
    """Calls that a state leaves open, by name."""
    return sorted({CALLS[action] for action in WORKFLOW.allowed(state) if action in CALLS})
