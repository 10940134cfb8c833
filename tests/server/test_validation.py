"""The rules of the contract: what breaks many of them costs no more than what keeps them; every instant is one."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server import pipeline, policy
from server.errors import InvalidField
from server.registry import registered
from server.validation import ASKED, GATHERED, NAMED, RequestValidator, _instants, _wrong_instant

from .conftest import House, refused, rid

METHODS = [method for descriptor, _ in registered() for method in policy.methods(descriptor)]
VALIDATOR = RequestValidator()


def broken(message: Message, prefix: str = "") -> tuple[tuple[str, str], ...]:
    """Fields and rules of the violations of a message."""
    with pytest.raises(InvalidField) as caught:
        VALIDATOR.check(message, prefix)
    return tuple((one.field, one.rule) for one in caught.value.violations)


def good(many: int = 1, **fields: Any) -> list[pb.NewReading]:
    plain = {"meter_serial_number": "X", "index": Decimal(value="1"), "read_at": Timestamp(seconds=1)}
    return [pb.NewReading(**plain | fields)] * many


def batch(*readings: pb.NewReading) -> pb.BatchSubmitReadingsRequest:
    return pb.BatchSubmitReadingsRequest(readings=readings, request_id=rid())


def fastest(run: Callable[[], Any], times: int = 5) -> float:
    """Seconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        spent.append(time.perf_counter() - began)
    return min(spent)


# -- many violations

BAD = pb.NewReading(register_id="x", meter_serial_number="\n", photo_ref="\n", tier=99, read_at=Timestamp(seconds=-1))
BAD_ROWS = {
    "rows without anything": [pb.NewReading()] * 1_000,
    "rows that break every rule": [BAD] * 1_000,
    "rows of which the last is bad": [*good(999), BAD],
    "rows of which every second is bad": [*good(), BAD] * 500,
    "more rows than may be": [pb.NewReading()] * 400_000,
}


@pytest.mark.parametrize("rows", BAD_ROWS.values(), ids=BAD_ROWS)
def test_bad_rows_cost_about_what_good_ones_do(rows: list[pb.NewReading]) -> None:
    valid, bad = batch(*good(1_000)), batch(*rows)
    assert len(broken(bad)) <= NAMED
    assert fastest(lambda: broken(bad)) < 8 * fastest(lambda: VALIDATOR.check(valid))


def test_violations_are_named_with_their_rows_up_to_a_bound() -> None:
    found = broken(batch(*good(400), BAD, *good(300), pb.NewReading()))
    assert [field for field, _ in found if "[400]" in field and "read_at" in field] == ["readings[400].read_at"]
    assert ("readings[701].index", "required") in found
    many = broken(batch(*[BAD] * 1_000))
    assert len(many) == NAMED
    assert len(set(many)) == NAMED
    assert {field.partition(".")[0] for field, _ in many} == {f"readings[{place}]" for place in range(4)}


def test_what_is_wrong_with_a_small_message_is_all_named() -> None:
    found = broken(batch(pb.NewReading(), BAD), "request")
    assert {field for field, _ in found} == {
        "request.readings[0].index",
        "request.readings[0].read_at",
        *(f"request.readings[1].{name}" for name in ("register_id", "meter_serial_number", "tier", "index", "read_at")),
        "request.readings[1].photo_ref",
    }


def test_what_is_wrong_with_a_list_itself_is_named_first() -> None:
    assert broken(batch(*good(ASKED + 1)))[0] == ("readings", "repeated.max_items")
    profile = pb.RuleSet(commodity=1, estimation=pb.EstimationPolicy(profile=[-1.0] * 100_000))
    assert broken(profile) == (("estimation.profile", "repeated.max_items"),)
    assert fastest(lambda: broken(profile), 1) < 1.0


@given(st.lists(st.sampled_from([BAD, pb.NewReading(), *good()]), min_size=1, max_size=2 * GATHERED))
def test_every_violation_that_is_named_is_one(rows: list[pb.NewReading]) -> None:
    request = batch(*rows)
    truth = {
        (f"readings[{place}].{field}", rule)
        for place, row in enumerate(rows)
        if row != good()[0]
        for field, rule in broken(row)
    }
    if not truth:
        VALIDATOR.check(request)
        return
    found = broken(request)
    assert set(found) <= truth
    assert len(found) == min(NAMED, len(truth))


# -- instants

WRONG = [(0, -1), (0, -(1 << 31)), (0, (1 << 31) - 1), (5, 1_000_000_000), (-62_135_596_801, 0), (1 << 62, 0)]
INSTANT = "google.protobuf.Timestamp"


