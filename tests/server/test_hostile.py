"""Whatever arrives, however hostile: an answer of the contract, never INTERNAL or UNKNOWN."""

import asyncio
import shutil
import threading
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import grpc
import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server import limits, policy
from server.app import App
from server.codec import encode_id
from server.config import Settings
from server.demo.seed import Access
from server.registry import registered
from storage.engine.clock import FixedClock
from storage.models.accounts import Account, Meter, Register, UsagePoint
from storage.models.operators import Operator
from storage.models.partners import Partner
from storage.models.people import User
from storage.models.policies import PolicyVersion
from storage.models.readings import Reading

from .conftest import START, Client, House, Refusal, refusal, rid

T = TypeVar("T")
F = FieldDescriptor
METHODS = [method for descriptor, _ in registered() for method in policy.methods(descriptor)]
#: What would end the credentials that the other examples use.
ENDING = {"AuthService.SignOut", "AuthService.ReportUnauthorizedUse"}
DEPTH = 4
#: How long a stream that has begun may take to break.
SECOND_FRAME_SECONDS = 0.3


class Live:
    """A house on a loop of its own, so that generated examples can call it one after another."""

    def __init__(self, town: Path, folder: Path) -> None:
        shutil.copytree(town, folder)
        self.settings = Settings(data_dir=folder, listen="127.0.0.1:0")
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.clients: list[Client] = []
        self.ids: list[str] = []
        self.run(self._open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    async def _open(self) -> None:
        clock = FixedClock(START)
        self.app = await App.start(self.settings, clock)
        channel = grpc.aio.insecure_channel(f"127.0.0.1:{self.app.port}")
        self.house = House(self.app, Access.load(self.settings), self.settings, clock, channel)
        admin = await self.house.operator("oksana")
        user = (await admin.UserService.ListUsers(page_size=1)).users[0]
        self.clients = [
            admin,
            await self.house.operator("petro"),
            await self.house.operator("taras"),
            self.house.gateway(),
            self.house.utility(),
            await self.house.resident(user.phone),
            self.house.client(),
            self.house.client("ss_" + "x" * 43),
        ]
        for model in (User, Account, Meter, Register, UsagePoint, Reading, Operator, Partner, PolicyVersion):
            rows = await self.app.services.store.read(lambda tx, m=model: tx.rows(m.select(m.id).limit(2)))  # type: ignore[misc]
            self.ids += [encode_id(number) for (number,) in rows]

    def close(self) -> None:
        async def close() -> None:
            await self.house.channel.close()
            await self.app.drain(0.1)

        self.run(close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture(scope="module")
def live(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    rates = dict(limits.RATES)
    for key in rates:
        limits.RATES[key] = limits.Rate(1e6, 1_000_000)
    made = Live(town, tmp_path_factory.mktemp("hostile") / "house")
    yield made
    made.close()
    limits.RATES.update(rates)


TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "9" * 40,
            "1e9",
            "NaN",
            "+380671234567",
            "a@example.com",
            "Іван",
            "due_on desc",
            "\x00",
            "\x1b[2J",
            "\u202e",
            "a" * 5_000,
            "%s{}{0}{name}",
            "'; DROP TABLE app_user; --",
            "email",
            "1",
            "news",
        ]
    ),
    st.text(max_size=40),
    st.builds(rid),
)


def value_of(field: F, ids: list[str], depth: int) -> st.SearchStrategy[Any]:
    match field.cpp_type:
        case F.CPPTYPE_STRING:
            if field.type == F.TYPE_BYTES:
                return st.binary(max_size=40)
            return st.one_of(TEXTS, st.sampled_from(ids))
        case F.CPPTYPE_BOOL:
            return st.booleans()
        case F.CPPTYPE_ENUM:
            return st.one_of(st.sampled_from([v.number for v in field.enum_type.values]), st.integers(-1, 1_000))
        case F.CPPTYPE_INT32:
            return st.one_of(st.integers(-2, 20), st.integers(-(1 << 31), (1 << 31) - 1))
        case F.CPPTYPE_INT64:
            return st.one_of(st.integers(-2, 20), st.integers(-(1 << 63), (1 << 63) - 1))
        case F.CPPTYPE_UINT32:
            return st.integers(0, (1 << 32) - 1)
        case F.CPPTYPE_UINT64:
            return st.integers(0, (1 << 64) - 1)
        case F.CPPTYPE_DOUBLE | F.CPPTYPE_FLOAT:
            return st.floats(width=32)
    return messages(field.message_type, ids, depth - 1)


def messages(described: Descriptor, ids: list[str], depth: int = DEPTH) -> st.SearchStrategy[Message]:
    """Messages of a type, with hostile and with plausible values."""

    @st.composite
    def made(draw: st.DrawFn) -> Message:
        message = GetMessageClass(described)()
        for field in described.fields:
            if depth <= 0 or not draw(st.booleans()):
                continue
            if field.message_type is not None and field.message_type.GetOptions().map_entry:
                for _ in range(draw(st.integers(0, 2))):
                    getattr(message, field.name)[draw(TEXTS)] = draw(TEXTS)
                continue
            for _ in range(draw(st.integers(0, 3)) if field.is_repeated else 1):
                put(message, field, draw(value_of(field, ids, depth)))
        if "request_id" in described.fields_by_name and draw(st.integers(0, 9)):
            message.request_id = rid()  # type: ignore[attr-defined]
        return message

    return made()


