"""Every service that is served: its descriptor and the classes that answer its calls, each call one of them."""

from collections.abc import Sequence

from google.protobuf.descriptor import ServiceDescriptor

from server import policy
from server.accounts.service import AccountService
from server.activity.service import ActivityService
from server.alerts.rule_calls import AlertRuleCalls
from server.alerts.service import AlertService
from server.audit.service import AuditService
from server.auth.service import AuthService
from server.billing.service import BillingService
from server.disclosures.service import DisclosureService
from server.exchange.export_calls import ExportCalls
from server.exchange.file_calls import FileCalls
from server.exchange.interval_import import IntervalCalls
from server.insight.service import InsightService
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
from server.operators.desk_calls import DeskCalls
from server.operators.search import SearchCalls
from server.operators.service import OperatorService
from server.partners.service import PartnerService
from server.partners.statistics import StatisticsCalls
from server.policies.service import PolicyService
from server.privacy.answer_calls import AnswerCalls
from server.privacy.duty_calls import DutyCalls
from server.privacy.intake_calls import IntakeCalls
from server.privacy.lifting_calls import LiftingCalls
from server.privacy.retention_calls import RetentionCalls
from server.privacy.service import PrivacyRequestService
from server.reading_calls.balance import BalanceCalls
from server.reading_calls.estimates import EstimateCalls
from server.reading_calls.review import ReviewCalls
from server.reading_calls.rule_sets import RuleSetCalls
from server.reading_calls.service import ReadingService
from server.services import Calls
from server.support.service import SupportService
from server.surveys.service import SurveyService
from server.users.phone_export import PhoneExportCalls
from server.users.service import UserService
from server.works.service import WorkService

#: The class that bears the name of a service, and others that answer some of its calls.
_SERVICES: tuple[tuple[type[Calls], ...], ...] = (
    (AuthService,),
    (OperatorService, DeskCalls, SearchCalls),
    (UserService, PhoneExportCalls),
    (AccountService,),
    (
        *(ReadingService, ReviewCalls, RuleSetCalls, EstimateCalls, BalanceCalls),
        *(FileCalls, IntervalCalls, ExportCalls),
    ),
    (
        *(NotificationService, TemplateCalls, PreferenceCalls, UnsubscribeCalls, ContactCalls, DeviceCalls),
        *(CampaignCalls, ExplainCalls, ReceiptCalls, ProviderCalls, RulesCalls),
    ),
    (PrivacyRequestService, AnswerCalls, DutyCalls, IntakeCalls, LiftingCalls, RetentionCalls),
    (DisclosureService,),
    (BillingService,),
    (WorkService,),
    (PartnerService, StatisticsCalls),
    (PolicyService,),
    (SupportService,),
    (SurveyService,),
    (ActivityService,),
    (AlertService, AlertRuleCalls),
    (InsightService,),
    (AuditService,),
)


def registered() -> list[tuple[ServiceDescriptor, tuple[type[Calls], ...]]]:
    """Raises LookupError where the contract has a service that nobody answers."""
    answered = {classes[0].__name__: classes for classes in _SERVICES}
    contract = {service.name: service for service in policy.contract()}
    if unanswered := contract.keys() - answered.keys():
        raise LookupError(f"nobody answers {', '.join(sorted(unanswered))}")
    return [(contract[name], classes) for name, classes in answered.items()]


def answering(parts: Sequence[Calls], call: str) -> Calls:
    """The one part of a service that answers a call. Raises LookupError where none does, or two."""
    found = [part for part in parts if hasattr(part, call)]
    if len(found) != 1:
        raise LookupError(f"{call}: {len(found)} parts answer it")
    return found[0]
