"""What is told of a provider by what it answered of late."""

import pytest
from smartregion.v1.notification_service_pb2 import ProviderState

from server.notifications.provider_calls import fared
from storage.repositories.provider_health import MINUTE_MS, Minute

HEALTHY = ProviderState.PROVIDER_STATE_HEALTHY
AILING, OUT = ProviderState.PROVIDER_STATE_AILING, ProviderState.PROVIDER_STATE_OUT


def minutes(*counts: tuple[int, int, int]) -> list[Minute]:
    """Accepted, refused for good, refused for now."""
    return [
        Minute(
            provider="sms",
            minute=number * MINUTE_MS,
            accepted=accepted,
            refused=refused,
            refused_for_now=later,
            unanswered=0,
            milliseconds=0,
        )
        for number, (accepted, refused, later) in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ((), HEALTHY),
        (((100, 2, 0), (100, 0, 1)), HEALTHY),
        (((100, 0, 0), (60, 0, 40)), AILING),
        (((0, 0, 1),), OUT),
        # it did well, and takes nothing any more: asked often, or once a minute
        (((400, 0, 0), (346, 0, 20), (0, 0, 3)), OUT),
        (((400, 0, 0), (346, 0, 20), (0, 0, 1), (0, 0, 1)), OUT),
        (((400, 0, 0), (346, 0, 0), (0, 0, 1)), AILING),
        # and again, once it takes something
        (((0, 0, 1), (0, 0, 1), (40, 0, 0), (60, 0, 0)), HEALTHY),
        # it says of everybody that there is no such phone
        (((0, 27, 0),), AILING),
        (((20, 12, 0),), HEALTHY),
        (((0, 3, 0),), HEALTHY),
    ],
)
def test_a_provider_is_judged_by_what_it_does_now(counts: tuple[tuple[int, int, int], ...], state: int) -> None:
    assert fared(minutes(*counts))[1] == state
