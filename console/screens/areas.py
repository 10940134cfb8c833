"""The menu of areas, which `g` opens: a letter or a digit goes there at once."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from console.actions import AREAS, Area
from console.i18n import language, t
from console.keyboard import physical, printed
from console.models import Operator
from console.needs import Counted
from console.screens.area import mark
from console.widgets.detail import TONES


class AreaMenu(ModalScreen[str | None]):
    """Id of the area that was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    AreaMenu { align: center middle; background: $background 60%; }
    AreaMenu > #box { width: 76; max-width: 94%; height: auto; padding: 1 2; background: $surface;
                      border: round $primary; }
    AreaMenu #title { text-style: bold; margin-bottom: 1; }
    AreaMenu #foot { color: $text-muted; margin-top: 1; }
    """

    def __init__(self, operator: Operator, marks: Mapping[str, Counted]) -> None:
        """`marks` is what waits in an area."""
        super().__init__()
        self._marks = marks
        self._areas = [area for area in AREAS if operator.may(area.permission)]

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(t("go.title"), id="title", markup=False)
            yield Static(_listed(self._areas, self._marks), id="areas")
            yield Label(t("go.hint"), id="foot", markup=False)

    def on_key(self, event: events.Key) -> None:
        letter = physical(event.character or "").lower()
        for area in self._areas:
            if area.letter == letter:
                event.stop()
                self.dismiss(area.id)
                return

    def action_leave(self) -> None:
        self.dismiss(None)


def _listed(areas: Sequence[Area], marks: Mapping[str, Counted]) -> Table:
    """Two columns: first those with a digit, then those with a letter."""
    table = Table.grid(padding=(0, 2), expand=True)
    for _ in range(2):
        table.add_column(ratio=1, no_wrap=True)
    lines = (len(areas) + 1) // 2
    items = [_item(area, marks.get(area.id)) for area in areas]
    for pair in zip_longest(items[:lines], items[lines:], fillvalue=""):
        table.add_row(*pair)
    return table


def _item(area: Area, waits: Counted | None) -> Text:
    there = printed(area.letter) if language() == "uk" else ""
    key = f" {area.letter} {there or ' '} " if language() == "uk" else f" {area.letter} "
    text = Text(no_wrap=True).append(key, style="reverse bold").append(f" {t(area.label)}")
    return text.append(f" {mark(waits)}", style=f"bold {TONES[waits.need.tone]}") if waits is not None else text
