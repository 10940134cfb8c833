"""Which letter is due when, and what stands in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import LetterKind as L
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.actors import actor_names
from server.config import Settings
from server.errors import WrongState
from server.law.model import Role
from server.notifications.categories import CATEGORIES, Choice
from server.privacy import deadlines, lifting, standing, wording
from server.privacy.kinds import OWN_DATA
from server.privacy.letters import notices
from server.privacy.letters.basis import Basis, basis, change_notice, sentence
from server.privacy.letters.letter import Block, Template, Value
from server.privacy.standing import Standing
from server.privacy.workflow import WORKFLOW
from server.services import Services
from storage.days import day_of, iso_day
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.repositories import duties, operators, privacy
from storage.repositories.privacy import Request


@dataclass(frozen=True)
class Ask:
    """What a letter is made from."""

    tx: Tx
    request: Request
    services: Services

    @property
    def settings(self) -> Settings:
        return self.services.settings

    @property
    def basis(self) -> Basis:
        """The law that it goes by."""
        return basis(self.services, self.request.row)


def _titles(*choices: Choice) -> str:
    """Categories of messages by what people may choose of them."""
    return ", ".join(f"«{one.title[0]}»" for one in CATEGORIES.values() if one.choice in choices)


#: What was demanded of one's own data, by kind, in the words of a letter.
DEMANDS: dict[int, str] = {
    K.PRIVACY_REQUEST_KIND_ACCESS: "доступ до своїх даних",
    K.PRIVACY_REQUEST_KIND_COPY: "копія своїх даних",
    K.PRIVACY_REQUEST_KIND_RECTIFICATION: "виправлення даних",
    K.PRIVACY_REQUEST_KIND_ERASURE: "знищення даних",
    K.PRIVACY_REQUEST_KIND_OBJECTION: "заперечення проти обробки",
    K.PRIVACY_REQUEST_KIND_RESTRICTION: "обмеження обробки",
    K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: "відкликання згоди",
}
#: What anything else is called, and how a letter about it begins.
NAMES: dict[int, tuple[str, str]] = {
    K.PRIVACY_REQUEST_KIND_APPEAL: ("звернення", "Ваше звернення"),
    K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION: ("запит на інформацію", "Ваш запит на інформацію"),
    K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST: ("адвокатський запит", "Ваш адвокатський запит"),
}
#: What was done about one's own data, by kind.
DONE: dict[int, str] = {
    K.PRIVACY_REQUEST_KIND_ACCESS: "Зміст ваших даних, мету й підстави обробки, джерела, одержувачів і строки "
    "зберігання наведено в доданому пакеті (файли PDF, HTML і JSON), засвідченому електронним підписом.",
    K.PRIVACY_REQUEST_KIND_COPY: "Копію даних, які ви надали або які виникли, коли ви користувалися послугами, додано "
    "у машиночитаному вигляді (JSON) і для читання (HTML, PDF); її засвідчено електронним підписом.",
    K.PRIVACY_REQUEST_KIND_RECTIFICATION: "Дані виправлено, як ви вимагали.",
    K.PRIVACY_REQUEST_KIND_ERASURE: "Дані знищено так, що відновити їх неможливо, крім тих, які закон зобов'язує "
    "зберігати; їх відокремлено від вашої особи.",
    K.PRIVACY_REQUEST_KIND_OBJECTION: "Ваше заперечення враховано: сповіщень таких видів вам більше не надсилаємо: "
    f"{_titles(Choice.OPT_OUT, Choice.OPT_IN)}. Обробка, якої вимагає договір про послугу або закон, триває.",
    K.PRIVACY_REQUEST_KIND_RESTRICTION: "Обробку ваших даних обмежено: ми їх зберігаємо, але з усіх сповіщень "
    f"надсилаємо лише обов'язкові ({_titles(Choice.FIXED)}), у статистиці вас не враховуємо, партнерам ваших даних не "
    "показуємо. Постачальник послуги й далі бачить ваш особовий рахунок: без цього не виконати договору з вами.",
    K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: "Вашу згоду відкликано: сповіщень на її підставі "
    f"({_titles(Choice.OPT_IN)}) більше не надсилаємо.",
}
#: Why a restriction ends.
GROUNDS: dict[int, str] = {
    pb.LIFTING_GROUND_PERSON_ASKED: "ви просите зняти обмеження",
    pb.LIFTING_GROUND_ENDED: "підстава обмеження відпала",
}


def written(kind: int, ask: Ask) -> list[list[Block]]:
    """The letters of a kind: one, but for recipients one each. Raises WrongState where none is due."""
    (now,) = standing.of(ask.tx, [ask.request])
    if kind not in now.letters():
        raise WrongState(_refused(kind, now))
    if kind == L.LETTER_KIND_RECIPIENT_NOTICE:
        return notices.of_request(ask.tx, ask.request, ask.services)
    name, values = _WRITTEN[kind](ask)
    return [Template.named(name).written(values)]


def _refused(kind: int, now: Standing) -> str:
    if kind == L.LETTER_KIND_ANSWER and now.remains:
        return "the scan after the erasure found remains; destroy them and verify it anew before an answer"
    state, named = WORKFLOW.name(now.request.row.state), ", ".join(map(name_of, now.letters())) or "none"
    return f"there is no letter {name_of(kind)} to write about a request that is {state}; there is: {named}"


def name_of(kind: int) -> str:
    """Such as REFUSAL."""
    return pb.LetterKind.Name(pb.LetterKind.ValueType(kind)).removeprefix("LETTER_KIND_")


#: The name of a template, and what is known for it.
Letter = tuple[str, dict[str, Value]]


def _answer(ask: Ask) -> Letter:
    row = ask.request.row
    values: dict[str, Value] = {**_decided(ask), "outcome": wording.decided(ask.request.texts["outcome"])}
    if row.kind not in OWN_DATA:
        return "answer_on_merits", values
    _, rule = change_notice(ask.services, day_of(row.closed_at or ask.tx.now))
    anybody = any(not duty.row.untold for duty in duties.of_request(ask.tx, row.id))
    told = f"Про це сповіщаємо тих, кому передано ваші дані. {rule}" if anybody else ""
    return "answer", {**values, "done": DONE[row.kind], "recipients_told": told, "rights": ask.basis.rights}


def _nothing_held(ask: Ask) -> Letter:
    return "nothing_held", {**_decided(ask), "article": ask.basis.cited(Role.RIGHT, Role.ANSWER)}


def _refusal(ask: Ask) -> Letter:
    values: dict[str, Value] = {
        "article": ask.request.texts["decision_article"].replace(", art. ", ", ст. "),
        "reason": ask.request.texts["decision_reason"].rstrip(". "),
        "refusal_rule": ask.basis.rule(Role.REFUSAL),
    }
    return "refusal", {**_decided(ask), **values}


def _extension(ask: Ask) -> Letter:
    steps = [(step, note) for step, note in privacy.steps(ask.tx, ask.request.id) if step.call == standing.EXTENDED]
    step, reason = steps[-1]
    if step.note_sealed is not None and not reason:  # a letter without its reason is none
        raise Unreadable("privacy_step.note")
    official = actor_names(ask.tx, {(step.actor_kind, step.actor_id)})[step.actor_kind, step.actor_id]
    values: dict[str, Value] = {
        "official": official,
        "reason": reason.rstrip(". "),
        "due": ask.request.row.due_on,
        "article": ask.basis.cited(Role.EXTENSION),
        "extension_rule": ask.basis.rule(Role.EXTENSION),
        "signature": official,
    }
    return "extension", {**_to_person(ask), **values}


def _lifting(ask: Ask) -> Letter:
    proposed = lifting.proposed(ask.tx, ask.request)
    official = operators.names(ask.tx, {proposed.row.proposed_by_id}).get(proposed.row.proposed_by_id, "")
    _, rule = change_notice(ask.services, day_of(ask.tx.now))
    before = deadlines.held(ask.services, ask.request.row, "lifting")
    values: dict[str, Value] = {
        "ground": GROUNDS[proposed.row.ground],
        "reason": proposed.texts["reason"].rstrip(". "),
        "notice_rule": rule,
        "told_before": sentence(*before) if before else "",
        "signature": f"{official}, {ask.settings.controller_name}",
    }
    return "lifting", {**_to_person(ask), **values}


def _day(ask: Ask, instant: int | None) -> str:
    return iso_day(ask.tx.now if instant is None else instant)


def _to_person(ask: Ask) -> dict[str, Value]:
    """What stands in every letter to the applicant."""
    row, settings = ask.request.row, ask.settings
    about, asked = NAMES.get(row.kind) or (
        "звернення",
        f"Ваше звернення щодо персональних даних ({DEMANDS[row.kind]})",
    )
    return {
        "controller": settings.controller_name,
        "controller_address": settings.controller_address,
        "controller_contact": settings.controller_contact,
        "addressee": ask.request.texts["applicant_name"],
        "addressee_contact": ask.request.texts["applicant_contact"],
        "number": row.number,
        "received": date.fromisoformat(row.received_on).isoformat(),
        "sent": _day(ask, None),
        "about": about,
        "asked": asked,
        "law": ask.basis.title,
        "cost": ask.basis.rule(Role.COST),
        "complaints": ask.basis.complaints,
        "complaint_article": ask.basis.complaint_article,
    }


def _decided(ask: Ask) -> dict[str, Value]:
    """The same, of a request that was decided."""
    row = ask.request.row
    official = operators.names(ask.tx, {row.approved_by_id}).get(row.approved_by_id, "") if row.approved_by_id else ""
    return {
        **_to_person(ask),
        "official": official,
        "decided": _day(ask, row.closed_at),
        "signature": f"{official}, {ask.settings.controller_name}",
    }


_WRITTEN: dict[int, Callable[[Ask], Letter]] = {
    L.LETTER_KIND_ANSWER: _answer,
    L.LETTER_KIND_EXTENSION: _extension,
    L.LETTER_KIND_REFUSAL: _refusal,
    L.LETTER_KIND_NOTHING_HELD: _nothing_held,
    L.LETTER_KIND_LIFTING: _lifting,
}


def file_names(number: str, kind: int, count: int) -> list[str]:
    """Such as letter-2026-000006-refusal, without an ending; many are counted."""
    stem = f"letter-{number}-{name_of(kind).lower().replace('_', '-')}"
    return [f"{stem}-{place}" if count > 1 else stem for place in range(1, count + 1)]
