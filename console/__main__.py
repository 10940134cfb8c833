"""The command for people: `smartregion` opens the console, `smartregion readings list` does what its name says without
one. Nothing of gRPC is imported before the first paint."""

import argparse
import os
import sys
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from console import launching, reaching
from console.actions import AREAS

if TYPE_CHECKING:
    from console.ports import Api

#: Seconds between two looks whether the terminal is there, and what a console without one ends with, as by SIGHUP.
LOOK, HUNG_UP = 1.0, 129
#: What opens a screen; any other word is a noun of a command without one.
SCREENS = ("console", "replay", "serve")


def main(arguments: list[str] | None = None) -> int:
    typed = sys.argv[1:] if arguments is None else arguments
    if typed and typed[0] not in SCREENS and not typed[0].startswith("-"):
        from console.headless.command import main as headless

        return headless(typed)
    parsed = _parser().parse_args(typed)
    if parsed.command == "serve":
        from console.serving import serve

        return serve(parsed)
    if not launching.in_browser() and not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("smartregion: the console needs a terminal", file=sys.stderr)
        return 2
    return _opened(parsed)


def _opened(parsed: argparse.Namespace) -> int:
    """The console, until it is closed."""
    colourless = launching.suit_the_terminal(parsed.plots)

    def connect() -> "Api":
        from console.client import Client, Tls

        tls = Tls(parsed.ca, parsed.certificate, parsed.key) if reaching.by_tls(parsed) else None
        return Client(parsed.target, tls, read_only=parsed.read_only)

    modes, make = launching.modes(parsed, connect)
    _keep_descriptor_2_off_the_screen(parsed.log)
    Thread(target=_end_with_the_other_end, daemon=True).start()
    from console.app import Console

    password = os.environ.pop("SMARTREGION_PASSWORD", "")
    replay = modes.replay
    app = Console(
        make,
        replay.recording.target if replay else parsed.target,
        login="replay" if replay else parsed.user,
        password="replay" if replay else password,
        language=parsed.language,
        theme=parsed.theme,
        area=parsed.area,
        clock=replay.time if replay else None,
        modes=modes,
        colourless=colourless,
    )
    app.run()
    if app.return_code:
        from console.i18n import t

        print(t("error.crashed", log=parsed.log), file=sys.__stderr__)
    return app.return_code or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="smartregion",
        description="The operators' console of Smart Region.",
        epilog="Without a screen: smartregion help, smartregion readings list --help, smartregion completion bash.",
    )
    parser.add_argument("command", nargs="?", choices=SCREENS, default="console", help="what to open")
    launching.arguments(parser)
    reaching.add_flags(parser)
    parser.set_defaults(language=os.environ.get("SMARTREGION_LANGUAGE", ""))  # empty for what the operator keeps
    parser.add_argument("--area", choices=[one.id for one in AREAS], default="overview", help="what is shown first")
    parser.add_argument(
        "--theme", choices=["smart-dark", "smart-light", "smart-contrast"], default="", help="colours, whatever is kept"
    )
    parser.add_argument("--log", type=Path, default=_state() / "console.log", help="where what libraries print goes")
    return parser


def _state() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME", Path.home() / ".local" / "state")) / "smartregion"


def _keep_descriptor_2_off_the_screen(log: Path) -> None:
    """gRPC's core writes to descriptor 2 and would draw over the screen: it gets the log, Textual a copy of the old."""
    log.parent.mkdir(parents=True, exist_ok=True)
    screen = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace")
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    sys.__stderr__ = screen  # type: ignore[misc]


def _end_with_the_other_end() -> None:
    """A terminal that closes tells the first process of its session alone, and not each of those hands it on: make
    waits for its children instead. Nor does a server of browsers that ended tell the consoles that it began. What
    would be drawn meanwhile has nowhere to go, so nothing is tidied up."""
    began, browser = os.getppid(), launching.in_browser()
    while os.getppid() == began if browser else os.isatty(0):
        time.sleep(LOOK)
    os._exit(HUNG_UP)


if __name__ == "__main__":
    sys.exit(main())
