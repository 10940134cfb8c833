"""Rows whose number or name begins with a text, by index on both engines."""

from typing import Any

from storage.engine.transaction import Tx
from storage.models.accounts import Account, Meter
from storage.models.alerts import Alert
from storage.models.base import Base
from storage.models.campaigns import Campaign
from storage.models.disclosures import Disclosure
from storage.models.privacy import PrivacyRequest
from storage.models.support import SupportThread

#: What each is found by; on PostgreSQL each has an index by bytes (migration 0051).
COLUMNS: dict[type[Base], str] = {
    Account: "number",
    Meter: "serial_number",
    PrivacyRequest: "number",
    SupportThread: "number",
    Disclosure: "number",
    Alert: "number",
    Campaign: "name",
}
#: Behind every text that begins so.
_LAST = "\U0010ffff"


def beginning(tx: Tx, model: type[Base], text: str, limit: int) -> list[Any]:
    """Rows whose column begins with the text, which is taken by the letter, in order."""
    statement, parameters = query(tx, model, text, limit)
    ids = [row[0] for row in tx.sql(statement, parameters)]
    found = {row.id: row for row in tx.all(model.select().where(model.id.in_(ids)))} if ids else {}  # type: ignore[attr-defined]
    return [found[number] for number in ids]


def by_id(tx: Tx, model: type[Base], number: int) -> list[Any]:
    return tx.all(model.select().where(model.id == number))  # type: ignore[attr-defined]


def query(tx: Tx, model: type[Base], text: str, limit: int) -> tuple[str, tuple[Any, ...]]:
    """The statement that finds their ids: by bytes, in which SQLite compares anyway."""
    column, table = COLUMNS[model], model._meta.table_name
    from_, before = ("~>=~", "~<~") if tx.postgres else (">=", "<")
    order = f'"{column}" USING ~<~' if tx.postgres else f'"{column}"'
    statement = (
        f'SELECT "id" FROM "{table}" WHERE "{column}" {from_} ? AND "{column}" {before} ? ORDER BY {order} LIMIT ?'
    )
    return statement, (text, text + _LAST, limit)
