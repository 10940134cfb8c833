"""A list with its detail: filter line, virtual table, detail beside it, live changes, actions on rows."""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from math import inf
from time import monotonic
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from console import formats, query
from console.i18n import t
from console.models import ONE, Change, Query
from console.ports import ClientError, Source
from console.recording.player import Shown
from console.screens import columns, filters, rows
from console.screens.abstract import Abstract
from console.screens.area import AreaScreen
from console.store.connection import State
from console.store.live import Backoff, Live
from console.store.pages import PAGE_ROWS, Keyed, Pages
from console.together import in_lanes, patient
from console.widgets.detail import Block, Detail
from console.widgets.form import Field, Form, Send
from console.widgets.table import Column, VirtualTable
from console.work import start

R = TypeVar("R", bound=Keyed)

#: Seconds that the cursor must rest before the detail is fetched.
REST = 0.15
#: Seconds after which a detail that has not come is said to be on its way.
SLOW = 0.3
#: The longest pause before a detail is asked for again.
RETRY = 3.0
#: Rows that one mark takes, at most: they stay in memory, and are decided one by one.
MOST_MARKED = 5_000
#: Seconds after which a list is read again in which rows came or went; between two such readings while they go on doing
#: so; and where all that can be is that one went which is not here.
RENEW, PACE, SLOWLY = 1.0, 15.0, 60.0


def _one_lane(_: object) -> str:
    """One row after another."""
    return ""


