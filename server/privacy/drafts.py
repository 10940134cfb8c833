"""Mails that wait for an operator: taken once, dated by their arrival at our server, and made requests by a person."""

import json
from datetime import UTC, date, datetime

from smartregion.v1 import intake_draft_pb2 as pb

from server.call import Call
from server.codec import bits, date_message, encode_id, from_bits, iso_date, timestamp
from server.errors import InvalidField
from server.privacy.intake import OLDEST_DAYS
from server.privacy.mail.reading import TOLERANCE, Mail
from server.workflow import Workflow
from storage.days import iso_day
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.intake import IntakeDraft
from storage.repositories import intake, operators, users
from storage.repositories.intake import Draft
from storage.repositories.scope import EVERYTHING

NEW = pb.INTAKE_DRAFT_STATE_NEW

DRAFTS = Workflow(
    "a draft",
    pb.IntakeDraftState,
    "INTAKE_DRAFT_STATE_",
    {
        (NEW, "confirmed"): pb.INTAKE_DRAFT_STATE_CONFIRMED,
        (NEW, "discarded"): pb.INTAKE_DRAFT_STATE_DISCARDED,
    },
)


def arrival_of(mail: Mail, now: int) -> tuple[int, int]:
    """When a mail from a file arrived (milliseconds), and what says so: the topmost Received header, which the last
    server on the way put there. One that lies ahead or in another age is not believed."""
    if mail.passed_at is None:
        return now, pb.MAIL_ARRIVAL_UPLOAD
    today = datetime.fromtimestamp(now / 1000, UTC)
    if not today - mail.passed_at >= -TOLERANCE or (today - mail.passed_at).days > OLDEST_DAYS:
        return now, pb.MAIL_ARRIVAL_UPLOAD
    return min(now, int(mail.passed_at.timestamp() * 1000)), pb.MAIL_ARRIVAL_RECEIVED_HEADER


def take(tx: Tx, mail: Mail, arrived_at: int, arrival: int, size: int) -> tuple[Draft, bool]:
    """The draft of a mail, and whether it lay here already."""
    index = tx.blind.digest("mail", mail.identity)
    known = intake.by_mail(tx, index)
    if known is not None:
        return known, True
    row = IntakeDraft(
        id=new_id(),
        state=NEW,
        arrived_at=arrived_at,
        arrival=arrival,
        mail_index=index,
        sender_user_id=_sender(tx, mail.sender_address),
        warnings=bits(sorted(mail.warnings)),
        size_bytes=size,
        created_at=tx.now,
    )
    attached = [(one.name, one.media_type, one.size) for one in mail.attachments]
    texts = {
        "sender_name": mail.sender_name,
        "sender_address": mail.sender_address,
        "subject": mail.subject,
        "text": mail.text,
        "attachments": json.dumps(attached, ensure_ascii=False) if attached else "",
    }
    return intake.create(tx, row, texts), False


def _sender(tx: Tx, address: str) -> int | None:
    """The one user whose confirmed address it is."""
    if "@" not in address:
        return None
    found, more = users.lookup(tx, "email", address, EVERYTHING, 1)
    return found[0].id if found and not more and found[0].row.email_confirmed_at else None


def dated(draft: Draft, letter: pb.IntakeDraft, present: bool) -> date:
    """The day of receipt of a mail that is confirmed: that of its arrival, unless somebody knows of an earlier one.
    Raises InvalidField."""
    arrived = date.fromisoformat(iso_day(draft.row.arrived_at))
    if not present:
        return arrived
    day = date.fromisoformat(iso_date(letter.received_on, "letter.received_on"))
    if day > arrived:
        rule = f"must not be after {arrived}, the day on which the mail arrived at our server"
        raise InvalidField("letter.received_on", "privacy.after_arrival", rule)
    return day


def to_messages(tx: Tx, drafts: list[Draft], *, whole: bool) -> list[pb.IntakeDraft]:
    """Drafts as the contract writes them; their texts and what is attached where they are wanted whole."""
    staff = {one.row.decided_by_id for one in drafts if one.row.decided_by_id}
    names = operators.names(tx, staff) if staff else {}
    numbers = intake.request_numbers(tx, [one.row.letter_id for one in drafts if one.row.letter_id])
    return [_message(one, names, numbers, whole) for one in drafts]


def _message(draft: Draft, names: dict[int, str], numbers: dict[int, list[str]], whole: bool) -> pb.IntakeDraft:
    row, texts = draft.row, draft.texts
    attached = json.loads(texts["attachments"] or "[]") if whole else []
    return pb.IntakeDraft(
        id=encode_id(row.id),
        state=row.state,
        arrived_at=timestamp(row.arrived_at),
        arrival=row.arrival,
        received_on=date_message(iso_day(row.arrived_at)),
        sender_name=texts["sender_name"],
        sender_address=texts["sender_address"],
        subject=texts["subject"],
        text=texts["text"] if whole else "",
        attachments=[pb.MailAttachment(name=name, media_type=kind, size_bytes=size) for name, kind, size in attached],
        warnings=from_bits(row.warnings),
        size_bytes=row.size_bytes,
        sender_user_id=encode_id(row.sender_user_id),
        request_numbers=numbers.get(row.letter_id or 0, []),
        discard_reason=texts["discard_reason"],
        decided_by=names.get(row.decided_by_id or 0, ""),
        decided_at=timestamp(row.decided_at),
        created_at=timestamp(row.created_at),
        etag=str(row.version),
    )


def decide(tx: Tx, draft: Draft, action: str, call: Call, **values: object) -> Draft:
    """Raises WrongState."""
    state = DRAFTS.next(draft.row.state, action)
    return intake.update(
        tx,
        draft,
        state=state,
        decided_by_id=call.principal.id,
        decided_at=tx.now,
        **values,  # type: ignore[arg-type]
    )
