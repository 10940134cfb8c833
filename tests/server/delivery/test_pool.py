"""Which provider a message is given to."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationChannel, ProviderState

from server.notifications.channels import Answer, Letter, Outcome
from server.notifications.channels.http import Http
from server.notifications.delivery.pool import FAILURES_OUT, OUT_FIRST, Pool
from server.notifications.providers import Provider, Providers
from storage.engine.clock import SYSTEM_CLOCK

SMS = NotificationChannel.NOTIFICATION_CHANNEL_SMS
TAKEN, BUSY, LOST = Outcome(Answer.ACCEPTED), Outcome(Answer.REFUSED_FOR_NOW), Outcome(Answer.UNANSWERED)
REFUSED = Outcome(Answer.REFUSED)


@dataclass
class Silent:
    """A channel that is never asked here."""

    name: str

    async def send(self, letters: list[Letter]) -> list[Outcome]:
        raise AssertionError

    async def close(self) -> None:
        pass


@dataclass
class Watch:
    """A clock that stands until it is moved; seconds."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Two:
    """A cheap provider and a dear one."""

    cheap: Provider = field(default_factory=lambda: Provider(Silent("cheap"), SMS, "smpp", 10.0, 40))
    dear: Provider = field(default_factory=lambda: Provider(Silent("dear"), SMS, "turbosms", 10.0, 90))
    clock: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self.pool = Pool(Providers((self.dear, self.cheap), Http(SYSTEM_CLOCK)), self.clock)

    def allotted(self, wanted: int) -> dict[str, int]:
        return {provider.name: count for provider, count in self.pool.allot(SMS, wanted)}


@pytest.fixture
def two() -> Two:
    return Two()


def test_the_cheaper_gets_what_it_bears_and_the_dearer_the_rest(two: Two) -> None:
    assert two.allotted(14) == {"cheap": 10, "dear": 4}
    assert two.allotted(14) == {"dear": 6}
    two.clock.now += 0.5
    assert two.allotted(100) == {"cheap": 5, "dear": 5}


def test_one_that_fails_again_and_again_is_left_alone_then_tried_by_one_letter(two: Two) -> None:
    two.pool.report(two.cheap, [LOST] * FAILURES_OUT)
    assert two.pool.of(two.cheap).state() == ProviderState.PROVIDER_STATE_OUT
    two.clock.now += OUT_FIRST - 1
    assert two.allotted(5) == {"dear": 5}
    two.clock.now += 1.5
    assert two.allotted(15) == {"dear": 10, "cheap": 1}
    assert "cheap" not in two.allotted(5)  # the one is still on its way
    two.pool.report(two.cheap, [TAKEN])
    two.clock.now += 5
    assert two.allotted(11) == {"dear": 10, "cheap": 1}  # it is back, and asked after those that never failed
    two.pool.report(two.cheap, [TAKEN] * 5)
    two.clock.now += 5
    assert two.allotted(10) == {"cheap": 10}


def test_each_failed_try_doubles_the_pause(two: Two) -> None:
    two.pool.report(two.cheap, [BUSY] * FAILURES_OUT)
    for doubled in (1, 2, 4):
        two.clock.now += OUT_FIRST * doubled - 0.1
        assert two.allotted(50) == {"dear": 10}
        two.clock.now += 0.2
        assert two.allotted(50)["cheap"] == 1
        two.pool.report(two.cheap, [BUSY])


def test_what_a_provider_refuses_for_good_is_the_messages_fault(two: Two) -> None:
    two.pool.report(two.cheap, [REFUSED] * 50)
    assert two.pool.of(two.cheap).state() == ProviderState.PROVIDER_STATE_HEALTHY


def test_one_that_ails_is_asked_after_the_others(two: Two) -> None:
    two.pool.report(two.cheap, [BUSY, BUSY, BUSY])
    assert two.pool.of(two.cheap).state() == ProviderState.PROVIDER_STATE_AILING
    assert two.allotted(5) == {"dear": 5}


def test_a_rate_is_for_all_processes_together(two: Two) -> None:
    two.pool.share_among(2)
    assert two.allotted(100) == {"cheap": 5, "dear": 5}
    two.clock.now += 0.5
    assert two.allotted(100) == {"cheap": 2, "dear": 2}
    two.pool.share_among(1)
    two.clock.now += 0.5
    assert two.allotted(100) == {"cheap": 5, "dear": 5}


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(0, 40)), max_size=30))
def test_nobody_is_given_more_than_its_rate(steps: list[tuple[float, int]]) -> None:
    two = Two()
    given_out, passed = 0, 0.0
    for pause, wanted in steps:
        two.clock.now += pause
        passed += pause
        got = two.allotted(wanted)
        assert sum(got.values()) <= wanted
        given_out += got.get("cheap", 0)
    assert given_out <= 10 + 10 * passed + 1e-6
