"""The whole server in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from console.activity import Activity
from console.models import AuditEntry, Operator, Page, Query, Summary, Verdict
from console.ports import ClientError
from console.terms import Term

from .activity import FakeCrashes, activity, crash_group
from .alerts import FakeAlerts, alert
from .base import EVERYTHING, NOW, FakeList
from .campaigns import FakeCampaigns, campaign
from .debts import FakeDebts, debt
from .delivery import (
    FakeNotifications,
    FakeProviders,
    FakeStopList,
    FakeTemplates,
    notification,
    provider,
    stopped,
    template,
)
from .desk import FakeSearch, FakeSettings
from .disclosures import FakeDisclosures, disclosure
from .handovers import FakeHandOvers, hand_over
from .insight import FIGURES, FakeInsight, figure
from .metering import (
    FakeBuildings,
    FakeFiles,
    FakeMeters,
    FakeReadings,
    FakeRules,
    FakeWindows,
    building,
    reading,
    rules,
    window,
)
from .partners import FakePartners, partner
from .people import FakeUsers, user
from .policies import FakePolicies, policy
from .requests import FakeDrafts, FakeDuties, FakePrivacy, draft, duty, request, term
from .support import FakeSupport, thread
from .surveys import FakeSurveys, survey
from .works import FakeWorks, work


class FakeAudit:
    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[AuditEntry]:
        entry = AuditEntry(
            1,
            NOW,
            "OPERATOR",
            "o1",
            "Оксана Литвин",
            "UserService.GetUser",
            "user",
            "u1",
            "u1",
            "OK",
            "r1",
            "::1",
            {},
            "ff",
        )
        return Page((entry,), 1, "")

    async def get(self, key: str) -> AuditEntry:
        raise ClientError("NOT_FOUND", key)

    async def verify(self) -> Verdict:
        return Verdict(True, 1, "Ланцюг цілий.", "The chain is whole.", 1)


class FakeOverview:
    async def summary(self, now: datetime) -> Summary:
        return Summary(2, {"SENT": 10, "FAILED_PERMANENT": 1}, (request(1),), 600, 3, FIGURES)

    async def minutes(self, now: datetime) -> Sequence[int]:
        return [number % 7 for number in range(60)]


class FakeAuth:
    def __init__(self, permissions: frozenset[str]) -> None:
        self.permissions = permissions
        self.down = False
        self.refusals: list[ClientError] = []
        self.signed_in: list[tuple[str, str, str]] = []
        self.must_change = False
        self.passwords: list[tuple[str, str]] = []
        self.must_enrol = False
        self.confirmed: list[str] = []

    async def sign_in(self, login: str, password: str, code: str) -> Operator:
        self.signed_in.append((login, password, code))
        if self.refusals:
            raise self.refusals.pop(0)
        operator = Operator("o1", login, "Оксана Литвин", ("SUPPORT",), self.permissions, self.must_change)
        return replace(operator, must_enrol=self.must_enrol)

    async def change_password(self, old: str, new: str) -> None:
        self.passwords.append((old, new))

    async def propose_factor(self) -> str:
        return "JBSWY3DPEHPK3PXP"

    async def confirm_factor(self, code: str) -> None:
        if code != "123456":
            raise ClientError("WRONG_CREDENTIALS", "Неправильний код.")
        self.confirmed.append(code)

    async def sign_out(self) -> None: ...

    async def ping(self) -> float:
        if self.down:
            raise ClientError("UNREACHABLE", "down", lost=True)
        return 4.0


class FakeApi:
    """Everything, in memory."""

    def __init__(self, users: int = 600, permissions: frozenset[str] = EVERYTHING) -> None:
        self.target = "test:7443"
        self.purposes: list[tuple[str, str]] = []
        self.users = FakeUsers(users, user)
        self.readings = FakeReadings(40, reading)
        self.meters = FakeMeters()
        self.buildings = FakeBuildings(7, building)
        self.windows = FakeWindows(2, window)
        self.works = FakeWorks(3, work)
        self.debts = FakeDebts(3, debt)
        self.duties = FakeDuties(3, duty)
        self.support = FakeSupport(3, thread)
        self.surveys = FakeSurveys(4, survey)
        self.terms: FakeList[Term] = FakeList(3, term)
        self.activity: FakeList[Activity] = FakeList(40, activity)
        self.crashes = FakeCrashes(3, crash_group)
        self.alerts = FakeAlerts(3, alert)
        self.insight = FakeInsight(len(FIGURES), figure)
        self.disclosures = FakeDisclosures(5, disclosure)
        self.partners = FakePartners(3, partner)
        self.providers = FakeProviders(3, provider)
        self.stoplist = FakeStopList(3, stopped)
        self.handovers = FakeHandOvers(3, hand_over)
        self.search = FakeSearch()
        self.settings = FakeSettings()
        self.templates = FakeTemplates(2, template)
        self.campaigns = FakeCampaigns(3, campaign)
        self.rules = FakeRules(2, rules)
        self.files = FakeFiles()
        self.notifications = FakeNotifications(5, notification)
        self.policies = FakePolicies(3, policy)
        self.privacy = FakePrivacy(3, request)
        self.drafts = FakeDrafts(3, draft)
        self.audit = FakeAudit()
        self.overview = FakeOverview()
        self.auth = FakeAuth(permissions)
        self.languages: list[str] = []

    def speak(self, language: str) -> None:
        self.languages.append(language)

    def look_for(self, purpose: str, ticket: str) -> None:
        self.purposes.append((purpose, ticket))

    async def close(self) -> None: ...
