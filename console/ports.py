"""What screens need of the world outside. The client keeps these promises over gRPC; tests keep them in memory.

Every call may raise ClientError, and nothing else.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from console.activity import Activity, CrashGroup
from console.alerts import Alert, Rule, Trial, Whole
from console.delivery import (
    Audience,
    Campaign,
    Charge,
    Concerned,
    Debt,
    DeliveryRules,
    Explanation,
    Payment,
    Provider,
    Rendered,
    Schedule,
    Stopped,
    Supplier,
    Work,
)
from console.disclosures import Disclosable, Disclosure, Left, Study
from console.disclosures import Request as DisclosureRequest
from console.duties import DataDuty
from console.handovers import HandOver
from console.imports import ImportAs, Imported
from console.insight import Build, Figure, Series
from console.intake import Draft, Letter, Part
from console.messages import Notification, Preference, Template
from console.metering import (
    Balance,
    Building,
    Decision,
    Estimated,
    Examination,
    Exchange,
    Meter,
    Reading,
    Rehearsal,
    Replay,
    RuleSet,
    Window,
)
from console.models import Account, AuditEntry, Frame, Operator, Page, Query, Summary, User, Verdict
from console.partners import Access, Grant, Partner, PartnerKey
from console.policies import Difference, PolicyVersion
from console.requests import Deadline, ErasureLine, LegalDuty, PrivacyRequest, Scan, Section
from console.search import Found
from console.settings import Settings
from console.support import Canned, Message, Thread
from console.surveys import Results, Survey
from console.terms import Term

T = TypeVar("T")


class ClientError(Exception):
    """A call that was refused, or did not come through."""

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        fields: Sequence[tuple[str, str]] = (),
        retry_after: float | None = None,
        lost: bool = False,
    ) -> None:
        super().__init__(message)
        #: Name of the contract's ErrorReason, such as STALE_ETAG; UNREACHABLE where there was no answer.
        self.reason = reason
        self.message = message
        #: Path and sentence of fields that break a rule; the message says the same of all of it together.
        self.fields = tuple(fields)
        self.retry_after = retry_after
        #: The server could not be reached: the same call may work later.
        self.lost = lost


class Source(Protocol[T]):
    """A list on the server."""

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[T]: ...

    async def get(self, key: str) -> T:
        """One row with all its detail."""


class Watched(Source[T], Protocol[T]):
    """A list that tells what changes."""

    def watch(self, query: Query, token: str) -> AsyncIterator[Frame[T]]:
        """Changes from now on, or after a token."""


class UsersApi(Watched[User], Protocol):
    async def block(self, user: User, reason: str) -> User: ...
    async def unblock(self, user: User, reason: str) -> User: ...
    async def update(self, user: User, values: Mapping[str, str], reason: str = "") -> User: ...
    async def accounts(self, user_id: str) -> Sequence[Account]: ...
    async def accounts_by_number(self, number: str) -> Sequence[Account]:
        """The number is a utility's own: two utilities may use the same."""

    async def link(self, user_id: str, account_id: str) -> None: ...
    async def unlink(self, user_id: str, account_id: str) -> None: ...
    async def preferences(self, user_id: str) -> Sequence[Preference]: ...
    async def set_preference(self, user_id: str, category: str, channel: str, on: bool, evidence: str) -> None: ...


class ReadingsApi(Watched[Reading], Protocol):
    async def examine(self, key: str) -> Examination: ...
    async def decide(self, reading: Reading, decision: Decision, reason: str, one_go: str = "") -> Reading:
        """Several that are decided in one go bear the same name, a UUID, and are taken back together."""

    async def rehearse(self, reading: Reading, decision: Decision) -> Rehearsal:
        """What would come of it; nothing is changed."""

    async def undo(self, reading_id: str) -> Reading:
        """Takes back what was decided up to thirty seconds ago, or in one go whose last is no further back."""

    async def reverse(self, reading: Reading, reason: str) -> int:
        """How many later readings were judged anew."""

    async def history(self, register_id: str) -> Sequence[Reading]:
        """Readings of a register, oldest first."""


