"""What becomes of a campaign's users: decided for all whose facts are equal at once, by the same rules in the estimate
and in the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.limits import MESSAGE_LIFE_MS
from server.notifications import delivery_rules
from server.notifications.campaigns import contents, text
from server.notifications.campaigns.text import CampaignText, Rendered
from server.notifications.categories import CATEGORIES, Category
from server.notifications.decision import Ask, Route, in_order, route
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.repositories.facts import UserFacts


@dataclass
class Plan:
    """One campaign at one instant."""

    category: Category
    ask: Ask
    #: In the order in which they are tried.
    channels: tuple[int, ...]
    text: CampaignText
    _routes: dict[UserFacts, Route] = field(default_factory=dict)

    def route(self, facts: UserFacts) -> Route:
        found = self._routes.get(facts)
        if found is None:
            found = self._routes[facts] = route(facts, self.channels, self.ask)
        return found

    def rendered(self, facts: UserFacts, channel: int) -> Rendered:
        return self.text.on(channel, facts.language)


def ask_of(tx: Tx, category: Category, expires_at: int, available: Sequence[int]) -> Ask:
    return Ask(category, tx.now, expires_at, delivery_rules.current(tx), frozenset(available))


def expiry(row: Campaign, now: int) -> int:
    """When its messages expire; of one that states nothing three days after it began. Milliseconds."""
    if row.expires_at is not None:
        return row.expires_at
    return (now if row.started_at is None else row.started_at) + MESSAGE_LIFE_MS


def of(tx: Tx, row: Campaign, available: Sequence[int], said: CampaignText | None = None) -> Plan:
    """The plan of a campaign, as of now. `available` are the channels that have a provider, the cheapest first."""
    category = CATEGORIES[row.category]
    return Plan(
        category,
        ask_of(tx, category, expiry(row, tx.now), available),
        in_order(available, contents.channels(contents.stored(row))),
        said or text.of(tx, row),
    )
