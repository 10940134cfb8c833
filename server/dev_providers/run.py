"""All of them together, the endpoint that tells them to misbehave, and the file of providers that names them."""

import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from aiohttp import web
from pydantic import ValidationError

from server.config import Settings
from server.dev_providers.faults import Faults
from server.dev_providers.fcm import FcmFake
from server.dev_providers.ledger import Ledger
from server.dev_providers.smsc import SmscFake
from server.dev_providers.smtp import SmtpFake
from server.dev_providers.turbosms import TurboSmsFake
from server.dev_providers.web import Site, body_of
from server.notifications.provider_settings import sealed
from storage.keys.keyring import Keyring

Fake = SmtpFake | SmscFake | TurboSmsFake | FcmFake
MARK = "# Written by `smartregion-server dev-providers`: they listen on this machine only."
PASSWORD, TOKEN, PROJECT = "dev-secret", "dev-token", "smart-region-dev"


class DevProviders:
    """`start` gives them ports; `close` takes them away."""

    def __init__(self, out: TextIO | None = sys.stdout) -> None:
        self.ledger = Ledger(out)
        self.smtp = SmtpFake("dev-mail", self.ledger)
        self.smsc = SmscFake("dev-smsc", self.ledger, PASSWORD)
        self.turbosms = TurboSmsFake("dev-turbosms", self.ledger, TOKEN)
        self.fcm = FcmFake("dev-push", self.ledger, PROJECT)
        self.ports: dict[str, int] = {}
        self._control = Site(self._app())

    @property
    def fakes(self) -> dict[str, Fake]:
        return {fake.name: fake for fake in (self.smtp, self.smsc, self.turbosms, self.fcm)}

    async def start(self, first: int = 0) -> None:
        """Takes five ports from `first` on, or any for 0. Raises OSError where one is taken."""
        places = [first + number if first else 0 for number in range(5)]
        self.ports["control"] = await self._control.start(places[0])
        for fake, port in zip(self.fakes.values(), places[1:], strict=True):
            self.ports[fake.name] = await fake.start(port)

    async def close(self) -> None:
        await asyncio.gather(*(fake.stop() for fake in self.fakes.values()), self._control.stop())

    # -- control

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/", self._report)
        app.router.add_get("/counts", self._counts)
        app.router.add_delete("/counts", self._forget)
        app.router.add_post("/faults/{provider}", self._faults)
        app.router.add_post("/text", self._text)
        return app

    async def _report(self, request: web.Request) -> web.Response:
        faults = {name: fake.dice.faults.model_dump() for name, fake in self.fakes.items()}
        return web.json_response({**self.ledger.report(), "faults": faults, "ports": self.ports})

    async def _counts(self, request: web.Request) -> web.Response:
        return web.json_response(self.ledger.counted(), dumps=lambda counts: json.dumps(counts, ensure_ascii=False))

    async def _forget(self, request: web.Request) -> web.Response:
        self.ledger.counts.clear()
        return web.json_response({})

    async def _faults(self, request: web.Request) -> web.Response:
        """What is not named is as it should be."""
        fake = self.fakes.get(request.match_info["provider"])
        if fake is None:
            return web.json_response({"error": f"one of {', '.join(self.fakes)}"}, status=404)
        try:
            fake.dice.set(Faults(**await body_of(request)))
        except ValidationError as error:
            told = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            return web.json_response({"error": told}, status=400)
        return web.json_response(fake.dice.faults.model_dump())

    async def _text(self, request: web.Request) -> web.Response:
        """An SMS from a phone, as the SMSC hands it to whoever is bound to it."""
        body = await body_of(request)
        sender, said = body.get("from"), body.get("text")
        if not (isinstance(sender, str) and isinstance(said, str) and sender and said):
            return web.json_response(
                {"error": 'needs JSON such as {"from": "+380501234567", "text": "СТОП"}'}, status=400
            )
        if not self.smsc.bound:
            return web.json_response({"error": "nobody is connected to the SMSC"}, status=409)
        await self.smsc.text(sender, said)
        return web.json_response({})

    # -- the file of providers

    def file(self, keyring: Keyring, rate: int = 0) -> str:
        """The text of a file that names them, with sealed secrets. `rate` is how many letters a second each is given; 0
        means as many as usual."""

        def secret(name: str, field: str, value: str) -> str:
            return f'{field} = "{sealed(name, field, value, keyring)}"'

        mail, smsc, turbosms, push = (self.ports[fake.name] for fake in self.fakes.values())
        tables = [
            [
                *_table(self.smtp.name, "email", "smtp", rate or 200, "0.02"),
                *_here(mail),
                'security = "none"',
                'sender = "Світлоріченськ <no-reply@smartregion.example>"',
            ],
            [
                *_table(self.smsc.name, "sms", "smpp", rate or 200, "0.85"),
                *_here(smsc),
                "tls = false",
                'system_id = "smartregion"',
                'sender = "SmartRegion"',
                secret(self.smsc.name, "password", PASSWORD),
            ],
            [
                *_table(self.turbosms.name, "sms", "turbosms", rate or 100, "0.95"),
                f'base_url = "http://127.0.0.1:{turbosms}"',
                'sender = "SmartRegion"',
                secret(self.turbosms.name, "token", TOKEN),
            ],
            [
                *_table(self.fcm.name, "push", "fcm", rate or 500, "0"),
                f'base_url = "http://127.0.0.1:{push}"',
                f'token_url = "http://127.0.0.1:{push}/token"',
                f'project = "{PROJECT}"',
                'client_email = "sender@smart-region-dev.example"',
                secret(self.fcm.name, "private_key", self.fcm.private_key),
            ],
        ]
        return "\n".join([MARK, *("\n".join(["", *table]) for table in tables), ""])


def _table(name: str, channel: str, protocol: str, rate: int, price: str) -> list[str]:
    return [
        "[[provider]]",
        f'name = "{name}"',
        f'channel = "{channel}"',
        f'protocol = "{protocol}"',
        f"rate = {rate}",
        f"price = {price}",
    ]


def _here(port: int) -> list[str]:
    return ['host = "127.0.0.1"', f"port = {port}"]


def write(path: Path, text: str) -> None:
    """Puts the file there, for its owner only. Raises ValueError where one stands that is not ours."""
    if path.exists() and not path.read_text(encoding="utf-8").startswith(MARK):
        raise ValueError(f"{path} is not of dev-providers: name another with --write")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


async def serve(settings: Settings, first: int, target: Path | None, quiet: bool, rate: int) -> int:
    """Serves until SIGTERM or Ctrl+C. Raises ValueError, StorageError, OSError where it can't begin."""
    keyring = Keyring.load(settings.keyring_path)
    path = target or settings.data_dir / "dev-providers.toml"
    providers = DevProviders(None if quiet else sys.stdout)
    await providers.start(first)
    try:
        write(path, providers.file(keyring, rate))
        for line in told(providers, path):
            print(line, flush=True)
        ending = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ending.set)
        await ending.wait()
    finally:
        await providers.close()
    return 0


def told(providers: DevProviders, path: Path) -> Sequence[str]:
    control = f"http://127.0.0.1:{providers.ports['control']}"
    return [
        *(f"{name:<13} 127.0.0.1:{port}" for name, port in providers.ports.items()),
        f"Serve with  SMARTREGION_PROVIDERS={path}",
        f"Counters:   curl {control}/",
        f'Misbehave:  curl {control}/faults/dev-smsc -d \'{{"throttle": 20, "lose": 5}}\'',
    ]
