"""Users whose sealed fields were damaged: the others stay readable, and so does everybody else, on both engines."""

import pytest

from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.keys import sealing
from storage.repositories import contacts, users
from storage.repositories.scope import EVERYTHING
from storage.repositories.users import Person, UserFilter

PEOPLE = range(1, 4)


@pytest.fixture
async def town(store: Store) -> Store:
    def unit(tx: Tx) -> None:
        for number in PEOPLE:
            users.create(
                tx,
                number,
                phone=f"+38067000000{number}",
                email=f"user{number}@example.com",
                first_name="Олена",
                last_name=f"Коваль{number}",
                language=1,
            )

    await store.write(unit)
    return store


async def damage(store: Store, user_id: int, column: str, left: bytes = b"\x01" * 60) -> None:
    await store.write(lambda tx: tx.sql(f"UPDATE app_user SET {column}_sealed = ? WHERE id = ?", (left, user_id)))


def page(tx: Tx) -> list[Person]:
    people, _ = users.page(tx, UserFilter(), EVERYTHING, descending=False, after=None, size=10, skip=0)
    return people


@pytest.mark.parametrize("left", [b"\x01" * 60, b"\x01", b""])
async def test_one_that_is_damaged_withholds_neither_the_others_nor_the_page(town: Store, left: bytes) -> None:
    await damage(town, 2, "phone", left)
    before = sealing.FAILURES.count
    people = await town.read(page)
    assert [(one.id, one.unreadable, one.shown("phone")[-1:], one.last_name) for one in people] == [
        (1, (), "1", "Коваль1"),
        (2, ("phone",), "", "Коваль2"),
        (3, (), "3", "Коваль3"),
    ]
    assert sealing.FAILURES.count == before + 1


async def test_a_field_of_another_person_is_not_read_as_ones_own(town: Store) -> None:
    rows = await town.read(lambda tx: tx.sql("SELECT phone_sealed FROM app_user WHERE id = 1"))
    await damage(town, 2, "phone", bytes(rows[0][0]))
    assert [one.unreadable for one in await town.read(page)] == [(), ("phone",), ()]


async def test_who_needs_it_is_told_that_it_does_not_open(town: Store) -> None:
    await damage(town, 2, "email")
    person = await town.read(lambda tx: users.get_any(tx, 2))
    assert person is not None
    assert person.phone == "+380670000002"
    with pytest.raises(Unreadable, match=r"app_user\.email"):
        _ = person.email


async def test_it_can_be_stated_anew(town: Store) -> None:
    def unit(tx: Tx, **values: str) -> Person:
        person = users.get_any(tx, 2)
        assert person is not None
        return users.update(tx, person, **values)

    await damage(town, 2, "phone")
    assert (await town.write(lambda tx: unit(tx, last_name="Мельник"))).unreadable == ("phone",)
    changed = await town.write(lambda tx: unit(tx, phone="+380670000009"))
    assert (changed.phone, changed.last_name, changed.unreadable) == ("+380670000009", "Мельник", ())


async def test_a_name_whose_other_part_is_damaged_is_not_changed_alone(town: Store) -> None:
    """The words by which the person is found are those of both."""

    def unit(tx: Tx, **values: str) -> None:
        person = users.get_any(tx, 2)
        assert person is not None
        users.update(tx, person, **values)

    def named(tx: Tx, text: str) -> list[int]:
        people, _ = users.lookup(tx, "name", text, EVERYTHING, 10)
        return [person.id for person in people]

    await damage(town, 2, "last_name")
    with pytest.raises(Unreadable):
        await town.write(lambda tx: unit(tx, first_name="Ніна"))
    assert await town.read(lambda tx: named(tx, "Коваль2")) == [2]
    await town.write(lambda tx: unit(tx, first_name="Ніна", last_name="Мельник"))
    assert await town.read(lambda tx: named(tx, "Ніна Мельник")) == [2]
    assert await town.read(lambda tx: named(tx, "Коваль2")) == []


async def test_a_former_contact_that_does_not_open_hides_no_other(town: Store) -> None:
    def unit(tx: Tx) -> None:
        person = users.get_any(tx, 2)
        assert person is not None
        for phone in ("+380670000008", "+380670000009"):
            person = users.update(tx, person, phone=phone)

    await town.write(unit)
    known = {"+380670000002", "+380670000008"}
    assert await town.read(lambda tx: contacts.ever(tx, 2)) == known
    statement = "UPDATE security_event SET contact_sealed = ? WHERE id = (SELECT min(id) FROM security_event)"
    await town.write(lambda tx: tx.sql(statement, (b"\x01" * 60,)))
    left = await town.read(lambda tx: contacts.ever(tx, 2))
    assert len(left) == 1
    assert left < known