class MetersApi(Protocol):
    async def get(self, meter_id: str) -> Meter: ...
    async def exchange(self, meter: Meter, exchange: Exchange) -> Meter:
        """The meter that was put in."""


class BuildingsApi(Source[Building], Protocol):
    async def balance(self, building_id: str, commodity: str, begin: datetime, before: datetime) -> Balance: ...


class WindowsApi(Source[Window], Protocol):
    async def save(self, window: Window) -> Window:
        """Without an id it is a new one."""

    def estimate(self, window: Window, month: date, dry_run: bool) -> AsyncIterator[Estimated]:
        """Estimates what was not read in the window of a month; the sums so far, as it goes."""


class WorksApi(Watched[Work], Protocol):
    async def suppliers(self) -> Sequence[Supplier]: ...
    async def preview(self, work: Work) -> Concerned:
        """Whom they would concern; nobody is told."""

    async def save(self, work: Work, silent: bool = False) -> Work:
        """Without an id they are announced; those who were told before are told what changed, unless it is silent."""

    async def cancel(self, work: Work, note: str) -> Work: ...
    async def finish(self, work: Work, note: str) -> Work: ...


class DebtsApi(Watched[Debt], Protocol):
    #: What the debts of the list that was read last are together, in kopecks; None before.
    overdue: int | None

    async def charges(self, account_id: str) -> Sequence[Charge]: ...
    async def payments(self, account_id: str) -> Sequence[Payment]: ...
    async def schedule(self, utility_id: str, commodity: str) -> Schedule | None:
        """When the utility tells of what the service costs; None where it does not."""

    async def save_schedule(self, schedule: Schedule) -> Schedule: ...


class DutiesApi(Watched[DataDuty], Protocol):
    async def excuse(self, duty: DataDuty, reason: str) -> DataDuty: ...
    async def letter(self, duty: DataDuty) -> tuple[str, bytes]:
        """The letter to its recipient: the name of a file, and what is in it."""

    async def sent(self, duty: DataDuty, answers: Mapping[str, str]) -> DataDuty:
        """Records how that letter left."""


class CrashesApi(Source[CrashGroup], Protocol):
    async def resolve(self, group: CrashGroup, fixed_version: str) -> CrashGroup: ...
    async def reopen(self, group: CrashGroup) -> CrashGroup: ...


class DisclosuresApi(Source[Disclosure], Protocol):
    async def fields(self) -> Sequence[Disclosable]:
        """Every field that can be asked for."""

    async def register(self, letter: DisclosureRequest) -> Disclosure: ...
    async def study(self, one: Disclosure, found: Study) -> Disclosure: ...
    async def approve(self, one: Disclosure) -> Disclosure: ...
    async def deny(self, one: Disclosure, reason: str, article: str) -> Disclosure: ...
    async def defer(self, one: Disclosure, until: str, reason: str) -> tuple[Disclosure, LegalDuty]:
        """The disclosure, and what the third party must be told."""

    async def end_exemption(self, one: Disclosure, reason: str) -> Disclosure: ...
    def fresh(self) -> str:
        """An id for a release: with the same one the same parcel comes again, for a day."""

    def release(self, disclosure_id: str, request: str) -> AsyncIterator[bytes]:
        """The sealed parcel, piece by piece; one that was damaged on the way ends with ClientError."""

    async def ledger(self, user_id: str) -> Sequence[Left]:
        """What of somebody left, the latest first."""


class PartnersApi(Source[Partner], Protocol):
    async def keys(self, partner_id: str) -> Sequence[PartnerKey]:
        """The newest first."""

    async def grants(self, partner_id: str) -> Sequence[Grant]:
        """The newest first."""

    async def access(self, partner_id: str) -> Access: ...
    async def save(self, partner: Partner) -> Partner:
        """Without an id it is a new one."""

    async def set_state(self, partner: Partner, state: str) -> Partner: ...
    async def issue(
        self, partner_id: str, expires_at: datetime, permissions: Sequence[str], note: str
    ) -> tuple[PartnerKey, str]:
        """A key and its secret, which is told this once."""

    async def revoke_key(self, key_id: str, reason: str) -> None: ...
    async def grant(self, partner_id: str, wanted: Grant) -> Grant: ...
    async def revoke_grant(self, grant_id: str, reason: str) -> None: ...


