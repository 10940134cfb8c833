"""The weeks before the demonstration began: who opened the app on which day, so that today has something to be compared
with."""

from datetime import date, timedelta
from random import Random

from smartregion.v1 import activity_service_pb2 as activity
from smartregion.v1.activity_service_pb2 import DeviceClock
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.demo import town
from server.demo.visits import DEVICES, LOOKS, VERSIONS
from storage.days import midnight
from storage.engine.ids import new_ids
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.repositories import activity as activities
from storage.repositories import partners
from storage.repositories.activity import NewEvent

WEEKS = 9
#: Of the residents, at most so many, those who open the app on a day of the week from Monday on; percent.
PEOPLE = 300
OPENING = (24, 26, 25, 22, 20, 13, 11)
_HOUR = 3_600_000
_VISIT = (activity.ACTIVITY_KIND_VISIT, "home")


async def write(store: Store, today: date) -> None:
    """Visits of the weeks before today."""
    random = Random(town.SEED)
    listed = await store.read(lambda tx: tx.sql("SELECT id FROM app_user ORDER BY id LIMIT ?", (PEOPLE,)))
    people = [number for (number,) in listed]
    (gateway,) = await store.read(lambda tx: partners.of_kind(tx, PartnerKind.PARTNER_KIND_APP_GATEWAY))
    for back in range(WEEKS * 7, 0, -1):
        day = today - timedelta(days=back)
        came = [one for one in people if random.randrange(100) < OPENING[day.weekday()]]
        rows = [row for one in came for row in _visit(random, gateway, one, day)]
        await store.write(lambda tx, rows=rows: _add(tx, rows))  # type: ignore[misc]


def _add(tx: Tx, rows: list[NewEvent]) -> None:
    if rows:
        activities.add(tx, rows)


def _visit(random: Random, gateway: int, user_id: int, day: date) -> list[NewEvent]:
    """The app is opened, and something is looked at."""
    at = midnight(day) + 7 * _HOUR + random.randrange(15 * _HOUR)
    platform, system, device = DEVICES[user_id % len(DEVICES)]
    version = random.choice(VERSIONS)
    did = (_VISIT, *random.sample(LOOKS, random.randrange(3)))
    return [
        NewEvent(
            id=number,
            gateway_id=gateway,
            event_key=number.to_bytes(16, "big"),
            user_id=user_id,
            kind=kind,
            at=at + place * 20_000,
            device_at=at + place * 20_000,
            received_at=at + 60_000,
            clock=DeviceClock.DEVICE_CLOCK_RIGHT,
            ip_sealed=None,
            ip_index=None,
            network=None,
            app_version=version,
            platform=platform,
            os_version=system,
            device=device,
            utility_id=None,
            screen=screen,
        )
        for place, (number, (kind, screen)) in enumerate(zip(new_ids(len(did)), did, strict=True))
    ]
