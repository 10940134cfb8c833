"""What is said in both languages, and how one of them is found in it."""

import pytest

from server.privacy import wording


@pytest.mark.parametrize(
    "outcome",
    [
        "задоволено / fulfilled",
        wording.joined(wording.both(("задоволено", "fulfilled")), wording.both(("усіх сповіщено", "all were told"))),
        "задоволено / fulfilled; усіх сповіщено / all were told",
        "задоволено / fulfilled; чекаємо на Водоканал / Water / waiting for Водоканал / Water",
    ],
)
def test_how_it_was_decided_is_found_in_outcomes_of_before_as_well(outcome: str) -> None:
    assert wording.decided(outcome) == "задоволено"
