"""Categories of messages: on what basis they are sent, and whether somebody may switch them off."""

from dataclasses import dataclass
from enum import Enum

from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationChannel

CHANNELS: tuple[NotificationChannel, ...] = (
    NotificationChannel.NOTIFICATION_CHANNEL_PUSH,
    NotificationChannel.NOTIFICATION_CHANNEL_SMS,
    NotificationChannel.NOTIFICATION_CHANNEL_EMAIL,
)

#: What people call them, in Ukrainian and in English.
CHANNEL_TITLES: dict[int, tuple[str, str]] = {
    NotificationChannel.NOTIFICATION_CHANNEL_PUSH: ("push", "push"),
    NotificationChannel.NOTIFICATION_CHANNEL_SMS: ("SMS", "SMS"),
    NotificationChannel.NOTIFICATION_CHANNEL_EMAIL: ("електронна пошта", "e-mail"),
}


class Basis(Enum):
    CONTRACT = "contract"
    SETTINGS = "settings"
    #: Consent given before (Advertising Act, art. 14-3).
    CONSENT = "consent"
    DUTY = "duty"


class Choice(Enum):
    """What a user may choose."""

    #: Nothing: it is a duty to tell.
    FIXED = "fixed"
    #: The channels, but one at least stays on.
    CHANNELS = "channels"
    #: On or off, on by default.
    OPT_OUT = "opt out"
    #: Off until they switch it on.
    OPT_IN = "opt in"


@dataclass(frozen=True)
class Category:
    number: NotificationCategory
    #: What residents know it as, in Ukrainian and in English.
    title: tuple[str, str]
    basis: Basis
    choice: Choice
    #: Partners may send it.
    partners: bool = False
    #: Campaigns are of it.
    campaigns: bool = False
    #: An emergency goes out though it is switched off.
    emergencies: bool = False
    #: Counts towards the messages that a user gets in a day at most.
    capped: bool = False

    @property
    def fixed(self) -> bool:
        return self.choice is Choice.FIXED

    @property
    def on_by_default(self) -> bool:
        return self.choice is not Choice.OPT_IN


_C = NotificationCategory
CATEGORIES: dict[int, Category] = {
    category.number: category
    for category in (
        Category(
            _C.NOTIFICATION_CATEGORY_PAYMENT_DUE,
            ("Рахунок до сплати", "Payment due"),
            Basis.CONTRACT,
            Choice.CHANNELS,
            partners=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_DEBT,
            ("Заборгованість", "Debts"),
            Basis.CONTRACT,
            Choice.CHANNELS,
            partners=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_READING_REMINDER,
            ("Нагадування про показання", "Reading reminders"),
            Basis.CONTRACT,
            Choice.OPT_OUT,
            partners=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_READING_RECEIPT,
            ("Результат щодо показань", "What became of readings"),
            Basis.CONTRACT,
            Choice.OPT_OUT,
            partners=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_WORKS,
            ("Роботи й відключення", "Works and outages"),
            Basis.CONTRACT,
            Choice.CHANNELS,
            partners=True,
            emergencies=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_NEWS,
            ("Новини", "News"),
            Basis.SETTINGS,
            Choice.OPT_OUT,
            capped=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_MARKETING,
            ("Реклама", "Advertising"),
            Basis.CONSENT,
            Choice.OPT_IN,
            capped=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_ADMINISTRATIVE,
            ("Службові", "Administrative"),
            Basis.DUTY,
            Choice.FIXED,
            campaigns=True,
        ),
        Category(_C.NOTIFICATION_CATEGORY_SECURITY, ("Безпека", "Security"), Basis.DUTY, Choice.FIXED),
        Category(
            _C.NOTIFICATION_CATEGORY_POLICY_CHANGE,
            ("Зміна політики", "Changes of the policy"),
            Basis.DUTY,
            Choice.FIXED,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_SURVEY,
            ("Опитування", "Surveys"),
            Basis.SETTINGS,
            Choice.OPT_OUT,
            capped=True,
            campaigns=True,
        ),
        Category(
            _C.NOTIFICATION_CATEGORY_SUPPORT_REPLY,
            ("Відповідь підтримки", "Replies of support"),
            Basis.SETTINGS,
            Choice.OPT_OUT,
        ),
    )
}
