"""Everything that is held about one person, found by what the columns declare of themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Field, Tuple

from storage.columns import SYSTEM, Declaration, declaration_of
from storage.engine.transaction import Tx
from storage.models import MODELS
from storage.models.accounts import Account, AccountLink, Meter, UsagePoint
from storage.models.billing import Balance, BillingNotice, Charge, Payment
from storage.models.disclosures import Disclosure
from storage.models.duties import DataDuty
from storage.models.operators import Operator
from storage.models.people import PhoneVerification, User
from storage.models.privacy import PrivacyRectification, PrivacyRequest, PrivacyStep
from storage.models.readings import IntervalBlock, Reading, ReadingVersion
from storage.repositories.parts import Part
from storage.repositories.scope import in_place, read_in, sights_of_person

#: Personal data of those who work here and of officials, not of residents.
STAFF: tuple[type[Any], ...] = (Operator, Disclosure)


@dataclass(frozen=True)
class Held:
    """A column of a table, and what it declares."""

    table: str
    name: str
    declaration: Declaration


@dataclass(frozen=True)
class Section:
    """Rows of one table about a person: the columns that are personal, with their values open."""

    table: str
    columns: tuple[Held, ...]
    rows: list[dict[str, Any]]


def _accounts(user_id: int) -> Any:
    return AccountLink.select(AccountLink.account_id).where(AccountLink.user_id == user_id)


def _places(user_id: int) -> Any:
    return Account.select(Account.usage_point_id).where(Account.id.in_(_accounts(user_id)))


def _meters(user_id: int) -> Any:
    """Meters that were in place while the person had an account there."""
    return SQL(f"(SELECT i.meter_id {_in_place(user_id)})")


def _in_place(user_id: int) -> str:
    return in_place(Part(sights_of_person(user_id))).text


def _readings(user_id: int) -> Any:
    """Readings of the time in which the person held an account at the place, of that account's service."""
    return SQL(f"(SELECT r.id FROM reading r WHERE {read_in(Part(sights_of_person(user_id))).text})")


def _blocks(user_id: int) -> Any:
    """Registers and days whose interval data is of that time."""
    return SQL(
        f"(SELECT b.register_id, b.start {_in_place(user_id)} JOIN register g ON g.installation_id = i.id "
        "JOIN interval_block b ON b.register_id = g.id AND b.start >= s.begins_at AND b.start < s.ends_at)"
    )


def _requests(user_id: int) -> Any:
    return PrivacyRequest.select(PrivacyRequest.id).where(PrivacyRequest.user_id == user_id)


def _phone(user_id: int) -> Any:
    return User.select(User.phone_index).where(User.id == user_id)


#: How a person's rows are found where the table does not name the person itself.
_REACHED: dict[type[Any], Callable[[int], Any]] = {
    PhoneVerification: lambda user_id: PhoneVerification.phone_index.in_(_phone(user_id)),
    Account: lambda user_id: Account.id.in_(_accounts(user_id)),
    UsagePoint: lambda user_id: UsagePoint.id.in_(_places(user_id)),
    Meter: lambda user_id: Meter.id.in_(_meters(user_id)),
    Reading: lambda user_id: Reading.id.in_(_readings(user_id)),
    ReadingVersion: lambda user_id: ReadingVersion.reading_id.in_(_readings(user_id)),
    IntervalBlock: lambda user_id: Tuple(IntervalBlock.register_id, IntervalBlock.start).in_(_blocks(user_id)),
    Charge: lambda user_id: Charge.account_id.in_(_accounts(user_id)),
    Payment: lambda user_id: Payment.account_id.in_(_accounts(user_id)),
    Balance: lambda user_id: Balance.account_id.in_(_accounts(user_id)),
    BillingNotice: lambda user_id: BillingNotice.account_id.in_(_accounts(user_id)),
    PrivacyStep: lambda user_id: PrivacyStep.request_id.in_(_requests(user_id)),
    PrivacyRectification: lambda user_id: PrivacyRectification.request_id.in_(_requests(user_id)),
}
#: Whose key opens a row, by the name of its column; the person's own where nothing stands here. 0 is the house's.
_SEALED_BY: dict[type[Any], str] = {
    PhoneVerification: "",
    PrivacyRequest: "id",
    PrivacyStep: "request_id",
    PrivacyRectification: "request_id",
    DataDuty: "request_id",
}


def held_columns(model: type[Any]) -> list["Field[Any]"]:
    """Columns with personal data."""
    return [field for field in model._meta.sorted_fields if declaration_of(field) != SYSTEM]


def personal_models() -> list[type[Any]]:
    """Tables with personal data of residents. Raises LookupError for one from which no way leads to a person."""
    found = [model for model in MODELS if held_columns(model) and model not in STAFF]
    for model in found:
        if model.SUBJECT is None and model not in _REACHED:
            raise LookupError(f"{model.__name__} holds personal data, and nothing says whose")
    return found


def of_person(model: type[Any], user_id: int) -> Any:
    """The condition under which a row is about a person."""
    if model in _REACHED:
        return _REACHED[model](user_id)
    return model._meta.fields[model.SUBJECT] == user_id


def count(tx: Tx, model: type[Any], user_id: int) -> int:
    counted: int = model.select().where(of_person(model, user_id)).count(tx.database)
    return counted


def sections(tx: Tx, user_id: int) -> Iterator[Section]:
    """Table by table what is held, with sealed columns open under the name that they have without it."""
    for model in personal_models():
        columns = held_columns(model)
        rows = [
            _opened(tx, model, columns, row, user_id) for row in tx.all(model.select().where(of_person(model, user_id)))
        ]
        table = model._meta.table_name
        yield Section(table, tuple(Held(table, _plain(field), declaration_of(field)) for field in columns), rows)


def _plain(field: "Field[Any]") -> str:
    name: str = field.name
    return name.removesuffix("_sealed")


def _opened(tx: Tx, model: type[Any], columns: list["Field[Any]"], row: Any, user_id: int) -> dict[str, Any]:
    owner_column = _SEALED_BY.get(model)
    owner = user_id if owner_column is None else getattr(row, owner_column) if owner_column else 0
    values = {}
    for field in columns:
        value = getattr(row, field.name)
        if field.name.endswith("_sealed"):
            value = tx.unseal(owner, f"{model._meta.table_name}.{_plain(field)}", value)
        values[_plain(field)] = value
    return values
