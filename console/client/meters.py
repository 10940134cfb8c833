"""Meters: what they are like, and their exchange."""

from collections.abc import Mapping
from typing import Any

from google.type.date_pb2 import Date
from google.type.decimal_pb2 import Decimal
from smartregion.v1 import account_service_pb2 as pb
from smartregion.v1 import common_pb2 as common
from smartregion.v1.account_service_pb2_grpc import AccountServiceStub

from console.client import convert, convert_metering
from console.client.listing import stamp
from console.client.wire import Wire, request_id
from console.metering import Exchange, Meter


class Meters:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = AccountServiceStub(wire.channel)

    async def get(self, meter_id: str) -> Meter:
        reply = await self._wire.call(self._stub.GetMeter, pb.GetMeterRequest(id=meter_id))
        return convert_metering.to_meter(reply.meter)

    async def exchange(self, meter: Meter, exchange: Exchange) -> Meter:
        request = pb.ExchangeMeterRequest(
            meter_id=meter.id,
            final_indexes=_indexes(exchange.final),
            exchanged_at=stamp(exchange.at),
            new_meter=_like(meter, exchange),
            initial_indexes=_indexes(exchange.initial),
            etag=meter.etag,
            request_id=request_id(),
        )
        reply = await self._wire.call(self._stub.ExchangeMeter, request)
        return convert_metering.to_meter(reply.installed_meter)


def _like(meter: Meter, exchange: Exchange) -> pb.Meter:
    """The meter that is put in: with as many registers, of as many digits."""
    due = exchange.verification_due
    return pb.Meter(
        serial_number=exchange.serial,
        commodity=convert.number(common.Commodity, meter.commodity),
        verification_due=None if due is None else Date(year=due.year, month=due.month, day=due.day),
        registers=[
            pb.Register(
                tier=convert.number(pb.RegisterTier, one.tier),
                integer_digits=one.integer_digits,
                fraction_digits=one.fraction_digits,
                multiplier=Decimal(value=one.multiplier),
            )
            for one in meter.dials
        ],
    )


def _indexes(by_tier: Mapping[str, str]) -> list[pb.RegisterIndex]:
    return [
        pb.RegisterIndex(tier=convert.number(pb.RegisterTier, tier), index=Decimal(value=index))
        for tier, index in by_tier.items()
    ]
