"""Parts of an SMS as octets: nothing is split, nothing is lost, and what comes in is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.notifications import sms
from server.notifications.channels.smpp import coding


def long(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of one part and of many."""
    words = st.text(letters, min_size=1, max_size=40)
    return st.builds(lambda word, times, end: word * times + end, words, st.integers(0, 40), words)


GSM7 = long(st.sampled_from(sorted(sms.GSM7_BASIC | sms.GSM7_EXTENDED)))
ANY = long(st.characters(exclude_categories=["Cs"])) | long(st.sampled_from("я😀e€"))


def test_the_alphabet_is_the_one_that_parts_are_counted_by() -> None:
    assert set(coding._OCTETS) == sms.GSM7_BASIC | sms.GSM7_EXTENDED
    assert {letter for letter, octets in coding._OCTETS.items() if len(octets) == 2} == sms.GSM7_EXTENDED


@given(GSM7)
def test_gsm7_is_read_as_it_was_written(text: str) -> None:
    assert coding.from_gsm7(coding.gsm7(text)) == text


@given(ANY | GSM7, st.integers(0, 0xFFFF))
def test_parts_with_headers_make_up_the_text(text: str, reference: int) -> None:
    split = sms.split(text)
    octets = [coding.octets(part, split.gsm7) for part in split.parts]
    coded = coding.GSM7 if split.gsm7 else coding.UCS2
    if len(octets) > 255:
        return
    if len(octets) == 1:
        assert len(octets[0]) <= (160 if split.gsm7 else 140)
        assert coding.decoded(octets[0], coded) == text
        return
    parts = coding.with_headers(octets, reference)
    assert [coding.place(part) for part in parts] == [
        (reference & 0xFF, len(parts), number) for number in range(1, len(parts) + 1)
    ]
    bare = [coding.without_header(part, coding.UDHI) for part in parts]
    assert "".join(coding.decoded(part, coded) for part in bare) == text
    for part in bare:
        assert len(part) <= (153 if split.gsm7 else 134)
        if split.gsm7:
            assert part[-1] != 0x1B  # an escape is never split
        else:
            part.decode("utf-16-be")  # nor is a surrogate pair: this would raise


@given(st.binary(max_size=300), st.integers(0, 255), st.integers(0, 255))
def test_whatever_comes_in_is_read(octets: bytes, data_coding: int, esm_class: int) -> None:
    assert isinstance(coding.decoded(coding.without_header(octets, esm_class), data_coding), str)
    assert coding.place(octets) is None or len(coding.place(octets) or ()) == 3


def test_a_letter_that_the_alphabet_lacks_is_never_replaced_in_silence() -> None:
    with pytest.raises(KeyError):
        coding.gsm7("Привіт")


@pytest.mark.parametrize(
    ("octets", "place"),
    [
        (bytes((5, 0, 3, 7, 2, 1)) + b"x", (7, 2, 1)),
        (bytes((6, 8, 4, 1, 7, 2, 1)) + b"x", (0x107, 2, 1)),
        (bytes((10, 4, 2, 1, 2, 0, 3, 9, 3, 2, 0)) + b"x", (9, 3, 2)),
        (bytes((2, 4, 0)) + b"x", None),
        (b"", None),
        (bytes((200, 0, 3)), None),
    ],
)
def test_headers_of_others_are_read(octets: bytes, place: tuple[int, int, int] | None) -> None:
    assert coding.place(octets) == place
