"""How this console looks to whoever sits at it: as the server keeps it of them, unless that was said at its start."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from console import i18n
from console.i18n import t
from console.ports import ClientError
from console.settings import AreaSettings, Settings
from console.store.keeper import PAUSE, Keeper
from console.themes import THEMES, theme_after
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: What a console looks like of which nothing was said.
THEME, LANGUAGE = "smart-dark", "uk"
#: Seconds that the end of a session waits for what the server has not heard.
AT_THE_END = 2.0


class Desk:
    """Its actions are methods called `do_` and the action's id."""

    def __init__(self, console: "Console", *, theme: str, language: str) -> None:
        """A theme or a language that was said holds, whatever the server keeps."""
        self._console = console
        self._theme, self._language = theme, language
        self._keeper: Keeper | None = None

    @property
    def settings(self) -> Settings:
        return self._keeper.settings if self._keeper is not None else Settings()

    @property
    def kept(self) -> bool:
        """Whether what is changed here outlasts the session."""
        modes = self._console.modes
        return not modes.read_only and modes.replay is None

    # -- with the session

    def begin(self) -> None:
        self._keeper = Keeper(self._console.api.settings, self._came, self._failed, writes=self.kept, pause=PAUSE)
        start(self._console, "desk", self._keeper.run)

    async def end(self) -> None:
        """Tells the server what it has not heard, if it listens."""
        self._console.workers.cancel_group(self._console, "desk")
        keeper, self._keeper = self._keeper, None
        if keeper is not None:
            with suppress(ClientError, TimeoutError):
                await asyncio.wait_for(keeper.tell(), AT_THE_END)

    def clear(self) -> None:
        """As it was when the console was opened: who signs in next has settings of their own."""
        self._console.theme = self._theme or THEME
        self._speak(self._language or LANGUAGE)

    def _came(self) -> None:
        """What was read holds, but for what was said; what is looked at in a recording is the viewer's own."""
        settings = self.settings
        if self._console.modes.replay is None:
            if settings.theme in {one.name for one in THEMES} and not self._theme:
                self._console.theme = settings.theme
            if settings.language in i18n.LANGUAGES and not self._language:
                self._speak(settings.language)
        self._console.every_screen_does("look_changed")

    def _failed(self, error: ClientError) -> None:
        if self._console.modes.replay is not None:
            return  # nothing of it was recorded
        if error.lost or error.reason == "UNAUTHENTICATED":
            self._console.refused(error)
        if error.lost:
            self._console.tell(t("settings.lost"), "warning")
        elif error.reason != "UNAUTHENTICATED":
            self._console.tell(t("settings.refused", error=error.message), "warning")

    def _speak(self, language: str) -> None:
        if language != i18n.language():
            self._console.speak(language)

    # -- what changes

    def _chose(self, *, theme: str = "", language: str = "") -> None:
        """Somebody chose it: it holds here, and wherever they sign in next; before anybody signed in, whoever does."""
        if self._keeper is None:
            self._theme, self._language = theme or self._theme, language or self._language
        self._change(lambda before: replace(before, theme=theme or before.theme, language=language or before.language))

    def do_language(self) -> None:
        """The other one, at once."""
        self._console.speak("en" if i18n.language() == "uk" else "uk")
        self._chose(language=i18n.language())

    def do_theme(self) -> None:
        self._console.theme = theme_after(self._console.theme)
        self._chose(theme=self._console.theme)
        self._console.tell(t("theme.changed", name=t(f"theme.{self._console.theme}")))

    async def do_settings(self) -> None:
        """Asks how everything is to look."""
        from console.screens.settings import form

        console, refresh = self._console, self.settings.refresh
        shown = form(console.theme, i18n.language(), refresh, kept=self.kept)
        answers = await console.push_screen_wait(shown)
        if not answers:
            return
        console.theme = answers["theme"]
        self._speak(answers["language"])
        self._chose(theme=answers["theme"], language=answers["language"])
        self._change(lambda settings: replace(settings, refresh=int(answers["refresh"])))

    def arrange(self, area: str, change: Callable[[AreaSettings], AreaSettings]) -> None:
        """Changes how an area looks."""
        self._change(lambda settings: settings.changing(area, change(settings.of(area))))

    def _change(self, change: Callable[[Settings], Settings]) -> None:
        if self._keeper is not None:
            self._keeper.change(change)
