"""Templates, messages and preferences."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import KeyDestroyed
from storage.models.notifications import (
    FAILED_TEMPORARY,
    QUEUED,
    SENDING,
    Notification,
    NotificationEvent,
    PreferenceChange,
    Template,
    TemplateVersion,
)

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


@dataclass(frozen=True)
class Message:
    """A message with its sealed columns open."""

    row: Notification
    subject: str
    body: str
    recipient: str
    outcome: str

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
    #: Bounds of who asks: only their own messages, as user or as sender.
    sender: tuple[int, int] | None = None

    def conditions(self) -> list[Any]:
        equal = (
            (Notification.user_id, self.user_id),
            (Notification.category, self.category or None),
            (Notification.channel, self.channel or None),
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
    return [
        Message(
            row,
            tx.unseal(row.user_id, "notification.subject", row.subject_sealed),
            tx.unseal(row.user_id, "notification.body", row.body_sealed),
            tx.unseal(row.user_id, "notification.recipient", row.recipient_sealed),
            tx.unseal(row.user_id, "notification.outcome", row.outcome_sealed),
        )
        for row in listed
    ]


def queue(tx: Tx, row: Notification, *, subject: str, body: str, recipient: str, outcome: str) -> Message:
    """Writes a message and its first event."""
    row.subject_sealed = tx.seal(row.user_id, "notification.subject", subject)
    row.body_sealed = tx.seal(row.user_id, "notification.body", body)
    row.recipient_sealed = tx.seal(row.user_id, "notification.recipient", recipient)
    row.outcome_sealed = tx.seal(row.user_id, "notification.outcome", outcome)
    tx.insert(row)
    _add_event(tx, row, outcome)
    tx.change(Topic.NOTIFICATIONS, row.id, ChangeKind.CREATED)
    return Message(row, subject, body, recipient, outcome)


def move(tx: Tx, row: Notification, outcome: str, **values: Any) -> Notification:
    """Changes a message, one version on, with an event that says what happened."""
    changes = {**values, "version": row.version + 1}
    if outcome:
        changes["outcome_sealed"] = _said(tx, row, "notification.outcome", outcome)
    tx.run(Notification.update(**changes).where(Notification.id == row.id))
    for name, value in changes.items():
        setattr(row, name, value)
    _add_event(tx, row, outcome)
    tx.change(Topic.NOTIFICATIONS, row.id)
    return row


def _add_event(tx: Tx, row: Notification, detail: str) -> None:
    tx.insert(
        NotificationEvent(
            notification_id=row.id,
            number=row.version,
            user_id=row.user_id,
            at=tx.now,
            state=row.state,
            detail_sealed=_said(tx, row, "notification_event.detail", detail),
        )
    )


def _said(tx: Tx, row: Notification, column: str, text: str) -> bytes | None:
    """A sealed text; of a person who was erased meanwhile nothing is kept."""
    with suppress(KeyDestroyed):
        return tx.seal(row.user_id, column, text)
    return None


def events(tx: Tx, row: Notification) -> list[tuple[int, int, str]]:
    """Instant, state and detail of each step."""
    query = NotificationEvent.select().where(NotificationEvent.notification_id == row.id)
    return [
        (event.at, event.state, tx.unseal(row.user_id, "notification_event.detail", event.detail_sealed))
        for event in tx.all(query.order_by(NotificationEvent.number))
    ]


def by_id(tx: Tx, notification_id: int) -> Notification | None:
    """A message, held until the unit ends."""
    found: Notification | None = tx.first(tx.lock(Notification.select().where(Notification.id == notification_id)))
    return found


def page(
    tx: Tx, wanted: MessageFilter, *, descending: bool, after: int | None, size: int, skip: int
) -> tuple[list[Message], int]:
    """Messages by the order in which they were queued, and how many the filter leaves."""
    query = _where(wanted.conditions())
    total = int(query.count(tx.database))
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


def due(tx: Tx, limit: int) -> list[Notification]:
    """Messages that the dispatcher must look at now, the longest overdue first; on PostgreSQL those that no other
    process holds."""
    query: Any = Notification.select().where(Notification.due_at <= tx.now)
    query = query.order_by(Notification.due_at).limit(limit)
    return tx.all(query.for_update("FOR UPDATE SKIP LOCKED") if tx.postgres else query)


def waiting_for(tx: Tx, user_id: int, category: int, channel: int) -> list[Notification]:
    """Messages of a category and channel that were not sent yet."""
    return tx.all(
        Notification.select().where(
            (Notification.user_id == user_id)
            & (Notification.category == category)
            & (Notification.channel == channel)
            & Notification.state.in_((QUEUED, FAILED_TEMPORARY))
        )
    )


def all_waiting_for(tx: Tx, user_id: int) -> list[Notification]:
    """Every message to a user that was not sent yet."""
    return tx.all(
        Notification.select().where(
            (Notification.user_id == user_id) & Notification.state.in_((QUEUED, FAILED_TEMPORARY))
        )
    )


def being_sent(tx: Tx, user_id: int) -> bool:
    """Whether a message to a user is in the hands of a channel at this moment."""
    query = Notification.select(Notification.id).where(
        (Notification.user_id == user_id) & (Notification.state == SENDING)
    )
    return tx.first(query) is not None


# -- preferences


def wish(tx: Tx, user_id: int, category: int, channel: int) -> bool | None:
    """What the user last chose; None where they never did."""
    query = PreferenceChange.select(PreferenceChange.enabled).where(
        (PreferenceChange.user_id == user_id)
        & (PreferenceChange.category == category)
        & (PreferenceChange.channel == channel)
    )
    found = tx.rows(query.order_by(PreferenceChange.id.desc()).limit(1))
    return bool(found[0][0]) if found else None


def wishes(tx: Tx, user_id: int) -> list[PreferenceChange]:
    """Everything a user ever chose, oldest first: the last one for a category and channel counts."""
    return tx.all(PreferenceChange.select().where(PreferenceChange.user_id == user_id).order_by(PreferenceChange.id))


def add_wish(tx: Tx, change: PreferenceChange, evidence: str) -> None:
    change.evidence_sealed = tx.seal(change.user_id, "preference_change.evidence", evidence)
    tx.insert(change)
