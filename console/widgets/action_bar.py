"""The keys of the context: what the operator's roles and the row's state allow right now."""

from collections.abc import Callable, Iterable

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from console.actions import Action
from console.i18n import t

_NAMES = {"f5": "F5", "f2": "F2", "f3": "F3", "f9": "F9", "f10": "F10"}


def key_name(action: Action) -> str:
    return _NAMES.get(action.key, action.key)


class ActionBar(Static):
    """One line above the status; a click does what the key does."""

    DEFAULT_CSS = """
    ActionBar { height: 1; background: $surface; padding: 0 1; }
    """

    class Chosen(Message):
        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self, offered: Callable[[], Iterable[Action]]) -> None:
        super().__init__("")
        self._offered = offered
        self._spans: list[tuple[int, int, Action]] = []

    def on_mount(self) -> None:
        self.update_actions()

    def update_actions(self) -> None:
        text = Text(no_wrap=True, overflow="ellipsis")
        self._spans = []
        for action in self._offered():
            start = text.cell_len
            text.append(f" {key_name(action)} ", style="reverse bold")
            text.append(f" {t(action.label)}  ", style="red" if action.danger else "")
            self._spans.append((start, text.cell_len, action))
        self.update(text)

    def on_click(self, event: events.Click) -> None:
        for first, end, action in self._spans:
            if first <= event.x - 1 < end:
                self.post_message(self.Chosen(action))
