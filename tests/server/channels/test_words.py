"""What a provider says is kept without the recipient."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.notifications.channels.words import KEPT, said

LOCALS = st.from_regex(r"[a-z][a-z0-9.]{2,20}[a-z0-9]", fullmatch=True)
PHONES = st.integers(380_000_000_000, 380_999_999_999).map(lambda number: f"+{number}")


@given(st.text(), st.text(), LOCALS)
def test_an_address_never_stays(before: str, after: str, local: str) -> None:
    address = f"{local}@example.ua"
    told = said(f"{before} <{address}> {after}", address)
    assert address not in told
    assert not re.search(rf"(?<!\w){re.escape(local)}(?!\w)", told)


@given(st.text(), PHONES)
def test_a_phone_never_stays_even_where_nobody_names_it(before: str, phone: str) -> None:
    for form in (phone, phone[1:], f"0{phone[4:]}", f"+{phone[1:3]} {phone[3:6]} {phone[6:9]}-{phone[9:]}"):
        assert form not in said(f"{before} {form}")


@given(st.integers(0, 400), PHONES, LOCALS)
def test_nothing_of_a_recipient_stays_where_the_text_is_cut(length: int, phone: str, local: str) -> None:
    """Tokens before it shrink to a sign, so that what stood at the cut comes into what is kept."""
    tokens = ("K" * 45 + " ") * 9
    address = f"{local}@example.ua"
    for recipient in (phone, address, f"{phone[:3]} {phone[3:6]} {phone[6:9]}-{phone[9:]}"):
        told = said(f"{tokens[:length]} {recipient} {'later ' * 60}", phone, address)
        assert phone[3:7] not in told
        assert phone[6:9] not in told
        assert local[:3] not in told


def test_what_stands_behind_what_is_read_costs_nothing() -> None:
    begin = "again " * 60
    assert said(f"{begin} a") == said(begin + "b@c " * 100_000)


@given(st.binary(max_size=4_000))
def test_bytes_become_a_short_printable_line(text: bytes) -> None:
    told = said(text)
    assert len(told) <= KEPT
    assert told == " ".join(told.split())
    assert all(letter.isprintable() for letter in told)


@pytest.mark.parametrize("code", ["550 5.1.1 unknown", "451 4.7.1 later", "status 0x58"])
def test_codes_stay(code: str) -> None:
    assert said(code, "no@example.ua") == code
