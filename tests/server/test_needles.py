"""What a scan finds: every way in which a person's data is written down, and nobody else's."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.privacy.needles import Needles, Scan

PHONE, EMAIL = "+380671234567", "olena.koval@Example.com"


def needles() -> Needles:
    made = Needles()
    made.add_phone("phone", PHONE)
    made.add_email("email", EMAIL)
    made.add_name("name", "Олена", "Коваль-Д'яченко")
    made.add_rows(["key"], [(b"\x00\x01\x02\x03\x04\x05\x06\x07\x08",)])
    return Needles.load(made.dump())


@given(st.binary(max_size=60), st.binary(max_size=60))
@example(b"+@", b"")
def test_it_is_found_wherever_it_lies(before: bytes, behind: bytes) -> None:
    for text, label in (
        ("+380671234567", "phone"),
        ("0671234567", "phone"),
        ("olena.koval@example.com", "email"),
        ("olena.koval@EXAMPLE.com", "email"),
        ("Олена Коваль-Д'яченко", "name"),
        ("Коваль-Д'яченко Олена", "name"),
    ):
        assert label in needles().found_in(before + text.encode() + behind), text


@pytest.mark.parametrize(
    "text",
    [
        "тел. 067 123-45-67",
        "067 123 45 67",
        "(067) 123-45-67",
        "+38 (067) 123 45 67",
        "067.123.45.67",
        "067\u00a0123\u00a045\u00a067",
        "067 – 123 – 45 – 67",
        "067\u2011123\u201145\u201167",
    ],
)
def test_a_phone_is_found_however_its_digits_are_parted(text: str) -> None:
    assert needles().found_in(text.encode()) == {"phone"}


@pytest.mark.parametrize(
    "text",
    [
        "Коваль-Д'яченко О. П.",
        "заява Коваль-Д'яченко О.П. від 3 числа",
        "Коваль-Д'яченко О.",
        "О. П. Коваль-Д'яченко",
        "О.П.Коваль-Д'яченко, вх. 17",
        "О. Коваль-Д'яченко",
        "Коваль-Д'яченко,\u00a0О.\u00a0П.",
        "КОВАЛЬ-Д'ЯЧЕНКО О. П.",
    ],
)
def test_a_surname_with_the_initial_is_found(text: str) -> None:
    assert needles().found_in(text.encode()) == {"name with initials"}


def test_values_that_lie_side_by_side_hide_nothing() -> None:
    made = Needles()
    made.add_name("name", "Олена", "Коваль")
    for text in ("вхід.О. П. Ковальletter", "refКоваль О.П.вул", "refО. КовальВодоканал"):
        assert made.found_in(text.encode()) == {"name with initials"}, text


def test_capitals_are_found() -> None:
    assert needles().found_in("КОВАЛЬ-Д'ЯЧЕНКО ОЛЕНА".encode()) == {"name"}


@pytest.mark.parametrize(
    "text",
    [
        "майстер Коваль прийде у вівторок. О п'ятій",
        "вул. Коваль, 12, кв. 3",
        "Коваль Остап",
        "Коваль П. О.",  # another's initial comes first
        "О. Ковальська",
        "О. Коваль-Дяченко",
        "О. КОВАЛЬСЬКА",
        "Ковальська О. П.",
        "Підковаль О.",
        "О. П. С. Коваль",
        "Коваль о.",
        "1067123456 та 7 інших; 067-123, 45-67",
    ],
)
def test_a_surname_alone_is_a_word_and_anothers_initial_another(text: str) -> None:
    made = Needles()
    made.add_name("name", "Олена", "Коваль")
    made.add_phone("phone", PHONE)
    assert made.found_in(text.encode()) == set()


def test_what_is_no_contact_is_not_looked_for() -> None:
    made = Needles()
    made.add_contact("token", "fcm:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx")
    made.add_contact("phone", "067 123-45-67")
    made.add_contact("email", "olena.koval@example.com")
    assert [text.label for text in made.texts] == ["phone", "email"]
    assert made.found_in(PHONE.encode()) == {"phone"}


def test_others_are_not_taken_for_the_person() -> None:
    text = "+380671234568 olena.koval@example.org Олена Коваль, вул. Олени Пчілки, 1234567"
    assert needles().found_in(text.encode()) == set()


def test_bytes_are_found() -> None:
    assert needles().found_in(b"..." + bytes(range(9))) == {"key"}


def test_nothing_of_the_person_stands_in_what_is_kept() -> None:
    kept = needles().dump()
    for part in ("671234567", "koval", "Олена", "\\u041e"):
        assert part not in kept


def test_a_scan_names_the_place() -> None:
    scan = Scan()
    scan.read(needles(), [("a.db", b"nothing"), ("b.db", PHONE.encode())])
    assert (scan.bytes_read, scan.names, scan.remains) == (20, ["a.db", "b.db"], {"phone (b.db)"})


def test_what_an_earlier_version_looked_for_and_others_share_is_no_longer_looked_for() -> None:
    needles = Needles()
    needles.add_rows(["activity_event.ip_index", "app_user.phone_index"], [(b"shared" * 4, b"theirs" * 4)])
    kept = Needles.load(needles.dump())
    assert kept.found_in(b"..." + b"shared" * 4) == set()
    assert kept.found_in(b"..." + b"theirs" * 4) == {"app_user.phone_index"}
