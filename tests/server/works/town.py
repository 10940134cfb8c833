"""The seeded town as works see it: who lives where, and works as a client writes them."""

from typing import Any, NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import work_service_pb2 as pb

from server.codec import encode_id
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, UsagePoint

from ..conftest import START, House

HOUR, DAY = 3_600_000, 86_400_000
COLD_WATER, GAS = 1, 3
#: Of UTILITIES, whose keys `House.utility` takes: the waterworks and the gasworks.
WATERWORKS, GASWORKS = 0, 2


class Home(NamedTuple):
    """An account with who is linked to it."""

    user_id: int
    utility_id: int
    commodity: int
    usage_point_id: int
    parent_id: int | None
    city: str
    street: str
    building: str


_HOMES = """
SELECT l.user_id, a.utility_id, a.commodity, p.id, p.parent_id, p.city, p.street, p.building
FROM account a JOIN usage_point p ON p.id = a.usage_point_id JOIN account_link l ON l.account_id = a.id
WHERE a.commodity = ? ORDER BY p.street, p.building, p.id"""


async def homes(house: House, commodity: int = COLD_WATER) -> list[Home]:
    def query(tx: Tx) -> list[Home]:
        return [Home(*row) for row in tx.sql(_HOMES, (commodity,))]

    return await house.app.services.store.read(query)


async def elsewhere(house: House) -> Home:
    """A house in a street of its own, where the last of the users has cold water, too."""
    last = (await homes(house))[-1]
    number = new_id()
    place = {"city": last.city, "street": "вул. Окрема", "building": "7"}

    def unit(tx: Tx) -> None:
        tx.insert(UsagePoint(id=number, **place))
        row = {"utility_id": last.utility_id, "commodity": COLD_WATER, "usage_point_id": number}
        tx.insert(Account(id=number, number=str(number), effective_from="2020-01-01", **row))
        tx.insert(AccountLink(id=number, account_id=number, user_id=last.user_id, linked_at=tx.now))

    await house.app.services.store.write(unit)
    return last._replace(usage_point_id=number, parent_id=None, **place)


def at(milliseconds: int) -> Timestamp:
    return Timestamp(seconds=milliseconds // 1000)


def place(home: Home, first: str = "", last: str = "") -> pb.WorkPlace:
    return pb.WorkPlace(city=home.city, street=home.street, first_building=first, last_building=last)


def point(number: int) -> pb.WorkPlace:
    return pb.WorkPlace(usage_point_id=encode_id(number))


def works(*places: pb.WorkPlace, **fields: Any) -> pb.Work:
    """Planned works on cold water tomorrow, or as the fields say."""
    made = pb.Work(
        kind=pb.WORK_KIND_PLANNED,
        commodity=COLD_WATER,
        places=places,
        starts_at=at(START + DAY),
        ends_at=at(START + DAY + 8 * HOUR),
        reason_uk="заміна засувки",
        reason_en="a gate valve is replaced",
    )
    for name, value in fields.items():
        if name.endswith("_at"):
            getattr(made, name).CopyFrom(at(value))
        else:
            setattr(made, name, value)
    return made
