"""How far work is: a bulk action with what was refused, or one long call."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, ProgressBar, Static

from console.i18n import t


class Progress(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "close", show=False)]
    DEFAULT_CSS = """
    Progress { align: center middle; background: $background 60%; }
    Progress > #box { width: 70; max-width: 94%; height: auto; padding: 1 2; background: $surface;
                      border: round $primary; }
    Progress ProgressBar { margin: 1 0; }
    Progress #said { height: auto; color: $text-muted; }
    """

    def __init__(self, title: str, total: int) -> None:
        super().__init__()
        self._title = title
        self._total = total
        self._done = 0
        self.finished = False
        self.stopped = False

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, markup=False)
            yield ProgressBar(self._total, show_eta=False)
            yield Static(t("progress.escape"), id="said", markup=False)

    def advance(self, refused: int) -> None:
        self._done += 1
        if self.is_mounted:
            self.query_one(ProgressBar).update(progress=self._done)
            said = t("progress.done", done=self._done, total=self._total, refused=refused)
            self.query_one("#said", Static).update(said)

    def finish(self, refused: Sequence[str], untried: int = 0, lost: bool = False) -> None:
        """Stays open where something was refused or left undone, and says what."""
        self.finished = True
        if not refused and not untried:
            self.dismiss()
            return
        lines = [t("progress.done", done=self._done, total=self._total, refused=len(refused))]
        lines += [f"{count} × {sentence}" for sentence, count in Counter(refused).most_common(5)]
        if lost:
            lines.append(t("progress.lost"))
        if untried:
            lines.append(t("progress.untried", count=untried))
        if refused or untried:
            lines.append(t("progress.marked"))
        lines += ["", t("progress.close")]
        self.query_one("#said", Static).update("\n".join(lines))

    def action_close(self) -> None:
        if self.finished:
            self.dismiss()
        else:
            self.stopped = True
            self.query_one("#said", Static).update(t("progress.stopping"))


class Working(ModalScreen[None]):
    """One long call: how far it is, and what it says. Escape asks it to stop; once it is done, it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter", "close", show=False)]
    DEFAULT_CSS = (
        Progress.DEFAULT_CSS.replace("Progress {", "Working {")
        .replace("Progress >", "Working >")
        .replace("Progress ProgressBar", "Working ProgressBar")
        .replace("Progress #", "Working #")
    )

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.finished = False
        self._stop = asyncio.Event()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    async def pause(self, seconds: float) -> None:
        """Waits so long, or until somebody stops it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, markup=False)
            yield ProgressBar(show_eta=False)
            yield Static("", id="said", markup=False)
            yield Static(t("progress.escape"), id="keys", markup=False)

    def show(self, lines: Sequence[str], done: int = 0, total: int | None = None) -> None:
        if self.is_mounted:
            self.query_one(ProgressBar).update(total=total, progress=done)
            self.query_one("#said", Static).update("\n".join(lines))

    def finish(self) -> None:
        """Stays open, to be read."""
        self.finished = True
        self.query_one("#keys", Static).update(t("progress.close"))

    def action_close(self) -> None:
        if self.finished:
            self.dismiss()
        else:
            self._stop.set()
            self.query_one("#keys", Static).update(t("progress.stopping"))
