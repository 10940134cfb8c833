"""Texts of templates: what must hold of them, and those that every house starts with."""

from collections.abc import Mapping
from dataclasses import dataclass

from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCategory as C
from smartregion.v1.notification_service_pb2 import Template

from server.errors import InvalidField
from server.notifications import placeholders
from server.notifications.categories import CATEGORIES
from server.notifications.placeholders import Kind
from server.words import language_of, pick
from storage.engine.transaction import Tx
from storage.models.notifications import TemplateVersion
from storage.repositories import notifications


def placeholder_names(template: Template, field: str = "template") -> dict[str, Kind]:
    """The placeholders, which both languages have alike. Raises InvalidField where they differ or a brace belongs to
    none."""
    found = []
    for language in ("ukrainian", "english"):
        text = getattr(template, language)
        names = placeholders.names_in(f"{text.subject}\n{text.body}", f"{field}.{language}")
        found.append(names)
    if found[0].keys() != found[1].keys():
        odd = ", ".join(sorted(found[0].keys() ^ found[1].keys()))
        raise InvalidField(f"{field}.english", "template.same_placeholders", f"one language lacks: {odd}")
    for name, kind in found[0].items():
        if found[1][name] is not kind:
            raise InvalidField(f"{field}.english", "template.same_placeholders", f"{{{name}}} has two kinds")
    return found[0]


