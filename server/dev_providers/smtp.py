"""An SMTP server: it takes every letter, and shows its subject."""

import asyncio
import email
from email import policy
from typing import Any

from aiosmtpd.smtp import SMTP

from server.dev_providers.faults import Dice
from server.dev_providers.ledger import Ledger


class SmtpFake:
    def __init__(self, name: str, ledger: Ledger) -> None:
        self.name = name
        self.dice = Dice()
        self._ledger = ledger
        self._server: asyncio.Server | None = None

    async def start(self, port: int = 0) -> int:
        loop = asyncio.get_running_loop()

        def session() -> SMTP:
            return SMTP(self, hostname="dev-providers", enable_SMTPUTF8=True, loop=loop)

        self._server = await loop.create_server(session, "127.0.0.1", port)
        return int(self._server.sockets[0].getsockname()[1])

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if self.dice.falls(self.dice.faults.refuse) or address.startswith("nobody@"):
            return f"550 5.1.1 <{address}>: there is no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str | None:
        faults = self.dice.faults
        await asyncio.sleep(faults.slow / 1000)
        if self.dice.closes():
            server.transport.abort()
            return None
        if self.dice.falls(faults.throttle):
            return "451 4.7.1 too many letters, come again"
        if self.dice.falls(faults.garbage):
            return "<html>this is no SMTP</html>"
        parsed = email.message_from_bytes(envelope.content, policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self._ledger.arrived(self.name, recipient, str(parsed["Message-ID"]), str(parsed["Subject"]))
        if self.dice.falls(faults.lose):
            server.transport.abort()
            return None
        return "250 2.0.0 queued"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
