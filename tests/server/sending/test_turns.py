"""Nobody waits for what another sender has to say."""

from server.notifications import outbox as telling
from server.works.telling import _first
from storage.engine.transaction import Tx
from storage.repositories import works
from storage.repositories.works import Untold

from ..conftest import House

PLANNED, EMERGENCY = 1, 2


async def test_of_each_other_utility_one_is_told_before_the_next_of_the_same(monkeypatch, house: House) -> None:  # type: ignore[no-untyped-def]
    waiting = [Untold(number, 1, EMERGENCY) for number in range(10, 20)] + [Untold(30, 2, EMERGENCY)]
    monkeypatch.setattr(works, "untold", lambda tx, since: waiting)

    def query(tx: Tx) -> list[int | None]:
        first = _first(tx, 10, {}, {10})
        return [first.id if first else None, getattr(_first(tx, 10, {2: 1}, {10, 30}), "id", None)]

    assert await house.app.services.store.read(query) == [30, None]


def test_security_is_the_house_s_own_and_goes_before_senders() -> None:
    assert telling.Event("phone_changed", 0).behalf_of == 0  # type: ignore[arg-type]
