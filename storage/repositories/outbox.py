"""The outbox as the dispatcher sees it: what is due, who holds it, and what became of it; many by one statement."""

from collections.abc import Iterable, Sequence
from itertools import product, zip_longest
from typing import NamedTuple

from storage.engine.ids import first_id_at
from storage.engine.transaction import Tx, marks
from storage.models.notifications import NEVER_LEFT, SENT
from storage.repositories import campaigns, facts
from storage.repositories.steps import Step, Steps


class Due(NamedTuple):
    """A message that the dispatcher must look at."""

    id: int
    user_id: int
    category: int
    channel: int
    state: int
    language: int
    template_name: str
    template_version: int
    subject_sealed: bytes | None
    body_sealed: bytes | None
    expires_at: int
    attempts: int
    parts: int
    emergency: bool
    urgency: int
    cause: int
    cause_id: int
    edition: int
    cascade: str
    provider: str
    sender_kind: int
    sender_id: int
    consent_id: int | None
    consent_policy_version: str
    queued_at: int
    version: int
    recipient_sealed: bytes | None
    account_id: int | None
    counted_on: str | None
    own_contact: bool
    queue: int
    #: The rule that stopped it, where one did.
    suppressed_by: int


class Moved(NamedTuple):
    """What becomes of a message: the columns that change."""

    row: Due
    state: int
    due_at: int | None
    outcome: str = ""
    suppressed_by: int = 0
    #: None where it stays.
    attempts: int | None = None
    provider: str = ""
    #: Empty where it says nothing new: late receipts still come by the one before.
    provider_message_id: str = ""
    sent_at: int | None = None
    #: It is what a provider answered or told.
    answer: bool = False
    #: Subject, body and recipient, sealed, where the message says them from now on.
    said: tuple[bytes | None, bytes | None, bytes | None] = (None, None, None)


_COLUMNS = ", ".join(Due._fields)


def due(tx: Tx, urgency: int, channel: int, limit: int) -> list[Due]:
    """Messages of an urgency over a channel to be looked at now: our own first, as those of security are, then those of
    each sender in equal parts, and what one leaves goes to the others; the longest overdue first. On PostgreSQL those
    that no other process holds."""
    statement = (
        f"SELECT {_COLUMNS} FROM notification WHERE urgency = ? AND channel = ? AND queue = ? AND due_at IS NOT NULL "
        f"AND due_at <= ? ORDER BY due_at LIMIT ?{' FOR UPDATE SKIP LOCKED' if tx.postgres else ''}"
    )

    def of(queue: int, count: int) -> list[Due]:
        return [Due(*row) for row in tx.sql(statement, (urgency, channel, queue, tx.now, count))] if count else []

    found = {queue: of(queue, limit) for queue in _queues(tx, urgency, channel)}
    own = found.pop(0, [])
    taken = own + [row for rank in zip_longest(*found.values()) for row in rank if row]
    return taken[:limit]


def _queues(tx: Tx, urgency: int, channel: int) -> list[int]:
    """Senders of whom something waits: each is found by one step in the index, however much of the last one waits."""
    statement = (
        "SELECT min(queue) FROM notification WHERE urgency = ? AND channel = ? AND queue > ? AND due_at IS NOT NULL"
    )
    found: list[int] = []
    last: int | None = -1
    while last is not None:
        last = tx.sql(statement, (urgency, channel, last))[0][0]
        if last is not None:
            found.append(int(last))
    return found


def next_due(tx: Tx, urgency: int, channel: int) -> int | None:
    """When the next message of an urgency over a channel is to be looked at; milliseconds."""
    statement = (
        "SELECT min(due_at) FROM notification WHERE urgency = ? AND channel = ? AND queue = ? AND due_at IS NOT NULL"
    )
    firsts = [tx.sql(statement, (urgency, channel, queue))[0][0] for queue in _queues(tx, urgency, channel)]
    return min((int(first) for first in firsts if first is not None), default=None)


def overtaken(tx: Tx, rows: Sequence[Due]) -> set[int]:
    """Those of the messages of whose cause a later edition was told to the same user. (Found by user: a cause may have
    a million messages.)"""
    of_editions = [row.id for row in rows if row.cause_id and row.edition]
    return tx.numbers(
        "SELECT n.id FROM notification n WHERE n.id IN ({marks}) AND EXISTS ("
        "SELECT 1 FROM notification m WHERE m.user_id = n.user_id AND +m.cause_id = n.cause_id AND m.cause = n.cause "
        "AND m.edition > n.edition)",
        of_editions,
    )