class SupportApi(Watched[Thread], Protocol):
    async def messages(self, thread_id: str) -> Sequence[Message]: ...
    async def canned(self, thread_id: str) -> Sequence[Canned]: ...
    async def post(self, thread: Thread, kind: str, text: str) -> Thread: ...
    async def assign(self, thread: Thread) -> Thread: ...
    async def close(self, thread: Thread) -> Thread: ...
    async def merge(self, thread: Thread, into: str) -> Thread: ...
    async def hand_over(self, thread: Thread, kind: str) -> Thread: ...


class SurveysApi(Watched[Survey], Protocol):
    async def save(self, survey: Survey) -> Survey:
        """Without an id it is a new draft, for everybody; else the draft as it was read with what changed."""

    async def set_audience(self, survey: Survey, audience: Audience) -> Survey: ...
    async def publish(self, survey: Survey, opens_at: datetime | None, closes_at: datetime) -> Survey:
        """As it was read; None means that it opens now."""

    async def close(self, survey: Survey) -> Survey: ...
    async def discard(self, survey: Survey) -> Survey: ...
    async def results(self, survey_id: str) -> Results: ...
    async def texts(self, survey_id: str, question_id: str, most: int) -> Sequence[str]:
        """What people wrote to a question, in no order that tells anything."""

    def export(self, survey_id: str, language: str, texts: bool) -> AsyncIterator[bytes]:
        """Results as CSV in uk or en, with what people wrote where that is wanted."""


class AlertsApi(Watched[Alert], Protocol):
    async def whole(self, alert_id: str) -> Whole: ...
    async def acknowledge(self, alert: Alert) -> Alert: ...
    async def assign(self, alert: Alert) -> Alert: ...
    async def resolve(self, alert: Alert, outcome: str, note: str, quiet_until: datetime | None) -> Alert: ...
    async def act(self, alert: Alert, action: str, reason: str, user_id: str = "") -> Alert:
        """Without a user the subject of the alert is meant."""

    async def rules(self) -> Sequence[Rule]:
        """Those in force, and those that will be."""

    async def set_rule(self, rule: Rule, last_version: int) -> Rule: ...
    async def replay(self, rule: Rule, days: int) -> Trial:
        """What it would have raised over the last days; nothing is changed."""


class InsightApi(Watched[Figure], Protocol):
    async def figures(self) -> Sequence[Figure]:
        """Those of today."""

    async def trend(self, metric: str, first: date, last: date, step: str, part: str) -> Sequence[Series]:
        """A figure over time, by the day, week or month; whole, or parted by what `part` names."""

    async def build(self) -> Build: ...
    async def rebuild(self) -> Build:
        """Has everything counted anew."""


class ProvidersApi(Source[Provider], Protocol):
    async def rules(self) -> DeliveryRules: ...
    async def save_rules(self, rules: DeliveryRules) -> DeliveryRules: ...


class HandOversApi(Source[HandOver], Protocol):
    async def write(self, text: str) -> HandOver: ...


class SearchApi(Protocol):
    async def find(self, text: str) -> Found:
        """Whatever is meant by a text, of each kind as far as the operator's roles go."""


class SettingsApi(Protocol):
    async def read(self) -> Settings: ...
    async def keep(self, settings: Settings) -> Settings:
        """In the place of those whose etag they bear, and as they are then."""


class StopListApi(Source[Stopped], Protocol):
    async def suppress(self, user_id: str, channel: str, reason: str, note: str) -> Stopped: ...
    async def release(self, row: Stopped) -> None: ...


class TemplatesApi(Source[Template], Protocol):
    async def preview(
        self, template: Template, values: Mapping[str, str], transliterate: bool = False
    ) -> tuple[Rendered, Rendered]:
        """How it would read in Ukrainian and in English; it need not be saved."""

    async def preview_for(
        self, template: Template, values: Mapping[str, str], user_id: str
    ) -> tuple[Rendered, Explanation]:
        """How it would come to one person: in their language, over which channel, and why."""

    async def save(self, template: Template) -> Template:
        """Without an id it is a new one, else another version."""


