"""Receipts: what providers say later of messages that they took. Late, repeated and reordered ones leave the right
state: a delivery is the last word, and a refusal for good is not taken back by one for now. What waits in the place of
a message that arrived after all, over another channel or once more, is not sent. That it arrived is believed of a
provider as well that had the message before another one took it."""

from collections.abc import Sequence
from typing import NamedTuple

from smartregion.v1.notification_service_pb2 import NotificationState

from server.codec import decode_id
from server.errors import InvalidField
from server.limits import ATTEMPTS
from server.notifications import cascade
from server.notifications import outbox as sending
from server.notifications.campaigns import standing
from server.notifications.channels import ProviderReceipt
from server.notifications.workflow import (
    CANCELLED,
    DELIVERED,
    EXPIRED,
    FAILED_PERMANENT,
    FAILED_TEMPORARY,
    QUEUED,
    SENDING,
    SUPPRESSED,
    UNKNOWN,
    after_receipt,
)
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.notifications import Notification
from storage.repositories import notifications, outbox
from storage.repositories.outbox import Due, Moved

S = NotificationState
#: States in which a provider may have something to say: it has the message, or had it.
AT_A_PROVIDER = (
    S.NOTIFICATION_STATE_SENDING,
    S.NOTIFICATION_STATE_SENT,
    S.NOTIFICATION_STATE_DELIVERED,
    S.NOTIFICATION_STATE_FAILED_TEMPORARY,
    S.NOTIFICATION_STATE_FAILED_PERMANENT,
    S.NOTIFICATION_STATE_UNKNOWN,
    S.NOTIFICATION_STATE_QUEUED,  # by hand, once more
    S.NOTIFICATION_STATE_CANCELLED,  # while it waited for its next try
    S.NOTIFICATION_STATE_EXPIRED,
    S.NOTIFICATION_STATE_SUPPRESSED,
)
#: In these nobody has it now, and somebody may have had it.
WITH_NOBODY = (QUEUED, CANCELLED, EXPIRED, SUPPRESSED)
#: Why what would have been sent in its place is not.
ARRIVED = (
    "Сповіщення, замість якого надсилали це, таки надійшло.",
    "The message in whose place this one was sent has arrived after all.",
)
#: Milliseconds before a message is handed over again of which the provider says that it failed for now.
PAUSE_MS = 60_000
#: Milliseconds by which a provider's instants may lie too early: SMPP has whole minutes, and clocks differ.
CLOCKS_MS = PAUSE_MS


class Recorded(NamedTuple):
    """What became of a receipt: the message, 0 where none is known, its state now, and whether that is news."""

    notification_id: int
    state: int
    changed: bool


def record(
    tx: Tx, receipts: Sequence[ProviderReceipt], available: Sequence[int], tellers: frozenset[str] | None = None
) -> list[Recorded]:
    """Puts receipts on record, in order; what became of each. Whoever tells of them speaks for the providers `tellers`
    alone, None for any: another's message is not known to them."""
    numbers = _messages(tx, receipts)
    found = outbox.held(tx, list(set(numbers) - {0}), AT_A_PROVIDER)
    held = {row.id: row for row in found if was_handed_over(row)}
    told = list(zip(receipts, numbers, strict=True))
    others = {row.id for one, number in told if (row := held.get(number)) and not _may_tell(one, row, set(), tellers)}
    former = outbox.former_providers(tx, others)
    again = outbox.handed_over(tx, list(held), SENDING)
    recorded, moved, given_up = [], {}, []
    for receipt, number in told:
        row = held.get(number)
        if row is None or not _may_tell(receipt, row, former.get(number, set()), tellers):
            recorded.append(Recorded(number, 0, False))
            continue
        after = row.state if _is_of_the_past(receipt, row, again.get(number)) else _after(row, receipt.state)
        recorded.append(Recorded(number, after, after != row.state))
        if after != row.state:
            moved[number] = _moved(tx, row, after, receipt)
            held[number] = row._replace(state=after, version=row.version + 1)
            outbox.move(tx, [moved[number]])
            if after == FAILED_PERMANENT:
                given_up.append(row)
    if moved:
        tx.change(Topic.NOTIFICATIONS, list(moved))
        standing.stop_failing(tx, [one.row for one in moved.values()])
        _call_off_successors(tx, [number for number in moved if held[number].state == DELIVERED])
    cascade.go_on(tx, [row for row in given_up if held[row.id].state == FAILED_PERMANENT], available)
    return recorded


def was_handed_over(row: Due | Notification) -> bool:
    """Whether anybody can have a message. One that nobody has now keeps the name of the provider that had it."""
    return row.state not in WITH_NOBODY or bool(row.provider)


def _call_off_successors(tx: Tx, arrived: Sequence[int]) -> None:
    """Ends what still waits in the place of messages that arrived: they have their places in the cap again."""
    first = {number: number for number in arrived}
    while first:
        nexts = outbox.successors(tx, list(first))
        first = {after: first[before] for before, after in nexts.items()}
        waiting = notifications.waiting_among(tx, list(first))
        outbox.give_place_back(tx, [(row.id, first[row.id]) for row in waiting])
        sending.stop(tx, waiting, "cancelled", said=ARRIVED)


def _may_tell(receipt: ProviderReceipt, row: Due, former: set[str], tellers: frozenset[str] | None) -> bool:
    """Nobody speaks of a message that another provider has; but who had it may know that it arrived."""
    known = {row.provider, *former} if receipt.state == DELIVERED else {row.provider}
    return (not receipt.provider or receipt.provider in known) and (tellers is None or bool(known & tellers))


def _messages(tx: Tx, receipts: Sequence[ProviderReceipt]) -> list[int]:
    """The message of each receipt, by our id or by the provider's; 0 where none is known."""
    named = outbox.by_provider_ids(tx, [one.provider_message_id for one in receipts if one.provider_message_id])
    found = []
    for one in receipts:
        number = named.get((one.provider, one.provider_message_id), 0)
        if not number and one.letter_id:
            try:
                number = decode_id(one.letter_id)
            except InvalidField:
                number = 0
        found.append(number)
    return found


def _is_of_the_past(receipt: ProviderReceipt, row: Due, handed_over: int | None) -> bool:
    """Whether it tells of a failure before the message is, or was, handed over again: told twice, or late. That it
    arrived counts however late it is told."""
    if receipt.state == DELIVERED:
        return False
    return row.state in WITH_NOBODY or (handed_over is not None and receipt.at < handed_over - CLOCKS_MS)


def _after(row: Due, named: int) -> int:
    """The state after a receipt. What failed for now for the last time has failed for good."""
    if named == FAILED_TEMPORARY and row.attempts >= ATTEMPTS:
        named = FAILED_PERMANENT
    return after_receipt(row.state, named)


def _moved(tx: Tx, row: Due, after: int, receipt: ProviderReceipt) -> Moved:
    due_at = tx.now + PAUSE_MS if after == FAILED_TEMPORARY else None
    named = receipt.provider_message_id
    # Whoever has it was sent it, though the provider's answer was lost: the receipt is the first to say so.
    sent_at = tx.now if after == DELIVERED and row.state in (*WITH_NOBODY, SENDING, UNKNOWN) else None
    return Moved(
        row,
        after,
        due_at,
        receipt.told(row.language),
        provider=receipt.provider,  # who delivered it, had another one taken it in the meantime
        provider_message_id=named,
        sent_at=sent_at,
        answer=True,
    )
