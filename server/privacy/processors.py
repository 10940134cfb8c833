"""Processors: who carries messages for the controller and on its instruction (2297-VI, art. 4(4); GDPR, art. 28).

They follow from the file of providers: what a message says and where it goes is all that they are given.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from smartregion.v1.notification_service_pb2 import NotificationChannel

from server.config import loopback
from server.notifications.categories import CHANNEL_TITLES
from server.notifications.providers import Provider
from server.privacy.wording import Words
from storage.columns import declaration_of
from storage.models.delivery import Device
from storage.models.notifications import Notification

PUSH = NotificationChannel.NOTIFICATION_CHANNEL_PUSH
#: What each channel hands over: the message as it goes out, and the address of a telephone for push.
_HANDED = (Notification.subject_sealed, Notification.body_sealed, Notification.recipient_sealed)
#: What runs a protocol that is one company's own.
_COMPANIES = {"fcm": "Google (Firebase Cloud Messaging)", "turbosms": "TurboSMS"}
_GROUND: Words = ("договір із розпорядником (ст. 4, ч. 4)", "the contract with the processor (art. 4(4))")


class Processor(NamedTuple):
    """One company, for all that it carries."""

    name: str
    classes: frozenset[int]
    #: Names of the tables of which it is given something.
    tables: frozenset[str]
    purpose: Words
    ground: Words


def of_providers(providers: Iterable[Provider]) -> tuple[Processor, ...]:
    """By company, in the order of the file. What stays on this machine is nobody else's."""
    channels: dict[str, set[int]] = {}
    for one in providers:
        name = _name(one)
        if name:
            channels.setdefault(name, set()).add(one.number)
    return tuple(_processor(name, numbers) for name, numbers in channels.items())


def _name(provider: Provider) -> str:
    """As the file states it, else by what is known of the protocol or by the address; empty where it is our own."""
    stated = provider.public.get("company", "")
    if stated or provider.protocol == "file":
        return stated
    host = provider.public.get("host") or _host(provider.public.get("url") or provider.public.get("base_url", ""))
    return "" if not host or loopback(host) else _COMPANIES.get(provider.protocol, host)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _processor(name: str, channels: set[int]) -> Processor:
    columns: list[Any] = [*_HANDED, *([Device.token_sealed] if PUSH in channels else [])]
    uk, en = (", ".join(CHANNEL_TITLES[number][language] for number in sorted(channels)) for language in (0, 1))
    return Processor(
        name,
        frozenset(declaration_of(column).data_class.value for column in columns),
        frozenset(column.model._meta.table_name for column in columns),
        (f"доставляння сповіщень за дорученням володільця: {uk}", f"delivery of messages for the controller: {en}"),
        _GROUND,
    )
