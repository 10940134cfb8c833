"""What all areas share: the head with its tabs, the keys of the context, the status, and how an action runs."""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from console import actions
from console.actions import EVERYWHERE, Action
from console.i18n import t
from console.models import Operator
from console.ports import Api, ClientError
from console.widgets.action_bar import ActionBar
from console.widgets.form import Form
from console.widgets.status import StatusBar
from console.work import start

if TYPE_CHECKING:
    from console.app import Console


class Tabs(Static):
    """The areas, by digit."""

    DEFAULT_CSS = "Tabs { dock: top; height: 1; background: $panel; }"

    def __init__(self, here: str, operator: Operator) -> None:
        super().__init__("")
        self._here = here
        self._operator = operator
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        text = Text(no_wrap=True)
        text.append(" Smart Region ", style="bold")
        for area in actions.AREAS:
            if not self._operator.may(area.permission):
                continue
            start = text.cell_len
            text.append(f" {area.key} {t(area.label)} ", style="reverse" if area.id == self._here else "")
            self._spans.append((start, text.cell_len, area.id))
        self.update(text)

    def on_click(self, event: events.Click) -> None:
        for first, end, area in self._spans:
            if first <= event.x < end:
                cast("Console", self.app).go(area)


class AreaScreen(Screen[None]):
    """An area. Its actions are methods called `do_` and the action's id."""

    area: ClassVar[str] = ""
    DEFAULT_CSS = "AreaScreen #foot { dock: bottom; height: 2; }"

    @property
    def console(self) -> "Console":
        return cast("Console", self.app)

    @property
    def api(self) -> Api:
        return self.console.api

    @property
    def operator(self) -> Operator:
        return self.console.operator

    def compose(self) -> ComposeResult:
        yield Tabs(self.area, self.operator)
        yield from self.body()
        with Vertical(id="foot"):
            yield ActionBar(self.offered)
            yield StatusBar(self.console.connection, self.api.target)

    def on_mount(self) -> None:
        self._show_operator()

    def recomposed(self) -> None:
        """After the screen was composed anew, in another language."""
        self._show_operator()

    def _show_operator(self) -> None:
        status = self.query_one(StatusBar)
        status.operator = self.operator
        status.update_text()

    def body(self) -> ComposeResult:
        yield from ()

    # -- actions

    def allowed(self, action: Action) -> bool:
        """Whether the roles, and what is under the cursor, allow it."""
        return self.operator.may(action.permission)

    def offered(self) -> Iterator[Action]:
        """Actions of this area that are allowed, then those of everywhere."""
        for action in (*actions.of(self.area), *actions.of(EVERYWHERE)):
            if self.allowed(action) and self.handler(action) is not None:
                yield action

    def handler(self, action: Action) -> Callable[[], Any] | None:
        return getattr(self, f"do_{action.id}", None) or getattr(self.console, f"do_{action.id}", None)

    def perform(self, action: Action) -> None:
        """Runs an action in a worker: nothing that a key does waits for the server."""
        if not self.allowed(action):
            self.console.tell(t("error.not_allowed", action=t(action.label)), "warning")
            return
        handler = self.handler(action)
        if handler is None:
            return
        if inspect.iscoroutinefunction(handler):
            start(self, f"action-{action.id}", self.guarded, handler)
        else:
            handler()

    async def guarded(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Runs work; what it is refused is told, and nothing falls over."""
        try:
            await work()
        except ClientError as error:
            self.console.refused(error)

    async def ask(self, form: Form) -> dict[str, str] | None:
        """Answers of a form; called from a worker."""
        answers: dict[str, str] | None = await self.app.push_screen_wait(form)
        return answers

    def on_action_bar_chosen(self, message: ActionBar.Chosen) -> None:
        self.perform(message.action)

    def update_actions(self) -> None:
        self.query_one(ActionBar).update_actions()
