"""Something long to be read: a title, blocks, and out again by Escape."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from console.i18n import t
from console.widgets.detail import Block, Detail


class Pages(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", show=False)]
    DEFAULT_CSS = """
    Pages { align: center middle; background: $background 60%; }
    Pages > #box { width: 110; max-width: 96%; height: 90%; padding: 1 2; background: $surface;
                   border: round $primary; }
    Pages #title { text-style: bold; }
    Pages Detail { border-left: none; margin-top: 1; height: 1fr; }
    Pages #foot { color: $text-muted; }
    """

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        super().__init__()
        self._title = title
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, id="title", markup=False)
            yield Detail()
            yield Label(t("pages.escape"), id="foot", markup=False)

    def on_mount(self) -> None:
        detail = self.query_one(Detail)
        detail.show(self._blocks)
        detail.focus()
