"""Support threads, their messages, and answers that are at hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from storage.days import OPEN_END
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Texts, Tx
from storage.errors import Unreadable
from storage.models.support import (
    ANSWERED,
    CLOSED,
    INCOMING,
    NOTE,
    OPEN,
    REPLY,
    CannedAnswer,
    SupportMessage,
    SupportThread,
)
from storage.repositories import series

SEALED = ("first_name", "last_name", "phone", "email")
_TEXT = "support_message.text"


@dataclass
class Thread:
    """A thread with its form open; its texts are empty once their key is gone."""

    row: SupportThread
    #: By the names in SEALED.
    texts: Texts

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True)
class Message:
    row: SupportMessage
    #: None where it does not open.
    shown: str | None

    @property
    def text(self) -> str:
        """Raises Unreadable."""
        if self.shown is None:
            raise Unreadable(_TEXT)
        return self.shown


@dataclass(frozen=True)
class ThreadFilter:
    """What of the threads is wanted; empty values ask for nothing."""

    states: tuple[int, ...] = ()
    assignee_id: int | None = None
    user_id: int | None = None
    #: Milliseconds: those that have waited at least since then.
    waiting_since: int | None = None
    unassigned: bool = False

    def conditions(self) -> list[Any]:
        equal = ((SupportThread.assignee_id, self.assignee_id), (SupportThread.user_id, self.user_id))
        found: list[Any] = [column == value for column, value in equal if value is not None]
        if self.states:
            found.append(SupportThread.state.in_(self.states))
        if self.waiting_since is not None:
            found.append(SupportThread.waiting_since <= self.waiting_since)
        if self.unassigned:
            found.append(SupportThread.assignee_id.is_null())
        return found


def next_number(tx: Tx, year: int) -> str:
    """The next number of a year."""
    return f"S-{year}-{series.next_of(tx, f'support threads of {year}'):06d}"


def create(tx: Tx, row: SupportThread, texts: dict[str, str]) -> Thread:
    """Writes a thread under the key of its user, or under one of its own, which is made here."""
    row.sealed_by = row.user_id or row.id
    if row.user_id is None:
        tx.keys.create(row.id)
    for name in SEALED:
        setattr(row, f"{name}_sealed", tx.seal(row.sealed_by, f"support_thread.{name}", texts[name]))
    row.phone_index = tx.blind.phone(texts["phone"]) if texts["phone"] else None
    row.email_index = tx.blind.email(texts["email"]) if texts["email"] else None
    tx.insert(row)
    tx.change(Topic.SUPPORT_THREADS, row.id, ChangeKind.CREATED)
    return Thread(row, tx.texts(row.sealed_by, row, SEALED))


def update(tx: Tx, thread: Thread, **values: Any) -> Thread:
    """Changes columns, one version on; the thread as it is then, in its place in the queue."""
    waiting = values.get("waiting_since", thread.row.waiting_since)
    last = values.get("last_at", thread.row.last_at)
    values["queue_at"] = queue_at(waiting, last)
    tx.run(SupportThread.update(**values, version=SupportThread.version + 1).where(SupportThread.id == thread.id))
    tx.change(Topic.SUPPORT_THREADS, thread.id)
    return opened(tx, [tx.first(SupportThread.select().where(SupportThread.id == thread.id))])[0]


def queue_at(waiting_since: int | None, last_at: int) -> int:
    """Who waits longest comes first; behind all who wait those who do not, the latest first."""
    return waiting_since if waiting_since is not None else OPEN_END - last_at


def opened(tx: Tx, rows: Iterable[SupportThread]) -> list[Thread]:
    listed = list(rows)
    tx.keys.get_many({row.sealed_by for row in listed})
    return [Thread(row, tx.texts(row.sealed_by, row, SEALED)) for row in listed]


def by_id(tx: Tx, thread_id: int) -> Thread | None:
    """A thread, held until the unit ends."""
    row = tx.first(tx.lock(SupportThread.select().where(SupportThread.id == thread_id)))
    return opened(tx, [row])[0] if row else None


def page(tx: Tx, wanted: ThreadFilter, after: tuple[int, int] | None, size: int, skip: int) -> tuple[list[Thread], int]:
    """Threads in the order of the queue, behind (place, id), and how many the filter leaves."""
    query = _where(wanted.conditions())
    total = int(query.count(tx.database))
    if after is not None:
        place, last = after
        query = query.where(
            (SupportThread.queue_at > place) | ((SupportThread.queue_at == place) & (SupportThread.id > last))
        )
    rows = tx.all(query.order_by(SupportThread.queue_at, SupportThread.id).limit(size).offset(skip))
    return opened(tx, rows), total


def behind(tx: Tx, wanted: ThreadFilter, last: int, size: int) -> list[Thread]:
    query = _where([*wanted.conditions(), SupportThread.id > last])
    return opened(tx, tx.all(query.order_by(SupportThread.id).limit(size)))


def watched(tx: Tx, wanted: ThreadFilter, ids: list[int]) -> list[Thread]:
    """Those of the ids that the filter lets through."""
    return opened(tx, tx.all(_where([*wanted.conditions(), SupportThread.id.in_(ids)])))


def _where(conditions: list[Any]) -> Any:
    query = SupportThread.select()
    return query.where(*conditions) if conditions else query


def begun_since(tx: Tx, since: int, user_id: int | None, phone: str, email: str) -> int:
    """Threads of a user, or of strangers who named the same contact, since an instant."""
    if user_id is not None:
        mine = SupportThread.user_id == user_id
    else:
        same = [SupportThread.phone_index == tx.blind.phone(phone)] if phone else []
        same += [SupportThread.email_index == tx.blind.email(email)] if email else []
        mine = (same[0] | same[-1]) & SupportThread.user_id.is_null()
    query = SupportThread.select().where(mine & (SupportThread.received_at > since))
    return int(query.count(tx.database))


# -- messages


def add_message(tx: Tx, thread: Thread, kind: int, author_id: int, text: str) -> Message:
    """Writes a message; the thread's own columns are its caller's to change."""
    row = SupportMessage(
        id=new_id(),
        thread_id=thread.id,
        sealed_by=thread.row.sealed_by,
        user_id=thread.row.user_id,
        kind=kind,
        author_id=author_id,
        text_sealed=tx.seal(thread.row.sealed_by, _TEXT, text),
        at=tx.now,
    )
    tx.insert(row)
    return Message(row, text)


def messages(tx: Tx, thread_id: int, most: int) -> list[Message]:
    """The last messages of a thread, in order."""
    query = SupportMessage.select().where(SupportMessage.thread_id == thread_id)
    rows = tx.all(query.order_by(SupportMessage.at.desc(), SupportMessage.id.desc()).limit(most))
    return _read(tx, rows[::-1])


def messages_since(tx: Tx, thread_id: int, since: int) -> int:
    """What the person wrote in a thread since an instant."""
    query = SupportMessage.select().where(
        (SupportMessage.thread_id == thread_id) & (SupportMessage.kind == INCOMING) & (SupportMessage.at > since)
    )
    return int(query.count(tx.database))


def last_said(tx: Tx, thread_ids: Iterable[int]) -> dict[int, str | None]:
    """The last message of each thread that is no note, by thread; None where it does not open."""
    statement = (
        f"SELECT max(id) FROM support_message WHERE kind <> {NOTE} AND thread_id IN ({{marks}}) GROUP BY thread_id"
    )
    ids = [number for (number,) in tx.among(statement, list(thread_ids))]
    rows = tx.all(SupportMessage.select().where(SupportMessage.id.in_(ids)))
    return {one.row.thread_id: one.shown for one in _read(tx, rows)}


def untold(tx: Tx, thread_id: int) -> list[Message]:
    """Replies that are not in the outbox yet, in order."""
    query = SupportMessage.select().where(
        (SupportMessage.thread_id == thread_id) & (SupportMessage.kind == REPLY) & SupportMessage.told_at.is_null()
    )
    return _read(tx, tx.all(query.order_by(SupportMessage.id)))


def told(tx: Tx, message: Message) -> None:
    tx.run(SupportMessage.update(told_at=tx.now).where(SupportMessage.id == message.row.id))


def _read(tx: Tx, rows: list[SupportMessage]) -> list[Message]:
    tx.keys.get_many({row.sealed_by for row in rows})
    return [Message(row, tx.shown(row.sealed_by, _TEXT, row.text_sealed)) for row in rows]


def move_messages(tx: Tx, source: Thread, into: Thread) -> int:
    """Moves the messages of a thread into another, sealed anew where the key is another; how many."""
    moved = _read(tx, tx.all(SupportMessage.select().where(SupportMessage.thread_id == source.id)))
    for one in moved:
        values: dict[str, Any] = {"thread_id": into.id}
        if source.row.sealed_by != into.row.sealed_by:
            values |= {
                "sealed_by": into.row.sealed_by,
                "user_id": into.row.user_id,
                "text_sealed": tx.seal(into.row.sealed_by, _TEXT, one.text),
            }
        tx.run(SupportMessage.update(**values).where(SupportMessage.id == one.row.id))
    return len(moved)


def finish_of(tx: Tx, user_id: int) -> None:
    """Closes what is still open of a user who is being erased."""
    mine = (SupportThread.user_id == user_id) & SupportThread.state.in_((OPEN, ANSWERED))
    for thread in opened(tx, tx.all(SupportThread.select().where(mine))):
        update(tx, thread, state=CLOSED, waiting_since=None, closed_at=tx.now)


# -- strangers


def strangers(tx: Tx, ids: Iterable[int]) -> list[SupportThread]:
    """Those of the ids that are threads of strangers: in messages they stand where a user does."""
    wanted = list(ids)
    if not wanted:
        return []
    mine = SupportThread.id.in_(wanted) & SupportThread.user_id.is_null()
    found: list[SupportThread] = tx.all(SupportThread.select().where(mine))
    return found


# -- answers at hand


def canned(tx: Tx) -> list[CannedAnswer]:
    found: list[CannedAnswer] = tx.all(CannedAnswer.select().order_by(CannedAnswer.name))
    return found


def canned_by_name(tx: Tx, name: str) -> CannedAnswer | None:
    found: CannedAnswer | None = tx.first(tx.lock(CannedAnswer.select().where(CannedAnswer.name == name)))
    return found


def write_canned(tx: Tx, before: CannedAnswer | None, name: str, texts: dict[str, str], author_id: int) -> CannedAnswer:
    if before is None:
        row = CannedAnswer(id=new_id(), name=name, author_id=author_id, updated_at=tx.now, version=1, **texts)
        tx.insert(row)
        return row
    query = CannedAnswer.update(**texts, author_id=author_id, updated_at=tx.now, version=CannedAnswer.version + 1)
    tx.run(query.where(CannedAnswer.id == before.id))
    found: CannedAnswer = tx.first(CannedAnswer.select().where(CannedAnswer.id == before.id))
    return found
