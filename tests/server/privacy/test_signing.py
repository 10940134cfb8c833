"""A package is checked offline: genuine as it left the house, and not genuine with one byte changed."""

import asyncio
import json
import shutil
import subprocess
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.__main__ import main
from server.privacy.package import offline, signing
from server.privacy.package.offline import NotGenuine, check
from storage.keys.keyring import Keyring

from ..conftest import House
from .conftest import answered, download


async def test_a_file_is_genuine_until_one_byte_is_flipped(house: House, tmp_path: Path) -> None:
    done, _ = await answered(house)
    officer = await house.operator("petro")
    made = await download(officer, done.id, pb.PACKAGE_FORMAT_JSON)
    told = await officer.PrivacyRequestService.GetPackageKey()
    assert told.key_id == made.key_id == json.loads(made.manifest)["key"]
    (tmp_path / "key.pem").write_text(told.public_key_pem)
    key = offline.load_key(tmp_path / "key.pem")
    path = tmp_path / "package.json"
    files = {
        path: made.body,
        Path(f"{path}.manifest.json"): made.manifest,
        Path(f"{path}.manifest.sig"): made.signature,
    }
    for name, body in files.items():
        name.write_bytes(body)
    assert check(path, key)["request"] == done.number
    for name, body in files.items():
        for place in (0, len(body) // 2, len(body) - 1):
            changed = bytearray(body)
            changed[place] ^= 1
            name.write_bytes(changed)
            with pytest.raises(NotGenuine):
                check(path, key)
        name.write_bytes(body + b"\n")
        with pytest.raises(NotGenuine):
            check(path, key)
        name.write_bytes(body)
    assert check(path, key)


async def test_an_archive_is_checked_by_the_command_and_by_openssl(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done, _ = await answered(house)
    made = await download(await house.operator("petro"), done.id, pb.PACKAGE_FORMAT_ARCHIVE)
    path = tmp_path / "package.zip"
    path.write_bytes(made.body)
    folder = ["--data-dir", str(house.settings.data_dir)]
    assert main([*folder, "package", "key"]) == 0
    pem = tmp_path / "key.pem"
    pem.write_text(capsys.readouterr().out)
    assert main([*folder, "package", "verify", str(path)]) == 0
    assert main(["package", "verify", str(path), "--key", str(pem)]) == 0
    assert done.number in capsys.readouterr().out

    with ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    if shutil.which("openssl"):
        arguments = ["-rawin", "-in", "manifest.json", "-sigfile", "manifest.sig"]
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(pem), *arguments]
        run = partial(subprocess.run, command, cwd=tmp_path / "out", capture_output=True, check=False)
        assert (await asyncio.to_thread(run)).returncode == 0

    for change in ("package.json", "added.txt", "manifest.json"):
        changed = tmp_path / f"changed-{change}.zip"
        with ZipFile(path) as before, ZipFile(changed, "w") as after:
            for name in before.namelist():
                body = before.read(name)
                after.writestr(name, body.replace(b"2026", b"2027") if name == change else body)
            if change == "added.txt":
                after.writestr(change, b"?")
        assert main(["package", "verify", str(changed), "--key", str(pem)]) == 1
    assert "NOT genuine" in capsys.readouterr().err


def test_another_house_signs_with_another_key(tmp_path: Path) -> None:
    one, two = (Keyring.create(tmp_path / name) for name in ("one.json", "two.json"))
    made = signing.sealed(one, "2026-000001", 0, [signing.Part("package.json")])
    path = tmp_path / "package.json"
    path.write_bytes(b"")
    Path(f"{path}.manifest.json").write_bytes(made.manifest)
    Path(f"{path}.manifest.sig").write_bytes(made.signature)
    assert check(path, signing.public_key(one))
    with pytest.raises(NotGenuine, match="signature"):
        check(path, signing.public_key(two))


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"no package"])
def test_what_is_no_package_is_not_genuine(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(body)
    with pytest.raises(NotGenuine):
        check(path, signing.public_key(Keyring.create(tmp_path / "keyring.json")))


def test_a_key_that_is_none_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text("no key")
    with pytest.raises(ValueError, match="no public key"):
        offline.load_key(path)
