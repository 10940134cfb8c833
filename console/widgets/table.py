"""A table of any length: it draws the lines that are seen and asks for the rows that are missing.

Cursor and marks follow keys. When rows come or go above, the cursor's row stays where it is on the screen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console import visible
from console.i18n import enum
from console.store.pages import Keyed, Pages

R = TypeVar("R", bound=Keyed)

#: Seconds between drawings of what changed: twenty times a second.
COALESCE = 0.05
_GAP = 1
#: Cells that a flexible column needs to say anything.
_LEAST = 11


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `tone` is one of the tones of the theme."""

    text: str
    tone: str = ""


def signed(kind: str, value: str, signs: Mapping[str, tuple[str, str]]) -> Cell:
    """A value of the contract in words, behind the sign that tells it beside the colour of its tone; "?" where this
    console does not know it."""
    sign, tone = signs.get(value, ("?", ""))
    return Cell(f"{sign} {enum(kind, value)}", tone)


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column: the message id of its title, its width in cells (or its share of what is left), how a row shows."""

    title: str
    width: int
    cell: Callable[[R], Cell]
    right: bool = False
    flexible: bool = False
    #: Where there is no room for all, the column with the highest goes first; 0 always stays.
    rank: int = 0
    #: Cells that a flexible column needs to say anything.
    least: int = _LEAST
    #: Whether it tells nothing now, because all rows have the same in it.
    needless: bool = False

    @property
    def id(self) -> str:
        """What settings call it: its title without what that is about."""
        return self.title.rpartition(".")[2]


class VirtualTable(ScrollView, Generic[R], can_focus=True):
    """Rows of Pages; `need` is called for the pages that are looked at and not here."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--cursor",
        "table--marked",
        "table--good",
        "table--warn",
        "table--bad",
        "table--dim",
        "table--fresh",
    }
    DEFAULT_CSS = """
    VirtualTable { background: $surface; color: $foreground; scrollbar-size-horizontal: 0; }
    VirtualTable > .table--header { background: $panel; color: $text-muted; text-style: bold; }
    VirtualTable > .table--cursor { background: $primary 45%; text-style: bold; }
    VirtualTable:blur > .table--cursor { background: $primary 22%; }
    VirtualTable > .table--marked { background: $secondary 30%; }
    VirtualTable > .table--good { color: $text-success; }
    VirtualTable > .table--warn { color: $text-warning; }
    VirtualTable > .table--bad { color: $text-error; }
    VirtualTable > .table--dim { color: $text-muted; }
    VirtualTable > .table--fresh { text-style: bold; }
    VirtualTable:nocolor > .table--header { text-style: bold underline; }
    VirtualTable:nocolor > .table--cursor { text-style: bold reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup,ctrl+u", "leap(-1)", show=False),
        Binding("pagedown,ctrl+d", "leap(1)", show=False),
        Binding("home", "to(0)", show=False),
        Binding("end,G", "to(-1)", show=False),
        Binding("space", "mark", show=False),
        Binding("M", "mark_to", show=False),
        Binding("enter", "open", show=False),
    ]

    class Moved(Message):
        """The cursor is on another row."""

    class Opened(Message):
        """The row under the cursor was chosen."""

    class RangeWanted(Message):
        """All from the last mark to the cursor are to be marked, those that are not here yet too."""

        def __init__(self, anchor: str) -> None:
            super().__init__()
            self.anchor = anchor

    def __init__(
        self,
        pages: Pages[R],
        columns: Sequence[Column[R]],
        need: Callable[[int], None],
        title: Callable[[str], str],
        empty: Callable[[], str],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.pages = pages
        self.columns = columns
        self._need = need
        self._title = title
        self._empty = empty
        self.cursor = 0
        self.cursor_key = ""
        self.marks: dict[str, R] = {}
        self._layouts: dict[int, list[tuple[Column[R], int]]] = {}
        self._dirty: set[int] = set()
        self._pending = False
        #: The row under the cursor as it was last here: where it leaves the list, it stays until the cursor moves on.
        self._known: R | None = None
        #: The screen line that the cursor's row is to keep while the list is read anew.
        self._keep: tuple[str, int] | None = None

    # -- the rows

    @property
    def visible_rows(self) -> int:
        return max(1, self.size.height - 1)

    @property
    def current(self) -> R | None:
        """The row under the cursor."""
        return self.pages.row(self.cursor) if self.pages.total else None

    def chosen(self) -> list[R]:
        """The marked rows; without marks, the one under the cursor."""
        if self.marks:
            return list(self.marks.values())
        return [self.current] if self.current is not None else []

    def rows_changed(self) -> None:
        """Pages came: the number of rows and every line may be new."""
        self.virtual_size = Size(0, self.pages.total + 1)
        self._follow_key()
        self._ask()
        self.refresh()

    def hold_place(self) -> None:
        """Before the list is read anew: remembers which row is where on the screen."""
        if self.cursor_key:
            self._keep = (self.cursor_key, self.cursor - round(self.scroll_y))

    def show_columns(self, columns: Sequence[Column[R]]) -> None:
        self.columns = columns
        self._layouts.clear()
        self.refresh()

    def aim(self, key: str) -> None:
        """Puts the cursor on a row that comes with the next reading of the list."""
        self._keep = None
        self._known = None
        self.cursor_key = key

    def restart(self) -> None:
        """Another list: back to the top."""
        self._keep = None
        self._known = None
        self.cursor = 0
        self.cursor_key = ""
        self.marks.clear()
        self.scroll_to(y=0, animate=False, immediate=True)
        self.rows_changed()

    def know(self, row: R) -> None:
        """The row under the cursor is now so: what stays of it, should it leave the list, is that."""
        if self._known is not None and self._known.id == row.id:
            self._known = row

    def drop(self, key: str) -> None:
        """Takes a row out; the cursor stands on the one behind it then."""
        number = self.pages.drop(key)
        if number is None:
            return
        self.marks.pop(key, None)
        self.cursor -= number < self.cursor
        self.cursor = min(self.cursor, max(0, self.pages.total - 1))
        self._stand()
        self.rows_changed()
        self.post_message(self.Moved())

    def _stand(self) -> None:
        """Remembers which row the cursor is on."""
        self._known = self.pages.row(self.cursor)
        self.cursor_key = self._known.id if self._known is not None else ""

    def mark_dirty(self, numbers: Sequence[int]) -> None:
        """Lines whose rows changed; drawn together a little later."""
        self._dirty.update(numbers)
        for number in numbers:
            row = self.pages.row(number)
            if row is not None and row.id in self.marks:
                self.marks[row.id] = row
        if not self._pending:
            self._pending = True
            self.set_timer(COALESCE, self._draw_dirty)

    def _draw_dirty(self) -> None:
        self._pending = False
        top = round(self.scroll_y)
        for number in self._dirty:
            if top <= number < top + self.visible_rows:
                self.refresh(Region(0, number - top + 1, self.size.width, 1))
        self._dirty.clear()

    def _follow_key(self) -> None:
        """Finds the cursor's row again; one that left the list stays where it stood, until the cursor moves on."""
        self.pages.came_back()
        number = self.pages.find(self.cursor_key) if self.cursor_key else None
        same = self._known is not None and self._known.id == self.cursor_key
        if number is None and self._known is not None and same and self.pages.here(self.cursor):
            self.pages.keep(self.cursor, self._known)
            self.virtual_size = Size(0, self.pages.total + 1)
            number = self.pages.find(self.cursor_key)
        if number is not None:
            keep, self._keep = self._keep, None if self.pages.row(number) else self._keep
            self.cursor = number
            if keep is not None and keep[0] == self.cursor_key:
                self.scroll_to(y=max(0, number - keep[1]), animate=False, immediate=True)
        self.cursor = min(self.cursor, max(0, self.pages.total - 1))
        row = self.pages.row(self.cursor)
        if row is not None and row.id != self.cursor_key:
            self.cursor_key = row.id
            self.post_message(self.Moved())
        if row is not None:
            self._known = row

    def _ask(self) -> None:
        top = round(self.scroll_y)
        for page in self.pages.missing(top, top + self.visible_rows):
            self._need(page)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._header(width)
        number = round(self.scroll_y) + y - 1
        if self.pages.loaded and not self.pages.total:
            text = self._empty() if y == 2 else ""
            return Strip([Segment(set_cell_size(f"  {text}", width), self.get_component_rich_style("table--dim"))])
        if number >= self.pages.total:
            return Strip.blank(width, self.rich_style)
        return self._row(number, width)

    def _header(self, width: int) -> Strip:
        style = self.get_component_rich_style("table--header")
        parts = [Segment("  ", style)]
        for column, size in self._layout(width):
            parts.append(Segment(_fit(self._title(column.title), size, column.right) + " " * _GAP, style))
        return Strip(parts).adjust_cell_length(width, style)

    def _row(self, number: int, width: int) -> Strip:
        row = self.pages.row(number)
        line = self._line_style(number, row)
        if row is None:
            return Strip([Segment(set_cell_size("  ·", width), line)])
        mark = "● " if row.id in self.marks else "▸ " if number == self.cursor else "  "
        parts = [Segment(mark, line)]
        for column, size in self._layout(width):
            cell = column.cell(row)
            style = line + self._tone(cell.tone) if cell.tone else line
            parts.append(Segment(_fit(cell.text, size, column.right) + " " * _GAP, style))
        return Strip(parts).adjust_cell_length(width, line)

    def _line_style(self, number: int, row: R | None) -> Style:
        style = self.rich_style
        if row is not None and row.id in self.marks:
            style += self.get_component_rich_style("table--marked")
        if number == self.cursor:
            style += self.get_component_rich_style("table--cursor")
        return style

    def _tone(self, tone: str) -> Style:
        return Style(color=self.get_component_rich_style(f"table--{tone}").color)

    def _layout(self, width: int) -> list[tuple[Column[R], int]]:
        """The columns for which there is room, and the cells of each."""
        if width not in self._layouts:
            shown = list(self.columns)
            while sum(_needed(column) for column in shown) > width - 2 and any(column.rank for column in shown):
                shown.remove(max(shown, key=lambda column: column.rank))
            fixed = sum(column.width for column in shown if not column.flexible)
            left = max(0, width - 2 - fixed - _GAP * len(shown))
            shares = sum(column.width for column in shown if column.flexible) or 1
            self._layouts[width] = [
                (column, left * column.width // shares if column.flexible else column.width) for column in shown
            ]
        return self._layouts[width]

    # -- moving

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        if round(old) != round(new):
            self._ask()
            self.refresh()

    def on_resize(self) -> None:
        self._ask()

    def _go(self, number: int) -> None:
        number = min(max(0, number), max(0, self.pages.total - 1))
        before = self.cursor
        if self.pages.kept is not None and number != self.pages.kept[0]:
            number -= number > self.pages.kept[0]  # what had left the list is left behind
            self.pages.let_go()
            self.virtual_size = Size(0, self.pages.total + 1)
            self.refresh()
        self.cursor = number
        self._stand()
        top = round(self.scroll_y)
        if number < top:
            self.scroll_to(y=number, animate=False, immediate=True)
        elif number >= top + self.visible_rows:
            self.scroll_to(y=number - self.visible_rows + 1, animate=False, immediate=True)
        self.mark_lines(before, number)
        self._ask()
        self.post_message(self.Moved())

    def mark_lines(self, *numbers: int) -> None:
        """Draws lines at once: what a key does must be seen in the same frame."""
        top = round(self.scroll_y)
        for number in numbers:
            if top <= number < top + self.visible_rows:
                self.refresh(Region(0, number - top + 1, self.size.width, 1))

    def go_to(self, number: int) -> None:
        """Puts the cursor on a row."""
        self._go(number)

    def action_move(self, by: int) -> None:
        self._go(self.cursor + by)

    def action_leap(self, by: int) -> None:
        self._go(self.cursor + by * max(1, self.visible_rows - 1))

    def action_to(self, number: int) -> None:
        self._go(self.pages.total - 1 if number < 0 else number)

    def action_mark(self) -> None:
        row = self.current
        if row is None:
            return
        if self.marks.pop(row.id, None) is None:
            self.marks[row.id] = row
        self.mark_lines(self.cursor)
        self._go(self.cursor + 1)

    def action_mark_to(self) -> None:
        """Marks the rows from the last one that was marked to the cursor; the screen fetches what is not here."""
        anchor = next(reversed(self.marks), self.cursor_key)
        if anchor:
            self.post_message(self.RangeWanted(anchor))

    def mark_rows(self, rows: Sequence[R]) -> None:
        for row in rows:
            self.marks[row.id] = row
        self.refresh()
        self.post_message(self.Moved())

    def clear_marks(self) -> None:
        self.marks.clear()
        self.refresh()

    def action_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        if event.y > 0:
            self._go(round(self.scroll_y) + event.y - 1)
            if event.chain == 2:
                self.action_open()


def _needed(column: Column[Any]) -> int:
    return (column.least if column.flexible else column.width) + _GAP


def _fit(text: str, width: int, right: bool) -> str:
    """The text in exactly so many cells; what is cut off is shown by an ellipsis."""
    text = visible.line(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, max(0, width - 1)) + "…" if width else ""
    pad = " " * (width - length)
    return pad + text if right else text + pad
