"""The service's command in processes of its own, forked from one that has imported everything: importing takes a second
or two, which a test that starts fifty servers would otherwise spend fifty times."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import NamedTuple

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "uvloop",
        "server.serving",
        "server.bootstrap",
        "server.audit.offline",
        "storage.engine.backup",
        "tests.server.warm",
    ]
)


class Done(NamedTuple):
    """A command that ended, and what it printed."""

    code: int | None
    stdout: str
    stderr: str


def run(words: list[str], folder: Path, stdin: str = "", settings: Mapping[str, str] | None = None) -> Done:
    """Runs it to its end; `folder` is for what it prints."""
    files = folder / "output", folder / "errors"
    for file in files:
        file.write_text("", encoding="utf-8")
    process = start(words, *files, stdin, settings)
    process.join(60)
    return Done(process.exitcode, *(file.read_text(encoding="utf-8") for file in files))


def start(
    words: list[str],
    output: Path,
    errors: Path | None = None,
    stdin: str = "",
    settings: Mapping[str, str] | None = None,
) -> ForkServerProcess:
    """Begins `smartregion-server` with these words; what it prints goes to files. `settings` are all that it finds of
    SMARTREGION_… in its environment, and what else is to stand there."""
    process = _FORKS.Process(target=_run, args=(words, output, errors or output, stdin, dict(settings or {})))
    process.start()
    return process


def work(job: Callable[..., None], *arguments: object) -> int | None:
    """Does something of a test's own in such a process, to its end; its exit code, negative where a signal ended it."""
    process = _FORKS.Process(target=job, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def _run(words: list[str], output: Path, errors: Path, stdin: str, settings: dict[str, str]) -> None:
    from server.__main__ import main

    for name in [name for name in os.environ if name.startswith("SMARTREGION_")]:
        del os.environ[name]
    os.environ.update(settings)
    typed, typing = os.pipe()
    os.write(typing, stdin.encode())
    os.close(typing)
    os.dup2(typed, 0)
    for path, number in ((output, 1), (errors, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    with (
        os.fdopen(0, encoding="utf-8") as sys.stdin,
        os.fdopen(1, "w", encoding="utf-8") as sys.stdout,
        os.fdopen(2, "w", encoding="utf-8") as sys.stderr,
    ):
        code = main(words)
    os._exit(code)
