"""The line at the foot: whether the server answers and how fast, who is signed in, what the list holds."""

from collections.abc import Callable, Iterable

from rich.text import Text
from textual.widgets import Static

from console.formats import hour
from console.i18n import t
from console.models import Operator
from console.store.connection import Connection, State

_MARKS = {State.CONNECTING: ("◌", "yellow"), State.CONNECTED: ("●", "green"), State.LOST: ("✖", "red")}


class StatusBar(Static):
    """Redrawn when the connection changes."""

    DEFAULT_CSS = """
    StatusBar { height: 1; background: $panel; color: $foreground; padding: 0 1;
                text-wrap: nowrap; text-overflow: ellipsis; }
    StatusBar.lost { background: $error; color: $background; text-style: bold; }
    """

    def __init__(self, connection: Connection, target: str, modes: Callable[[], Iterable[str]] = tuple) -> None:
        super().__init__("")
        self._connection = connection
        self._target = target
        self._modes = modes
        self.operator: Operator | None = None

    def on_mount(self) -> None:
        self._connection.listeners.append(self.update_text)
        self.update_text()

    def on_unmount(self) -> None:
        if self.update_text in self._connection.listeners:
            self._connection.listeners.remove(self.update_text)

    def update_text(self) -> None:
        connection = self._connection
        mark, colour = _MARKS[connection.state]
        text = Text(no_wrap=True, overflow="ellipsis")
        lost = connection.state is State.LOST
        self.set_class(lost, "lost")
        text.append(f"{mark} ", style="" if lost else colour)
        for mode in self._modes():
            text.append(f" {mode} ", style="reverse")
            text.append("  ")
        if lost:
            said = [t("status.lost")]
            if connection.seen_at is not None:  # before all that may have no room
                said.append(t("status.age", time=hour(connection.seen_at)))
            text.append(", ".join([*said, t("status.again", target=self._target)]))
        else:
            text.append(t(f"status.{connection.state.value}", target=self._target))
            if connection.latency is not None:
                text.append("  " + t("status.latency", ms=f"{connection.latency:.0f}"))
        if self.operator is not None:
            roles = ", ".join(t(f"role.{role}") for role in self.operator.roles)
            text.append(f"   {self.operator.name} · {roles}")
        self.update(text)
