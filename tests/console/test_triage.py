"""Triage: what one key does about each cause."""

from datetime import timedelta

import pytest

from console.metering import Cause, Decision, Examination, Finding, Neighbour, Reading
from console.screens.reading_blocks import head, neighbours
from console.triage import fix
from console.widgets.plot import bounds

from .fakes import NOW, reading


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


@pytest.mark.parametrize(
    ("kind", "corrected", "register", "decision"),
    [
        ("DIGIT_DROPPED", "98.5", "", Decision("correct", index="98.5")),
        ("OTHER_METER", "100", "g2", Decision("move", register_id="g2")),
        ("ROLLOVER", "", "", None),
        ("CHANGED_USE", "", "", None),
        ("TAMPERING", "", "", None),
    ],
)
def test_what_is_refused_is_put_right_or_left(kind: str, corrected: str, register: str, decision: Decision) -> None:
    assert fix(reading(0, state="REFUSED"), Cause(kind, 0.9, "", "", corrected, register)) == decision


def before(index: str, days: int, source: str = "RESIDENT") -> Reading:
    return reading(9, index=index, state="ACCEPTED", read_at=NOW - timedelta(days=days), source=source)


def test_how_far_the_dial_moved_is_told_to_the_last_digit_and_from_what_somebody_read() -> None:
    history = [before("812.000001", 60), before("812.000004", 30, "ESTIMATE")]
    pairs = dict(head(reading(0, index="812.000003"), history).pairs)
    assert pairs["Було"].startswith("812,000001 м³")
    assert pairs["Різниця показань"] == "+0,000002 м³"
    assert dict(head(reading(0, index="12.5"), history).pairs)["Різниця показань"] == "-799,500001 м³"
    assert dict(head(reading(0, index="1112.000001"), history).pairs)["Різниця показань"] == "+300 м³"


def test_what_was_used_is_what_the_server_says() -> None:
    """With a multiplier, and where the dial began anew, the indexes tell another thing."""
    turned = reading(0, index="3", state="ACCEPTED", consumption="240")
    pairs = dict(head(turned, [before("99997", 30)]).pairs)
    assert pairs["Спожито"] == "240 м³"
    assert "Різниця показань" not in pairs


def test_the_neighbours_use_is_written_as_people_write_it() -> None:
    around = (Neighbour("3", 0.2), Neighbour("4", 7230.0))
    (block,) = neighbours(Examination(reading(0), "97", "104", "99", "98", "100", "PROFILE", 7230.4, around))
    said = " ".join(line for _, line in block.lines)
    assert "7230" in said.replace("\u00a0", "").replace(" ", "")
    assert "e+" not in said


@pytest.mark.parametrize(("first", "high"), [(0.0, 3.0), (2.0, 400.0), (1_234.0, 1_240.0)])
def test_no_axis_of_indexes_goes_below_zero(first: float, high: float) -> None:
    bottom, top = bounds(first, high)
    assert 0 <= bottom <= first
    assert top > high
