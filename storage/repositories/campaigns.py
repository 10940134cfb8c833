"""Campaigns, and how many of their messages are where: the tally moves with the messages, in the same unit of work."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.models.notifications import (
    DELIVERED,
    FAILED_PERMANENT,
    FAILED_TEMPORARY,
    MOVING,
    SENDING,
    SENT,
    TAKEN,
    UNKNOWN,
    WAITING,
)

#: The number of smartregion.v1.NotificationCause.
CAUSE = 2
#: Numbers of smartregion.v1.CampaignState that queries know by name.
SCHEDULED, RUNNING, PAUSED, CANCELLED = 3, 4, 5, 7
_WAIT = f"IN ({', '.join(map(str, WAITING))})"
MINUTE_MS = 60_000


def create(tx: Tx, row: Campaign) -> None:
    tx.insert(row)
    tx.change(Topic.CAMPAIGNS, row.id, ChangeKind.CREATED)


def update(tx: Tx, row: Campaign, **values: Any) -> Campaign:
    """Writes values, one version on."""
    changes = {**values, "version": row.version + 1}
    tx.run(Campaign.update(**changes).where(Campaign.id == row.id))
    for name, value in changes.items():
        setattr(row, name, value)
    tx.change(Topic.CAMPAIGNS, row.id)
    return row


def by_id(tx: Tx, campaign_id: int) -> Campaign | None:
    """A campaign, held until the unit ends."""
    found: Campaign | None = tx.first(tx.lock(Campaign.select().where(Campaign.id == campaign_id)))
    return found


def peek(tx: Tx, campaign_id: int) -> Campaign | None:
    """A campaign, as it is."""
    found: Campaign | None = tx.first(Campaign.select().where(Campaign.id == campaign_id))
    return found


def page(tx: Tx, states: Sequence[int], after: int | None, size: int, skip: int) -> tuple[list[Campaign], int]:
    """Campaigns in these states, or in any, the newest first; and how many there are."""
    query = _in_states(states)
    total = int(query.count(tx.database))
    if after is not None:
        query = query.where(Campaign.id < after)
    return tx.all(query.order_by(Campaign.id.desc()).limit(size).offset(skip)), total


def behind(tx: Tx, states: Sequence[int], last: int, size: int) -> list[Campaign]:
    return tx.all(_in_states(states).where(Campaign.id > last).order_by(Campaign.id).limit(size))


def watched(tx: Tx, states: Sequence[int], ids: list[int]) -> list[Campaign]:
    return tx.all(_in_states(states).where(Campaign.id.in_(ids)))


def _in_states(states: Sequence[int]) -> Any:
    query = Campaign.select()
    return query.where(Campaign.state.in_(states)) if states else query


def in_state(tx: Tx, state: int) -> list[Campaign]:
    """Campaigns in a state, the oldest first."""
    return tx.all(Campaign.select().where(Campaign.state == state).order_by(Campaign.id))


def states(tx: Tx, ids: Iterable[int]) -> dict[int, int]:
    """Their states, by id."""
    found = tx.among("SELECT id, state FROM campaign WHERE id IN ({marks})", sorted(set(ids)))
    return {int(number): int(state) for number, state in found}


def advance(tx: Tx, row: Campaign, until: int, done: bool, looked_at: int) -> None:
    """Notes how far a campaign's audience was looked at. It is progress, and no new version."""
    tx.sql(
        "UPDATE campaign SET expanded_until = ?, expansion_done = ?, expanded = expanded + ? WHERE id = ?",
        (until, done, looked_at, row.id),
    )
    tx.change(Topic.CAMPAIGNS, row.id)


def unfinished_cancelled(tx: Tx) -> list[int]:
    """Cancelled campaigns of which something still waits."""
    waiting = f"t.state {_WAIT} AND t.messages > 0"
    statement = (
        "SELECT c.id FROM campaign c WHERE c.state = ? AND EXISTS ("
        f"SELECT 1 FROM campaign_tally t WHERE t.campaign_id = c.id AND {waiting}) ORDER BY c.id"
    )
    return [int(number) for (number,) in tx.sql(statement, (CANCELLED,))]


# -- the tally


class Step(NamedTuple):
    """A message of a campaign that came from one state into another; 0 for one that is new."""

    campaign_id: int
    channel: int
    before: int
    after: int
    rule: int = 0
    parts: int = 0
    provider: str = ""
    #: It is what a provider answered or told, not what became of the message here.
    answer: bool = False
    #: So many messages alike.
    messages: int = 1
    #: The rule that had stopped it before.
    stopped_by: int = 0


class Tally(NamedTuple):
    """So many messages of a campaign are in a state."""

    channel: int
    state: int
    rule: int
    messages: int
    parts: int


