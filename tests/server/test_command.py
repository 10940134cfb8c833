"""The command for the machine, typed as docs/operating.md has it, from an empty folder on."""

import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from . import processes

Command = Callable[..., processes.Done]
PASSWORD = "Калина-й-дощ-7712"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    def run(*words: str, stdin: str = "", data_dir: str = "var", code: int = 0) -> processes.Done:
        done = processes.run(["--data-dir", str(tmp_path / data_dir), *words], tmp_path, stdin)
        assert done.code == code, done
        return done

    return run


def test_the_command_begins_by_itself() -> None:
    """All the others are forked from a process that has imported it."""
    done = subprocess.run([sys.executable, "-m", "server", "--help"], capture_output=True, text=True, check=True)
    assert "serve" in done.stdout


def test_a_new_machine_gets_its_database_keys_operators_and_partners(command: Command) -> None:
    assert "0001_initial" in command("migrate").stdout
    assert "nothing to apply" in command("migrate").stdout
    administrator = ("operator", "add", "oksana", "--name", "Оксана Литвин", "--role", "administrator")
    assert "oksana may sign in" in command(*administrator, stdin=PASSWORD + "\n").stdout
    assert "oksana is taken" in command(*administrator, stdin=PASSWORD + "\n", code=1).stderr
    names = ("--name-uk", "Міськводоканал", "--name-en", "Water")
    utility = command("partner", "add", "--kind", "utility", *names).stdout.strip()
    ground = ("--purpose", "облік води", "--ground", "договір 7")
    assert command("partner", "grant", utility, "--utility", utility, "--data-class", "consumption", *ground).stdout
    assert command("key", "issue", utility).stdout.startswith("sr_")
    assert "4 entries" in command("audit", "verify").stdout


def test_a_grant_shows_no_more_than_the_kind_of_partner_may_see(command: Command) -> None:
    command("migrate")
    names = ("--name-uk", "Банк", "--name-en", "Bank")
    bank, utility = (command("partner", "add", "--kind", kind, *names).stdout.strip() for kind in ("bank", "utility"))
    granted = ("partner", "grant", bank, "--utility", utility, "--purpose", "оплати", "--ground", "договір 7")
    assert "grant.data_classes" in command(*granted, "--data-class", "consumption", code=1).stderr
    assert command(*granted, "--data-class", "financial").stdout


def test_what_is_typed_wrongly_names_the_field(command: Command) -> None:
    command("migrate")
    weak = command("operator", "add", "nova", "--name", "Нова", "--role", "support", stdin="short\n", code=1)
    assert "password" in weak.stderr
    assert (
        "login"
        in command("operator", "add", "Нова", "--name", "Нова", "--role", "support", stdin=PASSWORD, code=1).stderr
    )
    assert "partner_id" in command("key", "issue", "nobody", code=1).stderr


def test_a_backup_comes_back_in_another_place_with_its_keys(command: Command, tmp_path: Path) -> None:
    command("migrate")
    command("operator", "add", "oksana", "--name", "Оксана Литвин", "--role", "administrator", stdin=PASSWORD)
    assert "SHA-256" in command("backup", str(tmp_path / "database")).stdout
    command("keys", "rotate")
    command("keys", "backup", str(tmp_path / "elsewhere"))
    assert "verified" in command("restore", str(tmp_path / "database"), data_dir="new").stdout
    assert "empty" in command("restore", str(tmp_path / "database"), data_dir="new", code=1).stderr
    lacking = command("audit", "verify", data_dir="new", code=1)
    assert "keyring" in lacking.stderr
    command("migrate", data_dir="new")  # no new keys over a database that has its own
    assert not (tmp_path / "new/keys/keyring.json").exists()
    command("keys", "restore", str(tmp_path / "elsewhere"), data_dir="new")
    assert (
        "oksana is taken"
        in command(
            "operator", "add", "oksana", "--name", "Інша", "--role", "support", stdin=PASSWORD, data_dir="new", code=1
        ).stderr
    )
    assert "exists already" in command("keys", "restore", str(tmp_path / "elsewhere"), data_dir="new", code=1).stderr


def test_an_export_of_the_audit_log_is_verified_without_the_database(command: Command, tmp_path: Path) -> None:
    command("migrate")
    for login in ("oksana", "petro"):
        command("operator", "add", login, "--name", "Людина", "--role", "support", stdin=PASSWORD)
    export = tmp_path / "audit.jsonl"
    assert "wrote 2 entries" in command("audit", "export", str(export)).stdout
    assert "2 entries" in command("audit", "verify", "--file", str(export)).stdout
    export.write_text(export.read_text(encoding="utf-8").replace("operator_add", "operator_all"), encoding="utf-8")
    assert "entry 1" in command("audit", "verify", "--file", str(export), code=1).stdout
    with sqlite3.connect(tmp_path / "var/smartregion.db") as connection:
        connection.execute("DELETE FROM audit_entry WHERE sequence = 1")
    command("audit", "verify", code=1)


def test_a_demo_whose_terminal_closes_leaves_nobody_behind_and_never_opens_over_another(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    words = [sys.executable, "-m", "server", "--data-dir", str(tmp_path), "demo", "--households", "3"]
    words += ["--listen", address]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        assert any("serves" in line for line in demo.stdout)
        assert (tmp_path / "demo-messages.log").exists(), "people's phones are no part of what an erasure scans"
        second = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert f"{address} is taken" in second.stderr
        demo.send_signal(signal.SIGHUP)
        demo.wait(60)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        host, _, port = address.rpartition(":")
        probe.bind((host, int(port)))
