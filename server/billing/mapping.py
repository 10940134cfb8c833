"""Balances, charges, payments and schedules as the contract writes them."""

from collections.abc import Sequence

from smartregion.v1 import billing_service_pb2 as pb
from smartregion.v1.common_pb2 import Address

from server import streets
from server.accounts.mapping import address
from server.billing import money, reckoning
from server.codec import date_message, encode_id, optional_date, optional_id, timestamp
from storage.engine.transaction import Tx
from storage.models.billing import BillingSchedule, Charge, Payment
from storage.repositories.accounts import Contract
from storage.repositories.billing import BalanceFilter, Row, Shown


def shown(found: Shown) -> pb.Balance:
    place = Address(city=found.city, street=found.street, building=found.building, apartment=found.apartment)
    return _balance(found.row, found.number, found.commodity, place)


def balance(contract: Contract, row: Row) -> pb.Balance:
    return _balance(row, contract.row.number, contract.row.commodity, address(contract.place))


def _balance(row: Row, number: str, commodity: int, place: Address) -> pb.Balance:
    return pb.Balance(
        id=encode_id(row.account_id),
        account_number=number,
        utility_id=encode_id(row.utility_id),
        commodity=commodity,
        address=place,
        charged=money.message(row.charged),
        paid=money.message(row.paid),
        balance=money.message(row.balance),
        overdue=money.message(row.overdue),
        overdue_since=date_message(row.overdue_since),
        next_due_on=date_message(row.next_due_on),
        next_due=money.message(row.next_due),
        updated_at=timestamp(row.updated_at or None),
    )


def charges(rows: Sequence[Charge], owed: int) -> list[pb.Charge]:
    """Charges, those that fall due last first; `owed` is what is not paid of these and those before them."""
    unpaid = reckoning.unpaid(owed, [row.amount for row in rows])
    return [_charge(row, rest) for row, rest in zip(rows, unpaid, strict=True)]


def _charge(row: Charge, unpaid: int) -> pb.Charge:
    return pb.Charge(
        id=encode_id(row.id),
        account_id=encode_id(row.account_id),
        document_number=row.document_number,
        amount=money.message(row.amount),
        due_on=date_message(row.due_on),
        period=date_message(row.period),
        issued_on=date_message(row.issued_on),
        received_at=timestamp(row.received_at),
        unpaid=money.message(unpaid),
    )


def payment(row: Payment) -> pb.Payment:
    return pb.Payment(
        id=encode_id(row.id),
        account_id=encode_id(row.account_id),
        partner_id=encode_id(row.partner_id),
        document_number=row.document_number,
        amount=money.message(row.amount),
        paid_at=timestamp(row.paid_at),
        received_at=timestamp(row.received_at),
        returned_document=row.returned_document or "",
    )


def balance_filter(tx: Tx, message: pb.BalanceFilter) -> BalanceFilter:
    """Raises InvalidField."""
    place = streets.found(tx, message.city, message.street, "filter")
    return BalanceFilter(
        utility_id=optional_id(message.utility_id, "filter.utility_id"),
        commodity=message.commodity,
        user_id=optional_id(message.user_id, "filter.user_id"),
        cities=place.cities,
        streets=place.streets,
        overdue_above=money.threshold(message.overdue_above, "filter.overdue_above")
        if message.HasField("overdue_above")
        else None,
        overdue_since=optional_date(message.overdue_since, message.HasField("overdue_since"), "filter.overdue_since"),
    )


def days(column: str) -> list[int]:
    """Days of a schedule as its column keeps them."""
    return [int(number) for number in column.split(",")] if column else []


def schedule(row: BillingSchedule) -> pb.BillingSchedule:
    return pb.BillingSchedule(
        id=encode_id(row.id),
        utility_id=encode_id(row.utility_id),
        commodity=row.commodity,
        remind_days_before=days(row.remind_days_before),
        debt_days_after=days(row.debt_days_after),
        smallest_debt=money.message(row.smallest_debt),
        etag=str(row.version),
    )


def schedule_values(message: pb.BillingSchedule) -> dict[str, object]:
    """Columns of a schedule as a client wrote it. Raises InvalidField."""
    return {
        "remind_days_before": ",".join(map(str, sorted(message.remind_days_before))),
        "debt_days_after": ",".join(map(str, sorted(message.debt_days_after))),
        "smallest_debt": money.threshold(message.smallest_debt, "schedule.smallest_debt")
        if message.HasField("smallest_debt")
        else 0,
    }
