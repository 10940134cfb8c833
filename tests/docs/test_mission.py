"""Every clause of the policy names the calls, the screen and the test that keep it, and those exist."""

import re

import pytest
from smartregion.v1 import policy_service_pb2  # noqa: F401  (registers the contract)

from console.actions import AREAS
from server.registry import registered

from .test_docs import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "mission.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| M\d", line)
]
CALLS = {f"{service.name}.{method.name}" for service, _ in registered() for method in service.methods}
SCREENS = {f"`{area.key}` {area.id}" for area in AREAS}


def test_every_clause_has_its_row() -> None:
    assert [row[0] for row in ROWS] == [f"M{number}" for number in range(1, 21)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_a_clause_names_exists(row: list[str]) -> None:
    _, promise, calls, screen, test = row
    named = re.findall(r"`([^`]+)`", calls)
    assert promise
    assert named
    assert set(named) <= CALLS
    assert screen in SCREENS
    path, name = test.strip("`").split("::")
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test
