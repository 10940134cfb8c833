"""All tables."""

from storage.models import accounts, journal, notifications, operators, partners, people, privacy, readings
from storage.models.base import Base

MODELS: tuple[type[Base], ...] = (
    *journal.TABLES,
    *people.TABLES,
    *operators.TABLES,
    *partners.TABLES,
    *accounts.TABLES,
    *readings.TABLES,
    *notifications.TABLES,
    *privacy.TABLES,
)
