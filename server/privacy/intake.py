"""How a request comes in: who says it, what proves them, when it must be answered, whether it was said before."""

from datetime import date, timedelta
from typing import Any

from smartregion.v1.privacy_request_service_pb2 import IntakeChannel
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.call import Call
from server.codec import DAY_MS, bits, iso_date, optional_id
from server.errors import Conflict, InvalidField, LimitExceeded
from server.law.clocks import clocks
from server.limits import ALIKE_NAMED, PRIVACY_REQUESTS_A_DAY
from server.privacy import deadlines, decisions, senders, wording
from server.privacy.kinds import OWN_DATA, PROVEN
from server.privacy.workflow import IDENTITY_REQUIRED, OPEN, RECEIVED, WORKFLOW
from server.services import Services
from server.users.service import found as found_user
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.models.privacy import PrivacyRequest
from storage.repositories import privacy
from storage.repositories.privacy import Request
from storage.repositories.users import Person

#: A letter may have lain somewhere; one older than this is a slip of the pen.
OLDEST_DAYS = 366
SESSION_PROOF = "сеанс у застосунку / session in the app"


def received_on(wanted: Any, call: Call, now: int) -> date:
    """The day of receipt: of who demands something themselves it is today. Raises InvalidField."""
    today = date.fromisoformat(iso_day(now))
    if not call.principal.is_operator:
        return today
    day = date.fromisoformat(iso_date(wanted.received_on, "request.received_on"))
    if day > today:
        raise InvalidField("request.received_on", "privacy.received_on", "must not lie ahead")
    since = call.settings.controller_since
    if since is not None and day < since:
        raise InvalidField(
            "request.received_on", "privacy.received_on", f"must not be before {since}: nobody was there"
        )
    if day < today - timedelta(days=OLDEST_DAYS):
        raise InvalidField("request.received_on", "privacy.received_on", f"must be within the last {OLDEST_DAYS} days")
    return day


def check(wanted: Any, call: Call, *, from_thread: bool = False) -> None:
    """What the contract's rules alone can't say; `from_thread` where it is what somebody wrote to support, and came as
    that did. Raises InvalidField."""
    through_app = wanted.channel == IntakeChannel.INTAKE_CHANNEL_APP
    if not from_thread and call.principal.is_operator == through_app:
        who = (
            "an operator registers letters, e-mails and calls"
            if through_app
            else "the app's channel is INTAKE_CHANNEL_APP"
        )
        raise InvalidField("request.channel", "privacy.channel", f"does not fit who registers: {who}")
    if not call.principal.is_operator:
        _check_unclassified(wanted)
    if wanted.channel == IntakeChannel.INTAKE_CHANNEL_PHONE:
        _check_called(wanted)
    senders.check(wanted)
    rectifies = wanted.kind == K.PRIVACY_REQUEST_KIND_RECTIFICATION
    if rectifies != bool(wanted.rectifications):
        rule = "must say what is to be corrected" if rectifies else "belongs to RECTIFICATION only"
        raise InvalidField("request.rectifications", "privacy.rectifications", rule)
    fields = [one.field for one in wanted.rectifications]
    if len(set(fields)) < len(fields):
        raise InvalidField("request.rectifications", "repeated.unique", "names a field twice")
    for one in wanted.rectifications:
        decisions.corrected(one.field, one.value)


def _check_unclassified(wanted: Any) -> None:
    """Under which laws a request falls is for an operator to say. Raises InvalidField."""
    if wanted.kind == K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST:
        raise InvalidField("request.kind", "privacy.kind", "comes by letter or e-mail, with the warrant")
    for field in ("regimes", "circumstances"):
        if getattr(wanted, field):
            raise InvalidField(f"request.{field}", f"privacy.{field}", "must be empty: an operator says it")
    if wanted.representative_name or wanted.representative_authority:
        rule = "must be empty: who acts for another shows their authority in a letter or an e-mail"
        raise InvalidField("request.representative_name", "privacy.represented", rule)


def _check_called(wanted: Any) -> None:
    """Of a call the number is known, and a lawyer's request is none: the warrant comes with it. Raises InvalidField."""
    if wanted.kind == K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST:
        raise InvalidField("request.kind", "privacy.kind", "comes by letter or e-mail, with the warrant")
    if not senders.phone(wanted.applicant_contact):
        raise InvalidField("request.applicant_contact", "privacy.number", "must name the number that called")


def concerned(tx: Tx, wanted: Any, call: Call) -> Person | None:
    """The user a request is about. Raises InvalidField, NotFound."""
    if call.principal.is_resident:
        if optional_id(wanted.user_id, "request.user_id") not in (None, call.principal.id):
            raise InvalidField("request.user_id", "privacy.own", "must be empty: residents ask about themselves")
        return found_user(tx, call.principal.id, call)
    user_id = optional_id(wanted.user_id, "request.user_id")
    return found_user(tx, user_id, call) if user_id else None


