"""Figures by day: counted up and down as things move, in one build that is served and another that may be made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.engine import journal
from storage.engine.feed import Topic
from storage.engine.transaction import Tx, marks
from storage.models.insight import ACTIVE, BUILDING, CRASHES, DEBTS, MESSAGES, SERVED, InsightBuild
from storage.repositories import feed_readers
from storage.repositories.feed_readers import Place

#: The one summary, as the feed names it.
SUMMARY = 1
#: Rows that are dropped in one unit.
DROPPED = 5_000


class Key(NamedTuple):
    """What a figure is of; the day as ISO text."""

    metric: int
    day: str
    utility_id: int = 0
    commodity: int = 0
    part: int = 0
    place: str = ""


class Fact(NamedTuple):
    """How one thing counts."""

    key: Key
    amount: int = 1
    total: int = 0


class Counts:
    """What is to be added, by what it is of: how many, and how much together."""

    def __init__(self) -> None:
        self.sums: dict[Key, tuple[int, int]] = {}

    def add(self, key: Key, amount: int, total: int = 0) -> None:
        before = self.sums.get(key, (0, 0))
        self.sums[key] = before[0] + amount, before[1] + total


_CELL = "generation, metric, day, utility_id, commodity, part, place"


def add(tx: Tx, generation: int, counts: Counts) -> bool:
    """Adds to figures; whether any is another now."""
    rows = [(generation, *key, *sums) for key, sums in sorted(counts.sums.items()) if any(sums)]
    tx.many(
        f"INSERT INTO insight_cell ({_CELL}, amount, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        f"ON CONFLICT ({_CELL}) DO UPDATE SET amount = insight_cell.amount + excluded.amount, "
        "total = insight_cell.total + excluded.total",
        rows,
    )
    return bool(rows)


def settle(tx: Tx, generation: int, metric: int, now: Mapping[int, Fact | None], counts: Counts, day: str = "") -> None:
    """Notes how things count now, and adds to `counts` what that changes. `day` is that of the change, where a figure
    tells what there is and not what came: there it is added and taken away."""
    before = facts(tx, generation, metric, now)
    changed = {number: fact for number, fact in now.items() if fact != before.get(number)}
    for number, fact in changed.items():
        old = before.get(number)
        if old is not None:
            counts.add(old.key._replace(day=day or old.key.day), -old.amount, -old.total)
        if fact is not None:
            counts.add(fact.key._replace(day=day or fact.key.day), fact.amount, fact.total)
    tx.many(
        "DELETE FROM insight_fact WHERE generation = ? AND metric = ? AND number = ?",
        [(generation, metric, number) for number in changed if number in before],
    )
    tx.many(
        "INSERT INTO insight_fact (generation, metric, number, day, utility_id, commodity, part, place, amount, total) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (generation, metric, number, *fact.key[1:], fact.amount, fact.total)
            for number, fact in changed.items()
            if fact is not None
        ],
    )


def facts(tx: Tx, generation: int, metric: int, numbers: Iterable[int]) -> dict[int, Fact]:
    """How things were counted."""
    rows = tx.among(
        "SELECT number, day, utility_id, commodity, part, place, amount, total FROM insight_fact "
        "WHERE generation = ? AND metric = ? AND number IN ({marks})",
        numbers,
        before=(generation, metric),
    )
    return {number: Fact(Key(metric, *key), amount, total) for number, *key, amount, total in rows}


def changed(tx: Tx) -> None:
    """Tells the feed that what is served is another."""
    tx.change(Topic.INSIGHT, SUMMARY)


def visitor(tx: Tx, user_id: int, day: str) -> int:
    """A digest of somebody's day, of which neither is found without the keyring."""
    return int.from_bytes(tx.blind.digest("insight visitor", f"{user_id} {day}")[:8]) >> 1


def forget_facts(tx: Tx, before: str) -> None:
    """Drops what can't move any more: days before an ISO day."""
    moving = (ACTIVE, CRASHES, MESSAGES)
    tx.sql(f"DELETE FROM insight_fact WHERE day < ? AND metric IN ({marks(moving)})", (before, *moving))


# -- what is read


class Cell(NamedTuple):
    """A figure of a day."""

    metric: int
    day: str
    utility_id: int
    commodity: int
    part: int
    place: str
    amount: int
    total: int


_SELECTED = "SELECT metric, day, utility_id, commodity, part, place, amount, total FROM insight_cell"


