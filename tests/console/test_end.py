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