def register(tx: Tx, request_id: int, wanted: Any, call: Call, services: Services, *, letter_id: int = 0) -> Request:
    """Writes the request with its number and its deadline; one that repeats an open one becomes a DUPLICATE of it.
    Without the id of a letter it is one of its own."""
    person = concerned(tx, wanted, call)
    if person is not None and call.principal.is_resident:
        _check_count(tx, person.id)
    received = received_on(wanted, call, tx.now)
    facts = deadlines.facts_wanted(services, wanted, received)
    strictest = clocks(services.law, facts)[0]
    proven = call.principal.is_resident
    row = PrivacyRequest(
        id=request_id,
        number=privacy.next_number(tx, received.year),
        kind=wanted.kind,
        state=_first_state(wanted, proven),
        channel=wanted.channel,
        user_id=person.id if person else None,
        sender_index=senders.index_of(tx, wanted.applicant_name, wanted.applicant_contact),
        letter_id=letter_id or request_id,
        received_on=received.isoformat(),
        due_on=strictest.due.isoformat(),
        due_article=strictest.article,
        regimes=" ".join(facts.regimes),
        circumstances=bits(sorted(facts.circumstances)),
        proof_at=tx.now if proven else None,
        proof_by_kind=call.principal.kind if proven else 0,
        created_at=tx.now,
    )
    texts = {
        "applicant_name": wanted.applicant_name,
        "applicant_contact": wanted.applicant_contact,
        "representative_name": wanted.representative_name,
        "representative_authority": wanted.representative_authority,
        "text": wanted.text,
        "document_ref": wanted.document_ref,
        "proof_method": SESSION_PROOF if proven else "",
    }
    request = privacy.create(tx, row, texts, [(one.field, one.value) for one in wanted.rectifications])
    earlier = _repeated(tx, request)
    if earlier is not None:
        request = repeats(tx, request, earlier)
    privacy.add_step(tx, request, "CreatePrivacyRequest", (call.principal.kind, call.principal.id))
    return request


def _first_state(wanted: Any, proven: bool) -> int:
    """Whoever calls has shown nothing of who they are yet."""
    by_phone = wanted.channel == IntakeChannel.INTAKE_CHANNEL_PHONE
    return IDENTITY_REQUIRED if by_phone and wanted.kind in PROVEN and not proven else RECEIVED


def repeats(tx: Tx, request: Request, earlier: Request) -> Request:
    """Closes a request as repeating another, which will be answered. Raises WrongState."""
    outcome = wording.both(wording.OUTCOMES["duplicate"]).format(number=earlier.row.number)
    state = WORKFLOW.next(request.row.state, "found a duplicate")
    return privacy.update(tx, request, state=state, duplicate_of=earlier.id, outcome=outcome, closed_at=tx.now)


def check_repeats(tx: Tx, request: Request, earlier: Request) -> None:
    """That nothing is lost when one is closed for the other: it demands the same of the same person, and is answered no
    later. Raises Conflict; Unreadable where one of them can't be compared."""
    row, other = request.row, earlier.row
    if earlier.id not in {one.id for one in privacy.alike(tx, row, ALIKE_NAMED)}:
        raise Conflict("duplicate_of_id: is no request of the same kind and person at the same time")
    if other.state not in OPEN:
        raise Conflict("duplicate_of_id: is closed already, so nothing more would be answered")
    if other.due_on > row.due_on:
        raise Conflict("duplicate_of_id: is due later; close that one as repeating this")
    if earlier.rectifications != request.rectifications:
        raise Conflict("duplicate_of_id: wants something else corrected")


def may_repeat(tx: Tx, request: Request, earlier: Request) -> bool:
    """Whether one can be closed for the other."""
    try:
        check_repeats(tx, request, earlier)
    except (Conflict, Unreadable):
        return False
    return True


def _check_count(tx: Tx, user_id: int) -> None:
    """Raises LimitExceeded past the requests that a resident registers in a day."""
    if privacy.count_of_user(tx, user_id, tx.now - DAY_MS) >= PRIVACY_REQUESTS_A_DAY:
        raise LimitExceeded(f"request: at most {PRIVACY_REQUESTS_A_DAY} requests a day", retry_after=3600)


def _repeated(tx: Tx, request: Request) -> Request | None:
    """An open request that demands the same. One that nobody has proven to be theirs stands in no one's way."""
    row = request.row
    if row.user_id is None or row.kind not in OWN_DATA:
        return None
    for earlier in privacy.of_user(tx, row.user_id, row.kind, OPEN):
        as_proven = earlier.row.proof_at is not None or row.proof_at is None
        if earlier.id != request.id and as_proven and earlier.wanted == request.wanted:
            return earlier
    return None
