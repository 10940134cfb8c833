"""A running service in a small invented town, and a client for everybody who may call it."""

import asyncio
import json
import shutil
import sqlite3
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from argon2 import PasswordHasher
from google.rpc import error_details_pb2, status_pb2
from smartregion.v1 import auth_service_pb2 as auth

from server import logs
from server.app import App
from server.bootstrap import prepare
from server.config import Settings
from server.demo.seed import OPERATORS, PASSWORD, Access, seed
from server.pipeline.authentication import RESIDENT_KEY
from server.pipeline.purpose import PURPOSE_KEY
from server.registry import registered
from storage.engine.clock import FixedClock
from storage.engine.transaction import Tx
from tests.engines import Postgres

from .dials import endless

#: 2026-11-23T10:00:00Z
START = 1_795_428_000_000
HOUSEHOLDS = 12


def rid() -> str:
    """A new request_id."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Refusal:
    """What a client is told of an error."""

    code: grpc.StatusCode
    reason: str
    message: str
    #: Field and rule of each violation.
    violations: tuple[tuple[str, str], ...]
    localized: str
    retry_after: float | None


def refusal(error: grpc.RpcError) -> Refusal:
    made: Any = error
    status = status_pb2.Status()
    for key, value in made.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status.ParseFromString(value)
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    local, retry = error_details_pb2.LocalizedMessage(), error_details_pb2.RetryInfo()
    for detail in status.details:
        for message in (info, request, local, retry):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    pause = retry.retry_delay
    return Refusal(
        made.code(),
        info.reason,
        made.details() or "",
        tuple((one.field, one.reason) for one in request.field_violations),
        local.message,
        pause.seconds + pause.nanos / 1e9 if retry.HasField("retry_delay") else None,
    )


@dataclass
class Client:
    """Calls by service and name, with the credentials of one principal."""

    channel: grpc.aio.Channel
    token: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    timeout: float = 20.0

    def __getattr__(self, service: str) -> "Service":
        return Service(self, service)

    def credentials(self) -> tuple[tuple[str, str], ...]:
        return (*(("authorization", f"Bearer {self.token}"),) * bool(self.token), *self.metadata)


_DESCRIPTORS = {descriptor.name: descriptor for descriptor, _ in registered()}


@dataclass
class Service:
    client: Client
    name: str

    def __getattr__(self, call: str) -> Callable[..., Any]:
        descriptor = _DESCRIPTORS[self.name]
        method = descriptor.methods_by_name[call]
        from google.protobuf.message_factory import GetMessageClass

        request_type, reply_type = GetMessageClass(method.input_type), GetMessageClass(method.output_type)
        kind = ("stream" if method.client_streaming else "unary") + ("_stream" if method.server_streaming else "_unary")
        made = getattr(self.client.channel, kind)(
            f"/{descriptor.full_name}/{call}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=reply_type.FromString,
        )

        def run(message: Any = None, /, **fields: Any) -> Any:
            if message is None:
                if "request_id" in method.input_type.fields_by_name:
                    fields.setdefault("request_id", rid())
                message = request_type(**fields)
            timeout = None if method.server_streaming else self.client.timeout
            return made(message, metadata=self.client.credentials(), timeout=timeout)

        return run


async def refused(call: Awaitable[Any]) -> Refusal:
    """What a call is refused with; fails where it is answered."""
    with pytest.raises(grpc.RpcError) as caught:
        await call
    return refusal(caught.value)


@dataclass(repr=False)  # pytest asks for it at each test
class House:
    """The service under test and who calls it."""

    app: App
    access: Access
    settings: Settings
    clock: FixedClock
    channel: grpc.aio.Channel
    _tokens: dict[str, str] = field(default_factory=dict)

    def client(self, token: str = "", *metadata: tuple[str, str]) -> Client:
        return Client(self.channel, token, metadata)

    async def operator(self, login: str) -> Client:
        """Somebody of OPERATORS, signed in."""
        if login not in self._tokens:
            reply = await self.client().AuthService.SignInOperator(login=login, password=PASSWORD)
            self._tokens[login] = reply.token
        return self.client(self._tokens[login], (PURPOSE_KEY, "SUPPORT"))

    def forget_sessions(self) -> None:
        """For when the clock has moved past their end: operators sign in again."""
        self._tokens.clear()

    def gateway(self) -> Client:
        return self.client(self.access.gateway_key)

    def utility(self, number: int = 0) -> Client:
        return self.client(self.access.utility_keys[number])

    async def resident(self, phone: str) -> Client:
        """A registered resident, signed in through the gateway."""
        token = await sign_in(self, phone)
        return self.client(self.access.gateway_key, (RESIDENT_KEY, token))

    def codes(self) -> list[dict[str, str]]:
        path = self.settings.outbox_dir / "codes.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    async def close(self) -> None:
        await self.channel.close()
        await self.app.drain(0.2)


async def opened(settings: Settings) -> House:
    """A service over a town that was seeded, with a clock of its own."""
    clock = FixedClock(START)
    app = await App.start(settings, clock)
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{app.port}")
    return House(app, Access.load(settings), settings, clock, channel)


async def confirmed_phone(house: House, phone: str) -> str:
    """A verification of a phone whose code was typed in."""
    gateway = house.gateway()
    started = await gateway.AuthService.StartPhoneVerification(phone=phone)
    code = house.codes()[-1]["code"]
    await gateway.AuthService.ConfirmPhone(verification_id=started.verification_id, code=code)
    made: str = started.verification_id
    return made


async def sign_in(house: House, phone: str) -> str:
    verification = await confirmed_phone(house, phone)
    reply: auth.SignInResidentResponse = await house.gateway().AuthService.SignInResident(
        verification_id=verification, client="app 1.0", ip_address="203.0.113.7"
    )
    return reply.token


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small town, seeded once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("town")
    settings = Settings(data_dir=folder, listen="127.0.0.1:0")
    prepare(settings)
    asyncio.run(seed(settings, HOUSEHOLDS, FixedClock(START)))
    with sqlite3.connect(folder / "smartregion.db") as connection:  # a hash that is checked at once: many sign in here
        hashed = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
        connection.execute("UPDATE operator SET password_hash = ?", (hashed,))
    return folder


@pytest.fixture(scope="session")
def postgres_town(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and the database of such a town on PostgreSQL."""
    folder, made = tmp_path_factory.mktemp("postgres-town"), postgres.empty()
    settings = Settings(data_dir=folder, listen="127.0.0.1:0", database_url=made)
    prepare(settings)
    asyncio.run(seed(settings, 8, FixedClock(START)))
    yield folder, made
    postgres.drop(made)


