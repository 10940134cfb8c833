"""What may be done about a request beside its workflow: the calls, the decisions and the letters that fit it now. The
server goes by this, and clients are told it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.privacy_request_service_pb2 import LetterKind as L

from server.codec import DAY_MS
from server.limits import LETTER_PART_DAYS
from server.privacy import lifting
from server.privacy.kinds import OWN_DATA, PACKAGES, proven
from server.privacy.workflow import ANSWERED, REFUSED, WORKFLOW, allowed_calls
from storage.days import day_of, iso_day
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyRequest, PrivacyStep
from storage.repositories import duties, liftings, privacy, users
from storage.repositories.liftings import Lifting
from storage.repositories.privacy import Request

#: Letters that say how a request was decided.
ANSWERS = (L.LETTER_KIND_ANSWER, L.LETTER_KIND_NOTHING_HELD, L.LETTER_KIND_REFUSAL)
EXTENDED, COPY_GONE = "ExtendDeadline", "RecordCopyDestroyed"
#: By which requests with a copy of a document are found: whoever proves somebody by one is an operator.
COPY_LEFT = PrincipalKind.PRINCIPAL_KIND_OPERATOR, COPY_GONE


def letter_at_hand(row: PrivacyRequest, now: int) -> bool:
    """Whether another demand may be found in the letter of a request: there is one, and it was put away of late. Who
    demands something in a session of their own states what, and writes no letter; what they wrote to support is one."""
    recent = row.closed_at is None or now - row.closed_at <= LETTER_PART_DAYS * DAY_MS
    return row.proof_by_kind != PrincipalKind.PRINCIPAL_KIND_RESIDENT and recent


@dataclass(frozen=True)
class Standing:
    """A request with what else is known of it."""

    request: Request
    #: What was proposed last about the end of the restriction that it is.
    end: Lifting | None
    #: The last scan after the erasure found something.
    remains: bool
    #: It is a duty of somebody.
    told: bool
    #: Its person was erased.
    erased: bool
    #: Steps that sent a letter, put the answer off or destroyed a copy, in order.
    marks: Sequence[PrivacyStep]
    #: Milliseconds.
    now: int

    def calls(self) -> list[str]:
        """By name."""
        row = self.request.row
        found = {*allowed_calls(row.state), *lifting.allowed_calls(self.request, self.end)}
        if row.kind != pb.PRIVACY_REQUEST_KIND_ERASURE:
            found.discard("PlaceHold")  # it puts an erasure off
        if not self.request.holds_in_force(iso_day(self.now)):
            found.discard("ReleaseHold")
        if row.state in ANSWERED and row.kind in PACKAGES and row.user_id is not None:
            found |= {"DownloadAccessPackage", "CreatePackageLink"}
        if row.state in ANSWERED and row.kind == pb.PRIVACY_REQUEST_KIND_ERASURE and not self.unknown:
            found.add("VerifyErasure")
        if self.to_record():
            found.add("RecordLetterSent")
        if self.copy_left():
            found.add(COPY_GONE)
        if letter_at_hand(row, self.now):
            found.add("AddLetterPart")
        return sorted(found)

    @property
    def unknown(self) -> bool:
        """Whether it was decided that nothing is held about who demands something of their own data."""
        row = self.request.row
        nothing = row.user_id is None or row.decision == pb.PRIVACY_DECISION_NOTHING_HELD
        return nothing and row.kind in OWN_DATA

    def decisions(self) -> list[pb.PrivacyDecision]:
        """Those that fit it, while one can be proposed."""
        row = self.request.row
        if "proposed" not in WORKFLOW.allowed(row.state):
            return []
        if not proven(row.kind, row.proof_at):
            return [pb.PRIVACY_DECISION_REFUSE]
        nothing = row.kind in OWN_DATA and (row.user_id is None or self.erased)
        fits = pb.PRIVACY_DECISION_NOTHING_HELD if nothing else pb.PRIVACY_DECISION_FULFIL
        return [fits, pb.PRIVACY_DECISION_REFUSE]

    def letters(self) -> list[L]:
        """Kinds of letters that there are to write about it, what is next before the others."""
        row = self.request.row
        if row.state == REFUSED:
            return [L.LETTER_KIND_REFUSAL]
        if row.state not in ANSWERED:
            return [L.LETTER_KIND_EXTENSION] if row.closed_at is None and row.extended_to else []
        answer = L.LETTER_KIND_NOTHING_HELD if self.unknown else L.LETTER_KIND_ANSWER
        found = [] if self.remains else [answer]
        if self.told:
            found.append(L.LETTER_KIND_RECIPIENT_NOTICE)
        if self.end is not None and self.end.row.state in (lifting.PROPOSED, lifting.TOLD):
            found.insert(0, L.LETTER_KIND_LIFTING)
        return found

    def copy_left(self) -> bool:
        """Whether a scan kept elsewhere may still have a copy of the document that proved the applicant; once the
        request is decided, nothing needs it."""
        row, texts = self.request.row, self.request.texts
        scanned = bool(texts.shown("document_ref")) or "document_ref" in texts.unreadable
        by_document = row.proof_at is not None and row.proof_by_kind == PrincipalKind.PRINCIPAL_KIND_OPERATOR
        destroyed = any(step.call == COPY_GONE for step in self.marks)
        return bool(row.closed_at and scanned and by_document and not destroyed)

    def to_record(self) -> list[L]:
        """Letters of which it is recorded that they were sent; of the others their own calls say it."""
        return [kind for kind in self.letters() if kind in (*ANSWERS, L.LETTER_KIND_EXTENSION)]

    def since(self, kind: int) -> date:
        """The first day on which a letter that there is to write can have left."""
        extended = [step.at for step in self.marks if step.call == EXTENDED]
        began = extended[-1] if kind == L.LETTER_KIND_EXTENSION else self.request.row.closed_at
        assert began is not None, "a letter is about something that was done"
        return day_of(began)

    def owed(self) -> L:
        """The letter that answers it or tells of its extension, and was not sent yet; UNSPECIFIED for none."""
        return next((kind for kind in self.to_record() if kind not in self._sent()), L.LETTER_KIND_UNSPECIFIED)

    def _sent(self) -> set[int]:
        """An extension is told of as often as there is one."""
        sent: set[int] = set()
        for step in self.marks:
            if step.call == EXTENDED:
                sent.discard(L.LETTER_KIND_EXTENSION)
            sent.add(step.letter_kind)
        return sent


def of(tx: Tx, requests: Iterable[Request]) -> list[Standing]:
    """In the same order; a query for each of the things, not for each request."""
    listed = list(requests)
    ids = [one.id for one in listed]
    ends = liftings.latest(tx, [one.id for one in listed if lifting.restricts(one)])
    remaining, told = privacy.remaining(tx, ids), duties.raised(tx, ids)
    erased = users.erased_among(tx, {one.row.user_id for one in listed if one.row.user_id is not None})
    marks = privacy.marks(tx, ids, (EXTENDED, COPY_GONE))
    return [
        Standing(
            one,
            ends.get(one.id),
            one.id in remaining,
            one.id in told,
            one.row.user_id in erased,
            marks.get(one.id, ()),
            tx.now,
        )
        for one in listed
    ]