def held(tx: Tx, ids: Sequence[int], states: Sequence[int]) -> list[Due]:
    """Those of the messages that are in one of these states, held until the unit ends, by id."""
    wanted = ",".join(str(int(state)) for state in states)
    statement = (
        f"SELECT {_COLUMNS} FROM notification WHERE id IN ({{marks}}) AND state IN ({wanted}) "
        f"ORDER BY id{' FOR UPDATE' if tx.postgres else ''}"
    )
    return [Due(*row) for row in tx.among(statement, sorted(ids))]


def handed_over(tx: Tx, ids: Sequence[int], state: int) -> dict[int, int]:
    """When each of the messages was handed over last, by id, where that was not the first time; milliseconds. `state`
    is that of a message that is handed over."""
    statement = (
        "SELECT notification_id, max(at) FROM notification_event WHERE notification_id IN ({marks}) "
        f"AND state = {int(state)} GROUP BY notification_id HAVING count(*) > 1"
    )
    return {int(number): int(at) for number, at in tx.among(statement, ids)}


def successors(tx: Tx, ids: Sequence[int]) -> dict[int, int]:
    """The message that was sent in the place of each, where one was."""
    statement = "SELECT id, next_id FROM notification WHERE id IN ({marks}) AND next_id IS NOT NULL"
    return {int(number): int(after) for number, after in tx.among(statement, ids)}


