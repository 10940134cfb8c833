"""The example that opens parcels opens those that the service seals, and needs nothing of ours."""

import base64
import subprocess
import sys
from pathlib import Path

from server.parcels import CHUNK, Parcel, new_key

EXAMPLE = Path(__file__).parents[2] / "examples" / "python" / "open_parcel.py"


def run(*arguments: str) -> bytes:
    isolated = [sys.executable, "-I", str(EXAMPLE), *arguments]
    return subprocess.run(isolated, check=True, capture_output=True, timeout=60).stdout


def test_a_recipient_makes_a_key_and_opens_what_was_sealed_for_it(tmp_path: Path) -> None:
    public = base64.b64decode(run("key", str(tmp_path / "own.key")))
    assert (tmp_path / "own.key").stat().st_mode & 0o077 == 0
    body = "Телефон: +380501234567".encode() * CHUNK
    made = Parcel(new_key(), public)
    (tmp_path / "parcel").write_bytes(made.head + made.sealed(body, 0, last=True))
    assert run("open", str(tmp_path / "parcel"), str(tmp_path / "own.key")) == body