class Carried(NamedTuple):
    """So many messages of a campaign a provider took, or may have taken, in so many parts of SMS."""

    channel: int
    provider: str
    messages: int
    parts: int


Place = TypeVar("Place", bound=tuple[Any, ...])
_TALLY = """INSERT INTO campaign_tally (campaign_id, channel, state, rule, messages, parts) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (campaign_id, channel, state, rule) DO UPDATE SET
    messages = campaign_tally.messages + excluded.messages, parts = campaign_tally.parts + excluded.parts"""
_CARRIED = """INSERT INTO campaign_carried (campaign_id, channel, provider, messages, parts) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (campaign_id, channel, provider) DO UPDATE SET
    messages = campaign_carried.messages + excluded.messages, parts = campaign_carried.parts + excluded.parts"""
_ERRORS = """INSERT INTO campaign_error (campaign_id, provider, errors) VALUES (?, ?, ?)
ON CONFLICT (campaign_id, provider) DO UPDATE SET errors = campaign_error.errors + excluded.errors"""
# (What was interrupted is no answer, and was not counted as a failure; the answer that comes later takes it back.)
_ANSWERED = f"""UPDATE campaign SET answered = answered + ?,
    failed = CASE WHEN failed + ? < 0 THEN 0 ELSE failed + ? END,
    handed_before = CASE handed_minute WHEN ? THEN handed_before WHEN ? - {MINUTE_MS} THEN handed_now ELSE 0 END,
    handed_now = CASE handed_minute WHEN ? THEN handed_now ELSE 0 END + ?, handed_minute = ? WHERE id = ?"""


def tally(tx: Tx, steps: Iterable[Step]) -> None:
    """Counts messages of campaigns out of the state they were in and into the one they are in. Every change of such a
    message comes by here: `outbox.move`, and `add_many` and `stop` of notifications."""
    states: Counts[tuple[int, int, int, int]] = Counts()
    carried: Counts[tuple[int, int, str]] = Counts()
    answers: dict[int, Answers] = defaultdict(Answers)
    errors: Counter[tuple[int, str]] = Counter()
    for step, alike in Counter(steps).items():  # those of a campaign are mostly alike
        if step.before == step.after:
            continue
        step = step._replace(messages=step.messages * alike)
        for state, rule, sign in ((step.before, step.stopped_by, -1), (step.after, step.rule, 1)):
            if state:
                states.add((step.campaign_id, step.channel, state, rule), step, sign)
        took = (step.after in TAKEN) - (step.before in TAKEN)
        if took:
            carried.add((step.campaign_id, step.channel, step.provider), step, took)
        if step.answer:
            answers[step.campaign_id].count(step)
            if step.after in (FAILED_PERMANENT, UNKNOWN, FAILED_TEMPORARY) and step.provider:
                errors[step.campaign_id, step.provider] += step.messages
    if not states.messages:
        return
    minute = tx.now // MINUTE_MS * MINUTE_MS
    tx.many(  # the campaign before its tally, as all others do: who goes the other way round waits for them for ever
        _ANSWERED,
        [
            (one.answered, one.failed, one.failed, minute, minute, minute, one.handed_over, minute, campaign_id)
            for campaign_id, one in sorted(answers.items())
        ],
    )
    tx.many(_TALLY, states.rows())
    tx.many(_CARRIED, carried.rows())
    tx.many(_ERRORS, [(*place, errors[place]) for place in sorted(errors)])
    tx.change(Topic.CAMPAIGNS, sorted({campaign_id for campaign_id, *_ in states.messages}))


class Counts(Generic[Place]):
    """How many messages, and how many parts of SMS, come to a place or leave it."""

    def __init__(self) -> None:
        self.messages: Counter[Place] = Counter()
        self._parts: Counter[Place] = Counter()

    def add(self, place: Place, step: Step, sign: int) -> None:
        self.messages[place] += sign * step.messages
        self._parts[place] += sign * step.messages * step.parts

    def rows(self) -> list[tuple[Any, ...]]:
        """In order, so that nobody waits for another the wrong way round."""
        return [(*place, self.messages[place], self._parts[place]) for place in sorted(self.messages)]


class Answers:
    """What providers said of the messages of a campaign."""

    def __init__(self) -> None:
        self.handed_over = self.answered = self.failed = 0

    def count(self, step: Step) -> None:
        """What is tried again has not been answered yet; a receipt that comes late sets right what was counted."""
        self.handed_over += step.messages * (step.before == SENDING)
        final = step.after in (SENT, DELIVERED, FAILED_PERMANENT, UNKNOWN)
        self.answered += step.messages * (final and step.before in (SENDING, FAILED_TEMPORARY))
        failed = (step.after in (FAILED_PERMANENT, UNKNOWN)) - (step.before in (FAILED_PERMANENT, UNKNOWN))
        self.failed += step.messages * failed


