"""What leaves by a disclosure: page after page is read, sealed and sent on, and nothing ever holds the whole of it.

Each page is entered in the ledger with the write that keeps it as it was sealed, under the request_id and its place:
whoever lost the parcel on the way gets the very same pages again, and behind them those that were not made yet; and
wherever the stream broke, what may have left stands in the ledger.
"""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from server.call import Call
from server.codec import utc
from server.limits import PACKAGE_ROWS
from server.parcels import CHUNK, Parcel
from server.privacy.package.values import DAMAGED
from storage.engine.once import Once
from storage.engine.transaction import Tx
from storage.repositories import disclosures, subject
from storage.repositories.disclosures import Request
from storage.repositories.subject import Key, Section

FORMAT = "smartregion.disclosure.v1"


@dataclass(frozen=True)
class Place:
    """Where a page begins: in which of the tables that leave, and behind which of its rows."""

    table: int = 0
    after: Key | None = None


@dataclass(frozen=True)
class Page:
    """A page as it leaves, and where the next one begins; None behind the last."""

    sealed: bytes
    next: Place | None

    def dump(self) -> bytes:
        place = [self.next.table, self.next.after] if self.next else None
        return json.dumps(place).encode() + b"\n" + self.sealed

    @classmethod
    def load(cls, kept: bytes) -> "Page":
        line, _, sealed = kept.partition(b"\n")
        place = json.loads(line)
        if place is None:
            return cls(sealed, None)
        table, after = place
        return cls(sealed, Place(table, tuple(after) if isinstance(after, list) else after))


class Release:
    """A disclosure on its way out, as it was when its release began."""

    def __init__(self, one: Request, key: bytes) -> None:
        """`key` is the private one of its parcel."""
        self._one = one
        self._parcel = Parcel(key, bytes(one.row.recipient_key))
        tables = {field.partition(".")[0] for field in leaving(one)}
        self._sections = [section for section in subject.sections() if section.table in tables]

    async def frames(self, call: Call) -> AsyncIterator[bytes]:
        """The parcel in pieces of at most CHUNK."""
        waiting = self._parcel.head
        place: Place | None = Place()
        chunks = 0
        while place is not None:
            page = await self._page(call, place, chunks)
            place, chunks = page.next, chunks + self._parcel.chunks(page.sealed)
            waiting += page.sealed
            whole = (len(waiting) - 1) // CHUNK * CHUNK  # the last frame is never empty
            for start in range(0, whole, CHUNK):
                yield waiting[start : start + CHUNK]
            waiting = waiting[whole:]
        yield waiting

    async def _page(self, call: Call, place: Place, chunks: int) -> Page:
        """The page that begins at a place, behind so many chunks of the parcel. Who comes second gets what was kept, so
        that never two texts leave that were sealed as the same chunk."""
        body, rows, following = await call.read(partial(self._read, place), long=True)
        page = Page(self._parcel.sealed(body, chunks, last=following is None), following)

        def unit(tx: Tx) -> Page:
            tx.subject = self._one.id
            disclosures.enter(tx, self._one.row, rows)
            return page

        return await call.store.write(unit, once=_once(call, chunks))

    def _read(self, place: Place, tx: Tx) -> tuple[bytes, dict[str, int], Place | None]:
        """Tables from a place on, as many as have a page of rows together: their text, how many values of each field
        stand in it, and where it goes on."""
        pieces = [self._front()] if place == Place() else []
        counts: dict[str, int] = {}
        read = 0
        while place.table < len(self._sections) and read < PACKAGE_ROWS:
            section = self._sections[place.table]
            rows, behind = _rows(tx, section, self._one.row.user_id, place.after)
            pieces.append(self._written(place, rows, ends=behind is None))
            counts.update({field: len(rows) for field in self._fields(section)})
            read += len(rows)
            place = Place(place.table + 1) if behind is None else Place(place.table, behind)
        if place.table < len(self._sections):
            return "".join(pieces).encode(), counts, place
        return "".join([*pieces, "\n}}\n"]).encode(), counts, None

    def _front(self) -> str:
        """What stands before the data, up to where the tables begin."""
        row, texts = self._one.row, self._one.texts
        said = {
            "format": FORMAT,
            "disclosure": row.number,
            "recipient": texts["recipient_name"],
            "legal_basis": texts["legal_basis"],
            "purpose": texts["purpose"],
            "released_at": utc(row.released_at or 0).isoformat(),
        }
        return json.dumps(said, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "data": {'

    def _written(self, place: Place, rows: Sequence[Sequence[Any]], *, ends: bool) -> str:
        section = self._sections[place.table]
        wanted = self._fields(section)
        columns = [
            (at, column.name) for at, column in enumerate(section.columns) if f"{section.table}.{column.name}" in wanted
        ]
        texts = (
            json.dumps({name: row[at] for at, name in columns}, ensure_ascii=False, default=_other) for row in rows
        )
        begins = place.after is None
        before = ("," if place.table else "") + f'\n    "{section.table}": [\n' if begins else ",\n" if rows else ""
        return before + ",\n".join(texts) + ("]" if ends else "")

    def _fields(self, section: Section) -> list[str]:
        return [field for field in leaving(self._one) if field.startswith(f"{section.table}.")]


def _other(value: Any) -> str:
    return DAMAGED if value is subject.UNREADABLE else str(value)


def leaving(one: Request) -> list[str]:
    """The fields that leave: of those that the study left what may still be asked for."""
    known = disclosures.fields()
    return [field for field in one.fields if field in known]


def _rows(tx: Tx, section: Section, user_id: int, after: Key | None) -> tuple[list[list[Any]], Key | None]:
    """The next rows of a table, and the key behind which there may be more."""
    if after is None:
        return subject.first_rows(tx, section, user_id, PACKAGE_ROWS)
    keys = subject.keys(tx, section, user_id, after, PACKAGE_ROWS)
    rows = subject.rows_of(tx, section, user_id, keys) if keys else []
    return rows, keys[-1] if len(keys) == PACKAGE_ROWS else None


def _once(call: Call, chunks: int) -> Once:
    """How a page is recognised when the request comes again."""
    body = call.request.SerializeToString(deterministic=True)
    place = f"{call.request.request_id}/{chunks}"
    return Once.of(call.principal.key, place, call.method.path, body, Page.dump, Page.load)