def places(described: Descriptor) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The ways to every instant in a message, and whether it lies in a list."""
    for field in described.fields:
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        if field.message_type.full_name == INSTANT:
            yield (field.name,), field.is_repeated
        else:
            for path, listed in places(field.message_type):
                yield (field.name, *path), listed or field.is_repeated


def put(message: Any, path: tuple[str, ...], seconds: int, nanos: int) -> str:
    """Sets an instant; its path as an error names it."""
    told = []
    for name in path:
        field = message.DESCRIPTOR.fields_by_name[name]
        message = getattr(message, name).add() if field.is_repeated else getattr(message, name)
        told.append(f"{name}[0]" if field.is_repeated else name)
    message.seconds, message.nanos = seconds, nanos
    return ".".join(told)


INSTANTS = sorted(
    {
        (method.request_type.DESCRIPTOR.full_name, path)
        for method in METHODS
        for path, _ in places(method.request_type.DESCRIPTOR)
    }
)


def test_the_contract_has_instants_to_look_at() -> None:
    assert len(INSTANTS) > 20


@pytest.mark.parametrize(("seconds", "nanos"), WRONG)
@pytest.mark.parametrize("name", sorted({name for name, _ in INSTANTS}))
def test_no_instant_of_the_contract_is_taken_that_is_none(name: str, seconds: int, nanos: int) -> None:
    described = next(m.request_type.DESCRIPTOR for m in METHODS if m.request_type.DESCRIPTOR.full_name == name)
    for path in (path for one, path in INSTANTS if one == name):
        message = GetMessageClass(described)()
        told = put(message, path, seconds, nanos)
        assert _wrong_instant(message, "", _instants(described)) == told
        with pytest.raises(InvalidField):
            VALIDATOR.check(message)
        assert _wrong_instant(GetMessageClass(described)(), "", _instants(described)) is None


@pytest.mark.parametrize(("seconds", "nanos"), WRONG)
async def test_an_instant_that_is_none_is_refused_by_name(house: House, seconds: int, nanos: int) -> None:
    operator = await house.operator("mykola")
    wrong = Timestamp(seconds=seconds, nanos=nanos)
    listed = await refused(operator.ReadingService.ListReadings(as_of=wrong))
    assert listed.violations == (("as_of", "timestamp.valid"),)
    row = good(read_at=wrong)[0]
    one = await refused(operator.ReadingService.SubmitReading(reading=row))
    assert [field for field, _ in one.violations] == ["reading.read_at"]
    many = await refused(operator.ReadingService.BatchSubmitReadings(readings=[*good(200), row]))
    assert [field for field, _ in many.violations] == ["readings[200].read_at"]

    async def stream() -> AsyncIterator[pb.ImportReadingsRequest]:
        yield pb.ImportReadingsRequest(import_id="x", first_line=1, readings=[row])

    told = await refused(operator.ReadingService.ImportReadings(stream()).read())
    assert [field for field, _ in told.violations] == ["readings[0].read_at"]


# -- a stream whose client has gone silent


async def silent(first: list[Any]) -> AsyncIterator[Any]:
    for message in first:
        yield message
    await asyncio.sleep(60)


@pytest.mark.parametrize("call", ["ImportFile", "ImportReadings"])
@pytest.mark.parametrize("messages", [0, 1])
async def test_a_stream_of_requests_that_falls_silent_is_ended(
    house: House, monkeypatch: pytest.MonkeyPatch, call: str, messages: int
) -> None:
    monkeypatch.setattr(pipeline, "REQUEST_IDLE_SECONDS", 0.3)
    operator = await house.operator("mykola")
    first: dict[str, Any] = {
        "ImportFile": pb.ImportFileRequest(options=pb.FileOptions(import_id="x")),
        "ImportReadings": pb.ImportReadingsRequest(import_id="x", first_line=1, readings=good()),
    }
    stream = getattr(operator.ReadingService, call)(silent([first[call]] * messages))
    began = time.monotonic()

    async def end() -> None:
        async for _ in stream:
            pass

    told = await refused(end())
    assert told.reason == "LIMIT_EXCEEDED"
    assert "no message came" in told.message
    assert time.monotonic() - began < 10


async def test_a_stream_that_is_slow_but_not_silent_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "REQUEST_IDLE_SECONDS", 1.0)
    operator = await house.operator("mykola")

    async def slow() -> AsyncIterator[pb.ImportReadingsRequest]:
        for line in range(1, 6):
            yield pb.ImportReadingsRequest(import_id="x", first_line=line, readings=good())
            await asyncio.sleep(0.4)

    replies = [reply async for reply in operator.ReadingService.ImportReadings(slow())]
    assert replies[-1].last_line == 5
