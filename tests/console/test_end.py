"""The end of the console, on a terminal of its own."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

#: The console with an app that can't even be built.
BROKEN = """
import sys
import console.app
from console.__main__ import main

def broken(self):
    raise RuntimeError("injected")

console.app.Console.compose = broken
sys.exit(main(["--log", sys.argv[1], "--language", sys.argv[2]]))
"""


@pytest.mark.parametrize(
    ("language", "said"), [("uk", "консоль завершилася через збій"), ("en", "the console failed and ended")]
)
def test_a_console_that_ends_by_an_error_names_its_log_in_the_last_line(
    tmp_path: Path, language: str, said: str
) -> None:
    log = tmp_path / "журнал.log"
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", BROKEN, str(log), language],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "200", "LINES": "50"},
        start_new_session=True,
    )
    os.close(theirs)
    shown, until = b"", time.monotonic() + 30
    try:
        while time.monotonic() < until:
            if select.select([ours], [], [], 0.5)[0]:
                try:
                    piece = os.read(ours, 65_536)
                except OSError:  # the other end is closed
                    break
                shown += piece
            elif process.poll() is not None:
                break
        assert process.wait(10) == 1
    finally:
        process.kill()
        os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?<>=]*[a-zA-Z]", "", shown.decode("utf-8", "replace"))
    last = [line for line in text.replace("\r", "").split("\n") if line.strip()][-1]
    assert str(log) in last
    assert said in last
    assert "RuntimeError" in log.read_text(encoding="utf-8")


#: Leads the session of the terminal and, as `make` does, tells its child nothing of a hang-up, but waits for it.
LEADER = """
import signal
import subprocess
import sys

signal.signal(signal.SIGHUP, lambda *_: None)
print(subprocess.call([sys.executable, "-m", "console", "--log", sys.argv[1]]), file=open(sys.argv[2], "w"))
"""


def test_a_console_whose_terminal_closed_ends_whoever_leads_its_session(tmp_path: Path) -> None:
    ended = tmp_path / "ended"
    leader, ours = pty.fork()
    if not leader:
        environment = {**os.environ, "TERM": "xterm-256color"}
        words = [sys.executable, "-c", LEADER, str(tmp_path / "console.log"), str(ended)]
        os.execve(sys.executable, words, environment)
    try:
        assert select.select([ours], [], [], 30)[0], "the console draws"
        os.close(ours)
        until = time.monotonic() + 30
        while time.monotonic() < until and not os.waitpid(leader, os.WNOHANG)[0]:
            time.sleep(0.1)
        assert ended.read_text() == "1\n"
    finally:
        if not ended.exists():
            os.killpg(leader, 9)
