"""Storage knows no stubs: numbers of the contract that its queries use stand there by hand, and are held here."""

import pytest
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper
from smartregion.v1.common_pb2 import Language
from smartregion.v1.disclosure_service_pb2 import DisclosureNotice, DisclosureState
from smartregion.v1.notification_service_pb2 import (
    CampaignState,
    ContactSuppressionReason,
    NotificationCause,
    NotificationChannel,
    NotificationState,
)
from smartregion.v1.options_pb2 import DataClass
from smartregion.v1.privacy_request_service_pb2 import (
    PrivacyDecision,
    PrivacyRequestKind,
    PrivacyRequestState,
    RestrictionLiftingState,
)
from smartregion.v1.reading_service_pb2 import ReadingSource, ReadingState
from smartregion.v1.user_service_pb2 import UserState

from storage import columns
from storage.models import notifications as messages
from storage.models import readings
from storage.repositories import campaigns, contacts, facts, meters, proof, users, works

#: By enumeration, with what all its names begin with: the numbers that storage uses, by what they are called there.
NUMBERS: list[tuple[EnumTypeWrapper, str, dict[str, int]]] = [
    (
        NotificationState,
        "NOTIFICATION_STATE_",
        {
            "QUEUED": messages.QUEUED,
            "SENDING": messages.SENDING,
            "SENT": messages.SENT,
            "DELIVERED": messages.DELIVERED,
            "FAILED_TEMPORARY": messages.FAILED_TEMPORARY,
            "FAILED_PERMANENT": messages.FAILED_PERMANENT,
            "UNKNOWN": messages.UNKNOWN,
            "SUPPRESSED": messages.SUPPRESSED,
            "EXPIRED": messages.EXPIRED,
            "CANCELLED": messages.CANCELLED,
        },
    ),
    (NotificationCause, "NOTIFICATION_CAUSE_", {"CAMPAIGN": campaigns.CAUSE, "WORK": works.CAUSE}),
    (
        CampaignState,
        "CAMPAIGN_STATE_",
        {
            "SCHEDULED": campaigns.SCHEDULED,
            "RUNNING": campaigns.RUNNING,
            "PAUSED": campaigns.PAUSED,
            "CANCELLED": campaigns.CANCELLED,
        },
    ),
    (NotificationChannel, "NOTIFICATION_CHANNEL_", {"PUSH": facts.PUSH, "SMS": facts.SMS, "EMAIL": facts.EMAIL}),
    (NotificationChannel, "NOTIFICATION_CHANNEL_", {"SMS": contacts.SMS, "EMAIL": contacts.EMAIL}),
    (ContactSuppressionReason, "CONTACT_SUPPRESSION_REASON_", {"NO_SUCH_CONTACT": contacts.NO_SUCH_CONTACT}),
    (
        ReadingState,
        "READING_STATE_",
        {
            "ACCEPTED": readings.ACCEPTED,
            "IN_REVIEW": readings.IN_REVIEW,
            "REFUSED": readings.REFUSED,
            "CORRECTED": readings.CORRECTED,
        },
    ),
    (
        ReadingSource,
        "READING_SOURCE_",
        {
            "RESIDENT": readings.FROM_RESIDENT,
            "CORRECTION": readings.CORRECTION,
            "ESTIMATE": readings.ESTIMATE,
            "INSTALLATION": meters.INSTALLATION,
            "REMOVAL": meters.REMOVAL,
        },
    ),
    (UserState, "USER_STATE_", {"ACTIVE": users.ACTIVE, "BLOCKED": users.BLOCKED, "ERASED": users.ERASED}),
    (UserState, "USER_STATE_", {"ERASED": proof.ERASED}),
    (PrivacyRequestKind, "PRIVACY_REQUEST_KIND_", {"RESTRICTION": proof.RESTRICTION}),
    (
        PrivacyRequestState,
        "PRIVACY_REQUEST_STATE_",
        {"FULFILLED": proof.FULFILLED, "PARTLY_FULFILLED": proof.PARTLY_FULFILLED},
    ),
    (PrivacyDecision, "PRIVACY_DECISION_", {"FULFIL": proof.FULFIL}),
    (RestrictionLiftingState, "RESTRICTION_LIFTING_STATE_", {"LIFTED": proof.LIFTED}),
    (DisclosureState, "DISCLOSURE_STATE_", {"DENIED": proof.DENIED, "RELEASED": proof.RELEASED}),
    (DisclosureNotice, "DISCLOSURE_NOTICE_", {"EXEMPT": proof.EXEMPT}),
    (DataClass, "DATA_CLASS_", {one.name: one.value for one in columns.DataClass}),
]


@pytest.mark.parametrize(("enumeration", "prefix", "numbers"), NUMBERS)
def test_the_numbers_of_storage_are_those_of_the_contract(
    enumeration: EnumTypeWrapper, prefix: str, numbers: dict[str, int]
) -> None:
    assert numbers == {name: enumeration.Value(prefix + name) for name in numbers}


def test_every_state_of_a_message_has_its_place() -> None:
    """A new one must be put where it belongs before anything is decided by it."""
    known = {number for number in NotificationState.values() if number}
    ends = {messages.FAILED_PERMANENT}
    assert {*messages.WAITING, *messages.LEFT, *messages.NEVER_LEFT} | ends == known
    assert not set(messages.WAITING) & set(messages.LEFT)
    assert not set(messages.NEVER_LEFT) & {*messages.MOVING, *messages.LEFT, *ends}


def test_the_facts_of_a_user_fit_into_their_bits() -> None:
    """facts.CODE gives a state two bits, a language two, and asks for the wishes of three channels by their numbers."""
    assert max(UserState.values()) <= 3
    assert max(Language.values()) <= 3
    assert sorted(number for number in NotificationChannel.values() if number) == [facts.PUSH, facts.SMS, facts.EMAIL]
