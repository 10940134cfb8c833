"""Numbers of buildings: one order for all of them, whatever letters they were typed with, and what a place names."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from smartregion.v1.work_service_pb2 import BuildingParity

from server.errors import InvalidField
from server.works import places
from server.works.places import key
from storage.repositories.works import Place

ODD, EVEN = BuildingParity.BUILDING_PARITY_ODD, BuildingParity.BUILDING_PARITY_EVEN
ALIKE = dict(zip("авсенікмортху", "abcehikmoptxy", strict=True))

LETTERS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
NUMBERS = st.builds(
    lambda number, letter, fraction: f"{number}{letter}{fraction}",
    st.integers(1, 300),
    st.sampled_from(["", *LETTERS]),
    st.sampled_from(["", "/1", "/2", "/10", "/1а", "к2"]),
)
BUILDINGS = st.one_of(NUMBERS, st.text(max_size=20), st.sampled_from(["б/н", "ТП-4", "12-14", "", "/"]))


def street(first: str = "", last: str = "", parity: int = 0) -> Place:
    return Place(None, "М", "С", first, last, parity)


def test_numbers_stand_in_their_natural_order() -> None:
    listed = [
        "1",
        "2",
        "9",
        "12",
        "12а",
        "12а/1",
        "12б",
        "12г",
        "12ґ",
        "12д",
        "12к1",
        "12/1",
        "12/2",
        "12/10",
        "13",
        "100",
        "б/н",
    ]
    assert all(key(one) < key(other) for one, other in pairwise(listed))


@given(st.lists(BUILDINGS, min_size=3, max_size=3))
def test_the_order_is_total(three: list[str]) -> None:
    a, b, c = map(key, three)
    assert (a < b) + (a == b) + (b < a) == 1
    assert not (a <= b <= c) or a <= c
    assert (a <= b) == (not b < a)


@given(NUMBERS, NUMBERS)
def test_numbers_come_first_then_letters_then_fractions(one: str, other: str) -> None:
    def plain(building: str) -> tuple[int, int, int]:
        rest = building.lstrip("0123456789")
        number = int(building[: len(building) - len(rest)])
        letter = LETTERS.index(rest[0]) + 1 if rest and rest[0] in LETTERS else 0
        return number, 2 if rest.startswith("/") else int(letter > 0), letter

    assume(plain(one) != plain(other))
    assert (key(one) < key(other)) == (plain(one) < plain(other))


@given(NUMBERS, st.randoms(use_true_random=False))
def test_look_alikes_and_case_make_no_other_building(building: str, random: object) -> None:
    chosen: list[str] = []
    for letter in building:
        same = [letter, letter.upper(), ALIKE.get(letter, letter), ALIKE.get(letter, letter).upper()]
        chosen.append(random.choice(same))  # type: ignore[attr-defined]
    assert key("".join(chosen)) == key(building)


@pytest.mark.parametrize(
    "written", ["12а", "12А", "12a", "12A", "12-а", "12–А", "12 а", " 12а ", "12 «А»", '12"а"', "№ 12а", "012а"]
)
def test_ways_to_write_a_building_are_one_building(written: str) -> None:
    assert key(written) == key("12а")


def test_other_letters_and_signs_make_another_building() -> None:
    others = ["12", "12б", "12/а", "12аа", "12а1", "112а", "12/1", "12-1", "12d"]
    assert len({key(one) for one in ["12а", *others]}) == len(others) + 1


@pytest.mark.parametrize("written", ["5", "буд. 5", "Буд.5", "буд5", "будинок 5", "дім 5", "д. 5", "буд. № 5"])
def test_the_word_for_a_building_makes_no_other_one(written: str) -> None:
    assert key(written) == key("5")
    assert places.has_number(written)


@pytest.mark.parametrize(
    "written", ["12к2", "12 корп. 2", "12 корпус 2", "12, корп.2", "12 к. 2", "буд. 12, корп. 2", "12K2"]
)
def test_ways_to_write_a_block_are_one_building(written: str) -> None:
    assert key(written) == key("12к2")
    assert key("12а корп. 2") == key("12ак2") != key("12к2")


def test_what_may_be_two_houses_stays_two() -> None:
    assert len({key(one) for one in ("12", "12к2", "12/2", "12²", "122", "12-2", "12к")}) == 7


@pytest.mark.parametrize(
    ("place", "beside"),
    [
        (street("1", "12"), ["12а", "12/1", "12к2"]),
        (street("2", "10", EVEN), ["10а"]),
        (street("1", "11", ODD), []),
        (street("1", "12а"), ["12/1", "12к2"]),
        (street("2а", "9"), ["2"]),
        (street("12"), []),
        (street(), []),
    ],
)
def test_a_range_leaves_those_out_that_bear_the_number_of_its_end(place: Place, beside: list[str]) -> None:
    listed = ["1", "2", "9", "10", "10а", "11", "12", "12а", "12/1", "12к2", "13"]
    assert [one for one in listed if places.beside(place, one)] == beside


@given(BUILDINGS)
def test_a_building_is_on_the_side_of_its_number(building: str) -> None:
    if places.has_number(building):
        assert places.parity(building) == (ODD if key(building)[0] % 2 else EVEN)
        assert places.names(street(parity=ODD), building) != places.names(street(parity=EVEN), building)
    else:
        assert not places.names(street(parity=ODD), building)
        assert not places.names(street(parity=EVEN), building)


@given(BUILDINGS)
def test_a_street_names_every_building(building: str) -> None:
    assert places.names(street(), building)


@given(NUMBERS, NUMBERS, BUILDINGS, st.sampled_from([0, ODD, EVEN]))
def test_a_range_names_what_lies_between_its_ends(first: str, last: str, building: str, parity: int) -> None:
    assume(key(first) <= key(last))
    inside = key(first) <= key(building) <= key(last)
    on_side = not parity or places.parity(building) == parity
    assert places.names(street(first, last, parity), building) == (inside and on_side)
    assert places.names(street(first, last), first)
    assert places.names(street(first, last), last)


@given(NUMBERS, BUILDINGS)
def test_a_first_building_alone_names_itself(first: str, building: str) -> None:
    assert places.names(street(first), building) == (key(first) == key(building))


@given(NUMBERS, NUMBERS)
def test_a_range_that_runs_backwards_is_refused(first: str, last: str) -> None:
    place = street(first, last)
    if key(last) < key(first):
        with pytest.raises(InvalidField) as caught:
            places.check(place, "place")
        assert (caught.value.violations[0].field, caught.value.violations[0].rule) == (
            "place.last_building",
            "building.order",
        )
    else:
        places.check(place, "place")


@pytest.mark.parametrize(
    ("place", "field", "rule"),
    [
        (Place(None, "", "", "", "", 0), "street", "place.street"),
        (Place(None, "М", "", "", "", 0), "street", "place.street"),
        (Place(None, "М", "", "12", "", 0), "street", "place.street"),
        (Place(None, "", "С", "", "", 0), "city", "place.city"),
        (Place(7, "", "С", "", "", 0), "usage_point_id", "place.one"),
        (Place(7, "", "", "", "", ODD), "usage_point_id", "place.one"),
        (Place(None, "М", "С", "", "14", 0), "first_building", "building.first"),
        (Place(None, "М", "С", "б/н", "14", 0), "first_building", "building.number"),
        (Place(None, "М", "С", "12", "б/н", 0), "last_building", "building.number"),
    ],
)
def test_a_place_that_contradicts_itself_is_refused(place: Place, field: str, rule: str) -> None:
    with pytest.raises(InvalidField) as caught:
        places.check(place, "places[3]")
    assert (caught.value.violations[0].field, caught.value.violations[0].rule) == (f"places[3].{field}", rule)


@pytest.mark.parametrize(
    "place", [Place(7, "", "", "", "", 0), street(), street("б/н"), street("12"), street("12", "12а", EVEN)]
)
def test_a_place_that_makes_sense_is_taken(place: Place) -> None:
    places.check(place, "places[0]")
