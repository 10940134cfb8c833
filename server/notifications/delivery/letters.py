"""Messages as channels take them: opened, or rendered where a campaign says the same to many."""

from collections.abc import Sequence
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCategory, NotificationCause, SuppressionRule, Urgency

from server.codec import encode_id
from server.notifications import sentences, unsubscribe
from server.notifications.campaigns.text import CampaignTexts
from server.notifications.channels import Letter
from server.notifications.decision import EMAIL, PUSH
from server.notifications.unsubscribe import Place
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.keys import sealing
from storage.repositories import campaigns, devices, support
from storage.repositories.contacts import Contacts
from storage.repositories.outbox import Due

SUPPORT = NotificationCause.NOTIFICATION_CAUSE_SUPPORT
_SUBJECT, _BODY, _RECIPIENT = "notification.subject", "notification.body", "notification.recipient"
CATEGORY_NAMES = {number: name.removeprefix("NOTIFICATION_CATEGORY_") for name, number in NotificationCategory.items()}
UKRAINIAN = Language.LANGUAGE_UKRAINIAN
URGENT = Urgency.URGENCY_URGENT
#: A sealed subject, body and recipient.
Said = tuple[bytes | None, bytes | None, bytes | None]
NO_CONTACT: int = SuppressionRule.SUPPRESSION_RULE_NO_CONTACT


class Letters(NamedTuple):
    """Messages as they are handed over. One that does not open has no letter: it must not keep the others back."""

    letters: dict[int, Letter]
    #: What messages say from now on that said nothing yet.
    said: dict[int, Said]
    #: Why there is nowhere to send a message to, in its language.
    unreached: dict[int, str]


class _Text(NamedTuple):
    """What a letter says to whom, and what its message says from now on that it did not say yet."""

    subject: str
    body: str
    recipient: str
    said: Said | None = None


def letters_of(tx: Tx, rows: Sequence[Due], hooks_url: str) -> Letters:
    ciphers = tx.keys.get_many({row.user_id for row in rows})
    where = Contacts(tx, (row.user_id for row in rows if row.channel != PUSH))
    tokens = devices.tokens(tx, (row.user_id for row in rows if row.channel == PUSH))
    links = _unsubscribe_links(tx, rows, hooks_url)
    texts = CampaignTexts(tx)
    made = Letters({}, {}, {})
    for row in rows:
        contact = where.of(row.user_id, row.channel)
        if row.user_id not in ciphers:
            continue
        if not contact and row.channel != PUSH and not row.own_contact:
            made.unreached[row.id] = _why_unreached(row, where)
            continue
        try:
            text = _text(row, ciphers[row.user_id], contact, texts)
        except Unreadable:
            continue
        if text.said is not None:
            made.said[row.id] = text.said
        devices_of = tokens.get(row.user_id, ()) if row.channel == PUSH else ()
        made.letters[row.id] = _letter(row, text, devices_of, links.get(row.id, ""))
    return made


def _why_unreached(row: Due, where: Contacts) -> str:
    if where.is_damaged(row.user_id, row.channel):
        return sentences.in_language(sentences.DAMAGED, row.language)
    return sentences.suppressed(NO_CONTACT, row.language)  # it was taken away at this very moment


def _text(row: Due, cipher: AESGCM, contact: str, texts: CampaignTexts) -> _Text:
    """Raises Unreadable where what is sealed does not open."""
    seal = sealing.Sealer(cipher, row.user_id)
    if row.body_sealed is None and row.cause == campaigns.CAUSE:
        text = texts.of(row.cause_id).on(row.channel, row.language)
        sealed = (seal(_SUBJECT, text.subject), seal(_BODY, text.body), seal(_RECIPIENT, contact))
        return _Text(text.subject, text.body, contact, sealed)
    open_ = _Opener(cipher, row.user_id)
    written_to = open_(_RECIPIENT, row.recipient_sealed)
    subject, body = open_(_SUBJECT, row.subject_sealed), open_(_BODY, row.body_sealed)
    if row.own_contact or contact == written_to:
        return _Text(subject, body, written_to)
    # It is the person's all the same; the record says where it went.
    return _Text(subject, body, contact, (None, None, seal(_RECIPIENT, contact)))


def _letter(row: Due, text: _Text, devices_of: tuple[str, ...], unsubscribe_url: str) -> Letter:
    return Letter(
        id=encode_id(row.id),
        user_id=encode_id(row.user_id),
        recipient=text.recipient or encode_id(row.user_id),
        subject=text.subject,
        body=text.body,
        language="uk" if row.language == UKRAINIAN else "en",
        devices=devices_of,
        category=CATEGORY_NAMES[row.category],
        urgent=row.urgency == URGENT,
        expires_at=row.expires_at,
        unsubscribe_url=unsubscribe_url,
    )


def _unsubscribe_links(tx: Tx, rows: Sequence[Due], base: str) -> dict[int, str]:
    """By message: the e-mails that a click can stop. Who is no user has nothing to stop:
    they asked, and are answered."""
    if not base:
        return {}
    strangers = {one.id for one in support.strangers(tx, (row.user_id for row in rows if row.cause == SUPPORT))}
    places = {
        row.id: Place(row.user_id, row.category, row.channel)
        for row in rows
        if row.channel == EMAIL and row.user_id not in strangers
    }
    able = unsubscribe.by_click(tx, places.values())
    keyring = tx.keys.keyring
    return {
        number: f"{base.rstrip('/')}/unsubscribe/{unsubscribe.token(keyring, place)}"
        for number, place in places.items()
        if place in able
    }


class _Opener:
    """Opens the sealed texts of one person."""

    def __init__(self, cipher: AESGCM, user_id: int) -> None:
        self._cipher = cipher
        self._user_id = user_id

    def __call__(self, column: str, sealed: bytes | None) -> str:
        return "" if sealed is None else sealing.unseal(self._cipher, self._user_id, column, bytes(sealed)).decode()
