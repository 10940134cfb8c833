"""Review: what a person decides, rehearsed before and taken back after; what helps to decide."""

from typing import Any

import pytest
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import reading_service_pb2 as pb

from server.limits import BATCH_MS

from .conftest import Client, House, refused, rid
from .test_readings import COLD_WATER, HOT_WATER, S, a_household, a_register, new


async def questioned(
    house: House,
    client: Client,
    commodity: int = COLD_WATER,
    more: float = 4_000,
    of: tuple[str, float] | None = None,
) -> pb.Reading:
    """A reading in review."""
    register, last = of or await a_register(client, commodity)
    taken = await client.ReadingService.SubmitReading(reading=new(register, last + more, house.clock.now() // 1000))
    reading: pb.Reading = taken.reading
    assert reading.state == S.READING_STATE_IN_REVIEW
    return reading


async def reviewed(client: Client, reading: pb.Reading, **decision: Any) -> pb.ReviewReadingResponse:
    reply: pb.ReviewReadingResponse = await client.ReadingService.ReviewReading(
        id=reading.id, etag=reading.etag, reason="перевірено", **decision
    )
    return reply


async def state(client: Client, reading_id: str) -> int:
    return int((await client.ReadingService.GetReading(id=reading_id)).reading.state)


async def decision(client: Client, kind: str, reading: pb.Reading, other: str) -> dict[str, Any]:
    if kind == "correct":
        expected = await client.ReadingService.ExamineReading(id=reading.id)
        return {"correct": pb.CorrectReading(index=Decimal(value=expected.expected_index.value))}
    if kind == "move":
        return {"move": pb.MoveReading(register_id=other)}
    return {"accept": {"accept": pb.AcceptReading()}, "refuse": {"refuse": pb.RefuseReading()}}.get(
        kind, {"estimate": pb.EstimateInstead()}
    )


@pytest.mark.parametrize("kind", ["accept", "refuse", "correct", "move", "estimate"])
async def test_what_was_decided_a_moment_ago_is_taken_back(house: House, kind: str) -> None:
    operator = await house.operator("mykola")
    cold, (hot, _) = await a_household(operator, COLD_WATER, HOT_WATER)
    reading = await questioned(house, operator, of=cold)
    before = await operator.ReadingService.ListReadings(filter=pb.ReadingFilter(register_id=reading.register_id))
    reply = await reviewed(operator, reading, **await decision(operator, kind, reading, hot))
    assert reply.reading.state != S.READING_STATE_IN_REVIEW
    house.clock.advance(milliseconds=20_000)
    undone = await operator.ReadingService.UndoReview(id=reading.id)
    assert undone.reading.state == S.READING_STATE_IN_REVIEW
    assert not undone.reading.superseded_by
    if reply.HasField("replacement"):
        assert await state(operator, reply.replacement.id) == S.READING_STATE_REVERSED
    after = await operator.ReadingService.ListReadings(filter=pb.ReadingFilter(register_id=reading.register_id))
    states = {one.id: one.state for one in after.readings}
    assert {one.id: states[one.id] for one in before.readings} == {one.id: one.state for one in before.readings}
    again = await reviewed(operator, undone.reading, accept=pb.AcceptReading())
    assert again.reading.state == S.READING_STATE_ACCEPTED


async def test_after_thirty_seconds_and_by_others_nothing_is_taken_back(house: House) -> None:
    operator, other = await house.operator("mykola"), await house.operator("oksana")
    reading = await questioned(house, operator)
    assert (await refused(operator.ReadingService.UndoReview(id=reading.id))).reason == "CONFLICT"
    await reviewed(operator, reading, refuse=pb.RefuseReading())
    assert (await refused(other.ReadingService.UndoReview(id=reading.id))).reason == "CONFLICT"
    house.clock.advance(milliseconds=31_000)
    told = await refused(operator.ReadingService.UndoReview(id=reading.id))
    assert (told.reason, "30 seconds" in told.message) == ("CONFLICT", True)


async def test_an_undone_reading_is_judged_by_the_rules_again(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await questioned(house, operator)
    await reviewed(operator, reading, accept=pb.AcceptReading())
    await operator.ReadingService.UndoReview(id=reading.id)
    later = await operator.ReadingService.SubmitReading(
        reading=new(reading.register_id, float(reading.index.value) + 0.1, house.clock.now() // 1000 + 60)
    )
    assert later.reading.state == S.READING_STATE_IN_REVIEW  # what it rests on is not accepted


async def test_a_correction_below_the_reading_before_it_is_a_turn_where_that_is_said(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    reading = await questioned(house, operator, of=(register, last))
    below = Decimal(value=f"{last - 1:.3f}")
    told = await refused(reviewed(operator, reading, correct=pb.CorrectReading(index=below)))
    assert told.violations == (("correct.index", "reading.decrease"),)
    reply = await reviewed(operator, reading, correct=pb.CorrectReading(index=below, rollover=True))
    assert float(reply.replacement.consumption.value) == pytest.approx(99_999)


async def test_a_dry_run_tells_what_would_follow_and_changes_nothing(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    bad = (await operator.ReadingService.SubmitReading(reading=new(register, last + 4_000, now - 300))).reading
    later = (await operator.ReadingService.SubmitReading(reading=new(register, last + 4_000.1, now - 100))).reading
    assert later.state == S.READING_STATE_IN_REVIEW
    dry = await reviewed(operator, bad, accept=pb.AcceptReading(), dry_run=True)
    assert dry.reading.state == S.READING_STATE_ACCEPTED
    assert [(one.reading_id, one.state_after) for one in dry.healed] == [(later.id, S.READING_STATE_ACCEPTED)]
    assert await state(operator, bad.id) == S.READING_STATE_IN_REVIEW
    assert await state(operator, later.id) == S.READING_STATE_IN_REVIEW
    wet = await reviewed(operator, bad, accept=pb.AcceptReading())
    assert [one.reading_id for one in wet.healed] == [later.id]
    assert await state(operator, later.id) == S.READING_STATE_ACCEPTED


async def test_an_examination_says_what_would_be_plausible(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await questioned(house, operator)
    found = await operator.ReadingService.ExamineReading(id=reading.id)
    low, high = float(found.plausible_low.value), float(found.plausible_high.value)
    assert low <= float(found.expected_index.value) <= high < float(reading.index.value)
    assert found.expected.low.value
    assert found.expected.high.value
    assert found.daily_use > 100
    assert found.reading.causes
    within = new(reading.register_id, high - 0.01, house.clock.now() // 1000)
    within.read_at.FromSeconds(reading.read_at.seconds + 1)
    assert (await operator.ReadingService.SubmitReading(reading=within)).reading.state == S.READING_STATE_ACCEPTED


async def test_neighbours_are_those_of_the_house(house: House) -> None:
    operator = await house.operator("mykola")
    building = (await operator.AccountService.ListBuildings(commodity=COLD_WATER)).buildings[0]
    listed = await operator.ReadingService.ListReadings(
        filter=pb.ReadingFilter(commodity=COLD_WATER, states=[S.READING_STATE_ACCEPTED]), page_size=1000
    )
    here = next(
        one
        for one in listed.readings
        if one.address.apartment
        and one.address.building == building.address.building
        and one.address.street == building.address.street
    )
    found = await operator.ReadingService.ExamineReading(id=here.id)
    assert found.neighbours
    assert {one.address.building for one in found.neighbours} == {here.address.building}
    assert here.address.apartment not in {one.address.apartment for one in found.neighbours}


async def test_the_queue_begins_with_what_may_harm_most(house: House) -> None:
    operator = await house.operator("mykola")
    mild = await questioned(house, operator, HOT_WATER, more=60)
    grave = await questioned(house, operator, COLD_WATER, more=40_000)
    queue = pb.ReadingFilter(states=[S.READING_STATE_IN_REVIEW])
    first = await operator.ReadingService.ListReadings(filter=queue, order_by="urgency", page_size=1)
    second = await operator.ReadingService.ListReadings(
        filter=queue, order_by="urgency", page_size=1, page_token=first.next_page_token
    )
    assert [first.readings[0].id, second.readings[0].id] == [grave.id, mild.id]
    everything = await refused(operator.ReadingService.ListReadings(order_by="urgency"))
    assert everything.violations == (("order_by", "order.queue"),)


async def two_in_review(house: House, client: Client) -> list[pb.Reading]:
    cold, hot = await a_household(client, COLD_WATER, HOT_WATER)
    return [await questioned(house, client, of=one) for one in (cold, hot)]


async def test_decisions_of_one_go_are_taken_back_until_thirty_seconds_behind_the_last(house: House) -> None:
    operator = await house.operator("mykola")
    first, second = await two_in_review(house, operator)
    one_go = rid()
    await reviewed(operator, first, refuse=pb.RefuseReading(), batch_id=one_go)
    house.clock.advance(milliseconds=300_000)
    await reviewed(operator, second, refuse=pb.RefuseReading(), batch_id=one_go)
    house.clock.advance(milliseconds=29_000)
    await operator.ReadingService.UndoReview(id=second.id)
    house.clock.advance(milliseconds=29_000)  # taking back takes its time as well
    undone = await operator.ReadingService.UndoReview(id=first.id)
    assert undone.reading.state == S.READING_STATE_IN_REVIEW


@pytest.mark.parametrize("between", [31_000, 650_000])
async def test_one_go_is_over_thirty_seconds_behind_its_last_and_ten_minutes_behind_its_first(
    house: House, between: int
) -> None:
    operator = await house.operator("mykola")
    first, second = await two_in_review(house, operator)
    one_go = rid()
    await reviewed(operator, first, refuse=pb.RefuseReading(), batch_id=one_go)
    house.clock.advance(milliseconds=between)
    if between > BATCH_MS:
        await reviewed(operator, second, refuse=pb.RefuseReading(), batch_id=one_go)
    assert (await refused(operator.ReadingService.UndoReview(id=first.id))).reason == "CONFLICT"
    if between > BATCH_MS:  # on its own it has its thirty seconds
        await operator.ReadingService.UndoReview(id=second.id)


async def test_what_somebody_else_decides_under_the_same_name_holds_nothing_open(house: House) -> None:
    operator, other = await house.operator("mykola"), await house.operator("oksana")
    first, second = await two_in_review(house, operator)
    one_go = rid()
    await reviewed(operator, first, refuse=pb.RefuseReading(), batch_id=one_go)
    house.clock.advance(milliseconds=31_000)
    await reviewed(other, second, refuse=pb.RefuseReading(), batch_id=one_go)
    assert (await refused(operator.ReadingService.UndoReview(id=first.id))).reason == "CONFLICT"
