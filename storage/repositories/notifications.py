"""Templates, messages and preferences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from storage.chunks import chunks
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id, new_runs
from storage.engine.transaction import Texts, Tx
from storage.models.notifications import (
    QUEUED,
    SENDING,
    WAITING,
    Notification,
    NotificationEvent,
    Template,
    TemplateVersion,
)
from storage.repositories import campaigns, facts
from storage.repositories.steps import Step, Steps

#: How far the messages that a filter leaves are counted: a page must not take longer because there are more of them.
COUNTED = 100_000

# -- templates


@dataclass(frozen=True)
class CurrentTemplate:
    """A template with its latest text."""

    row: Template
    text: TemplateVersion


def template_by_name(tx: Tx, name: str) -> CurrentTemplate | None:
    return _current(tx, Template.select().where(Template.name == name))


def template_by_id(tx: Tx, template_id: int) -> CurrentTemplate | None:
    return _current(tx, tx.lock(Template.select().where(Template.id == template_id)))


def text_of(tx: Tx, template_name: str, version: int) -> TemplateVersion | None:
    """A text as it was in a version."""
    named = Template.select(Template.id).where(Template.name == template_name)
    where = TemplateVersion.template_id.in_(named) & (TemplateVersion.version == version)
    found: TemplateVersion | None = tx.first(TemplateVersion.select().where(where))
    return found


def _current(tx: Tx, query: Any) -> CurrentTemplate | None:
    row = tx.first(query)
    return with_texts(tx, [row])[0] if row else None


def with_texts(tx: Tx, rows: list[Template]) -> list[CurrentTemplate]:
    versions = TemplateVersion.select().where(TemplateVersion.template_id.in_([row.id for row in rows]))
    latest = {(text.template_id, text.version): text for text in tx.all(versions)}
    return [CurrentTemplate(row, latest[row.id, row.version]) for row in rows]


def templates_page(tx: Tx, category: int, after: str | None, size: int, skip: int) -> tuple[list[CurrentTemplate], int]:
    """Templates by name, and how many there are."""
    query = Template.select()
    if category:
        query = query.where(Template.category == category)
    total = int(query.count(tx.database))
    if after is not None:
        query = query.where(Template.name > after)
    return with_texts(tx, tx.all(query.order_by(Template.name).limit(size).offset(skip))), total


def create_template(tx: Tx, name: str, category: int, texts: dict[str, str], author_id: int) -> CurrentTemplate:
    """`texts` are the columns of TemplateVersion. Raises DuplicateValue where the name is taken."""
    row = Template(id=new_id(), name=name, category=category, updated_at=tx.now, version=1)
    tx.insert(row)
    tx.change(Topic.TEMPLATES, row.id, ChangeKind.CREATED)
    return CurrentTemplate(row, _add_text(tx, row, texts, author_id))


def update_template(tx: Tx, current: CurrentTemplate, texts: dict[str, str], author_id: int) -> CurrentTemplate:
    """Adds a version; the ones before stay."""
    row = current.row
    row.version += 1
    row.updated_at = tx.now
    tx.run(Template.update(version=row.version, updated_at=tx.now).where(Template.id == row.id))
    tx.change(Topic.TEMPLATES, row.id)
    return CurrentTemplate(row, _add_text(tx, row, texts, author_id))


def _add_text(tx: Tx, row: Template, texts: dict[str, str], author_id: int) -> TemplateVersion:
    text = TemplateVersion(template_id=row.id, version=row.version, created_at=tx.now, author_id=author_id, **texts)
    tx.insert(text)
    return text


# -- messages


#: What of a message is sealed.
SEALED = ("subject", "body", "recipient", "outcome")


@dataclass(frozen=True)
class Message:
    """A message with its sealed columns open, for somebody to look at: what does not open is empty."""

    row: Notification
    subject: str
    body: str
    recipient: str
    outcome: str
    #: The columns that do not open.
    unreadable: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True)
class MessageFilter:
    user_id: int | None = None
    states: tuple[int, ...] = ()
    category: int = 0
    channel: int = 0
    queued_from: int | None = None
    queued_before: int | None = None
    cause: int = 0
    cause_id: int | None = None
    provider: str = ""
    #: Bounds of who asks: only their own messages, as user or as sender.
    sender: tuple[int, int] | None = None

    def conditions(self) -> list[Any]:
        equal = (
            (Notification.user_id, self.user_id),
            (Notification.category, self.category or None),
            (Notification.channel, self.channel or None),
            (Notification.cause, self.cause or None),
            (Notification.cause_id, self.cause_id),
            (Notification.provider, self.provider or None),
        )
        found: list[Any] = [column == value for column, value in equal if value is not None]
        if self.states:
            found.append(Notification.state.in_(self.states))
        if self.queued_from is not None:
            found.append(Notification.queued_at >= self.queued_from)
        if self.queued_before is not None:
            found.append(Notification.queued_at < self.queued_before)
        if self.sender is not None:
            found.append((Notification.sender_kind == self.sender[0]) & (Notification.sender_id == self.sender[1]))
        return found


def opened(tx: Tx, rows: Iterable[Notification]) -> list[Message]:
    listed = list(rows)
    tx.keys.get_many({row.user_id for row in listed})
    return [_opened(row, tx.texts(row.user_id, row, SEALED)) for row in listed]


def _opened(row: Notification, texts: Texts) -> Message:
    return Message(row, **{name: texts.shown(name) for name in SEALED}, unreadable=texts.unreadable)


class NewMessage(NamedTuple):
    """A message to be written: the columns that are not as they are by default."""

    id: int
    user_id: int
    category: int
    channel: int
    state: int
    template_name: str
    template_version: int
    language: int
    subject_sealed: bytes | None
    body_sealed: bytes | None
    recipient_sealed: bytes | None
    suppressed_by: int
    queued_at: int
    expires_at: int
    due_at: int | None
    parts: int
    emergency: bool
    sender_kind: int
    sender_id: int
    urgency: int
    cause: int
    cause_id: int
    edition: int
    cascade: str
    consent_id: int | None
    consent_policy_version: str
    attempts: int = 0
    provider: str = ""
    provider_message_id: str = ""
    version: int = 1
    previous_id: int | None = None
    account_id: int | None = None
    counted_on: str | None = None
    own_contact: bool = False
    queue: int = 0
    outcome_sealed: bytes | None = None


def add_many(tx: Tx, rows: Sequence[NewMessage]) -> None:
    """Writes messages. The state that a message begins with needs no event: it follows from the row (`events`)."""
    tx.insert_many(Notification, NewMessage._fields, rows)
    tx.change(Topic.NOTIFICATIONS, [row.id for row in rows], ChangeKind.CREATED)
    campaigns.tally(
        tx,
        (
            campaigns.Step(row.cause_id, row.channel, 0, row.state, row.suppressed_by, row.parts, row.provider)
            for row in rows
            if row.cause == campaigns.CAUSE
        ),
    )


def add_alike(tx: Tx, groups: Iterable[tuple[NewMessage, Sequence[int]]]) -> None:
    """Writes messages that differ in nothing but their user: a message, and the users who get it, for each group. One
    statement writes as many as have ids that follow each other."""
    steps: list[campaigns.Step] = []
    written: list[int] = []
    columns = NewMessage._fields[2:]
    for shape, user_ids in groups:
        marked = ", ".join("NULL" if value is None else "?" for value in shape[2:])
        stated = [value for value in shape[2:] if value is not None]
        waiting = iter(user_ids)
        for run in new_runs(len(user_ids)):
            table, parameter = tx.listed([*islice(waiting, len(run))])
            tx.sql(
                f"INSERT INTO notification (id, user_id, {', '.join(columns)}) "
                f"SELECT CAST(? AS BIGINT) + n.place, n.number, {marked} FROM {table} n",
                (run.start, *stated, parameter),
            )
            written += run
        if shape.cause == campaigns.CAUSE and user_ids:
            step = campaigns.Step(shape.cause_id, shape.channel, 0, shape.state, shape.suppressed_by, shape.parts)
            steps.append(step._replace(messages=len(user_ids)))
    tx.change(Topic.NOTIFICATIONS, written, ChangeKind.CREATED)
    campaigns.tally(tx, steps)


def events(tx: Tx, row: Notification) -> list[tuple[int, int, str]]:
    """Instant, state and detail of each step, from the beginning on; a detail that does not open is empty."""
    query = NotificationEvent.select().where(NotificationEvent.notification_id == row.id)
    written = tx.all(query.order_by(NotificationEvent.number))
    steps = [
        (event.at, event.state, tx.shown(row.user_id, "notification_event.detail", event.detail_sealed) or "")
        for event in written
    ]
    if not written:
        return [(row.queued_at, row.state, "")]
    return steps if written[0].number == 1 else [(row.queued_at, QUEUED, ""), *steps]


def by_id(tx: Tx, notification_id: int) -> Notification | None:
    """A message, held until the unit ends."""
    found: Notification | None = tx.first(tx.lock(Notification.select().where(Notification.id == notification_id)))
    return found


def page(
    tx: Tx, wanted: MessageFilter, *, descending: bool, after: int | None, size: int, skip: int
) -> tuple[list[Message], int]:
    """Messages by the order in which they were queued, and how many the filter leaves, COUNTED at most."""
    query = _where(wanted.conditions())
    total = int(query.limit(COUNTED).count(tx.database))
    if after is not None:
        query = query.where(Notification.id < after if descending else Notification.id > after)
    order = Notification.id.desc() if descending else Notification.id
    return opened(tx, tx.all(query.order_by(order).limit(size).offset(skip))), total


def behind(tx: Tx, wanted: MessageFilter, last: int, size: int) -> list[Message]:
    query = _where([*wanted.conditions(), Notification.id > last])
    return opened(tx, tx.all(query.order_by(Notification.id).limit(size)))


def watched(tx: Tx, wanted: MessageFilter, ids: list[int]) -> list[Message]:
    return opened(tx, tx.all(_where([*wanted.conditions(), Notification.id.in_(ids)])))


def _where(conditions: list[Any]) -> Any:
    return Notification.select().where(*conditions) if conditions else Notification.select()


class Waiting(NamedTuple):
    """What must be known of a message that was not sent yet in order to stop it."""

    id: int
    user_id: int
    state: int
    version: int
    language: int
    category: int
    channel: int
    parts: int
    emergency: bool
    cause: int
    cause_id: int
    counted_on: str | None


_WAITING = tuple(getattr(Notification, name) for name in Waiting._fields)
_UNSENT = Notification.state.in_(WAITING)


def _waiting(tx: Tx, *conditions: Any) -> list[Waiting]:
    return [Waiting(*row) for row in tx.rows(tx.lock(Notification.select(*_WAITING).where(_UNSENT, *conditions)))]


def waiting_for(tx: Tx, user_id: int, category: int, channel: int) -> list[Waiting]:
    """Messages of a category and channel that were not sent yet, held until the unit ends."""
    return _waiting(
        tx, Notification.user_id == user_id, Notification.category == category, Notification.channel == channel
    )


def waiting(tx: Tx, notification_id: int) -> list[Waiting]:
    """One message, if it was not sent yet."""
    return _waiting(tx, Notification.id == notification_id)


def waiting_among(tx: Tx, ids: Sequence[int]) -> list[Waiting]:
    """Those of the messages that were not sent yet."""
    return [row for part in chunks(ids) for row in _waiting(tx, Notification.id.in_(part))]


def all_waiting_for(tx: Tx, user_id: int) -> list[Waiting]:
    """Every message to a user that was not sent yet."""
    return _waiting(tx, Notification.user_id == user_id)


def waiting_of_cause(
    tx: Tx, cause: int, cause_id: int, user_ids: Iterable[int] | None, before: int | None = None
) -> Iterator[list[Waiting]]:
    """Messages of a cause that were not sent yet, to these users or to all, of editions before one or of all, some
    hundred at a time."""
    of_cause = (Notification.cause_id == cause_id) & (Notification.cause == cause)
    if before is not None:
        of_cause &= Notification.edition < before
    if user_ids is not None:
        for chunk in chunks(sorted(set(user_ids))):
            yield _waiting(tx, of_cause, Notification.user_id.in_(chunk))
        return
    yield from chunks(_waiting(tx, of_cause))  # type: ignore[misc]


def stop(tx: Tx, rows: Sequence[Waiting], states: Sequence[int], rule: int, said: Sequence[str]) -> None:
    """Ends messages that wait, each in its state, with an event and what is said of it."""
    steps = Steps(tx, {row.user_id for row in rows})
    ended = list(zip(rows, states, said, strict=True))
    tx.many(
        "UPDATE notification SET state = ?, suppressed_by = ?, due_at = NULL, version = version + 1, "
        "outcome_sealed = coalesce(?, outcome_sealed) WHERE id = ?",
        [(state, rule, steps.outcome(row.user_id, text), row.id) for row, state, text in ended],
    )
    steps.write(Step(row.id, row.version + 1, row.user_id, state, text) for row, state, text in ended)
    tx.change(Topic.NOTIFICATIONS, [row.id for row in rows])
    campaigns.tally(
        tx,
        (
            campaigns.Step(row.cause_id, row.channel, row.state, state, rule, row.parts)
            for row, state in zip(rows, states, strict=True)
            if row.cause == campaigns.CAUSE
        ),
    )
    facts.uncount_messages(tx, [row.id for row in rows if row.counted_on])


def of_cause(tx: Tx, cause: int, cause_id: int, user_id: int) -> list[Notification]:
    """The messages of a cause to one user, oldest first."""
    wanted = (Notification.cause_id == cause_id) & (Notification.cause == cause) & (Notification.user_id == user_id)
    return tx.all(Notification.select().where(wanted).order_by(Notification.id))


def first_of_causes(tx: Tx, cause: int, cause_ids: Iterable[int]) -> dict[int, int]:
    """When the first message of each cause was written, in milliseconds; those of which there is none are left out."""
    statement = (
        f"SELECT cause_id, min(queued_at) FROM notification WHERE cause = {int(cause)} AND cause_id IN ({{marks}}) "
        "GROUP BY cause_id"
    )
    return {cause_id: int(at) for cause_id, at in tx.among(statement, cause_ids)}


def last_of_causes(tx: Tx, cause: int, cause_ids: Sequence[int]) -> dict[int, Notification]:
    """The last message of each cause, by its id: where one was tried over several channels, the one that counts."""
    mine = (Notification.cause == cause) & Notification.cause_id.in_(cause_ids)
    rows = tx.all(Notification.select().where(mine).order_by(Notification.id)) if cause_ids else []
    return {row.cause_id: row for row in rows}


def reached(tx: Tx, cause: int, cause_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """By causes: how many users there are whose last message of it is in a state."""
    found: dict[int, dict[int, int]] = {number: {} for number in cause_ids}
    statement = (
        "SELECT n.cause_id, n.state, count(*) FROM (SELECT max(id) AS id FROM notification "
        f"WHERE cause = {int(cause)} AND cause_id IN ({{marks}}) GROUP BY cause_id, user_id) last "
        "JOIN notification n ON n.id = last.id GROUP BY n.cause_id, n.state"
    )
    for cause_id, state, users in tx.among(statement, found):
        found[cause_id][state] = int(users)
    return found


def being_sent(tx: Tx, user_id: int) -> bool:
    """Whether a message to a user is in the hands of a channel at this moment."""
    query = Notification.select(Notification.id).where(
        (Notification.user_id == user_id) & (Notification.state == SENDING)
    )
    return tx.first(query) is not None
