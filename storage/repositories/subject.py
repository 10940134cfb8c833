"""Everything that is held about one person, found by what the columns declare of themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, reduce
from itertools import chain
from operator import or_
from typing import Any

from peewee import SQL, BooleanField, Field, Tuple

from storage.columns import SYSTEM, Declaration, declaration_of
from storage.days import OPEN_END, day_of, midnight
from storage.engine.transaction import Tx, marks
from storage.errors import Unreadable
from storage.models import MODELS
from storage.models.accounts import Account, AccountLink, Meter, UsagePoint
from storage.models.alerts import Alert, AlertStep
from storage.models.billing import Balance, BillingNotice, Charge, Payment
from storage.models.disclosures import Disclosure
from storage.models.duties import DataDuty
from storage.models.intake import IntakeDraft
from storage.models.journal import AuditDetail
from storage.models.operators import HandOver, Operator, OperatorSettings
from storage.models.people import PhoneVerification, User
from storage.models.privacy import PrivacyHold, PrivacyRectification, PrivacyRequest, PrivacyStep, RestrictionLifting
from storage.models.readings import IntervalBlock, Reading, ReadingVersion
from storage.models.support import SupportMessage, SupportThread
from storage.repositories.parts import Part
from storage.repositories.scope import SHOWN_FROM, in_place, read_in, sights_of_person

#: Personal data of those who work here and of officials, and what those who work here note for themselves: it may name
#: residents, and no way leads from them to it.
STAFF: tuple[type[Any], ...] = (Operator, OperatorSettings, HandOver, Disclosure)
#: What is handed to nobody, not even to the person: what the log keeps beside an act tells of those who work here, and
#: of what law may forbid to tell. Who looked is told by server.privacy.package.looks.
WITHHELD: tuple[type[Any], ...] = (AuditDetail,)


@dataclass(frozen=True)
class Held:
    """A column of a table, and what it declares."""

    table: str
    name: str
    declaration: Declaration


@dataclass(frozen=True)
class Section:
    """One table with personal data: the columns that are personal, under the names that they have when open."""

    table: str
    columns: tuple[Held, ...]
    model: type[Any]


class _Unreadable:
    """Stands for what is held and does not open."""


UNREADABLE = _Unreadable()

#: The primary key of a row, by which pages go on.
Key = Any


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


#: Which of the rows that are held of a person law forbids to tell them.
_UNTOLD: dict[type[Any], Any] = {DataDuty: DataDuty.untold}
#: How a person's rows are found where the table does not name the person itself.
_REACHED: dict[type[Any], Callable[[int], Any]] = {
    PhoneVerification: lambda user_id: PhoneVerification.phone_index.in_(_phone(user_id)),
    Account: lambda user_id: Account.id.in_(_accounts(user_id)),
    UsagePoint: lambda user_id: UsagePoint.id.in_(_places(user_id)),
    Meter: lambda user_id: Meter.id.in_(_meters(user_id)),
    Reading: lambda user_id: Reading.id.in_(_readings(user_id)),
    ReadingVersion: lambda user_id: ReadingVersion.reading_id.in_(_readings(user_id)),
    IntervalBlock: lambda user_id: Tuple(IntervalBlock.register_id, IntervalBlock.start).in_(_blocks(user_id)),
    PrivacyStep: lambda user_id: PrivacyStep.request_id.in_(_requests(user_id)),
    PrivacyHold: lambda user_id: PrivacyHold.request_id.in_(_requests(user_id)),
    PrivacyRectification: lambda user_id: PrivacyRectification.request_id.in_(_requests(user_id)),
}


def _times(tx: Tx, user_id: int) -> list[tuple[int, int, int]]:
    """Accounts that are or were the person's, each with the time whose money is theirs: from its beginning, unless
    somebody else was linked to it before them, and up to the end of their link (docs/decisions/0008)."""
    rows = tx.sql(
        f"SELECT l.account_id, CASE WHEN {SHOWN_FROM} = a.begins_at THEN {-OPEN_END} ELSE l.linked_at END, "
        f"coalesce(l.ended_at, {OPEN_END}) FROM account_link l JOIN account a ON a.id = l.account_id "
        "WHERE l.user_id = ? ORDER BY l.id",
        (user_id,),
    )
    return [(int(account), int(begin), int(end)) for account, begin, end in rows]


def _days(begin: int, end: int) -> tuple[str, str]:
    """The first whole day of a time and the last day that it touches: a charge has only a day."""
    if begin == -OPEN_END:
        first = ""
    else:
        day = day_of(begin)
        first = (day if midnight(day) == begin else day + timedelta(days=1)).isoformat()
    return first, "9999" if end == OPEN_END else day_of(end).isoformat()


def _charges(begin: int, end: int) -> Any:
    first, last = _days(begin, end)
    return (Charge.issued_on >= first) & (Charge.issued_on <= last)


def _notices(begin: int, end: int) -> Any:
    return (BillingNotice.at >= begin) & (BillingNotice.at < end)


def _payments(begin: int, end: int) -> Any:
    return (Payment.paid_at >= begin) & (Payment.paid_at < end)


def _balances(begin: int, end: int) -> Any:
    """What an account owes now is nobody's who left it, nor does it tell a later holder apart from one before."""
    return Balance.account_id.is_null(begin != -OPEN_END or end != OPEN_END)