@pytest.fixture
def on_postgresql(postgres: Postgres, postgres_town: tuple[Path, str], tmp_path: Path) -> Iterator[Settings]:
    """The settings of a service over a copy of the town on PostgreSQL."""
    seeded, template = postgres_town
    folder = tmp_path / "house"
    shutil.copytree(seeded, folder)
    made = postgres.empty(template.split("?")[0].rsplit("/", 1)[1])
    yield Settings(data_dir=folder, listen="127.0.0.1:0", database_url=made)
    postgres.drop(made)


@pytest.fixture
async def postgres_house(on_postgresql: Settings) -> AsyncIterator[House]:
    house = await opened(on_postgresql)
    yield house
    await house.close()


StartHouse = Callable[..., Awaitable[House]]


@pytest.fixture
async def start_house(town: Path, tmp_path: Path) -> AsyncIterator[StartHouse]:
    """Starts a service on a copy of the town; with other settings where a test wants them."""
    houses: list[House] = []

    async def start(**changes: Any) -> House:
        folder = tmp_path / f"house{len(houses)}"
        if not folder.exists():
            shutil.copytree(town, folder)
        house = await opened(Settings(**{"data_dir": folder, "listen": "127.0.0.1:0", **changes}))
        houses.append(house)
        return house

    logs.configure()
    yield start
    for house in houses:
        await house.close()


@pytest.fixture
async def house(start_house: StartHouse) -> House:
    return await start_house()


__all__ = ["OPERATORS"]


@pytest.fixture(scope="module")
def tx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tx]:
    """A transaction that never ends."""
    with endless(tmp_path_factory.mktemp("endless")) as made:
        yield made
