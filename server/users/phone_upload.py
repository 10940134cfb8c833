"""The phones of all users, uploaded by schedule to the company's own site (mission M1).

An upload goes in numbered parts, each a parcel for the site's key, PUT to one address. How far it has come is
on record: after a fault, or a kill, the very part is put again under the same number, which the site takes as one.
"""

import random
from functools import partial
from http import HTTPStatus

import structlog

from server import parcels
from server.backoff import retry_pause
from server.codec import encode_id
from server.limits import (
    PHONES_LEASE_MS,
    PHONES_LIFE_MS,
    PHONES_PART_ROWS,
    PHONES_TIMEOUT_SECONDS,
)
from server.notifications.channels.http import Http, NoAnswer, NotSent
from server.services import Services
from server.users.phone_export import Rows, lines, readable
from storage.engine.audit import AuditRecord
from storage.engine.transaction import Tx
from storage.models.uploads import PhoneUpload as Step
from storage.repositories import phone_uploads, users

log = structlog.get_logger("server.phones")

#: Steps that the audit log keeps.
BEGUN, BROKEN_OFF, ENDED = "phones.upload_begun", "phones.upload_broken_off", "phones.upload_ended"
HOUR_MS = 3_600_000


class PhoneUpload:
    """The schedule, and one upload after the other."""

    def __init__(self, services: Services, http: Http) -> None:
        self._services = services
        self._settings = services.settings
        self._http = http
        #: When the site had everything last, in seconds since 1970, 0 for never; and failures in a row since.
        self.finished_at = 0.0
        self.failures = 0

    async def turn(self) -> None:
        """Puts part after part, as long as one is due and the site takes them."""
        store = self._services.store
        while step := await store.write(self._claim):
            await self._take(step)
        now = await store.read(phone_uploads.state)
        self.finished_at, self.failures = now.finished_at / 1000, now.failures

    def _claim(self, tx: Tx) -> Step | None:
        step = phone_uploads.claim(tx, tx.now + PHONES_LEASE_MS, tx.now - PHONES_LIFE_MS)
        if step is not None and step.begun_at == tx.now and not step.part:
            _note(tx, BEGUN, step, hours=self._settings.phones_hours)
        return step

    async def _take(self, step: Step) -> None:
        """One part, and what became of it."""
        behind = partial(users.phones_behind, last=step.behind, size=PHONES_PART_ROWS + 1)
        found = await self._services.store.read(behind, long=True)
        rows, last = found[:PHONES_PART_ROWS], len(found) <= PHONES_PART_ROWS
        fault, pause = await self._put(step, rows, last)
        if fault:
            pause = max(pause, retry_pause(step.failures + 1, random.random()))
            log.warning("phones were not uploaded", reason=fault, count=step.failures + 1)
            await self._services.store.write(lambda tx: _put_off(tx, step, fault, pause))
            return
        await self._services.store.write(lambda tx: self._took(tx, step, rows, last))

    async def _put(self, step: Step, rows: Rows, last: bool) -> tuple[str, int]:
        """What went wrong, empty for nothing, and milliseconds for which the site wants to be let alone."""
        headers = {
            "Content-Type": "application/octet-stream",
            "Authorization": f"Bearer {self._settings.phones_token}",
            "Smartregion-Export": encode_id(step.export_id),
            "Smartregion-Part": str(step.part + 1),
            "Smartregion-Last": str(last).lower(),
        }
        if last:
            headers["Smartregion-Total"] = str(step.total + len(readable(rows)))
        body = parcels.sealed(lines(rows), self._settings.phones_recipient)
        try:
            reply = await self._http.put(self._settings.phones_url, body, headers, PHONES_TIMEOUT_SECONDS)
        except (NotSent, NoAnswer) as error:
            return f"{type(error).__name__}: {error}", 0
        taken = HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES
        return "" if taken else f"HTTP {reply.status}", int(reply.retry_after * 1000)

    def _took(self, tx: Tx, step: Step, rows: Rows, last: bool) -> None:
        total = step.total + len(readable(rows))
        if not last:
            phone_uploads.took(tx, step, rows[-1][0], total)
        elif phone_uploads.finish(tx, step, max(step.begun_at + self._settings.phones_hours * HOUR_MS, tx.now + 1)):
            _note(tx, ENDED, step, rows=total, parts=step.part + 1)
            log.info("phones were uploaded", count=total)


def _put_off(tx: Tx, step: Step, fault: str, pause: int) -> None:
    """The audit log keeps the first fault of several in a row."""
    if phone_uploads.put_off(tx, step, tx.now + pause) and not step.failures:
        _note(tx, BROKEN_OFF, step, "FAILED", rows=step.total, up_to=encode_id(step.behind), why=fault)


def _note(tx: Tx, action: str, step: Step, outcome: str = "OK", **detail: object) -> None:
    tx.audit(
        AuditRecord(
            actor_kind=0,
            actor_id=0,
            action=action,
            outcome=outcome,
            target_kind="phone_export",
            target_id=step.export_id,
            detail={name: str(value) for name, value in detail.items()},
        )
    )