def put(message: Any, field: F, value: Any) -> None:
    if field.message_type is not None:
        target = getattr(message, field.name)
        (target.add() if field.is_repeated else target).CopyFrom(value)
    elif field.is_repeated:
        getattr(message, field.name).append(value)
    else:
        setattr(message, field.name, value)


async def call(client: Client, method: policy.Method, raw: bytes) -> Refusal | None:
    """What a call is refused with; None where it is answered."""
    kind = ("stream" if method.streams_requests else "unary") + ("_stream" if method.streams_replies else "_unary")
    made = getattr(client.channel, kind)(method.path)
    metadata = client.credentials()
    try:
        if not method.streams_replies:
            await made(raw, metadata=metadata, timeout=120)
            return None
        running = made(iter([raw]) if method.streams_requests else raw, metadata=metadata, timeout=120)
        frame = await running.read()
        if frame is not grpc.aio.EOF:
            with suppress(TimeoutError):  # a watch that waits
                await asyncio.wait_for(running.read(), SECOND_FRAME_SECONDS)
        running.cancel()
    except grpc.aio.AioRpcError as error:
        return await call(client, method, raw) if status_lost(error) else refusal(error)
    except asyncio.CancelledError:
        return None
    return None


def status_lost(error: grpc.aio.AioRpcError) -> bool:
    """Whether the client put its own INTERNAL over the status that the server had sent.

    It does where its write fails because the server has just ended the call (grpc/grpc#36066); what
    the server told is gone with it, and only asking again brings it back.
    """
    return "SendMessageOperation" in (error.debug_error_string() or "")


def check(told: Refusal | None) -> None:
    if told is None:
        return
    assert told.code not in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN), told
    assert told.reason, told
    assert told.localized, told


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.full_name)
def test_no_generated_message_breaks_a_call(live: Live, method: policy.Method) -> None:
    watches = method.name.startswith("Watch")
    examples = 6 if watches else 25
    clients = live.clients[-2:] if method.full_name in ENDING else live.clients

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(messages(method.request_type.DESCRIPTOR, live.ids), st.sampled_from(clients))
    def attempt(message: Message, client: Client) -> None:
        if watches:
            message.ClearField("skip_snapshot")
        check(live.run(call(client, method, message.SerializeToString())))

    attempt()


@pytest.mark.parametrize(
    "raw", [b"\xff" * 20, b"\x0a\x05\xff\xfe\xfd\xfc\xfb", b"\x0a\xff\xff\xff\xff\x0f", b"\x08" * 99]
)
@pytest.mark.parametrize("method", METHODS[::7], ids=lambda method: method.full_name)
def test_bytes_that_are_no_message_are_refused_as_such(live: Live, method: policy.Method, raw: bytes) -> None:
    told = live.run(call(live.clients[0], method, raw))
    check(told)


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("grpc.health.v1.Health/Check", b"\x0a\x01\xff"),
        ("grpc.health.v1.Health/Watch", b"\x0a\x01\xff"),
        ("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", b"\x1a\x02\xff\xfe"),
        ("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", b"\x0a\xff\xff\xff\xff\x0f"),
        ("grpc.channelz.v1.Channelz/GetTopChannels", b"\x08" * 99),
    ],
)
def test_what_is_no_message_is_refused_beside_the_contract_too(live: Live, path: str, raw: bytes) -> None:
    async def ask() -> Refusal:
        try:
            channel: Any = live.house.channel
            credentials = live.clients[0].credentials()
            async for _ in channel.unary_stream(f"/{path}")(raw, metadata=credentials, timeout=5):
                pass
        except grpc.RpcError as error:
            return refusal(error)
        raise AssertionError("it was answered")

    told = live.run(ask())
    assert (told.code, told.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_MESSAGE")


def test_a_message_that_is_too_large_is_refused_by_the_transport(live: Live) -> None:
    method = next(one for one in METHODS if one.full_name == "UserService.ListUsers")
    told = live.run(call(live.clients[0], method, b"\x0a" + b"\x00" * (limits.REQUEST_BYTES + 1)))
    assert told is not None
    assert told.code == grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_deeply_nested_message_is_refused(live: Live) -> None:
    method = next(one for one in METHODS if one.full_name == "ReadingService.SubmitReading")
    raw = b""
    for _ in range(400):
        length = len(raw)
        raw = (
            b"\x0a" + bytes([length & 0x7F | 0x80, length >> 7]) + raw
            if length > 127
            else b"\x0a" + bytes([length]) + raw
        )
    told = live.run(call(live.clients[0], method, raw))
    assert told is not None
    assert told.code == grpc.StatusCode.INVALID_ARGUMENT


def test_calls_that_there_are_not_say_so(live: Live) -> None:
    async def ask(path: str) -> Refusal:
        try:
            await live.house.channel.unary_unary(path)(b"", timeout=5)
        except grpc.RpcError as error:
            return refusal(error)
        raise AssertionError("it was answered")

    for path in ("/smartregion.v1.UserService/DropUsers", "/nothing.here/At", "/"):
        assert live.run(ask(path)).code == grpc.StatusCode.UNIMPLEMENTED
