"""What a campaign says: the same to everybody of a language on a channel. It is rendered when a message is handed over,
not before."""

from collections.abc import Mapping
from typing import NamedTuple

from smartregion.v1.common_pb2 import Language

from server.errors import InvalidField
from server.limits import SMS_PARTS_MOST
from server.notifications import sms
from server.notifications.campaigns import contents
from server.notifications.decision import SMS
from server.notifications.templates import Text
from server.notifications.transliteration import transliterated
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.models.notifications import TemplateVersion
from storage.repositories import campaigns, notifications

LANGUAGES = (Language.LANGUAGE_UKRAINIAN, Language.LANGUAGE_ENGLISH)


class Rendered(NamedTuple):
    """A text as it goes out; SMS parts, 0 on other channels."""

    subject: str
    body: str
    parts: int


class CampaignText:
    """The texts of a campaign. Made once, asked for each message."""

    def __init__(self, version: TemplateVersion, values: Mapping[str, str], transliterate_sms: bool) -> None:
        """Raises InvalidField where the values do not fit."""
        self._texts = {language: Text.of(version, language).filled(values) for language in LANGUAGES}
        self._transliterate = transliterate_sms
        self._made: dict[tuple[int, int], Rendered] = {}

    def on(self, channel: int, language: int) -> Rendered:
        """In Ukrainian, or in English for any other language."""
        place = channel, LANGUAGES[0] if language == LANGUAGES[0] else LANGUAGES[1]
        if place not in self._made:
            subject, body = self._texts[place[1]]
            if channel == SMS and self._transliterate:
                body = transliterated(body)
            parts = len(sms.split(body).parts) if channel == SMS else 0
            self._made[place] = Rendered(subject, body, parts)
        return self._made[place]


def checked(version: TemplateVersion, values: Mapping[str, str], transliterate_sms: bool) -> CampaignText:
    """As CampaignText, for a campaign that somebody writes. Raises InvalidField also where an SMS is too long."""
    try:
        made = CampaignText(version, values, transliterate_sms)
    except InvalidField as error:
        raise InvalidField(
            f"campaign.{error.violations[0].field}", error.violations[0].rule, error.violations[0].message
        ) from None
    if max(made.on(SMS, language).parts for language in LANGUAGES) > SMS_PARTS_MOST:
        raise InvalidField("campaign.values", "campaign.sms_parts", f"makes an SMS of more than {SMS_PARTS_MOST} parts")
    return made


def of(tx: Tx, row: Campaign) -> CampaignText:
    """The texts of a campaign that was estimated: by the version of its template that was current then."""
    said = contents.stored(row)
    version = notifications.text_of(tx, row.template_name, row.template_version)
    assert version is not None  # versions are never taken away
    return CampaignText(version, said.values, said.transliterate_sms)


class CampaignTexts:
    """The texts of several campaigns, each looked up when it is first asked for."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._texts: dict[int, CampaignText] = {}

    def of(self, campaign_id: int) -> CampaignText:
        if campaign_id not in self._texts:
            row = campaigns.peek(self._tx, campaign_id)
            assert row is not None  # its messages are there
            self._texts[campaign_id] = of(self._tx, row)
        return self._texts[campaign_id]
