"""Unsubscribing without signing in: one click in an e-mail (RFC 8058), or a keyword sent back by SMS.

A token is its own proof. It names a user by number, a category and a channel, holds nothing personal, and never
expires: the link in an old letter works as well.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import phonenumbers
import structlog
from smartregion.v1.notification_service_pb2 import NotificationCategory as C
from smartregion.v1.notification_service_pb2 import NotificationChannel, PreferenceOrigin
from smartregion.v1.options_pb2 import PrincipalKind

from server.errors import InvalidField
from server.notifications import preferences
from server.notifications.categories import CATEGORIES, CHANNELS, Choice
from server.notifications.channels import InboundText
from server.notifications.pages import Off
from server.notifications.preferences import Evidence
from server.services import Services
from storage.engine.audit import AuditRecord
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.repositories import delivery_rules, users, wishes

log = structlog.get_logger("server.unsubscribe")

#: Where a number without its country is at home, and how long a sender may be.
HOME, SENDER_MOST = "UA", 40
#: What a keyword switches off, on SMS.
BY_KEYWORD = (C.NOTIFICATION_CATEGORY_MARKETING, C.NOTIFICATION_CATEGORY_NEWS, C.NOTIFICATION_CATEGORY_SURVEY)
SMS = NotificationChannel.NOTIFICATION_CHANNEL_SMS
_PLACE = struct.Struct(">QBB")
_MAC_BYTES = 16
#: Around a keyword people write quotes and full stops.
_AROUND = " \t\r\n.,!?;:'\"«»“”„’ʼ()-–—"


class Place(NamedTuple):
    """What a token switches off."""

    user_id: int
    category: int
    channel: int


def token(keyring: Keyring, place: Place) -> str:
    """The token of a user, a category and a channel; the same every time."""
    body = _PLACE.pack(*place)
    return base64.urlsafe_b64encode(_mac(keyring, body) + body).decode().rstrip("=")


def by_click(tx: Tx, places: Iterable[Place]) -> set[Place]:
    """Those of the places that a click switches off: no duty, and not the last channel of what a contract asks for.
    Only of these a message carries a token; a button that can't do what it says is worse than none."""
    found: set[Place] = set()
    by_category: defaultdict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_category[place.category].append(place)
    for category, listed in by_category.items():
        choice = CATEGORIES[category].choice
        if choice is Choice.CHANNELS:
            off = wishes.switched_off(tx, (place.user_id for place in listed), category)
            found.update(place for place in listed if _another_stays(place, off))
        elif choice is not Choice.FIXED:
            found.update(listed)
    return found


def _another_stays(place: Place, off: Collection[tuple[int, int]]) -> bool:
    return any((place.user_id, channel) not in off for channel in CHANNELS if channel != place.channel)


def opened(keyring: Keyring, text: str) -> Place:
    """What a token of ours names. Raises InvalidField for any other."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if len(body) != _PLACE.size or not hmac.compare_digest(mac, _mac(keyring, body)):
        raise InvalidField("token", "unsubscribe.token", "is no token of ours")
    place = Place(*_PLACE.unpack(body))
    if place.category not in CATEGORIES or place.channel not in CHANNELS:
        raise InvalidField("token", "unsubscribe.token", "is no token of ours")
    return place


def _mac(keyring: Keyring, body: bytes) -> bytes:
    return hmac.digest(keyring.derive(b"unsubscribe"), body, hashlib.sha256)[:_MAC_BYTES]


def is_keyword(text: str, keywords: Iterable[str]) -> bool:
    """Whether an SMS says nothing but one of the words, however it is written."""
    said = text.strip(_AROUND).casefold()
    return bool(said) and any(said == word.strip(_AROUND).casefold() for word in keywords)


def sender_phone(text: str) -> str | None:
    """The phone that a provider names as a sender, in E.164; None for a name, a short code, or no number of a network.
    Whoever wants no more messages is not to be missed because an SMSC writes 380… or 0… for +380…"""
    try:
        parsed = phonenumbers.parse(text[:SENDER_MOST], HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def by_token(tx: Tx, place: Place, available: Sequence[int], actor: tuple[int, int] = (0, 0)) -> int:
    """Switches a category off on a channel; how many wishes were recorded: 0 where it is off already, or the user is
    gone. What waits there goes on over the next of the `available` channels that is wanted. Raises InvalidField for a
    duty, and for the last channel of a contract."""
    return _switch_off(
        tx,
        place.user_id,
        [(place.category, place.channel)],
        Evidence(PreferenceOrigin.PREFERENCE_ORIGIN_UNSUBSCRIBE_LINK, *actor),
        available,
    )


def by_keyword(
    tx: Tx, phone: str, text: str, available: Sequence[int], actor: tuple[int, int] = (0, 0)
) -> tuple[int, int]:
    """Switches marketing, news and surveys off on SMS for the user of a phone. The user, 0 where nobody has the phone,
    and how many wishes were recorded."""
    user = users.by_phone(tx, phone)
    if user is None:
        return 0, 0
    evidence = Evidence(PreferenceOrigin.PREFERENCE_ORIGIN_SMS_KEYWORD, *actor, text[:500])
    return user.id, _switch_off(tx, user.id, [(category, SMS) for category in BY_KEYWORD], evidence, available)


def _switch_off(
    tx: Tx, user_id: int, places: list[tuple[int, int]], evidence: Evidence, available: Sequence[int]
) -> int:
    person = users.get_any(tx, user_id)
    if person is None or person.row.state == users.ERASED:
        return 0
    recorded = preferences.switch_off(tx, person, places, evidence, available, "token")
    if recorded:
        users.touch(tx, [user_id])
    return recorded


class Unsubscribing:
    """What comes in beside the contract: one click over HTTP, and texts that providers of SMS hand on."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def names(self, text: str) -> Off:
        """What a token switches off. Raises InvalidField for one that is not ours."""
        place = opened(self._services.store.keys.keyring, text)
        return Off(place.category, place.channel)

    async def by_link(self, text: str) -> None:
        """Raises InvalidField for a token that is not ours, a duty, and the last channel of a contract."""
        place = opened(self._services.store.keys.keyring, text)

        def unit(tx: Tx) -> None:
            by_token(tx, place, self._services.providers.available)
            _audit(tx, "unsubscribe.by_link", place.user_id, {})

        await self._services.store.write(unit)

    async def by_text(self, inbound: InboundText) -> None:
        """An SMS that says one of the words; any other, and one from no phone, is nobody's wish."""
        phone = sender_phone(inbound.sender)
        if phone is None:
            log.warning("a text came from what is no phone", provider=inbound.provider, length=len(inbound.sender))
            return

        def unit(tx: Tx) -> None:
            if not is_keyword(inbound.text, delivery_rules.stop_keywords(tx)):
                return
            user_id, _ = by_keyword(tx, phone, inbound.text, self._services.providers.available)
            if user_id:
                _audit(tx, "unsubscribe.by_text", user_id, {"provider": inbound.provider})

        await self._services.store.write(unit)


def _audit(tx: Tx, action: str, user_id: int, detail: dict[str, str]) -> None:
    tx.audit(
        AuditRecord(
            actor_kind=PrincipalKind.PRINCIPAL_KIND_ANONYMOUS,
            actor_id=0,
            action=action,
            target_kind="preferences",
            target_id=user_id,
            person_id=user_id,
            detail=detail,
        )
    )
