"""The key store: one wrapped key a person, and the tombstones of those who were erased.

It lives in a database of its own. A person's key is made before the person; its destruction is what erasure rests on.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from peewee import BigIntegerField, BlobField, Database, IntegerField, SqliteDatabase

from storage.chunks import NAMED_AT_ONCE, chunks
from storage.columns import system
from storage.connect import connect, is_postgres
from storage.errors import KeyDestroyed, StorageError, Unavailable
from storage.keys.keyring import KEY_BYTES, Keyring
from storage.models.base import Base

#: Opened keys kept in memory, and how long (seconds): so soon every process forgets a key that another destroyed.
CACHE_SIZE = 50_000
CACHE_SECONDS = 60.0
#: Times a reader in the way of a truncated write-ahead log is waited for, beside the busy timeout of each try.
FLUSH_TRIES = 3


class PersonKey(Base):
    person_id = system(BigIntegerField(primary_key=True))
    version = system(IntegerField(index=True))
    wrapped = system(BlobField())

    class Meta:
        table_name = "person_key"


class Tombstone(Base):
    """A key that was destroyed. It outlives every backup of the database."""

    person_id = system(BigIntegerField(primary_key=True))
    at = system(BigIntegerField())

    class Meta:
        table_name = "tombstone"


class KeyStore:
    """Thread-safe: each thread has its own connection, and the cache has a lock."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self.keyring = keyring
        #: Ciphers with the instant until which they are believed, oldest first.
        self._cache: OrderedDict[int, tuple[AESGCM, float]] = OrderedDict()
        self._destroyed: set[int] = set()
        self._lock = threading.Lock()
        with database.bind_ctx([PersonKey, Tombstone]):
            database.create_tables([PersonKey, Tombstone])

    @classmethod
    def open(cls, url: str, keyring_path: Path, *, create: bool = False) -> "KeyStore":
        """Opens keys at `url` under the keyring; `create` makes a keyring where there is none."""
        fresh = create and not keyring_path.exists()
        keyring = Keyring.create(keyring_path) if fresh else Keyring.load(keyring_path)
        return cls(connect(url), keyring)

    def _writing(self) -> Any:
        """A transaction that writes from its first statement: one that read first could not wait for its turn."""
        return self._database.atomic() if is_postgres(self._database) else self._database.atomic("IMMEDIATE")

    def create(self, person_id: int) -> None:
        """Makes a key; durable when it returns. One that is there stays: a unit of work may run again.

        Raises KeyDestroyed for somebody who was erased.
        """
        self.create_many([person_id])

    def create_many(self, person_ids: Iterable[int]) -> None:
        """As create, for many."""
        rows = []
        for person_id in person_ids:
            version, wrapped = self.keyring.wrap(person_id, secrets.token_bytes(KEY_BYTES))
            rows.append({"person_id": person_id, "version": version, "wrapped": wrapped})
        with self._writing():
            for batch in chunks(rows):
                erased = Tombstone.select().where(Tombstone.person_id.in_([row["person_id"] for row in batch]))
                if list(erased.execute(self._database)):
                    raise KeyDestroyed("an erased person gets no new key")
                PersonKey.insert_many(batch).on_conflict_ignore().execute(self._database)

    def get(self, person_id: int) -> AESGCM:
        """The cipher of a person, or of the house for 0. Raises KeyDestroyed where there is none."""
        if person_id == 0:
            return self.keyring.house
        found = self.get_many([person_id]).get(person_id)
        if found is None:
            raise KeyDestroyed(f"person {person_id} has no key")
        return found

    def get_many(self, person_ids: Iterable[int]) -> dict[int, AESGCM]:
        """Ciphers of those who have a key; one query for all that are not in memory."""
        wanted = set(person_ids)
        now = time.monotonic()
        ready = {}
        with self._lock:
            for person_id in wanted:
                cipher, until = self._cache.get(person_id, (None, 0.0))
                if cipher is not None and now < until:
                    ready[person_id] = cipher
        for batch in chunks(sorted(wanted - ready.keys())):
            query = PersonKey.select().where(PersonKey.person_id.in_(batch))
            for row in query.execute(self._database):
                ready[row.person_id] = self._remember(
                    row.person_id, self.keyring.unwrap(row.person_id, row.version, bytes(row.wrapped))
                )
        return ready

    def _remember(self, person_id: int, key: bytes) -> AESGCM:
        cipher = AESGCM(key)
        with self._lock:
            if person_id in self._destroyed:  # while it was read
                return cipher
            self._cache[person_id] = cipher, time.monotonic() + CACHE_SECONDS
            self._cache.move_to_end(person_id)
            if len(self._cache) > CACHE_SIZE:
                self._cache.popitem(last=False)
        return cipher

    def wrapped(self, person_id: int) -> bytes | None:
        """A key as it stands in the store: what must not be found there once it was destroyed."""
        rows = list(PersonKey.select().where(PersonKey.person_id == person_id).execute(self._database))
        return bytes(rows[0].wrapped) if rows else None

    def destroy(self, person_id: int, at: int) -> None:
        """Destroys a key and leaves a tombstone. Durable, and gone from the file, when it returns."""
        with self._writing():
            PersonKey.update(wrapped=b"\0" * 64).where(PersonKey.person_id == person_id).execute(self._database)
            PersonKey.delete().where(PersonKey.person_id == person_id).execute(self._database)
            Tombstone.insert(person_id=person_id, at=at).on_conflict_ignore().execute(self._database)
        with self._lock:
            self._destroyed.add(person_id)
            self._cache.pop(person_id, None)
        self.flush()

    def flush(self) -> None:
        """Takes overwritten bytes out of the write-ahead log; on PostgreSQL, dead rows out of the table.

        Raises Unavailable where a reader keeps the log from being emptied.
        """
        if is_postgres(self._database):
            self._database.execute_sql("VACUUM person_key")
            return
        for _ in range(FLUSH_TRIES):
            busy, _, _ = self._database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
        raise Unavailable("the log of the key store is in use")

    def tombstones(self) -> dict[int, int]:
        """Erased persons and the instant of each."""
        return {row.person_id: row.at for row in Tombstone.select().execute(self._database)}

    def rotate(self) -> int:
        """Wraps every key anew with a new key-encryption key, in batches; where an earlier rotation was cut off,
        finishes that one instead. Returns how many.

        The keys themselves, and what they sealed, stay as they are. The version before stays in the keyring until the
        next rotation: another process may be wrapping a new person's key with it at this moment.
        """
        self.keyring.refresh()
        old = PersonKey.select().where(PersonKey.version < self.keyring.current).limit(1)
        if not list(old.execute(self._database)):
            self.keyring.add_version()
        wrapped = 0
        while rows := self._wrapped_before(self.keyring.current):
            with self._writing():
                for row in rows:
                    key = self.keyring.unwrap(row.person_id, row.version, bytes(row.wrapped))
                    version, again = self.keyring.wrap(row.person_id, key)
                    PersonKey.update(version=version, wrapped=again).where(
                        PersonKey.person_id == row.person_id
                    ).execute(self._database)
            wrapped += len(rows)
        self.keyring.drop_versions_before(self.keyring.current - 1)
        return wrapped

    def _wrapped_before(self, version: int) -> list[PersonKey]:
        query = PersonKey.select().where(PersonKey.version < version).limit(NAMED_AT_ONCE)
        return list(query.execute(self._database))

    def sweep_orphans(self, exists: "set[int]", made_before: int) -> int:
        """Drops keys of persons who were never made: those not in `exists` with an id below `made_before`."""
        query = PersonKey.select(PersonKey.person_id).where(PersonKey.person_id < made_before).tuples()
        orphans = [person_id for (person_id,) in query.execute(self._database) if person_id not in exists]
        for batch in chunks(orphans):
            PersonKey.delete().where(PersonKey.person_id.in_(batch)).execute(self._database)
        return len(orphans)

    def backup(self, folder: Path) -> None:
        """Copies the embedded key store and the keyring into a folder that only its owner reads. Raises
        StorageError for a key store on a server, which has its own backup."""
        if not isinstance(self._database, SqliteDatabase):
            raise StorageError("the key store is on a server: back it up there")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / "keys.db"
        if target.exists():
            raise StorageError(f"{target} exists already")
        self._database.execute_sql("VACUUM INTO ?", (str(target),))
        target.chmod(0o600)
        copy = folder / "keyring.json"
        copy.touch(mode=0o600)
        copy.write_bytes(self.keyring.path.read_bytes())

    @staticmethod
    def restore(folder: Path, url: str, keyring_path: Path) -> None:
        """Puts a backup of the keys where there are none. Raises StorageError."""
        if not url.startswith("sqlite:///"):
            raise StorageError("the key store is on a server: restore it there")
        store = Path(url.removeprefix("sqlite:///"))
        Keyring.load(folder / "keyring.json")
        pairs = ((folder / "keys.db", store), (folder / "keyring.json", keyring_path))
        for target in (store, keyring_path):
            if target.exists():
                raise StorageError(f"{target} exists already")
        for source, target in pairs:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.touch(mode=0o600)
            target.write_bytes(source.read_bytes())

    def close(self) -> None:
        """Closes this thread's connection."""
        if not self._database.is_closed():
            self._database.close()
