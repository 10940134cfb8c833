"""Readings: one, many and a stream go the same way; the rules, the review, the reversal that heals."""

from collections.abc import Iterable
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.decimal_pb2 import Decimal
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import micro_from_text, micro_text

from .conftest import Client, House, refused, rid

S = pb.ReadingState
COLD_WATER, HOT_WATER = 1, 2


@given(st.integers(0, 10**18 - 1))
def test_decimals_come_back_as_they_went(value: int) -> None:
    assert micro_from_text(micro_text(value)) == value


@pytest.mark.parametrize("text", ["", "-1", "1e5", "NaN", "1,5", "1" * 13, "0.1234567", "١٢", " 1"])
def test_what_is_no_index_is_named_by_its_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r"^decimal\."):
        micro_from_text(text)


# -- over the wire


async def a_register(client: Client, commodity: int = COLD_WATER) -> tuple[str, float]:
    """A register with what it showed last."""
    listed = await client.ReadingService.ListReadings(
        filter=pb.ReadingFilter(states=[S.READING_STATE_ACCEPTED], commodity=commodity), page_size=1
    )
    newest = listed.readings[0]
    history = await client.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=newest.register_id, states=[S.READING_STATE_ACCEPTED]),
        order_by="read_at desc",
    )
    return newest.register_id, float(history.readings[0].index.value)


async def a_household(client: Client, *commodities: int) -> list[tuple[str, float]]:
    """Registers of these services at one place, each with what it showed last."""
    there: dict[str, dict[int, str]] = {}
    for meter in (await client.AccountService.ListMeters(page_size=1000)).meters:
        there.setdefault(meter.installations[-1].usage_point_id, {})[meter.commodity] = meter.registers[0].id
    registers = next(found for found in there.values() if found.keys() >= set(commodities))
    made = []
    for commodity in commodities:
        wanted = pb.ReadingFilter(register_id=registers[commodity], states=[S.READING_STATE_ACCEPTED])
        listed = await client.ReadingService.ListReadings(filter=wanted, order_by="read_at desc", page_size=1)
        made.append((registers[commodity], float(listed.readings[0].index.value)))
    return made


def new(register_id: str, index: float, seconds: int) -> pb.NewReading:
    return pb.NewReading(
        register_id=register_id, index=Decimal(value=f"{index:.3f}"), read_at=Timestamp(seconds=seconds)
    )


