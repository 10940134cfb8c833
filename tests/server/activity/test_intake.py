"""Activity as it is pushed: batches and their breaks, clocks that are off, and whatever else may come down a stream."""

import asyncio
import uuid
from typing import Any

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.partner_service_pb2 import PARTNER_KIND_APP_GATEWAY

from server.activity import clocks
from server.activity.addresses import address
from server.activity.rows import Entry, Reader
from server.codec import DAY_MS, decode_id, encode_id, timestamp
from server.errors import InvalidField
from server.readings.ingest import Problem
from server.texts import RULES_UK
from server.validation import RequestValidator
from storage.engine.transaction import Tx
from storage.models.activity import ActivityEvent
from storage.repositories import activity, users

from ..conftest import START, House, refusal
from ..principals import key_of
from .conftest import new_event, record, users_of, wrong


async def test_batches_are_acknowledged_in_order_and_what_was_sent_before_is_not_taken_twice(house: House) -> None:
    known = await users_of(house)
    events = [new_event(known[number % len(known)].id) for number in range(2_500)]
    batches = [
        pb.RecordActivityRequest(first_line=first + 1, events=events[first : first + 1_000])
        for first in range(0, len(events), 1_000)
    ]
    replies = await record(house.gateway(), *batches)
    assert [(one.first_line, one.last_line, one.taken) for one in replies] == [
        (1, 1_000, 1_000),
        (1_001, 2_000, 1_000),
        (2_001, 2_500, 500),
    ]
    again = await record(house.gateway(), *batches, pb.RecordActivityRequest(first_line=2_501, events=events[:1] * 2))
    assert [(one.taken, one.duplicates) for one in again] == [(0, 1_000), (0, 1_000), (0, 500), (0, 2)]
    admin = await house.operator("oksana")
    assert (await admin.ActivityService.ListActivity()).total_size == 2_500


async def test_one_event_twice_in_a_batch_is_taken_once(house: House) -> None:
    user = (await users_of(house))[0]
    event = new_event(user.id)
    (reply,) = await record(house.gateway(), [event, event])
    assert (reply.taken, reply.duplicates) == (1, 1)


async def test_gateways_name_their_events_each_for_itself(house: House) -> None:
    user = (await users_of(house))[0]
    event = new_event(user.id)
    other = house.client(await key_of(house, PARTNER_KIND_APP_GATEWAY))
    (one,), (two,) = await record(house.gateway(), [event]), await record(other, [event])
    assert one.taken == two.taken == 1


async def test_rows_that_fit_nothing_stand_among_the_errors_and_the_others_are_taken(house: House) -> None:
    known = await users_of(house)

    def unit(tx: Tx) -> None:
        tx.sql("UPDATE app_user SET state = ? WHERE id = ?", (users.ERASED, decode_id(known[0].id)))
        tx.sql("UPDATE app_user SET restricted = ? WHERE id = ?", (True, decode_id(known[1].id)))

    await house.app.services.store.write(unit)
    user = known[2].id
    (reply,) = await record(
        house.gateway(),
        [
            new_event(user),
            new_event(known[0].id),
            new_event(known[1].id),
            new_event(encode_id(77)),
            new_event(user, utility_id=encode_id(78)),
            new_event(user, event_id="1"),
            new_event(user, ip_address="999.1.1.1"),
            new_event(user, screen="пошук: Коваль"),
            new_event(user, kind=99),
            new_event(user, device="a\x1b[31m"),
            new_event(user, happened_at=None),
            new_event("nobody"),
        ],
    )
    assert reply.taken == 1
    assert wrong(reply) == [
        (2, "NOT_FOUND", "user_id", "user.erased"),
        (3, "CONFLICT", "user_id", "user.restricted"),
        (4, "NOT_FOUND", "user_id", "user.known"),
        (5, "NOT_FOUND", "utility_id", "activity.utility"),
        (6, "INVALID_FIELD", "event_id", "string.uuid"),
        (7, "INVALID_FIELD", "ip_address", "string.ip"),
        (8, "INVALID_FIELD", "screen", "string.pattern"),
        (9, "INVALID_FIELD", "kind", "enum.defined_only"),
        (10, "INVALID_FIELD", "device", "string.line"),
        (11, "INVALID_FIELD", "happened_at", "required"),
        (12, "INVALID_FIELD", "user_id", "string.entity_id"),
    ]
    assert {rule for _, _, _, rule in wrong(reply)} - {"required"} <= RULES_UK.keys()


