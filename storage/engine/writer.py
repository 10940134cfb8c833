"""The writer: one thread that commits many callers' work in one transaction and answers them together.

What is patient (a step of a campaign, say) goes alone, and lets others go first for a while: nobody waits for more than
one step of it, and it gets on under any load.

On PostgreSQL several such threads, and several processes, work side by side. There the end of a group takes the journal
lock, draws the revisions and chains the audit entries, and commits: the order of revisions is the order of commits.
"""

import asyncio
import itertools
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from peewee import Database, DatabaseError, InterfaceError, OperationalError

from storage.connect import is_postgres
from storage.engine import audit, once
from storage.engine.clock import Clock
from storage.engine.feed import Change, pack_ids
from storage.engine.once import Once
from storage.engine.transaction import Tx
from storage.errors import RequestReused, Unavailable
from storage.keys.keystore import KeyStore

#: Work that waits for the writer; past it callers are told to come again.
QUEUE_LIMIT = 20_000
#: Work in one transaction, by the weight of its jobs: a call weighs 1, a batch as much as it has rows.
GROUP_LIMIT = 1_500
#: The same on PostgreSQL, where each request_id of a group holds a lock in memory that all sessions share.
POSTGRES_GROUP_LIMIT = 250
#: Seconds in which a group must have grown to be let grow on.
LINGER = 0.0003
#: Seconds for which patient work lets others go first; and after these how long it waits for what they may do next: one
#: who waits for a change writes as soon as it is told of.
PATIENCE = 0.05
GRACE = 0.005
#: Times a group is tried anew after a deadlock.
RETRIES = 3
#: Milliseconds that a transaction may take: what was held at an instant is told once that lies so far back, and must
#: stay the same. (What runs longer is undone; on PostgreSQL no single statement may run longer either.)
LONGEST_MS = 10_000
#: Any number, the same in all processes: the advisory lock of the journal.
JOURNAL_LOCK = 0x5352_4A4C

_BEGIN_POSTGRES = f"BEGIN; SET LOCAL statement_timeout = {LONGEST_MS}; SET LOCAL lock_timeout = {LONGEST_MS}"

log = logging.getLogger(__name__)
Unit = Callable[[Tx], Any]
Handler = Callable[[Tx, list[Any]], Sequence[Any]]


@dataclass(slots=True)
class Job:
    """One caller's work: a unit, or an item for a batch handler."""

    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    unit: Unit | None = None
    handler: Handler | None = None
    item: Any = None
    once: Once | None = None
    weight: int = 1
    #: Lets others go first, and goes alone.
    patient: bool = False
    outcome: Any = None
    failed: bool = False
    subject: int = 0

    def settle(self, outcome: Any) -> None:
        self.outcome = outcome
        self.failed = isinstance(outcome, BaseException)


@dataclass
class Journal:
    """What a group tells the feed and the audit log."""

    told: list[Tx] = field(default_factory=list)
    audited: list[audit.AuditRecord] = field(default_factory=list)
    undo: list[Callable[[], None]] = field(default_factory=list)
    done: list[Callable[[], None]] = field(default_factory=list)

    def take(self, tx: Tx) -> None:
        if tx.changes:
            self.told.append(tx)
        self.audited += tx.audited
        self.undo += tx.undo
        self.done += tx.done


class OutcomeUnknown(Exception):
    """The commit itself failed: the work may be durable or not, so it is not done again here."""


class TookTooLong(Exception):
    """A transaction ran past its bound and was undone."""


class Committed(Protocol):
    def __call__(self, changes: list[Change]) -> None: ...