class PoliciesApi(Source[PolicyVersion], Protocol):
    async def compare(self, old: str, new: str, language: str) -> Difference:
        """What the one version says otherwise than the other, in uk or en."""

    async def save(self, version: PolicyVersion) -> PolicyVersion:
        """Without an id it is a new draft, else the draft as it was read with what changed."""

    async def publish(self, version: PolicyVersion) -> PolicyVersion:
        """As it was read; never by whoever changed it last."""

    async def discard(self, version: PolicyVersion) -> PolicyVersion: ...


class CampaignsApi(Watched[Campaign], Protocol):
    async def save(self, campaign: Campaign) -> Campaign:
        """Without an id it is a new draft."""

    async def estimate(self, campaign: Campaign) -> Campaign: ...
    async def schedule(self, campaign: Campaign, at: datetime | None) -> Campaign:
        """None means now."""

    async def pause(self, campaign: Campaign) -> Campaign: ...
    async def resume(self, campaign: Campaign) -> Campaign: ...
    async def cancel(self, campaign: Campaign) -> Campaign: ...
    async def resend(self, campaign: Campaign, unknown_too: bool, *, rehearse: bool = False) -> int:
        """How many messages are tried again, or would be."""


class RulesApi(Source[RuleSet], Protocol):
    async def create(self, rules: RuleSet) -> RuleSet:
        """A new one with what differs from version 1."""

    async def activate(self, version: int) -> RuleSet: ...
    def replay(self, version: int, begin: datetime) -> AsyncIterator[Replay]:
        """What the readings since then would have been judged to be, as it goes."""


class FilesApi(Protocol):
    async def preview(self, path: Path, said: ImportAs) -> Imported: ...
    def take(self, path: Path, said: ImportAs) -> AsyncIterator[Imported]:
        """Imports a file; what is there already is not taken twice, what was quarantined is tried again."""


class NotificationsApi(Watched[Notification], Protocol):
    async def retry(self, row: Notification) -> Notification: ...
    async def cancel(self, row: Notification) -> Notification: ...
    async def explain(self, user_id: str, about: str, key: str) -> Explanation:
        """Why a user gets what `about` names (campaign, template or message), or why not."""

    async def templates(self) -> Sequence[Template]: ...
    async def send(self, user_id: str, template: str, channel: str, values: Mapping[str, str]) -> Notification: ...


class DraftsApi(Source[Draft], Protocol):
    async def take(self, path: Path) -> tuple[Draft, bool]:
        """A mail from a file, and whether it lay here already."""

    async def confirm(self, draft: Draft, letter: Letter) -> Sequence[PrivacyRequest]: ...
    async def discard(self, draft: Draft, reason: str) -> Draft: ...


