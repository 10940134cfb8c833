"""All tables."""

from storage.models import (
    accounts,
    activity,
    billing,
    campaigns,
    delivery,
    disclosures,
    duties,
    failures,
    intake,
    journal,
    notifications,
    operators,
    partners,
    people,
    policies,
    privacy,
    readings,
    works,
)
from storage.models.base import Base

MODELS: tuple[type[Base], ...] = (
    *journal.TABLES,
    *people.TABLES,
    *operators.TABLES,
    *failures.TABLES,
    *partners.TABLES,
    *accounts.TABLES,
    *readings.TABLES,
    *notifications.TABLES,
    *privacy.TABLES,
    *intake.TABLES,
    *disclosures.TABLES,
    *works.TABLES,
    *billing.TABLES,
    *campaigns.TABLES,
    *delivery.TABLES,
    *duties.TABLES,
    *policies.TABLES,
    *activity.TABLES,
)