class Writer:
    """Threads that drain one bounded queue.

    `threads` is 1 on SQLite, which has one writer at a time anyway.
    """

    def __init__(self, database: Database, keys: KeyStore, clock: Clock, committed: Committed, threads: int) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._committed = committed
        #: By the instant at which a job has precedence over all that come later; None is the end.
        self._queue: queue.PriorityQueue[tuple[float, int, Job | None]] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._prompt_at = 0.0
        #: When somebody last had to wait for patient work; seconds of the monotonic clock.
        self.disturbed_at = 0.0
        self._postgres = is_postgres(database)
        self._group_limit = POSTGRES_GROUP_LIMIT if self._postgres else GROUP_LIMIT
        self._closing = False
        self._memory: dict[type[Any], Any] = {}
        self._threads = [
            threading.Thread(target=self._run, name=f"writer-{number}", daemon=True) for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        return self._queue.qsize()

    def submit(self, job: Job) -> None:
        """Queues a job. Raises Unavailable where the queue is full or the writer is closing."""
        if self._closing:
            raise Unavailable("the store is closing")
        if self._queue.qsize() >= QUEUE_LIMIT:
            raise Unavailable("too much work is waiting")
        self._queue.put((time.monotonic() + job.patient * PATIENCE, next(self._numbers), job))

    def close(self) -> None:
        """Finishes what is queued and ends the threads. Blocks."""
        self._closing = True
        for _ in self._threads:
            self._queue.put((math.inf, next(self._numbers), None))
        for thread in self._threads:
            thread.join()
        refuse([job for _, _, job in self._queue.queue if job is not None], "the store is closing")

    def _run(self) -> None:
        while (first := self._take()) is not None:
            if first.patient:
                self._commit([first])
                if self._somebody_waits():
                    self.disturbed_at = time.monotonic()
            else:
                self._linger(first)
                self._commit(self._gather(first))
                self._prompt_at = time.monotonic()
        self._database.close()
        self._keys.close()

    def _take(self) -> Job | None:
        """The next job; None is the end."""
        while True:
            entry = self._queue.get()
            precedence, _, job = entry
            if job is None or not job.patient:
                return job
            pause = min(precedence, self._prompt_at + GRACE) - time.monotonic()
            if pause <= 0:
                return job
            self._queue.put(entry)
            time.sleep(min(pause, LINGER))

    def _somebody_waits(self) -> bool:
        waiting = self._queue.queue
        return any(job is not None and not job.patient for _, _, job in waiting[:1])

    def _linger(self, first: Job) -> None:
        """Lets a group grow for as long as work keeps coming: one large group costs less than several small ones, and
        while this thread sleeps the event loop is not held up by it. What weighs half a group is a group already."""
        seen = -1
        while 2 * first.weight < self._group_limit and seen < (seen := self._queue.qsize()) < self._group_limit:
            time.sleep(LINGER)

    def _gather(self, first: Job) -> list[Job]:
        """What waits beside the first, up to a bound."""
        jobs, weight = [first], first.weight
        while weight < self._group_limit:
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                break
            job = entry[-1]
            if job is None or job.patient or weight + job.weight > self._group_limit:
                self._queue.put(entry)
                break
            jobs.append(job)
            weight += job.weight
        return jobs

    def _commit(self, jobs: list[Job]) -> bool:
        """Commits a group and answers it; False where the database took none of it."""
        for attempt in range(RETRIES):
            try:
                self._transaction(jobs)
            except (DatabaseError, InterfaceError) as error:
                log.warning("a group was not committed", extra={"fault": type(error).__name__})
                self._disconnect()
                if len(jobs) > 1 and attempt == 0:
                    return self._commit_singly(jobs)
            except TookTooLong:
                log.error("a group took too long")
                if len(jobs) > 1:
                    return self._commit_singly(jobs)
                refuse(jobs, "the work takes too long for one transaction")
                return True
            except OutcomeUnknown:
                log.warning("a commit failed")
                self._disconnect()
                refuse(jobs, "the database did not confirm the write")
                return False
            except BaseException as error:
                log.exception("a group failed")
                self._disconnect()
                for job in jobs:
                    job.settle(error)
                answer(jobs)
                return True
            else:
                answer(jobs)
                return True
        refuse(jobs, "the database did not take the write")
        return False

    def _commit_singly(self, jobs: list[Job]) -> bool:
        """One by one: one may have spoiled it for all. Two failures in a row, and the database is the cause."""
        failures = 0
        for position, job in enumerate(jobs):
            failures = 0 if self._commit([job]) else failures + 1
            if failures == 2:
                refuse(jobs[position + 1 :], "the database did not take the write")
                return False
        return True

    def _disconnect(self) -> None:
        """Drops a connection in an unknown state; the next group opens another."""
        with suppress(Exception):
            self._database.close()

    def _transaction(self, jobs: list[Job]) -> None:
        database = self._database
        if database.is_closed():
            database.connect()
        journal = Journal()
        database.execute_sql(_BEGIN_POSTGRES if self._postgres else "BEGIN IMMEDIATE")
        now = self._clock.now()
        try:
            if self._postgres:
                self._lock_requests(jobs)
            for job in jobs:
                if job.unit is not None:
                    self._run_unit(job, now, journal)
            for handler in dict.fromkeys(job.handler for job in jobs if job.handler is not None):
                self._run_batch(handler, [job for job in jobs if job.handler is handler], now, journal)
            changes = self._write_journal(journal, now)
            if self._clock.now() - now > LONGEST_MS:
                raise TookTooLong
            self._confirm()
        except BaseException:
            for step in journal.undo:
                step()
            try:
                database.execute_sql("ROLLBACK")
            except Exception:
                self._disconnect()
            raise
        for step in journal.done:
            step()
        if changes:
            self._committed(changes)

    def _lock_requests(self, jobs: list[Job]) -> None:
        """Holds every request_id of the group, in one order and before anything else, so that another process that
        was sent the same request waits for its reply instead of doing it too."""
        keys = sorted({int.from_bytes(job.once.key[:8], "little", signed=True) for job in jobs if job.once is not None})
        if keys:
            self._database.execute_sql("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", (keys,))

    def _confirm(self) -> None:
        try:
            self._database.execute_sql("COMMIT")
        except (DatabaseError, InterfaceError) as error:
            raise OutcomeUnknown from error

    def _run_unit(self, job: Job, now: int, journal: Journal) -> None:
        """Runs one unit in a savepoint of its own: what it raises undoes only its own work."""
        tx = Tx(self._database, self._keys, now, self._memory)
        self._database.execute_sql("SAVEPOINT unit")
        try:
            if job.once is not None and (given := once.replay(tx, [job.once])):
                job.settle(given[job.once.key])
            else:
                job.settle(job.unit(tx))  # type: ignore[misc]
                if job.once is not None:
                    once.keep(tx, [(job.once, job.outcome, tx.subject)])
                journal.take(tx)
            self._database.execute_sql("RELEASE SAVEPOINT unit")
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            self._database.execute_sql("ROLLBACK TO SAVEPOINT unit")
            self._database.execute_sql("RELEASE SAVEPOINT unit")
            for step in tx.undo:
                step()
            job.settle(error)

    def _run_batch(self, handler: Handler, jobs: list[Job], now: int, journal: Journal) -> None:
        """One call of the handler for the items of all callers."""
        tx = Tx(self._database, self._keys, now, self._memory)
        self._database.execute_sql("SAVEPOINT batch")
        try:
            fresh, repeated = self._split(tx, jobs)
            if fresh:
                for job, outcome in zip(fresh, handler(tx, [job.item for job in fresh]), strict=True):
                    job.settle(outcome)
                once.keep(tx, [(job.once, job.outcome, 0) for job in fresh if job.once and not job.failed])
            for job, original in repeated:
                same = job.once is not None and original.once is not None
                matches = same and job.once.digest == original.once.digest  # type: ignore[union-attr]
                job.settle(original.outcome if matches else RequestReused())
            journal.take(tx)
            self._database.execute_sql("RELEASE SAVEPOINT batch")
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            self._database.execute_sql("ROLLBACK TO SAVEPOINT batch")
            self._database.execute_sql("RELEASE SAVEPOINT batch")
            for step in tx.undo:
                step()
            if len(jobs) == 1:
                jobs[0].settle(error)
                return
            for job in jobs:  # one item must not fail the others
                self._run_batch(handler, [job], now, journal)

    def _split(self, tx: Tx, jobs: list[Job]) -> tuple[list[Job], list[tuple[Job, Job]]]:
        """Jobs to do, and jobs that repeat one of these; those answered before are settled here."""
        given = once.replay(tx, [job.once for job in jobs if job.once is not None])
        fresh: list[Job] = []
        repeated: list[tuple[Job, Job]] = []
        by_key: dict[bytes, Job] = {}
        for job in jobs:
            if job.once is None:
                fresh.append(job)
            elif job.once.key in given:
                job.settle(given[job.once.key])
            elif job.once.key in by_key:
                repeated.append((job, by_key[job.once.key]))
            else:
                by_key[job.once.key] = job
                fresh.append(job)
        return fresh, repeated

    def _write_journal(self, journal: Journal, now: int) -> list[Change]:
        """Draws revisions and chains audit entries, as the last thing before the commit."""
        if not journal.told and not journal.audited:
            return []
        tx = Tx(self._database, self._keys, now, self._memory)
        if self._postgres:
            tx.sql("SELECT pg_advisory_xact_lock(?)", (JOURNAL_LOCK,))
        if journal.audited:
            audit.append(tx, journal.audited)
        written = []
        for teller in journal.told:
            for (topic, kind), ids in teller.changes.items():
                named = tuple(dict.fromkeys(ids))
                row = tx.sql(
                    "INSERT INTO change (topic, kind, ids, at) VALUES (?, ?, ?, ?) RETURNING revision",
                    (int(topic), int(kind), pack_ids(named), now),
                )
                teller.revisions.append(int(row[0][0]))
                written.append(Change(teller.revisions[-1], topic, kind, named, now))
        if written and self._postgres:
            tx.sql("SELECT pg_notify('smartregion_change', ?)", (str(written[-1].revision),))
        return written


def refuse(jobs: list[Job], reason: str) -> None:
    """Answers jobs that were not done."""
    for job in jobs:
        job.settle(Unavailable(reason))
    answer(jobs)


def answer(jobs: list[Job]) -> None:
    """Hands the outcomes over, one wake-up for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, settled in by_loop.items():
        try:
            loop.call_soon_threadsafe(_release, settled)
        except RuntimeError:  # the loop was closed: nobody waits any more
            log.info("replies without a caller", extra={"replies": len(settled)})


def _release(jobs: list[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.failed:
            job.future.set_exception(job.outcome)
        else:
            job.future.set_result(job.outcome)
