"""A transaction as repositories see it: queries, sealing, and what is told to the feed and the audit log."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar, cast

from peewee import Database, IntegrityError, Model

from storage.engine.audit import AuditRecord
from storage.engine.connect import is_postgres
from storage.engine.feed import ChangeKind, Topic
from storage.errors import DuplicateValue, KeyDestroyed
from storage.keys import sealing
from storage.keys.blind import BlindIndex
from storage.keys.keystore import KeyStore
from storage.models.base import Base

M = TypeVar("M", bound=Base)


class Tx:
    """One unit of work inside a transaction. Made by the store; good until the unit returns."""

    def __init__(
        self, database: Database, keys: KeyStore, now: int, memory: dict[type[Any], Any] | None = None
    ) -> None:
        self.database = database
        self.keys = keys
        #: Milliseconds, from the store's clock; the same through the whole unit.
        self.now = now
        #: Whose data the reply carries: its stored copy is sealed with that person's key.
        self.subject = 0
        self.postgres = is_postgres(database)
        #: What units keep between them, one of a type; a unit that is undone must undo it there (`undo`).
        self.memory = {} if memory is None else memory
        #: A reader's transaction locks nothing.
        self._locks = self.postgres and memory is not None
        self.changes: dict[tuple[Topic, ChangeKind], list[int]] = {}
        self.audited: list[AuditRecord] = []
        #: Called where the work is undone after all: for what a unit keeps in memory.
        self.undo: list[Callable[[], None]] = []

    # -- queries

    def all(self, query: Any) -> list[Any]:
        """All rows of a select, as records of its model."""
        return list(query.execute(self.database))

    def first(self, query: Any) -> Any:
        """The first row of a select, or None."""
        rows = list(query.limit(1).execute(self.database))
        return rows[0] if rows else None

    def rows(self, query: Any) -> list[tuple[Any, ...]]:
        """All rows of a select, as tuples."""
        return list(query.tuples().execute(self.database))

    def scalar(self, query: Any) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query)
        return rows[0][0] if rows else None

    def run(self, query: Any) -> int:
        """Runs an update or delete; how many rows it touched. Raises DuplicateValue."""
        try:
            return cast(int, query.execute(self.database))
        except IntegrityError:
            raise DuplicateValue from None

    def insert(self, record: Model) -> None:
        """Writes a new row. Raises DuplicateValue where something unique is taken."""
        names = list(record.__data__)
        self.insert_many(type(record), names, [tuple(record.__data__.values())])

    def insert_many(self, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Writes rows by one prepared statement. Raises DuplicateValue; then none of them was written."""
        try:
            self.database.cursor().executemany(insert_sql(model, tuple(columns), self.postgres), rows)
        except Exception as error:
            raise translated(error) from None

    def sql(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Hand-written SQL with `?` for its parameters, on both engines; its rows, if it gives any."""
        cursor = self.database.cursor()
        cursor.execute(statement.replace("?", "%s") if self.postgres else statement, tuple(parameters))
        return cast(list[tuple[Any, ...]], cursor.fetchall()) if cursor.description else []

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Hand-written SQL with `?`, once for each row, by one prepared statement."""
        text = statement.replace("?", "%s") if self.postgres else statement
        self.database.cursor().executemany(text, rows)

    def lock(self, query: Any) -> Any:
        """The same select, holding its rows until a writer's unit ends; SQLite's single writer needs none of it."""
        return query.for_update() if self._locks else query

    # -- what others are told

    def change(self, topic: Topic, ids: int | Iterable[int], kind: ChangeKind = ChangeKind.UPDATED) -> None:
        """Tells the feed; it appears there with the commit, or not at all."""
        named = self.changes.setdefault((topic, kind), [])
        named.extend((ids,) if isinstance(ids, int) else ids)

    def audit(self, record: AuditRecord) -> None:
        """Tells the audit log; chained with the commit, or not at all."""
        self.audited.append(record)

    # -- sealed fields

    @property
    def blind(self) -> BlindIndex:
        return _blind_index(self.keys)

    def seal(self, person_id: int, column: str, text: str | None) -> bytes | None:
        """A sealed text; `column` is `table.column`. None and the empty text stay None."""
        if not text:
            return None
        return sealing.seal(self.keys.get(person_id), person_id, column, text.encode())

    def unseal(self, person_id: int, column: str, sealed: bytes | None) -> str:
        """The text of a sealed field; empty where there is none or the person was erased."""
        if sealed is None:
            return ""
        with suppress(KeyDestroyed):
            return sealing.unseal(self.keys.get(person_id), person_id, column, bytes(sealed)).decode()
        return ""


@cache
def _blind_index(keys: KeyStore) -> BlindIndex:
    return BlindIndex(keys.keyring)


@cache
def insert_sql(model: type[Model], columns: tuple[str, ...], postgres: bool) -> str:
    """The prepared insert of these columns."""
    mark = "%s" if postgres else "?"
    named = ", ".join(f'"{model._meta.fields[name].column_name}"' for name in columns)
    return f'INSERT INTO "{model._meta.table_name}" ({named}) VALUES ({", ".join([mark] * len(columns))})'


def translated(error: Exception) -> Exception:
    """A driver's error in our words; others as they are."""
    if type(error).__name__ in ("IntegrityError", "UniqueViolation"):
        return DuplicateValue()
    return error
