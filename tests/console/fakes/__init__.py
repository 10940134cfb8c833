"""A server in memory, area by area: the ports that screens need, and rows to fill them."""

from .activity import FakeCrashes, activity, crash_group
from .alerts import FakeAlerts, alert
from .base import EVERYTHING, NOW, FakeList, FixedClock
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
from .disclosures import DISCLOSURE_STATES, FakeDisclosures, disclosure
from .handovers import FakeHandOvers, hand_over
from .house import FakeApi, FakeAudit, FakeAuth, FakeOverview
from .metering import (
    COLUMNS,
    FakeBuildings,
    FakeFiles,
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

__all__ = [
    "COLUMNS",
    "DISCLOSURE_STATES",
    "EVERYTHING",
    "NOW",
    "FakeAlerts",
    "FakeApi",
    "FakeAudit",
    "FakeAuth",
    "FakeBuildings",
    "FakeCampaigns",
    "FakeCrashes",
    "FakeDebts",
    "FakeDisclosures",
    "FakeDrafts",
    "FakeDuties",
    "FakeFiles",
    "FakeHandOvers",
    "FakeList",
    "FakeNotifications",
    "FakeOverview",
    "FakePartners",
    "FakePolicies",
    "FakePrivacy",
    "FakeProviders",
    "FakeReadings",
    "FakeRules",
    "FakeStopList",
    "FakeSupport",
    "FakeSurveys",
    "FakeTemplates",
    "FakeUsers",
    "FakeWindows",
    "FakeWorks",
    "FixedClock",
    "activity",
    "alert",
    "building",
    "campaign",
    "crash_group",
    "debt",
    "disclosure",
    "draft",
    "duty",
    "hand_over",
    "notification",
    "partner",
    "policy",
    "provider",
    "reading",
    "request",
    "rules",
    "stopped",
    "survey",
    "template",
    "term",
    "thread",
    "user",
    "window",
    "work",
]