def by_provider_ids(tx: Tx, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """Ids of messages by provider and its own id; by that of a former provider too."""
    statement = "SELECT provider, provider_message_id, id FROM notification WHERE provider_message_id IN ({marks})"
    found = {(provider, named): int(number) for provider, named, number in tx.among(statement, ids)}
    left = set(ids) - {named for _, named in found}
    statement = (
        "SELECT former_provider, former_message_id, notification_id FROM notification_event "
        "WHERE former_message_id IN ({marks})"
    )
    return found | {(provider, named): int(number) for provider, named, number in tx.among(statement, left)}


def former_providers(tx: Tx, ids: Iterable[int]) -> dict[int, set[str]]:
    """Who had messages before the provider that has them now, where another had."""
    statement = (
        "SELECT notification_id, former_provider FROM notification_event WHERE notification_id IN ({marks}) "
        "AND former_provider IS NOT NULL"
    )
    found: dict[int, set[str]] = {}
    for number, provider in tx.among(statement, ids):
        found.setdefault(int(number), set()).add(provider)
    return found


def awaited(tx: Tx, providers: Sequence[str], since: int, limit: int) -> list[tuple[str, str, int]]:
    """Provider, its id and ours of messages that some providers were given since an instant and have told nothing of
    yet; the newest first."""
    if not providers:
        return []
    rows = tx.sql(
        "SELECT provider, provider_message_id, id FROM notification WHERE id >= ? AND state = ? "
        f"AND provider_message_id <> '' AND provider IN ({marks(providers)}) ORDER BY id DESC LIMIT ?",
        (first_id_at(since), SENT, *providers, limit),
    )
    return [(provider, named, int(number)) for provider, named, number in rows]


_MOVE = (
    "UPDATE notification SET state = ?, due_at = ?, suppressed_by = ?, attempts = ?, provider = ?, "
    "provider_message_id = coalesce(?, provider_message_id), sent_at = coalesce(?, sent_at), "
    "outcome_sealed = coalesce(?, outcome_sealed), "
    "subject_sealed = coalesce(?, subject_sealed), body_sealed = coalesce(?, body_sealed), "
    "recipient_sealed = coalesce(?, recipient_sealed), version = version + 1 WHERE id = ?"
)


def move(tx: Tx, moves: Sequence[Moved]) -> None:
    """Changes messages, each one version on, with an event that says what happened."""
    if not moves:
        return
    steps = Steps(tx, {moved.row.user_id for moved in moves})
    handed_on = _handed_on(tx, moves)
    tx.many(_MOVE, [_columns(moved, steps.outcome(moved.row.user_id, moved.outcome)) for moved in moves])
    steps.write(
        Step(moved.row.id, moved.row.version + 1, moved.row.user_id, moved.state, moved.outcome) for moved in moves
    )
    tx.many(
        "UPDATE notification_event SET former_provider = ?, former_message_id = ? "
        "WHERE notification_id = ? AND number = ?",
        handed_on,
    )
    campaigns.tally(tx, [_tallied(moved) for moved in moves if moved.row.cause == campaigns.CAUSE])
    facts.uncount_messages(tx, [moved.row.id for moved in moves if moved.state in NEVER_LEFT and moved.row.counted_on])


def _handed_on(tx: Tx, moves: Sequence[Moved]) -> list[tuple[str, str, int, int]]:
    """Who had those of the messages that go to another provider, and by what id; by the step that takes them there."""
    changed = {moved.row.id: moved.row for moved in moves if moved.row.provider and _is_anothers(moved)}
    statement = "SELECT id, provider_message_id FROM notification WHERE id IN ({marks})"
    return [
        (changed[number].provider, named, number, changed[number].version + 1)
        for number, named in tx.among(statement, changed)
    ]


def _is_anothers(moved: Moved) -> bool:
    return moved.provider not in ("", moved.row.provider)


def _columns(moved: Moved, outcome: bytes | None) -> tuple[object, ...]:
    """What _MOVE takes."""
    return (
        moved.state,
        moved.due_at,
        moved.suppressed_by,
        moved.row.attempts if moved.attempts is None else moved.attempts,
        moved.provider or moved.row.provider,
        _named(moved),
        moved.sent_at,
        outcome,
        *moved.said,
        moved.row.id,
    )


def _named(moved: Moved) -> str | None:
    """The provider's id from now on; None where it stays. Another provider knows nothing of the id of the former."""
    if moved.provider_message_id:
        return moved.provider_message_id
    return "" if _is_anothers(moved) else None


def _tallied(moved: Moved) -> campaigns.Step:
    row = moved.row
    provider = moved.provider or row.provider
    return campaigns.Step(
        row.cause_id,
        row.channel,
        row.state,
        moved.state,
        moved.suppressed_by,
        row.parts,
        provider,
        moved.answer,
        stopped_by=row.suppressed_by,
    )


def link(tx: Tx, pairs: Sequence[tuple[int, int | None]]) -> None:
    """Notes beside messages which one was sent in their place, and has their place in the cap; (the new one, the one
    before)."""
    tx.many("UPDATE notification SET next_id = ?, counted_on = NULL WHERE id = ?", pairs)


def give_place_back(tx: Tx, pairs: Sequence[tuple[int, int]]) -> None:
    """The other way round: the place in the cap is that of the message before again; (the new one, the one before)."""
    tx.many(
        "UPDATE notification SET counted_on = (SELECT n.counted_on FROM notification n WHERE n.id = ?) WHERE id = ?",
        pairs,
    )
    tx.many("UPDATE notification SET counted_on = NULL WHERE id = ?", [(after,) for after, _ in pairs])


#: How far the messages of one urgency and channel are counted: that more than so many wait is all that matters.
DEPTH_COUNTED = 10_000


class Depth(NamedTuple):
    """What waits of an urgency over a channel: how many, DEPTH_COUNTED at most; whether there are more; and since when
    the longest of them is due, in milliseconds."""

    urgency: int
    channel: int
    waiting: int
    more: bool
    oldest: int


def depths(tx: Tx, urgencies: Iterable[int], channels: Sequence[int]) -> list[Depth]:
    """Of those of the lanes in which anything waits. However much that is, it takes no longer."""
    statement = (
        "SELECT count(*) FROM (SELECT 1 FROM notification WHERE urgency = ? AND channel = ? AND due_at IS NOT NULL "
        "LIMIT ?) AS waiting"
    )
    found = []
    for urgency, channel in product(urgencies, channels):
        oldest = next_due(tx, urgency, channel)
        if oldest is not None:
            count = int(tx.sql(statement, (urgency, channel, DEPTH_COUNTED + 1))[0][0])
            found.append(Depth(urgency, channel, min(count, DEPTH_COUNTED), count > DEPTH_COUNTED, oldest))
    return found
