"""What somebody writes of a campaign: as the contract has it, and as it lies in its row."""

from typing import Any

from google.protobuf import json_format
from smartregion.v1 import notification_service_pb2 as pb

from server import addressees
from server.codec import milliseconds
from server.errors import InvalidField
from server.notifications.templates import SECRET
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign

#: The fields that CreateCampaign and UpdateCampaign take.
TAKEN = (
    "name",
    "template_name",
    "values",
    "channels",
    "audience",
    "transliterate_sms",
    "stop_at_errors_percent",
    "expires_at",
)


def bare(campaign: pb.Campaign) -> pb.Campaign:
    """Just what somebody writes."""
    made = pb.Campaign()
    made.CopyFrom(campaign)
    for field in campaign.DESCRIPTOR.fields:
        if field.name not in TAKEN:
            made.ClearField(field.name)
    return made


def stored(row: Campaign) -> pb.Campaign:
    """What was written of a campaign."""
    return json_format.Parse(row.settings, pb.Campaign())


def columns(campaign: pb.Campaign, category: int) -> dict[str, Any]:
    """As columns of its row."""
    return {
        "name": campaign.name,
        "template_name": campaign.template_name,
        "category": category,
        "settings": json_format.MessageToJson(bare(campaign), indent=None, ensure_ascii=False),
        "expires_at": milliseconds(campaign.expires_at) if campaign.HasField("expires_at") else None,
    }


def check(tx: Tx, campaign: pb.Campaign) -> None:
    """Raises InvalidField where what is written contradicts itself, NotFound where it names a utility that isn't."""
    if campaign.template_name in SECRET:
        raise InvalidField("campaign.template_name", "campaign.secret", "holds a code for one person")
    if campaign.HasField("expires_at") and milliseconds(campaign.expires_at) <= tx.now:
        raise InvalidField("campaign.expires_at", "campaign.expires_at", "must lie ahead")
    addressees.check(tx, campaign.audience, "campaign.audience")


def channels(campaign: pb.Campaign) -> tuple[int, ...]:
    """As it states them; none means the cheapest first."""
    return tuple(campaign.channels)