#: What of an account's money falls in a time of it.
_MONEY: dict[type[Any], Callable[[int, int], Any]] = {
    Charge: _charges,
    Payment: _payments,
    Balance: _balances,
    BillingNotice: _notices,
}
#: Whose key opens a row, by the name of its column; the person's own where nothing stands here. 0 is the house's.
_SEALED_BY: dict[type[Any], str] = {
    PhoneVerification: "",
    PrivacyRequest: "id",
    PrivacyStep: "request_id",
    PrivacyHold: "request_id",
    PrivacyRectification: "request_id",
    DataDuty: "key_id",
    IntakeDraft: "id",
    RestrictionLifting: "request_id",
    SupportThread: "sealed_by",
    SupportMessage: "sealed_by",
    Alert: "sealed_by",
    AlertStep: "sealed_by",
}


def held_columns(model: type[Any]) -> list["Field[Any]"]:
    """Columns with personal data."""
    return [field for field in model._meta.sorted_fields if declaration_of(field) != SYSTEM]


def personal_models() -> list[type[Any]]:
    """Tables with personal data of residents. Raises LookupError for one from which no way leads to a person."""
    found = [model for model in MODELS if held_columns(model) and model not in STAFF]
    for model in found:
        if model.SUBJECT is None and model not in _REACHED and model not in _MONEY:
            raise LookupError(f"{model.__name__} holds personal data, and nothing says whose")
    return found


def of_person(tx: Tx, model: type[Any], user_id: int) -> Any:
    """The condition under which a row is about a person."""
    if model in _REACHED:
        return _REACHED[model](user_id)
    if model in _MONEY:
        within = _MONEY[model]
        times = [
            (model._meta.fields["account_id"] == account) & within(begin, end)
            for account, begin, end in _times(tx, user_id)
        ]
        return reduce(or_, times) if times else SQL("1 = 0")
    return model._meta.fields[model.SUBJECT] == user_id


def _told(tx: Tx, model: type[Any], user_id: int) -> Any:
    """The condition under which a row is about a person, and may be told."""
    theirs = of_person(tx, model, user_id)
    return theirs & ~_UNTOLD[model] if model in _UNTOLD else theirs


def count(tx: Tx, model: type[Any], user_id: int) -> int:
    counted: int = model.select().where(of_person(tx, model, user_id)).count(tx.database)
    return counted


@cache
def sections() -> tuple[Section, ...]:
    """All tables of which a person, or a third party by law, may be given what is held about the person."""
    return tuple(
        Section(
            model._meta.table_name,
            tuple(Held(model._meta.table_name, plain(field), declaration_of(field)) for field in held_columns(model)),
            model,
        )
        for model in personal_models()
        if model not in WITHHELD
    )


def first_rows(tx: Tx, section: Section, user_id: int, size: int) -> tuple[list[list[Any]], Key | None]:
    """The first rows of a section by primary key, with sealed columns open; and the key behind which there may be more,
    None where these are all."""
    model = section.model
    query = model.select(*_front(model), *held_columns(model)).where(_told(tx, model, user_id))
    rows = tx.raw(query.order_by(*_key_fields(model)).limit(size))
    return _opened(tx, model, rows, user_id), _key_of(model, rows[-1]) if len(rows) == size else None


