"""Streets and cities are found however people write them; of those that are none the nearest are told."""

from collections.abc import Iterator

import pytest

from server import streets
from server.errors import InvalidField
from storage.connect import connect
from storage.engine.transaction import Tx
from storage.keys.keystore import KeyStore
from storage.models.accounts import UsagePoint
from storage.repositories import streets as register
from tests.engines import START

SADOVA, SQUARE, LESIA, HEALTH, BANK, AVENUE = (
    "вул. Садова",
    "пл. Ринок",
    "вул. Лесі Українки",
    "вул. Здоров'я",
    "вул. Набережна Перемоги",
    "просп. Миру",
)
KNOWN = {
    "Світлоріченськ": (SADOVA, SQUARE, LESIA, HEALTH, BANK, AVENUE, "пров. Миру", "Шевченка"),
    "с. Вільшанка": ("Садова вулиця", "вул.Садова", "вул. Лугова"),
}


@pytest.fixture
def tx(url: str, keys: KeyStore) -> Iterator[Tx]:
    database = connect(url)
    database.begin()
    made = Tx(database, keys, START, {})
    number = 0
    for city, names in KNOWN.items():
        for name in names:
            for building in ("1", "2"):
                number += 1
                made.insert(UsagePoint(id=number, city=city, street=name, building=building, apartment=""))
    yield made
    database.rollback()
    database.close()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("вул. Садова", SADOVA),
        ("Садова", SADOVA),
        ("садова", SADOVA),
        ("вул.Садова", SADOVA),
        ("ВУЛ. САДОВА", SADOVA),
        ("Садова вулиця", SADOVA),
        ("вулиця  Садова", SADOVA),
        ("вул. Cадова", SADOVA),  # a Latin C
        ("ул. Садова", SADOVA),
        ("Sadova Street", SADOVA),
        ("vul. Sadova", SADOVA),
        ("Площа Ринок", SQUARE),
        ("Ринок", SQUARE),
        ("українки лесі", LESIA),
        ("вул. Здоров’я", HEALTH),
        ("Здоровʼя", HEALTH),
        ("Набережна Перемоги", BANK),
        ("проспект Миру", AVENUE),
        ("пр-т Миру", AVENUE),
        ("вул. Шевченка", "Шевченка"),
    ],
)
def test_a_street_is_found_however_it_is_written(written: str, name: str) -> None:
    assert streets.meant(written, [name], streets.street) == [name]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("пров. Садова", SADOVA),
        ("Садов", SADOVA),
        ("вул. Миру", AVENUE),
        ("Лесі", LESIA),
        ("вул. 2-га Садова", SADOVA),
        ("", SADOVA),
    ],
)
def test_another_street_is_not_taken_for_it(written: str, name: str) -> None:
    assert not streets.meant(written, [name], streets.street)


def test_the_register_tells_its_cities_and_streets(tx: Tx) -> None:
    assert set(register.cities(tx)) == set(KNOWN)
    assert set(register.of_cities(tx, ())) == {(city, name) for city, names in KNOWN.items() for name in names}
    assert {name for _, name in register.of_cities(tx, ["с. Вільшанка"])} == set(KNOWN["с. Вільшанка"])


def test_every_spelling_of_the_register_is_meant(tx: Tx) -> None:
    assert streets.found(tx, "", "садова", "filter").streets == tuple(
        sorted(["вул. Садова", "Садова вулиця", "вул.Садова"])
    )
    assert streets.found(tx, "село Вільшанка", "вул. Садова", "filter") == (
        ("с. Вільшанка",),
        ("Садова вулиця", "вул.Садова"),
    )
    assert set(streets.one(tx, "вільшанка", "Садова", "place")) == {
        ("с. Вільшанка", "Садова вулиця"),
        ("с. Вільшанка", "вул.Садова"),
    }


def test_nothing_asked_is_nothing_meant(tx: Tx) -> None:
    assert streets.found(tx, "", "", "filter") == ((), ())


@pytest.mark.parametrize(
    ("city", "street", "field", "rule", "near"),
    [
        ("Світлоріченск", "вул. Садова", "place.city", "city.near", "Світлоріченськ"),
        ("Київ", "вул. Садова", "place.city", "city.known", None),
        ("Світлоріченськ", "вул. Садовая", "place.street", "street.near", SADOVA),
        ("Світлоріченськ", "вул. Хрещатик", "place.street", "street.known", None),
        ("Світлоріченськ", "Миру", "place.street", "street.one", "пров. Миру, просп. Миру"),
    ],
)
def test_what_is_none_or_several_is_refused_with_the_nearest(
    tx: Tx, city: str, street: str, field: str, rule: str, near: str | None
) -> None:
    with pytest.raises(InvalidField) as raised:
        streets.one(tx, city, street, "place")
    violation = raised.value.violations[0]
    assert (violation.field, violation.rule, violation.values.get("near")) == (field, rule, near)
    said = next(
        detail for detail in raised.value.to_status("uk").details if detail.type_url.endswith("LocalizedMessage")
    )
    assert (near or "реєстрі").encode() in said.value


def test_the_beginning_of_a_word_finds_streets(tx: Tx) -> None:
    assert streets.beginning(tx, "сад") == sorted(["вул. Садова", "Садова вулиця", "вул.Садова"])
    assert streets.beginning(tx, "вул. Укр") == [LESIA]
    assert streets.beginning(tx, "") is None
