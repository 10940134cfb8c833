"""Categories of messages: on what basis they are sent, and whether somebody may switch them off."""

from dataclasses import dataclass
from enum import Enum

from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationChannel

CHANNELS: tuple[NotificationChannel, ...] = (
    NotificationChannel.NOTIFICATION_CHANNEL_PUSH,
    NotificationChannel.NOTIFICATION_CHANNEL_SMS,
    NotificationChannel.NOTIFICATION_CHANNEL_EMAIL,
)


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
        Category(_C.NOTIFICATION_CATEGORY_PAYMENT_DUE, Basis.CONTRACT, Choice.CHANNELS, partners=True, campaigns=True),
        Category(_C.NOTIFICATION_CATEGORY_DEBT, Basis.CONTRACT, Choice.CHANNELS, partners=True, campaigns=True),
        Category(
            _C.NOTIFICATION_CATEGORY_READING_REMINDER, Basis.CONTRACT, Choice.OPT_OUT, partners=True, campaigns=True
        ),
        Category(_C.NOTIFICATION_CATEGORY_READING_RECEIPT, Basis.CONTRACT, Choice.OPT_OUT, partners=True),
        Category(
            _C.NOTIFICATION_CATEGORY_WORKS,
            Basis.CONTRACT,
            Choice.CHANNELS,
            partners=True,
            emergencies=True,
            campaigns=True,
        ),
        Category(_C.NOTIFICATION_CATEGORY_NEWS, Basis.SETTINGS, Choice.OPT_OUT, capped=True, campaigns=True),
        Category(_C.NOTIFICATION_CATEGORY_MARKETING, Basis.CONSENT, Choice.OPT_IN, capped=True, campaigns=True),
        Category(_C.NOTIFICATION_CATEGORY_ADMINISTRATIVE, Basis.DUTY, Choice.FIXED, campaigns=True),
        Category(_C.NOTIFICATION_CATEGORY_SECURITY, Basis.DUTY, Choice.FIXED),
        Category(_C.NOTIFICATION_CATEGORY_POLICY_CHANGE, Basis.DUTY, Choice.FIXED, campaigns=True),
        Category(_C.NOTIFICATION_CATEGORY_SURVEY, Basis.SETTINGS, Choice.OPT_OUT, capped=True, campaigns=True),
        Category(_C.NOTIFICATION_CATEGORY_SUPPORT_REPLY, Basis.SETTINGS, Choice.OPT_OUT),
    )
}
