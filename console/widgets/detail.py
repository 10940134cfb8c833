"""The detail of a row beside the list: titled groups of names and values, and what stands in lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from console import visible


@dataclass(frozen=True)
class Block:
    """A titled part: pairs of name and value, then lines; a tone by its first word (good, warn, bad, dim), or text that
    has its own."""

    title: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    lines: Sequence[tuple[str, str | Text]] = ()


#: Styles by tone.
TONES = {"good": "green", "warn": "yellow", "bad": "red", "dim": "dim", "": ""}


class Detail(VerticalScroll, can_focus=True):
    """Shows blocks; what is under them (a plot) is added by the screen."""

    DEFAULT_CSS = """
    Detail { background: $surface; padding: 0 1; border-left: vkey $panel; scrollbar-size-vertical: 1; }
    Detail:focus { border-left: vkey $primary; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._blocks = Static("", id="blocks")

    def compose(self) -> ComposeResult:
        yield self._blocks

    def show(self, blocks: Sequence[Block]) -> None:
        self._blocks.update(Group(*(part for block in blocks for part in _drawn(block))))


def _drawn(block: Block) -> list[Padding | Table | Text]:
    parts: list[Padding | Table | Text] = []
    if block.title:
        parts.append(Text(block.title, style="bold underline"))
    if block.pairs:
        table = Table.grid(padding=(0, 1), expand=True)
        table.add_column(style="dim", overflow="fold", max_width=18)
        table.add_column(overflow="fold", ratio=1)
        for name, value in block.pairs:
            if value:
                table.add_row(name, Text(visible.lines(value)))
        parts.append(table)
    parts.extend(
        line if isinstance(line, Text) else Text(visible.lines(line), style=TONES[tone]) for tone, line in block.lines
    )
    parts.append(Padding("", (0, 0, 0, 0)))
    return parts