async def test_clocks_that_are_off_are_noted_and_both_instants_are_kept(house: House) -> None:
    user = (await users_of(house))[0]
    instants = {
        "right": START - 3_600_000,
        "ahead": START + 3 * 365 * DAY_MS,
        "behind": 0,
        "the first": -62_135_596_800_000,
        "the last": 253_402_300_799_999,
    }
    (reply,) = await record(
        house.gateway(),
        [new_event(user.id, screen=name.replace(" ", "_"), happened_at=timestamp(at)) for name, at in instants.items()],
    )
    assert (reply.taken, reply.clocks_off) == (5, 4)
    support = await house.operator("oksana")
    rows = {one.screen: one for one in (await support.ActivityService.ListActivity()).activities}
    assert rows["right"].at.ToMilliseconds() == START - 3_600_000
    assert rows["right"].clock == pb.DEVICE_CLOCK_RIGHT
    for name, clock in (("ahead", pb.DEVICE_CLOCK_AHEAD), ("behind", pb.DEVICE_CLOCK_BEHIND)):
        assert (rows[name].at.ToMilliseconds(), rows[name].clock) == (START, clock)
        assert rows[name].device_at.ToMilliseconds() == instants[name]
        assert rows[name].received_at.ToMilliseconds() == START


async def test_a_stream_that_goes_backwards_or_says_nothing_is_refused_behind_what_was_acknowledged(
    house: House,
) -> None:
    user = (await users_of(house))[0]
    good = pb.RecordActivityRequest(first_line=1, events=[new_event(user.id), new_event(user.id)])
    wrongs: list[tuple[Any, tuple[str, str]]] = [
        (pb.RecordActivityRequest(first_line=2, events=[new_event(user.id)]), ("first_line", "import.rising")),
        (pb.RecordActivityRequest(first_line=3), ("events", "repeated.min_items")),
        (
            pb.RecordActivityRequest(first_line=3, events=[new_event(user.id)] * 1_001),
            ("events", "repeated.max_items"),
        ),
        (
            pb.RecordActivityRequest(first_line=3, events=[new_event(user.id, happened_at=Timestamp(nanos=-1))]),
            ("events[0].happened_at", "timestamp.valid"),
        ),
    ]
    for second, violation in wrongs:

        async def sent(second: Any = second) -> Any:
            yield good
            yield second

        stream = house.gateway().ActivityService.RecordActivity(sent())
        first = await stream.read()
        assert first.taken + first.duplicates == 2
        with pytest.raises(grpc.RpcError) as caught:
            await stream.read()
        told = refusal(caught.value)
        assert told.code is grpc.StatusCode.INVALID_ARGUMENT
        assert told.violations == (violation,)


async def test_two_streams_send_the_same_at_the_same_moment_on_postgresql(postgres_house: House) -> None:
    house = postgres_house
    user = (await users_of(house))[0]
    for _ in range(5):
        events = [new_event(user.id) for _ in range(200)]
        replies = await asyncio.gather(*(record(house.gateway(), events) for _ in range(4)))
        assert sum(reply.taken for (reply,) in replies) == 200
        assert sum(reply.duplicates for (reply,) in replies) == 600


# -- rules


_validator = RequestValidator()
_reader = Reader(_validator.check)
#: What fits, what nearly fits, and what never does.
_texts = st.one_of(
    st.text(max_size=90), st.sampled_from(["4.2.1", " 4", "a\nb", "ʼ", "\u202e", "x" * 40, "x" * 41, "x" * 81, "home"])
)


