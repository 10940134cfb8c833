"""Duties that follow a person's data to its recipients: raised in the transaction of what causes them, answered by a
receipt, and in the way of the request's end until they are (2297-VI, art. 21(3); GDPR, art. 19)."""

from smartregion.v1.data_duty_pb2 import DataDutyKind as K
from smartregion.v1.data_duty_pb2 import DataDutyState as S
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as R

from server import recipients, words
from server.codec import bits
from server.law.book import Law
from server.privacy import wording
from server.privacy.workflow import ANSWERED, WORKFLOW
from server.workflow import Workflow
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.repositories import duties, partners, privacy
from storage.repositories.duties import Recipient
from storage.repositories.privacy import Request

PENDING = S.DATA_DUTY_STATE_PENDING
EXCUSED = S.DATA_DUTY_STATE_EXCUSED
TOLD = S.DATA_DUTY_STATE_TOLD

DUTIES = Workflow(
    "a duty",
    S,
    "DATA_DUTY_STATE_",
    {
        (PENDING, "answered"): S.DATA_DUTY_STATE_ANSWERED,
        (PENDING, "excused"): EXCUSED,
        # Who has no key gives no receipt: it is told by letter, and that is all that law wants.
        (PENDING, "told by letter"): TOLD,
        # The receipt that came too late to be waited for is still worth having.
        (EXCUSED, "answered"): S.DATA_DUTY_STATE_ANSWERED,
    },
)

#: What a request that was carried out makes a duty of its recipients.
_KINDS: dict[int, int] = {
    R.PRIVACY_REQUEST_KIND_RECTIFICATION: K.DATA_DUTY_KIND_RECTIFIED,
    R.PRIVACY_REQUEST_KIND_ERASURE: K.DATA_DUTY_KIND_ERASED,
    R.PRIVACY_REQUEST_KIND_RESTRICTION: K.DATA_DUTY_KIND_RESTRICTED,
    R.PRIVACY_REQUEST_KIND_OBJECTION: K.DATA_DUTY_KIND_OBJECTED,
    R.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: K.DATA_DUTY_KIND_CONSENT_WITHDRAWN,
}
_EVERY_CLASS = frozenset(DataClass.values()) - {DataClass.DATA_CLASS_UNSPECIFIED, DataClass.DATA_CLASS_OPERATIONAL}
#: Which data a duty is about: who was shown none of it has nothing to do.
_ABOUT: dict[int, frozenset[DataClass]] = {
    # One writes to people by their contacts only.
    K.DATA_DUTY_KIND_CONSENT_WITHDRAWN: frozenset({DataClass.DATA_CLASS_CONTACT}),
    K.DATA_DUTY_KIND_OBJECTED: frozenset({DataClass.DATA_CLASS_CONTACT}),
}


def raise_for(tx: Tx, request: Request, law: Law, kind: int | None = None) -> int:
    """Makes the duties that a carried out request, or the `kind` that came of it later, is to its recipients; how many.
    Twice makes them once."""
    kind = kind or _KINDS.get(request.row.kind)
    if kind is None or request.row.user_id is None:
        return 0
    known = {duty.key for duty in duties.of_request(tx, request.id) if duty.row.kind == kind}
    due, article = recipients.told_by(law, day_of(tx.now))
    fields = [field for field, _ in request.rectifications]
    raised = 0
    for one in recipients.of_person(tx, request.row.user_id):
        told = recipients.shown(one, fields)
        if not _concerns(kind, one, told) or one.key in known:
            continue
        row = duties.new_row(
            tx,
            one,
            kind=kind,
            request_id=request.id,
            user_id=request.row.user_id,
            fields=",".join(told),
            due_on=due.isoformat(),
            due_article=article,
        )
        duties.add(tx, row)
        raised += 1
    return raised


def _concerns(kind: int, recipient: Recipient, told: list[str]) -> bool:
    """Whether a recipient was ever shown what a duty is about."""
    if kind == K.DATA_DUTY_KIND_RECTIFIED:
        return bool(told)
    return bool(recipient.data_classes & bits(sorted(_ABOUT.get(kind, _EVERY_CLASS))))


def owing(tx: Tx, request_id: int) -> list[wording.Words]:
    """Recipients whose receipt, or the letter to whom, a request waits for, by name in both languages."""
    waiting = duties.waiting(tx, request_id)
    names = partners.names(tx, {duty.row.partner_id for duty in waiting})
    told = [duty.texts["recipient_name"] for duty in waiting]
    said = ((name, name) if name else names[duty.row.partner_id] for name, duty in zip(told, waiting, strict=True))
    return list(dict.fromkeys(said))


def outcome_of(tx: Tx, request_id: int, outcome: str) -> str:
    """An outcome, with whose receipts are still awaited."""
    names = owing(tx, request_id)
    if not names:
        return outcome
    ukrainian, english = (
        words.format(names=", ".join(said))
        for words, said in zip(wording.OUTCOMES["awaiting"], zip(*names, strict=True), strict=True)
    )
    return wording.joined(outcome, wording.both((ukrainian, english)))


def settle(tx: Tx, request_id: int) -> Request | None:
    """Closes a request as fulfilled once nothing of it is left to do: no receipt, and nothing that a scan found. The
    request as it is then; None where it stays as it was."""
    request = privacy.by_id(tx, request_id)
    if request is None or request.row.state not in ANSWERED or duties.waiting(tx, request_id):
        return None
    if "told by all" not in WORKFLOW.allowed(request.row.state) or privacy.remains(tx, request_id):
        return None
    run = privacy.run_of(tx, request_id)
    done = wording.OUTCOMES["fulfilled" if run is None else "erased"]
    outcome = wording.joined(wording.both(done), wording.both(wording.OUTCOMES["told by all"]))
    if run is not None:
        outcome = outcome.format(bytes=words.Number(run.bytes_scanned))
    return privacy.update(tx, request, state=WORKFLOW.next(request.row.state, "told by all"), outcome=outcome)
