"""How a console runs, beside the usual way: it only looks, it writes down what it is sent, or it replays that."""

from collections.abc import Iterator
from dataclasses import dataclass

from console import formats
from console.actions import Action
from console.i18n import t
from console.recording.clock import ReplayClock
from console.recording.player import Recording
from console.recording.recorder import Tape


@dataclass
class Replay:
    """A recording, and how far it is."""

    recording: Recording
    time: ReplayClock
    #: Whether the screens go where the operator went.
    following: bool = True


@dataclass
class Modes:
    read_only: bool = False
    tape: Tape | None = None
    replay: Replay | None = None
    #: The operator sits at a browser, and their files are not on this machine.
    browser: bool = False

    def offers(self, action: Action) -> bool:
        """Whether an action is there at all, whoever is signed in."""
        if action.changes and (self.read_only or self.replay is not None):
            return False
        return not (action.local and self.browser) and (self.replay is not None or not action.replay)

    def said(self) -> Iterator[str]:
        """What the foot says of it."""
        if self.replay is not None:
            yield self._replayed(self.replay)
        elif self.read_only:
            yield t("mode.read_only")
        if self.tape is not None:
            fault = self.tape.fault
            yield t("mode.not_recorded", error=fault) if fault else t("mode.recorded", name=self.tape.path.name)

    def _replayed(self, replay: Replay) -> str:
        time = replay.time
        ended = time.at >= time.ends
        state = t("mode.ended") if ended else "‖" if time.paused else f"▶ ×{time.speed:g}"
        following = "" if replay.following else f" {t('mode.free')}"
        return f"{t('mode.replay')} {formats.hour(time.now())} {state}{following}"
