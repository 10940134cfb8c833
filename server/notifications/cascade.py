"""The next channel: where one fails for good, the message goes on over the next that no rule stops."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from smartregion.v1.notification_service_pb2 import NotificationState

from server.notifications import delivery_rules, outdated, sms
from server.notifications.campaigns.text import CampaignTexts
from server.notifications.categories import CATEGORIES, Choice
from server.notifications.decision import SMS, Ask, Route, day_of, route, route_that_opens
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.keys import sealing
from storage.repositories import campaigns, facts, notifications, outbox, wishes
from storage.repositories.contacts import Contacts
from storage.repositories.notifications import NewMessage
from storage.repositories.outbox import Due
from storage.repositories.wishes import Consent

QUEUED = NotificationState.NOTIFICATION_STATE_QUEUED


def go_on(tx: Tx, rows: Sequence[Due], available: Sequence[int]) -> set[int]:
    """Raises each of these messages anew over the next channel of its cascade that is allowed; which of them went on.
    The text is the same; what is sealed with the person's key stays sealed. That of a campaign is written anew, for the
    channel, when the message is handed over."""
    left = [row for row in rows if row.cascade]
    untrue = outdated.found(tx, left)  # a later edition goes its own way
    gone_on = outbox.successors(tx, [row.id for row in left])  # it failed before, and was sent again by hand
    left = [row for row in left if row.id not in gone_on and row.id not in untrue]
    if not left:
        return set()
    where = Contacts(tx, (row.user_id for row in left))
    routes = _routes(tx, left, available, where)
    ciphers = tx.keys.get_many({row.user_id for row, _ in routes})
    consents = _consents(tx, [row for row, _ in routes])
    texts = CampaignTexts(tx)
    made: list[NewMessage] = []
    for row, way in routes:
        consent = consents.get((row.category, row.user_id, way.channel))
        if row.user_id not in ciphers or (CATEGORIES[row.category].choice is Choice.OPT_IN and consent is None):
            continue  # without the record of a consent to this very channel no advertising goes on
        try:
            again = _again(tx, row, way, where.of(row.user_id, way.channel), ciphers[row.user_id], consent)
        except Unreadable:  # it must not keep the others back
            continue
        made.append(again if row.cause != campaigns.CAUSE else _unsaid(again, texts))
    notifications.add_many(tx, made)
    outbox.link(tx, [(one.id, one.previous_id) for one in made])
    return {one.previous_id for one in made if one.previous_id is not None}


def _routes(tx: Tx, rows: Sequence[Due], available: Sequence[int], where: Contacts) -> list[tuple[Due, Route]]:
    """Where those of the messages go that no rule stops. Facts are asked for once a category."""
    bounds = delivery_rules.current(tx)
    found = []
    for category, listed in _by_category(rows).items():
        day = day_of(tx.now, bounds)
        known = facts.of_users(tx, (row.user_id for row in listed), category, day)
        for row in listed:
            if row.user_id not in known:
                continue
            there = frozenset(available)
            ask = Ask(CATEGORIES[category], tx.now, row.expires_at, bounds, there, row.emergency, queued=True)
            _, way = route_that_opens(
                known[row.user_id],
                partial(route, channels=tuple(map(int, row.cascade)), ask=ask),
                partial(where.is_damaged, row.user_id),
            )
            if not way.verdict.rule:
                found.append((row, way))
    return found


def _consents(tx: Tx, rows: Sequence[Due]) -> dict[tuple[int, int, int], Consent]:
    """The consents of those who must consent, by category, user and channel: each channel has its own."""
    found = {}
    for category, listed in _by_category(rows).items():
        if CATEGORIES[category].choice is Choice.OPT_IN:
            given = wishes.consents(tx, list({row.user_id for row in listed}), category)
            found.update({(category, *place): consent for place, consent in given.items()})
    return found


def _by_category(rows: Sequence[Due]) -> dict[int, list[Due]]:
    found: defaultdict[int, list[Due]] = defaultdict(list)
    for row in rows:
        found[row.category].append(row)
    return found


def _again(tx: Tx, row: Due, way: Route, contact: str, cipher: AESGCM, consent: Consent | None) -> NewMessage:
    sealed = row.body_sealed
    body = "" if sealed is None else sealing.unseal(cipher, row.user_id, "notification.body", bytes(sealed)).decode()
    return NewMessage(
        id=new_id(),
        user_id=row.user_id,
        category=row.category,
        channel=way.channel,
        state=QUEUED,
        template_name=row.template_name,
        template_version=row.template_version,
        language=row.language,
        subject_sealed=row.subject_sealed,
        body_sealed=row.body_sealed,
        recipient_sealed=sealing.Sealer(cipher, row.user_id)("notification.recipient", contact),
        suppressed_by=0,
        queued_at=tx.now,
        expires_at=row.expires_at,
        due_at=max(tx.now, way.verdict.not_before),
        parts=len(sms.split(body).parts) if way.channel == SMS else 0,
        emergency=row.emergency,
        sender_kind=row.sender_kind,
        sender_id=row.sender_id,
        urgency=row.urgency,
        cause=row.cause,
        cause_id=row.cause_id,
        edition=row.edition,
        cascade="".join(map(str, way.cascade)),
        consent_id=consent.change_id if consent else None,
        consent_policy_version=consent.policy_version if consent else "",
        previous_id=row.id,
        account_id=row.account_id,
        queue=row.queue,
        counted_on=row.counted_on,  # it has the place in the cap that the one before had
    )


def _unsaid(message: NewMessage, texts: CampaignTexts) -> NewMessage:
    """A message of a campaign, before it is handed over."""
    parts = texts.of(message.cause_id).on(message.channel, message.language).parts
    return message._replace(subject_sealed=None, body_sealed=None, recipient_sealed=None, parts=parts)
