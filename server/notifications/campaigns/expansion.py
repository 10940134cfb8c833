"""From a campaign to its messages: some hundred users at a time, each time in a unit that also moves the place up to
which the audience was looked at. A crash neither loses nor doubles anybody."""

from collections.abc import Mapping, Sequence

from smartregion.v1.notification_service_pb2 import NotificationState, SuppressionRule, Urgency
from smartregion.v1.options_pb2 import PrincipalKind

from server.limits import EXPANSION_LOOKED_THROUGH, EXPANSION_ROWS
from server.notifications.campaigns import contents, plan
from server.notifications.campaigns.plan import Plan
from server.notifications.campaigns.workflow import RUNNING
from server.notifications.categories import Choice
from server.notifications.decision import Route, Verdict
from storage.engine.ids import new_ids
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


async def step(store: Store, campaign_id: int, available: Sequence[int]) -> bool:
    """Writes the messages of the next users of a running campaign; whether there may be more."""
    found = await store.read(lambda tx: _ahead(tx, campaign_id))
    if found is None:
        return False
    behind, ahead = found
    return await store.write(lambda tx: expand(tx, campaign_id, behind, ahead, available))


def _ahead(tx: Tx, campaign_id: int) -> tuple[int, Ahead] | None:
    """Who comes next, looked up by a reader: the writer does not wait while an audience is looked through. None where
    nobody does."""
    row = campaigns.by_id(tx, campaign_id)
    if row is None or row.state != RUNNING or row.expansion_done:
        return None
    audience = contents.audience(tx, contents.stored(row).audience)
    if audience is None:
        return row.expanded_until, Ahead([], row.expanded_until, True)
    ahead = audiences.ahead(tx, audience, row.expanded_until, EXPANSION_LOOKED_THROUGH, EXPANSION_ROWS)
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
    facts.hold(tx, user_ids)
    coded = list(audiences.codes(tx, user_ids, category.number, made.ask.day))
    asks_consent = category.choice is Choice.OPT_IN
    consents = wishes.consents(tx, user_ids, category.number) if asks_consent else {}
    shapes: dict[int, _Shape] = {}
    rows = []
    for (user_id, code), number in zip(coded, new_ids(len(coded)), strict=True):
        shape = shapes.get(code)
        if shape is None:
            shape = shapes[code] = _Shape(row, made, UserFacts.of_code(code))
        if shape.reachable:
            rows.append(shape.message(number, user_id, consents) if asks_consent else shape.plain(number, user_id))
    notifications.add_many(tx, rows)
    if category.capped:
        facts.count_messages(tx, made.ask.day, [one.user_id for one in rows if one.state == QUEUED])


class _Shape:
    """The messages of all users whose facts are equal: they differ in the id, the user and the consent."""

    def __init__(self, row: Campaign, made: Plan, of: UserFacts) -> None:
        #: Whose data was erased meanwhile gets none.
        self.reachable = of.state != ERASED
        self._row, self._made, self._facts = row, made, of
        self._way = made.route(of)
        self._same = self._rest(self._way, None)

    def plain(self, number: int, user_id: int) -> NewMessage:
        return NewMessage._make((number, user_id, *self._same))

    def message(self, number: int, user_id: int, consents: Mapping[tuple[int, int], Consent]) -> NewMessage:
        """Without the record of a consent no advertising goes out, whatever the wish says."""
        way = self._way
        if way.verdict.rule:
            return self.plain(number, user_id)
        consent = consents.get((user_id, way.channel))
        if consent is None:
            way = Route(way.channel, (), Verdict(SuppressionRule.SUPPRESSION_RULE_NO_CONSENT))
        return NewMessage._make((number, user_id, *self._rest(way, consent)))

    def _rest(self, way: Route, consent: Consent | None) -> tuple[object, ...]:
        """All columns behind the id and the user."""
        row, ask, (rule, not_before) = self._row, self._made.ask, way.verdict
        whole = NewMessage(
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
        )
        return tuple(whole)[2:]