def on_days(tx: Tx, generation: int, metrics: Sequence[int], days: Sequence[str]) -> list[Cell]:
    """The figures of some days."""
    where = f"generation = ? AND metric IN ({marks(metrics)}) AND day IN ({marks(days)})"
    return [Cell(*row) for row in tx.sql(f"{_SELECTED} WHERE {where}", (generation, *metrics, *days))]


class Narrow(NamedTuple):
    """Of one utility or one service only; 0 asks for nothing."""

    utility_id: int = 0
    commodity: int = 0

    @property
    def condition(self) -> str:
        return "".join(f" AND {name} = {int(value)}" for name, value in self._asdict().items() if value)


ANYTHING = Narrow()


def between(tx: Tx, generation: int, metric: int, first: str, last: str, narrow: Narrow = ANYTHING) -> list[Cell]:
    """The figures from one day to another."""
    where = f"generation = ? AND metric = ? AND day >= ? AND day <= ?{narrow.condition}"
    return [Cell(*row) for row in tx.sql(f"{_SELECTED} WHERE {where}", (generation, metric, first, last))]


def before(tx: Tx, generation: int, metric: int, day: str, narrow: Narrow = ANYTHING) -> list[Cell]:
    """What all days before one come to, on a day before any."""
    rows = tx.sql(
        "SELECT utility_id, commodity, part, sum(amount), sum(total) FROM insight_cell "
        f"WHERE generation = ? AND metric = ? AND day < ?{narrow.condition} GROUP BY utility_id, commodity, part",
        (generation, metric, day),
    )
    return [
        Cell(metric, "", utility_id, commodity, part, "", int(amount), int(total))
        for utility_id, commodity, part, amount, total in rows
    ]


def places(tx: Tx, generation: int, metric: int, first: str, last: str, narrow: Narrow) -> dict[str, int]:
    """How many there were at each place."""
    rows = tx.sql(
        "SELECT place, sum(amount) FROM insight_cell WHERE generation = ? AND metric = ? AND day >= ? AND day <= ?"
        f"{narrow.condition} GROUP BY place",
        (generation, metric, first, last),
    )
    return {place: int(amount) for place, amount in rows}


def at_places(
    tx: Tx, generation: int, metric: int, first: str, last: str, narrow: Narrow, wanted: Sequence[str]
) -> list[Cell]:
    """The figures of some places from one day to another."""
    where = f"generation = ? AND metric = ? AND day >= ? AND day <= ?{narrow.condition} AND place IN ({{marks}})"
    rows = tx.among(f"{_SELECTED} WHERE {where}", wanted, before=(generation, metric, first, last))
    return [Cell(*row) for row in rows]


def first_days(tx: Tx, generation: int, metrics: Iterable[int]) -> dict[int, str]:
    """The first day of each figure of which there is anything."""
    statement = "SELECT min(day) FROM insight_cell WHERE generation = ? AND metric = ?"
    found = {metric: tx.sql(statement, (generation, metric))[0][0] for metric in metrics}
    return {metric: day for metric, day in found.items() if day is not None}


def households(tx: Tx, city: str, street: str, narrow: Narrow, most: int) -> int:
    """Places of a street with an account of a utility or a service, counted up to so many."""
    rows = tx.sql(
        "SELECT count(*) FROM (SELECT 1 FROM usage_point p WHERE p.city = ? AND p.street = ? "
        f"AND EXISTS (SELECT 1 FROM account a WHERE a.usage_point_id = p.id{narrow.condition}) LIMIT ?) AS found",
        (city, street, most),
    )
    return int(rows[0][0])


# -- builds


def begin(tx: Tx) -> None:
    """Makes the first build, where there is none: what is there already is yet to be counted."""
    if tx.sql("SELECT 1 FROM insight_build WHERE state = ?", (SERVED,)):
        return
    used = any(tx.sql(f"SELECT 1 FROM {table} LIMIT 1") for table in ("app_user", "usage_point"))
    tx.insert(InsightBuild(generation=1, state=SERVED, begun_at=tx.now, served_at=tx.now, partial=used))


def builds(tx: Tx) -> dict[int, InsightBuild]:
    """The builds by their state."""
    return {row.state: row for row in tx.all(InsightBuild.select())}


def served(tx: Tx) -> int:
    """The build that is served."""
    return int(tx.sql("SELECT generation FROM insight_build WHERE state = ?", (SERVED,))[0][0])


