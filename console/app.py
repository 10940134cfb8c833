"""The console: wiring, keys, the way between areas, and what happens when the server is lost."""

import asyncio
import os
import re
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from io import BytesIO
from time import monotonic
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from console import actions, i18n, saving
from console.formats import KYIV
from console.i18n import enum, t
from console.keyboard import layout, physical
from console.models import Operator, Query
from console.modes import Modes
from console.ports import Api, ClientError, Clock
from console.recording.player import Shown
from console.screens.sign_in import SignInScreen
from console.store.connection import Connection, State
from console.store.live import Backoff
from console.themes import THEMES
from console.visible import HARMLESS
from console.work import start

#: Seconds between two looks whether the server is there.
PROBE = 5.0
#: The longest pause between two while it is not.
LOST_PROBE = 5.0
#: Errors of the console's own in so many seconds after which it gives up: it would show nothing but them.
MISHAPS, MISHAP_SECONDS = 20, 10.0


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Console(App[None]):
    """The application. `connect` makes the client on the running loop, after the first paint."""

    TITLE = "Smart Region"
    #: Whether an error of the console's own ends it: so in tests, where nobody may miss one.
    strict: ClassVar[bool] = False
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False, priority=True)]
    CSS = "Screen { background: $background; } Toast { width: 60; }"

    def __init__(
        self,
        connect: Callable[[], Api],
        target: str,
        *,
        login: str = "",
        password: str = "",
        language: str = "uk",
        theme: str = "smart-dark",
        area: str = "overview",
        clock: Clock | None = None,
        modes: Modes | None = None,
        colourless: bool = False,
    ) -> None:
        super().__init__(ansi_color=True if colourless else None)
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        i18n.use(language)
        self.modes = modes or Modes()
        self.clock = clock or SystemClock()
        self.connection = Connection(self.clock)
        self._connect = connect
        self._target = target
        self._login = login
        self._password = password
        self._api: Api | None = None
        self._operator: Operator | None = None
        self._areas: dict[str, Screen[None]] = {}
        #: What is shown first to whoever may see it.
        self._first = area
        self._here = "overview"
        #: Why the operator looks at people's data where the area does not say it, and the number of a case.
        self._purpose = self._ticket = ""
        #: Whether the last letter came from the Ukrainian layout, where the key of "/" gives ".".
        self._ukrainian = False
        self._wake = asyncio.Event()
        self._mishaps: list[float] = []

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
        assert self._operator is not None, "nobody is signed in"
        return self._operator

    def get_default_screen(self) -> Screen[None]:
        return SignInScreen(self._target, self._login)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), HARMLESS]

    def on_mount(self) -> None:
        if self.is_web:
            self.modes.browser = True
            saving.hand_over_by(self._hand)
        if self.modes.replay is not None:
            self.set_interval(1.0, self.connection.tell)
        if self._login and self._password:
            password, self._password = self._password, ""
            self.call_after_refresh(self.sign_in, self._login, password, "")

    # -- signing in

    def sign_in(self, login: str, password: str, code: str) -> None:
        start(self, "sign-in", self._sign_in, login, password, code)

    async def _sign_in(self, login: str, password: str, code: str) -> None:
        screen = self.screen
        try:
            self._operator = await self.api.auth.sign_in(login, password, code)
        except ClientError as error:
            if isinstance(screen, SignInScreen):
                screen.say(t("sign_in.no_server") if error.lost else error.message)
                if error.reason == "SECOND_FACTOR_REQUIRED":
                    screen.ask_code()
            return
        if (self._operator.must_change_password or self._operator.must_enrol) and self.modes.read_only:
            self.tell(t("error.read_only_first"), "error")
            return
        if self._operator.must_change_password and not await self._change_password(password):
            return
        if self._operator.must_enrol and not await self._enrol():
            return
        start(self, "probe", self._probe)
        start(self, "follow", self._follow)
        first = next(one for one in actions.AREAS if one.id == self._first)
        self.go(first.id if self.operator.may(first.permission) else "overview")

    async def _change_password(self, old: str = "") -> bool:
        from console.widgets.form import Field, Form

        fields = [
            Field("new", t("sign_in.new_password"), secret=True),
            Field("again", t("sign_in.repeat_password"), secret=True),
        ]
        if not old:
            fields.insert(0, Field("old", t("sign_in.old_password"), secret=True))
        while True:
            text = t("sign_in.password_expired") if old else ""
            answers = await self.push_screen_wait(Form(t("action.password"), fields, text=text))
            if not answers:
                return False
            if answers["new"] != answers["again"]:
                self.tell(t("sign_in.differ"), "warning")
                continue
            try:
                await self.api.auth.change_password(old or answers["old"], answers["new"])
            except ClientError as error:
                self.refused(error)
                continue
            self.tell(t("sign_in.password_changed"))
            return True

    async def _enrol(self) -> bool:
        """Sets up the second factor that is required; whether it is there."""
        from console.widgets.form import Field, Form

        async def confirm(answers: dict[str, str]) -> None:
            await self.api.auth.confirm_factor("".join(answers["code"].split()))

        try:
            secret = await self.api.auth.propose_factor()
        except ClientError as error:
            self.refused(error)
            return False
        text = f"{t('sign_in.enrol_text')}\n\n{t('sign_in.secret', secret=_in_fours(secret))}"
        form = Form(t("sign_in.enrol"), [Field("code", t("sign_in.code"))], text=text, send=confirm)
        if await self.push_screen_wait(form) is None:
            return False
        self.tell(t("sign_in.enrolled"))
        return True

    def do_password(self) -> None:
        start(self, "password", self._change_password)

    def do_sign_out(self) -> None:
        start(self, "sign-out", self._sign_out)

    async def _sign_out(self) -> None:
        with suppress(ClientError):  # it ends by itself
            await self.api.auth.sign_out()
        await self._back_to_sign_in(t("sign_in.signed_out"))

    async def _back_to_sign_in(self, said: str) -> None:
        """Down to the sign-in screen, which stands at the foot of the stack."""
        self.workers.cancel_group(self, "probe")
        self.workers.cancel_group(self, "follow")
        self._operator = None
        self._purpose = self._ticket = ""
        await self._take_down()
        if isinstance(self.screen, SignInScreen):
            self.screen.say(said)

    async def _take_down(self) -> None:
        """Takes every screen down but the first."""
        areas, self._areas = self._areas, {}
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        for area in areas.values():
            self.uninstall_screen(area)
            await area.remove()

    # -- the connection

    async def _probe(self) -> None:
        """Looks after the connection for as long as somebody is signed in."""
        backoff = Backoff(longest=LOST_PROBE)
        lost = False
        while True:
            lost = lost or self.connection.state is State.LOST
            there = await self.connection.probe(self.api.auth)
            if there:
                backoff.reset()
                if lost:
                    self.tell(t("status.back"))
            lost = not there
            self._wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), PROBE if there else backoff.next())

    def reached(self) -> None:
        """A call came through."""
        if self.connection.state is State.LOST:
            self.connection.reached()
            self._wake.set()

    def refused(self, error: ClientError) -> None:
        """Tells what a call was refused with; a lost server is the status line's to tell."""
        if error.reason == "UNAUTHENTICATED" and self._operator is not None:
            start(self, "sign-out", self._back_to_sign_in, t("sign_in.ended"))
            return
        if error.lost:
            self.connection.lost()
            return
        fields = "\n".join(f"{field}: {sentence}" for field, sentence in error.fields)
        self.tell(f"{error.message}\n{fields}".strip(), "error")

    def mishap(self, error: Exception) -> None:
        """An error of the console's own: told and written to the log, without what the screen held. Nothing ends."""
        if self.strict:
            raise error
        _log(error)
        self._mishaps = [at for at in self._mishaps if at > monotonic() - MISHAP_SECONDS] + [monotonic()]
        if len(self._mishaps) > MISHAPS:
            super()._handle_exception(error)
            return
        self.tell(t("error.unexpected", error=type(error).__name__), "error")

    def _handle_exception(self, error: Exception) -> None:
        """What no screen caught: of a worker, a timer, a widget."""
        if self.strict or not self._areas:
            _log(error)
            super()._handle_exception(error)
        else:
            inner = getattr(error, "error", None)
            self.mishap(inner if isinstance(inner, Exception) else error)

    def tell(self, text: str, severity: Any = "information") -> None:
        self.notify(text, severity=severity, markup=False, timeout=8 if severity == "error" else 5)

    # -- between areas

    def go(self, area: str, query: Query | None = None, then: str = "") -> None:
        """Shows an area; with a filter where one is given, and with an action that begins there."""
        wanted = next(one for one in actions.AREAS if one.id == area)
        if not self.operator.may(wanted.permission):
            self.tell(t("error.not_allowed", action=t(wanted.label)), "warning")
            return
        start(self, "go", self._go, area, query, then)

    async def _go(self, area: str, query: Query | None, then: str) -> None:
        from console.screens.listing import ListScreen

        if area not in self._areas:
            self._areas[area] = _screen(area, self.api)
            self.install_screen(self._areas[area], f"{area}-{id(self._areas[area])}")
        self._here = area
        self.showing(Shown(area, query))
        self._say_why()
        screen: Any = self._areas[area]
        if len(self.screen_stack) == 1:
            await self.push_screen(screen)
        elif self.screen is not screen:
            await self.switch_screen(screen)
        if query is not None and isinstance(screen, ListScreen):
            screen.start(query)
        if then:
            screen.perform(actions.by_id(then))

    # -- keys

    def on_key(self, event: events.Key) -> None:
        """Keys that no widget took: areas by digit, actions by the registry, on either layout."""
        from console.screens.area import AreaScreen

        screen = self.screen
        if not isinstance(screen, AreaScreen):
            return
        if self._typing():
            if event.key == "escape" and hasattr(screen, "leave"):
                screen.leave()
            return
        if screen.typed is not None and event.is_printable and event.character:
            event.stop()
            screen.typed.append(event.character)  # a form is on its way, and this is meant for it
            return
        character = self._character(event, screen.area)
        if character and character != event.character:
            event.stop()
            made = events.Key(_NAMES.get(character, character), character)
            made.translated = True  # type: ignore[attr-defined]
            self.post_message(made)
            return
        key = event.character if event.character and event.is_printable else event.key
        if key == "escape" and hasattr(screen, "leave"):
            screen.leave()
            return
        for area in actions.AREAS:
            if area.key == key:
                self.go(area.id)
                return
        for action in (*actions.of(screen.area), *actions.of(actions.EVERYWHERE)):
            if action.key == key and self.modes.offers(action):
                event.stop()
                screen.perform(action)
                return

    def _character(self, event: events.Key, area: str) -> str:
        """What the key means, whichever the layout. The key of "/" gives "." on the Ukrainian one, which means itself
        on the other: the last letter tells which it is, and where "." means nothing it is "/" anyway."""
        if not event.character or getattr(event, "translated", False):
            return event.character or ""
        told = layout(event.character)
        self._ukrainian = self._ukrainian if told is None else told
        taken = any(action.key == event.character for action in actions.of(area))
        return physical(event.character, self._ukrainian or not taken)

    def _typing(self) -> bool:
        from textual.widgets import Input, TextArea

        return isinstance(self.focused, Input | TextArea)

    # -- actions of everywhere

    async def action_quit(self) -> None:
        self.do_quit()

    def do_quit(self) -> None:
        """At once, unless something would be lost by it."""
        from console.widgets.form import Form

        loss = self._loss()
        if not loss or isinstance(self.screen, Form):
            self.exit()
            return
        form = Form(t("action.quit"), [], text=loss, submit=t("quit.yes"))
        self.push_screen(form, lambda answer: self.exit() if answer is not None else None)

    def _loss(self) -> str:
        """What quitting would break off or take away; empty for nothing."""
        from console.screens.progress import Progress, Working

        if any(isinstance(one, Progress | Working) and not one.finished for one in self.screen_stack):
            return t("quit.running")
        screens: list[Any] = [*self._areas.values(), *self.screen_stack]
        return next((loss for screen in screens if (loss := getattr(screen, "loss", str)())), "")

    def action_language(self) -> None:
        self.do_language()

    def action_theme(self) -> None:
        self.do_theme()

    def do_language(self) -> None:
        """The other language, at once. Every screen says anew what it says; no widget goes, so nothing that works on
        one finds it gone."""
        i18n.use("en" if i18n.language() == "uk" else "uk")
        self._speak()
        screens: set[Any] = {*self._areas.values(), *self.screen_stack}
        for screen in screens:
            if screen.is_mounted and hasattr(screen, "retranslate"):
                screen.retranslate()

    def _speak(self) -> None:
        if self._api is not None:
            self._api.speak(i18n.language())

    def do_purpose(self) -> None:
        start(self, "purpose", self._state_purpose)

    async def _state_purpose(self) -> None:
        """Asks why residents' data is looked at; it holds until it is changed, or the operator signs out."""
        from console.choices import PURPOSES
        from console.widgets.form import Field, Form

        choices = [(name, enum("look_purpose", name)) for name in PURPOSES]
        fields = [
            Field("purpose", t("purpose.why"), self._purpose or PURPOSES[0], choices=choices),
            Field("ticket", t("purpose.ticket"), self._ticket, required=False, hint=t("purpose.ticket_hint")),
        ]
        answers = await self.push_screen_wait(Form(t("action.purpose"), fields, text=t("purpose.text")))
        if answers:
            self._purpose, self._ticket = answers["purpose"], answers["ticket"]
            self._say_why()
            if hasattr(self.screen, "look_again"):
                self.screen.look_again()

    @property
    def purpose_stated(self) -> bool:
        return bool(self._purpose) or self.modes.replay is not None  # what is replayed was looked at for one

    def _say_why(self) -> None:
        own = next(one.purpose for one in actions.AREAS if one.id == self._here)
        self.api.look_for(own or self._purpose, "" if own else self._ticket)

    def do_theme(self) -> None:
        names = [one.name for one in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        self.tell(t("theme.changed", name=self.theme))

    def do_help(self) -> None:
        from console.screens import help
        from console.screens.reading_room import Pages

        self.push_screen(Pages(t("help.title"), help.blocks(self.operator, self._here, self.modes.offers)))

    def do_go(self) -> None:
        from console.screens.areas import AreaMenu

        self.push_screen(AreaMenu(self.operator), lambda area: self.go(area) if area else None)

    def do_jump(self) -> None:
        start(self, "jump", self._jump)

    async def _jump(self) -> None:
        from console.widgets.form import Field, Form

        answers = await self.push_screen_wait(Form(t("jump.title"), [Field("to", t("jump.hint"))]))
        if answers:
            self._jump_to(answers["to"])

    def _jump_to(self, text: str) -> None:
        lowered = text.lower()
        for area in actions.AREAS:
            if lowered in (area.id, area.key, t(area.label).lower()) or (
                len(lowered) > 2 and area.id.startswith(lowered)
            ):
                self.go(area.id)
                return
        for action in actions.ACTIONS:
            here = action.scope == actions.EVERYWHERE and self.modes.offers(action)
            if here and lowered == t(action.label).lower():
                getattr(self, f"do_{action.id}", lambda: None)()
                return
        if _REQUEST.fullmatch(lowered) and self.operator.may("PRIVACY_READ"):
            start(self, "go", self._go_to_request, lowered)
            return
        self.go("users", Query((("text", text),)))

    async def _go_to_request(self, number: str) -> None:
        from console.screens.privacy import PrivacyScreen

        await self._go("privacy", None, "")
        screen = self.screen
        if not isinstance(screen, PrivacyScreen):
            return
        try:
            found = await screen.show_number(number)
        except ClientError as error:
            self.refused(error)
            return
        if not found:
            self.tell(t("jump.no_request", number=number), "warning")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: areas, and what can be done right here."""
        from console.screens.area import AreaScreen

        if isinstance(screen, AreaScreen):
            for area in actions.AREAS:
                if self.operator.may(area.permission):
                    yield SystemCommand(t(area.label), area.key, lambda area=area: self.go(area.id))
            for action in screen.offered():
                yield SystemCommand(t(action.label), action.key, lambda action=action: screen.perform(action))

    async def on_unmount(self) -> None:
        saving.hand_over_by(None)
        if self._api is not None:
            await self._api.close()

    # -- what is taken along

    def do_picture(self) -> None:
        """The screen as it is, as a file. The fonts that a picture would fetch from elsewhere are left out."""
        svg = _FONTS.sub("", self.export_screenshot())
        start(self, "picture", self._save, f"smartregion-{self._here}", "svg", svg.encode())

    async def _save(self, name: str, ending: str, body: bytes) -> None:
        try:
            path = await self.keep(name, ending, body)
        except OSError as error:
            self.tell(t("error.not_saved", path=error.filename or name), "error")
        else:
            self.tell(t("file.saved", path=path))

    async def keep(self, name: str, ending: str, body: bytes) -> str:
        """Writes a file whose name tells its minute and second too; where it is. Raises OSError."""
        at = self.clock.now().astimezone(KYIV)
        return await asyncio.to_thread(saving.save, f"{name}-{at:%Y%m%d-%H%M%S}.{ending}", body)

    def _hand(self, name: str, body: bytes) -> None:
        """Hands a file to the browser; from any thread."""
        self.call_later(lambda: self.deliver_binary(BytesIO(body), save_filename=name))

    # -- recordings

    def showing(self, shown: Shown) -> None:
        """Notes what the operator looks at; whoever replays it is led there."""
        if self.modes.tape is not None:
            self.modes.tape.note("shown", **vars(shown))

    async def _follow(self) -> None:
        """Goes where the operator of a recording went, at the same instants."""
        replay = self.modes.replay
        if replay is None:
            return
        before = [shown for at, shown in replay.recording.shown if at <= replay.time.at]
        for shown in before[-1:]:
            self._lead(shown)
        for at, shown in replay.recording.shown[len(before) :]:
            await replay.time.until(at)
            if replay.following:
                self._lead(shown)

    def _lead(self, shown: Shown) -> None:
        from console.screens.listing import ListScreen

        screen = self.screen
        if shown.area != self._here or not isinstance(screen, ListScreen):
            self.go(shown.area, shown.query)
        elif shown.query is not None and shown.query != screen.pages.query:
            screen.start(shown.query)
        elif shown.key:
            screen.aim(shown.key)

    def do_replay_pause(self) -> None:
        if self.modes.replay is not None:
            self.modes.replay.time.pause()
            self.connection.tell()

    def do_replay_faster(self) -> None:
        if self.modes.replay is not None:
            self.modes.replay.time.faster()
            self.connection.tell()

    def do_replay_follow(self) -> None:
        if self.modes.replay is not None:
            self.modes.replay.following = not self.modes.replay.following
            self.connection.tell()

    def do_replay_jump(self) -> None:
        start(self, "jump", self._replay_jump)

    async def _replay_jump(self) -> None:
        """To an hour, or minutes on or back: every screen is made anew as it was then."""
        from console.widgets.form import Field, Form

        replay = self.modes.replay
        if replay is None:
            return
        answers = await self.push_screen_wait(
            Form(t("action.replay_jump"), [Field("to", t("replay.to"))], text=t("replay.to_text"))
        )
        if not answers:
            return
        try:
            wanted = moment(answers["to"], replay.time.now())
        except ValueError:
            self.tell(t("replay.bad_moment", text=answers["to"]), "warning")
            return
        replay.time.jump((wanted - replay.recording.began).total_seconds())
        here = self._here
        await self._take_down()
        self.go(here)
        start(self, "follow", self._follow)


def _log(error: BaseException) -> None:
    """Writes an error to descriptor 2, which is the log; without local variables, which may be somebody's data."""
    with suppress(OSError):
        os.write(2, "".join(traceback.format_exception(error)).encode("utf-8", "backslashreplace"))


def moment(text: str, now: datetime) -> datetime:
    """An instant as typed: an hour of the day in Kyiv (14:05, 14:05:30), or minutes from now (+5, -10). Raises
    ValueError."""
    if text[:1] in ("+", "-", "−"):
        return now + timedelta(minutes=int(text.replace("−", "-")))
    hour, minute, second = (int(part) for part in (*text.split(":"), "0")[:3])
    return now.astimezone(KYIV).replace(hour=hour, minute=minute, second=second, microsecond=0)


#: What an exported picture fetches from a host that is not ours.
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
#: The number of a privacy request.
_REQUEST = re.compile(r"\d{4}-\d{6}")
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


def _in_fours(secret: str) -> str:
    """As people type it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def _screen(area: str, api: Api) -> Screen[None]:
    """The screen of an area over the port of its name; its module is imported when it is first seen."""
    made: type[Screen[None]] = getattr(import_module(f"console.screens.{area}"), f"{area.capitalize()}Screen")
    return made(getattr(api, area))
