"""Parts of an SMS, and what would save one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.notifications import sms
from server.notifications.mapping import rendered_text

GSM7 = sorted(sms.GSM7_BASIC | sms.GSM7_EXTENDED)
TEXTS = (
    st.text(st.sampled_from(GSM7), max_size=700)
    | st.text(st.sampled_from("абвгґ їйя1😀€"), max_size=400)
    | st.builds(lambda head, tail: head + tail, st.text(st.sampled_from(GSM7), max_size=400), st.text(max_size=3))
)


@given(TEXTS)
def test_parts_make_up_the_text_and_fit(text: str) -> None:
    made = sms.split(text)
    assert "".join(made.parts) == text
    limit = (160 if len(made.parts) == 1 else 153) if made.gsm7 else (70 if len(made.parts) == 1 else 67)
    for part in made.parts:
        size = sum(sms._size(letter, made.gsm7) for letter in part)
        assert size <= limit
        if not made.gsm7:
            part.encode("utf-16-le").decode("utf-16-le")  # no pair is split


@given(TEXTS)
@settings(deadline=None)
def test_the_hint_saves_a_part_and_one_character_less_does_not(text: str) -> None:
    parts = len(sms.split(text).parts)
    over = sms.over(text)
    if parts == 1:
        assert over == 0
        return
    assert over > 0
    assert len(sms.split(text[:-over]).parts) < parts
    if over > 1:
        assert len(sms.split(text[: -(over - 1)]).parts) == parts


@pytest.mark.parametrize(
    ("text", "parts", "over"),
    [
        ("a" * 160, 1, 0),
        ("a" * 163, 2, 3),
        ("a" * 309, 3, 3),
        ("я" * 70, 1, 0),
        ("я" * 73, 2, 3),
        ("я" * 137, 3, 3),
        ("a" * 159 + "€", 2, 1),
        ("a" * 100 + "я", 2, 1),  # without its one Cyrillic letter it is GSM 7-bit
        ("", 1, 0),
    ],
)
def test_known_texts(text: str, parts: int, over: int) -> None:
    assert (len(sms.split(text).parts), sms.over(text)) == (parts, over)


def test_an_escape_is_never_split() -> None:
    assert sms.split("a" * 152 + "€" * 10).parts[0] == "a" * 152


def test_the_price_is_that_of_all_parts() -> None:
    made = rendered_text("", "я" * 71, part_kopecks=95)
    assert (made.sms_parts, made.sms_characters_over) == (2, 1)
    assert (made.sms_cost.currency_code, made.sms_cost.units, made.sms_cost.nanos) == ("UAH", 1, 900_000_000)
