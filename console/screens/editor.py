"""Something that is written over a list, beside how it will read: saved by Ctrl+S, left by Escape."""

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from console.i18n import t
from console.ports import ClientError
from console.screens.abstract import Abstract
from console.widgets.detail import Detail
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

W = TypeVar("W")


class Editor(ModalScreen[W | None], Generic[W], metaclass=Abstract):
    """What was saved, or None. The subclass names what is written, and how it is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "save", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Editor { background: $background; }
    Editor #title { background: $panel; width: 100%; text-style: bold; padding: 0 1; }
    Editor #work { height: 1fr; }
    Editor #fields { width: 1fr; padding: 0 1; }
    Editor #preview { width: 1fr; }
    Editor .label { color: $text-muted; }
    Editor TextArea { height: 7; }
    Editor Input { height: 3; }
    Editor #error { color: $text-error; height: auto; padding: 0 1; }
    Editor #keys { color: $text-muted; height: 1; padding: 0 1; }
    Editor.narrow #work { layout: vertical; }
    Editor.narrow #preview { height: 9; width: 100%; border-top: hkey $panel; }
    Editor.narrow #fields { width: 100%; height: 1fr; }
    Editor.narrow TextArea { height: 5; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._saving = False
        self._warned = False
        # Parts that work goes on with stay at hand: a screen that is taken down no longer finds them.
        self._side = Detail()
        self._error = Static("", id="error", markup=False)
        #: What was typed before the screen stood.
        self.early: list[str] = []

    @property
    def console(self) -> "Console":
        return cast("Console", self.app)

    # -- what a subclass says

    @property
    @abstractmethod
    def changed(self) -> bool:
        """Whether there is anything to lose."""

    @abstractmethod
    async def save(self) -> W:
        """Raises ClientError."""

    def draw(self) -> None:
        """Shows how it will read, as it stands now."""

    # -- in and out of here

    def begin_in(self, first: Widget) -> None:
        """Puts the cursor there, and what was typed before."""
        first.focus(scroll_visible=False)  # what the first field is called stands above it
        for character in self.early:
            first.post_message(events.Key(character, character))

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < 100, "narrow")
        self.draw()

    def retranslate(self) -> None:
        self.draw()

    def loss(self) -> str:
        """What quitting would take away; empty for nothing."""
        return t("quit.unsaved") if self.changed else ""

    def say(self, text: str) -> None:
        self._error.update(text)

    def action_leave(self) -> None:
        """Unsaved work is left by a second Escape only."""
        if self._saving:
            return
        if self.changed and not self._warned:
            self._warned = True
            self.say(t("compose.unsaved"))
            return
        self.dismiss(None)

    def action_save(self) -> None:
        if not self._saving:
            self._saving = True
            self.say(t("form.sending"))
            start(self, "save", self._save)

    async def _save(self) -> None:
        try:
            saved = await self.save()
        except ClientError as error:
            if error.lost or error.reason == "UNAUTHENTICATED":
                self.console.refused(error)
            self.say(t("form.lost") if error.lost else error.message)
        else:
            self.dismiss(saved)
        finally:
            self._saving = False
