"""Every service that is served: its descriptor and the classes that answer its calls, each call one of them."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.descriptor import ServiceDescriptor
from smartregion.v1 import (
    account_service_pb2,
    activity_service_pb2,
    audit_service_pb2,
    auth_service_pb2,
    billing_service_pb2,
    disclosure_service_pb2,
    notification_service_pb2,
    operator_service_pb2,
    partner_service_pb2,
    policy_service_pb2,
    privacy_request_service_pb2,
    reading_service_pb2,
    user_service_pb2,
    work_service_pb2,
)

from server.accounts.service import AccountService
from server.activity.service import ActivityService
from server.audit.service import AuditService
from server.auth.service import AuthService
from server.billing.service import BillingService
from server.disclosures.service import DisclosureService
from server.notifications.campaign_calls import CampaignCalls
from server.notifications.contact_calls import ContactCalls
from server.notifications.device_calls import DeviceCalls
from server.notifications.explain_calls import ExplainCalls
from server.notifications.preference_calls import PreferenceCalls
from server.notifications.provider_calls import ProviderCalls
from server.notifications.receipt_calls import ReceiptCalls
from server.notifications.rules_calls import RulesCalls
from server.notifications.service import NotificationService
from server.notifications.template_calls import TemplateCalls
from server.notifications.unsubscribe_calls import UnsubscribeCalls
from server.operators.service import OperatorService
from server.partners.service import PartnerService
from server.policies.service import PolicyService
from server.privacy.service import PrivacyRequestService
from server.reading_calls.service import ReadingService
from server.users.service import UserService
from server.works.service import WorkService

#: The module of a service, the class of its name, and others that answer some of its calls.
_SERVICES: tuple[tuple[Any, type[Any], tuple[type[Any], ...]], ...] = (
    (auth_service_pb2, AuthService, ()),
    (operator_service_pb2, OperatorService, ()),
    (user_service_pb2, UserService, ()),
    (account_service_pb2, AccountService, ()),
    (reading_service_pb2, ReadingService, ()),
    (
        notification_service_pb2,
        NotificationService,
        (
            TemplateCalls,
            PreferenceCalls,
            UnsubscribeCalls,
            ContactCalls,
            DeviceCalls,
            CampaignCalls,
            ExplainCalls,
            ReceiptCalls,
            ProviderCalls,
            RulesCalls,
        ),
    ),
    (privacy_request_service_pb2, PrivacyRequestService, ()),
    (disclosure_service_pb2, DisclosureService, ()),
    (billing_service_pb2, BillingService, ()),
    (work_service_pb2, WorkService, ()),
    (partner_service_pb2, PartnerService, ()),
    (policy_service_pb2, PolicyService, ()),
    (activity_service_pb2, ActivityService, ()),
    (audit_service_pb2, AuditService, ()),
)


def registered() -> list[tuple[ServiceDescriptor, tuple[type[Any], ...]]]:
    return [
        (module.DESCRIPTOR.services_by_name[service.__name__], (service, *parts))
        for module, service, parts in _SERVICES
    ]


def answering(parts: Sequence[Any], call: str) -> Any:
    """The one part of a service that answers a call. Raises LookupError where none does, or two."""
    found = [part for part in parts if hasattr(part, call)]
    if len(found) != 1:
        raise LookupError(f"{call}: {len(found)} parts answer it")
    return found[0]
