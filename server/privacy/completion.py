"""Carrying an approved erasure out, in stages that a restart finishes: nothing is reported before it is proven.

1. One transaction erases the columns, ends what still runs for the person and keeps what to look for.
2. The person's key is destroyed; from here on nobody can read what was sealed.
3. Messages in the outbox files go, bytes that were overwritten are brought to disk, and the raw bytes are scanned: of
   the database, the key store, the outbox, and of whatever else lies in the data folder, such as a log that was sent
   there. (The service writes its log to stderr, with named keys only; exports and packages go to who asks for them, and
   never to this disk.)
4. The request is answered with what the scan found.
"""

import asyncio

import structlog
from smartregion.v1.options_pb2 import PrincipalKind

from server import words
from server.limits import SEND_SECONDS
from server.notifications.channels import file
from server.privacy import duties, erasure, wording
from server.privacy.needles import Needles, Scan
from server.privacy.workflow import ON_HOLD, WORKFLOW
from server.services import Services
from storage.days import iso_day
from storage.engine import rawbytes
from storage.engine.audit import AuditRecord
from storage.engine.transaction import Tx
from storage.models.privacy import ErasureRun
from storage.repositories import notifications, privacy, users
from storage.repositories.privacy import Request

log = structlog.get_logger("server")

#: The service itself, in steps and in the audit log.
SELF = (int(PrincipalKind.PRINCIPAL_KIND_UNSPECIFIED), 0)
#: Seconds between looks at what the channels still have.
_PAUSE = 0.2
STEP = "PrivacyRequestService.Erase"


class Completion:
    """Finishes erasures: those approved now, those whose holds ended, those that a crash cut off."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store

    async def finish_due(self) -> int:
        """Carries out every approved erasure that no hold keeps back; how many were finished."""
        waiting = await self._store.read(
            lambda tx: [request.id for request in privacy.in_state(tx, ON_HOLD) if _goes_on(tx, request)]
        )
        finished = 0
        for request_id in waiting:
            finished += await self.carry_out(request_id)
        return finished

    async def carry_out(self, request_id: int) -> bool:
        """Runs the stages that are left; whether the request is answered now."""
        run = await self._store.write(lambda tx: self._erase_columns(tx, request_id))
        if run is None:
            return False
        if run.key_destroyed_at is None:
            await asyncio.to_thread(self._destroy_key, run.person_id)
            await self._store.write(lambda tx: privacy.update_run(tx, request_id, key_destroyed_at=tx.now))
            await self._channels_are_done(run.person_id)
        scan = await self.scan(run)
        await self._store.write(lambda tx: self._answer(tx, request_id, scan))
        log.info("erased", state="FULFILLED" if scan.clean else "PARTLY_FULFILLED")
        return True

    def _erase_columns(self, tx: Tx, request_id: int) -> ErasureRun | None:
        """Stage 1; the run, or None where there is nothing to carry out (any more)."""
        request = privacy.by_id(tx, request_id)
        if request is None or request.row.state != ON_HOLD or not _goes_on(tx, request):
            return None
        run = privacy.run_of(tx, request_id)
        if run is None:
            person = users.get_any(tx, request.row.user_id or 0)
            if person is None:
                return None
            needles = erasure.needles_of(tx, person)
            if not privacy.erased_by_another(tx, person.id, request_id):  # which told its recipients
                duties.raise_for(tx, request, self._services.law)
            erasure.erase(tx, person)
            privacy.add_run(tx, request_id, person.id, needles.dump())
            run = privacy.run_of(tx, request_id)
        return run

    def _destroy_key(self, person_id: int) -> None:
        keys = self._store.keys
        try:
            keys.destroy(person_id, self._services.clock.now())
        finally:
            keys.close()

    async def _channels_are_done(self, person_id: int) -> None:
        """A message that a channel was given before the erasure is written after it: that is waited for."""
        for _ in range(round(SEND_SECONDS / _PAUSE)):
            if not await self._store.read(lambda tx: notifications.being_sent(tx, person_id)):
                return
            await asyncio.sleep(_PAUSE)

    async def scan(self, run: ErasureRun) -> Scan:
        """Stage 3: takes the person out of the outbox files, then looks for them in every byte that is kept."""
        needles = Needles.load(await self._store.read(lambda tx: privacy.needles_of(tx, run)))
        folder = self._services.settings.outbox_dir
        await asyncio.to_thread(file.forget, folder, lambda line: bool(needles.found_in(line.encode())))
        await asyncio.to_thread(rawbytes.settle, self._store.url)
        scan = await asyncio.to_thread(self._read_all, needles)
        if not scan.clean and not self._store.postgres:
            # Overwritten rows may leave a copy where a page was rearranged; writing the file anew leaves none.
            await asyncio.to_thread(rawbytes.rewrite, self._store.url)
            scan = await asyncio.to_thread(self._read_all, needles)
        return scan

    def _read_all(self, needles: Needles) -> Scan:
        scan = Scan()
        settings = self._services.settings
        scan.read(needles, rawbytes.chunks(self._store.url))
        scan.read(needles, rawbytes.chunks(settings.key_store))
        scan.read(needles, rawbytes.files(settings.outbox_dir, "*"))
        scan.read(needles, rawbytes.files(settings.data_dir, "*", but=frozenset(scan.names)))
        return scan

    def _answer(self, tx: Tx, request_id: int, scan: Scan) -> None:
        """Stage 4: what was found, in the run, the request and the audit log."""
        request = privacy.by_id(tx, request_id)
        if request is None or request.row.state != ON_HOLD:
            return
        done = note_scan(tx, request, scan)
        tx.audit(
            AuditRecord(
                actor_kind=SELF[0],
                actor_id=SELF[1],
                action=STEP,
                target_kind="privacy_request",
                target_id=request_id,
                person_id=request.row.user_id or 0,
            )
        )
        privacy.add_step(tx, done, "Erase", SELF, said(scan) or done.texts["outcome"])


def _goes_on(tx: Tx, request: Request) -> bool:
    """Whether no hold keeps an erasure back. One that has begun is finished, though the clock was set back to a day on
    which a hold was in force: half erased, it is of use to nobody."""
    return not request.holds_in_force(iso_day(tx.now)) or privacy.run_of(tx, request.id) is not None


def said(scan: Scan) -> str:
    """What was found, for the note of a step; empty where nothing was."""
    return wording.both(wording.REMAINS).format(remains=", ".join(sorted(scan.remains))) if scan.remains else ""


def note_scan(tx: Tx, request: Request, scan: Scan) -> Request:
    """Keeps what a scan found; the request moves to FULFILLED by it, or to PARTLY_FULFILLED where it found something or
    those who received the data have yet to answer."""
    found = "erased" if scan.clean else "erased in part"
    action = "erased in part" if duties.owing(tx, request.id) else found
    privacy.update_run(
        tx,
        request.id,
        scanned_at=tx.now,
        bytes_scanned=scan.bytes_read,
        clean=scan.clean,
        remains=", ".join(sorted(scan.remains)),
    )
    outcome = wording.both(wording.OUTCOMES[found]).format(bytes=words.Number(scan.bytes_read))
    return privacy.update(
        tx,
        request,
        state=WORKFLOW.next(request.row.state, action),
        outcome=duties.outcome_of(tx, request.id, outcome),
        closed_at=request.row.closed_at or tx.now,
    )
