"""Keys of persons: made before the person, wrapped anew by rotation, gone for good by erasure."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.engine.store import Store
from storage.errors import Damaged, KeyDestroyed, StorageError
from storage.keys import sealing
from storage.keys.blind import BlindIndex, words
from storage.keys.keyring import Keyring
from storage.keys.keystore import KeyStore
from storage.models.people import User
from storage.repositories import users

KEYS = "keys/keys.db"


async def register(store: Store, number: int) -> None:
    await store.write(
        lambda tx: users.create(
            tx,
            number,
            phone=f"+3806711122{number}",
            email=f"p{number}@example.com",
            first_name="Олена",
            last_name="Коваль",
            language=1,
        )
    )


async def test_what_names_a_person_is_sealed_and_found_by_blind_index(store: Store) -> None:
    await register(store, 33)
    row = await store.read(lambda tx: tx.first(User.select()))
    assert "Олена".encode() not in bytes(row.first_name_sealed)
    for kind, value in (("phone", "+380671112233"), ("phone_last_four", "2233"), ("email", "P33@example.com")):
        found, _ = await store.read(lambda tx, k=kind, v=value: users.lookup(tx, k, v, users.EVERYTHING, 5))
        assert [person.first_name for person in found] == ["Олена"], kind
    found, _ = await store.read(lambda tx: users.lookup(tx, "name", "коваль олена", users.EVERYTHING, 5))
    assert len(found) == 1


async def test_rotation_wraps_every_key_anew_and_everything_still_opens(store: Store, keys: KeyStore) -> None:
    for number in (41, 42, 43):
        await register(store, number)
    before = keys.keyring.current
    assert keys.rotate() == 3
    assert keys.keyring.current == before + 1
    reopened = KeyStore.open(str_url(keys), keys.keyring.path)
    assert reopened.keyring.current == before + 1
    cipher = reopened.get(41)
    row = await store.read(lambda tx: tx.first(User.select().where(User.id == 41)))
    assert sealing.unseal(cipher, 41, "app_user.first_name", bytes(row.first_name_sealed)).decode() == "Олена"
    reopened.close()


def str_url(keys: KeyStore) -> str:
    return f"sqlite:///{keys.keyring.path.parent / 'keys.db'}"


def test_a_rotation_that_was_cut_off_is_finished_by_the_next(keys: KeyStore) -> None:
    keys.create_many(range(1, 6))
    keys.keyring.add_version()  # as if the machine had gone down behind this
    keys.create(6)
    assert keys.rotate() == 5
    assert keys.keyring.current == 2
    assert len(keys.get_many(range(1, 7))) == 6


def test_the_version_before_stays_for_those_who_wrap_at_this_moment(keys: KeyStore) -> None:
    keys.create(1)
    keys.rotate()
    assert keys.keyring.versions == (1, 2)
    keys.rotate()
    assert keys.keyring.versions == (2, 3)


def test_a_destroyed_key_leaves_a_tombstone_and_no_byte(keys: KeyStore) -> None:
    keys.create(7)
    wrapped = keys.wrapped(7)
    assert wrapped is not None
    keys.destroy(7, 99)
    with pytest.raises(KeyDestroyed):
        keys.get(7)
    assert keys.tombstones() == {7: 99}
    with pytest.raises(KeyDestroyed):
        keys.create(7)
    folder = keys.keyring.path.parent
    assert not any(wrapped in path.read_bytes() for path in folder.iterdir())


def test_many_threads_make_keys_at_once(keys: KeyStore) -> None:
    def make(first: int) -> None:
        try:
            for number in range(first, first + 20):
                keys.create(number)
        finally:
            keys.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(1, 800, 100)))
    assert len(keys.get_many(range(1, 800))) == 160


def test_orphans_are_swept_and_nobody_else(keys: KeyStore) -> None:
    keys.create_many([1, 2, 3])
    assert keys.sweep_orphans({1}, made_before=3) == 1
    assert set(keys.get_many([1, 3])) == {1, 3}


@given(st.text(min_size=1), st.integers(1, 1 << 62))
def test_a_sealed_text_opens_only_where_it_belongs(text: str, person: int) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(b"k" * 32)
    sealed = sealing.seal(cipher, person, "a.b", text.encode())
    assert sealing.unseal(cipher, person, "a.b", sealed).decode() == text
    for other_person, column in ((person + 1, "a.b"), (person, "a.c")):
        with pytest.raises(Damaged):
            sealing.unseal(cipher, other_person, column, sealed)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_sealed_text_that_was_changed_does_not_open(text: bytes, data: st.DataObject) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(b"k" * 32)
    sealed = bytearray(sealing.seal(cipher, 1, "a.b", text))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        sealing.unseal(cipher, 1, "a.b", bytes(sealed))


@given(st.data())
def test_a_sealed_text_of_which_a_part_is_left_does_not_open(data: st.DataObject) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(b"k" * 32)
    sealed = sealing.seal(cipher, 1, "a.b", b"text")
    with pytest.raises(Damaged):
        sealing.unseal(cipher, 1, "a.b", sealed[: data.draw(st.integers(0, len(sealed) - 1))])


def test_words_of_a_name_are_the_same_in_any_case_and_apostrophe() -> None:
    assert words("Мар'яна", "Нечуй-Левицька") == words("МАР’ЯНА нечуй левицька")


def test_blind_indexes_of_two_keyrings_have_nothing_in_common(tmp_path: Path) -> None:
    one, two = (BlindIndex(Keyring.create(tmp_path / name)) for name in ("a.json", "b.json"))
    assert one.phone("+380671112233") != two.phone("+380671112233")
    assert one.digest("phone", "x") != one.digest("email", "x")


def test_a_keyring_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    Keyring.create(path)
    path.chmod(0o644)
    with pytest.raises(StorageError, match="0600"):
        Keyring.load(path)
    with pytest.raises(StorageError, match="never overwritten"):
        Keyring.create(path)
