"""What people read of an alert: its summary with the numbers, and what each event was."""

from smartregion.v1.common_pb2 import Language

from server.alerts.rules import BY_CODE
from server.alerts.rules.base import DAY, MINUTE, Words
from server.alerts.rules.unauthorized import REPORTED
from server.words import ENGLISH, UKRAINIAN
from storage.models.alerts import Alert

_HOUR = 60 * MINUTE
#: What the events were that rules count.
_WHAT: dict[str, Words] = {
    "ACTIVITY_KIND_VISIT": ("відкрито застосунок", "the app was opened"),
    "ACTIVITY_KIND_SIGN_IN": ("вхід у застосунок", "sign-in to the app"),
    "ACTIVITY_KIND_SIGN_OUT": ("вихід із застосунку", "sign-out of the app"),
    "ACTIVITY_KIND_READING": ("передано показання", "a reading was handed in"),
    "ACTIVITY_KIND_PAYMENT": ("оплата", "a payment"),
    "ACTIVITY_KIND_ACCOUNT_LINKED": ("додано особовий рахунок", "an account was linked"),
    "ACTIVITY_KIND_SETTINGS": ("змінено налаштування", "settings were changed"),
    "AuthService.SignInOperator": ("вхід оператора", "an operator's sign-in"),
    "AuthService.SignInResident": ("вхід абонента", "a resident's sign-in"),
    "AuthService.ConfirmPhone": ("підтвердження телефону кодом", "a phone's code"),
    "AuthService.StartPhoneVerification": ("замовлено SMS-код", "a code by SMS was asked for"),
    "NotificationService.RegisterDevice": ("реєстрація пристрою", "a device was registered"),
    "NotificationService.SendNotification": ("надіслано сповіщення", "a message was sent"),
    "ReadingService.ReverseReading": ("сторновано показання", "a reading was reversed"),
    "ReadingService.SubmitReading": ("передано показання", "a reading was handed in"),
    "UserService.GetUser": ("відкрито картку абонента", "a user's page was opened"),
    "UserService.LookupUser": ("пошук абонента", "a user was looked up"),
    "UserService.ListUsers": ("перелік абонентів", "a list of users"),
    REPORTED: ("заявлено про чужий вхід", "unauthorised use was reported"),
}
#: Everything else in the app.
_IN_THE_APP: Words = ("дія в застосунку", "use of the app")


def what(code: str) -> Words:
    """What an event was; a call that has no words is named as the contract does."""
    return _WHAT.get(code) or (_IN_THE_APP if code.startswith("ACTIVITY_") else (code, code))


def title(code: str) -> Words:
    rule = BY_CODE.get(code)
    return rule.title if rule else (code, code)


def summary(row: Alert) -> Words:
    """What was found, with its numbers; the title alone for a rule that is there no more."""
    rule = BY_CODE.get(row.rule_code)
    words = rule.said.get(row.series) if rule else None
    if words is None:
        return title(row.rule_code)
    numbers = {"measured": _number(row.measured), "threshold": _number(row.threshold)}
    return (
        words[0].format(**numbers, span=span(row.span, UKRAINIAN)),
        words[1].format(**numbers, span=span(row.span, ENGLISH)),
    )


def _number(value: int) -> str:
    """In groups of three, as both languages read it."""
    return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")


def span(milliseconds: int, language: Language) -> str:
    """The length of a window: minutes, hours or days, whichever it is whole in."""
    if milliseconds % DAY == 0 and milliseconds > DAY:
        days = milliseconds // DAY
        return f"{days} дн." if language == UKRAINIAN else f"{days} days"
    if milliseconds % _HOUR == 0:
        return f"{milliseconds // _HOUR} {'год' if language == UKRAINIAN else 'h'}"
    return f"{milliseconds // MINUTE} {'хв' if language == UKRAINIAN else 'min'}"
