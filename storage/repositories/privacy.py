"""Privacy requests: what was demanded, each step, holds, and how far an erasure has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, fn

from storage.days import iso_day, midnight
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Texts, Tx
from storage.errors import Unreadable
from storage.models.privacy import (
    ErasureRun,
    PrivacyHold,
    PrivacyRectification,
    PrivacyRequest,
    PrivacyStep,
)
from storage.repositories import series

SEALED = (
    *("applicant_name", "applicant_contact", "representative_name", "representative_authority"),
    *("text", "document_ref", "proof_method", "decision_reason", "decision_article", "outcome"),
)


_VALUE = "privacy_rectification.value"


@dataclass
class Hold:
    """A hold with its ground open."""

    row: PrivacyHold
    #: None where it does not open.
    ground: str | None

    @property
    def id(self) -> int:
        return self.row.id


@dataclass
class Request:
    """A request with its sealed fields open, and what belongs to it."""

    row: PrivacyRequest
    #: By the names in SEALED; empty once the request's own key is gone.
    texts: Texts
    holds: list[Hold]
    #: Fields to be corrected and their values, in the order of the names; None where a value does not open.
    wanted: list[tuple[str, str | None]]

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def rectifications(self) -> list[tuple[str, str]]:
        """What is to be corrected. Raises Unreadable: nothing is corrected to what nobody can read."""
        found = [(field, value) for field, value in self.wanted if value is not None]
        if len(found) < len(self.wanted):
            raise Unreadable(_VALUE)
        return found

    @property
    def unreadable(self) -> list[str]:
        """What of it does not open: names of SEALED, and of what belongs to it."""
        found = list(self.texts.unreadable)
        found += ["rectifications"] * any(value is None for _, value in self.wanted)
        return found + ["holds"] * any(hold.ground is None for hold in self.holds)

    def holds_in_force(self, today: str) -> list[Hold]:
        """Holds that still keep the data on an ISO date."""
        return [hold for hold in self.holds if hold.row.released_at is None and hold.row.until >= today]


@dataclass(frozen=True)
class RequestFilter:
    """What of the requests is wanted; empty values ask for nothing."""

    states: tuple[int, ...] = ()
    kind: int = 0
    user_id: int | None = None
    assignee_id: int | None = None
    due_until: str = ""
    #: Kinds of letters of which none was sent.
    unsent: tuple[int, ...] = ()
    #: The kind of those who prove somebody by a document, and the call by which its copy is said to be destroyed, where
    #: closed requests with a copy are wanted.
    copy_left: tuple[int, str] | None = None

    def conditions(self) -> list[Any]:
        equal = (
            (PrivacyRequest.kind, self.kind or None),
            (PrivacyRequest.user_id, self.user_id),
            (PrivacyRequest.assignee_id, self.assignee_id),
        )
        found: list[Any] = [column == value for column, value in equal if value is not None]
        if self.states:
            found.append(PrivacyRequest.state.in_(self.states))
        if self.due_until:
            found.append(PrivacyRequest.due_on <= self.due_until)
        if self.unsent:
            sent = PrivacyStep.select(PrivacyStep.request_id).where(
                (PrivacyStep.letter_kind != 0) & PrivacyStep.letter_kind.in_(self.unsent)
            )
            unclean = ErasureRun.select(ErasureRun.request_id).where(~ErasureRun.clean)
            found += [PrivacyRequest.id.not_in(sent), PrivacyRequest.id.not_in(unclean)]
        if self.copy_left is not None:
            found += _copy_left(*self.copy_left)
        return found


def _copy_left(proven_by: int, call: str) -> list[Any]:
    """As Standing.copy_left of server.privacy says it of one."""
    gone = PrivacyStep.select(PrivacyStep.number).where(
        (PrivacyStep.request_id == PrivacyRequest.id) & (PrivacyStep.call == call)
    )
    return [
        PrivacyRequest.closed_at.is_null(False),
        PrivacyRequest.document_ref_sealed.is_null(False),
        PrivacyRequest.proof_at.is_null(False),
        PrivacyRequest.proof_by_kind == proven_by,
        ~fn.EXISTS(gone),
    ]


def next_number(tx: Tx, year: int) -> str:
    """The next incoming number of a year, without gaps but for units that failed."""
    return f"{year}-{series.next_of(tx, f'privacy requests of {year}'):06d}"


def create(tx: Tx, row: PrivacyRequest, texts: dict[str, str], rectifications: Iterable[tuple[str, str]]) -> Request:
    """Writes a request under a key of its own, which is made here."""
    tx.keys.create(row.id)
    for name, text in texts.items():
        setattr(row, f"{name}_sealed", tx.seal(row.id, f"privacy_request.{name}", text))
    tx.insert(row)
    for field, value in rectifications:
        sealed = tx.seal(row.id, _VALUE, value)
        tx.insert(PrivacyRectification(request_id=row.id, field=field, value_sealed=sealed))
    tx.change(Topic.PRIVACY_REQUESTS, row.id, ChangeKind.CREATED)
    return opened(tx, [row])[0]


def update(tx: Tx, request: Request, **values: Any) -> Request:
    """Changes columns, and sealed texts by their names, one version on; the request as it is then."""
    changes = {name: value for name, value in values.items() if name not in SEALED}
    for name in SEALED:
        if name in values:
            changes[f"{name}_sealed"] = tx.seal(request.id, f"privacy_request.{name}", values[name])
    tx.run(PrivacyRequest.update(**changes, version=PrivacyRequest.version + 1).where(PrivacyRequest.id == request.id))
    tx.change(Topic.PRIVACY_REQUESTS, request.id)
    row = tx.first(PrivacyRequest.select().where(PrivacyRequest.id == request.id))
    return opened(tx, [row])[0]


@dataclass(frozen=True)
class Sent:
    """A letter that was sent: its kind, an ISO date, and how (numbers of the contract)."""

    kind: int
    on: str
    way: int


def add_step(
    tx: Tx, request: Request, call: str, actor: tuple[int, int], note: str = "", sent: Sent | None = None
) -> None:
    """Notes what was done; the request is as it became by it."""
    last = tx.scalar(
        PrivacyStep.select(PrivacyStep.number)
        .where(PrivacyStep.request_id == request.id)
        .order_by(PrivacyStep.number.desc())
    )
    tx.insert(
        PrivacyStep(
            request_id=request.id,
            number=(last or 0) + 1,
            at=tx.now,
            call=call,
            state=request.row.state,
            actor_kind=actor[0],
            actor_id=actor[1],
            note_sealed=tx.seal(request.id, "privacy_step.note", note),
            letter_kind=sent.kind if sent else 0,
            sent_on=sent.on if sent else None,
            sent_way=sent.way if sent else 0,
        )
    )


def marks(tx: Tx, request_ids: Iterable[int], calls: Sequence[str]) -> dict[int, list[PrivacyStep]]:
    """Steps that sent a letter or are of these calls, in order, by request; with nothing open."""
    wanted = (PrivacyStep.letter_kind != 0) | PrivacyStep.call.in_(calls)
    query = PrivacyStep.select().where(PrivacyStep.request_id.in_(list(request_ids)) & wanted)
    found: dict[int, list[PrivacyStep]] = {}
    for step in tx.all(query.order_by(PrivacyStep.request_id, PrivacyStep.number)):
        found.setdefault(step.request_id, []).append(step)
    return found


def steps(tx: Tx, request_id: int) -> list[tuple[PrivacyStep, str]]:
    """Steps in order, each with its note; one that does not open is empty."""
    query = PrivacyStep.select().where(PrivacyStep.request_id == request_id).order_by(PrivacyStep.number)
    return [(step, tx.shown(request_id, "privacy_step.note", step.note_sealed) or "") for step in tx.all(query)]


def actors_of(tx: Tx, request_id: int, call: str) -> set[int]:
    """Who ever took a step of a request, by id."""
    query = PrivacyStep.select(PrivacyStep.actor_id)
    return {
        number
        for (number,) in tx.rows(query.where((PrivacyStep.request_id == request_id) & (PrivacyStep.call == call)))
    }


def opened(tx: Tx, rows: Iterable[PrivacyRequest]) -> list[Request]:
    """Requests with their fields open, in the same order."""
    listed = list(rows)
    ids = [row.id for row in listed]
    tx.keys.get_many(ids)
    holds: dict[int, list[Hold]] = {}
    for hold in tx.all(PrivacyHold.select().where(PrivacyHold.request_id.in_(ids)).order_by(PrivacyHold.id)):
        ground = tx.shown(hold.request_id, "privacy_hold.ground", hold.ground_sealed)
        holds.setdefault(hold.request_id, []).append(Hold(hold, ground))
    wanted: dict[int, list[tuple[str, str | None]]] = {}
    fields = PrivacyRectification.select().where(PrivacyRectification.request_id.in_(ids))
    for one in tx.all(fields.order_by(PrivacyRectification.field)):
        value = tx.shown(one.request_id, _VALUE, one.value_sealed)
        wanted.setdefault(one.request_id, []).append((one.field, value))
    return [
        Request(row, tx.texts(row.id, row, SEALED), holds.get(row.id, []), wanted.get(row.id, [])) for row in listed
    ]


def by_id(tx: Tx, request_id: int) -> Request | None:
    """A request, held until the unit ends."""
    row = tx.first(tx.lock(PrivacyRequest.select().where(PrivacyRequest.id == request_id)))
    return opened(tx, [row])[0] if row else None


def of_user(tx: Tx, user_id: int, kind: int, states: Iterable[int]) -> list[Request]:
    """Requests of a kind in some states of a user, oldest first."""
    query = PrivacyRequest.select().where(
        (PrivacyRequest.user_id == user_id) & (PrivacyRequest.kind == kind) & PrivacyRequest.state.in_(tuple(states))
    )
    return opened(tx, tx.all(query.order_by(PrivacyRequest.id)))


def of_letter(tx: Tx, letter_id: int) -> list[PrivacyRequest]:
    """The parts of a letter, in their order, with nothing open."""
    query = PrivacyRequest.select().where(PrivacyRequest.letter_id == letter_id)
    return tx.all(query.order_by(PrivacyRequest.id))


def row_of(tx: Tx, request_id: int) -> PrivacyRequest | None:
    """A request with nothing open."""
    found: PrivacyRequest | None = tx.first(PrivacyRequest.select().where(PrivacyRequest.id == request_id))
    return found


def alike(tx: Tx, row: PrivacyRequest, most: int) -> list[PrivacyRequest]:
    """Other requests of its kind by the same user or from the same contact that ran while it did, oldest first."""
    whose = [PrivacyRequest.user_id == row.user_id] if row.user_id is not None else []
    if row.sender_index is not None:
        # Nobody's request may be somebody's: who it is may be found later, and differs where both are known.
        unknown = PrivacyRequest.user_id.is_null() if row.user_id is not None else SQL("1 = 1")
        whose.append((PrivacyRequest.sender_index == row.sender_index) & unknown)
    if not whose:
        return []
    same = (PrivacyRequest.kind == row.kind) & (PrivacyRequest.id != row.id)
    # An instant lies in the day that it ends: a day more than either needs is better than one too few.
    ran = PrivacyRequest.closed_at.is_null() | (
        PrivacyRequest.closed_at >= midnight(date.fromisoformat(row.received_on))
    )
    began = PrivacyRequest.received_on <= iso_day(row.closed_at) if row.closed_at is not None else SQL("1 = 1")
    query = PrivacyRequest.select().where(same & reduce(or_, whose) & ran & began)
    return tx.all(query.order_by(PrivacyRequest.id).limit(most))


def numbers(tx: Tx, request_ids: Iterable[int]) -> dict[int, str]:
    """Incoming numbers of requests."""
    query = PrivacyRequest.select(PrivacyRequest.id, PrivacyRequest.number)
    return dict(tx.rows(query.where(PrivacyRequest.id.in_(set(request_ids)))))


def count_of_user(tx: Tx, user_id: int, since: int) -> int:
    """Requests of a user that were registered since an instant; milliseconds."""
    query = PrivacyRequest.select(PrivacyRequest.id).where(
        (PrivacyRequest.user_id == user_id) & (PrivacyRequest.created_at > since)
    )
    return int(query.count(tx.database))


def in_state(tx: Tx, state: int) -> list[Request]:
    return opened(tx, tx.all(PrivacyRequest.select().where(PrivacyRequest.state == state).order_by(PrivacyRequest.id)))


def page(
    tx: Tx, wanted: RequestFilter, *, order: str, descending: bool, after: tuple[str, int] | None, size: int, skip: int
) -> tuple[list[Request], int]:
    """Requests by `due_on` or `received_on`, behind (that day, id), and how many the filter leaves.

    Each state is looked up by itself, in the order of its index: of several at once, either engine would sort all.
    """
    column: Any = getattr(PrivacyRequest, order)
    total = int(_where(wanted.conditions()).count(tx.database))
    by = (column.desc(), PrivacyRequest.id.desc()) if descending else (column, PrivacyRequest.id)
    found: list[tuple[str, int]] = []
    each: list[tuple[int, ...]] = [(state,) for state in wanted.states]
    for states in each or [()]:
        query = PrivacyRequest.select(column, PrivacyRequest.id)
        conditions = [*replace(wanted, states=states).conditions(), *_behind(column, after, descending)]
        found += tx.rows((query.where(*conditions) if conditions else query).order_by(*by).limit(size + skip))
    ids = [number for _, number in sorted(found, reverse=descending)[skip : skip + size]]
    rows = {row.id: row for row in tx.all(PrivacyRequest.select().where(PrivacyRequest.id.in_(ids)))}
    return opened(tx, [rows[number] for number in ids]), total


def _behind(column: Any, after: tuple[str, int] | None, descending: bool) -> list[Any]:
    """What lies behind a day and an id."""
    if after is None:
        return []
    day, number = after
    if descending:
        return [(column < day) | ((column == day) & (PrivacyRequest.id < number))]
    return [(column > day) | ((column == day) & (PrivacyRequest.id > number))]


def behind(tx: Tx, wanted: RequestFilter, last: int, size: int) -> list[Request]:
    query = _where([*wanted.conditions(), PrivacyRequest.id > last])
    return opened(tx, tx.all(query.order_by(PrivacyRequest.id).limit(size)))


def watched(tx: Tx, wanted: RequestFilter, ids: list[int]) -> list[Request]:
    """Those of the ids that the filter lets through."""
    return opened(tx, tx.all(_where([*wanted.conditions(), PrivacyRequest.id.in_(ids)])))


def _where(conditions: list[Any]) -> Any:
    query = PrivacyRequest.select()
    return query.where(*conditions) if conditions else query


# -- holds


def add_hold(tx: Tx, hold: PrivacyHold, ground: str) -> None:
    hold.ground_sealed = tx.seal(hold.request_id, "privacy_hold.ground", ground)
    tx.insert(hold)


def release_hold(tx: Tx, hold: Hold) -> None:
    tx.run(PrivacyHold.update(released_at=tx.now).where(PrivacyHold.id == hold.id))


# -- erasure


def run_of(tx: Tx, request_id: int) -> ErasureRun | None:
    found: ErasureRun | None = tx.first(ErasureRun.select().where(ErasureRun.request_id == request_id))
    return found


def erased_by_another(tx: Tx, person_id: int, request_id: int) -> bool:
    """Whether the columns of a person were erased by another request."""
    others = ErasureRun.select().where((ErasureRun.person_id == person_id) & (ErasureRun.request_id != request_id))
    return tx.first(others) is not None


def remains(tx: Tx, request_id: int) -> bool:
    """Whether the last scan after an erasure found something, or none has been made yet."""
    return bool(remaining(tx, [request_id]))


def remaining(tx: Tx, request_ids: Iterable[int]) -> set[int]:
    """Those of which that is so."""
    of_these = ErasureRun.request_id.in_(list(request_ids))
    return {
        number for (number,) in tx.rows(ErasureRun.select(ErasureRun.request_id).where(of_these & ~ErasureRun.clean))
    }


def add_run(tx: Tx, request_id: int, person_id: int, needles: str) -> None:
    """Notes that the columns of a person are erased, with what to look for afterwards."""
    tx.insert(
        ErasureRun(
            request_id=request_id,
            person_id=person_id,
            columns_erased_at=tx.now,
            needles_sealed=tx.seal(request_id, "erasure_run.needles", needles),
        )
    )


def needles_of(tx: Tx, run: ErasureRun) -> str:
    return tx.unseal(run.request_id, "erasure_run.needles", run.needles_sealed)


def update_run(tx: Tx, request_id: int, **values: Any) -> None:
    tx.run(ErasureRun.update(**values).where(ErasureRun.request_id == request_id))
