"""The end of a restriction: two people decide it, and the person is told before it ends (GDPR, art. 18(3)).

2297-VI knows the restriction through art. 21(3) alone: every recipient is told of it, and so of its end.
"""

from datetime import date

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.data_duty_pb2 import DataDutyKind

from server.errors import InvalidField, WrongState
from server.law.book import Law
from server.privacy import duties
from server.privacy.workflow import ANSWERED
from server.users.workflow import WORKFLOW as USERS
from server.workflow import Workflow
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.repositories import liftings, users
from storage.repositories.liftings import Lifting
from storage.repositories.privacy import Request

S = pb.RestrictionLiftingState
PROPOSED, TOLD = S.RESTRICTION_LIFTING_STATE_PROPOSED, S.RESTRICTION_LIFTING_STATE_TOLD
LIFTED, DISMISSED = S.RESTRICTION_LIFTING_STATE_LIFTED, S.RESTRICTION_LIFTING_STATE_DISMISSED

LIFTINGS = Workflow(
    "the end of a restriction",
    S,
    "RESTRICTION_LIFTING_STATE_",
    {
        (PROPOSED, "told"): TOLD,
        (PROPOSED, "dismissed"): DISMISSED,
        # Nobody's data is processed again before they know of it.
        (TOLD, "lifted"): LIFTED,
        (TOLD, "dismissed"): DISMISSED,
    },
)
_CALLS = {"told": "RecordLiftingNotice", "dismissed": "ApproveLifting", "lifted": "ApproveLifting"}


def restricts(request: Request) -> bool:
    """Whether a request brought about a restriction."""
    row = request.row
    return (
        row.kind == pb.PRIVACY_REQUEST_KIND_RESTRICTION
        and row.state in ANSWERED
        and row.decision == pb.PRIVACY_DECISION_FULFIL
        and row.user_id is not None
    )


def allowed_calls(request: Request, lifting: Lifting | None) -> list[str]:
    """What may be done next about the end of a restriction, by name of the call."""
    if not restricts(request):
        return []
    if lifting is None or lifting.row.state == DISMISSED:
        return ["ProposeLifting"]
    return sorted({_CALLS[action] for action in LIFTINGS.allowed(lifting.row.state)})


def check_proposable(request: Request, lifting: Lifting | None) -> None:
    """Raises WrongState."""
    if not restricts(request):
        raise WrongState("there is a restriction to be lifted where a RESTRICTION was fulfilled")
    if lifting is not None and lifting.row.state != DISMISSED:
        raise WrongState(f"the end of this restriction is {LIFTINGS.name(lifting.row.state)} already")


def proposed(tx: Tx, request: Request) -> Lifting:
    """What was proposed last. Raises WrongState where nothing was."""
    found = liftings.latest(tx, [request.id]).get(request.id)
    if found is None:
        raise WrongState("nobody has proposed to lift this restriction; allowed: ProposeLifting")
    return found


def check_told(lifting: Lifting, day: date, today: date) -> None:
    """Raises InvalidField where the person can't have been told of it on a day."""
    if not date.fromisoformat(iso_day(lifting.row.proposed_at)) <= day <= today:
        rule = "must lie between the day of the proposal and today"
        raise InvalidField("told_on", "privacy.told_on", rule)


def lift(tx: Tx, request: Request, law: Law) -> None:
    """Ends the restriction of a person, unless another holds, and makes it a duty of who received their data."""
    user_id = request.row.user_id or 0
    holding = liftings.in_force(
        tx, user_id, pb.PRIVACY_REQUEST_KIND_RESTRICTION, ANSWERED, pb.PRIVACY_DECISION_FULFIL, LIFTED
    )
    if any(number != request.id for number in holding):
        return
    person = users.get_any(tx, user_id)
    if person is not None:
        USERS.next(person.row.state, "changed")  # of who was erased there is nothing to process again
        users.update(tx, person, restricted=False)
    duties.raise_for(tx, request, law, DataDutyKind.DATA_DUTY_KIND_RESTRICTION_LIFTED)
