"""The contract keeps its style, its promises to clients, and its generated files."""

import filecmp
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet

ROOT = Path(__file__).resolve().parents[2]
PROTOS = ROOT / "protos"


def buf(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("buf")), *arguments], capture_output=True, text=True, check=False
    )


def only_ours(output: str) -> list[str]:
    """buf knows no imports in an image made by protoc and lints them as well: keep what is ours."""
    return [line for line in output.splitlines() if line.startswith("smartregion/")]


def test_the_contract_is_clean_under_the_standard_rules() -> None:
    result = buf("lint", str(PROTOS / "image.binpb"), "--config", str(PROTOS / "buf.yaml"))
    assert result.stdout, "buf reports at least what Google's own files break; silence means it did not run"
    assert only_ours(result.stdout) == []


def test_the_contract_breaks_no_client_of_the_last_landed_one() -> None:
    result = buf(
        "breaking",
        str(PROTOS / "image.binpb"),
        "--against",
        str(PROTOS / "landed.binpb"),
        "--config",
        str(PROTOS / "buf.yaml"),
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_dropped_field_is_seen_as_a_break(tmp_path: Path) -> None:
    image = FileDescriptorSet.FromString((PROTOS / "image.binpb").read_bytes())
    users = next(file for file in image.file if file.name == "smartregion/v1/user_service.proto")
    del users.message_type[0].field[1]
    broken = tmp_path / "broken.binpb"
    broken.write_bytes(image.SerializeToString())
    result = buf("breaking", str(broken), "--against", str(PROTOS / "landed.binpb"))
    assert result.returncode != 0
    assert "deleted" in result.stdout


def test_the_contract_is_formatted() -> None:
    result = buf("format", "--diff", "--exit-code", str(PROTOS))
    assert (result.returncode, result.stdout) == (0, "")


@pytest.fixture(scope="session")
def regenerated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("stubs")
    subprocess.run([sys.executable, str(ROOT / "scripts/protos.py"), str(target)], check=True, capture_output=True)
    return target


def test_the_stubs_beside_the_contract_are_those_it_generates(regenerated: Path) -> None:
    made = sorted(path.relative_to(regenerated) for path in regenerated.rglob("*") if path.is_file())
    kept = sorted(
        path.relative_to(PROTOS)
        for path in PROTOS.rglob("*")
        if path.name in {"image.binpb", "comments.json"}
        or (path.suffix in {".py", ".pyi"} and path.name != "__init__.py")
    )
    assert made == kept
    assert [str(path) for path in made if not filecmp.cmp(regenerated / path, PROTOS / path, shallow=False)] == []
