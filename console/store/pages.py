"""A window on a list of any length: pages fetched as they are looked at, an epoch for every filter.

Row numbers change whenever somebody writes; keys do not. So rows are found by number to be drawn, and by key to be
changed. A page deep in the list is reached from the nearest page whose token is known, by passing over the rest.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from console.models import Change, Page, Query
from console.ports import Source

PAGE_ROWS = 200
PAGES_KEPT = 40


class Keyed(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Keyed)


class Pages(Generic[R]):
    """Rows of one list by number, of one epoch; what was there before shows until it is fetched anew."""

    def __init__(self, source: Source[R]) -> None:
        self._source = source
        self.query = Query()
        self.epoch = 0
        self.total = 0
        #: Whether the first page of this epoch came.
        self.loaded = False
        self._pages: OrderedDict[int, list[R]] = OrderedDict()
        self._stale: dict[int, list[R]] = {}
        self._tokens: dict[int, str] = {0: ""}
        self._asked: set[int] = set()

    # -- reading

    def row(self, number: int) -> R | None:
        """A row by its number; None while it is not here."""
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page) or self._stale.get(page)
        return rows[place] if rows is not None and place < len(rows) else None

    def find(self, key: str) -> int | None:
        """The number of a row by its key, among those that are here."""
        for pages in (self._pages, self._stale):
            for page, rows in pages.items():
                for place, row in enumerate(rows):
                    if row.id == key:
                        return page * PAGE_ROWS + place
        return None

    def missing(self, first: int, last: int) -> list[int]:
        """Pages between two rows that are neither here nor asked for."""
        if self.loaded and not self.total:
            return []
        last = min(last, self.total - 1) if self.loaded else 0
        wanted = range(max(first, 0) // PAGE_ROWS, max(last, 0) // PAGE_ROWS + 1)
        return [page for page in wanted if page not in self._pages and page not in self._asked]

    # -- fetching

    def restart(self, query: Query) -> None:
        """A new filter or order: nothing of the old one shows, and its late pages are dropped."""
        self.query = query
        self.total = 0
        self.loaded = False
        self._stale.clear()
        self._begin()

    def renew(self) -> None:
        """The same list, read again: what was here shows until its page comes."""
        self._stale = dict(self._pages) or self._stale
        self._begin()

    def _begin(self) -> None:
        self.epoch += 1
        self._pages.clear()
        self._tokens = {0: ""}
        self._asked.clear()

    async def fetch(self, page: int) -> bool:
        """Fetches a page; whether it is of this epoch still. Raises ClientError."""
        epoch = self.epoch
        self._asked.add(page)
        try:
            anchor = max(known for known in self._tokens if known <= page)
            fetched = await self._source.page(
                self.query, token=self._tokens[anchor], skip=(page - anchor) * PAGE_ROWS, size=PAGE_ROWS
            )
        finally:
            if epoch == self.epoch:
                self._asked.discard(page)
        if epoch != self.epoch:
            return False
        self._take(page, fetched)
        return True

    def _take(self, page: int, fetched: Page[R]) -> None:
        self._pages[page] = list(fetched.rows)
        self._pages.move_to_end(page)
        self._stale.pop(page, None)
        if not self.loaded or fetched.total < self.total:
            self._stale = {number: rows for number, rows in self._stale.items() if number * PAGE_ROWS < fetched.total}
        self.total = fetched.total
        self.loaded = True
        if fetched.next_token:
            self._tokens[page + 1] = fetched.next_token
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)

    # -- changing

    def apply(self, changes: Iterable[Change[R]]) -> tuple[list[int], bool]:
        """Takes changed rows over; their numbers, and whether the list must be renewed because rows came or went."""
        touched, moved = [], False
        for change in changes:
            number = self.find(change.key)
            if change.kind == "updated" and change.row is not None and number is not None:
                self.replace(change.row)
                touched.append(number)
            else:
                moved = moved or change.kind != "updated" or number is None
        return touched, moved

    def replace(self, row: R) -> int | None:
        """Puts a row in the place of the one with its key; the number of it."""
        number = self.find(row.id)
        if number is None:
            return None
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page) or self._stale[page]
        rows[place] = row
        return number

    def drop(self, key: str) -> int | None:
        """Takes a row out that is no longer of this list; those behind it move up. Its number."""
        number = self.find(key)
        if number is None:
            return None
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page) or self._stale[page]
        del rows[place]
        self.total -= 1
        while len(rows) == PAGE_ROWS - 1 and (behind := self._pages.get(page + 1) or self._stale.get(page + 1)):
            rows.append(behind.pop(0))
            page, rows = page + 1, behind
        return number

    def keys(self, wanted: Callable[[R], bool] = lambda row: True) -> list[str]:
        """Keys of the rows that are here."""
        return [row.id for _, rows in sorted(self._pages.items()) for row in rows if wanted(row)]
