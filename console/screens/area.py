"""What all areas share: the head with its tabs, the keys of the context, the status, and how an action runs."""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from console import actions
from console.actions import EVERYWHERE, Action, Area
from console.i18n import t
from console.models import Account, Operator
from console.needs import Counted
from console.ports import Api, ClientError
from console.store.unsent import Unsent
from console.store.waiting import Waiting
from console.widgets.action_bar import ActionBar
from console.widgets.detail import TONES
from console.widgets.form import Field, Form
from console.widgets.status import StatusBar
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: Lines of a terminal from which the keys at the foot have two of them.
TALL = 30
#: The highest number that stands beside an area.
MOST_TOLD = 99


class Tabs(Static):
    """The areas with what waits in them; where there is no room for all, those that are not open give way."""

    DEFAULT_CSS = "Tabs { dock: top; height: 1; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, here: str, operator: Operator, waiting: Waiting) -> None:
        super().__init__("")
        self._here = here
        self._operator = operator
        self._waiting = waiting
        self._spans: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self._waiting.listeners.append(self.retranslate)
        self.retranslate()

    def on_unmount(self) -> None:
        self._waiting.listeners.remove(self.retranslate)

    def on_resize(self) -> None:
        self.retranslate()

    def retranslate(self) -> None:
        """All areas where they have room; else those with a digit, the open one, and the way to the others."""
        areas = [area for area in actions.AREAS if self._operator.may(area.permission)]
        marks = self._waiting.by_area
        width = self.size.width or 80
        head, more = " Smart Region ", ""
        longest = own = max(len(t(area.label)) for area in areas)

        def names() -> list[str]:
            return [_name(one, own if one.id == self._here else longest, marks.get(one.id)) for one in areas]

        if len(head) + sum(map(len, names())) > width:
            kept = [area for area in areas if area.letter == area.key or area.id == self._here]
            hidden = [marks[one.id] for one in areas if one not in kept and one.id in marks]
            more = f" {actions.GO} …{mark(*hidden)} " if len(kept) < len(areas) else ""
            areas = kept
        while own and len(head) + len(more) + sum(map(len, names())) > width:
            head = " "
            longest, own = max(0, longest - 1), own if longest else own - 1
        text = Text(no_wrap=True)
        text.append(head, style="bold")
        self._spans = []
        for area, shown in zip(areas, names(), strict=True):
            begin = text.cell_len
            text.append(shown, style="reverse" if area.id == self._here else "")
            self._spans.append((begin, text.cell_len, area.id))
        self._spans.append((text.cell_len, text.cell_len + len(more), ""))
        text.append(more)
        text.highlight_regex(r"‼\d+\+?", f"bold {TONES['bad']}")
        self.update(text)

    def on_click(self, event: events.Click) -> None:
        console = cast("Console", self.app)
        for first, end, area in self._spans:
            if first <= event.x < end:
                console.go(area) if area else console.do_go()


def _name(area: Area, length: int, waits: Counted | None) -> str:
    label = _cut(t(area.label), length)
    return f" {area.key}{' ' if label else ''}{label}{mark(waits) if waits is not None else ''} "


def mark(*found: Counted) -> str:
    """How many wait, by a sign that tells what can't from what can; empty for none."""
    total = sum(one.count or 0 for one in found)
    sign = "‼" if any(one.need.tone == "bad" for one in found) else "·"
    return f"{sign}{total if total <= MOST_TOLD else f'{MOST_TOLD}+'}" if total else ""


def _cut(text: str, length: int) -> str:
    """The first letters; where they are few, another one says more than an ellipsis."""
    if len(text) <= length or length <= 3:
        return text[: max(0, length)]
    return f"{text[: length - 1]}…"


