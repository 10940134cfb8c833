"""The call of ReadingService about the balance of a building."""

from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.accounts.mapping import address
from server.call import Call
from server.codec import decimal, decode_id, encode_id, milliseconds
from server.errors import Conflict, InvalidField, NotFound
from server.readings import balance
from server.services import Calls
from server.units import symbol
from storage.engine.transaction import Tx
from storage.models.accounts import UsagePoint
from storage.repositories import accounts, meters
from storage.repositories.meters import Placed


class BalanceCalls(Calls):
    async def GetBuildingBalance(self, request: Any, call: Call) -> pb.GetBuildingBalanceResponse:
        place_id = decode_id(request.usage_point_id, "usage_point_id")
        begin, before = milliseconds(getattr(request, "from")), milliseconds(request.before)
        if begin >= before:
            raise InvalidField("before", "timestamp.gt", "must be after from")
        call.target("usage_point", place_id)

        def query(tx: Tx) -> pb.GetBuildingBalanceResponse:
            place = accounts.place_by_id(tx, place_id)
            supplied = accounts.place_in_scope(
                tx, place_id, call.scope(), commodity=request.commodity, begin=begin, before=before
            )
            if place is None or not supplied:
                raise NotFound(f"usage point {request.usage_point_id} not found")
            apartments = {one.id: one for one in accounts.apartments_of(tx, place_id)}
            if not apartments:
                raise InvalidField("usage_point_id", "place.building", "must be a building with apartments under it")
            placed = _seen(tx, meters.of_building(tx, place_id, request.commodity, begin, before), begin, before, call)
            if not any(one.usage_point_id == place_id for one in placed):
                raise Conflict("no meter of this service was in place for the whole building in that time")
            found = balance.of_building(tx, placed, place_id, request.commodity, begin, before)
            return _message(found, place, apartments, request)

        return await call.read(query)


def _seen(tx: Tx, placed: list[Placed], begin: int, before: int, call: Call) -> list[Placed]:
    """Registers as far as the caller may know of them in a time."""
    seen = meters.sights_of(tx, [one.register_id for one in placed], call.scope())
    made = []
    for one in placed:
        for sight in seen.get(one.register_id, ()):
            since, until = max(one.installed_at, sight.begin), min(one.removed_at, sight.end)
            if since < before and until > begin:
                made.append(one._replace(installed_at=since, removed_at=until))
    return made


def _message(
    found: balance.Balance, place: UsagePoint, apartments: dict[int, UsagePoint], request: Any
) -> pb.GetBuildingBalanceResponse:
    own = found.building.quantity
    message = pb.GetBuildingBalanceResponse(
        address=address(place),
        unit=symbol(request.commodity),
        building=decimal(own),
        apartments=decimal(found.apartments),
        imbalance=decimal(found.imbalance),
        imbalance_percent=100 * found.imbalance / own if own else 0.0,
        building_estimated=found.building.estimated,
        without_meter=len(apartments) - len(found.parts),
        unread=sum(part.use.estimated for part in found.parts),
    )
    for part in found.parts:
        message.parts.add(
            usage_point_id=encode_id(part.use.usage_point_id),
            address=address(apartments[part.use.usage_point_id]),
            quantity=decimal(part.use.quantity),
            expected=decimal(part.use.expected),
            contribution=decimal(part.contribution),
            contribution_percent=100 * part.contribution / abs(found.imbalance) if found.imbalance else 0.0,
            estimated=part.use.estimated,
        )
    return message
