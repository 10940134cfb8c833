"""What happens to the security of residents' accounts, each told to the feed; and where they sign in from."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from peewee import fn

from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.people import SecurityEvent, Session

#: Kinds of events: somebody else used the account; the phone or the address changed; a session was ended from another.
UNAUTHORIZED_USE, PHONE_CHANGED, EMAIL_CHANGED, SESSION_ENDED = 1, 2, 3, 4


def add(tx: Tx, user_id: int, kind: int, contact: str = "") -> int:
    """Notes an event; its id, which the message that tells of it gets too. `contact` is the phone or the address that
    was the user's until now, as far as they had proven it theirs."""
    number = new_id()
    sealed = tx.seal(user_id, "security_event.contact", contact) if contact else None
    tx.insert(SecurityEvent(id=number, user_id=user_id, kind=kind, at=tx.now, contact_sealed=sealed))
    tx.change(Topic.SECURITY_EVENTS, number, ChangeKind.CREATED)
    return number


def of(tx: Tx, event_ids: Iterable[int]) -> list[SecurityEvent]:
    return tx.all(SecurityEvent.select().where(SecurityEvent.id.in_(list(event_ids))).order_by(SecurityEvent.id))


def last(tx: Tx, user_id: int, kind: int) -> int | None:
    """When an event of a kind last happened to a user; milliseconds."""
    at: int | None = tx.scalar(SecurityEvent.select(fn.max(SecurityEvent.at)).where(_of_kind(user_id, kind)))
    return at


def count_since(tx: Tx, user_id: int, kind: int, since: int) -> int:
    """How many events of a kind happened to a user since an instant; milliseconds."""
    query = SecurityEvent.select(SecurityEvent.id).where(_of_kind(user_id, kind) & (SecurityEvent.at > since))
    return int(query.count(tx.database))


def changed_contact(tx: Tx, user_id: int) -> bool:
    """Whether a user ever had another phone or another address."""
    kinds = SecurityEvent.kind.in_((PHONE_CHANGED, EMAIL_CHANGED))
    return tx.first(SecurityEvent.select().where((SecurityEvent.user_id == user_id) & kinds)) is not None


def _of_kind(user_id: int, kind: int) -> Any:
    return (SecurityEvent.user_id == user_id) & (SecurityEvent.kind == kind)


def take_contact(tx: Tx, event: SecurityEvent) -> str:
    """The contact before a change, and nobody's any more: whoever takes it writes the message to it. Empty for none."""
    if event.contact_sealed is None:
        return ""
    tx.run(SecurityEvent.update(contact_sealed=None).where(SecurityEvent.id == event.id))
    return tx.unseal(event.user_id, "security_event.contact", event.contact_sealed)


class SignIn(NamedTuple):
    """A resident's session: from where, and from where before it."""

    session_id: int
    user_id: int
    started_at: int
    client: str
    earlier: tuple[str, ...]


#: Sessions before one that are looked at: enough to know whose devices are whose.
_EARLIER = 50


def sign_ins(tx: Tx, session_ids: Iterable[int]) -> list[SignIn]:
    """Sessions of residents among these, each with the clients of those before it, the newest first."""
    wanted = Session.id.in_(list(session_ids)) & Session.user_id.is_null(False)
    found = []
    for row in tx.all(Session.select().where(wanted).order_by(Session.id)):
        before = Session.select().where((Session.user_id == row.user_id) & (Session.id < row.id))
        earlier = tx.all(before.order_by(Session.id.desc()).limit(_EARLIER))
        found.append(
            SignIn(row.id, row.user_id, row.started_at, _client(tx, row), tuple(_client(tx, one) for one in earlier))
        )
    return found


def _client(tx: Tx, row: Session) -> str:
    return tx.unseal(row.user_id or 0, "session.client", row.client_sealed)
