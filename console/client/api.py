"""The ports over gRPC."""

from console.client.activity import Activities
from console.client.alerts import Alerts
from console.client.audit import Audit
from console.client.auth import Auth
from console.client.buildings import Buildings
from console.client.campaigns import Campaigns
from console.client.crashes import Crashes
from console.client.debts import Debts
from console.client.disclosures import Disclosures
from console.client.drafts import Drafts
from console.client.duties import Duties
from console.client.files import Files
from console.client.handovers import HandOvers
from console.client.insight import Insight
from console.client.meters import Meters
from console.client.notifications import Notifications
from console.client.overview import Overview
from console.client.partners import Partners
from console.client.policies import Policies
from console.client.privacy import Privacy
from console.client.providers import Providers
from console.client.readings import Readings
from console.client.rules import Rules
from console.client.search import Search
from console.client.settings import OwnSettings
from console.client.stoplist import StopList
from console.client.support import Support
from console.client.surveys import Surveys
from console.client.templates import Templates
from console.client.terms import Terms
from console.client.users import Users
from console.client.windows import Windows
from console.client.wire import Tls, Wire
from console.client.works import Works


class Client:
    """Everything, on one connection. Made on the running event loop."""

    def __init__(self, target: str, tls: Tls | None = None, *, read_only: bool = False) -> None:
        self._wire = Wire(target, tls, read_only)
        self.target = target
        self.auth = Auth(self._wire)
        self.users = Users(self._wire)
        self.readings = Readings(self._wire)
        self.meters = Meters(self._wire)
        self.buildings = Buildings(self._wire)
        self.windows = Windows(self._wire)
        self.works = Works(self._wire)
        self.debts = Debts(self._wire)
        self.duties = Duties(self._wire)
        self.disclosures = Disclosures(self._wire)
        self.partners = Partners(self._wire)
        self.support = Support(self._wire)
        self.surveys = Surveys(self._wire)
        self.templates = Templates(self._wire)
        self.campaigns = Campaigns(self._wire)
        self.providers = Providers(self._wire)
        self.stoplist = StopList(self._wire)
        self.rules = Rules(self._wire)
        self.files = Files(self._wire)
        self.notifications = Notifications(self._wire)
        self.policies = Policies(self._wire)
        self.privacy = Privacy(self._wire)
        self.activity = Activities(self._wire)
        self.crashes = Crashes(self._wire)
        self.alerts = Alerts(self._wire)
        self.insight = Insight(self._wire)
        self.handovers = HandOvers(self._wire)
        self.search = Search(self._wire)
        self.settings = OwnSettings(self._wire)
        self.terms = Terms(self.privacy, self.duties, self.disclosures)
        self.drafts = Drafts(self._wire)
        self.audit = Audit(self._wire)
        self.overview = Overview(self._wire)

    def speak(self, language: str) -> None:
        """The language of the server's sentences from now on."""
        self._wire.language = language

    def look_for(self, purpose: str, ticket: str) -> None:
        """Why the operator looks at people's data from now on; empty for what was not stated."""
        self._wire.purpose, self._wire.ticket = purpose, ticket

    async def close(self) -> None:
        await self._wire.close()


__all__ = ["Client", "Tls"]
