"""Campaigns: one text to an audience, and how far it came."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, SmallIntegerField, TextField

from storage.columns import system
from storage.models.base import Base


class Campaign(Base):
    """A campaign. Its recipients are notifications of its own."""

    id = system(BigIntegerField(primary_key=True))
    name = system(TextField())
    state = system(SmallIntegerField(index=True))  # smartregion.v1.CampaignState
    template_name = system(TextField())
    template_version = system(IntegerField(default=0))  # 0: the current one, until it is estimated
    category = system(SmallIntegerField())
    settings = system(TextField())  # JSON: a smartregion.v1.Campaign with what CreateCampaign takes
    estimate = system(TextField(default=""))  # JSON: a smartregion.v1.CampaignEstimate
    scheduled_at = system(BigIntegerField(null=True))
    expires_at = system(BigIntegerField(null=True))
    pause_reason = system(SmallIntegerField(default=0))
    expanded_until = system(BigIntegerField(default=0))  # the last user that was looked at
    expansion_done = system(BooleanField(default=False))
    expanded = system(IntegerField(default=0))  # users of the audience that were looked at
    # Answers of providers and failures among them since it last began: past a share of failures it stops.
    answered = system(IntegerField(default=0))
    failed = system(IntegerField(default=0))
    # Messages handed over in the last minute that had any, which began then, and in the one before it.
    handed_minute = system(BigIntegerField(default=0))
    handed_now = system(IntegerField(default=0))
    handed_before = system(IntegerField(default=0))
    created_at = system(BigIntegerField())
    started_at = system(BigIntegerField(null=True))
    finished_at = system(BigIntegerField(null=True))
    author_id = system(BigIntegerField())
    version = system(IntegerField(default=1))

    class Meta:
        table_name = "campaign"


class CampaignTally(Base):
    """How many messages of a campaign are where; kept as they move, so that nobody has to count a million."""

    campaign_id = system(BigIntegerField())
    channel = system(SmallIntegerField())
    state = system(SmallIntegerField())
    rule = system(SmallIntegerField())  # that suppressed them; 0 else
    messages = system(IntegerField(default=0))
    parts = system(IntegerField(default=0))

    class Meta:
        table_name = "campaign_tally"
        primary_key = CompositeKey("campaign_id", "channel", "state", "rule")


class CampaignError(Base):
    """How often a provider failed a campaign."""

    campaign_id = system(BigIntegerField())
    provider = system(TextField())
    errors = system(IntegerField(default=0))

    class Meta:
        table_name = "campaign_error"
        primary_key = CompositeKey("campaign_id", "provider")


class CampaignCarried(Base):
    """How many messages of a campaign a provider took, or may have taken, and their SMS parts: it is paid for them."""

    campaign_id = system(BigIntegerField())
    channel = system(SmallIntegerField())
    provider = system(TextField())
    messages = system(IntegerField(default=0))
    parts = system(IntegerField(default=0))

    class Meta:
        table_name = "campaign_carried"
        primary_key = CompositeKey("campaign_id", "channel", "provider")


TABLES = (Campaign, CampaignTally, CampaignError, CampaignCarried)
