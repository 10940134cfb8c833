"""What is found by a text, of every kind that the operator's roles may see."""

from dataclasses import dataclass

from console.models import ONE, Operator, Query

#: Fewer characters than these are no text to search for, more neither: as the contract has them.
LEAST, MOST = 2, 200


@dataclass(frozen=True)
class Kind:
    """A kind of what is found: who may find it, and where one of it is worked on."""

    id: str
    permission: str
    area: str
    #: The condition by which it is found there, with its title; empty where it is found by its id.
    condition: str = ""
    #: Words of the catalogue for what the server says of it beside the title; empty where that is said as it is.
    words: str = ""
    #: Whether one is shown only to whoever said why they look.
    why: bool = False
    #: The condition by which all of the kind are listed there that a text means; empty for none.
    listed: str = ""


#: As the server tells them.
KINDS = (
    Kind("USER", "USERS_READ", "users", why=True, listed="text"),
    Kind("ACCOUNT", "ACCOUNTS_READ", "debts"),
    Kind("METER", "ACCOUNTS_READ", "readings", condition="meter"),
    Kind("PRIVACY_REQUEST", "PRIVACY_READ", "privacy", words="request_state"),
    Kind("SUPPORT_THREAD", "SUPPORT_READ", "support", words="thread_state"),
    Kind("DISCLOSURE", "DISCLOSURES_READ", "disclosures", words="disclosure_state"),
    Kind("ALERT", "ALERTS_READ", "alerts", words="alert_state"),
    Kind("CAMPAIGN", "NOTIFICATIONS_READ", "campaigns", words="campaign_state"),
)
_BY_ID = {one.id: one for one in KINDS}


@dataclass(frozen=True)
class Hit:
    kind: str
    id: str
    title: str
    detail: str

    @property
    def query(self) -> Query:
        """By what it is found in its area."""
        condition = _BY_ID[self.kind].condition
        return Query(((condition, self.title),) if condition else ((ONE, self.id),))


@dataclass(frozen=True)
class Found:
    hits: tuple[Hit, ...] = ()
    #: Kinds of which there are more.
    more: frozenset[str] = frozenset()


def searched(operator: Operator) -> list[Kind]:
    """Kinds that the roles of an operator let them find."""
    return [one for one in KINDS if operator.may(one.permission)]
