"""Choosing several of many: a list with marks."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Button, Label, SelectionList, Static
from textual.widgets.selection_list import Selection

from console.i18n import t


class Marks(SelectionList[str]):
    """A list whose marks read without colour, one line to a choice."""

    DEFAULT_CSS = "Marks { text-wrap: nowrap; text-overflow: ellipsis; }"

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        place = self.scroll_offset.y + y
        if not 0 <= place < self.option_count:
            return line
        left, inner, right, *rest = line
        mark = "✔" if self.get_option_at_index(place).value in self.selected else " "
        sides = [Segment("[", left.style), Segment(mark, inner.style), Segment("]", right.style)]
        return Strip([*sides, *rest], line.cell_length)


class Picker(ModalScreen[tuple[str, ...] | None]):
    """Values that were marked, in the order of the list; None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "go_on", show=False),
    ]
    DEFAULT_CSS = """
    Picker { align: center middle; background: $background 60%; }
    Picker > #box { width: 96; max-width: 96%; height: 90%; padding: 0 2; background: $surface;
                    border: round $primary; }
    Picker #title { text-style: bold; }
    Picker #text { color: $text-muted; height: auto; }
    Picker Marks { height: 1fr; border: none; padding: 0; }
    Picker #buttons { height: 3; align: right middle; }
    Picker #count { width: 1fr; height: 1; color: $text-muted; }
    Picker Button { margin-left: 2; }
    """

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str]], marked: Collection[str] = (), text: str = ""
    ) -> None:
        """`choices` are values and what they are called."""
        super().__init__()
        self._title = title
        self._choices = choices
        self._marked = frozenset(marked)
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, id="title", markup=False)
            yield Static(f"{self._text}\n{t('picker.keys')}".strip(), id="text", markup=False)
            yield Marks(*(Selection(Content(label), value, value in self._marked) for value, label in self._choices))
            with Horizontal(id="buttons"):
                yield Label("", id="count", markup=False)
                yield Button(t("form.cancel"), id="cancel")
                yield Button(t("form.next"), id="ok", variant="primary")

    def on_mount(self) -> None:
        self.query_one(Marks).focus()
        self._count()

    @on(Marks.SelectedChanged)
    def _count(self) -> None:
        self.query_one("#count", Label).update(t("picker.marked", count=len(self._picked())))

    def _picked(self) -> tuple[str, ...]:
        marked = set(self.query_one(Marks).selected)
        return tuple(value for value, _ in self._choices if value in marked)

    @on(Button.Pressed, "#ok")
    def action_go_on(self) -> None:
        self.dismiss(self._picked())

    @on(Button.Pressed, "#cancel")
    def action_leave(self) -> None:
        self.dismiss(None)
