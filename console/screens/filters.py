"""Filters of an area that an operator kept under a name: one is put on, the present one kept, one put away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from console import typed, visible
from console.i18n import t
from console.keyboard import physical
from console.settings import MOST_FILTERS, MOST_LINE, MOST_NAME, SavedFilter
from console.widgets.form import Field, Form

if TYPE_CHECKING:
    from console.screens.listing import ListScreen

#: Cells of a name, behind which the filter begins.
NAME = 26
#: What is wanted, and of which filter.
Wish = tuple[str, str]


class SavedFilters(ModalScreen[Wish | None]):
    """What is to be done: ("put", name), ("drop", name), ("keep", ""); None for nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    SavedFilters { align: center middle; background: $background 60%; }
    SavedFilters > #box { width: 84; max-width: 96%; height: auto; max-height: 90%; padding: 0 1; background: $surface;
                          border: round $primary; }
    SavedFilters #title { text-style: bold; }
    SavedFilters OptionList { height: auto; max-height: 22; border: none; background: $surface; margin-top: 1; }
    SavedFilters OptionList:focus { border: none; }
    SavedFilters #none, SavedFilters #foot { color: $text-muted; margin-top: 1; width: 100%; }
    """

    def __init__(self, title: str, filters: Sequence[SavedFilter], *, keeps: bool) -> None:
        """`keeps` is whether they may be changed."""
        super().__init__()
        self._title, self._filters, self._keeps = title, filters, keeps

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, id="title", markup=False)
            if self._filters:
                yield OptionList(*(Option(_line(one), id=str(number)) for number, one in enumerate(self._filters)))
            else:
                yield Static(t("filters.none"), id="none", markup=False)
            yield Label(t("filters.keys" if self._keeps else "filters.keys_read_only"), id="foot", markup=False)

    def on_key(self, event: events.Key) -> None:
        letter = physical(event.character or "")
        if not self._keeps or letter not in ("n", "x"):
            return
        event.stop()
        if letter == "n":
            self.dismiss(("keep", ""))
        elif self._filters:
            here = self.query_one(OptionList).highlighted or 0
            self.dismiss(("drop", self._filters[here].name))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(("put", self._filters[event.option_index].name))

    def action_leave(self) -> None:
        self.dismiss(None)


def _line(one: SavedFilter) -> Text:
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f"{visible.line(one.name):<{NAME}} ")
    text.append(visible.line(one.line), style="dim")
    return text


async def work_on(screen: "ListScreen[Any]") -> None:
    """Shows the filters that are kept of a list until one is put on, or nothing more is wanted."""
    desk, area = screen.console.desk, screen.area
    while True:
        kept = desk.settings.of(area).filters
        shown = SavedFilters(t("filters.title", area=t(f"area.{area}")), kept, keeps=desk.kept)
        wish: Wish | None = await screen.app.push_screen_wait(shown)
        match wish:
            case "keep", _:
                await _keep(screen)
            case "drop", name:
                _drop(screen, name)
            case "put", name:
                _put(screen, next(one for one in kept if one.name == name))
                return
            case _:
                return


def _put(screen: "ListScreen[Any]", one: SavedFilter) -> None:
    try:
        screen.start(screen.understood(one.line))
    except ValueError as error:
        screen.console.tell(str(error), "warning")


def _drop(screen: "ListScreen[Any]", name: str) -> None:
    screen.console.desk.arrange(screen.area, lambda settings: settings.without(name))
    screen.console.tell(t("filters.dropped", name=name))


async def _keep(screen: "ListScreen[Any]") -> None:
    """Asks under which name the present filter is kept."""
    desk, area, line = screen.console.desk, screen.area, screen.filter_line.strip()
    kept = desk.settings.of(area)
    if not line or len(line) > MOST_LINE:
        screen.console.tell(t("filters.line_most", most=MOST_LINE) if line else t("filters.empty"), "warning")
        return

    async def send(answers: dict[str, str]) -> None:
        name = answers["name"]
        if len(name) > MOST_NAME:
            raise typed.wrong(t("filters.name_most", most=MOST_NAME), "name")
        changed = kept.saving(name, line)
        if len(changed.filters) > MOST_FILTERS:
            raise typed.wrong(t("filters.most", most=MOST_FILTERS))
        desk.arrange(area, lambda settings: settings.saving(name, line))

    form = Form(t("filters.keep"), [Field("name", t("filters.name"))], text=line, send=send)
    if answers := await screen.ask(form):
        screen.console.tell(t("filters.kept", name=answers["name"]))