async def test_one_and_many_and_a_stream_judge_alike(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    utility = house.utility(0)
    cases = [last + 0.2, last - 5, last + 4_000, 10.0**8]

    one = []
    for number, index in enumerate(cases):
        reply = await utility.ReadingService.SubmitReading(reading=new(register, index, now - 400 + number))
        one.append(reply.reading.state)
    batch = await utility.ReadingService.BatchSubmitReadings(
        readings=[new(register, index, now - 300 + number) for number, index in enumerate(cases)]
    )
    many = [outcome.state for outcome in batch.outcomes]

    async def batches() -> Any:
        yield pb.ImportReadingsRequest(
            import_id="file-1",
            first_line=1,
            readings=[new(register, index, now - 200 + number) for number, index in enumerate(cases)],
        )

    acknowledged = [reply async for reply in utility.ReadingService.ImportReadings(batches())]
    assert one == many
    assert one[1] == S.READING_STATE_REFUSED
    assert one[2] == S.READING_STATE_IN_REVIEW
    assert [(reply.first_line, reply.last_line) for reply in acknowledged] == [(1, 4)]
    assert acknowledged[0].accepted == one.count(S.READING_STATE_ACCEPTED)
    assert acknowledged[0].refused == one.count(S.READING_STATE_REFUSED)
    assert {outcome.line for outcome in acknowledged[0].exceptions} >= {2, 3, 4}


async def test_an_import_that_was_cut_off_goes_on_without_doubling(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    rows = [new(register, last + number / 1000, now - 900 + number) for number in range(40)]

    async def lines(numbers: Iterable[int]) -> Any:
        for start in numbers:
            yield pb.ImportReadingsRequest(
                import_id="file-2", first_line=start * 10 + 1, readings=rows[start * 10 : start * 10 + 10]
            )

    utility = house.utility(0)
    first = [reply async for reply in utility.ReadingService.ImportReadings(lines(range(2)))]
    again = [reply async for reply in utility.ReadingService.ImportReadings(lines(range(4)))]
    assert first[-1].last_line == 20
    assert again[-1].last_line == 40
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(register_id=register, received_from=Timestamp(seconds=now)), page_size=1000
    )
    assert listed.total_size == 40


async def test_the_same_reading_is_the_same_and_another_index_is_a_conflict(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    at = house.clock.now() // 1000 - 60
    first = await operator.ReadingService.SubmitReading(reading=new(register, last + 0.1, at))
    again = await operator.ReadingService.SubmitReading(reading=new(register, last + 0.1, at))
    assert again.duplicate
    assert again.reading.id == first.reading.id
    other = await house.utility(0).ReadingService.SubmitReading(reading=new(register, last + 0.2, at))
    assert other.reading.state != S.READING_STATE_ACCEPTED
    assert "CONFLICT" in [found.code for found in other.reading.findings]


async def test_another_index_from_the_same_person_takes_the_place_of_the_first(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    at = house.clock.now() // 1000 - 60
    first = await operator.ReadingService.SubmitReading(reading=new(register, (last + 0.1) * 10, at))
    assert first.reading.state != S.READING_STATE_ACCEPTED
    other = await operator.ReadingService.SubmitReading(reading=new(register, last + 0.1, at))
    assert other.reading.state == S.READING_STATE_ACCEPTED
    replaced = (await operator.ReadingService.GetReading(id=first.reading.id)).reading
    assert replaced.state == S.READING_STATE_SUPERSEDED
    assert replaced.superseded_by == other.reading.id
    assert "the same person" in replaced.versions[-1].reason


async def test_another_utilitys_register_does_not_exist_for_a_partner(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)  # cold water, which utility 0 supplies
    told = await refused(
        house.utility(2).ReadingService.SubmitReading(reading=new(register, last + 1, house.clock.now() // 1000))
    )
    assert told.reason == "NOT_FOUND"


async def review(operator: Client, house: House) -> tuple[pb.Reading, float]:
    """A reading that the rules question, and what the register showed before."""
    register, last = await a_register(operator)
    made = await operator.ReadingService.SubmitReading(
        reading=new(register, last + 4_000, house.clock.now() // 1000 - 30)
    )
    assert made.reading.state == S.READING_STATE_IN_REVIEW
    return made.reading, last


async def test_a_questioned_reading_is_accepted_refused_or_corrected_by_people(house: House) -> None:
    operator = await house.operator("mykola")
    reading, last = await review(operator, house)
    done = await operator.ReadingService.ReviewReading(
        id=reading.id,
        etag=reading.etag,
        correct=pb.CorrectReading(index=Decimal(value=f"{last + 0.4:.3f}")),
        reason="зайва цифра, звірено за фото",
    )
    assert done.reading.state == S.READING_STATE_CORRECTED
    assert done.replacement.state == S.READING_STATE_ACCEPTED
    told = await refused(
        operator.ReadingService.ReviewReading(
            id=reading.id, etag=done.reading.etag, refuse=pb.RefuseReading(), reason="ще раз"
        )
    )
    assert told.reason == "WRONG_STATE"
    versions = (await operator.ReadingService.GetReading(id=reading.id)).reading.versions
    assert versions[-1].reason == "зайва цифра, звірено за фото"
    assert versions[-1].actor == "Микола Бондар"


async def test_reversing_a_bad_reading_heals_what_follows(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    bad = await operator.ReadingService.SubmitReading(reading=new(register, last + 4_000, now - 300))
    accepted = await operator.ReadingService.ReviewReading(
        id=bad.reading.id, etag=bad.reading.etag, accept=pb.AcceptReading(), reason="помилково"
    )
    honest = await operator.ReadingService.SubmitReading(reading=new(register, last + 0.3, now - 100))
    assert honest.reading.state == S.READING_STATE_REFUSED  # lower than the bad one
    reversed_ = await operator.ReadingService.ReverseReading(
        id=bad.reading.id, etag=accepted.reading.etag, reason="помилка оператора"
    )
    assert reversed_.reading.state == S.READING_STATE_REVERSED
    healed = (await operator.ReadingService.GetReading(id=honest.reading.id)).reading
    assert healed.state == S.READING_STATE_ACCEPTED
    assert [one.reading_id for one in reversed_.healed] == [honest.reading.id]


async def test_a_reading_that_failed_comes_with_its_causes(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    slipped = await operator.ReadingService.SubmitReading(reading=new(register, (last + 0.2) * 10, now))
    first = slipped.reading.causes[0]
    assert first.kind == pb.CAUSE_KIND_DIGIT_ADDED
    assert first.message_uk
    assert first.message_en
    assert float(first.corrected_index.value) >= last
    assert (await operator.ReadingService.GetReading(id=slipped.reading.id)).reading.causes == slipped.reading.causes
    request_id = rid()
    asked = pb.SubmitReadingRequest(reading=new(register, (last + 0.3) * 10, now - 60), request_id=request_id)
    replies = [await operator.ReadingService.SubmitReading(asked) for _ in range(2)]
    assert replies[0] == replies[1]
    assert replies[0].reading.causes
    corrected = await operator.ReadingService.ReviewReading(
        id=slipped.reading.id,
        etag=slipped.reading.etag,
        correct=pb.CorrectReading(index=first.corrected_index),
        reason=first.message_uk,
    )
    assert corrected.replacement.state == S.READING_STATE_ACCEPTED
    assert not (await operator.ReadingService.GetReading(id=slipped.reading.id)).reading.causes


async def test_an_index_is_moved_to_the_register_that_it_was_read_from(house: House) -> None:
    operator = await house.operator("mykola")
    (register, last), (hot, showed) = await a_household(operator, COLD_WATER, HOT_WATER)
    now = house.clock.now() // 1000
    wrong = await operator.ReadingService.SubmitReading(reading=new(register, showed + 5_000, now))
    assert wrong.reading.state == S.READING_STATE_IN_REVIEW
    moved = await operator.ReadingService.ReviewReading(
        id=wrong.reading.id, etag=wrong.reading.etag, move=pb.MoveReading(register_id=hot), reason="інший лічильник"
    )
    assert (moved.replacement.register_id, moved.reading.superseded_by) == (hot, moved.replacement.id)
    assert last < showed + 5_000


async def test_an_index_is_not_moved_to_another_household(house: House) -> None:
    operator = await house.operator("mykola")
    ((register, last),) = await a_household(operator, COLD_WATER)
    meters = (await operator.AccountService.ListMeters(page_size=1000)).meters
    mine = next(one for one in meters if one.registers[0].id == register).installations[-1].usage_point_id
    stranger = next(
        one for one in meters if one.commodity == COLD_WATER and one.installations[-1].usage_point_id != mine
    )
    wrong = await operator.ReadingService.SubmitReading(reading=new(register, last + 4_000, house.clock.now() // 1000))
    told = await refused(
        operator.ReadingService.ReviewReading(
            id=wrong.reading.id,
            etag=wrong.reading.etag,
            move=pb.MoveReading(register_id=stranger.registers[0].id),
            reason="інший лічильник",
        )
    )
    assert told.violations == (("move.register_id", "register.household"),)


async def test_consumption_is_the_difference_of_accepted_readings(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    meter = (await operator.AccountService.ListMeters(page_size=1000)).meters
    device = next(one for one in meter if any(dial.id == register for dial in one.registers))
    point = device.installations[-1].usage_point_id
    now = house.clock.now() // 1000
    request = pb.GetConsumptionRequest(usage_point_id=point, before=Timestamp(seconds=now + 1))
    getattr(request, "from").FromSeconds(now - 40 * 86_400)
    before = await operator.ReadingService.GetConsumption(request)
    await operator.ReadingService.SubmitReading(reading=new(register, last + 0.25, now))
    after = await operator.ReadingService.GetConsumption(request)
    assert len(after.intervals) == len(before.intervals) + 1
    mine = [one for one in after.intervals if one.register_id == register]
    assert float(mine[-1].quantity.value) == pytest.approx(0.25)


async def test_an_exchanged_meter_goes_on_from_its_own_indexes(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    meters = (await operator.AccountService.ListMeters(page_size=1000)).meters
    device = next(one for one in meters if any(dial.id == register for dial in one.registers))
    now = house.clock.now() // 1000
    exchanged = await operator.AccountService.ExchangeMeter(
        meter_id=device.id,
        etag=device.etag,
        exchanged_at=Timestamp(seconds=now - 3600),
        final_indexes=[account.RegisterIndex(register_id=register, index=Decimal(value=f"{last + 0.1:.3f}"))],
        new_meter=account.Meter(
            serial_number="В-НОВИЙ-1",
            commodity=COLD_WATER,
            registers=[account.Register(tier=1, integer_digits=5, fraction_digits=3)],
        ),
        initial_indexes=[account.RegisterIndex(tier=1, index=Decimal(value="0"))],
    )
    fresh = exchanged.installed_meter.registers[0].id
    taken = await operator.ReadingService.SubmitReading(reading=new(fresh, 0.05, now))
    assert taken.reading.state == S.READING_STATE_ACCEPTED
    old = await operator.ReadingService.SubmitReading(reading=new(register, last + 1, now))
    assert "AFTER_REMOVAL" in [found.code for found in old.reading.findings]


async def test_readings_are_exported_as_rows_and_as_a_table(house: House) -> None:
    operator = await house.operator("mykola")
    wanted = pb.ReadingFilter(commodity=COLD_WATER)
    total = (await operator.ReadingService.ListReadings(filter=wanted, page_size=1)).total_size
    export = operator.ReadingService.ExportReadings
    frames = [frame async for frame in export(filter=wanted, format=pb.EXPORT_FORMAT_MESSAGES)]
    assert sum(len(frame.readings) for frame in frames) == total
    table = b"".join([frame.csv async for frame in export(filter=wanted, format=pb.EXPORT_FORMAT_CSV)])
    assert table.count(b"\n") == total + 1  # its head


async def test_a_reused_request_id_submits_once(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    number = rid()
    reading = new(register, last + 0.1, house.clock.now() // 1000)
    replies = [await operator.ReadingService.SubmitReading(reading=reading, request_id=number) for _ in range(3)]
    assert len({reply.reading.id for reply in replies}) == 1
    other = new(register, last + 0.2, house.clock.now() // 1000)
    told = await refused(operator.ReadingService.SubmitReading(reading=other, request_id=number))
    assert told.reason == "REQUEST_ID_REUSED"
