"""The search over everything: a text, and what is meant by it, kind by kind, as it is typed."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from console import search, visible
from console.actions import AREAS
from console.i18n import enum, t
from console.models import Operator, Query
from console.ports import ClientError, SearchApi
from console.search import Found, Hit, Kind
from console.store.live import Backoff
from console.together import patient
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: Seconds that the typing must rest before the server is asked.
REST = 0.35
#: Cells of a title, behind which the detail begins.
TITLE = 34


@dataclass(frozen=True)
class Place:
    """Where one is led to: an area, and its filter there."""

    area: str
    query: Query
    #: Whether the server wants to know why, before it shows that.
    why: bool = False


class SearchScreen(ModalScreen[Place | None]):
    """Where what was chosen is worked on, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
    ]
    DEFAULT_CSS = """
    SearchScreen { align: center middle; background: $background 60%; }
    SearchScreen > #box { width: 100; max-width: 96%; height: 90%; padding: 0 1; background: $surface;
                          border: round $primary; }
    SearchScreen #title { text-style: bold; }
    SearchScreen #said { height: auto; color: $text-muted; padding: 0 1; }
    SearchScreen #said.bad { color: $text-error; }
    SearchScreen OptionList { height: 1fr; border: none; background: $surface; }
    SearchScreen #foot { color: $text-muted; }
    """

    def __init__(self, source: SearchApi, operator: Operator, text: str = "", *, lead: bool = False) -> None:
        """`lead` goes on by itself where just one thing is found by the text that it opens with."""
        super().__init__()
        self._source, self._operator = source, operator
        self._input = Input(text, max_length=search.MOST, placeholder=t("search.placeholder"), select_on_focus=False)
        self._said = Static("", id="said", markup=False)
        self._listed = OptionList()
        self._listed.can_focus = False
        #: Where each line leads, by its id.
        self._places: dict[str, Place] = {}
        #: The text whose hits are shown.
        self._answered = ""
        #: Whether the only hit of the text that stands there is where to go, as soon as it comes.
        self._lead = lead

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(t("search.title"), id="title", markup=False)
            yield self._input
            yield self._said
            yield self._listed
            yield Label(t("search.keys"), id="foot", markup=False)

    def on_mount(self) -> None:
        self._input.focus()
        self._input.cursor_position = len(self._input.value)
        start(self, "find", self._find, self._text)

    def on_key(self, event: events.Key) -> None:
        """A key that came before the line had the focus is meant for it."""
        if self.focused is not self._input and event.is_printable and event.character:
            event.stop()
            self._input.post_message(events.Key(event.key, event.character))

    @property
    def _text(self) -> str:
        return " ".join(self._input.value.split())

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._text != self._answered:
            start(self, "find", self._find, self._text)  # whatever was asked before is not waited for any more

    # -- asking

    async def _find(self, text: str) -> None:
        if len(text) < search.LEAST:
            self._show(text, Found())
            kinds = ", ".join(t(f"search.kind.{one.id}").lower() for one in search.searched(self._operator))
            self._say(t("search.hint", kinds=kinds) if kinds else t("search.no_kinds"))
            self._lead = False
            return
        if not self._lead:
            await asyncio.sleep(REST)
        self._say(t("search.asking"))
        try:
            found = await self._asked(text)
        except ClientError as error:
            self._show(text, Found())
            self._say(error.message, "bad")
            self._lead = False
            if error.reason == "UNAUTHENTICATED":
                self.dismiss(None)
                cast("Console", self.app).refused(error)
            return
        self._show(text, found)
        self._say("" if found.hits else t("search.nothing", text=visible.line(text)))
        if self._lead and len(self._places) == 1:
            self._choose(next(iter(self._places)))
        self._lead = False

    async def _asked(self, text: str) -> Found:
        """Asks until there is an answer, for as long as the server is lost. Raises ClientError."""
        pauses, console = Backoff(), cast("Console", self.app)
        while True:
            try:
                found = await patient(lambda: self._source.find(text))
            except ClientError as error:
                if not error.lost:
                    raise
                console.refused(error)
                self._say(t("search.lost"), "bad")
                await asyncio.sleep(pauses.next())
            else:
                console.reached()
                return found

    # -- showing

    def _say(self, sentence: str, tone: str = "") -> None:
        self._said.set_class(tone == "bad", "bad")
        self._said.display = bool(sentence)
        self._said.update(sentence)

    def _show(self, text: str, found: Found) -> None:
        """Hits by kind, each kind under its name."""
        self._answered = text
        self._places.clear()
        options: list[Option] = []
        for kind in search.KINDS:
            hits = [one for one in found.hits if one.kind == kind.id]
            if hits:
                options.append(Option(Text(t(f"search.kind.{kind.id}"), style="bold underline"), disabled=True))
                options += [self._option(kind, one) for one in hits]
            if kind.id in found.more:
                options.append(self._more(kind, text))
        self._listed.set_options(options)
        self._listed.highlighted = next((place for place, one in enumerate(options) if not one.disabled), None)

    def _option(self, kind: Kind, hit: Hit) -> Option:
        detail = enum(kind.words, hit.detail) if kind.words else hit.detail
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{visible.line(hit.title):<{TITLE}} ")
        line.append(visible.line(detail), style="dim")
        name = f"{kind.id} {hit.id}"
        if self._open(kind):
            self._places[name] = Place(kind.area, hit.query, kind.why)
        else:
            line.append(f"  {t('search.closed')}", style="dim")
        return Option(line, id=name)

    def _more(self, kind: Kind, text: str) -> Option:
        """Where there are more than are told: they are listed in their area, or the text must say more."""
        if not kind.listed:
            return Option(Text(t("search.more"), style="dim"), disabled=True)
        name = f"{kind.id} "
        self._places[name] = Place(kind.area, Query(((kind.listed, text),)))
        return Option(Text(t("search.all", area=t(f"area.{kind.area}")), style="italic"), id=name)

    def _open(self, kind: Kind) -> bool:
        return self._operator.may(next(area.permission for area in AREAS if area.id == kind.area))

    # -- choosing

    def action_move(self, how: str) -> None:
        getattr(self._listed, f"action_{how}")()

    @on(Input.Submitted)
    def _entered(self) -> None:
        """The line that is marked; where the answer to what was typed is still to come, the only one in it."""
        if self._text != self._answered:
            self._lead = True
            start(self, "find", self._find, self._text)
        elif self._listed.highlighted is not None:
            self._choose(self._listed.get_option_at_index(self._listed.highlighted).id or "")

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_id or "")

    def _choose(self, name: str) -> None:
        if name in self._places:
            self.dismiss(self._places[name])
        else:
            self._say(t("search.closed"), "bad")

    def action_leave(self) -> None:
        self.dismiss(None)
