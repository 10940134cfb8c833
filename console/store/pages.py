"""A window on a list of any length: pages fetched as they are looked at, an epoch for every filter.

Row numbers change whenever somebody writes; keys do not. So rows are found by number to be drawn, and by key to be
changed. A page deep in the list is reached from the nearest page whose token is known, by passing over the rest.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, Protocol, TypeVar

from console.models import ONE, Change, Page, Query
from console.ports import Source

PAGE_ROWS = 200
PAGES_KEPT = 40


class Keyed(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=Keyed)


async def asked(source: Source[R], query: Query, *, token: str, skip: int, size: int) -> Page[R]:
    """A page of a list; of one row, where the query names it by its key. Raises ClientError."""
    if key := query.get(ONE):
        return Page((await source.get(key),), 1, "")
    return await source.page(query, token=token, skip=skip, size=size)


class Applied(NamedTuple):
    """What changes brought: numbers of rows that are another now; whether what is here must be read again because rows
    came or went; whether perhaps one went that is not here, which changes no more than how many there are."""

    touched: list[int]
    moved: bool
    fewer: bool


class Pages(Generic[R]):
    """Rows of one list by number, of one epoch; what was there before shows until it is fetched anew."""

    def __init__(self, source: Source[R]) -> None:
        self._source = source
        self.query = Query()
        self.epoch = 0
        self._total = 0
        #: A row that is no longer of this list and is shown still, and the number that it has.
        self.kept: tuple[int, R] | None = None
        #: Whether the first page of this epoch came.
        self.loaded = False
        self._pages: OrderedDict[int, list[R]] = OrderedDict()
        self._stale: dict[int, list[R]] = {}
        self._tokens: dict[int, str] = {0: ""}
        self._asked: set[int] = set()

    # -- reading

    @property
    def total(self) -> int:
        """Rows of the list, with the one that is kept."""
        return self._total + (self.kept is not None)

    def row(self, number: int) -> R | None:
        """A row by its number; None while it is not here."""
        if self.kept is not None and number == self.kept[0]:
            return self.kept[1]
        page, place = divmod(self._under(number), PAGE_ROWS)
        rows = self._pages.get(page) or self._stale.get(page)
        return rows[place] if rows is not None and 0 <= place < len(rows) else None

    def here(self, number: int) -> bool:
        """Whether the page of a row was read in this epoch: what it does not hold is not there."""
        last = max(0, self._total - 1)
        return self.loaded and min(self._under(number), last) // PAGE_ROWS in self._pages

    def _under(self, number: int) -> int:
        """The number of a row without the one that is kept."""
        return number - 1 if self.kept is not None and number > self.kept[0] else number

    def find(self, key: str) -> int | None:
        """The number of a row by its key, among those that are here."""
        if self.kept is not None and self.kept[1].id == key:
            return self.kept[0]
        number = self._find(key)
        return number + 1 if number is not None and self.kept is not None and number >= self.kept[0] else number

    def _find(self, key: str) -> int | None:
        for pages in (self._pages, self._stale):
            for page, rows in pages.items():
                for place, row in enumerate(rows):
                    if row.id == key:
                        return page * PAGE_ROWS + place
        return None

    def missing(self, first: int, last: int) -> list[int]:
        """Pages between two rows that are neither here nor asked for."""
        first, last = self._under(first), self._under(last)
        last = min(last, max(0, self._total - 1)) if self.loaded else 0  # an empty list is read anew, too
        wanted = range(max(first, 0) // PAGE_ROWS, max(last, 0) // PAGE_ROWS + 1)
        return [page for page in wanted if page not in self._pages and page not in self._asked]

    # -- fetching

    def restart(self, query: Query) -> None:
        """A new filter or order: nothing of the old one shows, and its late pages are dropped."""
        self.query = query
        self._total = 0
        self.kept = None
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
            skip = (page - anchor) * PAGE_ROWS
            fetched = await asked(self._source, self.query, token=self._tokens[anchor], skip=skip, size=PAGE_ROWS)
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
        if not self.loaded or fetched.total < self._total:
            self._stale = {number: rows for number, rows in self._stale.items() if number * PAGE_ROWS < fetched.total}
        self._total = fetched.total
        if self.kept is not None:
            self.kept = min(self.kept[0], self._total), self.kept[1]
        self.loaded = True
        if fetched.next_token:
            self._tokens[page + 1] = fetched.next_token
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)

    # -- changing

    def apply(self, changes: Iterable[Change[R]]) -> Applied:
        """Takes changed rows over."""
        touched, moved, fewer = [], False, False
        for change in changes:
            number = self.find(change.key)
            if change.kind == "updated" and change.row is not None and number is not None:
                self.replace(change.row)
                touched.append(number)
            elif change.kind != "deleted" or number is not None or not self.loaded or self._asked:
                moved = True
            elif not self._whole():
                fewer = True
        return Applied(touched, moved, fewer)

    def _whole(self) -> bool:
        """Whether every row of the list is here, and none is on its way. What is told as gone was not of it then: so
        is told whatever changes beside the filter."""
        return (
            self.loaded and not self._asked and bool(self._pages) and self._total <= sum(map(len, self._pages.values()))
        )

    def replace(self, row: R) -> int | None:
        """Puts a row in the place of the one with its key; the number of it."""
        if self.kept is not None and self.kept[1].id == row.id:
            self.kept = self.kept[0], row
            return self.kept[0]
        number = self._find(row.id)
        if number is None:
            return None
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page) or self._stale[page]
        rows[place] = row
        return self.find(row.id)

    def keep(self, number: int, row: R) -> None:
        """Shows a row that left the list where it stood, until it is let go."""
        self.kept = min(number, self._total), row

    def let_go(self) -> None:
        self.kept = None

    def came_back(self) -> bool:
        """Whether the row that is kept is of the list again; it stands at its own number then."""
        if self.kept is None or self._find(self.kept[1].id) is None:
            return False
        self.kept = None
        return True

    def drop(self, key: str) -> int | None:
        """Takes a row out that is no longer of this list; those behind it move up. Its number."""
        shown = self.find(key)
        if self.kept is not None and self.kept[1].id == key:
            self.kept = None
        number = self._find(key)
        if number is None:
            return shown
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page) or self._stale[page]
        del rows[place]
        self._total -= 1
        if self.kept is not None:
            self.kept = max(0, self.kept[0] - (number < self.kept[0])), self.kept[1]
        while len(rows) == PAGE_ROWS - 1 and (behind := self._pages.get(page + 1) or self._stale.get(page + 1)):
            rows.append(behind.pop(0))
            page, rows = page + 1, behind
        return shown

    def keys(self, wanted: Callable[[R], bool] = lambda row: True) -> list[str]:
        """Keys of the rows that are here."""
        return [row.id for _, rows in sorted(self._pages.items()) for row in rows if wanted(row)]