class PrivacyApi(Watched[PrivacyRequest], Protocol):
    async def register(self, letter: Letter) -> Sequence[PrivacyRequest]:
        """A request for each part."""

    async def add_part(self, request: PrivacyRequest, part: Part) -> PrivacyRequest:
        """The request that was made of what was found in the letter of another."""

    async def prove(self, request: PrivacyRequest, method: str, user_id: str) -> PrivacyRequest: ...
    async def assign(self, request: PrivacyRequest) -> PrivacyRequest: ...
    async def extend(
        self, request: PrivacyRequest, until: str, reason: str
    ) -> tuple[PrivacyRequest, Sequence[LegalDuty]]: ...
    async def hold(self, request: PrivacyRequest, ground: str, until: str) -> PrivacyRequest: ...
    async def release(self, request: PrivacyRequest, hold_id: str, reason: str) -> PrivacyRequest: ...
    async def propose(self, request: PrivacyRequest, decision: str, reason: str, article: str) -> PrivacyRequest: ...
    async def approve(self, request: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest: ...
    async def withdraw(self, request: PrivacyRequest, document: str, reason: str) -> PrivacyRequest: ...
    async def repeat(self, request: PrivacyRequest, of: str) -> PrivacyRequest:
        """Closes it as repeating another, by its id."""

    async def propose_lifting(self, request: PrivacyRequest, ground: str, reason: str) -> PrivacyRequest: ...
    async def tell_lifting(self, request: PrivacyRequest, told_on: str, how: str) -> PrivacyRequest: ...
    async def approve_lifting(self, request: PrivacyRequest, approve: bool, note: str) -> PrivacyRequest: ...
    async def deadline(self, request_id: str) -> Deadline: ...
    async def erasure(self, request_id: str) -> Sequence[ErasureLine]: ...
    async def sections(self, request_id: str) -> Sequence[Section]: ...
    def package(self, request_id: str, form: str) -> AsyncIterator[bytes]:
        """The package piece by piece; `form` is JSON, HTML, PDF or ARCHIVE."""

    async def link(self, request: PrivacyRequest) -> PrivacyRequest: ...
    async def letters(self, request_id: str, kind: str, form: str) -> Sequence[tuple[str, bytes]]:
        """File names and contents; `form` is TEXT, HTML or PDF."""

    async def sent(self, request: PrivacyRequest, answers: Mapping[str, str]) -> PrivacyRequest:
        """Records how a letter left: its kind, day, way and reference."""

    async def copy_destroyed(self, request: PrivacyRequest, note: str) -> PrivacyRequest: ...
    async def verify(self, request_id: str) -> Scan: ...


class AuditApi(Source[AuditEntry], Protocol):
    async def verify(self) -> Verdict: ...


class OverviewApi(Protocol):
    async def summary(self, now: datetime) -> Summary: ...
    async def minutes(self, now: datetime) -> Sequence[int]:
        """Readings received in each of the last sixty minutes, oldest first."""


class AuthApi(Protocol):
    async def sign_in(self, login: str, password: str, code: str) -> Operator: ...
    async def change_password(self, old: str, new: str) -> None: ...
    async def propose_factor(self) -> str:
        """The secret of a second factor, which counts once a code of it was confirmed."""

    async def confirm_factor(self, code: str) -> None: ...
    async def sign_out(self) -> None: ...
    async def ping(self) -> float:
        """Milliseconds there and back."""


class Api(Protocol):
    """Everything, on one connection."""

    target: str

    @property
    def users(self) -> UsersApi: ...
    @property
    def readings(self) -> ReadingsApi: ...
    @property
    def meters(self) -> MetersApi: ...
    @property
    def buildings(self) -> BuildingsApi: ...
    @property
    def windows(self) -> WindowsApi: ...
    @property
    def works(self) -> WorksApi: ...
    @property
    def debts(self) -> DebtsApi: ...
    @property
    def duties(self) -> DutiesApi: ...
    @property
    def disclosures(self) -> DisclosuresApi: ...
    @property
    def partners(self) -> PartnersApi: ...
    @property
    def support(self) -> SupportApi: ...
    @property
    def surveys(self) -> SurveysApi: ...
    @property
    def alerts(self) -> AlertsApi: ...
    @property
    def insight(self) -> InsightApi: ...
    @property
    def providers(self) -> ProvidersApi: ...
    @property
    def handovers(self) -> HandOversApi: ...
    @property
    def search(self) -> SearchApi: ...
    @property
    def settings(self) -> SettingsApi: ...
    @property
    def stoplist(self) -> StopListApi: ...
    @property
    def templates(self) -> TemplatesApi: ...
    @property
    def campaigns(self) -> CampaignsApi: ...
    @property
    def rules(self) -> RulesApi: ...
    @property
    def files(self) -> FilesApi: ...
    @property
    def notifications(self) -> NotificationsApi: ...
    @property
    def policies(self) -> PoliciesApi: ...
    @property
    def privacy(self) -> PrivacyApi: ...
    @property
    def terms(self) -> Source[Term]: ...
    @property
    def activity(self) -> Watched[Activity]: ...
    @property
    def crashes(self) -> CrashesApi: ...
    @property
    def drafts(self) -> DraftsApi: ...
    @property
    def audit(self) -> AuditApi: ...
    @property
    def overview(self) -> OverviewApi: ...
    @property
    def auth(self) -> AuthApi: ...

    def speak(self, language: str) -> None:
        """The language of the server's sentences from now on."""

    def look_for(self, purpose: str, ticket: str) -> None:
        """Why the operator looks at people's data from now on; empty for what was not stated."""

    async def close(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant, in UTC."""