def keys(tx: Tx, section: Section, user_id: int, after: Key, most: int) -> list[Key]:
    """Keys of the rows behind one, in order. (Whose a row is may take a walk through half the house: that is asked once
    for many pages, and the pages are then read by their keys.)"""
    model = section.model
    fields = _key_fields(model)
    behind = fields[0] > after if len(fields) == 1 else Tuple(*fields) > after
    query = model.select(*fields).where(_told(tx, model, user_id) & behind).order_by(*fields)
    return [_key_of(model, row) for row in tx.raw(query.limit(most))]


def rows_of(tx: Tx, section: Section, user_id: int, wanted: Sequence[Key]) -> list[list[Any]]:
    """The rows with these keys, in order, with sealed columns open."""
    model = section.model
    fields = _key_fields(model)
    if len(fields) == 1:
        among, parameters = marks(wanted), tuple(wanted)
    else:
        row = f"({marks(fields)})"
        among, parameters = f"VALUES {', '.join([row] * len(wanted))}", tuple(chain.from_iterable(wanted))
    key = _names(fields)
    columns = _names([*_front(model), *held_columns(model)])
    statement = f'SELECT {columns} FROM "{section.table}" WHERE ({key}) IN ({among}) ORDER BY {key}'
    return _opened(tx, model, tx.sql(statement, parameters), user_id)


def _names(fields: Sequence["Field[Any]"]) -> str:
    return ", ".join(f'"{field.column_name}"' for field in fields)


def _key_fields(model: type[Any]) -> list["Field[Any]"]:
    return list(model._meta.get_primary_keys())


def _front(model: type[Any]) -> list["Field[Any]"]:
    """What is read of a row before its columns: its key, and behind it whose key opens it, where that is no part."""
    fields = _key_fields(model)
    owner = _SEALED_BY.get(model)
    if not owner or owner in [field.name for field in fields]:
        return fields
    return [*fields, model._meta.fields[owner]]


def _key_of(model: type[Any], row: Sequence[Any]) -> Key:
    """The key of a row that has it in front."""
    count = len(_key_fields(model))
    return row[0] if count == 1 else tuple(row[:count])


def plain(field: "Field[Any]") -> str:
    """What a column is called, whether it is sealed or not."""
    name: str = field.name
    return name.removesuffix("_sealed")


def _opened(tx: Tx, model: type[Any], rows: Sequence[Sequence[Any]], user_id: int) -> list[list[Any]]:
    """Rows without what stands in front of them, and with sealed columns open."""
    columns, front = held_columns(model), len(_front(model))
    sealed = [
        (place, f"{model._meta.table_name}.{plain(field)}")
        for place, field in enumerate(columns)
        if field.name.endswith("_sealed")
    ]
    yes_or_no = [place for place, field in enumerate(columns) if isinstance(field, BooleanField)]
    unsealer = _unsealers(tx, model, rows, user_id) if sealed else None
    found = []
    for row in rows:
        values = list(row[front:])
        if unsealer is not None:
            opened = unsealer(row)
            for place, column in sealed:
                if values[place] is not None:
                    values[place] = _read(opened, column, values[place])
        for place in yes_or_no:
            values[place] = None if values[place] is None else bool(values[place])
        found.append(values)
    return found


Unsealer = Callable[[str, bytes], Any]


def _read(opened: Unsealer, column: str, sealed: bytes) -> Any:
    try:
        return opened(column, sealed)
    except Unreadable:
        return UNREADABLE


def _unsealers(
    tx: Tx, model: type[Any], rows: Sequence[Sequence[Any]], user_id: int
) -> Callable[[Sequence[Any]], Unsealer]:
    """What opens the sealed columns of each row."""
    column = _SEALED_BY.get(model)
    if not column:
        one = tx.unsealer(user_id if column is None else 0)
        return lambda row: one
    place = [field.name for field in _front(model)].index(column)
    tx.keys.get_many({row[place] for row in rows})
    return lambda row: tx.unsealer(row[place])
