"""Phones and addresses: where users are reached, and those to which nothing is sent but duties."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.keys import sealing
from storage.models.delivery import SuppressedContact
from storage.repositories import security_events, support

#: Channels by their number in smartregion.v1.NotificationChannel.
SMS, EMAIL = 2, 3
#: A number of smartregion.v1.ContactSuppressionReason.
NO_SUCH_CONTACT = 1

_CONTACT, _NOTE = "suppressed_contact.contact", "suppressed_contact.note"


class Contacts:
    """Where users are reached, and strangers who wrote to support, by their thread. A contact is opened when it is
    asked for, and one that does not open is as good as none: it must keep nobody else's message back."""

    def __init__(self, tx: Tx, user_ids: Iterable[int]) -> None:
        wanted = set(user_ids)
        self._ciphers = tx.keys.get_many(wanted)
        able = wanted & self._ciphers.keys()
        #: By whom and channel: the column, and what it holds.
        self._sealed: dict[tuple[int, int], tuple[str, bytes]] = {}
        statement = "SELECT id, phone_sealed, email_sealed FROM app_user WHERE id IN ({marks})"
        for user_id, phone, email in tx.among(statement, sorted(able)):
            able.discard(user_id)
            self._held("app_user", user_id, phone, email)
        for thread in support.strangers(tx, able):
            self._held("support_thread", thread.id, thread.phone_sealed, thread.email_sealed)
        self._opened: dict[tuple[int, int], str] = {}

    def _held(self, table: str, number: int, phone: bytes | None, email: bytes | None) -> None:
        for channel, name, sealed in ((SMS, "phone", phone), (EMAIL, "email", email)):
            if sealed is not None:
                self._sealed[number, channel] = f"{table}.{name}", bytes(sealed)

    def of(self, user_id: int, channel: int) -> str:
        """A phone or an address; empty where there is none that can be read, as always for push."""
        place = user_id, channel
        if place in self._sealed and place not in self._opened:
            self._opened[place] = self._open(user_id, channel)
        return self._opened.get(place, "")

    def is_damaged(self, user_id: int, channel: int) -> bool:
        """Whether there is one that does not open."""
        return (user_id, channel) in self._sealed and not self.of(user_id, channel)

    def _open(self, user_id: int, channel: int) -> str:
        try:
            column, sealed = self._sealed[user_id, channel]
            return sealing.unseal(self._ciphers[user_id], user_id, column, sealed).decode()
        except Unreadable:
            return ""


def on_the_list(tx: Tx, phones: Iterable[bytes | None], emails: Iterable[bytes | None]) -> set[tuple[int, bytes]]:
    """Those of the digests to which nothing is sent, by channel."""
    found: set[tuple[int, bytes]] = set()
    for channel, digests in ((SMS, phones), (EMAIL, emails)):
        wanted = [bytes(one) for one in digests if one is not None]
        query = SuppressedContact.select(SuppressedContact.contact_index).where(
            SuppressedContact.contact_index.in_(wanted) & (SuppressedContact.channel == channel)
        )
        found |= {(channel, bytes(digest)) for (digest,) in (tx.rows(query) if wanted else [])}
    return found


#: Where a contact may still stand that was a user's once, as (whose key, column, sealed); but for messages.
_ONCE = (
    "SELECT user_id, 'security_event.contact', contact_sealed FROM security_event WHERE user_id = ?",
    f"SELECT user_id, '{_CONTACT}', contact_sealed FROM suppressed_contact WHERE user_id = ?",
    "SELECT r.request_id, 'privacy_rectification.value', r.value_sealed FROM privacy_rectification r "
    "JOIN privacy_request q ON q.id = r.request_id WHERE q.user_id = ? AND r.field IN ('phone', 'email')",
)
_SENT_TO = "SELECT user_id, 'notification.recipient', recipient_sealed FROM notification WHERE user_id = ?"


