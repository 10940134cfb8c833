"""The way into the outbox: any unit of work tells users of something, and it goes out with the commit or not at all.

What is decided of a message, and in which text, is settled here, many users at a time: one query for their facts, one
for where they are reached, one insert.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from smartregion.v1.notification_service_pb2 import (
    NotificationCategory,
    NotificationCause,
    NotificationState,
    SuppressionRule,
    Urgency,
)
from smartregion.v1.user_service_pb2 import UserState

from server.errors import NotFound
from server.limits import MESSAGE_LIFE_MS, MESSAGES_AT_ONCE, SENDER_DAY
from server.notifications import delivery_rules, sentences, sms
from server.notifications.categories import CATEGORIES, Category, Choice
from server.notifications.decision import SMS, Ask, Route, Verdict, in_order, route, route_that_opens
from server.notifications.templates import Text, given
from server.notifications.workflow import WORKFLOW
from server.principal import Principal
from server.words import ENGLISH, UKRAINIAN, language_of, pick
from storage.chunks import chunks
from storage.days import iso_day
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.keys import sealing
from storage.repositories import allowances, facts, notifications, wishes
from storage.repositories.contacts import Contacts
from storage.repositories.facts import UserFacts
from storage.repositories.notifications import CurrentTemplate, NewMessage, Waiting
from storage.repositories.wishes import Consent

QUEUED, SUPPRESSED = NotificationState.NOTIFICATION_STATE_QUEUED, NotificationState.NOTIFICATION_STATE_SUPPRESSED
NO_CONTACT: int = SuppressionRule.SUPPRESSION_RULE_NO_CONTACT


@dataclass(frozen=True)
class Event:
    """Something that users are told of."""

    #: Its category is that of the messages.
    template_name: str
    cause: NotificationCause
    #: Of the work, the notice, the reading … that made it; 0 for none.
    cause_id: int = 0
    #: Of the cause: works change, and are told again.
    edition: int = 0
    emergency: bool = False
    #: Milliseconds; None means in three days.
    expires_at: int | None = None
    #: Milliseconds; what may be taken back until then is not sent before.
    not_before: int = 0
    #: In the order in which they are tried; none means the cheapest first.
    channels: tuple[int, ...] = ()
    #: None means what the category and an emergency ask for.
    urgency: Urgency | None = None
    #: Who sends it by name; None for the house itself.
    sender: Principal | None = None
    #: The partner in whose turn it goes, and who may tell one user only so much a day; 0 is the house.
    behalf_of: int = 0
    #: What undoes an earlier word is told however much was said.
    counted: bool = True


@dataclass(frozen=True)
class Recipient:
    """A user who is told, with the values of the placeholders in each language. Those of the house itself are each of
    the kind that the text asks for as it is shipped."""

    user_id: int
    uk: Mapping[str, str] = field(default_factory=dict)
    en: Mapping[str, str] = field(default_factory=dict)
    #: Of the cause, where each has their own; 0 means that of the event.
    cause_id: int = 0
    edition: int = 0
    #: Of the message, where it was promised to somebody; 0 means a new one.
    message_id: int = 0
    #: Where it goes, whatever the user's contact is now; empty means there.
    contact: str = ""
    #: Of which account it speaks, where its cause concerns several.
    account_id: int | None = None


def tell(tx: Tx, event: Event, recipients: Sequence[Recipient], available: Sequence[int]) -> list[int]:
    """Writes a message for each recipient, QUEUED or SUPPRESSED with the rule that did it; their ids, in order. Who is
    unknown or erased gets none. `available` are the channels that have a provider, the cheapest first.

    Raises NotFound without such a template, InvalidField where the text needs a value that is not given.
    """
    if not recipients:
        return []
    telling = _Telling(tx, event, named(tx, event.template_name), available)
    written: list[int] = []
    for part in chunks(recipients, MESSAGES_AT_ONCE):
        written += telling.write(part)
    return written


def named(tx: Tx, template_name: str) -> CurrentTemplate:
    """Raises NotFound."""
    template = notifications.template_by_name(tx, template_name)
    if template is None:
        raise NotFound(f"template {template_name} not found")
    return template


def urgency_of(category: int, emergency: bool) -> Urgency:
    """Emergencies and security overtake the rest."""
    urgent = category == NotificationCategory.NOTIFICATION_CATEGORY_SECURITY or (
        emergency and CATEGORIES[category].emergencies
    )
    return Urgency.URGENCY_URGENT if urgent else Urgency.URGENCY_NORMAL


class _Plan(NamedTuple):
    """A message that will be written."""

    recipient: Recipient
    facts: UserFacts
    route: Route
    #: Where it goes; empty for a push, and where there is nothing to reach the user by.
    contact: str


class _Telling:
    """One event on its way to its recipients."""

    def __init__(self, tx: Tx, event: Event, template: CurrentTemplate, available: Sequence[int]) -> None:
        self._tx = tx
        self._event = event
        self._template = template
        self._category: Category = CATEGORIES[template.row.category]
        self._channels = in_order(available, event.channels)
        self._expires_at = tx.now + MESSAGE_LIFE_MS if event.expires_at is None else event.expires_at
        self._ask = Ask(
            self._category,
            tx.now,
            self._expires_at,
            delivery_rules.current(tx),
            frozenset(available),
            emergency=event.emergency,
            sender_cap=SENDER_DAY if event.behalf_of and event.counted else 0,
        )
        self._texts = {language: Text.of(template.text, language) for language in (UKRAINIAN, ENGLISH)}
        self._given = {} if event.sender else given(event.template_name)
        self._urgency = urgency_of(self._category.number, event.emergency) if event.urgency is None else event.urgency
        #: By facts, and whether it goes to a contact of its own.
        self._routes: dict[tuple[UserFacts, bool], Route] = {}
        #: The last values in each language and the text that they made: many recipients have the same.
        self._last: dict[int, tuple[Mapping[str, str], tuple[str, str]]] = {}
        #: Messages of a capped category that are being made for a user, and are not counted yet.
        self._made: Counter[int] = Counter()

    def write(self, recipients: Sequence[Recipient]) -> list[int]:
        tx, number = self._tx, self._category.number
        user_ids = [one.user_id for one in recipients]
        self._made.clear()  # those before are in the facts by now
        if self._category.capped:
            facts.count_alone(tx)
        facts.hold(tx, user_ids)
        known = facts.of_users(tx, user_ids, number, self._ask.day)
        consents = wishes.consents(tx, user_ids, number) if self._category.choice is Choice.OPT_IN else {}
        if self._ask.sender_cap:
            said = allowances.take(tx, iso_day(tx.now), self._event.behalf_of, known)
            known = {user_id: of._replace(of_sender=said[user_id]) for user_id, of in known.items()}
        where = Contacts(tx, user_ids)
        plans = [self._plan(one, known[one.user_id], consents, where) for one in recipients if _reachable(known, one)]
        ciphers = tx.keys.get_many(user_ids)
        rows = []
        for plan in plans:
            user_id, channel = plan.recipient.user_id, plan.route.channel
            if user_id in ciphers:
                seal = sealing.Sealer(ciphers[user_id], user_id)
                rows.append(self._row(plan, seal, consents.get((user_id, channel))))
        notifications.add_many(tx, rows)
        return [row.id for row in rows]

    def _plan(
        self, recipient: Recipient, of: UserFacts, consents: Mapping[tuple[int, int], Consent], where: Contacts
    ) -> _Plan:
        """Where a message goes. Without the record of a consent no advertising does, whatever the wish says."""
        user_id = recipient.user_id
        if self._made[user_id]:
            of = of._replace(today=of.today + self._made[user_id])
        own = bool(recipient.contact)
        of, way = route_that_opens(
            of, lambda known: self._route(known, own), lambda channel: where.is_damaged(user_id, channel)
        )
        if self._category.choice is Choice.OPT_IN and not way.verdict.rule and (user_id, way.channel) not in consents:
            way = Route(way.channel, (), Verdict(SuppressionRule.SUPPRESSION_RULE_NO_CONSENT))
        if self._category.capped and not way.verdict.rule:
            self._made[user_id] += 1
        return _Plan(recipient, of, way, recipient.contact or where.of(user_id, way.channel))

    def _route(self, of: UserFacts, own: bool) -> Route:
        """Asked once for all who are alike."""
        alike = of, own
        if alike not in self._routes:
            self._routes[alike] = route(of, self._channels, replace(self._ask, own_contact=own))
        return self._routes[alike]

    def _text(self, plan: _Plan) -> tuple[str, str]:
        """Subject and body for a recipient."""
        language = language_of(plan.facts.language)
        values = plan.recipient.uk if language == UKRAINIAN else plan.recipient.en
        before = self._last.get(language)
        if before is None or before[0] is not values:
            text = self._texts[language]
            before = self._last[language] = values, text.filled(text.asked(values, self._given))
        return before[1]

    def _row(self, plan: _Plan, seal: sealing.Sealer, consent: Consent | None) -> NewMessage:
        tx, event, template, way = self._tx, self._event, self._template.row, plan.route
        subject, body = self._text(plan)
        rule, not_before = way.verdict
        allowed = consent if not rule else None
        return NewMessage(
            id=plan.recipient.message_id or new_id(),
            user_id=plan.recipient.user_id,
            category=template.category,
            channel=way.channel,
            state=SUPPRESSED if rule else QUEUED,
            template_name=template.name,
            template_version=template.version,
            language=plan.facts.language,
            subject_sealed=seal("notification.subject", subject),
            body_sealed=seal("notification.body", body),
            recipient_sealed=seal("notification.recipient", plan.contact),
            outcome_sealed=seal("notification.outcome", _outcome(plan)),
            suppressed_by=rule,
            queued_at=tx.now,
            expires_at=self._expires_at,
            due_at=None if rule else max(tx.now, not_before, event.not_before),
            parts=len(sms.split(body).parts) if way.channel == SMS else 0,
            emergency=event.emergency,
            sender_kind=event.sender.kind if event.sender else 0,
            sender_id=event.sender.id if event.sender else 0,
            urgency=self._urgency,
            cause=event.cause,
            cause_id=plan.recipient.cause_id or event.cause_id,
            edition=plan.recipient.edition or event.edition,
            cascade="".join(map(str, way.cascade)),
            consent_id=allowed.change_id if allowed else None,
            consent_policy_version=allowed.policy_version if allowed else "",
            account_id=plan.recipient.account_id,
            own_contact=bool(plan.recipient.contact),
            queue=event.behalf_of,
            counted_on=self._ask.day if self._category.capped and not rule else None,
        )


def _outcome(plan: _Plan) -> str:
    """What the rule that stops a message does not say by itself."""
    damaged = plan.route.verdict.rule == NO_CONTACT and plan.route.channel in plan.facts.damaged
    return sentences.in_language(sentences.DAMAGED, plan.facts.language) if damaged else ""


def _reachable(known: Mapping[int, UserFacts], recipient: Recipient) -> bool:
    """Somebody, and nobody whose data was erased."""
    found = known.get(recipient.user_id)
    return found is not None and found.state != UserState.USER_STATE_ERASED


def withdraw(
    tx: Tx,
    cause: int,
    cause_id: int,
    user_ids: Iterable[int] | None,
    reason_uk: str,
    reason_en: str,
    before: int | None = None,
) -> int:
    """Cancels what of a cause was not sent yet, to these users or to all, of editions before one or of all; how many
    messages. For people the reason stands beside it."""
    stopped = 0
    for rows in notifications.waiting_of_cause(tx, cause, cause_id, user_ids, before):
        stop(tx, rows, "cancelled", said=(reason_uk, reason_en))
        stopped += len(rows)
    return stopped


def cancel_all(tx: Tx, user_id: int) -> int:
    """Cancels everything that waits for a user; how many messages."""
    rows = notifications.all_waiting_for(tx, user_id)
    stop(tx, rows, "cancelled")
    return len(rows)


def stop(tx: Tx, rows: Sequence[Waiting], action: str, rule: int = 0, said: tuple[str, str] = ("", "")) -> None:
    """Ends messages that wait by an action of the workflow; `said` is a sentence in Ukrainian and in English, that of
    the rule where there is none."""
    states = [WORKFLOW.next(row.state, action) for row in rows]
    texts = [pick(said, language_of(row.language)) or sentences.suppressed(rule, row.language) for row in rows]
    for part, after, listed in zip(chunks(rows), chunks(states), chunks(texts), strict=True):
        notifications.stop(tx, part, after, rule, listed)


def rendered(template: CurrentTemplate, language: int, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body in the user's language. Raises InvalidField where the values do not fit."""
    return Text.of(template.text, language).filled(values)
