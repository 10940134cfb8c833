"""The service is killed at every step of an erasure, of duties and of the purge: it resumes and ends, nothing half done
is told as done, no duty or receipt is there twice, and none is lost."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import data_duty_pb2 as duty
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.app import open_services
from server.codec import decode_id
from server.config import Settings
from server.notifications.channels import file
from server.privacy.completion import Completion
from server.privacy.retention import Purge
from storage.engine import rawbytes
from storage.engine.clock import FixedClock
from storage.engine.store import Store
from storage.keys.keystore import KeyStore

from .. import processes
from ..conftest import START, House, opened
from ..test_duties import at, duties_of, keys
from ..test_privacy import K, S, a_user, decide, in_progress

pytestmark = pytest.mark.xdist_group("kill")

DAY = 86_400_000
#: The hold of the erasure is over.
LATER = START + 30 * DAY
#: Most of what is kept for three years is past its term.
MUCH_LATER = START + 1_200 * DAY
#: More steps than anything here has.
MOST = 60


class Reaper:
    """Kills its process at a step: between a write that did something and its commit, behind it, and around everything
    that touches files or keys."""

    def __init__(self, step: int) -> None:
        self._left = step

    def pass_by(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def follow(self) -> None:
        """From now on every step counts."""
        written = Store.write

        async def write(store: Store, unit: Callable[[Any], Any], **options: Any) -> Any:
            def run(tx: Any) -> Any:
                made = unit(tx)
                if made is not False:
                    self.pass_by()
                return made

            made = await written(store, run, **options)
            if made is not False:
                self.pass_by()
            return made

        Store.write = write  # type: ignore[method-assign, assignment]
        for owner, name in (
            (KeyStore, "destroy"),
            (KeyStore, "flush"),
            (file, "forget"),
            (rawbytes, "settle"),
        ):
            setattr(owner, name, self._around(getattr(owner, name)))

    def _around(self, done: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            self.pass_by()
            made = done(*arguments)
            self.pass_by()
            return made

        return run


def carry_out(folder: Path, now: int, step: int) -> None:
    """What the service does at its start and every few minutes about erasures; dies at a step (0: at none)."""
    asyncio.run(_in_services(folder, now, step, lambda services: Completion(services).finish_due()))


def purge(folder: Path, now: int, step: int) -> None:
    asyncio.run(_in_services(folder, now, step, lambda services: Purge(services).turn()))


async def _in_services(folder: Path, now: int, step: int, work: Callable[[Any], Awaitable[object]]) -> None:
    services = await open_services(Settings(data_dir=folder, listen="127.0.0.1:0"), FixedClock(now))
    if step:
        Reaper(step).follow()
    await work(services)
    await services.providers.close()
    await services.store.close()


def killed_at(job: Callable[..., None], folder: Path, now: int, step: int, *more: object) -> bool:
    """Whether the process was killed; it ended by itself where the work has fewer steps."""
    code = processes.work(job, folder, now, step, *more)
    assert code in (0, -signal.SIGKILL)
    return code != 0


@asynccontextmanager
async def house_in(folder: Path, now: int = START) -> AsyncIterator[House]:
    house = await opened(Settings(data_dir=folder, listen="127.0.0.1:0"))
    house.clock.advance(milliseconds=now - START)
    try:
        yield house
    finally:
        await house.close()


def rows(folder: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect(folder / "smartregion.db") as connection:
        return connection.execute(statement, values).fetchall()


# -- an erasure


@dataclass(frozen=True)
class Held:
    """A house with an approved erasure that a hold keeps back, and whose it is."""

    folder: Path
    request_id: str
    texts: tuple[bytes, ...]


@pytest.fixture(scope="module")
def held(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Held:
    folder = tmp_path_factory.mktemp("held") / "house"
    shutil.copytree(town, folder)
    return asyncio.run(_held(folder))


async def _held(folder: Path) -> Held:
    async with house_in(folder) as house:
        officer = await house.operator("petro")
        user = await a_user(officer)
        await house.resident(user.phone)
        request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id)
        until = Date(year=2026, month=12, day=15)
        request = (
            await officer.PrivacyRequestService.PlaceHold(id=request.id, etag=request.etag, ground="борг", until=until)
        ).request
        request = await decide(house, request)
        return Held(folder, request.id, (user.phone.encode(), user.email.encode()))


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def told_as_done(folder: Path) -> bool:
    """Whether the erasure is reported; only ever with its proof."""
    states = rows(
        folder,
        "SELECT r.state, e.clean, e.key_destroyed_at FROM privacy_request r JOIN erasure_run e ON e.request_id = r.id",
    )
    done = [one for one in states if one[0] != S.PRIVACY_REQUEST_STATE_ON_HOLD]
    assert all(clean and destroyed for _, clean, destroyed in done)
    return bool(done)


def is_proven(case: Held, folder: Path) -> None:
    """Everything of the erasure is there, and once."""
    assert told_as_done(folder)
    assert not [text for text in case.texts if text in every_byte(folder)]
    assert rows(folder, "SELECT count(*) FROM audit_entry WHERE action = 'PrivacyRequestService.Erase'") == [(1,)]
    assert rows(folder, "SELECT count(*) FROM privacy_step WHERE call = 'Erase'") == [(1,)]
    told = rows(folder, "SELECT partner_id, account_id FROM data_duty")
    assert len(set(told)) == len(told) > 1


async def test_an_erasure_killed_at_any_step_is_carried_on_to_its_proof(held: Held, tmp_path: Path) -> None:
    for step in range(1, MOST):
        folder = tmp_path / str(step)
        shutil.copytree(held.folder, folder)
        killed = killed_at(carry_out, folder, LATER, step)
        finished = told_as_done(folder)
        if not killed:
            break
        # Whoever set the clock back to a day of the hold finds it finished all the same, where it had begun.
        begun = bool(rows(folder, "SELECT 1 FROM erasure_run"))
        assert not killed_at(carry_out, folder, START if begun and not finished else LATER, 0)
        is_proven(held, folder)
    assert step > 12, "the kills missed the work"
    assert finished
    async with house_in(folder, LATER) as house:
        service = (await house.operator("petro")).PrivacyRequestService
        assert (await service.VerifyErasure(id=held.request_id)).clean
        assert (await (await house.operator("taras")).AuditService.VerifyAuditChain()).intact


# -- duties


def answer_all(folder: Path, now: int, step: int, request_id: str, etag: str) -> None:
    """Approves a restriction and answers for everybody whom it makes a duty of; calls that were killed are made again
    with the request_id that they had."""
    asyncio.run(_answer_all(folder, now, step, request_id, etag))


async def _answer_all(folder: Path, now: int, step: int, request_id: str, etag: str) -> None:
    async with house_in(folder, now) as house:
        other, by_utility = await house.operator("oksana"), await keys(house)
        if step:
            Reaper(step).follow()
        await other.PrivacyRequestService.ApproveDecision(
            id=request_id, etag=etag, approve=True, request_id=uuid(request_id)
        )
        for one in await duties_of(other, privacy_request_id=request_id):
            await by_utility[one.partner_id].PrivacyRequestService.AcknowledgeDataDuty(
                id=one.id, outcome=1, done_at=at(now), done_by="відділ обліку", request_id=uuid(one.id)
            )


def uuid(text: str) -> str:
    return str(uuid5(NAMESPACE_OID, text))


@pytest.fixture(scope="module")
def proposed(town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pb.PrivacyRequest]:
    """A house with a restriction that somebody has yet to approve."""
    folder = tmp_path_factory.mktemp("proposed") / "house"
    shutil.copytree(town, folder)
    return folder, asyncio.run(_proposed(folder))


async def _proposed(folder: Path) -> pb.PrivacyRequest:
    async with house_in(folder) as house:
        officer = await house.operator("petro")
        request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION, (await a_user(officer)).id)
        proposed = await officer.PrivacyRequestService.ProposeDecision(
            id=request.id, etag=request.etag, decision=1, reason="законно"
        )
        made: pb.PrivacyRequest = proposed.request
        return made


async def test_duties_killed_at_any_step_are_raised_once_and_answered_once(
    proposed: tuple[Path, pb.PrivacyRequest], tmp_path: Path
) -> None:
    seeded, request = proposed
    for step in range(1, MOST):
        folder = tmp_path / str(step)
        shutil.copytree(seeded, folder)
        killed = killed_at(answer_all, folder, START, step, request.id, request.etag)
        assert not killed_at(answer_all, folder, START, 0, request.id, request.etag)
        told = rows(folder, "SELECT partner_id, account_id, state, receipt_digest FROM data_duty")
        assert len({one[:2] for one in told}) == len(told) > 1
        assert all(state == duty.DATA_DUTY_STATE_ANSWERED and receipt for *_, state, receipt in told)
        chained = "SELECT count(*) FROM audit_entry WHERE action = 'PrivacyRequestService.AcknowledgeDataDuty'"
        assert rows(folder, chained + " AND outcome = 'OK'") == [(len(told),)]
        states = rows(folder, "SELECT state FROM privacy_request WHERE id = ?", decode_id(request.id))
        assert states == [(S.PRIVACY_REQUEST_STATE_FULFILLED,)]
        if not killed:
            break
    assert step > 2 * len(told), "the kills missed the work"
    assert not killed


# -- the purge


def taken(folder: Path) -> Counter[str]:
    """Rows that runs of the purge took, by table, as their reports say."""
    found: Counter[str] = Counter()
    for (report,) in rows(folder, "SELECT report FROM retention_run"):
        for line in json.loads(report):
            found[line["table"]] += line["rows"]
    return found


async def test_a_purge_killed_at_any_step_takes_everything_and_says_so_once(held: Held, tmp_path: Path) -> None:
    async with house_in(held.folder, MUCH_LATER) as house:
        preview = (await (await house.operator("petro")).PrivacyRequestService.PreviewRetention()).lines
    expected = Counter({line.table: line.rows for line in preview if line.rows})
    assert len(expected) > 1
    for step in range(1, MOST):
        folder = tmp_path / str(step)
        shutil.copytree(held.folder, folder)
        killed = killed_at(purge, folder, MUCH_LATER, step)
        assert not killed_at(purge, folder, MUCH_LATER + 2 * DAY, 0)
        assert expected - taken(folder) == Counter(), "something past its term stayed"
        assert rows(folder, "SELECT count(*) FROM retention_run WHERE finished_at IS NULL") == [(0,)]
        runs = rows(folder, "SELECT id FROM retention_run ORDER BY id")
        told = "SELECT target_id FROM audit_entry WHERE action = 'PrivacyRequestService.PurgeRetention' ORDER BY 1"
        assert rows(folder, told) == runs
        if not killed:
            break
    assert step > 2 * len(expected), "the kills missed the work"
    assert not killed
