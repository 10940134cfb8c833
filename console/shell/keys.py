"""Keys that no widget took: areas by digit, actions by the registry, on either layout."""

from typing import TYPE_CHECKING, Any

from textual import events

from console import actions
from console.keyboard import Layout

if TYPE_CHECKING:
    from console.app import Console
    from console.screens.area import AreaScreen

#: Keys whose name is not their character.
_NAMES = {
    "/": "slash",
    ":": "colon",
    "?": "question_mark",
    ".": "full_stop",
    ",": "comma",
    ";": "semicolon",
    "'": "apostrophe",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}


class Keys:
    def __init__(self, console: "Console") -> None:
        self._console = console
        self._layout = Layout()

    def pressed(self, event: events.Key) -> None:
        from console.screens.area import AreaScreen

        screen = self._console.screen
        if not isinstance(screen, AreaScreen):
            return
        if self._typing():
            _left(screen, event.key)
        elif screen.typed is not None and event.is_printable and event.character:
            event.stop()
            screen.typed.append(event.character)  # a form is on its way, and this is meant for it
        elif not self._translated(event, screen.area):
            key = event.character if event.character and event.is_printable else event.key
            if not _left(screen, key):
                self._mean(key, screen, event)

    def _typing(self) -> bool:
        from textual.widgets import Input, TextArea

        return isinstance(self._console.focused, Input | TextArea)

    def _translated(self, event: events.Key, area: str) -> bool:
        """Whether the key means another one than it says; that one is then pressed instead."""
        if not event.character or getattr(event, "translated", False):
            return False
        taken = any(action.key == event.character for action in actions.of(area))
        meant = self._layout.meant(event.character, taken)
        if meant == event.character:
            return False
        event.stop()
        made: Any = events.Key(_NAMES.get(meant, meant), meant)
        made.translated = True
        self._console.post_message(made)
        return True

    def _mean(self, key: str, screen: "AreaScreen", event: events.Key) -> None:
        for area in actions.AREAS:
            if area.key == key:
                self._console.go(area.id)
                return
        for action in (*actions.of(screen.area), *actions.of(actions.EVERYWHERE)):
            if action.key == key and self._console.modes.offers(action):
                event.stop()
                screen.perform(action)
                return


def _left(screen: "AreaScreen", key: str) -> bool:
    """Whether the key leads out of what the screen is in the middle of."""
    leave = getattr(screen, "leave", None)
    if key != "escape" or leave is None:
        return False
    leave()
    return True
