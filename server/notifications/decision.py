"""Whether a message goes out, over which channel and when: one list of pure rules, asked by the sender, by the one who
explains, by the estimate and by the expansion alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from smartregion.v1.notification_service_pb2 import RuleAnswer, SuppressionRule
from smartregion.v1.user_service_pb2 import UserState

from server.notifications.categories import CHANNELS, Category, Choice
from storage.days import KYIV
from storage.repositories.facts import UserFacts

PUSH, SMS, EMAIL = CHANNELS
PASSES, STOPS = RuleAnswer.RULE_ANSWER_PASSES, RuleAnswer.RULE_ANSWER_STOPS
DELAYS, NOT_ASKED = RuleAnswer.RULE_ANSWER_DELAYS, RuleAnswer.RULE_ANSWER_NOT_ASKED


@dataclass(frozen=True)
class Bounds:
    """The delivery rules in force: hours of Europe/Kyiv, and messages a day; 0 means no bound."""

    quiet_from: int = 22
    quiet_until: int = 8
    daily_cap: int = 3


@dataclass(frozen=True)
class Ask:
    """One event, as the rules see it; instants in milliseconds."""

    category: Category
    now: int
    expires_at: int
    bounds: Bounds
    #: Channels that have a provider.
    available: frozenset[int]
    emergency: bool = False
    #: The message waits already: it is among those of its day, and is not counted a second time.
    queued: bool = False
    #: Channels whose providers take nothing now: for people, who want to know when it goes.
    out: frozenset[int] = frozenset()
    #: Messages of its sender to one user in a day; 0 means no bound.
    sender_cap: int = 0
    #: It goes to a phone or an address of its own: what is known of the user's says nothing of that.
    own_contact: bool = False

    @property
    def overrides(self) -> bool:
        """An emergency, of a category that has them."""
        return self.emergency and self.category.emergencies

    @property
    def day(self) -> str:
        """The day whose messages the cap counts."""
        return day_of(self.now, self.bounds)


class Said(NamedTuple):
    """What a rule says; `until` is set where it delays."""

    answer: int
    until: int = 0


class Verdict(NamedTuple):
    """Over one channel: the rule that stops it, 0 for none; and when it may go, 0 for at once."""

    rule: int
    not_before: int = 0


class Route(NamedTuple):
    """The channel taken, those that are tried where it fails, and its verdict. Where every channel is stopped it is the
    last one that was tried, with the rule that stopped it."""

    channel: int
    cascade: tuple[int, ...]
    verdict: Verdict


Rule = Callable[[UserFacts, int, Ask], Said]
_PASSES, _STOPS, _NOT_ASKED = Said(PASSES), Said(STOPS), Said(NOT_ASKED)


def _said(stops: bool) -> Said:
    return _STOPS if stops else _PASSES


def _erased(facts: UserFacts, channel: int, ask: Ask) -> Said:
    return _said(facts.state == UserState.USER_STATE_ERASED)


def _blocked(facts: UserFacts, channel: int, ask: Ask) -> Said:
    if ask.category.fixed or ask.overrides:
        return _NOT_ASKED
    return _said(facts.state == UserState.USER_STATE_BLOCKED)


def _restricted(facts: UserFacts, channel: int, ask: Ask) -> Said:
    """A gas leak is told all the same: life and limb go first (2297-VI, art. 11(1)(4); GDPR, art. 18(2))."""
    if ask.category.fixed or ask.overrides:
        return _NOT_ASKED
    return _said(facts.restricted)


def _no_provider(facts: UserFacts, channel: int, ask: Ask) -> Said:
    if channel in ask.out:
        return Said(DELAYS)
    return _said(channel not in ask.available)


def _no_contact(facts: UserFacts, channel: int, ask: Ask) -> Said:
    if channel != PUSH and ask.own_contact:
        return _NOT_ASKED
    return _said(not (facts.device, facts.phone, facts.email)[channel - 1])


def _unverified(facts: UserFacts, channel: int, ask: Ask) -> Said:
    """A phone is confirmed before there is a user, and a device signs in: only an address can be a stranger's. A duty
    goes there too, but only where we have nothing else. (A code that confirms an address goes to a contact of its own.)
    """
    if channel != EMAIL or ask.own_contact:
        return _NOT_ASKED
    elsewhere = (facts.device and PUSH in ask.available) or (facts.phone and SMS in ask.available)
    if ask.category.fixed and not elsewhere:
        return _NOT_ASKED
    return _said(not facts.email_confirmed)


def _suppressed(facts: UserFacts, channel: int, ask: Ask) -> Said:
    if channel == PUSH or ask.category.fixed or ask.overrides or ask.own_contact:
        return _NOT_ASKED
    return _said(facts.phone_suppressed if channel == SMS else facts.email_suppressed)


def _no_consent(facts: UserFacts, channel: int, ask: Ask) -> Said:
    """Prior consent, on record and not withdrawn (Advertising Act, art. 14-3)."""
    if ask.category.choice is not Choice.OPT_IN:
        return _NOT_ASKED
    return _said(facts.wishes[channel - 1] is not True)


def _switched_off(facts: UserFacts, channel: int, ask: Ask) -> Said:
    if ask.category.fixed or ask.overrides:
        return _NOT_ASKED
    return _said(facts.wishes[channel - 1] is False)


def _capped(facts: UserFacts, channel: int, ask: Ask) -> Said:
    if not ask.category.capped or not ask.bounds.daily_cap or ask.queued:
        return _NOT_ASKED
    return _said(facts.today >= ask.bounds.daily_cap)


def _sender_capped(facts: UserFacts, channel: int, ask: Ask) -> Said:
    """One sender can't flood a user, not with emergencies either. What the house says of security is not among it: a
    thief would fill the bound first."""
    if not ask.sender_cap or ask.queued:
        return _NOT_ASKED
    return _said(facts.of_sender > ask.sender_cap)


def _expired(facts: UserFacts, channel: int, ask: Ask) -> Said:
    return _said(ask.expires_at <= ask.now)


def _quiet(facts: UserFacts, channel: int, ask: Ask) -> Said:
    """An e-mail wakes nobody; what waits until after it expires is not sent."""
    if channel == EMAIL or ask.category.fixed or ask.overrides:
        return _NOT_ASKED
    until = quiet_until(ask.now, ask.bounds)
    if until <= ask.now:
        return _PASSES
    return _STOPS if until >= ask.expires_at else Said(DELAYS, until)


_R = SuppressionRule
#: In the order in which they are asked; the first that stops is the one that is named.
RULES: tuple[tuple[int, Rule], ...] = (
    (_R.SUPPRESSION_RULE_USER_ERASED, _erased),
    (_R.SUPPRESSION_RULE_USER_BLOCKED, _blocked),
    (_R.SUPPRESSION_RULE_RESTRICTED, _restricted),
    (_R.SUPPRESSION_RULE_NO_PROVIDER, _no_provider),
    (_R.SUPPRESSION_RULE_NO_CONTACT, _no_contact),
    (_R.SUPPRESSION_RULE_CONTACT_UNVERIFIED, _unverified),
    (_R.SUPPRESSION_RULE_CONTACT_SUPPRESSED, _suppressed),
    (_R.SUPPRESSION_RULE_NO_CONSENT, _no_consent),
    (_R.SUPPRESSION_RULE_PREFERENCE_OFF, _switched_off),
    (_R.SUPPRESSION_RULE_DAILY_CAP, _capped),
    (_R.SUPPRESSION_RULE_SENDER_CAP, _sender_capped),
    (_R.SUPPRESSION_RULE_EXPIRED, _expired),
    (_R.SUPPRESSION_RULE_QUIET_HOURS, _quiet),
)


def answers(facts: UserFacts, channel: int, ask: Ask) -> list[tuple[int, Said]]:
    """What every rule says, in order: for people."""
    return [(number, rule(facts, channel, ask)) for number, rule in RULES]


def verdict(facts: UserFacts, channel: int, ask: Ask) -> Verdict:
    """Whether it goes over this channel."""
    not_before = 0
    for number, rule in RULES:
        said = rule(facts, channel, ask)
        if said.answer == STOPS:
            return Verdict(number)
        not_before = max(not_before, said.until)
    return Verdict(0, not_before)


def route(facts: UserFacts, channels: Sequence[int], ask: Ask) -> Route:
    """The first channel of the order that no rule stops. `channels` has one at least."""
    for place, channel in enumerate(channels):
        found = verdict(facts, channel, ask)
        if not found.rule:
            return Route(channel, tuple(channels[place + 1 :]), found)
    return Route(channels[-1], (), found)


def route_that_opens(
    facts: UserFacts, route_of: Callable[[UserFacts], Route], is_damaged: Callable[[int], bool]
) -> tuple[UserFacts, Route]:
    """The route past contacts that do not open, and the facts by which it was taken. A channel that is taken all the
    same does not go by that contact."""
    found = route_of(facts)
    while not found.verdict.rule and found.channel not in facts.damaged and is_damaged(found.channel):
        facts = facts.without_contact(found.channel)
        found = route_of(facts)
    return facts, found


def quiet_until(now: int, bounds: Bounds) -> int:
    """The end of the quiet hours in which an instant lies; the instant itself where it lies in none. Milliseconds; the
    hours are those of the clocks in Kyiv, whatever they do that night."""
    begin, end = bounds.quiet_from, bounds.quiet_until
    here = datetime.fromtimestamp(now / 1000, KYIV)
    quiet = begin <= here.hour < end if begin <= end else here.hour >= begin or here.hour < end
    if not quiet:
        return now
    day = here.date() + timedelta(days=1 if here.hour >= end else 0)
    return int(datetime(day.year, day.month, day.day, end, tzinfo=KYIV).timestamp() * 1000)


def day_of(now: int, bounds: Bounds) -> str:
    """The day of Europe/Kyiv that the daily cap counts by, as ISO text. With the quiet hours of an evening the next day
    begins: what is asked for then arrives in its morning."""
    return datetime.fromtimestamp(quiet_until(now, bounds) / 1000, KYIV).date().isoformat()


def in_order(available: Iterable[int], stated: Sequence[int] = ()) -> tuple[int, ...]:
    """The channels that are tried, in order: those stated, or those that have a provider, the cheapest first."""
    return tuple(stated) or tuple(available) or CHANNELS
