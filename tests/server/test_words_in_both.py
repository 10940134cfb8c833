"""Days, instants, numbers and money as each language writes them."""

from datetime import date

import pytest
from smartregion.v1.common_pb2 import Language

from server import words
from server.words import ENGLISH, UKRAINIAN


def test_a_day_and_an_instant_have_one_form_in_each_language() -> None:
    day, instant = date(2026, 3, 5), 1_795_428_000_000
    assert [words.day(day, language) for language in (UKRAINIAN, ENGLISH)] == ["05.03.2026", "5 Mar 2026"]
    assert [words.instant(instant, language) for language in (UKRAINIAN, ENGLISH)] == [
        "23.11.2026 12:00",
        "23 Nov 2026 12:00",
    ]


def test_a_year_has_four_digits_whichever_it_is() -> None:
    assert [words.day(date(1, 1, 1), one) for one in (UKRAINIAN, ENGLISH)] == ["01.01.0001", "1 Jan 0001"]


@pytest.mark.parametrize(
    ("amount", "uk", "en"), [(123_450, "1234,50", "1234.50"), (5, "0,05", "0.05"), (-101, "-1,01", "-1.01")]
)
def test_people_read_a_comma_in_ukrainian_and_a_point_in_english(amount: int, uk: str, en: str) -> None:
    assert (words.money(amount, UKRAINIAN), words.money(amount, ENGLISH)) == (uk, en)
    assert (words.number(en, UKRAINIAN), words.number(uk, ENGLISH)) == (uk, en)


@pytest.mark.parametrize(("number", "language"), [(1, UKRAINIAN), (2, ENGLISH), (0, ENGLISH), (9, ENGLISH)])
def test_whoever_does_not_read_ukrainian_is_told_in_english(number: int, language: Language) -> None:
    assert words.language_of(number) == language
    assert words.pick(("так", "yes"), language) == ("так" if language == UKRAINIAN else "yes")


@pytest.mark.parametrize(
    ("counts", "uk", "en"),
    [
        ((1, 21, 101, 1_001, -1), "байт", "bytes"),
        ((2, 3, 4, 22, 34, 102), "байти", "bytes"),
        ((0, 5, 10, 11, 12, 13, 14, 19, 20, 25, 111, 112, 114), "байтів", "bytes"),
    ],
)
def test_a_word_has_the_form_that_the_number_before_it_asks_for(counts: tuple[int, ...], uk: str, en: str) -> None:
    for count in counts:
        assert "{n:байт/байти/байтів}, {n:byte/bytes}, {n}".format(n=words.Number(count)) == (
            f"{count} {uk}, {count} {'byte' if abs(count) == 1 else en}, {count}"
        )
