"""All causes of messages that come of the change feed. A new one is a module with its Source, and a line here.

(What people send, by a call or a campaign, and the code that confirms an address are no changes: they are the call.)
"""

from server.notifications.raising.billing import BILLING
from server.notifications.raising.disclosures import DISCLOSURES
from server.notifications.raising.policies import POLICIES
from server.notifications.raising.privacy import PRIVACY
from server.notifications.raising.readings import READINGS
from server.notifications.raising.security import SECURITY
from server.notifications.raising.source import Source
from server.notifications.raising.support import SUPPORT
from server.notifications.raising.surveys import SURVEYS
from server.notifications.raising.windows import WINDOWS
from server.notifications.raising.works import WORKS

SOURCES: tuple[Source, ...] = (
    *(SECURITY, WORKS, BILLING, WINDOWS, READINGS, PRIVACY, DISCLOSURES, POLICIES, SUPPORT),
    SURVEYS,
)
