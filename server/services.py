"""What services share."""

from dataclasses import dataclass, field

from server.call import Base
from server.credentials.codes import CodeSender
from server.credentials.passwords import Passwords
from server.law.book import Law
from server.notifications.providers import Providers
from server.paging import Paging
from server.watching import Watching


@dataclass(frozen=True)
class Services(Base):
    """The parts of a running service. Made once, in server.app."""

    paging: Paging
    watching: Watching
    codes: CodeSender
    providers: Providers
    law: Law
    passwords: Passwords = field(default_factory=Passwords)


class Calls:
    """Answers calls of one service; server.registry says of which, and which others answer the rest of it."""

    def __init__(self, services: Services) -> None:
        self._services = services
