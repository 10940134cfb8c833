"""What a scan finds: every way in which a person's data is written down, and nobody else's."""

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
