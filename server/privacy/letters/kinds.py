"""Which letter is due when, and what stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import LetterKind as L
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.actors import actor_names
from server.config import Settings
from server.errors import Conflict, WrongState
from server.notifications.placeholders import tamed
from server.privacy import lifting, rights
from server.privacy.kinds import OWN_DATA
from server.privacy.letters.letter import Block, Template, Value
from server.privacy.package import contents
from server.privacy.workflow import ANSWERED, REFUSED, WORKFLOW
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.repositories import accounts, operators, privacy
from storage.repositories.privacy import Request


@dataclass(frozen=True)
class Ask:
    """What a letter is made from."""

    tx: Tx
    request: Request
    settings: Settings


#: What was demanded, by kind, in the words of a letter.
DEMANDS: dict[int, str] = {
    K.PRIVACY_REQUEST_KIND_ACCESS: "доступ до своїх даних",
    K.PRIVACY_REQUEST_KIND_COPY: "копія своїх даних",
    K.PRIVACY_REQUEST_KIND_RECTIFICATION: "виправлення даних",
    K.PRIVACY_REQUEST_KIND_ERASURE: "знищення даних",
    K.PRIVACY_REQUEST_KIND_OBJECTION: "заперечення проти обробки",
    K.PRIVACY_REQUEST_KIND_RESTRICTION: "обмеження обробки",
    K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: "відкликання згоди",
    K.PRIVACY_REQUEST_KIND_APPEAL: "звернення громадянина",
    K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION: "запит на публічну інформацію",
    K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST: "адвокатський запит",
}
#: What was done, by kind.
DONE: dict[int, str] = {
    K.PRIVACY_REQUEST_KIND_ACCESS: "Зміст ваших даних, мету й підстави обробки, джерела, одержувачів і строки "
    "зберігання наведено в доданому пакеті (файли PDF, HTML і JSON), засвідченому електронним підписом.",
    K.PRIVACY_REQUEST_KIND_COPY: "Копію даних, які ви надали або які виникли, коли ви користувалися послугами, додано "
    "у машиночитаному вигляді (JSON) і для читання (HTML, PDF); її засвідчено електронним підписом.",
    K.PRIVACY_REQUEST_KIND_RECTIFICATION: "Дані виправлено, як ви вимагали. Одержувачів ваших даних повідомляють про "
    "це протягом десяти робочих днів (стаття 21, частина третя, Закону).",
    K.PRIVACY_REQUEST_KIND_ERASURE: "Дані знищено так, що відновити їх неможливо, крім тих, які закон зобов'язує "
    "зберігати; їх відокремлено від вашої особи. Одержувачів ваших даних повідомляють про це протягом десяти робочих "
    "днів (стаття 21, частина третя, Закону).",
    K.PRIVACY_REQUEST_KIND_OBJECTION: "Обробку, проти якої ви заперечуєте, припинено.",
    K.PRIVACY_REQUEST_KIND_RESTRICTION: "Обробку ваших даних обмежено. Одержувачів ваших даних повідомляють про це "
    "протягом десяти робочих днів (стаття 21, частина третя, Закону).",
    K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: "Вашу згоду відкликано; обробку на її підставі припинено.",
    **dict.fromkeys(
        (
            K.PRIVACY_REQUEST_KIND_APPEAL,
            K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION,
            K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST,
        ),
        "Відповідь по суті додано.",
    ),
}
#: What recipients are told of, by kind (2297-VI, art. 21(3)).
ACTIONS: dict[int, str] = {
    K.PRIVACY_REQUEST_KIND_RECTIFICATION: "зміна",
    K.PRIVACY_REQUEST_KIND_ERASURE: "видалення (знищення)",
    K.PRIVACY_REQUEST_KIND_RESTRICTION: "обмеження доступу",
}
#: Why a restriction ends.
GROUNDS: dict[int, str] = {
    pb.LIFTING_GROUND_PERSON_ASKED: "ви просите зняти обмеження",
    pb.LIFTING_GROUND_ENDED: "підстава обмеження відпала",
}
FIELDS = {"phone": "телефон", "email": "електронна пошта", "first_name": "ім'я", "last_name": "прізвище"}


def written(kind: int, ask: Ask) -> list[list[Block]]:
    """The letters of a kind: one, but for recipients one each. Raises WrongState where none is due, and Conflict where
    there is nobody to write to."""
    return [Template.named(name).filled(_tamed(values)) for name, values in _WRITTEN[kind](ask)]


def _tamed(values: dict[str, Value]) -> dict[str, Value]:
    """Values of our records, each on one line."""
    return {
        name: tamed(value) if isinstance(value, str) else tuple(map(tamed, value)) for name, value in values.items()
    }


Letters = list[tuple[str, dict[str, Value]]]


def _answer(ask: Ask) -> Letters:
    row = ask.request.row
    answers = row.user_id is not None or row.kind not in OWN_DATA
    _due(row.state in ANSWERED and answers, "an answer", "a request that was fulfilled", ask)
    outcome = ask.request.texts["outcome"].partition(" / ")[0]
    values = {**_decided(ask), "outcome": outcome, "done": DONE[row.kind]}
    return [("answer", {**values, "rights": [f"{text} ({article})" for article, text in rights.RIGHTS]})]


def _nothing_held(ask: Ask) -> Letters:
    row = ask.request.row
    unknown = row.user_id is None and row.kind in OWN_DATA
    _due(row.state in ANSWERED and unknown, "it", "a request of a person who was not found", ask)
    return [("nothing_held", _decided(ask))]


def _refusal(ask: Ask) -> Letters:
    row = ask.request.row
    _due(row.state == REFUSED, "a refusal", "a request that was refused", ask)
    values = {
        **_decided(ask),
        "article": _cited(row.decision_article),
        "reason": ask.request.texts["decision_reason"].rstrip(". "),
    }
    del values["decided"]
    return [("refusal", values)]


def _extension(ask: Ask) -> Letters:
    steps = [(step, note) for step, note in privacy.steps(ask.tx, ask.request.id) if step.call == "ExtendDeadline"]
    _due(bool(steps), "it", "a request whose deadline was extended", ask)
    step, reason = steps[-1]
    official = actor_names(ask.tx, {(step.actor_kind, step.actor_id)})[step.actor_kind, step.actor_id]
    row = ask.request.row
    values = {
        "official": official,
        "reason": reason.rstrip(". "),
        "due": row.due_on,
        "article": _cited(row.due_article),
    }
    return [("extension", {**_to_person(ask), **values, "complaints": rights.COMPLAINTS, "signature": official})]


def _lifting(ask: Ask) -> Letters:
    _due(lifting.restricts(ask.request), "it", "a RESTRICTION that was fulfilled", ask)
    proposed = lifting.proposed(ask.tx, ask.request)
    open_still = proposed.row.state in (lifting.PROPOSED, lifting.TOLD)
    if not open_still:
        state = lifting.LIFTINGS.name(proposed.row.state)
        raise WrongState(f"there is it to write before a restriction is lifted; this end is {state}")
    official = operators.names(ask.tx, {proposed.row.proposed_by_id}).get(proposed.row.proposed_by_id, "")
    values = {"ground": GROUNDS[proposed.row.ground], "reason": proposed.texts["reason"].rstrip(". ")}
    signature = f"{official}, {ask.settings.controller_name}"
    person: dict[str, Value] = {name: value for name, value in _to_person(ask).items() if name != "demand"}
    return [("lifting", {**person, **values, "complaints": rights.COMPLAINTS, "signature": signature})]


def _recipient_notices(ask: Ask) -> Letters:
    row = ask.request.row
    due = row.state in ANSWERED and row.user_id is not None and row.kind in ACTIONS
    _due(due, "it", "a RECTIFICATION, ERASURE or RESTRICTION that was fulfilled", ask)
    user_id = row.user_id or 0
    recipients = contents.recipients_ever(ask.tx, user_id, _day(ask, row.closed_at))
    if not recipients:
        raise Conflict("id: nobody has access to this person's data, so there is nobody to be told")
    values = {name: value for name, value in _decided(ask).items() if name not in _OF_PERSON}
    numbers = [number for _, number in accounts.ever_of_user(ask.tx, user_id)]
    values |= {
        "action": ACTIONS[row.kind],
        "person": ask.request.texts["applicant_name"],
        "accounts": ", ".join(numbers) or "немає",
        "changes": [f"{FIELDS[field]}: {value}" for field, value in ask.request.rectifications],
    }
    return [
        ("recipient_notice", {**values, "recipient": one.name, "classes": one.class_names or "немає"})
        for one in recipients
    ]


def _cited(article: str) -> str:
    """An article as a letter cites it."""
    return article.replace(", art. ", ", ст. ")


_OF_PERSON = ("addressee", "addressee_contact", "demand", "complaints")


def _due(is_so: bool, letter: str, where: str, ask: Ask) -> None:
    if not is_so:
        state = WORKFLOW.name(ask.request.row.state)
        raise WrongState(f"there is {letter} to write about {where}; this one is {state}")


def _day(ask: Ask, instant: int | None) -> str:
    return iso_day(ask.tx.now if instant is None else instant)


def _to_person(ask: Ask) -> dict[str, Value]:
    """What stands in every letter to the applicant."""
    row, settings = ask.request.row, ask.settings
    return {
        "controller": settings.controller_name,
        "controller_address": settings.controller_address,
        "controller_contact": settings.controller_contact,
        "addressee": ask.request.texts["applicant_name"],
        "addressee_contact": ask.request.texts["applicant_contact"],
        "number": row.number,
        "received": date.fromisoformat(row.received_on).isoformat(),
        "sent": _day(ask, None),
        "demand": DEMANDS[row.kind],
    }


def _decided(ask: Ask) -> dict[str, Value]:
    """The same, of a request that was decided."""
    row = ask.request.row
    official = operators.names(ask.tx, {row.approved_by_id}).get(row.approved_by_id, "") if row.approved_by_id else ""
    return {
        **_to_person(ask),
        "official": official,
        "decided": _day(ask, row.closed_at),
        "complaints": rights.COMPLAINTS,
        "signature": f"{official}, {ask.settings.controller_name}",
    }


_WRITTEN: dict[int, Callable[[Ask], Letters]] = {
    L.LETTER_KIND_ANSWER: _answer,
    L.LETTER_KIND_EXTENSION: _extension,
    L.LETTER_KIND_REFUSAL: _refusal,
    L.LETTER_KIND_RECIPIENT_NOTICE: _recipient_notices,
    L.LETTER_KIND_NOTHING_HELD: _nothing_held,
    L.LETTER_KIND_LIFTING: _lifting,
}


def file_names(number: str, kind: int, count: int, ending: str) -> list[str]:
    """Such as letter-2026-000006-refusal.pdf; many are counted."""
    name = pb.LetterKind.Name(pb.LetterKind.ValueType(kind)).removeprefix("LETTER_KIND_").lower().replace("_", "-")
    stem = f"letter-{number}-{name}"
    return [f"{stem}-{place}.{ending}" if count > 1 else f"{stem}.{ending}" for place in range(1, count + 1)]
