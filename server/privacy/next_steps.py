"""What is to be done next about a request, and the provision that wants it."""

from collections.abc import Iterator

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.codec import date_message
from server.limits import ALIKE_NAMED
from server.privacy import deadlines, lifting, standing
from server.privacy.deadlines import cited
from server.privacy.kinds import proven
from server.privacy.standing import Standing
from server.privacy.workflow import ANSWERED, AWAITING_APPROVAL, ON_HOLD
from server.services import Services
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyRequest
from storage.repositories import duties, privacy
from storage.repositories.privacy import Request

#: Of a lawyer the warrant is wanted, of anybody else that they say who they are: the code of the duty.
_IDENTITY: dict[int, str] = {pb.PRIVACY_REQUEST_KIND_LAWYER_REQUEST: "authority"}


def next_steps(tx: Tx, services: Services, request: Request) -> list[pb.NextStep]:
    """In the order in which they are to be done; the first is the next."""
    (now,) = standing.of(tx, [request])
    return list(_before(tx, services, now) if request.row.closed_at is None else _after(tx, services, now))


def similar(tx: Tx, row: PrivacyRequest) -> list[PrivacyRequest]:
    """What may be the same demand: alike, but neither of the same letter nor what it is known to repeat."""
    alike = privacy.alike(tx, row, ALIKE_NAMED)
    together = {row.letter_id} - {None}
    return [one for one in alike if one.id != row.duplicate_of and one.letter_id not in together]


def _before(tx: Tx, services: Services, now: Standing) -> Iterator[pb.NextStep]:
    """Until it is decided."""
    row = now.request.row
    if not proven(row.kind, row.proof_at):
        wanted = _IDENTITY.get(row.kind, "identity")
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_PROVE_IDENTITY, article=cited(services, row, wanted))
    if now.owed() == pb.LETTER_KIND_EXTENSION:
        yield _extension(services, row)
    if similar(tx, row):
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_COMPARE)
    if row.state == AWAITING_APPROVAL:
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_APPROVE)
    elif row.state == ON_HOLD:
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_AWAIT_HOLD, article=cited(services, row, "destruction"))
    else:
        due = date_message(row.due_on)
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_PROPOSE, article=row.due_article, due_on=due)


def _extension(services: Services, row: PrivacyRequest) -> pb.NextStep:
    owed = deadlines.told_of_extension(services, row)
    step = pb.NextStep(kind=pb.NEXT_STEP_KIND_SEND_EXTENSION)
    if owed is not None:
        step.article = owed.regime.cited(owed.duty)
        if owed.due is not None:
            step.due_on.CopyFrom(date_message(owed.due.isoformat()))
    return step


def _after(tx: Tx, services: Services, now: Standing) -> Iterator[pb.NextStep]:
    """What is left once it is decided."""
    row, owed = now.request.row, now.owed()
    if owed == pb.LETTER_KIND_REFUSAL:
        due = date_message(row.due_on)
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_SEND_REFUSAL, article=cited(services, row, "refusal"), due_on=due)
    if now.copy_left():
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_DESTROY_COPY, article=cited(services, row, "storage-limit"))
    if row.state not in ANSWERED:
        return
    if now.end is not None and now.end.row.state in _LIFTING:
        yield pb.NextStep(kind=_LIFTING[now.end.row.state], article=cited(services, row, "lifting"))
    if now.remains:
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_DESTROY_REMAINS, article=cited(services, row, "destruction"))
    elif owed:
        due = date_message(row.due_on)
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_SEND_ANSWER, article=row.due_article, due_on=due)
    waiting = duties.first_due(tx, row.id)
    if waiting is not None:
        due = date_message(waiting.due_on)
        yield pb.NextStep(kind=pb.NEXT_STEP_KIND_AWAIT_RECEIPTS, article=waiting.due_article, due_on=due)


#: What the end of a restriction waits for.
_LIFTING: dict[int, pb.NextStepKind] = {
    lifting.PROPOSED: pb.NEXT_STEP_KIND_TELL_OF_LIFTING,
    lifting.TOLD: pb.NEXT_STEP_KIND_APPROVE_LIFTING,
}