class AreaScreen(Screen[None]):
    """An area. Its actions are methods called `do_` and the action's id."""

    area: ClassVar[str] = ""
    #: Who is signed in. The area stays theirs until it is taken down: what it still waits for may come after they left.
    operator: Operator
    DEFAULT_CSS = """
    AreaScreen #foot { dock: bottom; height: 2; }
    AreaScreen.tall #foot { height: 3; }
    AreaScreen.tall ActionBar { height: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._bar = ActionBar(self.offered)
        #: The action that runs: another waits for it, and never ends it.
        self.running: Action | None = None
        #: What was typed before the form stood that an action begins with; None where none is awaited.
        self.typed: list[str] | None = None
        self._unsent = Unsent()

    @property
    def console(self) -> "Console":
        return cast("Console", self.app)

    @property
    def today(self) -> date:
        return self.console.today

    @property
    def api(self) -> Api:
        return self.console.api

    def compose(self) -> ComposeResult:
        self.operator = self.console.operator
        yield Tabs(self.area, self.operator, self.console.waiting)
        yield from self.body()
        with Vertical(id="foot"):
            yield self._bar
            yield StatusBar(self.console.connection, self.api.target, self.console.modes.said)

    def on_mount(self) -> None:
        status = self.query_one(StatusBar)
        status.operator = self.operator
        status.update_text()

    def on_resize(self) -> None:
        self.set_class(self.size.height >= TALL, "tall")

    def retranslate(self) -> None:
        """Says everything anew in another language. Widgets stay: nothing that works on them loses them."""
        self.query_one(Tabs).retranslate()
        self.query_one(StatusBar).update_text()
        self.update_actions()

    def body(self) -> ComposeResult:
        yield from ()

    def every(self, seconds: float, work: Callable[[], Any]) -> None:
        """Does something every so often, or as often as the operator wants to look at what nobody tells of."""

        def again() -> None:
            self.every(seconds, work)
            work()

        self.set_timer(self.console.desk.settings.refresh or seconds, again)

    async def _on_message(self, message: Message) -> None:
        """Nothing that a message brings about ends the screen."""
        try:
            await super()._on_message(message)
        except Exception as error:
            self.console.mishap(error)

    # -- actions

    def allowed(self, action: Action) -> bool:
        """Whether the roles, and what is under the cursor, allow it."""
        return self.operator.may(action.permission) and self.console.modes.offers(action)

    def offered(self) -> Iterator[Action]:
        """Actions of this area that are allowed, then those of everywhere."""
        for action in (*actions.of(self.area), *actions.of(EVERYWHERE)):
            if self.allowed(action) and self.handler(action) is not None:
                yield action

    def handler(self, action: Action) -> Callable[[], Any] | None:
        return getattr(self, f"do_{action.id}", None) or self.console.handler(action)

    def perform(self, action: Action) -> None:
        """Runs an action, in a worker where it asks the server. One runs at a time: a key that comes meanwhile is
        told, and neither waits unseen nor ends what runs."""
        if not self.allowed(action):
            self.console.tell(t("error.not_allowed", action=t(action.label)), "warning")
            return
        handler = self.handler(action)
        if handler is None:
            return
        if not inspect.iscoroutinefunction(handler):
            handler()
            return
        if self.running is not None:
            self.console.tell(t("action.running", running=t(self.running.label), action=t(action.label)), "warning")
            return
        self.running = action
        if action.asks:
            self.typed = []
            self.set_focus(None)
        self._unsent.begin(action.id, "" if action.fresh else self.about)
        start(self, "action", self._run, handler)

    @property
    def about(self) -> str:
        """Key of what an action is about; empty where it is about nothing that is there."""
        return ""

    async def _run(self, handler: Callable[[], Awaitable[Any]]) -> None:
        async def whole() -> None:
            await handler()
            self._unsent.done()

        try:
            await self.guarded(whole)
        finally:
            self.running = None
            self.typed = None
            if self.is_current and self.focused is None:
                self.refocus()

    def refocus(self) -> None:
        """Gives the keys back to what the area is about."""

    async def guarded(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Runs work; what it is refused is told, and nothing falls over."""
        try:
            await work()
        except ClientError as error:
            self.console.refused(error)
            if error.lost:
                self.console.tell(t("error.action_lost"), "error")
        except Exception as error:
            self.console.mishap(error)

    async def ask(self, form: Form, step: int | None = None) -> dict[str, str] | None:
        """Answers of a form; called from a worker. What was typed stands there again until it has come through,
        whether it was refused or left: a form that sends has done so when it answers, one of several steps when the
        action comes to its end."""
        form.early = list(self.early())
        form.resume(self._unsent.of(form.asks, step))
        answers: dict[str, str] | None = await self.app.push_screen_wait(form)
        through = answers is not None and form.sends and step is None
        self._unsent.keep(form.asks, step, {} if through else form.written, left=answers is None)
        return answers

    def early(self) -> str:
        """What was typed before that stands which it is meant for; from now on keys are pressed there."""
        typed, self.typed = self.typed, None
        return "".join(typed or [])

    async def accounts_asked(self, title: str, submit: str = "") -> Sequence[Account]:
        """Accounts of the number that is typed; none where there are none, which is told, or nobody typed one."""
        form = Form(title, [Field("number", t("user.account_number"))], submit=submit)
        asked = await self.ask(form)
        found = await self.api.users.accounts_by_number(asked["number"]) if asked else ()
        if asked and not found:
            self.console.tell(t("user.no_such_account", number=asked["number"]))
        return found

    def on_action_bar_chosen(self, message: ActionBar.Chosen) -> None:
        self.perform(message.action)

    def update_actions(self) -> None:
        self._bar.update_actions()
