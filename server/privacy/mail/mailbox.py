"""The mailbox to which people write: what is new in it becomes drafts. It is read and never changed.

A mail is dated by INTERNALDATE, the instant at which our mail server took it (RFC 3501, 2.3.3): the Date header is
written by its sender. The library speaks IMAP one command after another, so it does that in a thread of its own.
"""

import asyncio
import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from smartregion.v1.intake_draft_pb2 import MailArrival

from server.config import Settings
from server.limits import MAIL_BYTES, MAILBOX_ANSWER_SECONDS, MAILBOX_FIRST_DAYS, MAILBOX_MAILS
from server.privacy import drafts
from server.privacy.completion import SELF
from server.privacy.mail import reading
from server.privacy.mail.reading import Mail
from server.services import Services
from storage.days import day_of
from storage.engine.audit import AuditRecord
from storage.engine.transaction import Tx
from storage.repositories import intake

log = structlog.get_logger("server")

#: What the audit log calls it.
STEP = "PrivacyRequestService.TakeMail"
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
_STAMP = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
#: Months as the protocol writes them, whatever language this machine speaks.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class MailboxError(Exception):
    """What a mail server answered, and why it can't be gone by."""


@dataclass(frozen=True)
class Arrived:
    """A mail as the mailbox has it."""

    uid: int
    mail: Mail
    size: int
    #: Milliseconds.
    at: int


@dataclass(frozen=True)
class Found:
    """What is new in a mailbox, oldest first."""

    validity: int
    mails: list[Arrived]
    #: The last UID that was looked at, gone mails included.
    last: int


class Mailbox:
    """Reads what is new, from where it was left."""

    def __init__(self, services: Services) -> None:
        self._services = services
        settings = services.settings
        self._name = f"{settings.imap_username}@{settings.imap_host}/{settings.imap_folder}"

    async def turn(self) -> int:
        """Looks once; mails that were not known. What is taken is noted with it, so nothing is passed over."""
        store, settings = self._services.store, self._services.settings
        validity, last = await store.read(lambda tx: intake.position(tx, self._name))
        since = day_of(self._services.clock.now()) - timedelta(days=MAILBOX_FIRST_DAYS)
        try:
            found = await asyncio.to_thread(fetch, settings, validity, last, since)
        except (OSError, imaplib.IMAP4.error, MailboxError) as error:
            log.warning("the mailbox can't be read", fault=type(error).__name__)
            return 0
        taken = 0
        for one in found.mails:
            taken += await store.write(lambda tx, one=one: self._take(tx, one, found.validity))  # type: ignore[misc]
        await store.write(lambda tx: intake.note_position(tx, self._name, found.validity, found.last))
        if taken:
            log.info("mails taken", count=taken)
        return taken

    def _take(self, tx: Tx, one: Arrived, validity: int) -> bool:
        at = min(one.at, tx.now)
        draft, known = drafts.take(tx, one.mail, at, MailArrival.MAIL_ARRIVAL_MAILBOX, one.size)
        intake.note_position(tx, self._name, validity, one.uid)
        if not known:
            kind, number = SELF
            record = AuditRecord(
                actor_kind=kind, actor_id=number, action=STEP, target_kind="intake_draft", target_id=draft.id
            )
            tx.audit(record)
        return not known


def fetch(settings: Settings, validity: int, last: int, since: date) -> Found:
    """What came after a UID; in a mailbox that is read for the first time, or was made anew, what came since a day.
    Raises OSError, IMAP4.error, MailboxError."""
    with _opened(settings) as (server, now_valid):
        if now_valid == validity:
            wanted: tuple[str, ...] = ("UID", f"{last + 1}:*")
        else:
            last, wanted = 0, ("SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}")
        _, listed = _said(server.uid("SEARCH", *wanted))
        # `n:*` names the last mail even where it lies before n.
        uids = sorted(uid for uid in map(int, (listed[0] or b"").split()) if uid > last)[:MAILBOX_MAILS]
        mails = [one for uid in uids if (one := _mail(server, uid)) is not None]
        return Found(now_valid, mails, uids[-1] if uids else last)


def _mail(server: imaplib.IMAP4, uid: int) -> Arrived | None:
    """A mail, of which no more than MAIL_BYTES are asked for; None where it is gone."""
    parts = f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{MAIL_BYTES}>)"
    _, answer = _said(server.uid("FETCH", str(uid), parts))
    pieces = [one for one in answer if isinstance(one, tuple)]
    if not pieces:
        return None
    said = pieces[0][0] + b" " + b" ".join(one for one in answer if isinstance(one, bytes))
    content: bytes = pieces[0][1][:MAIL_BYTES]
    size, stamp = _SIZE.search(said), _STAMP.search(said)
    at = reading.instant_of(stamp.group(1).decode("ascii", "replace").replace("-", " ", 2)) if stamp else None
    if at is None:
        raise MailboxError("a mail without INTERNALDATE")
    whole = max(len(content), int(size.group(1)) if size else 0)
    return Arrived(uid, reading.read(content, whole), whole, int(at.timestamp() * 1000))


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[imaplib.IMAP4, int]]:
    """The folder, for reading alone, and its UIDVALIDITY."""
    server = _connected(settings)
    try:
        server.login(settings.imap_username, settings.imap_password)
        _said(server.select(f'"{settings.imap_folder}"', readonly=True))
        _, told = server.response("UIDVALIDITY")
        if not told or told[0] is None:
            raise MailboxError("a folder without UIDVALIDITY")
        yield server, int(told[0])
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connected(settings: Settings) -> imaplib.IMAP4:
    where = settings.imap_host, settings.imap_port
    if settings.imap_security == "tls":
        return imaplib.IMAP4_SSL(*where, ssl_context=ssl.create_default_context(), timeout=MAILBOX_ANSWER_SECONDS)
    server = imaplib.IMAP4(*where, timeout=MAILBOX_ANSWER_SECONDS)
    if settings.imap_security == "starttls":
        server.starttls(ssl.create_default_context())
    return server


def _said(answer: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    """Raises MailboxError where it is no OK."""
    if answer[0] != "OK":
        raise MailboxError(f"answered {answer[0]}")
    return answer
