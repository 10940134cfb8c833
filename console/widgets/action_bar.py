"""The keys of the context: what the operator's roles and the row's state allow right now."""

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from console.actions import Action
from console.i18n import language, t
from console.keyboard import printed

#: Those that are shown even where others have no room.
_ALWAYS = ("help",)


def key_name(action: Action) -> str:
    """The key as it is printed; in Ukrainian with what stands on it on that layout, where that is another sign."""
    name = action.key.upper() if action.key[:1] == "f" and action.key[1:].isdigit() else action.key
    there = printed(action.key) if language() == "uk" else ""
    return f"{name} {there}" if there else name


class ActionBar(Static):
    """The lines above the status; a click does what the key does. Items are whole: what has no room is behind `?`."""

    DEFAULT_CSS = """
    ActionBar { height: 1; background: $surface; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    class Chosen(Message):
        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self, offered: Callable[[], Iterable[Action]]) -> None:
        super().__init__("")
        self._offered = offered
        self._spans: list[tuple[int, int, int, Action]] = []

    def on_mount(self) -> None:
        self.update_actions()

    def on_resize(self) -> None:
        self.update_actions()

    def update_actions(self) -> None:
        lines = _laid(list(self._offered()), self.size.width or 78, max(1, self.size.height))
        text = Text(no_wrap=True)
        self._spans = []
        for number, line in enumerate(lines):
            column = 0
            for action, label in line:
                text.append(f" {key_name(action)} ", style="reverse bold")
                text.append(f" {label}  ", style="red" if action.danger else "")
                self._spans.append((number, column, column + _width(action), action))
                column += _width(action)
            text.append("\n" if number + 1 < len(lines) else "")
        self.update(text)

    def on_click(self, event: events.Click) -> None:
        for line, first, end, action in self._spans:
            if event.y == line and first <= event.x - 1 < end:
                self.post_message(self.Chosen(action))


def _width(action: Action) -> int:
    return cell_len(key_name(action)) + cell_len(t(action.label)) + 5


def _laid(listed: Sequence[Action], width: int, lines: int) -> list[list[tuple[Action, str]]]:
    """As many actions as there is room for, in lines; where some are left out, help stands last."""
    if not (laid := _filled(listed, width, lines))[1]:
        return laid[0]
    always = [action for action in listed if action.id in _ALWAYS]
    others = [action for action in listed if action.id not in _ALWAYS]
    while others and _filled([*others, *always], width, lines)[1]:
        others.pop()
    return _filled([*others, *always], width, lines)[0]


def _filled(listed: Sequence[Action], width: int, lines: int) -> tuple[list[list[tuple[Action, str]]], bool]:
    """Actions in lines, and whether some found no room."""
    made: list[list[tuple[Action, str]]] = [[]]
    used = 0
    for action in listed:
        needed = _width(action)
        if used and used + needed > width:
            if len(made) == lines:
                return made, True
            made.append([])
            used = 0
        made[-1].append((action, t(action.label)))
        used += needed
    return made, used > width
