"""Leads whoever replays a recording to what its operator looked at, at the same instants."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.formats import KYIV
from console.i18n import t
from console.recording.player import Shown
from console.screens.listing import ListScreen
from console.widgets.form import Field, Form
from console.work import start

if TYPE_CHECKING:
    from console.app import Console
    from console.modes import Replay


class Guide:
    """Its actions are methods called `do_` and the action's id."""

    def __init__(self, console: "Console", replay: "Replay") -> None:
        self._console = console
        self._replay = replay

    async def follow(self) -> None:
        """Goes where the operator of the recording went, from where it stands now."""
        replay = self._replay
        before = [shown for at, shown in replay.recording.shown if at <= replay.time.at]
        for shown in before[-1:]:
            self._lead(shown)
        for at, shown in replay.recording.shown[len(before) :]:
            await replay.time.until(at)
            if replay.following:
                self._lead(shown)

    def _lead(self, shown: Shown) -> None:
        screen = self._console.screen
        if shown.area != self._console.here or not isinstance(screen, ListScreen):
            self._console.go(shown.area, shown.query)
        elif shown.query is not None and shown.query != screen.pages.query:
            screen.start(shown.query)
        elif shown.key:
            screen.aim(shown.key)

    def do_replay_pause(self) -> None:
        self._replay.time.pause()
        self._console.connection.tell()

    def do_replay_faster(self) -> None:
        self._replay.time.faster()
        self._console.connection.tell()

    def do_replay_follow(self) -> None:
        self._replay.following = not self._replay.following
        self._console.connection.tell()

    def do_replay_jump(self) -> None:
        start(self._console, "jump", self._jump)

    async def _jump(self) -> None:
        """To an hour, or minutes on or back: every screen is made anew as it was then."""
        console, replay = self._console, self._replay
        answers = await console.push_screen_wait(
            Form(t("action.replay_jump"), [Field("to", t("replay.to"))], text=t("replay.to_text"))
        )
        if not answers:
            return
        try:
            wanted = moment(answers["to"], replay.time.now())
        except ValueError:
            console.tell(t("replay.bad_moment", text=answers["to"]), "warning")
            return
        replay.time.jump((wanted - replay.recording.began).total_seconds())
        here = console.here
        await console.take_down()
        console.go(here)
        start(console, "follow", self.follow)


def moment(text: str, now: datetime) -> datetime:
    """An instant as typed: an hour of the day in Kyiv (14:05, 14:05:30), or minutes from now (+5, -10). Raises
    ValueError."""
    if text[:1] in ("+", "-", "−"):
        return now + timedelta(minutes=int(text.replace("−", "-")))
    hour, minute, second = (int(part) for part in (*text.split(":"), "0")[:3])
    return now.astimezone(KYIV).replace(hour=hour, minute=minute, second=second, microsecond=0)
