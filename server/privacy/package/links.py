"""Links to packages: a token in the link, a code by another way, and what either is good for.

Both follow from the link's number and the keyring, so neither is kept: whoever reads the database, a backup of it or a
log can't open a package. A token says nothing of the person.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from enum import Enum

from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.user_service_pb2 import UserState

from server.limits import PACKAGE_DOWNLOAD_SECONDS, PACKAGE_LINK_BEGUN, PACKAGE_LINK_TRIES
from server.privacy import processors
from server.privacy.kinds import PACKAGES
from server.privacy.package import contents
from server.privacy.package.contents import Head
from server.privacy.workflow import ANSWERED
from server.services import Services
from storage.days import iso_day
from storage.engine.audit import AuditRecord
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.models.privacy import PackageLink
from storage.repositories import package_links, privacy, users

PATH = "/packages/"
CODE_DIGITS = 8
STEP = "DownloadByLink"
_NUMBER = struct.Struct(">Q")
_MAC_BYTES = 20
_RESIDENT = int(PrincipalKind.PRINCIPAL_KIND_RESIDENT)


class No(Enum):
    """Why there is no package behind a link and a code."""

    #: Forged, expired, used up, or what it led to is gone: nobody is told which.
    DEAD = 1
    WRONG_CODE = 2
    #: Another download is under way.
    BUSY = 3


@dataclass(frozen=True)
class Claim:
    """A download that may begin."""

    link_id: int
    request_id: int
    user_id: int
    head: Head


def url(keyring: Keyring, link: PackageLink) -> str:
    """The link as the person gets it."""
    return f"{link.base_url.rstrip('/')}{PATH}{token(keyring, link.id)}"


def token(keyring: Keyring, link_id: int) -> str:
    body = _NUMBER.pack(link_id)
    return base64.urlsafe_b64encode(_mac(keyring, b"package links", body) + body).decode().rstrip("=")


def opened(keyring: Keyring, text: str) -> int | None:
    """The link that a token of ours names; None for any other text."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body = raw[_MAC_BYTES:]
    if len(body) != _NUMBER.size:
        return None
    link_id = int(_NUMBER.unpack(body)[0])
    return link_id if hmac.compare_digest(text, token(keyring, link_id)) else None


def code(keyring: Keyring, link_id: int) -> str:
    """The digits that open a link."""
    found = int.from_bytes(_mac(keyring, b"package codes", _NUMBER.pack(link_id)), "big")
    return f"{found % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _mac(keyring: Keyring, purpose: bytes, body: bytes) -> bytes:
    return hmac.digest(keyring.derive(purpose), body, hashlib.sha256)[:_MAC_BYTES]


def works(link: PackageLink, now: int) -> bool:
    """Whether a link still leads anywhere."""
    return (
        link.expires_at > now
        and link.finished_at is None
        and link.tries < PACKAGE_LINK_TRIES
        and link.begun < PACKAGE_LINK_BEGUN
    )


class Links:
    """What the page behind a link asks."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._keyring = services.store.keys.keyring

    async def leads_somewhere(self, text: str) -> bool:
        """Whether a token is of a link that still works."""
        link_id = opened(self._keyring, text)
        if link_id is None:
            return False
        return await self._services.store.read(lambda tx: self._alive(tx, link_id) is not None)

    async def claim(self, text: str, digits: str, ip: str) -> Claim | No:
        """Begins a download. A wrong code is counted, and so is a download that began."""
        link_id = opened(self._keyring, text)
        if link_id is None:
            return No.DEAD
        return await self._services.store.write(lambda tx: self._claimed(tx, link_id, digits, ip))

    async def end(self, claim: Claim, whole: bool) -> None:
        """The download is over; one that broke off may be begun again, as long as there are any left."""

        def unit(tx: Tx) -> None:
            package_links.end(tx, claim.link_id, whole)
            _audit(tx, claim.request_id, claim.user_id, "OK" if whole else "BROKEN_OFF", {"link": "end"})

        await self._services.store.write(unit)

    def _alive(self, tx: Tx, link_id: int) -> PackageLink | None:
        link = package_links.by_id(tx, link_id)
        if link is None or not works(link, tx.now):
            return None
        request = privacy.by_id(tx, link.request_id)
        person = users.get_any(tx, link.user_id)
        answered = request is not None and request.row.kind in PACKAGES and request.row.state in ANSWERED
        there = person is not None and person.row.state != UserState.USER_STATE_ERASED
        return link if answered and there else None

    def _claimed(self, tx: Tx, link_id: int, digits: str, ip: str) -> Claim | No:
        link = self._alive(tx, link_id)
        if link is None:
            return No.DEAD
        if not hmac.compare_digest(digits.encode(), code(self._keyring, link_id).encode()):
            package_links.note_wrong_code(tx, link)
            _audit(tx, link.request_id, link.user_id, "WRONG_CODE", {"ip": ip})
            return No.WRONG_CODE
        if link.held_until > tx.now:
            return No.BUSY
        request = privacy.by_id(tx, link.request_id)
        assert request is not None, "it was there when the link was found alive"
        package_links.begin(tx, link, tx.now + round(PACKAGE_DOWNLOAD_SECONDS * 1000))
        privacy.add_step(tx, request, STEP, (_RESIDENT, link.user_id), f"{link.begun + 1}/{PACKAGE_LINK_BEGUN}")
        tx.change(Topic.PRIVACY_REQUESTS, request.id)
        _audit(tx, link.request_id, link.user_id, "OK", {"ip": ip, "link": "begin"})
        carriers = processors.of_providers(self._services.providers.all)
        today, settings = iso_day(tx.now), self._services.settings
        head = contents.head(tx, link.user_id, request.row.number, today, settings, carriers, request.row.kind)
        return Claim(link.id, link.request_id, link.user_id, head)


def _audit(tx: Tx, request_id: int, user_id: int, outcome: str, detail: dict[str, str]) -> None:
    tx.audit(
        AuditRecord(
            actor_kind=int(PrincipalKind.PRINCIPAL_KIND_ANONYMOUS),
            actor_id=0,
            action="package.by_link",
            outcome=outcome,
            target_kind="privacy_request",
            target_id=request_id,
            person_id=user_id,
            detail=detail,
        )
    )
