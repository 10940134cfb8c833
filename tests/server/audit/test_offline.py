"""An export of the audit log is verified to the byte: whatever is changed in it, anywhere, is found."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.audit import offline
from server.config import Settings
from storage.engine.audit import AuditRecord
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.keys.keyring import Keyring
from storage.keys.keystore import KeyStore

ENTRIES = 12


def looked(tx: Tx) -> None:
    tx.audit(AuditRecord(2, 1, "UserService.GetUser", request_id="їжак"))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> tuple[Settings, bytes]:
    """A house with a log, a checkpoint from its middle, and the bytes of an export."""
    house = Settings(data_dir=tmp_path_factory.mktemp("audit"))
    asyncio.run(_exported(house, migrated_file))
    return house, (house.data_dir / "export.jsonl").read_bytes()


async def _exported(house: Settings, migrated_file: Path) -> None:
    shutil.copyfile(migrated_file, house.data_dir / "smartregion.db")
    keys = KeyStore.open(house.key_store, house.keyring_path, create=True)
    store = await Store.open(house.database, keys)
    for number in range(ENTRIES):
        await store.write(looked)
        if number == ENTRIES // 2:
            await store.checkpoint(house.anchor)
    await store.close()
    await offline.export(house, house.data_dir / "export.jsonl")


def found(house: Settings, body: bytes) -> bool:
    """Whether the verifier takes offence."""
    path = house.data_dir / "changed.jsonl"
    path.write_bytes(body)
    try:
        return offline.verify_file(house, path) == 1
    except ValueError:
        return True


#: What is done to the bytes at two places, of which the first lies before the second.
Change = Callable[[bytes, int, int], bytes]


def flipped(body: bytes, one: int, two: int) -> bytes:
    """The bit of a byte; `two` says which."""
    return body[:one] + bytes([body[one] ^ 1 << two % 8]) + body[one + 1 :]


def deleted(body: bytes, one: int, two: int) -> bytes:
    return body[:one] + body[two:]


def doubled(body: bytes, one: int, two: int) -> bytes:
    return body[:two] + body[one:]


def cut_off(body: bytes, one: int, two: int) -> bytes:
    return body[:one]


def lines_swapped(body: bytes, one: int, two: int) -> bytes:
    lines = body.splitlines(keepends=True)
    one, two = one % len(lines), two % len(lines)
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


CHANGES = (flipped, deleted, doubled, cut_off, lines_swapped)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CHANGES), st.integers(0, 1 << 20), st.integers(0, 1 << 20))
@example(cut_off, 0, 0)
def test_any_edited_deleted_doubled_reordered_or_cut_off_byte_is_found(
    exported: tuple[Settings, bytes], change: Change, one: int, two: int
) -> None:
    house, body = exported
    one, two = sorted((one % len(body), two % len(body)))
    changed = change(body, one, two)
    assert found(house, changed) == (changed != body)


def test_a_whole_line_that_is_missing_at_the_end_is_told_as_cut_off(
    exported: tuple[Settings, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    house, body = exported
    lines = body.splitlines(keepends=True)
    for end in (lines[:-1], [*lines[:-2], lines[-1]]):
        assert found(house, b"".join(end))
        assert "cut off" in capsys.readouterr().out


def test_an_export_that_was_made_anew_is_found_by_who_has_the_keyring(
    exported: tuple[Settings, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever knows how hashes are reckoned makes a whole chain; the end is signed with what they don't have."""
    _, body = exported
    other = Settings(data_dir=tmp_path)
    Keyring.create(other.keyring_path)
    assert found(other, body), "signed by another house"
    assert "forged" in capsys.readouterr().out
    assert not found(other.model_copy(update={"keyring": tmp_path / "none.json"}), body)
    assert "the keyring is not here" in capsys.readouterr().out


async def test_an_older_export_holds_though_the_log_has_gone_on(
    exported: tuple[Settings, bytes], tmp_path: Path
) -> None:
    house, body = exported
    copy = Settings(data_dir=tmp_path / "house")
    shutil.copytree(house.data_dir, copy.data_dir)
    store = await Store.open(copy.database, KeyStore.open(copy.key_store, copy.keyring_path))
    await store.write(looked)
    await store.checkpoint(copy.anchor)
    await store.close()
    assert not found(copy, body)
