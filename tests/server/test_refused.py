"""What the rules or a person refused: the index that was meant takes its place, and nothing else does."""

from typing import Any

import pytest
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import account_service_pb2 as account
from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.reading_service_pb2 import CauseKind

from server.codec import DAY_MS

from .conftest import Client, House, refused
from .test_boundaries import a_resident, the_window
from .test_readings import S, a_register, new
from .test_review import questioned, reviewed, state


def exactly(value: str) -> dict[str, Any]:
    return {"correct": pb.CorrectReading(index=Decimal(value=value))}


async def a_digit_short(house: House, client: Client) -> pb.Reading:
    """A reading that was refused because a digit of it was left out."""
    register, last = await a_register(client)
    meant = f"{last + 0.2:.3f}"
    typed = float(meant[0] + meant[2:])  # the second digit
    taken = await client.ReadingService.SubmitReading(reading=new(register, typed, house.clock.now() // 1000 - 60))
    assert taken.reading.state == S.READING_STATE_REFUSED
    return (await client.ReadingService.GetReading(id=taken.reading.id)).reading


async def test_a_dropped_digit_is_put_right_by_what_its_cause_says(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await a_digit_short(house, operator)
    cause = reading.causes[0]
    assert (cause.kind, cause.probability > 0.5) == (CauseKind.CAUSE_KIND_DIGIT_DROPPED, True)
    later = new(reading.register_id, float(cause.corrected_index.value) + 0.1, house.clock.now() // 1000)
    behind = (await operator.ReadingService.SubmitReading(reading=later)).reading
    decision = exactly(cause.corrected_index.value)
    dry = await reviewed(operator, reading, **decision, dry_run=True)
    assert dry.reading.state == S.READING_STATE_CORRECTED
    assert await state(operator, reading.id) == S.READING_STATE_REFUSED

    reply = await reviewed(operator, reading, **decision)
    assert (reply.reading.state, reply.reading.superseded_by) == (S.READING_STATE_CORRECTED, reply.replacement.id)
    assert reply.replacement.state == S.READING_STATE_ACCEPTED
    assert reply.replacement.index.value == cause.corrected_index.value
    assert [one.reading_id for one in reply.healed] == [behind.id]  # what was used since is another now
    kept = (await operator.ReadingService.GetReading(id=reading.id)).reading
    assert [one.state for one in kept.versions] == [S.READING_STATE_REFUSED, S.READING_STATE_CORRECTED]
    assert (kept.versions[0].actor, kept.versions[1].reason) == ("rules", "перевірено")
    assert not kept.causes


@pytest.mark.parametrize(
    "decision", [{"accept": pb.AcceptReading()}, {"refuse": pb.RefuseReading()}, {"estimate": pb.EstimateInstead()}]
)
async def test_nothing_else_is_done_with_it(house: House, decision: dict[str, Any]) -> None:
    operator = await house.operator("mykola")
    reading = await a_digit_short(house, operator)
    told = await refused(reviewed(operator, reading, **decision))
    assert (told.reason, "corrected" in told.message) == ("WRONG_STATE", True)


async def test_it_is_not_accepted_as_it_came_by_calling_that_a_correction(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await questioned(house, operator)
    reading = (await reviewed(operator, reading, refuse=pb.RefuseReading())).reading
    told = await refused(reviewed(operator, reading, **exactly(reading.index.value)))
    assert told.violations == (("correct.index", "reading.other"),)


async def test_what_no_index_puts_right_stays_refused(house: House) -> None:
    """A reading of a day to come is refused whatever it shows."""
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    ahead = new(register, last + 0.1, house.clock.now() // 1000 + 86_400)
    reading = (await operator.ReadingService.SubmitReading(reading=ahead)).reading
    assert reading.state == S.READING_STATE_REFUSED
    told = await refused(reviewed(operator, reading, **exactly(f"{last + 0.2:.3f}")))
    assert told.violations == (("correct.index", "reading.refused"),)
    assert "FUTURE_DATE" in told.localized + told.message


async def test_a_correction_is_taken_back_and_the_rules_refuse_it_again(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await a_digit_short(house, operator)
    reply = await reviewed(operator, reading, **exactly(reading.causes[0].corrected_index.value))
    undone = (await operator.ReadingService.UndoReview(id=reading.id)).reading
    assert (undone.state, undone.superseded_by) == (S.READING_STATE_REFUSED, "")
    assert await state(operator, reply.replacement.id) == S.READING_STATE_REVERSED
    kept = (await operator.ReadingService.GetReading(id=reading.id)).reading
    assert kept.versions[-1].actor == "rules"  # nobody decided, so what lies around it may still heal it
    assert kept.findings == reading.findings
    again = await reviewed(operator, undone, **exactly(reading.causes[0].corrected_index.value))
    assert again.reading.state == S.READING_STATE_CORRECTED


async def test_what_a_person_refused_is_refused_by_them_again_once_its_correction_is_taken_back(house: House) -> None:
    operator = await house.operator("mykola")
    reading = await questioned(house, operator)
    expected = await operator.ReadingService.ExamineReading(id=reading.id)
    reading = (await reviewed(operator, reading, refuse=pb.RefuseReading())).reading
    corrected = await reviewed(operator, reading, **exactly(expected.expected_index.value))
    assert corrected.reading.state == S.READING_STATE_CORRECTED
    undone = (await operator.ReadingService.UndoReview(id=reading.id)).reading
    assert undone.state == S.READING_STATE_REFUSED
    kept = (await operator.ReadingService.GetReading(id=reading.id)).reading
    assert kept.versions[-1].actor != "rules"
    assert (await refused(operator.ReadingService.UndoReview(id=reading.id))).reason == "CONFLICT"


async def test_what_a_window_refused_is_not_let_in_by_a_correction(house: House) -> None:
    window = await the_window(admin := await house.operator("oksana"))
    window.late_policy = account.LATE_POLICY_REFUSE
    await admin.AccountService.UpsertReadingWindow(window=window)
    house.clock.advance(milliseconds=4 * DAY_MS)
    resident, newest = await a_resident(house)
    index = float(newest.index.value) + 0.1
    late = new(newest.register_id, index, house.clock.now() // 1000 - 60)
    sent = (await resident.ReadingService.SubmitReading(reading=late)).reading
    assert sent.state == S.READING_STATE_REFUSED
    operator = await house.operator("mykola")
    reading = (await operator.ReadingService.GetReading(id=sent.id)).reading
    told = await refused(reviewed(operator, reading, **exactly(f"{index + 0.1:.3f}")))
    assert told.violations == (("correct.index", "reading.refused"),)