def tallies(tx: Tx, ids: Iterable[int]) -> dict[int, list[Tally]]:
    """Counts of campaigns that are not nought, in order."""
    found: dict[int, list[Tally]] = {number: [] for number in ids}
    statement = (
        f"SELECT campaign_id, {', '.join(Tally._fields)} FROM campaign_tally "
        "WHERE campaign_id IN ({marks}) AND messages <> 0 ORDER BY campaign_id, channel, state, rule"
    )
    for campaign_id, *row in tx.among(statement, found):
        found[campaign_id].append(Tally(*row))
    return found


def carried(tx: Tx, ids: Iterable[int]) -> dict[int, list[Carried]]:
    """What each provider carried of campaigns, where that is not nought."""
    found: dict[int, list[Carried]] = {number: [] for number in ids}
    statement = (
        f"SELECT campaign_id, {', '.join(Carried._fields)} FROM campaign_carried "
        "WHERE campaign_id IN ({marks}) AND messages <> 0 ORDER BY campaign_id, channel, provider"
    )
    for campaign_id, *row in tx.among(statement, found):
        found[campaign_id].append(Carried(*row))
    return found


def errors(tx: Tx, ids: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """Failures of campaigns by provider, the worst first."""
    found: dict[int, list[tuple[str, int]]] = {number: [] for number in ids}
    statement = (
        "SELECT campaign_id, provider, errors FROM campaign_error WHERE campaign_id IN ({marks}) "
        "ORDER BY campaign_id, errors DESC, provider"
    )
    for campaign_id, provider, count in tx.among(statement, found):
        found[campaign_id].append((provider, int(count)))
    return found


def moving(tx: Tx, campaign_id: int) -> int:
    """Messages of a campaign that go on by themselves: they wait, or are in a channel's hands."""
    statement = (
        "SELECT coalesce(sum(messages), 0) FROM campaign_tally "
        f"WHERE campaign_id = ? AND state IN ({', '.join(map(str, MOVING))})"
    )
    return int(tx.sql(statement, (campaign_id,))[0][0])


# -- its messages


def park(tx: Tx, ids: Sequence[int]) -> None:
    """Messages that wait are not looked at any more, until they are released. Their state stays."""
    for _ in tx.among("UPDATE notification SET due_at = NULL WHERE id IN ({marks}) RETURNING id", ids):
        pass


_PARKED = f"cause_id = ? AND cause = {CAUSE} AND due_at IS NULL AND state {_WAIT}"


def any_parked(tx: Tx, campaign_id: int) -> bool:
    return bool(tx.sql(f"SELECT 1 FROM notification WHERE {_PARKED} LIMIT 1", (campaign_id,)))


def release(tx: Tx, campaign_id: int, most: int) -> int:
    """Messages that were parked are due at once; how many."""
    lock = " FOR UPDATE SKIP LOCKED" if tx.postgres else ""
    statement = (
        f"UPDATE notification SET due_at = ? WHERE id IN (SELECT id FROM notification WHERE {_PARKED} LIMIT ?{lock}) "
        "RETURNING id"
    )
    return len(tx.sql(statement, (tx.now, campaign_id, most)))


def unfollowed(tx: Tx, campaign_id: int, wanted: Sequence[int], most: int) -> int:
    """How many messages of a campaign are in these states and were followed by no other one; no further than `most`."""
    listed = ", ".join(str(int(state)) for state in wanted)
    statement = (
        f"SELECT count(*) FROM (SELECT id FROM notification WHERE cause_id = ? AND cause = {CAUSE} "
        f"AND state IN ({listed}) AND next_id IS NULL LIMIT ?) some"
    )
    return int(tx.sql(statement, (campaign_id, most))[0][0])


def ids_in(tx: Tx, campaign_id: int, wanted: Sequence[int], behind: int, most: int, *, last: bool = False) -> list[int]:
    """Messages of a campaign in these states, by id and behind one; with `last` those that no other one followed. On
    PostgreSQL they are held, without those that somebody holds."""
    followed = " AND next_id IS NULL" if last else ""
    listed = ", ".join(str(int(state)) for state in wanted)
    lock = " FOR UPDATE SKIP LOCKED" if tx.postgres else ""
    statement = (
        f"SELECT id FROM notification WHERE cause_id = ? AND cause = {CAUSE} AND id > ? AND state IN ({listed})"
        f"{followed} ORDER BY id LIMIT ?{lock}"
    )
    return [int(number) for (number,) in tx.sql(statement, (campaign_id, behind, most))]
