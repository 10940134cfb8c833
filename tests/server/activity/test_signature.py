"""Signatures of crashes: the same from one device, build and run to the next, and no others the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.activity import versions
from server.activity.signature import FRAMES, normalised, signature

NAMES = st.from_regex(r"[a-z]{2,8}(\.[a-z]{2,8}){1,3}\.[A-Z][a-zA-Z]{2,12}\.[a-z][a-zA-Z]{1,12}", fullmatch=True)
NUMBERS = st.integers(1, 99_999)
PLACES = st.integers(0x1000, 2**48).map(hex)


@given(NAMES, NUMBERS, NUMBERS)
def test_line_numbers_make_no_difference_on_android(name: str, one: int, two: int) -> None:
    file = f"{name.split('.')[-2]}.kt"
    said = {
        normalised(f"at {name}({file}:{one})"),
        normalised(f"\tat {name}({file}:{two})"),
        normalised(f"{name}({file})"),
    }
    assert said == {f"{name}({file})"}
    assert normalised(f"at {name}(Unknown Source:{one})") == normalised(f"at {name}(Unknown Source)") == name


@given(PLACES, PLACES, NUMBERS, NUMBERS, st.integers(0, 99), st.integers(0, 99))
def test_places_in_memory_make_no_difference_on_ios(
    one: str, two: str, offset: int, other: int, place: int, second: int
) -> None:
    symbol = "$s11SmartRegion11ReadingFormC4sendyyF"
    first = normalised(f"{place}   SmartRegion                0x{int(one, 16):016x} {symbol} + {offset}")
    assert first == normalised(f"{second} SmartRegion 0x{int(two, 16):016x} {symbol} + {other}")
    assert first == f"SmartRegion {symbol}"


@given(st.binary(min_size=16, max_size=20), st.binary(min_size=16, max_size=20), PLACES, st.integers(0, 40))
def test_builds_and_folders_make_no_difference_in_native_code(one: bytes, two: bytes, place: str, number: int) -> None:
    at = int(place, 16)
    first = f"#{number:02} pc {at:016x}  /data/app/~~{one.hex()}==/ua.smart/lib/arm64/libapp.so (draw+{number})"
    second = f"#00 pc {at + 8:016x}  /apex/{two.hex()}/libapp.so (draw+4) (BuildId: {two.hex()})"
    assert normalised(first) == normalised(second) == "libapp.so (draw)"


@pytest.mark.parametrize(
    ("frame", "known_by"),
    [
        (
            "#0      main.<closure> (package:app/main.dart:14:5)",
            "main.<closure> (package:main.dart)",
        ),
        ("    at send (https://app.example/static/js/main.js:1:2345)", "send (https:main.js)"),
        ("at ua.smart.Form.lambda$onCreate$12(Form.java:9)", "ua.smart.Form.lambda$onCreate$(Form.java)"),
        ("at ua.smart.Form$3.run(Form.java)", "ua.smart.Form$.run(Form.java)"),
        ("at a.B$$ExternalSyntheticLambda7.invoke(Unknown Source:2)", "a.B$$ExternalSyntheticLambda.invoke"),
        ("at java.lang.Thread.start0(Native Method)", "java.lang.Thread.start0"),
    ],
)
def test_what_is_left_of_a_frame_can_be_read(frame: str, known_by: str) -> None:
    assert normalised(frame) == known_by


@given(NAMES, NAMES)
def test_another_function_is_another_crash(one: str, two: str) -> None:
    same = signature(1, "E", [f"at {one}(A.kt:1)"]) == signature(1, "E", [f"at {two}(A.kt:2)"])
    assert same == (one == two)


def test_a_signature_is_of_platform_type_and_the_first_frames() -> None:
    frames = [f"at ua.smart.A.step{letter}(A.kt:1)" for letter in "abcdefgh"]
    made = signature(1, "E", frames)
    assert made == signature(1, "E", frames[:FRAMES])
    assert len(made.digest) == 32
    others = {
        signature(2, "E", frames).digest,
        signature(1, "F", frames).digest,
        signature(1, "E", frames[1:]).digest,
        signature(1, "E", []).digest,
    }
    assert len(others | {made.digest}) == 5


@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=30))
def test_whatever_comes_has_a_signature(frames: list[str], kind: str) -> None:
    made = signature(1, kind, frames)
    assert made == signature(1, kind, tuple(frames))


@given(st.lists(st.integers(0, 999), min_size=1, max_size=4), st.lists(st.integers(0, 999), min_size=1, max_size=4))
def test_versions_go_by_their_numbers(one: list[int], two: list[int]) -> None:
    def padded(numbers: list[int]) -> list[int]:
        return numbers + [0] * (4 - len(numbers))

    said = versions.behind(".".join(map(str, one)), ".".join(map(str, two)))
    assert said == (padded(one) > padded(two))


def test_a_preview_comes_before_its_release() -> None:
    assert versions.behind("4.10", "4.10-beta")
    assert versions.behind("4.10-beta", "4.9.9")
    assert not versions.behind("4.10+7", "4.10")
    assert sorted(["4.10", "4.9", "", "next"], key=versions.order)[-1] == "4.10"
