"""Accounts and meters as the contract writes them."""

from collections.abc import Iterable

from smartregion.v1 import account_service_pb2 as pb
from smartregion.v1.common_pb2 import Address

from server.codec import date_message, decimal, encode_id, iso_date, optional_date, timestamp
from server.units import symbol
from server.windows.rules import Opening
from storage.models.accounts import ReadingWindow, UsagePoint
from storage.repositories import accounts
from storage.repositories.accounts import Contract
from storage.repositories.meters import Device


def address(place: UsagePoint) -> Address:
    return Address(city=place.city, street=place.street, building=place.building, apartment=place.apartment)


def usage_point(place: UsagePoint) -> pb.UsagePoint:
    return pb.UsagePoint(
        id=encode_id(place.id),
        address=address(place),
        parent_id=encode_id(place.parent_id),
        etag=str(place.version),
    )


def account(contract: Contract) -> pb.Account:
    row = contract.row
    return pb.Account(
        id=encode_id(row.id),
        number=row.number,
        utility_id=encode_id(row.utility_id),
        commodity=row.commodity,
        usage_point_id=encode_id(row.usage_point_id),
        effective_from=date_message(row.effective_from),
        effective_to=date_message(row.effective_to),
        user_ids=map(encode_id, contract.user_ids),
        address=address(contract.place),
        etag=str(row.version),
    )


def meter(device: Device) -> pb.Meter:
    row = device.row
    message = pb.Meter(
        id=encode_id(row.id),
        serial_number=row.serial_number,
        model=row.model,
        commodity=row.commodity,
        verification_due=date_message(row.verification_due),
        etag=str(row.version),
    )
    for register in device.registers:
        message.registers.add(
            id=encode_id(register.id),
            tier=register.tier,
            integer_digits=register.integer_digits,
            fraction_digits=register.fraction_digits,
            multiplier=decimal(register.multiplier),
            direction=register.direction,
            unit=symbol(row.commodity),
        )
    for one in device.placements:
        tiers = {register.id: register.tier for register in one.registers}
        message.installations.add(
            usage_point_id=encode_id(one.place.id),
            installed_at=timestamp(one.row.installed_at),
            removed_at=timestamp(one.row.removed_at),
            initial_indexes=indexes(one.first, tiers),
            final_indexes=indexes(one.last, tiers),
            address=address(one.place),
        )
    return message


def indexes(values: dict[int, int], tiers: dict[int, int]) -> list[pb.RegisterIndex]:
    return [
        pb.RegisterIndex(register_id=encode_id(number), tier=tiers[number], index=decimal(value))
        for number, value in sorted(values.items())
    ]


def building(found: accounts.Building) -> pb.Building:
    return pb.Building(
        usage_point_id=encode_id(found.place.id),
        address=address(found.place),
        apartments=found.apartments,
        commodities=found.commodities,
    )


def window(row: ReadingWindow, names: tuple[str, str], openings: Iterable[Opening] = ()) -> pb.ReadingWindow:
    """A window with what its utility is called, in Ukrainian and in English, and when it is open."""
    return pb.ReadingWindow(
        id=encode_id(row.id),
        utility_id=encode_id(row.utility_id),
        commodity=row.commodity,
        first_day=row.first_day,
        last_day=row.last_day,
        deemed_day=row.deemed_day,
        late_policy=row.late_policy,
        missing_policy=row.missing_policy,
        early_policy=row.early_policy,
        early_days=row.early_days,
        utility_name_uk=names[0],
        utility_name_en=names[1],
        openings=map(_opening, openings),
        effective_from=date_message(row.effective_from),
        effective_to=date_message(row.effective_to),
        etag=str(row.version),
    )


def _opening(found: Opening) -> pb.ReadingWindowOpening:
    opens, closes, deemed, early = (day and date_message(day.isoformat()) for day in found)
    return pb.ReadingWindowOpening(opens=opens, closes=closes, deemed=deemed, early_from=early)


def window_values(message: pb.ReadingWindow) -> dict[str, object]:
    """Columns of a window as a client wrote it. Raises InvalidField."""
    return {
        "first_day": message.first_day,
        "last_day": message.last_day,
        "deemed_day": message.deemed_day,
        "late_policy": message.late_policy,
        "missing_policy": message.missing_policy,
        "early_policy": message.early_policy or pb.EARLY_POLICY_ACCEPT,
        "early_days": message.early_days,
        "effective_from": iso_date(message.effective_from, "window.effective_from"),
        "effective_to": optional_date(message.effective_to, message.HasField("effective_to"), "window.effective_to"),
    }
