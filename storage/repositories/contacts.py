"""Phones and addresses: where users are reached, and those to which nothing is sent but duties."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.keys import sealing
from storage.models.delivery import SuppressedContact
from storage.repositories import support

#: Channels by their number in smartregion.v1.NotificationChannel.
SMS, EMAIL = 2, 3
#: A number of smartregion.v1.ContactSuppressionReason.
NO_SUCH_CONTACT = 1

_CONTACT, _NOTE = "suppressed_contact.contact", "suppressed_contact.note"
#: How a contact lies in app_user, by channel.
_HELD = {SMS: "app_user.phone", EMAIL: "app_user.email"}


def over(tx: Tx, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The phone or the address by user (or thread of a stranger) and channel; those whom the channel does not reach
    are missing, as all are for push."""
    pairs = {(user_id, channel) for user_id, channel in wanted if channel in _HELD}
    people = {user_id for user_id, _ in pairs}
    ciphers = tx.keys.get_many(people)
    statement = "SELECT id, phone_sealed, email_sealed FROM app_user WHERE id IN ({marks})"
    found = {}
    for user_id, phone, email in tx.among(statement, sorted(people & ciphers.keys())):
        for channel, sealed in ((SMS, phone), (EMAIL, email)):
            if (user_id, channel) in pairs and sealed is not None:
                text = sealing.unseal(ciphers[user_id], user_id, _HELD[channel], bytes(sealed))
                found[int(user_id), channel] = text.decode()
    return found | _of_strangers(tx, pairs - found.keys())


def _of_strangers(tx: Tx, pairs: Set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Of those who wrote to support and are no users, by thread: as they wrote it."""
    found = {}
    for thread in support.opened(tx, support.strangers(tx, {number for number, _ in pairs})):
        for channel, name in ((SMS, "phone"), (EMAIL, "email")):
            if (thread.id, channel) in pairs and thread.texts[name]:
                found[thread.id, channel] = thread.texts[name]
    return found


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
