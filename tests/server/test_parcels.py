"""Parcels open for whom they are, and for nobody else; nothing of one can be changed, left out or moved."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from server import parcels
from server.parcels import CHUNK, Parcel, Unopened, new_key, opened

THEIRS = X25519PrivateKey.generate()
PUBLIC, PRIVATE = THEIRS.public_key().public_bytes_raw(), THEIRS.private_bytes_raw()
TAG = 16


def sealed(body: bytes, recipient_key: bytes) -> bytes:
    made = Parcel(new_key(), recipient_key)
    return made.head + made.sealed(body, 0, last=True)


@given(st.binary(max_size=300) | st.integers(CHUNK - 2, 2 * CHUNK + 2).map(bytes))
@settings(max_examples=40)
def test_what_is_sealed_opens_for_its_recipient(body: bytes) -> None:
    assert opened(sealed(body, PUBLIC), PRIVATE) == body


@given(st.lists(st.binary(max_size=300) | st.integers(CHUNK - 2, 2 * CHUNK + 2).map(bytes), min_size=1, max_size=4))
@settings(max_examples=40)
def test_pieces_that_are_sealed_one_behind_another_are_one_parcel(pieces: list[bytes]) -> None:
    parcel_of, made, chunks = Parcel(new_key(), PUBLIC), b"", 0
    for number, piece in enumerate(pieces):
        one = parcel_of.sealed(piece, chunks, last=number == len(pieces) - 1)
        made, chunks = made + one, chunks + parcel_of.chunks(one)
    filled = [piece + b" " * (-len(piece) % CHUNK) for piece in pieces[:-1]]
    assert opened(parcel_of.head + made, PRIVATE) == b"".join([*filled, pieces[-1]])


def test_it_opens_with_no_other_key() -> None:
    with pytest.raises(Unopened):
        opened(sealed(b"x", PUBLIC), X25519PrivateKey.generate().private_bytes_raw())


@given(st.data())
@settings(max_examples=80)
def test_a_parcel_with_one_bit_changed_does_not_open(data: st.DataObject) -> None:
    made = bytearray(sealed(b"a flat in the street of the forest", PUBLIC))
    made[data.draw(st.integers(0, len(made) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unopened):
        opened(bytes(made), PRIVATE)


def test_a_parcel_whose_chunks_are_left_out_or_moved_does_not_open() -> None:
    made = sealed(bytes(3 * CHUNK), PUBLIC)
    head = made.index(b"\n") + 1
    size = CHUNK + TAG
    one, two, three = (made[head + at * size : head + (at + 1) * size] for at in range(3))
    for parts in ((one, two), (one, three), (two, one, three), (one, two, three, three), ()):
        with pytest.raises(Unopened):
            opened(made[:head] + b"".join(parts), PRIVATE)


@pytest.mark.parametrize("raw", [b"", b"\n", b"{}\n", b'{"format": "x", "chunk": 1}\n', b"\xff\n", b"[]\n123"])
def test_what_is_no_parcel_is_told_so(raw: bytes) -> None:
    with pytest.raises(Unopened):
        opened(raw, PRIVATE)


def test_nothing_is_sealed_for_a_key_that_shares_no_secret() -> None:
    assert parcels.is_key(PUBLIC)
    assert not parcels.is_key(bytes(32))
    assert not parcels.is_key(bytes([1, *bytes(31)]))
