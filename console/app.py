"""The console: wiring, the way between areas, and what happens to an error."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from importlib import import_module
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from console import actions, i18n, saving
from console.clock import SystemClock
from console.formats import KYIV
from console.i18n import t
from console.models import Operator, Query
from console.modes import Modes
from console.needs import Counted, counted
from console.ports import Api, ClientError, Clock
from console.recording.player import Shown
from console.screens.sign_in import SignInScreen
from console.shell import jumping, mishaps, quitting, searching
from console.shell.desk import LANGUAGE, THEME, Desk
from console.shell.files import Files
from console.shell.guide import Guide
from console.shell.harmless import HARMLESS
from console.shell.keys import Keys
from console.shell.purpose import Purpose
from console.shell.session import LEAVING, Session
from console.store.connection import Connection
from console.store.waiting import COUNT, Waiting
from console.themes import THEMES
from console.work import start


class Console(App[None]):
    """The application. `connect` makes the client on the running loop, after the first paint. Actions of everywhere are
    methods called `do_` and the action's id, of it or of what stands around the areas."""

    TITLE = "Smart Region"
    #: Whether an error of the console's own ends it: so in tests, where nobody may miss one.
    strict: ClassVar[bool] = False
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False, priority=True)]
    #: What is told stands above the keys and the status, which are read beside it.
    CSS = "Screen { background: $background; } Toast { width: 60; } ToastRack { margin-bottom: 3; }"

    def __init__(
        self,
        connect: Callable[[], Api],
        target: str,
        *,
        login: str = "",
        password: str = "",
        language: str = "",
        theme: str = "",
        area: str = "overview",
        clock: Clock | None = None,
        modes: Modes | None = None,
        colourless: bool = False,
    ) -> None:
        super().__init__(ansi_color=True if colourless else None)
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme or THEME
        i18n.use(language or LANGUAGE)
        self.modes = modes or Modes()
        self.clock = clock or SystemClock()
        self.connection = Connection(self.clock)
        self._connect = connect
        self._target = target
        self._login = login
        self._password = password
        self._api: Api | None = None
        self.session = Session(self)
        self.purpose = Purpose(self)
        self.files = Files(self)
        self.desk = Desk(self, theme=theme, language=language)
        self.waiting = Waiting(self.refused, self._not_counted, lambda: self.desk.settings.refresh or COUNT)
        self._keys = Keys(self)
        self._guide = Guide(self, self.modes.replay) if self.modes.replay is not None else None
        self._mishaps = mishaps.Mishaps()
        self._areas: dict[str, Screen[None]] = {}
        #: What is shown first to whoever may see it.
        self._first = area
        #: The area that is shown.
        self.here = "overview"

    @property
    def api(self) -> Api:
        """The connection; made at the first need of it."""
        if self._api is None:
            self._api = self._connect()
            self._speak()
        return self._api

    @property
    def today(self) -> date:
        """The day in Kyiv."""
        return self.clock.now().astimezone(KYIV).date()

    @property
    def operator(self) -> Operator:
        return self.session.operator

    @property
    def every_screen(self) -> list[Screen[Any]]:
        """Those of the areas, whether they are shown or not, and what stands over them."""
        return list(dict.fromkeys([*self._areas.values(), *self.screen_stack]))

    def get_default_screen(self) -> Screen[None]:
        return SignInScreen(self._target, self._login)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), HARMLESS]

    def on_mount(self) -> None:
        if self.is_web:
            self.files.hand_to_browser()
        if self._guide is not None:
            self.set_interval(1.0, self.connection.tell)
        if self._login and self._password:
            password, self._password = self._password, ""
            self.call_after_refresh(self.session.sign_in, self._login, password, "")

    async def on_unmount(self) -> None:
        saving.hand_over_by(None)
        await self.desk.end()
        if self._api is not None:
            await self._api.close()

    def on_key(self, event: events.Key) -> None:
        self._keys.pressed(event)

    # -- from signing in to signing out

    def begin(self) -> None:
        """Somebody signed in."""
        start(self, "probe", self.connection.look_after, self.api.auth, lambda: self.tell(t("status.back")))
        if self._guide is not None:
            start(self, "follow", self._guide.follow)
        self.desk.begin()
        start(self, "waiting", self.waiting.run, self._waits)
        first = next(one for one in actions.AREAS if one.id == self._first)
        self.go(first.id if self.operator.may(first.permission) else "overview")

    def _not_counted(self, error: Exception) -> None:
        """An error of the console's own, at something that nobody asked for: it is for the log alone."""
        if self.strict:
            raise error
        mishaps.log(error)

    async def _waits(self, areas: Collection[str]) -> list[Counted]:
        return await counted(self.api, self.operator, self.today, areas)

    async def end(self) -> None:
        """Nobody is signed in any more."""
        for worker in list(self.workers):
            if worker.node is self and worker.group != LEAVING:
                worker.cancel()  # also whoever waits for the answer of a screen that goes
        await self.desk.end()
        self.waiting.forget()
        self.purpose.forget()
        await self.take_down()
        self.desk.clear()

    async def take_down(self) -> None:
        """Takes every screen down but the first."""
        areas, self._areas = self._areas, {}
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for area in areas.values():
            self.uninstall_screen(area)
            await area.remove()

    # -- what screens tell of the server, and of themselves

    def reached(self) -> None:
        """A call came through."""
        self.connection.reached()

    def refused(self, error: ClientError) -> None:
        """Tells what a call was refused with; a lost server is the status line's to tell."""
        if error.reason == "UNAUTHENTICATED" and self.session.stands:
            self.session.ended()
            return
        if error.lost:
            self.connection.lost()
            return
        self.tell(error.message, "error")

    def mishap(self, error: Exception) -> None:
        """An error of the console's own: told and written to the log, without what the screen held. Nothing ends."""
        if self.strict:
            raise error
        mishaps.log(error)
        if self._mishaps.too_many():
            super()._handle_exception(error)
            return
        self.tell(t("error.unexpected", error=type(error).__name__), "error")

    def _handle_exception(self, error: Exception) -> None:
        """What no screen caught: of a worker, a timer, a widget."""
        if self.strict or not self._areas:
            mishaps.log(error)
            super()._handle_exception(error)
        else:
            inner = getattr(error, "error", None)
            self.mishap(inner if isinstance(inner, Exception) else error)

    def tell(self, text: str, severity: Any = "information") -> None:
        self.notify(text, severity=severity, markup=False, timeout=8 if severity == "error" else 5)

    def showing(self, shown: Shown) -> None:
        """Notes what the operator looks at; whoever replays it is led there."""
        if self.modes.tape is not None:
            self.modes.tape.note("shown", **vars(shown))

    # -- between areas

    def go(self, area: str, query: Query | None = None, then: str = "") -> None:
        """Shows an area; with a filter where one is given, and with an action that begins there."""
        wanted = next(one for one in actions.AREAS if one.id == area)
        if not self.operator.may(wanted.permission):
            self.tell(t("error.not_allowed", action=t(wanted.label)), "warning")
            return
        start(self, "go", self.arrive, area, query, then)

    async def arrive(self, area: str, query: Query | None = None, then: str = "") -> None:
        """The same of one that is allowed; it is shown when this returns."""
        from console.screens.listing import ListScreen

        if area not in self._areas:
            self._areas[area] = _screen(area, self.api)
            self.install_screen(self._areas[area], f"{area}-{id(self._areas[area])}")
        self.here = area
        self.showing(Shown(area, query))
        self.purpose.declare()
        screen: Any = self._areas[area]
        if len(self.screen_stack) == 1:
            await self.push_screen(screen)
        elif self.screen is not screen:
            await self.switch_screen(screen)
        if query is not None and isinstance(screen, ListScreen):
            screen.start(query)
        if then:
            screen.perform(actions.by_id(then))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: areas, and what can be done right here."""
        from console.screens.area import AreaScreen

        if isinstance(screen, AreaScreen):
            for area in actions.AREAS:
                if self.operator.may(area.permission):
                    yield SystemCommand(t(area.label), area.key, lambda area=area: self.go(area.id))
            for action in screen.offered():
                yield SystemCommand(t(action.label), action.key, lambda action=action: screen.perform(action))

    # -- actions of everywhere

    def handler(self, action: actions.Action) -> Callable[[], Any] | None:
        """What performs an action of everywhere."""
        whose: tuple[object, ...] = (self, self.session, self.purpose, self.files, self.desk, self._guide)
        return next((found for one in whose if (found := getattr(one, f"do_{action.id}", None))), None)

    async def action_quit(self) -> None:
        self.do_quit()

    def do_quit(self) -> None:
        quitting.quit_or_ask(self)

    def action_language(self) -> None:
        self.desk.do_language()

    def speak(self, language: str) -> None:
        """Every screen says anew what it says; no widget goes, so nothing that works on one finds it gone."""
        i18n.use(language)
        self._speak()
        self.every_screen_does("retranslate")

    def every_screen_does(self, what: str) -> None:
        """Calls a method of each screen that has it."""
        for screen in self.every_screen:
            if screen.is_mounted and hasattr(screen, what):
                getattr(screen, what)()

    def _speak(self) -> None:
        if self._api is not None:
            self._api.speak(i18n.language())

    def action_theme(self) -> None:
        self.desk.do_theme()

    async def do_search(self) -> None:
        await searching.search(self)

    def do_help(self) -> None:
        from console.screens import help
        from console.screens.reading_room import Pages

        self.push_screen(Pages(t("help.title"), help.blocks(self.operator, self.here, self.modes.offers)))

    def do_go(self) -> None:
        from console.screens.areas import AreaMenu

        self.push_screen(AreaMenu(self.operator, self.waiting.by_area), lambda area: self.go(area) if area else None)

    def do_jump(self) -> None:
        start(self, "jump", jumping.jump, self)


def _screen(area: str, api: Api) -> Screen[None]:
    """The screen of an area over the port of its name; its module is imported when it is first seen."""
    made: type[Screen[None]] = getattr(import_module(f"console.screens.{area}"), f"{area.capitalize()}Screen")
    return made(getattr(api, area))
