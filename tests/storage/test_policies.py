"""Versions of the policy and acceptances, on both engines."""

import pytest

from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.policies import DISCARDED, DRAFT, EXPLICIT, IMPLIED, PUBLISHED, PolicyVersion
from storage.repositories import policies, users
from storage.repositories.policies import Use


def version(label: str, effect: int | None, state: int = PUBLISHED) -> PolicyVersion:
    return PolicyVersion(
        id=new_id(),
        label=label,
        state=state,
        effective_from=effect,
        author_id=1,
        editor_id=1,
        created_at=0,
        updated_at=0,
    )


def person(tx: Tx, user_id: int) -> None:
    phone, email = f"+38067111{user_id:04d}", f"u{user_id}@example.com"
    users.create(tx, user_id, phone=phone, email=email, first_name="Іван", last_name="Коваль", language=1)


async def test_the_version_in_force_is_the_one_that_took_effect_last(store: Store) -> None:
    def unit(tx: Tx) -> None:
        for one in (version("b", 20), version("a", 10), version("c", 30), version("draft", 25, DRAFT)):
            policies.add(tx, one)

    await store.write(unit)
    found = await store.read(lambda tx: [policies.label_in_force(tx, at) for at in (9, 10, 19, 20, 29, 30, 99)])
    assert found == ["", "a", "a", "b", "b", "c", "c"]
    following = await store.read(lambda tx: policies.next_after(tx, 20))
    assert following is not None
    assert following.label == "c"
    rows, total = await store.read(lambda tx: policies.page(tx, drafts=False, after=None, size=2, skip=0))
    assert (len(rows), total) == (2, 3)


@pytest.mark.parametrize("other", [version("a", 20), version("b", 10)], ids=["label", "instant"])
async def test_neither_a_label_nor_an_instant_is_taken_twice(store: Store, other: PolicyVersion) -> None:
    await store.write(lambda tx: policies.add(tx, version("a", 10)))
    with pytest.raises(DuplicateValue):
        await store.write(lambda tx: policies.add(tx, other))
    await store.write(lambda tx: policies.add(tx, version("c", None, DRAFT)))
    await store.write(lambda tx: policies.add(tx, version("a", None, DISCARDED)))


async def test_acceptances_are_kept_once_for_each_way_and_counted_by_the_stronger(store: Store) -> None:
    def unit(tx: Tx) -> None:
        for user_id in (1, 2, 3, 4):
            person(tx, user_id)
        assert policies.accept_by_use(tx, "a", [Use(1, 5, "192.0.2.1"), Use(2, 6, "")]) == 2
        policies.accept(tx, 1, "a", "192.0.2.1", "Android 15")
        policies.accept(tx, 3, "a", "", "")

    await store.write(unit)

    def again(tx: Tx) -> None:
        assert policies.accept_by_use(tx, "a", [Use(1, 99, ""), Use(2, 99, ""), Use(77, 99, "")]) == 0
        policies.accept(tx, 3, "a", "192.0.2.9", "iOS")

    await store.write(again)
    reach = await store.read(lambda tx: policies.reach(tx, "a"))
    assert (reach.users, reach.explicit, reach.implied, reach.not_yet) == (4, 2, 1, 1)
    listed = await store.read(lambda tx: policies.of(tx, user_id=1, label="a", how=0, after=None, size=9))
    assert [(one.how, one.ip, one.app_version) for one in listed] == [
        (EXPLICIT, "192.0.2.1", "Android 15"),
        (IMPLIED, "192.0.2.1", ""),
    ]
    assert [one.at for one in listed][1:] == [5]
    stronger = await store.read(lambda tx: policies.accepted(tx, 1, "a"))
    assert stronger is not None
    assert stronger.how == EXPLICIT


async def test_users_are_gone_through_by_id(store: Store) -> None:
    await store.write(lambda tx: [person(tx, user_id) for user_id in (1, 2, 3)])
    assert await store.read(lambda tx: policies.users_behind(tx, 1, 1)) == [2]
    assert await store.read(lambda tx: policies.users_behind(tx, 3, 5)) == []
