"""A register belongs to one installation of its meter, and an account knows its days as instants.

Until now a meter that was installed again kept its registers, and with them their readings went from one household to
the next. The registers that there are belong to the newest installation; those before it get registers of their own,
and what was read in their time goes there. What was read between a removal and the next installation stays with the
place that the meter had left.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from peewee import Database, PostgresqlDatabase

from storage.engine.ids import new_id

REMOVAL = 6
OPEN_END = 1 << 62
KYIV = ZoneInfo("Europe/Kyiv")
#: A row that nobody gave an installation or a time belongs to no place, and nobody sees anything by it.
COLUMNS = (
    'ALTER TABLE "register" ADD COLUMN "installation_id" BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE "account" ADD COLUMN "begins_at" BIGINT NOT NULL DEFAULT 0',
    'ALTER TABLE "account" ADD COLUMN "ends_at" BIGINT NOT NULL DEFAULT 0',
)
NEWEST = """UPDATE register SET installation_id = coalesce((
    SELECT i.id FROM installation i WHERE i.meter_id = register.meter_id
    ORDER BY i.installed_at DESC, i.id DESC LIMIT 1), 0)"""
SEVERAL = """SELECT meter_id, id, installed_at, removed_at FROM installation WHERE meter_id IN (
    SELECT meter_id FROM installation GROUP BY meter_id HAVING count(*) > 1) ORDER BY meter_id, installed_at, id"""
DIAL = '"meter_id", "tier", "integer_digits", "fraction_digits", "multiplier", "direction"'


def up(migrator: Any, db: Database) -> None:
    for statement in COLUMNS:
        db.execute_sql(statement)
    db.execute_sql(NEWEST)
    for meter_id, rows in groupby(db.execute_sql(SEVERAL).fetchall(), itemgetter(0)):
        _apart(db, meter_id, list(rows))
    db.execute_sql('CREATE INDEX "register_installation_id" ON "register" ("installation_id")')
    _as_instants(db)


def _apart(db: Database, meter_id: int, installations: Sequence[tuple[int, int, int, int | None]]) -> None:
    """Gives the earlier installations of a meter registers of their own."""
    dials = [number for (number,) in db.execute_sql(f"SELECT id FROM register WHERE meter_id = {meter_id}").fetchall()]
    for earlier, later in pairwise(installations):
        _, installation, _, removed = earlier
        until = later[2]
        for dial in dials:
            own = new_id()
            db.execute_sql(
                f'INSERT INTO register ("id", "installation_id", {DIAL}) '
                f"SELECT {own}, {installation}, {DIAL} FROM register WHERE id = {dial}"
            )
            # Oldest first: what was read still earlier is gone from this register already.
            db.execute_sql(
                f"UPDATE reading SET register_id = {own} WHERE register_id = {dial} "
                f"AND (read_at < {until} OR (read_at = {until} AND source = {REMOVAL}))"
            )
            db.execute_sql(
                f"UPDATE interval_block SET register_id = {own} WHERE register_id = {dial} "
                f'AND "start" < {until if removed is None else removed}'
            )


def _as_instants(db: Database) -> None:
    mark = "%s" if isinstance(db, PostgresqlDatabase) else "?"
    rows = db.execute_sql("SELECT effective_from, effective_to, id FROM account").fetchall()
    db.cursor().executemany(
        f"UPDATE account SET begins_at = {mark}, ends_at = {mark} WHERE id = {mark}",
        [(_midnight(first), OPEN_END if last is None else _midnight(last, 1), number) for first, last, number in rows],
    )


def _midnight(day: str, later: int = 0) -> int:
    found = date.fromisoformat(day) + timedelta(days=later)
    return int(datetime(found.year, found.month, found.day, tzinfo=KYIV).astimezone(UTC).timestamp() * 1000)