@dataclass(frozen=True)
class Text:
    """A template in one language, ready to be filled many times."""

    subject: str
    body: str
    language: Language
    names: Mapping[str, Kind]

    @classmethod
    def of(cls, version: TemplateVersion, language: int) -> "Text":
        """In Ukrainian, or in English for any other language."""
        ours = language_of(language)
        subject = pick((version.subject_uk, version.subject_en), ours)
        body = pick((version.body_uk, version.body_en), ours)
        return cls(subject, body, ours, placeholders.names_in(f"{subject}\n{body}", "template"))

    def asked(self, values: Mapping[str, str], given: Mapping[str, Kind]) -> dict[str, str]:
        """Those of the house's own values that the text asks for, on one line each. Where it asks for one bare, it gets
        it as its language writes the kind that is `given`."""
        found = {}
        for name, kind in self.names.items():
            if name in values:
                value = placeholders.tamed(values[name])
                bare = kind is Kind.TEXT
                found[name] = placeholders.written(given.get(name, kind), value, self.language) if bare else value
        return found

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject and body. Raises InvalidField where the values do not fit."""
        placeholders.check_values(self.names, values)
        return (
            placeholders.fill(self.subject, values, self.language),
            placeholders.fill(self.body, values, self.language),
        )


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


#: Templates whose text holds a code: the person who got it proves something with it, so nobody else is shown it.
SECRET = frozenset({"email_code", "package_link", "package_code"})

#: Built-in templates that say whatever their sender says; all others are filled in by the house from what causes them.
OPEN = frozenset({"administrative", "news", "marketing", "survey_invitation"})

BUILT_IN = (
    BuiltIn(
        "email_code",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Код підтвердження електронної пошти",
        "Код підтвердження цієї адреси: {code}. Він дійсний 30 хвилин. Нікому його не повідомляйте. "
        "Якщо ви його не запитували, нічого робити не потрібно.",
        "Code to confirm your e-mail address",
        "The code that confirms this address: {code}. It is good for 30 minutes. Tell it to nobody. "
        "If you did not ask for it, there is nothing to do.",
    ),
    BuiltIn(
        "security_alert",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Стороннє використання облікового запису",
        "{instant:instant} надійшло повідомлення, що вашим обліковим записом скористався хтось інший. "
        "Усі сеанси завершено. Увійдіть знову; якщо це були не ви, зверніться до підтримки.",
        "Unauthorised use of your account",
        "On {instant:instant} it was reported that somebody else used your account. All sessions were ended. "
        "Sign in again; if it was not you, write to support.",
    ),
    BuiltIn(
        "new_device",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Вхід із нового пристрою",
        "{instant:instant} до вашого облікового запису ввійшли з нового пристрою: {client}. "
        "Якщо це були не ви, завершіть цей сеанс у застосунку й зверніться до підтримки.",
        "Sign-in from a new device",
        "On {instant:instant} your account was signed in to from a new device: {client}. "
        "If it was not you, end that session in the app and write to support.",
    ),
    BuiltIn(
        "session_ended",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Сеанс завершено",
        "{instant:instant} на одному з ваших пристроїв завершено сеанс: на ньому потрібно ввійти знову. "
        "Якщо це зробили не ви, зверніться до підтримки.",
        "A session was ended",
        "On {instant:instant} the session on one of your devices was ended: it has to sign in again. "
        "If it was not you, write to support.",
    ),
    BuiltIn(
        "phone_changed",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Номер телефону змінено",
        "{instant:instant} у вашому обліковому записі змінено номер телефону. "
        "Якщо ви цього не просили, зверніться до підтримки.",
        "Your phone number was changed",
        "On {instant:instant} the phone number of your account was changed. If you did not ask for it, write to "
        "support.",
    ),
    BuiltIn(
        "email_changed",
        C.NOTIFICATION_CATEGORY_SECURITY,
        "Електронну адресу змінено",
        "{instant:instant} у вашому обліковому записі змінено адресу електронної пошти. "
        "Якщо ви цього не просили, зверніться до підтримки.",
        "Your e-mail address was changed",
        "On {instant:instant} the e-mail address of your account was changed. If you did not ask for it, write "
        "to support.",
    ),
    BuiltIn(
        "privacy_request_registered",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "Звернення {number} зареєстровано",
        "Ваше звернення {number} щодо персональних даних зареєстровано. Відповідь надамо до {due:date}.",
        "Request {number} is registered",
        "Your request {number} about personal data is registered. You will have the answer by {due:date}.",
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
        "package_link",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "Відповідь на звернення {number}",
        "Відповідь на ваше звернення {number} щодо персональних даних можна завантажити один раз до "
        "{until:instant}: {link} "
        "Код надіслано вам SMS. Якщо ви не надсилали такого звернення, повідомте нас.",
        "The answer to your request {number}",
        "The answer to your request {number} about personal data can be downloaded once until {until:instant}: {link} "
        "The code was sent to you by SMS. If you made no such request, let us know.",
    ),
    BuiltIn(
        "package_code",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "Код до відповіді на звернення {number}",
        "Код до посилання з листа про звернення {number}: {code}. Нікому його не повідомляйте.",
        "Code for the answer to your request {number}",
        "The code for the link in the letter about request {number}: {code}. Tell it to nobody.",
    ),
    BuiltIn(
        "data_disclosed",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "Ваші дані передано третій особі",
        "{date:date} ваші персональні дані передано: {recipient}. Підстава: {basis}. Номер передачі {number}. "
        "Ви можете дізнатися, які саме дані передано, та оскаржити це.",
        "Your data was passed on",
        "On {date:date} personal data of yours was passed on to {recipient}. Basis: {basis}. Number {number}. "
        "You may ask which data it was, and complain of it.",
    ),
    BuiltIn(
        "reading_accepted",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання прийнято",
        "Показання {index:number} {unit} за {date:date} прийнято. Особовий рахунок {account}.",
        "Reading accepted",
        "The reading {index:number} {unit} of {date:date} was accepted. Account {account}.",
    ),
    BuiltIn(
        "reading_in_review",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання перевіряють",
        "Показання {index:number} {unit} за {date:date} отримано, його перевірить оператор: {reason} Особовий "
        "рахунок {account}.",
        "Reading is being checked",
        "The reading {index:number} {unit} of {date:date} has come in and will be checked by an operator: {reason} "
        "Account {account}.",
    ),
    BuiltIn(
        "reading_corrected",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання виправлено",
        "Замість показання {index:number} {unit} за {date:date} враховано {corrected:number} {unit}. Особовий "
        "рахунок {account}.",
        "Reading corrected",
        "Instead of the reading {index:number} {unit} of {date:date}, {corrected:number} {unit} was taken. "
        "Account {account}.",
    ),
    BuiltIn(
        "reading_reversed",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання скасовано",
        "Раніше прийняте показання {index:number} {unit} за {date:date} скасовано. "
        "Перевірте лічильник і передайте показання ще раз. Особовий рахунок {account}.",
        "Reading taken back",
        "The reading {index:number} {unit} of {date:date}, accepted before, was taken back. Check the meter and "
        "hand it in again. "
        "Account {account}.",
    ),
    BuiltIn(
        "reading_refused",
        C.NOTIFICATION_CATEGORY_READING_RECEIPT,
        "Показання не прийнято",
        "Показання {index:number} {unit} за {date:date} не прийнято: {reason} Перевірте лічильник і передайте "
        "показання ще раз. Особовий рахунок {account}.",
        "Reading not accepted",
        "The reading {index:number} {unit} of {date:date} was not accepted: {reason} Check the meter and hand "
        "it in again. Account {account}.",
    ),
    BuiltIn(
        "reading_reminder",
        C.NOTIFICATION_CATEGORY_READING_REMINDER,
        "Час передати показання",
        "Передайте показання лічильника ({service}) до {date:date}. Особовий рахунок {account}.",
        "Time to hand in your reading",
        "Hand in your meter reading ({service}) by {date:date}. Account {account}.",
    ),
    BuiltIn(
        "reading_window_closing",
        C.NOTIFICATION_CATEGORY_READING_REMINDER,
        "Прийом показань завершується",
        "Показання лічильника ({service}) приймають до {date:date} включно, а ваших ще немає. "
        "Без них нарахування буде розрахунковим. Особовий рахунок {account}.",
        "Readings close soon",
        "Meter readings ({service}) are taken until {date:date}, and yours is not in yet. "
        "Without it the charge is an estimate. Account {account}.",
    ),
    BuiltIn(
        "works_planned",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Планові роботи",
        "{service}: планові роботи ({reason}) {place} з {from:instant} до {until:instant}.",
        "Planned works",
        "{service}: planned works ({reason}) {place} from {from:instant} until {until:instant}.",
    ),
    BuiltIn(
        "works_emergency",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Аварійне відключення",
        "{service}: аварійне відключення {place} ({reason}). Орієнтовно відновимо до {until:instant}.",
        "Emergency outage",
        "{service}: emergency outage {place} ({reason}). Service is expected back by {until:instant}.",
    ),
    BuiltIn(
        "works_changed",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Зміни щодо робіт",
        "{service}: зміни щодо робіт {place} ({reason}). Тепер: з {from:instant} до {until:instant}.",
        "Works changed",
        "{service}: works {place} ({reason}) have changed. Now from {from:instant} until {until:instant}.",
    ),
    BuiltIn(
        "works_cancelled",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Роботи скасовано",
        "{service}: роботи {place} (з {from:instant} до {until:instant}) скасовано. Відключення не буде.",
        "Works called off",
        "{service}: works {place} from {from:instant} until {until:instant} are called off. There will be no outage.",
    ),
    BuiltIn(
        "works_finished",
        C.NOTIFICATION_CATEGORY_WORKS,
        "Подачу відновлено",
        "{service}: подачу {place} відновлено раніше, ніж планували ({until:instant}). Роботи завершено.",
        "Supply is restored",
        "{service}: supply {place} is restored earlier than planned ({until:instant}). The works are finished.",
    ),
    BuiltIn(
        "payment_due",
        C.NOTIFICATION_CATEGORY_PAYMENT_DUE,
        "Рахунок до сплати",
        "До {date:date} включно сплатіть {amount:money} грн за послугу «{service}». Особовий рахунок {account}.",
        "Payment due",
        "Pay {amount:money} UAH for {service} by {date:date}. Account {account}.",
    ),
    BuiltIn(
        "debt",
        C.NOTIFICATION_CATEGORY_DEBT,
        "Заборгованість",
        "Заборгованість за послугу «{service}» на {date:date} становить {amount:money} грн. Особовий рахунок "
        "{account}.",
        "Debt",
        "The debt for {service} on {date:date} is {amount:money} UAH. Account {account}.",
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
        "marketing",
        C.NOTIFICATION_CATEGORY_MARKETING,
        "{title}",
        "Реклама. {text} Відмовитися: застосунок, «Налаштування», «Сповіщення».",
        "{title}",
        "Advertising. {text} To stop it: the app, Settings, Notifications.",
    ),
    BuiltIn(
        "survey_invitation",
        C.NOTIFICATION_CATEGORY_SURVEY,
        "Опитування: {title}",
        "Просимо пройти опитування «{title}» у застосунку до {date:date}. Це займе кілька хвилин.",
        "Survey: {title}",
        'Please take the survey "{title}" in the app by {date:date}. It takes a few minutes.',
    ),
    BuiltIn(
        "support_reply",
        C.NOTIFICATION_CATEGORY_SUPPORT_REPLY,
        "Відповідь на звернення {number}",
        "Підтримка відповіла на ваше звернення {number}: {text}",
        "Reply to your message {number}",
        "Support replied to your message {number}: {text}",
    ),
    BuiltIn(
        "administrative",
        C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
        "{title}",
        "{text}",
        "{title}",
        "{text}",
    ),
    BuiltIn(
        "policy_changed",
        C.NOTIFICATION_CATEGORY_POLICY_CHANGE,
        "Нова редакція політики конфіденційності",
        "Із {date:date} діє нова редакція політики конфіденційності: {version}. Прочитайте її в застосунку.",
        "New version of the privacy policy",
        "From {date:date} a new version of the privacy policy is in force: {version}. Read it in the app.",
    ),
)


BY_NAME = {built.name: built for built in BUILT_IN}
WORKS = tuple(name for name in BY_NAME if name.startswith("works_"))
#: What is given beside what the shipped text asks for: texts that somebody changed say the addresses bare.
GIVEN_TOO: dict[str, dict[str, Kind]] = {name: {"address": Kind.TEXT} for name in WORKS}


def for_campaigns(name: str, category: int) -> bool:
    """Whether a campaign may say a template of this name."""
    return CATEGORIES[category].campaigns and (name in OPEN or name not in BY_NAME)


def given(name: str) -> dict[str, Kind]:
    """The values, by kind, that the house gives a message that it raises: those for which the text asks as it is
    shipped. Empty for a text that is not built in."""
    built = BY_NAME.get(name)
    if built is None:
        return {}
    return placeholders.names_in(f"{built.subject_uk}\n{built.body_uk}", "template") | GIVEN_TOO.get(name, {})


def check_built_in(name: str, names: Mapping[str, Kind], field: str = "template") -> None:
    """What raises a built-in message gives the values that its text asks for as it is shipped, and no others; a text
    may ask for any of them bare. Raises InvalidField where it asks for more, or for another kind."""
    if name not in BY_NAME:
        return
    known = given(name)
    for placeholder, kind in names.items():
        if placeholder not in known or kind not in (known[placeholder], Kind.TEXT):
            listed = ", ".join(known) or "none"
            raise InvalidField(field, "template.built_in", f"{{{placeholder}}} is not given; there are: {listed}")


def seed_templates(tx: Tx) -> int:
    """Adds the built-in templates that are missing, and a version where ours changed; how many. Those that somebody
    changed stay as they are."""
    added = 0
    for built in BUILT_IN:
        texts = {name: getattr(built, name) for name in ("subject_uk", "body_uk", "subject_en", "body_en")}
        current = notifications.template_by_name(tx, built.name)
        if current is None:
            notifications.create_template(tx, built.name, built.category, texts, author_id=0)
        elif current.text.author_id or all(getattr(current.text, name) == text for name, text in texts.items()):
            continue
        else:
            notifications.update_template(tx, current, texts, author_id=0)
        added += 1
    return added
