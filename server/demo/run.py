"""The demonstration: an invented town, the service over it, live traffic, and the console in front."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import grpc_health.v1.health_pb2 as health
import grpc_health.v1.health_pb2_grpc as health_grpc

from server.bootstrap import prepare
from server.config import Settings
from server.demo import causes
from server.demo.seed import Access, seed

START_SECONDS = 30.0
#: Where messages are seen to arrive, beside the folder of the town: these are people's phones and not ours, and whoever
#: is erased keeps what they were sent.
MESSAGES = "demo-messages.log"
#: Whose service it is, as the town's policy says: letters are signed by the same.
CONTROLLER = {
    "SMARTREGION_CONTROLLER_NAME": "ТОВ «Світлоріченський цифровий сервіс»",
    "SMARTREGION_CONTROLLER_ADDRESS": "вул. Набережна, 4, м. Світлоріченськ",
    "SMARTREGION_CONTROLLER_CONTACT": "privacy@svitlorichensk.example",
}
#: What each provider is given at most: a person watches, and what comes at once is seen to wait.
MESSAGES_A_SECOND = 5


def run(settings: Settings, *, fresh: bool, households: int) -> int:
    """Builds the town where there is none, starts service and traffic, and opens the console where there is a
    terminal; else serves until a signal. Raises ValueError where the address is taken."""
    demo = settings.model_copy(update={"data_dir": settings.data_dir / "demo"})
    _must_be_free(demo.listen)
    for number in (signal.SIGTERM, signal.SIGHUP):  # a terminal that is closed must leave nobody behind
        signal.signal(number, _interrupt)
    if fresh and demo.data_dir.exists():
        shutil.rmtree(demo.data_dir)
    access = _town(demo, households)
    environment = {
        **CONTROLLER,
        **os.environ,
        "SMARTREGION_DATA_DIR": str(demo.data_dir),
        "SMARTREGION_LISTEN": demo.listen,
        "SMARTREGION_TARGET": demo.listen,
        "SMARTREGION_USER": access.login,
        "SMARTREGION_PASSWORD": access.password,
    }
    log = demo.data_dir / "demo.log"
    with (
        _providers(demo, environment) as providers,
        _process("server", "serve", environment={**environment, **providers}, log=log) as server,
    ):
        _wait_until_serving(demo.listen, server, log)
        with _process("server.demo.traffic", environment=environment, log=log):
            if sys.stdin.isatty() and sys.stdout.isatty():
                return subprocess.call([sys.executable, "-m", "console"], env=environment)
            _tell(demo, access, log)
            return _until_signal(server)


def _messages(settings: Settings) -> Path:
    return settings.data_dir.parent / MESSAGES


@contextmanager
def _providers(settings: Settings, environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Providers of messages on this machine, and what tells the service of them. Raises ValueError where they do not
    come up."""
    file, log = settings.data_dir / "dev-providers.toml", _messages(settings)
    file.unlink(missing_ok=True)
    words = ("dev-providers", "--port", "0", "--write", str(file), "--rate", str(MESSAGES_A_SECOND))
    with _process("server", *words, environment=environment, log=log) as process:
        deadline = time.monotonic() + START_SECONDS
        while not file.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                raise ValueError(f"the providers of messages did not start; see {log}")
            time.sleep(0.05)
        yield {"SMARTREGION_PROVIDERS": str(file)}


def _must_be_free(listen: str) -> None:
    """Raises ValueError where something listens there already: it would answer in our service's place."""
    host, _, port = listen.rpartition(":")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError:
            raise ValueError(
                f"{listen} is taken; is a demo running already? Another address: SMARTREGION_LISTEN=127.0.0.1:7543"
            ) from None


def _town(settings: Settings, households: int) -> Access:
    """The town that is there, or a new one."""
    if Access.path(settings).exists():
        prepare(settings)
        return Access.load(settings)
    print(f"Building Світлоріченськ: {households} households ...", flush=True)
    started = time.monotonic()
    shutil.rmtree(settings.data_dir, ignore_errors=True)  # what is left of a town that was not finished
    _messages(settings).unlink(missing_ok=True)
    settings.data_dir.mkdir(parents=True)
    prepare(settings)
    access = asyncio.run(_seeded(settings, households))
    print(f"... done in {time.monotonic() - started:.0f} s, in {settings.data_dir}", flush=True)
    return access


async def _seeded(settings: Settings, households: int) -> Access:
    access = await seed(settings, households)
    await causes.prepare(settings, access)
    return access


@contextmanager
def _process(
    module: str, *arguments: str, environment: dict[str, str], log: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of ours beside the console; it is asked to end, and waited for. Ctrl+C is the console's."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_serving(target: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Raises ValueError where the service does not come up."""
    deadline = time.monotonic() + START_SECONDS
    with grpc.insecure_channel(target) as channel:
        stub: Any = health_grpc.HealthStub(channel)
        while time.monotonic() < deadline:
            if server.poll() is not None:
                break
            try:
                if stub.Check(health.HealthCheckRequest(), timeout=1, wait_for_ready=True).status == 1:
                    if server.poll() is None:
                        return
                    break
            except grpc.RpcError:
                time.sleep(0.1)
    last = log.read_text(encoding="utf-8").splitlines()[-1:]
    raise ValueError(f"the service did not start; {log} says: {' '.join(last)}")


def _tell(settings: Settings, access: Access, log: Path) -> None:
    print(
        f"Smart Region serves {settings.listen} with live traffic. There is no terminal here, so from another one:\n"
        f"  SMARTREGION_TARGET={settings.listen} SMARTREGION_USER={access.login} "
        f"SMARTREGION_PASSWORD={access.password} smartregion\n"
        f"Messages arrive in {_messages(settings)}. The log is {log}; Ctrl+C or SIGTERM ends it.",
        flush=True,
    )


def _until_signal(server: "subprocess.Popen[bytes]") -> int:
    """Waits for a signal, or for the service to end by itself."""
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0


def _interrupt(_: int, __: object) -> None:
    raise KeyboardInterrupt
