"""Rule sets: made, activated, and what judges by them."""

from smartregion.v1 import reading_service_pb2 as pb

from .conftest import House, refused
from .test_readings import COLD_WATER, S, a_register, new


def strict(**changes: object) -> pb.RuleSet:
    return pb.RuleSet(commodity=COLD_WATER, limits=pb.RuleLimits(high_factor=1.0, floor_per_day=0.0001), **changes)


async def test_a_rule_set_judges_once_it_is_activated(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    readings = operator.ReadingService
    made = (await readings.CreateRuleSet(rule_set=strict(note="на пробу"))).rule_set
    assert (made.version, made.in_force, made.note) == (2, False, "на пробу")
    before = await readings.SubmitReading(reading=new(register, last + 0.4, now - 300))
    assert before.reading.rule_set_version == 1
    activated = (await readings.ActivateRuleSet(version=made.version)).rule_set
    assert activated.in_force
    after = await readings.SubmitReading(reading=new(register, last + 4, now - 200))
    assert after.reading.rule_set_version == made.version
    assert (await readings.GetReading(id=before.reading.id)).reading.rule_set_version == 1
    listed = await readings.ListRuleSets(commodity=COLD_WATER)
    assert [(one.version, one.in_force) for one in listed.rule_sets] == [(2, True)]
    assert [one.in_force for one in listed.built_in] == [False]


async def test_a_rule_that_is_switched_off_finds_nothing(house: House) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    now = house.clock.now() // 1000
    readings = operator.ReadingService
    assert (await readings.SubmitReading(reading=new(register, last + 4_000, now - 300))).reading.findings
    off = [
        pb.RuleSetting(code=code, severity=pb.RULE_SEVERITY_OFF)
        for code in ("HIGH_USE", "PHYSICAL_CAP", "VERIFICATION_OVERDUE")
    ]
    made = await readings.CreateRuleSet(rule_set=pb.RuleSet(commodity=COLD_WATER, rules=off))
    await readings.ActivateRuleSet(version=made.rule_set.version)
    taken = await readings.SubmitReading(reading=new(register, last + 4_001, now - 200))
    assert (taken.reading.state, list(taken.reading.findings)) == (S.READING_STATE_ACCEPTED, [])


async def test_what_is_no_rule_set_is_named(house: House) -> None:
    operator = await house.operator("mykola")
    unknown = pb.RuleSet(commodity=COLD_WATER, rules=[pb.RuleSetting(code="NO_SUCH", severity=1)])
    found = await refused(operator.ReadingService.CreateRuleSet(rule_set=unknown))
    assert "rule_set.rules[0].code" in str(found.violations)
    missing = await refused(operator.ReadingService.ActivateRuleSet(version=999))
    assert missing.reason == "NOT_FOUND"


async def test_a_replay_shows_how_the_queue_would_differ_and_changes_nothing(house: House) -> None:
    operator = await house.operator("mykola")
    readings = operator.ReadingService
    before = (await readings.ListReadings(page_size=1)).total_size
    made = (await readings.CreateRuleSet(rule_set=strict())).rule_set
    frames = [frame async for frame in readings.ReplayRules(version=made.version)]
    last = frames[-1]
    assert last.registers_done == last.registers_total > 0
    assert last.readings > 0
    assert last.queue_after > last.queue_before
    assert sum(move.readings for move in last.moves) == last.readings
    high = next(rule for rule in last.rules if rule.code == "HIGH_USE")
    assert high.found_after > high.found_before
    examples = [example for frame in frames for example in frame.examples]
    assert examples
    assert all(example.state_before != example.state_after for example in examples)
    assert (await readings.ListReadings(page_size=1)).total_size == before
    same = (await readings.CreateRuleSet(rule_set=pb.RuleSet(commodity=COLD_WATER))).rule_set
    unchanged = [frame async for frame in readings.ReplayRules(version=same.version)][-1]
    assert unchanged.queue_after == unchanged.queue_before
    assert all(move.state_before == move.state_after for move in unchanged.moves)
