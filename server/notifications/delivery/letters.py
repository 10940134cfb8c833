"""Messages as channels take them: opened, or rendered where a campaign says the same to many."""

from collections.abc import Sequence

import structlog
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationCause, Urgency

from server.codec import encode_id
from server.notifications import unsubscribe
from server.notifications.campaigns.text import CampaignTexts
from server.notifications.channels import Letter
from server.notifications.decision import EMAIL, PUSH
from storage.engine.transaction import Tx
from storage.errors import Damaged
from storage.keys import sealing
from storage.repositories import contacts, devices, support
from storage.repositories.outbox import Due

log = structlog.get_logger("server")
CAMPAIGN = NotificationCause.NOTIFICATION_CAUSE_CAMPAIGN
SUPPORT = NotificationCause.NOTIFICATION_CAUSE_SUPPORT
CATEGORY_NAMES = {number: name.removeprefix("NOTIFICATION_CATEGORY_") for name, number in NotificationCategory.items()}
UKRAINIAN = Language.LANGUAGE_UKRAINIAN
URGENT = Urgency.URGENCY_URGENT
#: A sealed subject, body and recipient.
Said = tuple[bytes | None, bytes | None, bytes | None]


def letters_of(tx: Tx, rows: Sequence[Due], hooks_url: str) -> tuple[dict[int, Letter], dict[int, Said]]:
    """The letters by message, and what messages say from now on that said nothing yet. One that does not open has
    no letter: it must not keep the others back."""
    ciphers = tx.keys.get_many({row.user_id for row in rows})
    where = contacts.over(tx, ((row.user_id, row.channel) for row in rows))
    tokens = devices.tokens(tx, (row.user_id for row in rows if row.channel == PUSH))
    strangers = {one.id for one in support.strangers(tx, (row.user_id for row in rows if row.cause == SUPPORT))}
    texts = CampaignTexts(tx)
    letters: dict[int, Letter] = {}
    said: dict[int, Said] = {}
    for row in rows:
        contact = where.get((row.user_id, row.channel), "")
        if row.user_id not in ciphers:
            continue
        if row.body_sealed is None and row.cause == CAMPAIGN:
            text = texts.of(row.cause_id).on(row.channel, row.language)
            subject, body = text.subject, text.body
            seal = sealing.Sealer(ciphers[row.user_id], row.user_id)
            said[row.id] = _sealed(seal, subject, body, contact)
        else:
            open_ = _Opener(ciphers[row.user_id], row.user_id)
            try:
                written_to = open_("notification.recipient", row.recipient_sealed)
                if row.own_contact:
                    contact = written_to
                elif contact != written_to:  # it is the person's all the same; the record says where it went
                    seal = sealing.Sealer(ciphers[row.user_id], row.user_id)
                    said[row.id] = (None, None, seal("notification.recipient", contact))
                subject = open_("notification.subject", row.subject_sealed)
                body = open_("notification.body", row.body_sealed)
            except (Damaged, UnicodeDecodeError):
                log.error("a message does not open", id=encode_id(row.id))
                continue
        letters[row.id] = Letter(
            id=encode_id(row.id),
            user_id=encode_id(row.user_id),
            recipient=contact or encode_id(row.user_id),
            subject=subject,
            body=body,
            language="uk" if row.language == UKRAINIAN else "en",
            devices=tokens.get(row.user_id, ()) if row.channel == PUSH else (),
            category=CATEGORY_NAMES[row.category],
            urgent=row.urgency == URGENT,
            expires_at=row.expires_at,
            # who is no user has nothing to unsubscribe from: they asked, and this is the answer
            unsubscribe_url="" if row.user_id in strangers else _unsubscribe_url(tx, row, hooks_url),
        )
    return letters, said


def _unsubscribe_url(tx: Tx, row: Due, base: str) -> str:
    if not base or row.channel != EMAIL or not unsubscribe.may_be_switched_off(row.category):
        return ""
    place = unsubscribe.Place(row.user_id, row.category, row.channel)
    return f"{base.rstrip('/')}/unsubscribe/{unsubscribe.token(tx.keys.keyring, place)}"


def _sealed(seal: sealing.Sealer, subject: str, body: str, contact: str) -> Said:
    return (
        seal("notification.subject", subject),
        seal("notification.body", body),
        seal("notification.recipient", contact),
    )


class _Opener:
    """Opens the sealed texts of one person."""

    def __init__(self, cipher: AESGCM, user_id: int) -> None:
        self._cipher = cipher
        self._user_id = user_id

    def __call__(self, column: str, sealed: bytes | None) -> str:
        return "" if sealed is None else sealing.unseal(self._cipher, self._user_id, column, bytes(sealed)).decode()
