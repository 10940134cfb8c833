"""The rules of readings: each finds what it says, in both languages, by thresholds that are data."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1 import reading_service_pb2 as pb

from server.codec import DAY_MS, MICRO
from server.readings.dial import Dial
from server.readings.rules import BY_CODE, RULES, Baseline, Reading
from server.readings.ruleset import LIMITS, RuleSet, built_in
from server.readings.sentences import sentences

S = pb.ReadingState
COLD_WATER, GAS, ELECTRICITY = 1, 3, 4


def baseline(**changes: Any) -> Baseline:
    values: dict[str, Any] = {
        "dial": Dial(5, 3),
        "installed_at": 0,
        "removed_at": 1 << 60,
        "verified_until": 1 << 60,
        "previous": (300 * DAY_MS, 100 * MICRO),
        "following": None,
        "lowest": 0.1,
        "highest": 0.3,
        "intervals": 12,
        "estimated_share": 0.0,
        "idle": 0,
    }
    return Baseline(**{**values, **changes})


def judged(value: float, days: float = 30, rules: RuleSet | None = None, **changes: Any) -> tuple[int, list[str]]:
    at = round((300 + days) * DAY_MS)
    judgement = (rules or built_in(COLD_WATER)).judge(Reading(round(value * 1000) * 1000, at, at), baseline(**changes))
    return judgement.state, [found.code for found in judgement.found]


@pytest.mark.parametrize(
    ("value", "days", "state", "codes"),
    [
        (106.0, 30, S.READING_STATE_ACCEPTED, []),
        (100.0, 30, S.READING_STATE_ACCEPTED, []),
        (160.0, 30, S.READING_STATE_IN_REVIEW, ["HIGH_USE"]),
        (99.0, 30, S.READING_STATE_REFUSED, ["DECREASE"]),
        (5_000.0, 30, S.READING_STATE_IN_REVIEW, ["PHYSICAL_CAP", "HIGH_USE"]),
        (100_000.0, 30, S.READING_STATE_REFUSED, ["REGISTER_DIGITS", "PHYSICAL_CAP", "HIGH_USE"]),
    ],
)
def test_the_rules_find_what_they_say(value: float, days: float, state: int, codes: list[str]) -> None:
    assert judged(value, days) == (state, codes)


def test_a_full_turn_of_the_dial_is_a_rollover_where_it_is_plausible() -> None:
    assert judged(2.0, 30, previous=(300 * DAY_MS, 99_998 * MICRO)) == (S.READING_STATE_ACCEPTED, ["ROLLOVER"])


@pytest.mark.parametrize(("digits", "last", "typed"), [(5, 98_750, 9_880), (5, 75_650, 5_700), (4, 9_750, 800)])
@pytest.mark.parametrize("known", [{}, {"intervals": 0, "lowest": 0.0, "highest": 0.0}, {"estimated_share": 1.0}])
def test_a_turn_that_would_mean_an_unusual_use_is_questioned(
    digits: int, last: int, typed: int, known: dict[str, Any]
) -> None:
    fifty: dict[str, Any] = {"dial": Dial(digits, 1), "lowest": 1.6, "highest": 1.7}
    base = fifty | {"previous": (300 * DAY_MS, last * MICRO)} | known
    rules = built_in(ELECTRICITY)
    assert judged(typed, 30, rules, **base) == (S.READING_STATE_IN_REVIEW, ["HIGH_USE", "ROLLOVER"])
    assert judged(typed, 0.9, rules, **base)[0] != S.READING_STATE_ACCEPTED  # nor within a day


def test_a_turn_that_would_mean_too_little_use_is_questioned() -> None:
    last = (300 * DAY_MS, 99_999 * MICRO)
    assert judged(0.0, 30, previous=last, lowest=0.5, highest=0.6)[1] == ["LOW_USE", "ROLLOVER"]


def test_a_turn_within_a_day_is_compared_with_the_use_of_a_day() -> None:
    near = {"previous": (300 * DAY_MS, 99_999 * MICRO), "lowest": 0.1, "highest": 0.3}
    assert judged(99_999.2, 1 / 24, **near) == (S.READING_STATE_ACCEPTED, [])
    assert judged(0.1, 1 / 24, **near | {"previous": (300 * DAY_MS, 99_999_800_000)}) == (
        S.READING_STATE_ACCEPTED,
        ["ROLLOVER"],
    )
    assert judged(0.1, 1 / 24, **near) == (S.READING_STATE_IN_REVIEW, ["HIGH_USE", "ROLLOVER"])


def test_a_later_lower_reading_behind_a_turn_that_would_be_unusual_speaks_against_one() -> None:
    """A dial of three digits, that the largest flow turns within two weeks."""
    known: dict[str, Any] = {"dial": Dial(3, 3), "following": (330 * DAY_MS, 106 * MICRO)}
    assert judged(107.0, 15, **known)[1] == ["LATER_LOWER"]
    assert judged(107.0, 15, **known | {"intervals": 2})[1] == []  # too little is known of what is usual
    turned = known | {"previous": (300 * DAY_MS, 990 * MICRO), "following": (330 * DAY_MS, 2 * MICRO)}
    assert judged(997.0, 15, **turned)[1] == []


def test_outside_of_its_installation_a_meter_has_no_reading() -> None:
    assert judged(106.0, installed_at=400 * DAY_MS)[1] == ["BEFORE_INSTALLATION"]
    assert judged(106.0, removed_at=310 * DAY_MS)[1] == ["AFTER_REMOVAL"]


def test_a_late_reading_must_fit_under_the_next() -> None:
    assert "LATER_LOWER" in judged(106.0, following=(340 * DAY_MS, 105 * MICRO))[1]


def test_a_meter_that_stands_still_is_questioned_once() -> None:
    assert judged(100.0, highest=0.5, lowest=0.4, idle=1)[1] == ["LOW_USE"]
    assert judged(100.0, highest=0.5, lowest=0.0, idle=2) == (S.READING_STATE_IN_REVIEW, ["ZERO_USE"])
    assert judged(100.0, highest=0.5, lowest=0.0, idle=3)[1] == []
    assert judged(100.0, highest=0.1, lowest=0.0, idle=2)[1] == []  # a point that hardly uses anything


def test_a_history_that_is_mostly_estimated_says_nothing_of_what_is_usual() -> None:
    assert judged(160.0, estimated_share=0.6)[1] == []
    assert judged(160.0, estimated_share=0.4)[1] == ["HIGH_USE"]


def test_what_follows_the_heating_season_is_compared_after_a_year_only() -> None:
    assert judged(600.0, rules=built_in(GAS), intervals=5)[1] == []
    assert judged(600.0, rules=built_in(GAS), intervals=12)[1] == ["HIGH_USE"]


def test_an_overdue_verification_is_noted_or_refused_as_the_data_says() -> None:
    overdue = 310 * DAY_MS
    assert judged(106.0, verified_until=overdue) == (S.READING_STATE_ACCEPTED, ["VERIFICATION_OVERDUE"])
    strict = RuleSet.made(2, COLD_WATER, {"severities": {"VERIFICATION_OVERDUE": pb.RULE_SEVERITY_REFUSE}})
    assert judged(106.0, rules=strict, verified_until=overdue)[0] == S.READING_STATE_REFUSED


def test_the_total_must_be_the_sum_of_its_zones() -> None:
    assert judged(106.0, zones=104 * MICRO)[1] == ["ZONE_SUM"]
    assert judged(106.0, zones=105 * MICRO)[1] == []


def test_thresholds_and_severities_are_data() -> None:
    lenient = RuleSet.made(2, COLD_WATER, {"limits": {"high_factor": 10.0}})
    assert judged(160.0, rules=lenient)[1] == []
    off = RuleSet.made(3, COLD_WATER, {"severities": {"HIGH_USE": pb.RULE_SEVERITY_OFF}})
    assert judged(160.0, rules=off)[1] == []
    noted = RuleSet.made(4, COLD_WATER, {"severities": {"HIGH_USE": pb.RULE_SEVERITY_NOTE}})
    assert judged(160.0, rules=noted) == (S.READING_STATE_ACCEPTED, ["HIGH_USE"])
    assert lenient.limits == replace(LIMITS[COLD_WATER], high_factor=10.0)


@given(
    st.integers(0, 10**18 - 1),
    st.integers(0, 400 * DAY_MS),
    st.booleans(),
    st.sampled_from(sorted(LIMITS)),
)
def test_every_reading_gets_a_verdict_whose_findings_have_sentences(
    value: int, at: int, odd: bool, commodity: int
) -> None:
    base = baseline(
        conflicting=1 if odd else None, zones=5 if odd else None, refused_by_window="2026-12-01" if odd else None
    )
    judgement = built_in(commodity).judge(Reading(value, at, 400 * DAY_MS), base)
    assert judgement.state in (S.READING_STATE_ACCEPTED, S.READING_STATE_IN_REVIEW, S.READING_STATE_REFUSED)
    assert judgement.found or judgement.state == S.READING_STATE_ACCEPTED
    for found in judgement.found:
        for text in sentences(found.code, found.numbers, commodity):
            assert text
            assert "{" not in text


def test_codes_and_cim_codes_are_each_one_rules_own() -> None:
    assert len(BY_CODE) == len(RULES)
    assert len({rule.cim for rule in RULES}) == len(RULES)


def test_numbers_are_said_as_each_language_writes_them() -> None:
    uk, en = sentences("PHYSICAL_CAP", {"used": "900.7", "cap": "31.5", "hours": "629"}, COLD_WATER)
    assert uk == "Спожито 900,7 м³ за 26 дн.; лічильник міг пропустити щонайбільше 31,5 м³."
    assert en == "900.7 m³ used in 26 days; the meter can have passed 31.5 m³ at most."
    assert "за 5 год" in sentences("PHYSICAL_CAP", {"used": "9", "cap": "1", "hours": "5"}, COLD_WATER)[0]


#: Numbers to 25 with the first, and with the second form of what they count; the others have the third.
ONE, FEW = {1, 21}, {2, 3, 4, 22, 23, 24}


@pytest.mark.parametrize("count", range(1, 26))
def test_what_is_counted_stands_in_the_form_that_the_number_asks_for(count: int) -> None:
    place = 0 if count in ONE else 1 if count in FEW else 2
    periods, digits = ("період", "періоди", "періодів")[place], ("цифра", "цифри", "цифр")[place]
    s = "" if count == 1 else "s"
    numbers = {"index": "12", "usual": "0.5", "intervals": str(count), "periods": str(count)}
    numbers |= {"integer_digits": str(count), "fraction_digits": "3"}
    uk, en = sentences("ZERO_USE", numbers, COLD_WATER)
    assert f"не змінюється вже {count} {periods} поспіль;" in uk
    assert f"for {count} interval{s};" in en
    uk, en = sentences("PROLONGED_ESTIMATION", numbers, COLD_WATER)
    assert uk.endswith(f"поспіль розраховано {count} {periods}.")
    assert en.endswith(f"for {count} period{s} in a row.")
    uk, en = sentences("REGISTER_DIGITS", numbers, COLD_WATER)
    assert uk.endswith(f": {count} {digits} до коми, 3 після.")
    assert en.endswith(f": {count} digit{s} before the point, 3 after it.")
