"""The server is killed while a campaign runs: everybody ends in one state that can be explained, and gets it once at
most. (`python -m bench kills` does it a hundred times to ten thousand.)"""

import shutil
from pathlib import Path

import pytest
from smartregion.v1.notification_service_pb2 import NotificationState as S

from bench import kills
from bench.kills import Recipient, faults
from server.config import Settings

SENT, UNKNOWN = S.NOTIFICATION_STATE_SENT, S.NOTIFICATION_STATE_UNKNOWN
SUPPRESSED, QUEUED = S.NOTIFICATION_STATE_SUPPRESSED, S.NOTIFICATION_STATE_QUEUED


@pytest.mark.parametrize(
    ("states", "arrived", "said"),
    [
        ((SENT,), 1, ""),
        ((UNKNOWN,), 0, ""),
        ((UNKNOWN,), 1, ""),
        ((SUPPRESSED,), 0, ""),
        ((), 0, "0 messages"),
        ((SENT, SENT), 1, "2 messages"),
        ((SENT,), 2, "2 times"),
        ((UNKNOWN,), 2, "2 times"),
        ((SENT,), 0, "got none"),
        ((SUPPRESSED,), 1, "never sent"),
        ((QUEUED,), 0, "left in"),
    ],
)
def test_the_checker_catches_who_is_lost_and_who_is_doubled(states: tuple[int, ...], arrived: int, said: str) -> None:
    found = faults([1], {1: Recipient(1, states, arrived)} if states else {})
    assert len(found) == bool(said)
    assert said in "".join(found)
    assert faults([], {1: Recipient(1, states, arrived)}) == ["1 is not in the audience"]


@pytest.mark.xdist_group("kill")
async def test_a_dozen_kills_lose_nobody_and_tell_nobody_twice(town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "house"
    shutil.copytree(town, folder)
    settings = Settings(data_dir=folder, listen="127.0.0.1:0")
    outcome = await kills.run(settings, 600, 12, 40, seed_=2297)
    assert outcome.wrong == []
    assert outcome.tallied
    assert outcome.working >= 6
    assert outcome.states[S.NOTIFICATION_STATE_DELIVERED] + outcome.states[SENT] > 100
