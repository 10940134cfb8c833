"""A list with its detail: filter line, virtual table, detail beside it, live changes, actions on rows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from console import query
from console.i18n import t
from console.models import Change, Query
from console.ports import ClientError, Source
from console.screens.area import AreaScreen
from console.store.live import Live
from console.store.pages import Keyed, Pages
from console.widgets.detail import Block, Detail
from console.widgets.form import Field, Form
from console.widgets.table import Column, VirtualTable
from console.work import start

R = TypeVar("R", bound=Keyed)

#: Seconds that the cursor must rest before the detail is fetched.
REST = 0.15
#: Seconds between two readings of a list whose rows come and go.
RENEW = 1.0


class ListScreen(AreaScreen, Generic[R]):
    """An area that is a list. The subclass names source, columns and detail."""

    #: Conditions of the filter line, and the one that free text means.
    conditions: ClassVar[Sequence[str]] = ()
    free: ClassVar[str] = ""
    #: The filter an area opens with.
    first: ClassVar[Query] = Query()
    DEFAULT_CSS = """
    ListScreen #main { height: 1fr; }
    ListScreen #list { width: 2fr; }
    ListScreen #side { width: 1fr; min-width: 40; }
    ListScreen #head { height: 1; color: $text-muted; padding: 0 1; }
    ListScreen #filter { display: none; height: 3; border: tall $primary; }
    ListScreen #filter.open { display: block; }
    ListScreen.narrow #side { display: none; }
    ListScreen.narrow.opened #list { display: none; }
    ListScreen.narrow.opened #side { display: block; }
    """

    def __init__(self, source: Source[R]) -> None:
        super().__init__()
        self.source = source
        self.pages: Pages[R] = Pages(source)
        self._renewing = False
        self._shown: R | None = None

    # -- what a subclass says

    def columns(self) -> Sequence[Column[R]]:
        raise NotImplementedError

    async def detail(self, row: R) -> Sequence[Block]:
        """The row in full; may ask the server."""
        raise NotImplementedError

    def below(self) -> ComposeResult:
        """What stands under the detail."""
        yield from ()

    # -- composition

    def body(self) -> ComposeResult:
        with Horizontal(id="main"):
            with Vertical(id="list"):
                yield Static("", id="head", markup=False)
                yield Input(placeholder=self._filter_hint(), id="filter", select_on_focus=False)
                yield VirtualTable(
                    self.pages, self.columns(), self.need, lambda title: t(title) if title else "", self._empty
                )
            with Vertical(id="side"):
                yield Detail()
                yield from self.below()

    def _filter_hint(self) -> str:
        names = " ".join(f"{name}:…" for name in self.conditions)
        return t("filter.hint", free=t(f"filter.free.{self.free}") if self.free else "", names=names)

    def _empty(self) -> str:
        return t("list.empty_filtered" if self.pages.query.conditions else f"list.empty.{self.area}")

    def on_mount(self) -> None:
        if not self.pages.query.conditions:  # somebody may have come here with a filter
            self.start(self.first)
        self.table.focus()

    def recomposed(self) -> None:
        super().recomposed()
        self.table.rows_changed()
        self.show_head()
        self.update_actions()
        self._look()
        self.table.focus()

    def on_screen_resume(self) -> None:
        self.table.focus()

    def on_resize(self) -> None:
        self.set_class(self.size.width < 100, "narrow")

    @property
    def table(self) -> VirtualTable[R]:
        return self.query_one(VirtualTable)

    @property
    def current(self) -> R | None:
        """The row under the cursor; None also while the screen is being composed."""
        tables = self.query(VirtualTable)
        return tables.first().current if tables else None

    # -- the list

    def start(self, wanted: Query) -> None:
        """Shows another filter or order from its top, and watches it."""
        self.pages.restart(wanted)
        self.table.restart()
        self.show_head()
        self.need(0)
        if hasattr(self.source, "watch"):
            self._watch(wanted)

    def _watch(self, wanted: Query) -> None:
        source: Any = self.source
        live: Live[R] = Live(lambda token: source.watch(wanted, token), self._changed, self.renew_soon)
        start(self, "watch", live.run)

    def need(self, page: int) -> None:
        start(self, "fetch", self._fetch, page, alone=False)

    async def _fetch(self, page: int) -> None:
        try:
            current = await self.pages.fetch(page)
        except ClientError as error:
            self.console.refused(error)
            if error.lost:
                await asyncio.sleep(2)
                if self.is_mounted and page in self.pages.missing(page * 200, page * 200):
                    self.need(page)
            return
        if current:
            self.table.rows_changed()
            self.show_head()
            if page == 0 and self._shown is None:
                self._look()

    def _changed(self, changes: tuple[Change[R], ...]) -> None:
        touched, moved = self.pages.apply(changes)
        if touched:
            self.table.mark_dirty(touched)
        if self._shown is not None and any(change.key == self._shown.id for change in changes):
            self._look()
        if moved:
            self.renew_soon()

    def renew_soon(self) -> None:
        """Reads the list again, at most once a second."""
        if not self._renewing:
            self._renewing = True
            self.set_timer(RENEW, self.renew)

    def renew(self) -> None:
        self._renewing = False
        self.table.hold_place()
        self.pages.renew()
        top = round(self.table.scroll_y)
        for page in self.pages.missing(top, top + self.table.visible_rows):
            self.need(page)

    def show_head(self) -> None:
        shown = query.text_of(self.pages.query, self.free)
        parts = [t("list.rows", count=self.pages.total) if self.pages.loaded else t("list.loading")]
        if shown:
            parts.append(f"/ {shown}")
        if self.table.marks:
            parts.append(t("list.marked", count=len(self.table.marks)))
        self.query_one("#head", Static).update("   ".join(parts))

    # -- the detail

    def on_virtual_table_moved(self) -> None:
        self.show_head()
        self.update_actions()
        self._look()

    def on_virtual_table_opened(self) -> None:
        self.add_class("opened")  # where there is no room for both, the detail takes the place of the list
        self.query_one(Detail).focus()

    def _look(self) -> None:
        start(self, "detail", self._show_detail)

    async def _show_detail(self) -> None:
        await asyncio.sleep(REST)
        row = self.table.current
        self._shown = row
        if row is None:
            self.query_one(Detail).show([])
            return
        try:
            blocks = await self.detail(row)
        except ClientError as error:
            blocks = [Block(t("error.title"), lines=[("bad", t("error.lost") if error.lost else error.message)])]
        self.query_one(Detail).show(blocks)

    # -- actions of every list

    def do_filter(self) -> None:
        line = self.query_one("#filter", Input)
        line.value = query.text_of(self.pages.query, self.free)
        line.add_class("open")
        line.focus()

    @on(Input.Submitted, "#filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            wanted = query.parse(event.value, self.conditions, self.free, self.pages.query.descending)
        except query.UnknownName as error:
            self.console.tell(t("filter.unknown", name=error.name, known=", ".join(error.known)), "warning")
            return
        self.close_filter()
        self.start(wanted)

    def close_filter(self) -> None:
        self.query_one("#filter", Input).remove_class("open")
        self.table.focus()

    def leave(self) -> None:
        """Escape: out of the filter line, then out of the marks, then back to the list."""
        if self.query_one("#filter", Input).has_class("open"):
            self.close_filter()
        elif self.table.marks:
            self.table.clear_marks()
            self.show_head()
        else:
            self.remove_class("opened")
            self.table.focus()

    def do_order(self) -> None:
        before = self.pages.query
        self.start(Query(before.conditions, not before.descending))

    def do_renew(self) -> None:
        self.renew()

    def set_condition(self, name: str, value: str) -> None:
        """The same filter with one condition changed; without a value, without it."""
        before = self.pages.query
        kept = tuple((key, one) for key, one in before.conditions if key != name)
        self.start(Query((*kept, *([(name, value)] if value else [])), before.descending))

    def took(self, row: R) -> None:
        """A row as the server gave it back after an action."""
        number = self.pages.replace(row)
        if number is not None:
            self.table.mark_dirty([number])
        self._look()
        self.update_actions()

    async def in_bulk(self, rows: Sequence[R], work: Callable[[R], Awaitable[R]], title: str) -> None:
        """Does something to many rows, one after another, showing how far it is; what is refused is counted."""
        from console.screens.progress import Progress

        progress = Progress(title, len(rows))
        await self.app.push_screen(progress)
        refused: list[str] = []
        for row in rows:
            if progress.stopped:
                break
            try:
                self.took(await work(row))
            except ClientError as error:
                refused.append(error.message)
                if error.lost:
                    break
            progress.advance(len(refused))
        progress.finish(refused)
        self.table.clear_marks()
        self.show_head()

    async def reason(self, title: str, *, danger: bool = False, phrase: str = "", text: str = "") -> str | None:
        """Asks why; with a phrase, also for what is to happen, typed."""
        fields = [Field("reason", t("form.reason"))]
        if phrase:
            fields.append(Field("phrase", "", phrase=phrase))
        answers = await self.ask(Form(title, fields, text=text, danger=danger))
        return answers["reason"] if answers else None