def want_build(tx: Tx) -> InsightBuild | None:
    """Asks for another build; None where one is being made."""
    rows = tx.all(tx.lock(InsightBuild.select().order_by(InsightBuild.generation)))
    if any(row.state == BUILDING for row in rows):
        return None
    row = InsightBuild(generation=_next(rows), state=BUILDING, begun_at=tx.now)
    tx.insert(row)
    changed(tx)
    return row


def awaited(tx: Tx) -> bool:
    """Whether a build is to be made that nobody makes."""
    rows = tx.all(InsightBuild.select())
    return any(row.held_until <= tx.now for row in rows if row.state == BUILDING) or any(
        row.partial for row in rows if len(rows) == 1
    )


def take_build(tx: Tx, until: int) -> int | None:
    """The build that is to be made, which nobody else makes before an instant; None where there is none. One that was
    given up is begun anew."""
    rows = tx.all(tx.lock(InsightBuild.select().order_by(InsightBuild.generation)))
    wanted = [row for row in rows if row.state == BUILDING] or [row for row in rows if row.partial]
    if not wanted or wanted[0].held_until > tx.now:
        return None
    tx.run(InsightBuild.delete().where(InsightBuild.state == BUILDING))
    begun_at = wanted[0].begun_at if wanted[0].state == BUILDING else tx.now
    generation = _next(rows)
    tx.insert(InsightBuild(generation=generation, state=BUILDING, begun_at=begun_at, held_until=until))
    return generation


def _next(rows: Iterable[InsightBuild]) -> int:
    return max((int(row.generation) for row in rows), default=0) + 1


def hold_build(tx: Tx, generation: int, until: int) -> bool:
    """Keeps a build that is being made for another while; whether it is still there."""
    mine = (InsightBuild.generation == generation) & (InsightBuild.state == BUILDING)
    return tx.run(InsightBuild.update(held_until=until).where(mine)) == 1


def carry(tx: Tx, old: int, new: int, metric: int, before_day: str) -> None:
    """Takes over the days before one as they were counted."""
    tx.sql(
        f"INSERT INTO insight_cell ({_CELL}, amount, total) SELECT ?, metric, day, utility_id, commodity, part, place, "
        "amount, total FROM insight_cell WHERE generation = ? AND metric = ? AND day < ?",
        (new, old, metric, before_day),
    )


def take_off(tx: Tx, generation: int, day: str) -> None:
    """Makes debts begin a day at nothing, whatever the days before it came to: those that there are come on top."""
    counts = Counts()
    for one in before(tx, generation, DEBTS, day):
        counts.add(Key(DEBTS, day, one.utility_id, one.commodity, one.part), -one.amount, -one.total)
    add(tx, generation, counts)


def serve(tx: Tx, generation: int, reader: str, place: Place) -> None:
    """Serves a build from now on: the reader of the feed goes on from where it has come. The one that was served is of
    no more use."""
    tx.sql(f"SELECT name FROM feed_reader WHERE name = ?{' FOR UPDATE' if tx.postgres else ''}", (reader,))
    feed_readers.move(tx, reader, place)
    tx.run(InsightBuild.delete().where(InsightBuild.state == SERVED))
    mine = InsightBuild.generation == generation
    tx.run(InsightBuild.update(state=SERVED, served_at=tx.now, held_until=0).where(mine))
    changed(tx)


def drop_unserved(tx: Tx) -> bool:
    """Drops some of what belongs to no build any more; whether there may be more."""
    more = False
    for table, columns in (("insight_fact", "metric, number"), ("insight_cell", "metric, day")):
        rows = tx.sql(
            f"SELECT generation FROM {table} WHERE generation NOT IN (SELECT generation FROM insight_build) LIMIT 1"
        )
        if not rows:
            continue
        generation = rows[0][0]
        end = tx.sql(
            f"SELECT {columns} FROM {table} WHERE generation = ? ORDER BY {columns} LIMIT 1 OFFSET {DROPPED}",
            (generation,),
        )
        bound = f" AND ({columns}) <= (?, ?)" if end else ""
        tx.sql(f"DELETE FROM {table} WHERE generation = ?{bound}", (generation, *(end[0] if end else ())))
        more = True
    return more


def last_revision(tx: Tx) -> int:
    """Up to which revision of the feed a reader's snapshot goes: what it sees is what was done by then."""
    return journal.last(tx)
