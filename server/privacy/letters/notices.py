"""Letters to those who received data of somebody: what became of it and what is asked of them (2297-VI, art. 21(3)).
Each that has a duty gets one, which says no more of the person than it was ever shown."""

from collections.abc import Mapping, Sequence

from smartregion.v1.data_duty_pb2 import DataDutyKind as K
from smartregion.v1.options_pb2 import DataClass

from server.codec import encode_id, from_bits
from server.privacy import wording
from server.privacy.letters.basis import change_notice
from server.privacy.letters.letter import Block, Template, Value
from server.services import Services
from storage.days import day_of, iso_day
from storage.engine.transaction import Tx
from storage.repositories import duties, operators, partners, privacy, users
from storage.repositories.duties import Duty
from storage.repositories.privacy import Request

#: What was done, and what is asked of the recipient, by kind of duty.
ACTIONS: dict[int, tuple[str, str]] = {
    K.DATA_DUTY_KIND_RECTIFIED: ("зміна", "Просимо так само виправити дані, які ви отримали від нас"),
    K.DATA_DUTY_KIND_ERASED: (
        "видалення (знищення)",
        "Просимо знищити дані, які ви отримали від нас, якщо закон не зобов'язує вас їх зберігати",
    ),
    K.DATA_DUTY_KIND_RESTRICTED: (
        "обмеження доступу",
        "Просимо не обробляти далі даних, які ви отримали від нас, якщо закон цього від вас не вимагає",
    ),
    K.DATA_DUTY_KIND_RESTRICTION_LIFTED: (
        "зняття обмеження доступу",
        "Дані, які ви отримали від нас, можна обробляти далі",
    ),
    K.DATA_DUTY_KIND_CONSENT_WITHDRAWN: (
        "відкликання згоди на обробку",
        "Просимо більше не писати цій особі на підставі згоди",
    ),
    K.DATA_DUTY_KIND_OBJECTED: (
        "заперечення проти обробки",
        "Просимо зважити на заперечення й не писати цій особі, якщо закон цього від вас не вимагає",
    ),
}
FIELDS = {"phone": "телефон", "email": "електронна пошта", "first_name": "ім'я", "last_name": "прізвище"}


def of_request(tx: Tx, request: Request, services: Services) -> list[list[Block]]:
    """One for each recipient of what the request did last, of which there is one."""
    owed = duties.of_request(tx, request.id)
    last = owed[-1].row.kind
    by_recipient: dict[tuple[int, str], list[Duty]] = {}
    for duty in owed:
        if duty.row.kind == last:
            partner_id, _, named = duty.key
            by_recipient.setdefault((partner_id, named), []).append(duty)
    return [_written(tx, theirs, request, services) for theirs in by_recipient.values()]


def of_duty(tx: Tx, duty: Duty, services: Services) -> tuple[str, list[Block]]:
    """The name of the file without its ending, and the letter."""
    request = privacy.by_id(tx, duty.row.request_id) if duty.row.request_id else None
    return f"letter-duty-{encode_id(duty.id)}", _written(tx, [duty], request, services)


def _written(tx: Tx, owed: Sequence[Duty], request: Request | None, services: Services) -> list[Block]:
    """To one recipient, about all its duties of one kind."""
    settings, first = services.settings, owed[0].row
    article, rule = change_notice(services, day_of(first.raised_at))
    action, wish = ACTIONS[first.kind]
    classes = frozenset().union(*(from_bits(duty.row.data_classes) for duty in owed))
    values: dict[str, Value] = {
        "controller": settings.controller_name,
        "controller_address": settings.controller_address,
        "controller_contact": settings.controller_contact,
        "recipient": owed[0].texts["recipient_name"] or partners.names(tx, [first.partner_id])[first.partner_id][0],
        "sent": iso_day(tx.now),
        "decided": iso_day(first.raised_at),
        "number": encode_id(first.id),
        "article": article,
        "notice_rule": rule,
        "action": action,
        "wish": wish,
        "subject": _subject(tx, owed, request, classes),
        "classes": ", ".join(wording.CLASSES[one][0] for one in sorted(classes) if one in wording.CLASSES),
        "changes": _changes(tx, owed, request),
        "signature": settings.controller_name,
    }
    if request is None:
        return Template.named("change_notice").written(values)
    approver = request.row.approved_by_id or 0
    official = operators.names(tx, {approver}).get(approver, "")
    values |= {
        "number": request.row.number,
        "received": request.row.received_on,
        "official": official,
        "signature": f"{official}, {settings.controller_name}",
    }
    return Template.named("recipient_notice").written(values)


def _subject(tx: Tx, owed: Sequence[Duty], request: Request | None, classes: frozenset[int]) -> list[str]:
    """Whose data it is, as this recipient knows them."""
    found = []
    by_letter = not owed[0].row.partner_id  # it asked of them by name
    if by_letter or DataClass.DATA_CLASS_IDENTITY in classes:
        found.append(request.texts["applicant_name"] if request else _name(tx, owed[0].row.user_id))
    for duty in owed:
        if duty.account_number and DataClass.DATA_CLASS_FINANCIAL in from_bits(duty.row.data_classes):
            found.append(f"особовий рахунок {duty.account_number}")
        elif duty.row.account_id:
            found.append(f"рахунок у програмному інтерфейсі: {encode_id(duty.row.account_id)}")
    return [one for one in found if one] or [f"абонент у програмному інтерфейсі: {encode_id(owed[0].row.user_id)}"]


def _name(tx: Tx, user_id: int) -> str:
    person = users.get_any(tx, user_id)
    return f"{person.first_name} {person.last_name}".strip() if person else ""


def _changes(tx: Tx, owed: Sequence[Duty], request: Request | None) -> list[str]:
    """What was corrected, as it reads now: of the fields that this recipient was shown."""
    fields = dict.fromkeys(field for duty in owed for field in duty.row.fields.split(",") if field)
    values = dict(request.rectifications) if request else _current(tx, owed[0].row.user_id)
    return [f"{FIELDS[field]}: {values[field]}" for field in fields if values.get(field)]


def _current(tx: Tx, user_id: int) -> Mapping[str, str]:
    person = users.get_any(tx, user_id)
    return {field: getattr(person, field) or "" for field in FIELDS} if person else {}