def ever(tx: Tx, user_id: int) -> set[str]:
    """Phones and addresses of a user, those of earlier times too, as far as anything that is kept still names them. Of
    somebody whose contacts never changed messages name no other; what does not open names nothing."""
    changed = security_events.changed_contact(tx, user_id)
    rows = [row for query in (*_ONCE, *([_SENT_TO] if changed else [])) for row in tx.sql(query, (user_id,))]
    found = set()
    for owner, column, sealed in rows:
        try:
            found.add(tx.unseal(owner, column, sealed))
        except Unreadable:
            continue
    return found - {""}


@dataclass(frozen=True)
class Suppressed:
    """A contact of the list, with its sealed columns open."""

    row: SuppressedContact
    contact: str
    note: str


def index_of(tx: Tx, channel: int, contact: str) -> bytes:
    """The digest by which users have it too."""
    return tx.blind.phone(contact) if channel == SMS else tx.blind.email(contact)


def suppress(tx: Tx, user_id: int, channel: int, contact: str, reason: int, note: str = "") -> Suppressed | None:
    """Puts a phone or an address on the list. One that is on it stays as it is, unless it was another user's. Of a
    person who was erased meanwhile nothing is kept: None."""
    if user_id not in tx.keys.get_many([user_id]):
        return None
    index = index_of(tx, channel, contact)
    same = (SuppressedContact.contact_index == index) & (SuppressedContact.channel == channel)
    before: SuppressedContact | None = tx.first(tx.lock(SuppressedContact.select().where(same)))
    if before is not None and before.user_id == user_id:
        return opened(tx, [before])[0]
    if before is not None:
        tx.run(SuppressedContact.delete().where(SuppressedContact.id == before.id))
    row = SuppressedContact(
        id=new_id(),
        user_id=user_id,
        channel=channel,
        contact_sealed=tx.seal(user_id, _CONTACT, contact),
        contact_index=index,
        reason=reason,
        note_sealed=tx.seal(user_id, _NOTE, note),
        suppressed_at=tx.now,
    )
    tx.insert(row)
    return Suppressed(row, contact, note)


def opened(tx: Tx, rows: Iterable[SuppressedContact]) -> list[Suppressed]:
    listed = list(rows)
    tx.keys.get_many({row.user_id for row in listed})
    return [
        Suppressed(
            row, tx.unseal(row.user_id, _CONTACT, row.contact_sealed), tx.unseal(row.user_id, _NOTE, row.note_sealed)
        )
        for row in listed
    ]


def by_id(tx: Tx, suppressed_id: int) -> SuppressedContact | None:
    query = SuppressedContact.select().where(SuppressedContact.id == suppressed_id)
    found: SuppressedContact | None = tx.first(tx.lock(query))
    return found


def release(tx: Tx, suppressed_id: int) -> None:
    tx.run(SuppressedContact.delete().where(SuppressedContact.id == suppressed_id))


def reached(tx: Tx, channel: int, contact_index: bytes) -> None:
    """Something arrived there: it is no contact that doesn't exist. What somebody else wished of it stays."""
    tx.run(
        SuppressedContact.delete().where(
            (SuppressedContact.contact_index == contact_index)
            & (SuppressedContact.channel == channel)
            & (SuppressedContact.reason == NO_SUCH_CONTACT)
        )
    )


def page(
    tx: Tx, channel: int, user_id: int | None, after: int | None, size: int, skip: int
) -> tuple[list[Suppressed], int]:
    """The list, newest first, and how many there are."""
    query = SuppressedContact.select()
    if channel:
        query = query.where(SuppressedContact.channel == channel)
    if user_id is not None:
        query = query.where(SuppressedContact.user_id == user_id)
    total = int(query.count(tx.database))
    if after is not None:
        query = query.where(SuppressedContact.id < after)
    return opened(tx, tx.all(query.order_by(SuppressedContact.id.desc()).limit(size).offset(skip))), total
