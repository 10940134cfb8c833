"""Works, what each of their editions says, and what became of the messages about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import Case, Tuple

from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx, marks
from storage.models.notifications import WAITING
from storage.models.works import Work, WorkEdition, WorkPlace
from storage.repositories import notifications
from storage.repositories.supply import Home

#: Numbers of states of works, and of a kind.
ANNOUNCED, FINISHED = 1, 3
EMERGENCY = 2
#: The number of smartregion.v1.NotificationCause.
CAUSE = 3


class Place(NamedTuple):
    """Where works are done: one usage point, or a street, or some buildings of it."""

    usage_point_id: int | None
    city: str
    street: str
    first_building: str
    last_building: str
    parity: int  # smartregion.v1.BuildingParity


class Said(NamedTuple):
    """What an edition says; instants in milliseconds."""

    starts_at: int
    ends_at: int
    reason_uk: str
    reason_en: str


@dataclass(frozen=True)
class Shown:
    """Works with their places as they are now, and the users by the state of the last message that they got of them."""

    row: Work
    places: tuple[Place, ...]
    reach: dict[int, int]


@dataclass(frozen=True)
class WorkFilter:
    """What of the works is wanted; empty values ask for nothing."""

    utility_id: int | None = None
    commodity: int = 0
    kind: int = 0
    states: tuple[int, ...] = ()
    #: Works that touch the time between these instants.
    touch_from: int | None = None
    touch_before: int | None = None
    #: Bounds of who asks: works of one utility, or these ones.
    own_utility_id: int | None = None
    own_ids: frozenset[int] | None = None

    def conditions(self) -> list[Any]:
        equal = (
            (Work.utility_id, self.utility_id),
            (Work.utility_id, self.own_utility_id),
            (Work.commodity, self.commodity or None),
            (Work.kind, self.kind or None),
        )
        found: list[Any] = [column == value for column, value in equal if value is not None]
        if self.states:
            found.append(Work.state.in_(self.states))
        if self.touch_from is not None:
            found.append(Work.ends_at > self.touch_from)
        if self.touch_before is not None:
            found.append(Work.starts_at < self.touch_before)
        if self.own_ids is not None:
            found.append(Work.id.in_(sorted(self.own_ids)))
        return found


def _where(conditions: list[Any]) -> Any:
    return Work.select().where(*conditions) if conditions else Work.select()


# -- writing


def create(tx: Tx, row: Work, places: Sequence[Place]) -> None:
    tx.insert(row)
    _write_edition(tx, row, places)
    tx.change(Topic.WORKS, row.id, ChangeKind.CREATED)


def update(tx: Tx, row: Work, places: Sequence[Place], **values: Any) -> None:
    """Writes values and what its edition says with them, one version on. An edition that is not new is corrected."""
    changes = {**values, "updated_at": tx.now, "version": row.version + 1}
    tx.run(Work.update(**changes).where(Work.id == row.id))
    for name, value in changes.items():
        setattr(row, name, value)
    _write_edition(tx, row, places)
    tx.change(Topic.WORKS, row.id)


def _write_edition(tx: Tx, row: Work, places: Sequence[Place]) -> None:
    for model in (WorkEdition, WorkPlace):
        tx.run(model.delete().where((model.work_id == row.id) & (model.edition == row.edition)))
    said = (row.starts_at, row.ends_at, row.reason_uk, row.reason_en)
    tx.insert_many(WorkEdition, ("work_id", "edition", *Said._fields), [(row.id, row.edition, *said)])
    tx.insert_many(
        WorkPlace,
        ("work_id", "edition", "number", *Place._fields),
        [(row.id, row.edition, number, *place) for number, place in enumerate(places)],
    )


def told(tx: Tx, work_id: int, edition: int) -> bool:
    """Notes that people were told of an edition; whether they were not before."""
    fresh = (Work.id == work_id) & (Work.told_edition < edition)
    noted = bool(tx.run(Work.update(told_edition=edition).where(fresh)))
    if noted:
        tx.change(Topic.WORKS, work_id)
    return noted


# -- reading


def by_id(tx: Tx, work_id: int) -> Work | None:
    """Works, held until the unit ends."""
    found: Work | None = tx.first(tx.lock(Work.select().where(Work.id == work_id)))
    return found


class Untold(NamedTuple):
    """Works of which people are to be told."""

    id: int
    utility_id: int
    kind: int


def untold(tx: Tx, since: int) -> list[Untold]:
    """Works that changed since an instant (milliseconds), and of whose edition people were not told yet. Of those that
    ended when they were to there is no more to tell."""
    statement = (
        "SELECT id, utility_id, kind FROM work WHERE told_edition < edition "
        "AND NOT (state = ? AND closed_at >= ends_at) AND updated_at > ? ORDER BY id"
    )
    return [Untold(*row) for row in tx.sql(statement, (FINISHED, since))]


def many(tx: Tx, work_ids: Iterable[int]) -> list[Work]:
    """Those of the works that there are, as they stand."""
    return tx.all(Work.select().where(Work.id.in_(sorted(work_ids))))


#: The orders of a list: as the contract names them; the start, latest first, is that without a name.
STARTS_AT, OPEN_EMERGENCIES = "starts_at", "open_emergencies"
#: Whether somebody is cut off and waits: 1 for an emergency that nobody has finished or called off.
_OPEN = Case(None, [((Work.kind == EMERGENCY) & (Work.state == ANNOUNCED), 1)], 0)


def place_in(row: Work, order: str) -> tuple[int, ...]:
    """Where works stand in an order."""
    open_one = int(row.kind == EMERGENCY and row.state == ANNOUNCED)
    return (*((open_one,) if order == OPEN_EMERGENCIES else ()), row.starts_at, row.id)


def page(
    tx: Tx,
    wanted: WorkFilter,
    *,
    order: str,
    after: tuple[int, ...] | None,
    size: int,
    skip: int,
    with_reach: bool = True,
) -> tuple[list[Shown], int]:
    """Works in an order of the contract, behind the `place_in` it of one of them, and how many the filter leaves."""
    query = _where(wanted.conditions())
    total = int(query.count(tx.database))
    columns = (*((_OPEN,) if order == OPEN_EMERGENCIES else ()), Work.starts_at, Work.id)
    descending = order != STARTS_AT
    if after is not None:
        place = Tuple(*columns)
        query = query.where(place < after if descending else place > after)
    order_by = [column.desc() for column in columns] if descending else columns
    return shown(tx, tx.all(query.order_by(*order_by).limit(size).offset(skip)), with_reach=with_reach), total


def behind(tx: Tx, wanted: WorkFilter, last: int, size: int, *, with_reach: bool = True) -> list[Shown]:
    """Works with an id greater than `last`, by id."""
    query = _where([*wanted.conditions(), Work.id > last])
    return shown(tx, tx.all(query.order_by(Work.id).limit(size)), with_reach=with_reach)


def watched(tx: Tx, wanted: WorkFilter, work_ids: list[int], *, with_reach: bool = True) -> list[Shown]:
    """Those of the works that the filter lets through."""
    return shown(tx, tx.all(_where([*wanted.conditions(), Work.id.in_(work_ids)])), with_reach=with_reach)


def shown(tx: Tx, rows: Sequence[Work], *, with_reach: bool = True) -> list[Shown]:
    """Works with what is shown beside them; two queries for all. The reach is counted over every message about them,
    so it is left out for those who are not shown it."""
    ids = [row.id for row in rows]
    places, reach = places_of(tx, ids), reached(tx, ids) if with_reach else {}
    return [Shown(row, places[row.id], reach.get(row.id, {})) for row in rows]


def places_of(tx: Tx, work_ids: Iterable[int]) -> dict[int, tuple[Place, ...]]:
    """By works: where they are done now."""
    found: dict[int, list[Place]] = {number: [] for number in work_ids}
    statement = (
        f"SELECT p.work_id, {', '.join(f'p.{name}' for name in Place._fields)} FROM work w "
        "JOIN work_place p ON p.work_id = w.id AND p.edition = w.edition WHERE w.id IN ({marks}) "
        "ORDER BY p.work_id, p.number"
    )
    for work_id, *place in tx.among(statement, found):
        found[work_id].append(Place(*place))
    return {work_id: tuple(listed) for work_id, listed in found.items()}


def reached(tx: Tx, work_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """By works: how many users there are whose last message about them is in a state."""
    return notifications.reached(tx, CAUSE, work_ids)


class Step(NamedTuple):
    """A message about works, as far as it matters for the next one."""

    user_id: int
    edition: int
    state: int  # smartregion.v1.NotificationState
    template_name: str


def steps(tx: Tx, work_id: int) -> list[Step]:
    """Every message about works, oldest first."""
    statement = (
        "SELECT user_id, edition, state, template_name FROM notification "
        f"WHERE cause_id = ? AND cause = {CAUSE} ORDER BY id"
    )
    return [Step(*row) for row in tx.sql(statement, (work_id,))]


def waiting(tx: Tx, work_id: int, before: int, behind: int, most: int) -> list[int]:
    """Users, by id and behind one, for whom a message of an edition before this one was not sent yet."""
    statement = (
        f"SELECT DISTINCT user_id FROM notification WHERE cause_id = ? AND cause = {CAUSE} AND user_id > ? "
        f"AND state IN ({', '.join(map(str, WAITING))}) AND edition < ? ORDER BY user_id LIMIT ?"
    )
    return [user_id for (user_id,) in tx.sql(statement, (work_id, behind, before, most))]


def told_of(tx: Tx, work_id: int, edition: int, user_ids: Iterable[int]) -> set[int]:
    """Those of the users for whom there is a message of an edition. (Found by user: of one cause there may be a
    million.)"""
    statement = (
        f"SELECT user_id FROM notification WHERE +cause_id = ? AND cause = {CAUSE} AND edition = ? "
        "AND user_id IN ({marks})"
    )
    return {user_id for (user_id,) in tx.among(statement, list(user_ids), before=(work_id, edition))}


def editions(tx: Tx, work_id: int, wanted: Iterable[int]) -> dict[int, tuple[Said, tuple[Place, ...]]]:
    """What editions of works say, and of which places."""
    numbers = sorted(set(wanted))
    statement = (
        f"SELECT edition, {{}} FROM {{}} WHERE work_id = ? AND edition IN ({marks(numbers) or 'NULL'}) ORDER BY {{}}"
    )
    said = tx.sql(statement.format(", ".join(Said._fields), "work_edition", "edition"), (work_id, *numbers))
    places = tx.sql(statement.format(", ".join(Place._fields), "work_place", "number"), (work_id, *numbers))
    listed: dict[int, list[Place]] = {edition: [] for edition, *_ in said}
    for edition, *place in places:
        listed[edition].append(Place(*place))
    return {edition: (Said(*one), tuple(listed[edition])) for edition, *one in said}


class Near(NamedTuple):
    """Works that may concern somebody's home, with one of their places; None where they concern everybody."""

    work_id: int
    first_at: int
    last_at: int
    place: Place | None


_NEAR = f"""
SELECT w.id, w.starts_at, w.ends_at, {", ".join(f"p.{name}" for name in Place._fields)}, p.number
FROM work w LEFT JOIN work_place p ON p.work_id = w.id AND p.edition = w.edition
WHERE w.utility_id = ? AND w.commodity = ? AND w.ends_at > ? AND coalesce(w.closed_at, w.ends_at) > ?
  AND (p.number IS NULL OR p.usage_point_id IN ({{points}}) OR (p.city = ? AND p.street = ?))"""


def near(tx: Tx, home: Home, points: Iterable[int], since: int) -> list[Near]:
    """Works at the street or at one of the points of a home, or everywhere, that were not over at an instant."""
    listed = sorted(points)
    parameters = (home.utility_id, home.commodity, since, since, *listed, home.city, home.street)
    rows = tx.sql(_NEAR.format(points=marks(listed)), parameters)
    return [
        Near(work_id, first_at, last_at, None if number is None else Place(*place))
        for work_id, first_at, last_at, *place, number in rows
    ]