class ListScreen(AreaScreen, Generic[R], metaclass=Abstract):
    """An area that is a list. The subclass names source, columns and detail."""

    #: Conditions of the filter line, and the one that free text means.
    conditions: ClassVar[Sequence[str]] = ()
    free: ClassVar[str] = ""
    #: Kinds of the values of conditions that are words of the catalogue.
    words: ClassVar[Mapping[str, str]] = {}
    #: The filter an area opens with.
    first: ClassVar[Query] = Query()
    DEFAULT_CSS = """
    ListScreen #main { height: 1fr; }
    ListScreen #list { width: 2fr; }
    ListScreen #side { width: 1fr; min-width: 40; }
    ListScreen #head { height: 1; color: $text-muted; padding: 0 1; }
    ListScreen #filter { display: none; height: 3; border: tall $primary; }
    ListScreen #filter.open { display: block; }
    ListScreen Plot { display: none; }
    ListScreen.tall Plot { display: block; }
    ListScreen.narrow #side { display: none; }
    ListScreen.narrow.opened #list { display: none; }
    ListScreen.narrow.opened #side { display: block; }
    """

    def __init__(self, source: Source[R]) -> None:
        super().__init__()
        self.source = source
        self.pages: Pages[R] = Pages(source)
        # Parts that work goes on with stay at hand: a screen that is taken down no longer finds them.
        self._table: VirtualTable[R] | None = None
        self._side = Detail()
        self._head = Static("", id="head", markup=False)
        #: When the list is read again, and the timer for it; and when it was last, by a clock that never goes back.
        self._renew_at, self._renewed = inf, -inf
        self._timer: Timer | None = None
        #: Whether something changed while another area was open.
        self._behind = False
        #: The row whose detail is shown.
        self._shown: R | None = None
        #: Key of the row whose detail is on its way; empty where none is.
        self._awaited = ""
        #: Why the list could not be read; empty where it could.
        self._fault = ""
        #: Keys of rows that left the list under the cursor.
        self._departed: set[str] = set()

    # -- what a subclass says

    @abstractmethod
    def columns(self) -> Sequence[Column[R]]:
        """What of a row stands in the list, from the left; asked again in another language."""

    def shown_columns(self) -> list[Column[R]]:
        """Those that the operator wants to see, in the order in which they want them, and that tell something now."""
        listed = [column for column in self.columns() if not column.needless]
        wanted = self.console.desk.settings.of(self.area).columns
        chosen = [column for name in wanted for column in listed if column.id == name]
        return chosen or listed

    @abstractmethod
    async def detail(self, row: R) -> Sequence[Block]:
        """The row in full; may ask the server."""

    def below(self) -> ComposeResult:
        """What stands under the detail."""
        yield from ()

    # -- composition

    def body(self) -> ComposeResult:
        with Horizontal(id="main"):
            with Vertical(id="list"):
                yield self._head
                yield Input(placeholder=self._filter_hint(), id="filter", select_on_focus=False)
                yield self.table
            with Vertical(id="side"):
                yield self._side
                yield from self.below()

    def _filter_hint(self) -> str:
        names = " ".join(f"{query.name_of(name)}:…" for name in self.conditions)
        return t("filter.hint", free=t(f"filter.free.{self.free}") if self.free else "", names=names)

    def _empty(self) -> str:
        return self._fault or t("list.empty_filtered" if self.pages.query.conditions else f"list.empty.{self.area}")

    def on_mount(self) -> None:
        self._side.show([Block(lines=[("dim", t("list.loading"))])])
        if not self.pages.query.conditions:  # somebody may have come here with a filter
            self.start(self.first)
        self.table.focus()

    def retranslate(self) -> None:
        super().retranslate()
        self.query_one("#filter", Input).placeholder = self._filter_hint()
        self.look_changed()
        self._look()

    def look_changed(self) -> None:
        """The operator wants to see other columns."""
        self.table.show_columns(self.shown_columns())
        self.show_head()

    def refocus(self) -> None:
        self.table.focus()

    def on_screen_resume(self) -> None:
        self.refocus()
        if self._behind:
            self._behind = False
            self.renew()
            self._look()

    def on_resize(self) -> None:
        self.set_class(self.size.width < 100, "narrow")

    @property
    def table(self) -> VirtualTable[R]:
        if self._table is None:
            self._table = VirtualTable(
                self.pages, self.shown_columns(), self.need, lambda title: t(title) if title else "", self._empty
            )
        return self._table

    @property
    def current(self) -> R | None:
        """The row under the cursor."""
        return self.table.current

    @property
    def about(self) -> str:
        return self.table.cursor_key

    # -- the list

    def start(self, wanted: Query) -> None:
        """Shows another filter or order from its top, and watches it."""
        self.pages.restart(wanted)
        self._fault = ""
        self._departed.clear()
        self.table.show_columns(self.shown_columns())
        self.table.restart()
        self.show_head()
        if wanted.get(ONE):
            self.on_virtual_table_opened()
        self.console.showing(Shown(self.area, wanted))
        if getattr(self.source, "watch", None) is not None:
            self._watch(wanted)

    def _watch(self, wanted: Query) -> None:
        source: Any = self.source
        live: Live[R] = Live(lambda token: source.watch(wanted, token), self._changed, self.renew_soon)
        start(self, "watch", live.run)

    def need(self, page: int) -> None:
        if self._fault:
            return  # what is asked for is wrong, and stays so until something else is
        start(self, "fetch", self._fetch, page, alone=False)

    async def _fetch(self, page: int) -> None:
        try:
            current = await self.pages.fetch(page)
        except ClientError as error:
            self.console.refused(error)
            if error.lost:
                await asyncio.sleep(2)
                if self.is_mounted and page in self.pages.missing(page * PAGE_ROWS, page * PAGE_ROWS):
                    self.need(page)
            elif not self.pages.loaded:
                self._fault = error.message
                self.show_head()
            return
        self.console.reached()
        if not current:
            return
        self._fault = ""
        self.table.rows_changed()
        self.show_head()
        if self._shown is None if self.pages.total else self._shown is not None or page == 0:
            self._look()  # the first row that there is, or that there is none

    def _changed(self, changes: tuple[Change[R], ...]) -> None:
        self.console.reached()
        self.console.waiting.soon(self.area)
        if one := self.pages.query.get(ONE):
            changes = tuple(change for change in changes if change.key == one)
        here = self.table.cursor_key
        for change in changes:
            if change.kind == "deleted" and change.key == here:
                self._departed.add(change.key)
            elif change.kind != "deleted":
                self._departed.discard(change.key)
        applied = self.pages.apply(changes)
        if applied.touched:
            self.table.mark_dirty(applied.touched)
        if here and any(change.key == here for change in changes):
            if self._open():
                self._look()
            else:
                self._behind = True
        if applied.moved:
            self.renew_soon()
        elif applied.fewer:
            self.renew_soon(SLOWLY)

    def left(self, key: str) -> bool:
        """Whether a row is no longer of this list, and is shown only until the cursor moves on."""
        kept = self.pages.kept
        return key in self._departed or (kept is not None and kept[1].id == key)

    def renew_soon(self, pause: float = PACE) -> None:
        """Reads the list again: in a second, or so many behind the last time. Where nobody sees it, once it is seen
        again: what is read is a look at people, and the server has much to answer besides."""
        if not self._open():
            self._behind = True
            return
        due = max(monotonic() + RENEW, self._renewed + pause)
        if due < self._renew_at:
            self._stop_timer()
            self._renew_at = due
            self._timer = self.set_timer(due - monotonic(), self._renew_now)

    def _renew_now(self) -> None:
        """Unless another area was opened meanwhile."""
        self._stop_timer()
        if self._open():
            self.renew()
        else:
            self._behind = True

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._renew_at, self._timer = inf, None

    def _open(self) -> bool:
        """Whether this is the area that is open, be it behind a form."""
        return self in self.app.screen_stack

    def renew(self) -> None:
        self._stop_timer()
        self._renewed = monotonic()
        self._fault = ""
        self.table.hold_place()
        self.pages.renew()
        top = round(self.table.scroll_y)
        for page in self.pages.missing(top, top + self.table.visible_rows):
            self.need(page)

    def show_head(self) -> None:
        shown = self.filter_line
        parts = [self._fault or (rows.said(self.pages.total) if self.pages.loaded else t("list.loading"))]
        if shown:
            parts.append(f"/ {shown}")
        if order := self.order_name():
            parts.append(order)
        if self.table.marks:
            parts.append(t("list.marked", count=len(self.table.marks)))
        self._head.update("   ".join(parts))

    def order_name(self) -> str:
        """By what the list is ordered, in words; empty where that goes without saying."""
        return ""

    # -- the detail

    def on_virtual_table_moved(self) -> None:
        self.console.showing(Shown(self.area, self.pages.query, self.table.cursor_key))
        self.show_head()
        self.update_actions()
        self._look()

    def on_virtual_table_opened(self) -> None:
        self.add_class("opened")  # where there is no room for both, the detail takes the place of the list
        self._side.focus()

    def _look(self) -> None:
        start(self, "detail", self._show_detail)

    def look_again(self) -> None:
        """For what is looked at every so often: a detail on its way is waited for, however slow the server is."""
        if not self.busy("detail"):
            self._look()

    def look_every(self, seconds: float) -> None:
        """For what nobody tells of: list and detail are read again every so often, while somebody looks."""
        self.every(seconds, self._read_again)

    def _read_again(self) -> None:
        if self.is_current and self.console.connection.state is not State.LOST and not self.busy("fetch"):
            self.renew()
            self.look_again()

    def busy(self, group: str) -> bool:
        """Whether work of a group runs: pages ("fetch") or a detail are on their way."""
        return any(one.node is self and one.group == group and one.is_running for one in self.workers)

    async def _show_detail(self) -> None:
        """Shows the row under the cursor; tried again for as long as the server is lost."""
        await asyncio.sleep(REST)
        row = self.table.current
        detail = self._side
        if row is None:
            self._shown = None
            self.nothing_shown()
            detail.show([])
            self.update_actions()
            return
        another = self._shown is None or self._shown.id != row.id
        if another:
            self._awaited = row.id
            self.set_timer(SLOW, partial(self._say_loading, row.id))
        try:
            blocks = await self._asked(row)
        finally:
            self._awaited = ""
        self._shown = row
        detail.show(blocks)
        if another:
            detail.scroll_home(animate=False)
        self.update_actions()

    def _say_loading(self, key: str) -> None:
        """Unless the detail came meanwhile: a timer that is stopped may have been about to say it."""
        if self._awaited == key:
            self._side.show([Block(lines=[("dim", t("list.loading"))])])

    async def _asked(self, row: R) -> Sequence[Block]:
        """The blocks of a row, or what its detail is refused with."""
        pauses = Backoff(longest=RETRY)
        while True:
            try:
                blocks = await self.detail(row)
            except ClientError as error:
                self._awaited = ""
                if not error.lost:
                    if error.reason == "UNAUTHENTICATED":
                        self.console.refused(error)
                    return [Block(t("error.title"), lines=[("bad", error.message)])]
                self.console.refused(error)
                if self._shown is None or self._shown.id != row.id:
                    self._side.show([Block(t("error.title"), lines=[("bad", t("error.lost"))])])
                await asyncio.sleep(pauses.next())
            else:
                self.console.reached()
                return blocks

    def nothing_shown(self) -> None:
        """There is no row: nothing of the one before is known any more."""

    def on_virtual_table_range_wanted(self, message: VirtualTable.RangeWanted) -> None:
        start(self, "mark", self.guarded, partial(self._mark_range, message.anchor))

    async def _mark_range(self, anchor: str) -> None:
        """Marks all from a row to the cursor, whether they are here or not; or none, and says why."""
        epoch, table = self.pages.epoch, self.table
        begin = self.pages.find(anchor)
        if begin is None:
            self.console.tell(t("list.mark_gone"), "warning")
            return
        first, last = sorted((begin, table.cursor))
        if last - first >= MOST_MARKED:
            most = formats.number(MOST_MARKED)
            self.console.tell(t("list.mark_most", wanted=formats.number(last - first + 1), most=most), "warning")
            return
        for page in range(first // PAGE_ROWS, last // PAGE_ROWS + 1):
            if self.pages.row(min(max(first, page * PAGE_ROWS), last)) is None:
                await self.pages.fetch(page)
        rows = [self.pages.row(number) for number in range(first, last + 1)]
        found = [row for row in rows if row is not None]
        if len(found) < len(rows) or epoch != self.pages.epoch or self.pages.find(anchor) != begin:
            self.console.tell(t("list.mark_moved"), "warning")
            return
        table.mark_rows(found)

    # -- actions of every list

    def do_filter(self) -> None:
        line = self.query_one("#filter", Input)
        line.value = self.filter_line
        line.add_class("open")
        line.focus()

    @on(Input.Submitted, "#filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            wanted = self.understood(event.value)
        except ValueError as error:
            self.console.tell(str(error), "warning")
            return
        self.close_filter()
        self.start(wanted)

    def understood(self, line: str) -> Query:
        """What a filter line means here. Raises ValueError that says what does not."""
        names = (*self.conditions, ONE)
        try:
            return query.parse(line, names, self.free, self.pages.query.descending, self.words)
        except query.UnknownName as error:
            known = ", ".join(map(query.name_of, error.known))
            raise ValueError(t("filter.unknown", name=error.name, known=known)) from None
        except query.UnknownValue as error:
            known = ", ".join(error.known)
            raise ValueError(t("filter.unknown_value", name=error.name, value=error.value, known=known)) from None

    @property
    def filter_line(self) -> str:
        """The filter as it would be typed."""
        return query.text_of(self.pages.query, self.free, self.words)

    def close_filter(self) -> None:
        self.query_one("#filter", Input).remove_class("open")
        self.table.focus()

    def leave(self) -> None:
        """Escape: out of the filter line, then out of the marks, then back to the list, and from one row to all."""
        if self.query_one("#filter", Input).has_class("open"):
            self.close_filter()
        elif self.table.marks:
            self.table.clear_marks()
            self.show_head()
        else:
            self.remove_class("opened")
            self.table.focus()
            if self.pages.query.get(ONE):
                self.start(self.first)

    async def do_filters(self) -> None:
        await filters.work_on(self)

    async def do_columns(self) -> None:
        await columns.choose(self)

    def do_order(self) -> None:
        before = self.pages.query
        self.start(Query(before.conditions, not before.descending))

    def do_renew(self) -> None:
        self.renew()

    def aim(self, key: str) -> None:
        """Puts the cursor on a row, at once or when it comes."""
        number = self.pages.find(key)
        if number is None:
            self.table.aim(key)
        else:
            self.table.go_to(number)

    def do_copy(self) -> None:
        """What the row under the cursor is known by goes to the terminal's clipboard (OSC 52)."""
        if self.current is not None:
            known: str = getattr(self.current, "number", "") or self.current.id
            self.console.copy_to_clipboard(known)
            self.console.tell(t("list.copied", text=known))

    async def do_table(self) -> None:
        await rows.save(self)

    def set_condition(self, name: str, value: str) -> None:
        """The same filter with one condition changed; without a value, without it."""
        before = self.pages.query
        kept = tuple((key, one) for key, one in before.conditions if key not in (name, ONE))
        self.start(Query((*kept, *([(name, value)] if value else [])), before.descending))

    def took(self, row: R) -> None:
        """A row as the server gave it back after an action; one that leaves the list by it is shown as it is now."""
        number = self.pages.replace(row)
        self.table.know(row)
        self.console.waiting.soon(self.area)
        if number is not None:
            self.table.mark_dirty([number])
        self._look()
        self.update_actions()

    async def in_bulk(
        self, rows: Sequence[R], work: Callable[[R], Awaitable[R]], title: str, lane: Callable[[R], str] = _one_lane
    ) -> None:
        """Does something to many rows, those of one lane one after another, showing how far it is. What was done loses
        its mark; what was refused is counted and, like what was never tried, stays marked."""
        from console.screens.progress import Progress

        progress = Progress(title, len(rows))
        await self.app.push_screen(progress)
        refused: list[str] = []
        done = 0
        lost = False

        async def one(row: R) -> bool:
            nonlocal done, lost
            if progress.stopped or lost:
                return False
            try:
                await patient(lambda: work(row))
                done += 1
                self.table.marks.pop(row.id, None)
            except ClientError as error:
                if error.reason == "UNAUTHENTICATED":
                    raise
                if error.lost:
                    self.console.refused(error)
                    lost = True
                    return False
                refused.append(error.message)
            progress.advance(len(refused))
            return True

        try:
            await in_lanes(rows, lane, one)
        except ClientError:
            progress.dismiss()
            raise
        progress.finish(refused, untried=len(rows) - done - len(refused), lost=lost)
        self.table.refresh()
        self.show_head()

    async def worked(self, form: Form, work: Callable[[dict[str, str]], Awaitable[R]]) -> R | None:
        """Asks, and does that to a row; what it is refused with stands in the form. The row as it is then, or None
        where the form was left."""
        done: R | None = None

        async def send(answers: dict[str, str]) -> None:
            nonlocal done
            done = await work(answers)
            self.took(done)

        form.send_with(send)
        await self.ask(form)
        return done

    async def reason(
        self, title: str, *, danger: bool = False, phrase: str = "", text: str = "", send: Send
    ) -> str | None:
        """Asks why; with a phrase, also for what is to happen, typed. What `send` is refused stands in the form."""
        fields = [Field("reason", t("form.reason"))]
        if phrase:
            fields.append(Field("phrase", "", phrase=phrase))
        answers = await self.ask(Form(title, fields, text=text, danger=danger, send=send))
        return answers["reason"] if answers else None
