"""Every service that is served: its descriptor and the class behind it."""

from typing import Any

from google.protobuf.descriptor import ServiceDescriptor
from smartregion.v1 import (
    account_service_pb2,
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
    support_service_pb2,
    user_service_pb2,
    work_service_pb2,
)

from server.accounts.service import AccountService
from server.audit.service import AuditService
from server.auth.service import AuthService
from server.billing.service import BillingService
from server.disclosures.service import DisclosureService
from server.notifications.service import NotificationService
from server.operators.service import OperatorService
from server.partners.service import PartnerService
from server.policies.service import PolicyService
from server.privacy.service import PrivacyRequestService
from server.reading_calls.service import ReadingService
from server.support.service import SupportService
from server.users.service import UserService
from server.works.service import WorkService

_SERVICES: tuple[tuple[Any, type[Any]], ...] = (
    (auth_service_pb2, AuthService),
    (operator_service_pb2, OperatorService),
    (user_service_pb2, UserService),
    (account_service_pb2, AccountService),
    (reading_service_pb2, ReadingService),
    (notification_service_pb2, NotificationService),
    (privacy_request_service_pb2, PrivacyRequestService),
    (disclosure_service_pb2, DisclosureService),
    (billing_service_pb2, BillingService),
    (work_service_pb2, WorkService),
    (partner_service_pb2, PartnerService),
    (policy_service_pb2, PolicyService),
    (audit_service_pb2, AuditService),
    (support_service_pb2, SupportService),
)


def registered() -> list[tuple[ServiceDescriptor, type[Any]]]:
    return [(module.DESCRIPTOR.services_by_name[service.__name__], service) for module, service in _SERVICES]
