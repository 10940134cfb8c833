"""Triage: what one key does about each cause."""

import pytest

from console.models import Cause, Decision, Finding
from console.triage import fix

from .fakes import reading


@pytest.mark.parametrize(
    ("kind", "corrected", "register", "decision"),
    [
        ("DIGIT_ADDED", "98.5", "", Decision("correct", index="98.5")),
        ("ZONES_SWAPPED", "77", "g2", Decision("correct", index="77")),
        ("ZONES_SWAPPED", "100", "g2", Decision("move", register_id="g2")),
        ("OTHER_METER", "100", "g2", Decision("move", register_id="g2")),
        ("ROLLOVER", "", "", Decision("accept", rollover=True)),
        ("LEAK", "", "", Decision("accept")),
        ("STOPPED_METER", "", "", Decision("accept")),
        ("TAMPERING", "", "", Decision("refuse")),
        ("EXCHANGE", "", "", Decision("refuse")),
    ],
)
def test_a_cause_asks_for_a_decision(kind: str, corrected: str, register: str, decision: Decision) -> None:
    assert fix(reading(0), Cause(kind, 0.9, "", "", corrected, register)) == decision


@pytest.mark.parametrize("kind", ["LEAK", "CHANGED_USE"])
def test_no_cause_accepts_an_index_beyond_what_is_possible(kind: str) -> None:
    cap = Finding("PHYSICAL_CAP", "", {}, "", "")
    assert fix(reading(0, findings=(cap,)), Cause(kind, 0.9, "", "", "", "")) is None
    digit = Cause("DIGIT_ADDED", 0.9, "", "", "98.5", "")
    assert fix(reading(0, findings=(cap,)), digit) == Decision("correct", index="98.5")