@given(
    event_id=st.one_of(
        st.uuids().map(str),
        st.uuids().map(lambda one: str(one).upper()),
        st.uuids().map(lambda one: one.hex),
        st.text("0123456789abcdef-", min_size=36, max_size=36),
        st.text(max_size=40),
    ),
    user_id=st.one_of(st.integers(1, (1 << 63) - 1).map(encode_id), st.text(max_size=14)),
    kind=st.integers(-1, 20),
    ip_address=st.one_of(
        st.ip_addresses().map(str), st.just(""), st.sampled_from(["::ffff:1.2.3.4", "fe80::1%eth0", "01.2.3.4", "1.2"])
    ),
    app_version=_texts,
    device=_texts,
    platform=st.integers(-1, 4),
    screen=_texts,
    dated=st.booleans(),
)
def test_the_quick_way_takes_a_row_just_where_the_contract_does(dated: bool, **fields: Any) -> None:
    try:
        row = pb.NewActivity(**fields, happened_at=Timestamp(seconds=1) if dated else None)
    except UnicodeEncodeError:
        return
    try:
        _validator.check(row)
    except InvalidField:
        fits = False
    else:
        fits = True
    read = _reader.read(row)
    assert isinstance(read, Entry if fits else Problem), read
    if isinstance(read, Entry):
        assert read.event_key == uuid.UUID(row.event_id).bytes


@pytest.mark.parametrize(
    "event_id",
    [
        "00000000-0000-4000-8000-00000000000 ",
        " 0000000-0000-4000-8000-000000000000",
        "00000000-0000-4000-8000-0000 0000000",
        "00000000-0000-4000-80-0-000000000000",
        "0000000-00000-4000-8000-000000000000",
        "{0000000-0000-4000-8000-00000000000}",
        "٠0000000-0000-4000-8000-000000000000",
    ],
)
def test_what_only_looks_like_a_uuid_names_no_event(event_id: str) -> None:
    row = new_event(encode_id(5), event_id=event_id)
    read = _reader.read(row)
    assert isinstance(read, Problem)
    assert (read.field, read.rule) == ("event_id", "string.uuid")


@given(st.integers(-(10**14), 10**15), st.integers(0, 4 * 10**12))
def test_nothing_counts_for_a_moment_that_lies_ahead_or_further_back_than_apps_keep(device: int, received: int) -> None:
    at, clock = clocks.counted(device, received)
    assert received - 30 * DAY_MS <= at <= received
    assert (clock == clocks.RIGHT) == (received - 30 * DAY_MS <= device <= received + 300_000)
    if clock == clocks.RIGHT:
        assert at == min(device, received)


@given(st.ip_addresses())
def test_the_network_of_an_address_holds_it_and_is_as_wide_as_it_says(ip: Any) -> None:
    import ipaddress

    found = address(str(ip))
    assert found is not None
    network = ipaddress.ip_network(found.network)
    assert ipaddress.ip_address(found.ip) in network
    assert network.prefixlen == (24 if network.version == 4 else 48)


def test_one_address_has_one_spelling() -> None:
    for spelled in ("2001:DB8:0:0::7", "2001:db8::7", "2001:db8::7%wlan0"):
        assert address(spelled) == ("2001:db8::7", "2001:db8::/48")
    assert address("::ffff:203.0.113.7") == address("203.0.113.7") == ("203.0.113.7", "203.0.113.0/24")


async def test_an_address_is_never_in_the_open(house: House) -> None:
    user = (await users_of(house))[0]
    await record(house.gateway(), [new_event(user.id), new_event(user.id, ip_address="203.0.113.8")])
    rows = await house.app.services.store.read(lambda tx: tx.all(ActivityEvent.select()))
    for row in rows:
        assert not any(b"203.0.113." in bytes(value) for value in (row.ip_sealed, row.ip_index))
    wanted = activity.EventFilter(ip="203.0.113.8", network="203.0.113.0/24")
    found, total = await house.app.services.store.read(
        lambda tx: activity.page(tx, wanted, descending=True, after=None, size=9, skip=0)
    )
    assert (total, [one.ip for one in found]) == (1, ["203.0.113.8"])
