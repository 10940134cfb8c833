"""smartregion-server: the command for the machine."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import ValidationError

from server.config import Settings
from storage.errors import StorageError

Run = Callable[[argparse.Namespace, Settings], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; 0 where it did what it says, 1 where it could not, 2 where it was called wrongly."""
    os.umask(0o077)  # what is written here is for its owner
    parsed = parser().parse_args(arguments)
    try:
        settings = Settings(**stated(parsed))
        run: Run = parsed.run
        return run(parsed, settings)
    except ValidationError as error:
        for found in error.errors():
            named = "_".join(str(part) for part in found["loc"])
            print(f"SMARTREGION_{named.upper()}: {found['msg']}", file=sys.stderr)
        return 2
    except (StorageError, ValueError, OSError) as error:
        print(f"smartregion-server: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def stated(parsed: argparse.Namespace) -> dict[str, Any]:
    """Settings that the command line states; it goes before the environment."""
    named = {"data_dir": parsed.data_dir, "listen": getattr(parsed, "listen", None)}
    return {name: value for name, value in named.items() if value is not None}


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="smartregion-server", description=__doc__)
    top.add_argument("--data-dir", type=Path, help="where the embedded default keeps everything (var)")
    commands = top.add_subparsers(required=True, metavar="command")

    serve = _command(commands, "serve", "serves until SIGTERM or Ctrl+C, then drains", _serve)
    serve.add_argument("--listen", help="host:port; any host but loopback needs TLS (127.0.0.1:7443)")
    _command(commands, "migrate", "creates the database, or brings it up to this version", _migrate)
    demo = _command(commands, "demo", "an invented town with live traffic, and the console", _demo)
    demo.add_argument("--listen", help="host:port (127.0.0.1:7443)")
    demo.add_argument("--fresh", action="store_true", help="builds the town anew")
    demo.add_argument("--households", type=int, default=3_000, help="how big the town is (3000)")

    _people(commands)
    backup = _command(commands, "backup", "backs the database up while it is in use, without the keys", _backup)
    backup.add_argument("folder", type=Path)
    restore = _command(commands, "restore", "restores a backup into an empty place, and verifies it", _restore)
    restore.add_argument("folder", type=Path)

    keys = _group(commands, "keys", "the key store, which has a backup of its own")
    save = _command(keys, "backup", "copies key store and keyring; keep them apart from the database", _keys_backup)
    save.add_argument("folder", type=Path)
    bring = _command(keys, "restore", "puts such a copy where there are no keys", _keys_restore)
    bring.add_argument("folder", type=Path)
    _command(keys, "rotate", "wraps every person's key anew with a new key", _keys_rotate)

    _providers(commands)
    _packages(commands)
    audit = _group(commands, "audit", "the audit log")
    verify = _command(audit, "verify", "reckons the hash chain anew, against the anchored checkpoints", _audit_verify)
    verify.add_argument("--file", type=Path, help="an export, instead of the database")
    export = _command(audit, "export", "writes the chain as JSON lines, for the verifier", _audit_export)
    export.add_argument("file", type=Path)
    return top


def _people(commands: Commands) -> None:
    """Operators, partners and their keys."""
    operator = _group(commands, "operator", "people at the console")
    add = _command(
        operator, "add", "creates an operator; asks for the password, or reads it from a pipe", _operator_add
    )
    add.add_argument("login")
    add.add_argument("--name", required=True, help="as others see it")
    add.add_argument("--role", action="append", required=True, choices=ROLES, help="may be given again")

    partner = _group(commands, "partner", "utilities, state bodies, payment systems, banks, gateways")
    add = _command(partner, "add", "creates a partner and prints its id", _partner_add)
    add.add_argument("--kind", required=True, choices=KINDS)
    add.add_argument("--name-uk", required=True)
    add.add_argument("--name-en", required=True)
    add.add_argument("--registry-code", default="", help="ЄДРПОУ, 8 digits")
    grant = _command(partner, "grant", "grants data classes on the accounts of a utility", _partner_grant)
    grant.add_argument("partner_id")
    grant.add_argument("--utility", required=True, help="id of the utility; its own, for a utility itself")
    grant.add_argument("--data-class", action="append", required=True, choices=CLASSES)
    grant.add_argument("--purpose", required=True)
    grant.add_argument("--ground", required=True, help="the article or the contract")

    key = _group(commands, "key", "keys of partners")
    issue = _command(key, "issue", "issues a key and prints it, once", _key_issue)
    issue.add_argument("partner_id")
    issue.add_argument("--days", type=int, default=90, help="how long it lives, at most 366 (90)")
    issue.add_argument("--note", default="")


def _providers(commands: Commands) -> None:
    """Providers of messages, and their stand-ins."""
    providers = _group(commands, "providers", "the providers of messages (docs/providers.md)")
    sealing = _command(providers, "seal", "seals every secret of a file, in place", _providers_seal)
    sealing.add_argument("file", type=Path)
    trying = _command(providers, "check", "signs in at every provider of a file; sends nothing", _providers_check)
    trying.add_argument("file", type=Path)
    dev = _command(
        commands, "dev-providers", "an SMTP server, an SMSC, TurboSMS and FCM to try things out", _dev_providers
    )
    dev.add_argument("--port", type=int, default=7450, help="the first of five; 0 for any (7450)")
    dev.add_argument("--write", type=Path, help="where the file of providers goes (data folder/dev-providers.toml)")
    dev.add_argument("--quiet", action="store_true", help="does not print what arrives")
    dev.add_argument("--rate", type=int, default=0, help="letters a second that each is given (as many as usual)")


