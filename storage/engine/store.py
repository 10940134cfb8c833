"""The store: what the rest of the service knows of the database."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from peewee import Database, InterfaceError, OperationalError

from storage.connect import connect, is_postgres
from storage.engine import erasure, journal, schema
from storage.engine.anchor import Checkpoint, note
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.engine.feed import Change, Hub
from storage.engine.once import Once
from storage.engine.pace import Pace
from storage.engine.transaction import Tx
from storage.engine.writer import Job, Writer
from storage.errors import Unavailable
from storage.keys.keystore import KeyStore

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741
R = TypeVar("R")

READERS = 2
#: Readers for what is read page after page: snapshots of watches, exports, replays. No single look waits for them.
LONG_READERS = 1
POSTGRES_WRITERS = 4
#: Rows of the feed that compaction leaves, and those that it leaves at most for a reader that lags.
FEED_KEPT = 1_000_000
FEED_KEPT_AT_MOST = 5_000_000

log = logging.getLogger(__name__)


class Batch(Generic[I, R]):
    """A door to one handler: items of all callers that wait together are handled in one call."""

    def __init__(self, store: "Store", handler: Callable[[Tx, list[I]], Sequence[R | Exception]]) -> None:
        self._store = store
        self._handler = handler

    async def submit(self, item: I, once: Once | None = None, weight: int = 1) -> R:
        """Handles an item; `weight` says how many calls it is worth."""
        loop = asyncio.get_running_loop()
        job = Job(loop, loop.create_future(), handler=self._handler, item=item, once=once, weight=weight)
        self._store.writer.submit(job)
        result: R = await job.future
        return result


class Snapshot:
    """The database as it was when the snapshot was taken."""

    def __init__(self, run: Callable[[Callable[[Tx], Any]], Awaitable[Any]]) -> None:
        self._run = run

    async def read(self, query: Callable[[Tx], T]) -> T:
        """Runs a query; one after another."""
        result: T = await self._run(query)
        return result


class Store:
    """A database with its writer, readers, feed and keys. Open it inside a running event loop."""

    def __init__(self, database: Database, url: str, keys: KeyStore, clock: Clock, readers: int) -> None:
        self._database = database
        self.url = url
        self.keys = keys
        self.clock = clock
        self._loop = asyncio.get_running_loop()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._long_readers = ThreadPoolExecutor(LONG_READERS, thread_name_prefix="long reader")
        self._pools = ((self._readers, readers), (self._long_readers, LONG_READERS))
        self.postgres = is_postgres(database)
        #: Names this database; watch tokens are bound to it.
        self.identity = schema.identity(database)
        self.hub = Hub(self._feed_after, schema.last_revision(database))
        self.writer = Writer(database, keys, clock, self._committed, POSTGRES_WRITERS if self.postgres else 1)
        #: The entry of the last checkpoint that was anchored from here.
        self._anchored = 0
        self._listener: threading.Thread | None = None
        self._closed = threading.Event()
        if self.postgres:
            self._listener = threading.Thread(target=self._listen, name="listener", daemon=True)
            self._listener.start()

    @classmethod
    async def open(cls, url: str, keys: KeyStore, *, clock: Clock = SYSTEM_CLOCK, readers: int = READERS) -> "Store":
        """Opens a migrated database. Those who were erased are erased here before anything is answered.

        Raises NotMigrated, Unavailable.
        """
        database = connect(url)
        try:
            schema.check(database)
            store = cls(database, url, keys, clock, readers)
        except (OperationalError, InterfaceError):
            raise Unavailable("the database can't be reached") from None
        finally:
            if not database.is_closed():
                database.close()
        try:
            await store._erase_again()
        except BaseException:
            await store.close()
            raise
        return store

    async def _erase_again(self) -> None:
        """Nobody comes back with an older backup, neither of the database nor of the keys."""
        tombstones = self.keys.tombstones()
        erased = await self.write(lambda tx: erasure.replay_tombstones(tx, tombstones))
        for person_id, at in erased.items():
            if person_id not in tombstones:
                await self._loop.run_in_executor(self._readers, self.keys.destroy, person_id, at)

    async def write(self, unit: Callable[[Tx], T], *, once: Once | None = None, patient: bool = False) -> T:
        """Runs a unit in a group's transaction; returns when it is durable. The unit may run more than once. Patient
        work lets others go first and has a transaction of its own (`Pace` says how much to do in one)."""
        loop = asyncio.get_running_loop()
        job = Job(loop, loop.create_future(), unit=unit, once=once, patient=patient)
        self.writer.submit(job)
        result: T = await job.future
        return result

    async def read(self, query: Callable[[Tx], T], *, long: bool = False) -> T:
        """Runs a query on a reader, over one snapshot; a page of something long on a reader of its own."""
        pool = self._long_readers if long else self._readers
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, self._read, query)
        except RuntimeError as error:
            if "shutdown" in str(error):
                raise Unavailable("the store is closing") from None
            raise

    @asynccontextmanager
    async def snapshot(self) -> "AsyncIterator[Snapshot]":
        """One snapshot for what takes minutes to read, on a thread and a connection of its own: nobody waits for it.
        Who leaves it waits for nothing either: the thread ends once the query that it is at has."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="snapshot")

        def end() -> None:
            try:
                with suppress(OperationalError, InterfaceError):
                    self._database.close()  # and what was begun on it ends
            finally:
                self.keys.close()

        try:
            tx = await self._on(pool, self._begin_at_once)
            yield Snapshot(lambda query: self._on(pool, lambda: query(tx)))
        finally:
            pool.submit(end)
            pool.shutdown(wait=False)

    async def _on(self, pool: ThreadPoolExecutor, query: Callable[[], T]) -> T:
        try:
            return await self._loop.run_in_executor(pool, query)
        except (OperationalError, InterfaceError):
            raise Unavailable("the database can't be read") from None

    def pace(self, least: int, most: int) -> Pace:
        """For patient work of one kind: how many rows to write at once."""
        return Pace(self.writer, least, most)

    def batch(self, handler: Callable[[Tx, list[I]], Sequence[R | Exception]]) -> Batch[I, R]:
        """A door to a handler; an Exception among its results goes to the caller of that item."""
        return Batch(self, handler)

    def _begin(self) -> Tx:
        """A snapshot on the connection of this thread."""
        if self._database.is_closed():
            self._database.connect()
        self._database.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.postgres else "BEGIN")
        return Tx(self._database, self.keys, self.clock.now())

    def _begin_at_once(self) -> Tx:
        """The same, as of now: SQLite's begins with the first read."""
        tx = self._begin()
        tx.sql("SELECT 1 FROM meta LIMIT 1")
        return tx

    def _read(self, query: Callable[[Tx], T]) -> T:
        database = self._database
        try:
            tx = self._begin()
            try:
                return query(tx)
            finally:
                database.execute_sql("ROLLBACK")
        except (OperationalError, InterfaceError):
            database.close()
            raise Unavailable("the database can't be read") from None

    # -- the feed

    def _committed(self, changes: list[Change]) -> None:
        """Called by a writer thread."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._publish, changes)

    def _publish(self, changes: list[Change]) -> None:
        """Hands the changes on; where another writer's commit lies between, the table is read instead."""
        if changes[0].revision == self.hub.revision + 1:
            self.hub.publish(changes)
        else:
            self._poke()

    def _poke(self) -> None:
        task = self._loop.create_task(self.hub.poll())
        task.add_done_callback(_forget)

    def _listen(self) -> None:
        """Wakes the hub when another process commits. The table stays the truth: a lost wake-up is made up
        for by the next, or by the pause."""
        connection = connect(self.url)
        while not self._closed.is_set():
            try:
                connection.connect(reuse_if_open=True)
                raw = connection.connection()
                raw.autocommit = True
                raw.execute("LISTEN smartregion_change")
                while not self._closed.is_set():
                    for _ in raw.notifies(timeout=0.5, stop_after=1):
                        pass
                    self._loop.call_soon_threadsafe(self._poke)
            except Exception:
                with suppress(Exception):
                    connection.close()
                self._closed.wait(0.5)
        with suppress(Exception):
            connection.close()

    def _wake_listener(self) -> None:
        """So that it sees the end at once; failing that, at its next pause."""
        with suppress(Exception):
            self._database.execute_sql("SELECT pg_notify('smartregion_change', '')")

    async def _feed_after(self, revision: int, limit: int) -> list[Change]:
        return await self.read(lambda tx: journal.behind(tx, revision, limit))

    # -- upkeep

    async def compact(self, keep: int = FEED_KEPT, at_most: int = FEED_KEPT_AT_MOST) -> None:
        """Drops the oldest part of the feed, but nothing that a reader has yet to act on, up to a bound. The last
        change always stays: from it the revisions go on."""
        for one in await self.write(lambda tx: journal.compact(tx, keep, max(keep, at_most))):
            said = "compaction passed a reader of the feed" if one.passed else "a reader holds up the feed's compaction"
            log.log(
                logging.ERROR if one.passed else logging.WARNING,
                said,
                extra={"state": one.name, "count": one.behind},
            )

    async def checkpoint(self, anchor: Path) -> Checkpoint | None:
        """Signs the head of the audit chain and anchors it outside the database; None where there is none, or where it
        was anchored from here before."""
        head = await self.read(
            lambda tx: tx.sql("SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1")
        )
        if not head or int(head[0][0]) == self._anchored:
            return None
        made = Checkpoint.make(self.keys.keyring, int(head[0][0]), bytes(head[0][1]), self.clock.now())
        made.anchor(anchor)
        self._anchored = made.sequence
        await self.write(lambda tx: note(tx, made))
        return made

    async def close(self) -> None:
        """Finishes what is queued, then closes; once."""
        if self._closed.is_set():
            return
        self.hub.close()
        await asyncio.to_thread(self.writer.close)
        self._closed.set()
        if self._listener is not None:
            await self._loop.run_in_executor(self._readers, self._wake_listener)
            await asyncio.to_thread(self._listener.join)
        for pool, threads in self._pools:
            everyone = threading.Barrier(threads)
            for _ in range(threads):
                pool.submit(self._close_thread, everyone)
            pool.shutdown(wait=False)  # at once: a read that came behind would open its connection again
        for pool, _ in self._pools:
            await asyncio.to_thread(pool.shutdown)

    def _close_thread(self, everyone: threading.Barrier) -> None:
        """Closes the connections of one reader; the barrier gives each of them one such task."""
        everyone.wait()
        if not self._database.is_closed():
            self._database.close()
        self.keys.close()


def _forget(task: "asyncio.Task[None]") -> None:
    if not task.cancelled():
        task.exception()
