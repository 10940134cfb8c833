"""A transaction as repositories see it: queries, sealing, and what is told to the feed and the audit log."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import chain
from typing import Any, TypeVar, cast

from peewee import Database, IntegrityError, Model, __exception_wrapper__  # type: ignore[attr-defined]

from storage.chunks import chunks
from storage.connect import is_postgres
from storage.engine.audit import AuditRecord
from storage.engine.feed import ChangeKind, Topic
from storage.errors import DuplicateValue, KeyDestroyed, StorageError, Unreadable
from storage.keys import sealing
from storage.keys.blind import BlindIndex
from storage.keys.keystore import KeyStore
from storage.models.base import Base

M = TypeVar("M", bound=Base)
T = TypeVar("T")
#: Rows that one statement inserts into SQLite: while it runs so does the rest of the house, which a statement for each
#: row would hold up each time. (psycopg sends many rows of one statement in a pipeline, which is faster there.)
ROWS_AT_ONCE = 100


class Tx:
    """One unit of work inside a transaction. Made by the store; good until the unit returns.

    A unit that meets an error of storage ends with it: PostgreSQL runs nothing more in a savepoint that failed.
    """

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
        #: Called once the work is durable; then the revisions of what it told the feed are known.
        self.done: list[Callable[[], None]] = []
        self.revisions: list[int] = []

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

    def raw(self, query: Any) -> list[tuple[Any, ...]]:
        """The same as the driver gives them: of many, looking at each value once more takes most of the time."""
        statement, parameters = self.database.get_sql_context().sql(query).query()
        return list(self.database.execute_sql(statement, parameters).fetchall())

    def scalar(self, query: Any) -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(query)
        return rows[0][0] if rows else None

    def run(self, query: Any) -> int:
        """Runs an update or delete; how many rows it touched. Raises DuplicateValue."""
        try:
            return cast(int, query.execute(self.database))
        except IntegrityError as error:
            raise refusal(error) from None

    def insert(self, record: Model) -> None:
        """Writes a new row. Raises DuplicateValue where something unique is taken."""
        names = list(record.__data__)
        self.insert_many(type(record), names, [tuple(record.__data__.values())])

    def insert_many(self, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Writes rows, many by one prepared statement. Raises DuplicateValue."""
        names = tuple(columns)
        if self.postgres:
            self._execute_many(insert_sql(model, names, 1, True), rows)
            return
        for chunk in chunks(rows, ROWS_AT_ONCE):
            try:
                self.database.execute_sql(
                    insert_sql(model, names, len(chunk), False), tuple(chain.from_iterable(chunk))
                )
            except IntegrityError as error:
                raise refusal(error) from None

    def sql(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Hand-written SQL with `?` for its parameters, on both engines; its rows, if it gives any."""
        text = statement.replace("?", "%s") if self.postgres else statement
        try:
            cursor = self.database.execute_sql(text, tuple(parameters))
        except IntegrityError as error:
            raise refusal(error) from None
        return cast(list[tuple[Any, ...]], cursor.fetchall()) if cursor.description else []

    def among(
        self, statement: str, wanted: Iterable[Any], before: Sequence[Any] = (), after: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of hand-written SQL that names `{marks}` for the wanted values, some hundred at a time; `before` and
        `after` are its parameters around them."""
        for chunk in chunks(wanted):
            yield from self.sql(statement.format(marks=marks(chunk)), (*before, *chunk, *after))

    def numbers(self, statement: str, wanted: Iterable[int]) -> set[int]:
        """The first column of such rows."""
        return {row[0] for row in self.among(statement, wanted)}

    def listed(self, numbers: Sequence[int]) -> tuple[str, Any]:
        """Numbers as a table for hand-written SQL, with the columns `place` (from 0) and `number`; and the one
        parameter that it takes. It has as many rows as one likes, where `among` would need several statements."""
        if self.postgres:
            table = "unnest(?::bigint[]) WITH ORDINALITY AS o(number, ordinal)"
            return f"(SELECT ordinal - 1 AS place, number FROM {table})", list(numbers)
        return "(SELECT key AS place, value AS number FROM json_each(?))", f"[{','.join(map(str, numbers))}]"

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Hand-written SQL with `?`, once for each row, by one prepared statement."""
        self._execute_many(statement.replace("?", "%s") if self.postgres else statement, rows)

    def _execute_many(self, text: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            with __exception_wrapper__:
                self.database.cursor().executemany(text, rows)
        except IntegrityError as error:
            raise refusal(error) from None

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

    def shown(self, person_id: int, column: str, sealed: bytes | None) -> str | None:
        """The same for somebody to look at; None where it does not open."""
        try:
            return self.unseal(person_id, column, sealed)
        except Unreadable:
            return None

    def texts(self, person_id: int, row: Any, names: Iterable[str]) -> "Texts":
        """The sealed texts of a row, by the names of their columns."""
        table = row._meta.table_name
        return Texts(
            table, {name: self.shown(person_id, f"{table}.{name}", getattr(row, f"{name}_sealed")) for name in names}
        )

    def unsealer(self, person_id: int) -> Callable[[str, bytes], str]:
        """Opens many fields of one person, as `unseal` does one."""
        try:
            cipher = self.keys.get(person_id)
        except KeyDestroyed:
            return lambda column, sealed: ""
        return lambda column, sealed: sealing.unseal(cipher, person_id, column, bytes(sealed)).decode()


class Texts(dict[str, str]):
    """Sealed texts of a row that open. One that does not is missing: whoever needs it is refused with Unreadable, and
    who shows the row leaves it empty and says so."""

    def __init__(self, table: str, found: Mapping[str, str | None]) -> None:
        super().__init__({name: text for name, text in found.items() if text is not None})
        self._table = table
        #: Those that do not open.
        self.unreadable = tuple(name for name, text in found.items() if text is None)

    def __missing__(self, name: str) -> str:
        if name in self.unreadable:
            raise Unreadable(f"{self._table}.{name}")
        raise KeyError(name)

    def shown(self, name: str) -> str:
        """Empty where it does not open."""
        return "" if name in self.unreadable else self[name]


def marks(values: Sequence[Any]) -> str:
    """As many marks for parameters as there are values."""
    return ",".join("?" * len(values))


@cache
def _blind_index(keys: KeyStore) -> BlindIndex:
    return BlindIndex(keys.keyring)


@lru_cache(maxsize=2_000)
def insert_sql(model: type[Model], columns: tuple[str, ...], rows: int, postgres: bool) -> str:
    """The prepared insert of these columns of so many rows."""
    mark = "%s" if postgres else "?"
    row = f"({', '.join([mark] * len(columns))})"
    named = ", ".join(f'"{model._meta.fields[name].column_name}"' for name in columns)
    return f'INSERT INTO "{model._meta.table_name}" ({named}) VALUES {", ".join([row] * rows)}'


#: How the two drivers call the same thing: a unique value that is taken.
_TAKEN = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID", "23505"})


def refusal(error: IntegrityError) -> StorageError:
    """A broken constraint in our words: its code, and none of the driver's text, which may quote the row."""
    cause = getattr(error, "orig", error)
    code = str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "unknown")
    return DuplicateValue() if code in _TAKEN else StorageError(f"the database refused a row: {code}")
