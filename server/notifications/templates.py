"""Texts of templates: what must hold of them, and those that every house starts with."""

from dataclasses import dataclass

from smartregion.v1.notification_service_pb2 import NotificationCategory as C
from smartregion.v1.notification_service_pb2 import Template

from server.errors import InvalidField
from server.notifications import placeholders
from storage.engine.transaction import Tx
from storage.repositories import notifications


def placeholder_names(template: Template, field: str = "template") -> list[str]:
    """Names that both languages use. Raises InvalidField where they differ or a brace belongs to none."""
    found = []
    for language in ("ukrainian", "english"):
        text = getattr(template, language)
        names = [
            *placeholders.names_in(text.subject, f"{field}.{language}.subject"),
            *placeholders.names_in(text.body, f"{field}.{language}.body"),
        ]
        found.append(list(dict.fromkeys(names)))
    if set(found[0]) != set(found[1]):
        odd = ", ".join(sorted(set(found[0]) ^ set(found[1])))
        raise InvalidField(f"{field}.english", "template.same_placeholders", f"one language lacks: {odd}")
    return found[0]


def columns(template: Template) -> dict[str, str]:
    """The texts as columns."""
    return {
        "subject_uk": template.ukrainian.subject,
        "body_uk": template.ukrainian.body,
        "subject_en": template.english.subject,
        "body_en": template.english.body,
    }


@dataclass(frozen=True)
class BuiltIn:
    name: str
    category: C
    subject_uk: str
    body_uk: str
    subject_en: str
    body_en: str


BUILT_IN = (
    BuiltIn(
        "security_alert",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Стороннє використання облікового запису",
        "{instant} надійшло повідомлення, що вашим обліковим записом скористався хтось інший. "
        "Усі сеанси завершено. Увійдіть знову; якщо це були не ви, зверніться до підтримки.",
        "Unauthorised use of your account",
        "On {instant} it was reported that somebody else used your account. All sessions were ended. "
        "Sign in again; if it was not you, write to support.",
    ),
    BuiltIn(
        "privacy_request_registered",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "Звернення {number} зареєстровано",
        "Ваше звернення {number} щодо персональних даних зареєстровано. Відповідь надамо до {due}.",
        "Request {number} is registered",
        "Your request {number} about personal data is registered. You will have the answer by {due}.",
    ),
    BuiltIn(
        "privacy_request_answered",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "Звернення {number} розглянуто",
        "Ваше звернення {number} щодо персональних даних розглянуто: {outcome}.",
        "Request {number} was decided",
        "Your request {number} about personal data was decided: {outcome}.",
    ),
    BuiltIn(
        "reading_accepted",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання прийнято",
        "Показання {index} {unit} за {date} прийнято. Особовий рахунок {account}.",
        "Reading accepted",
        "The reading {index} {unit} of {date} was accepted. Account {account}.",
    ),
    BuiltIn(
        "reading_refused",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання не прийнято",
        "Показання {index} {unit} за {date} не прийнято: {reason} Перевірте лічильник і передайте показання ще раз.",
        "Reading not accepted",
        "The reading {index} {unit} of {date} was not accepted: {reason} Check the meter and hand it in again.",
    ),
    BuiltIn(
        "reading_reminder",
        C.NOTIFICATION_CATEGORY_READING_REMINDER,
        "Час передати показання",
        "Передайте показання лічильника ({service}) до {date}. Особовий рахунок {account}.",
        "Time to hand in your reading",
        "Hand in your meter reading ({service}) by {date}. Account {account}.",
    ),
    BuiltIn(
        "works_planned",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Планові роботи",
        "{service}: планові роботи за адресою {address} з {from} до {until}. Перепрошуємо за незручності.",
        "Planned works",
        "{service}: planned works at {address} from {from} until {until}. We apologise for the inconvenience.",
    ),
    BuiltIn(
        "works_emergency",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Аварійне відключення",
        "{service}: аварійне відключення за адресою {address}. Орієнтовно відновимо до {until}.",
        "Emergency outage",
        "{service}: emergency outage at {address}. Service is expected back by {until}.",
    ),
    BuiltIn(
        "payment_due",
        C.NOTIFICATION_CATEGORY_PAYMENT_DUE,
        "Рахунок до сплати",
        "До {date} сплатіть {amount} грн за послугу «{service}». Особовий рахунок {account}.",
        "Payment due",
        "Pay {amount} UAH for {service} by {date}. Account {account}.",
    ),
    BuiltIn(
        "debt",
        C.NOTIFICATION_CATEGORY_DEBT,
        "Заборгованість",
        "Заборгованість за послугу «{service}» на {date} становить {amount} грн. Особовий рахунок {account}.",
        "Debt",
        "The debt for {service} on {date} is {amount} UAH. Account {account}.",
    ),
    BuiltIn(
        "news",
        C.NOTIFICATION_CATEGORY_NEWS,
        "{title}",
        "{text}",
        "{title}",
        "{text}",
    ),
    BuiltIn(
        "policy_changed",
        C.NOTIFICATION_CATEGORY_POLICY_CHANGE,
        "Нова редакція політики конфіденційності",
        "Із {date} діє нова редакція політики конфіденційності: {version}. Прочитайте її в застосунку.",
        "New version of the privacy policy",
        "From {date} a new version of the privacy policy is in force: {version}. Read it in the app.",
    ),
)


def seed_templates(tx: Tx) -> int:
    """Adds the built-in templates that are missing; how many. Those that were changed stay as they are."""
    missing = [built for built in BUILT_IN if notifications.template_by_name(tx, built.name) is None]
    for built in missing:
        texts = {name: getattr(built, name) for name in ("subject_uk", "body_uk", "subject_en", "body_en")}
        notifications.create_template(tx, built.name, built.category, texts, author_id=0)
    return len(missing)
