"""Messages, their texts and who wants them, as the console shows them. Instants are in UTC."""

from dataclasses import dataclass
from datetime import datetime

from console.metering import Version


@dataclass(frozen=True)
class Notification:
    id: str
    user_id: str
    category: str
    channel: str
    state: str
    template: str
    language: str
    subject: str
    body: str
    recipient: str
    suppressed_by: str
    outcome: str
    queued_at: datetime | None
    sent_at: datetime | None
    attempts: int
    parts: int
    provider: str
    events: tuple[Version, ...]
    etag: str
    expires_at: datetime | None = None
    next_attempt_at: datetime | None = None
    cause: str = ""
    cause_id: str = ""
    urgency: str = ""
    emergency: bool = False
    #: The message on another channel in whose place this was sent, and the one that was sent in the place of this.
    previous_id: str = ""
    next_id: str = ""
    provider_message_id: str = ""
    #: Of marketing: the policy version under which it was agreed to.
    consent_policy: str = ""
    #: Fields that the server holds and can't read, by their names in the contract.
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    id: str
    name: str
    category: str
    version: int
    subject_uk: str
    body_uk: str
    subject_en: str
    body_en: str
    placeholders: tuple[str, ...]
    etag: str = ""
    #: Whether a campaign may say it.
    for_campaigns: bool = True


@dataclass(frozen=True)
class Preference:
    category: str
    channel: str
    enabled: bool
    fixed: bool
