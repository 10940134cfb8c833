"""How a console is opened: the words of the command, and what they make of the terminal and of the ports."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.modes import Modes
    from console.ports import Api

#: Terminals that have no colours.
COLOURLESS = ("dumb", "unknown", "vt100", "vt102", "vt220", "xterm-mono", "linux-m", "screen-m")


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="replay: the recording")
    parser.add_argument("--read-only", action="store_true", help="look, and change nothing")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write down what the server sends: personal data")
    parser.add_argument("--speed", type=float, default=1.0, help="replay: so many times as fast")
    plots = os.environ.get("SMARTREGION_PLOTS", "")
    parser.add_argument("--plots", choices=["braille", "plain"], default=plots, help="how plots are drawn")
    parser.add_argument("--host", default="127.0.0.1", help="serve: where browsers connect")
    parser.add_argument("--port", type=int, default=8080, help="serve: its port")
    parser.add_argument("--public-url", default="", help="serve: what browsers call it, behind a proxy that ends TLS")


def in_browser() -> bool:
    """Whether this is the console of a browser session, at the other end of pipes."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def suit_the_terminal(plots: str) -> bool:
    """Draws as the terminal can; whether it has no colours."""
    from console import formats

    colourless = os.environ.get("TERM", "") in COLOURLESS
    if colourless:
        os.environ["NO_COLOR"] = "1"
    letters = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    formats.draw_plainly(plots == "plain" or (not plots and (colourless or not letters)))
    return colourless


def modes(parsed: Namespace, connect: "Callable[[], Api]") -> "tuple[Modes, Callable[[], Api]]":
    """How it runs, and what makes its ports. Raises SystemExit that says why it can't."""
    from console.i18n import t, use
    from console.modes import Modes, Replay

    use(parsed.language or "uk")
    if parsed.command == "replay":
        from console.recording.clock import ReplayClock
        from console.recording.player import Player, Recording, Unreadable

        try:
            recording = Recording(parsed.file or Path())
        except (Unreadable, OSError):
            raise SystemExit(t("replay.no_recording", path=parsed.file)) from None
        replay = Replay(recording, ReplayClock(recording.began, recording.ends, max(parsed.speed, 0.1)))
        return Modes(replay=replay), lambda: Player(recording, replay.time)
    if parsed.record is None:
        return Modes(read_only=parsed.read_only), connect
    from console.clock import SystemClock
    from console.recording.recorder import Recorder, Tape

    try:
        tape = Tape(parsed.record.expanduser(), SystemClock(), parsed.target)
    except OSError as error:
        raise SystemExit(f"smartregion: {parsed.record}: {error.strerror}") from None
    return Modes(read_only=parsed.read_only, tape=tape), lambda: Recorder(connect(), tape)
