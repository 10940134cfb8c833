"""From a campaign to its messages: some users at a time, each time in a unit that also moves the place up to
which the audience was looked at. A crash neither loses nor doubles anybody."""

from collections import defaultdict
from collections.abc import Sequence

from smartregion.v1.notification_service_pb2 import NotificationState, SuppressionRule, Urgency
from smartregion.v1.options_pb2 import PrincipalKind

from server import addressees
from server.limits import EXPANSION_LOOKED_THROUGH
from server.notifications.campaigns import contents, plan
from server.notifications.campaigns.plan import Plan
from server.notifications.campaigns.workflow import RUNNING
from server.notifications.categories import Choice
from server.notifications.decision import Route, Verdict
from storage.engine.ids import new_ids
from storage.engine.pace import Pace
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.repositories import audiences, campaigns, facts, notifications, wishes
from storage.repositories.audiences import Ahead
from storage.repositories.facts import UserFacts
from storage.repositories.notifications import NewMessage
from storage.repositories.users import ERASED
from storage.repositories.wishes import Consent

QUEUED, SUPPRESSED = NotificationState.NOTIFICATION_STATE_QUEUED, NotificationState.NOTIFICATION_STATE_SUPPRESSED


async def step(store: Store, campaign_id: int, available: Sequence[int], pace: Pace) -> bool:
    """Writes the messages of the next users of a running campaign; whether there may be more."""
    found = await store.read(lambda tx: _ahead(tx, campaign_id, pace.rows))
    if found is None:
        return False
    behind, ahead = found
    more = await store.write(lambda tx: expand(tx, campaign_id, behind, ahead, available), patient=True)
    pace.done()
    return more


def _ahead(tx: Tx, campaign_id: int, most: int) -> tuple[int, Ahead] | None:
    """Who comes next, looked up by a reader: the writer does not wait while an audience is looked through. None where
    nobody does."""
    row = campaigns.peek(tx, campaign_id)
    if row is None or row.state != RUNNING or row.expansion_done:
        return None
    audience = addressees.of(tx, contents.stored(row).audience)
    if audience is None:
        return row.expanded_until, Ahead([], row.expanded_until, True)
    ahead = audiences.ahead(tx, audience, row.expanded_until, EXPANSION_LOOKED_THROUGH, most)
    return row.expanded_until, ahead


def expand(tx: Tx, campaign_id: int, behind: int, ahead: Ahead, available: Sequence[int]) -> bool:
    """Writes a message, QUEUED or SUPPRESSED, for each of the users that come next; whether there may be more. Where
    somebody else was there first, or the campaign stands still, nothing is written."""
    row = campaigns.by_id(tx, campaign_id)
    if row is None or row.state != RUNNING or row.expansion_done:
        return False
    if row.expanded_until != behind:
        return True
    if ahead.user_ids:
        _write(tx, row, ahead.user_ids, plan.of(tx, row, available))
    campaigns.advance(tx, row, ahead.until, ahead.last, len(ahead.user_ids))
    return not ahead.last


def _write(tx: Tx, row: Campaign, user_ids: Sequence[int], made: Plan) -> None:
    category = made.category
    asks_consent = category.choice is Choice.OPT_IN
    if category.capped:
        facts.count_alone(tx)
    if asks_consent:
        facts.hold(tx, user_ids)
    users: defaultdict[int, list[int]] = defaultdict(list)
    for user_id, code in facts.codes(tx, user_ids, category.number, made.ask.day).items():
        users[code].append(user_id)
    groups: list[tuple[NewMessage, Sequence[int]]] = []
    for code, alike in users.items():
        of = UserFacts.of_code(code)
        if of.state == ERASED:  # meanwhile: they get none
            continue
        shape, way = _Shape(row, made, of), made.route(of)
        going = [] if way.verdict.rule else sorted(alike)
        if asks_consent and going:
            going = _write_consented(tx, shape, way, going)
            alike = sorted(set(alike) - set(going))
            way = Route(way.channel, (), Verdict(SuppressionRule.SUPPRESSION_RULE_NO_CONSENT))
        groups.append((shape.message(way, None), sorted(alike)))
    notifications.add_alike(tx, groups)


def _write_consented(tx: Tx, shape: "_Shape", way: Route, user_ids: Sequence[int]) -> list[int]:
    """Writes advertising to those of whom there is the record of a consent, with it; who they are. Without a record
    none goes out, whatever the wish says."""
    consents = wishes.consents(tx, user_ids, shape.category)
    consented = [user_id for user_id in user_ids if (user_id, way.channel) in consents]
    rows = [
        shape.message(way, consents[user_id, way.channel])._replace(id=number, user_id=user_id)
        for user_id, number in zip(consented, new_ids(len(consented)), strict=True)
    ]
    notifications.add_many(tx, rows)
    return consented


class _Shape:
    """The messages of all users whose facts are equal."""

    def __init__(self, row: Campaign, made: Plan, of: UserFacts) -> None:
        self._row, self._made, self._facts = row, made, of
        self.category = row.category

    def message(self, way: Route, consent: Consent | None) -> NewMessage:
        """All of it but the id and the user."""
        row, ask, (rule, not_before) = self._row, self._made.ask, way.verdict
        return NewMessage(
            id=0,
            user_id=0,
            category=row.category,
            channel=way.channel,
            state=SUPPRESSED if rule else QUEUED,
            template_name=row.template_name,
            template_version=row.template_version,
            language=self._facts.language,
            subject_sealed=None,
            body_sealed=None,
            recipient_sealed=None,
            suppressed_by=rule,
            queued_at=ask.now,
            expires_at=ask.expires_at,
            due_at=None if rule else max(ask.now, not_before),
            parts=self._made.rendered(self._facts, way.channel).parts,
            emergency=False,
            sender_kind=PrincipalKind.PRINCIPAL_KIND_OPERATOR,
            sender_id=row.author_id,
            urgency=Urgency.URGENCY_BULK,
            cause=campaigns.CAUSE,
            cause_id=row.id,
            edition=0,
            cascade="".join(map(str, way.cascade)),
            consent_id=consent.change_id if consent else None,
            consent_policy_version=consent.policy_version if consent else "",
            counted_on=ask.day if self._made.category.capped and not rule else None,
        )
