"""All tables."""

from storage.models import (
    accounts,
    billing,
    campaigns,
    delivery,
    disclosures,
    duties,
    journal,
    notifications,
    operators,
    partners,
    people,
    policies,
    privacy,
    readings,
    support,
    works,
)
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
    *disclosures.TABLES,
    *works.TABLES,
    *billing.TABLES,
    *campaigns.TABLES,
    *delivery.TABLES,
    *duties.TABLES,
    *policies.TABLES,
    *support.TABLES,
)
