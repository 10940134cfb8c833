"""What services share."""

from dataclasses import dataclass, field

from server.auth.codes import CodeSender
from server.auth.passwords import Passwords
from server.config import Settings
from server.notifications.providers import Providers
from server.paging import Paging
from server.privacy.law.book import Law
from server.validation import RequestValidator
from server.watching import Watching
from storage.engine.clock import Clock
from storage.engine.store import Store


@dataclass(frozen=True)
class Services:
    """The parts of a running service. Made once, in server.app."""

    settings: Settings
    store: Store
    clock: Clock
    paging: Paging
    watching: Watching
    codes: CodeSender
    providers: Providers
    law: Law
    passwords: Passwords = field(default_factory=Passwords)
    validator: RequestValidator = field(default_factory=RequestValidator)