def _packages(commands: Commands) -> None:
    """Access packages, away from the service."""
    package = _group(commands, "package", "access packages that were handed over")
    verify = _command(package, "verify", "checks that a package is what was signed, without the service", _verify)
    verify.add_argument("file", type=Path, help="an archive, or a file with FILE.manifest.json and FILE.manifest.sig")
    verify.add_argument("--key", type=Path, help="the public key in PEM; without it, that of the keyring here")
    _command(package, "key", "prints the public key by which packages are checked", _package_key)


ROLES = ("support", "metering", "dispatcher", "privacy_officer", "security", "administrator", "auditor")
KINDS = (
    "utility",
    "state_body",
    "payment_system",
    "bank",
    "app_gateway",
    "message_provider",
    "company_site",
)
CLASSES = ("operational", "identity", "contact", "consumption", "location", "financial", "behaviour")


def _group(commands: Commands, name: str, about: str) -> Commands:
    return commands.add_parser(name, help=about, description=about).add_subparsers(required=True, metavar="command")


def _command(commands: Commands, name: str, about: str, run: Run) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=about, description=about)
    made.set_defaults(run=run)
    return made


def _loop(work: Callable[[], object]) -> int:
    """Runs a coroutine function on uvloop, where it is installed."""
    try:
        import uvloop
    except ImportError:
        factory = None
    else:
        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        return int(runner.run(work()) or 0)  # type: ignore[arg-type]


# Each command imports what it needs when it runs: `--help` answers at once.


def _serve(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.serving import serve

    return _loop(lambda: serve(settings))


def _demo(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.demo.run import run

    return run(settings, fresh=parsed.fresh, households=parsed.households)


def _migrate(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.bootstrap import prepare

    applied = prepare(settings)
    print(f"applied {', '.join(applied)}" if applied else "nothing to apply: the database is up to date")
    return 0


def _operator_add(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import bootstrap

    password = _password()
    return _loop(lambda: bootstrap.add_operator(settings, parsed.login, parsed.name, parsed.role, password))


def _password() -> str:
    """From the environment, a prompt or a pipe; never from the command line, which others see."""
    from getpass import getpass

    stated = os.environ.get("SMARTREGION_NEW_PASSWORD")
    if stated:
        return stated
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass("First password (at least 12 characters): ")
    if getpass("The same again: ") != first:
        raise ValueError("the two passwords differ")
    return first


def _partner_add(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import bootstrap

    return _loop(
        lambda: bootstrap.add_partner(settings, parsed.kind, parsed.name_uk, parsed.name_en, parsed.registry_code)
    )


def _partner_grant(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import bootstrap

    return _loop(
        lambda: bootstrap.grant(
            settings, parsed.partner_id, parsed.utility, parsed.data_class, parsed.purpose, parsed.ground
        )
    )


def _key_issue(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import bootstrap

    return _loop(lambda: bootstrap.issue_key(settings, parsed.partner_id, parsed.days, parsed.note))


def _backup(parsed: argparse.Namespace, settings: Settings) -> int:
    from storage.engine.backup import backup

    made = backup(settings.database, parsed.folder)
    print(f"backed up {made.rows} rows, {made.size} bytes, SHA-256 {made.sha256}, into {parsed.folder}")
    return 0


def _restore(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import bootstrap

    made = bootstrap.restore(settings, parsed.folder)
    print(f"restored and verified {made.rows} rows; whom the key store has as erased is erased again at the next start")
    return 0


def _keys_backup(parsed: argparse.Namespace, settings: Settings) -> int:
    from storage.keys.keystore import KeyStore

    KeyStore.open(settings.key_store, settings.keyring_path).backup(parsed.folder)
    print(f"key store and keyring copied into {parsed.folder}; keep them apart from the database's backup")
    return 0


def _keys_restore(parsed: argparse.Namespace, settings: Settings) -> int:
    from storage.keys.keystore import KeyStore

    KeyStore.restore(parsed.folder, settings.key_store, settings.keyring_path)
    print(f"key store and keyring restored from {parsed.folder}")
    return 0


def _keys_rotate(parsed: argparse.Namespace, settings: Settings) -> int:
    from storage.keys.keystore import KeyStore

    wrapped = KeyStore.open(settings.key_store, settings.keyring_path).rotate()
    print(f"wrapped {wrapped} keys anew")
    return 0


def _providers_seal(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.notifications import provider_commands

    return provider_commands.seal(settings, parsed.file)


def _providers_check(parsed: argparse.Namespace, settings: Settings) -> int:
    from server import logs
    from server.notifications import provider_commands

    logs.configure(settings.log_level)
    return _loop(lambda: provider_commands.check(settings, parsed.file))


def _dev_providers(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.dev_providers import run

    return _loop(lambda: run.serve(settings, parsed.port, parsed.write, parsed.quiet, parsed.rate))


def _verify(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.privacy.package import offline

    return offline.verify(settings, parsed.file, parsed.key)


def _package_key(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.privacy.package import offline

    return offline.print_key(settings)


def _audit_verify(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.audit import offline

    if parsed.file:
        return offline.verify_file(settings, parsed.file)
    return _loop(lambda: offline.verify_database(settings))


def _audit_export(parsed: argparse.Namespace, settings: Settings) -> int:
    from server.audit import offline

    return _loop(lambda: offline.export(settings, parsed.file))


if __name__ == "__main__":
    sys.exit(main())
