"""Duties of recipients: who received a person's data, what each was told, and what they answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from storage.days import iso_day
from storage.engine.feed import ChangeKind, Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account
from storage.models.duties import PENDING, DataDuty
from storage.repositories.proof import EXEMPT

SEALED = ("note", "excuse", "done_by", "sent_reference", "recipient_name")
#: Whom a duty is of: a partner and an account; of who is no partner the registry code, or the name without one.
Key = tuple[int, int, str]


@dataclass(frozen=True)
class Recipient:
    """Who received data of a person, by an account or by none, and the classes it was ever shown (bit n: class n)."""

    partner_id: int
    account_id: int
    data_classes: int
    #: Of one that is no partner (partner_id 0).
    name: str = ""
    registry_code: str = ""
    #: Law forbids that the person is told of it.
    untold: bool = False

    @property
    def named(self) -> str:
        """By what one that is no partner is known."""
        return self.registry_code or self.name

    @property
    def key(self) -> Key:
        return self.partner_id, self.account_id, self.named


@dataclass
class Duty:
    """A duty with its sealed texts open, and what names the account to its recipient."""

    row: DataDuty
    #: By the names in SEALED.
    texts: Mapping[str, str]
    account_number: str
    utility_id: int

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def key(self) -> Key:
        """Of the recipient whose duty it is."""
        row = self.row
        return row.partner_id, row.account_id, row.registry_code or self.texts["recipient_name"]


@dataclass(frozen=True)
class DutyFilter:
    """What of the duties is wanted; empty values ask for nothing."""

    partner_id: int | None = None
    request_id: int | None = None
    state: int = 0
    kind: int = 0
    #: An ISO date: pending ones whose last day lies before it.
    overdue_on: str = ""

    def conditions(self) -> list[Any]:
        equal = (
            (DataDuty.partner_id, self.partner_id),
            (DataDuty.request_id, self.request_id),
            (DataDuty.state, self.state or None),
            (DataDuty.kind, self.kind or None),
        )
        found: list[Any] = [column == value for column, value in equal if value is not None]
        if self.overdue_on:
            found += [DataDuty.state == PENDING, DataDuty.due_on < self.overdue_on]
        return found


def by_grants(tx: Tx, user_id: int) -> list[Recipient]:
    """Partners that a grant gave sight of the person's accounts at any time since each was linked: grants that ended or
    were revoked since count, as do links that have ended, for what was received stays with its recipient."""
    linked = tx.sql(
        "SELECT a.id, a.utility_id, min(l.linked_at) FROM account_link l JOIN account a ON a.id = l.account_id "
        "WHERE l.user_id = ? GROUP BY a.id, a.utility_id",
        (user_id,),
    )
    today = iso_day(tx.now)
    found: dict[tuple[int, int], int] = {}
    for account_id, utility_id, linked_at in linked:
        shown = tx.sql(
            "SELECT partner_id, data_classes FROM access_grant WHERE utility_id = ? AND effective_from <= ? "
            "AND (effective_to IS NULL OR effective_to >= ?) AND (revoked_at IS NULL OR revoked_at >= ?)",
            (utility_id, today, iso_day(linked_at), linked_at),
        )
        for partner_id, classes in shown:
            found[partner_id, account_id] = found.get((partner_id, account_id), 0) | classes
    return [Recipient(partner, account, classes) for (partner, account), classes in sorted(found.items())]


def by_disclosures(tx: Tx, user_id: int) -> list[Recipient]:
    """Those to whom data of the person was released, by the ledger of disclosures and by no account; one of whom every
    disclosure is kept from the person is not told to them either. Who is a partner is known by the registry code."""
    rows = tx.sql(
        "SELECT p.id, d.registry_code, d.id, d.recipient_name_sealed, d.notice, f.data_class FROM disclosed_field f "
        "JOIN disclosure d ON d.id = f.disclosure_id "
        "LEFT JOIN partner p ON p.registry_code = d.registry_code AND p.registry_code <> '' "
        "WHERE f.user_id = ? ORDER BY f.released_at, f.disclosure_id, f.field",
        (user_id,),
    )
    tx.keys.get_many(list({row[2] for row in rows}))
    found = (
        Recipient(partner_id, 0, 1 << data_class, untold=notice == EXEMPT)
        if partner_id
        else Recipient(
            *(0, 0, 1 << data_class),
            tx.unseal(disclosure_id, "disclosure.recipient_name", name) or code,
            code,
            notice == EXEMPT,
        )
        for partner_id, code, disclosure_id, name, notice, data_class in rows
    )
    # Of who has no code nothing says who it was, once the term of proof is over.
    return together(one for one in found if one.partner_id or one.name)


def together(found: Iterable[Recipient]) -> list[Recipient]:
    """One for each key, with all that it was shown in any way, under its latest name."""
    by_key: dict[Key, Recipient] = {}
    for one in found:
        known = by_key.get(one.key, one)
        classes, untold = known.data_classes | one.data_classes, known.untold and one.untold
        by_key[one.key] = replace(one, data_classes=classes, untold=untold)
    return list(by_key.values())


def add(tx: Tx, row: DataDuty) -> None:
    tx.insert(row)
    tx.change(Topic.DATA_DUTIES, row.id, ChangeKind.CREATED)


def new_row(tx: Tx, recipient: Recipient, *, request_id: int, **values: Any) -> DataDuty:
    """A duty that waits for its recipient; `request_id` is 0 where no privacy request caused it."""
    duty_id = new_id()
    key_id = request_id or duty_id
    if recipient.name and not request_id:
        tx.keys.create(key_id)
    return DataDuty(
        id=duty_id,
        request_id=request_id,
        key_id=key_id,
        partner_id=recipient.partner_id,
        account_id=recipient.account_id,
        data_classes=recipient.data_classes,
        recipient_name_sealed=tx.seal(key_id, "data_duty.recipient_name", recipient.name),
        recipient_index=tx.blind.digest("recipient", recipient.named) if recipient.named else None,
        registry_code=recipient.registry_code,
        untold=recipient.untold,
        state=PENDING,
        raised_at=tx.now,
        done_at=None,
        note_sealed=None,
        answered_at=None,
        closed_at=None,
        receipt_digest=None,
        receipt_signature=None,
        excuse_sealed=None,
        done_by_sealed=None,
        excused_by_id=None,
        sent_on=None,
        sent_reference_sealed=None,
        sent_by_id=None,
        **values,
    )


def update(tx: Tx, duty: Duty, **values: Any) -> Duty:
    """Changes columns, and sealed texts by their names, one version on; the duty as it is then."""
    changes = {name: value for name, value in values.items() if name not in SEALED}
    if not duty.row.request_id and any(values.get(name) for name in SEALED):
        tx.keys.create(duty.row.key_id)  # few are answered in words: a key is made when there is something to seal
    for name in SEALED:
        if name in values:
            changes[f"{name}_sealed"] = tx.seal(duty.row.key_id, f"data_duty.{name}", values[name])
    tx.run(DataDuty.update(**changes, version=DataDuty.version + 1).where(DataDuty.id == duty.id))
    tx.change(Topic.DATA_DUTIES, duty.id)
    return opened(tx, tx.all(DataDuty.select().where(DataDuty.id == duty.id)))[0]


def by_id(tx: Tx, duty_id: int) -> Duty | None:
    """A duty, held until the unit ends."""
    rows = tx.all(tx.lock(DataDuty.select().where(DataDuty.id == duty_id)))
    return opened(tx, rows)[0] if rows else None


def of_request(tx: Tx, request_id: int) -> list[Duty]:
    return opened(tx, tx.all(DataDuty.select().where(DataDuty.request_id == request_id).order_by(DataDuty.id)))


def raised(tx: Tx, request_ids: Iterable[int]) -> set[int]:
    """Those of the requests that are a duty of somebody."""
    of_these = DataDuty.request_id.in_(list(request_ids)) & (DataDuty.request_id != 0)
    return {number for (number,) in tx.rows(DataDuty.select(DataDuty.request_id).where(of_these).distinct())}


def waiting_changes(tx: Tx, user_id: int, kind: int) -> dict[Key, DataDuty]:
    """Duties about a person that no request caused and nobody has answered, by recipient."""
    found = tx.all(
        DataDuty.select().where(
            (DataDuty.user_id == user_id)
            & (DataDuty.kind == kind)
            & (DataDuty.request_id == 0)
            & (DataDuty.state == PENDING)
        )
    )
    return {duty.key: duty.row for duty in opened(tx, found)}


def raise_again(tx: Tx, row: DataDuty, fields: Iterable[str], data_classes: int) -> None:
    """A duty that waits is told of another change. Its last day stays: the first change was due by then."""
    known = [one for one in row.fields.split(",") if one]
    together = ",".join(dict.fromkeys([*known, *fields]))
    values = {"fields": together, "data_classes": row.data_classes | data_classes, "raised_at": tx.now}
    tx.run(DataDuty.update(**values, version=DataDuty.version + 1).where(DataDuty.id == row.id))
    tx.change(Topic.DATA_DUTIES, row.id)


def open_by_partner(tx: Tx, partner_ids: Iterable[int], today: str) -> dict[int, tuple[int, int]]:
    """How many duties each has not answered, and how many of them are past their last day, on an ISO date."""
    statement = (
        "SELECT partner_id, count(*), sum(CASE WHEN due_on < ? THEN 1 ELSE 0 END) FROM data_duty "
        f"WHERE state = {PENDING} AND partner_id IN ({{marks}}) GROUP BY partner_id"
    )
    return {
        number: (int(waiting), int(late)) for number, waiting, late in tx.among(statement, partner_ids, before=(today,))
    }


def waiting(tx: Tx, request_id: int) -> list[Duty]:
    """Duties that a request still waits for: all that its person may know of."""
    pending = (DataDuty.request_id == request_id) & (DataDuty.state == PENDING)
    query = DataDuty.select().where(pending & ~DataDuty.untold).order_by(DataDuty.partner_id, DataDuty.id)
    return opened(tx, tx.all(query))


def reveal(tx: Tx, user_id: int, untold: Iterable[Key]) -> None:
    """Duties of a person of whose recipients law keeps just these from them still."""
    kept = set(untold)
    hidden = tx.all(DataDuty.select().where((DataDuty.user_id == user_id) & DataDuty.untold))
    for duty in opened(tx, hidden):
        if duty.key not in kept:
            tx.run(DataDuty.update(untold=False, version=DataDuty.version + 1).where(DataDuty.id == duty.id))
            tx.change(Topic.DATA_DUTIES, duty.id)


def first_due(tx: Tx, request_id: int) -> DataDuty | None:
    """Of the receipts that a request still waits for, the one that is due first."""
    pending = (DataDuty.request_id == request_id) & (DataDuty.state == PENDING)
    return tx.first(DataDuty.select().where(pending).order_by(DataDuty.due_on, DataDuty.id))


def opened(tx: Tx, rows: Iterable[DataDuty]) -> list[Duty]:
    """Duties with their texts open, in the same order."""
    listed = list(rows)
    tx.keys.get_many({row.key_id for row in listed})
    wanted = {row.account_id for row in listed}
    query = Account.select(Account.id, Account.number, Account.utility_id).where(Account.id.in_(wanted))
    accounts = {number: (text, utility_id) for number, text, utility_id in tx.rows(query)}
    return [
        Duty(
            row,
            {name: tx.unseal(row.key_id, f"data_duty.{name}", getattr(row, f"{name}_sealed")) for name in SEALED},
            *accounts.get(row.account_id, ("", 0)),
        )
        for row in listed
    ]


def page(tx: Tx, wanted: DutyFilter, after: tuple[str, int] | None, size: int, skip: int) -> tuple[list[Duty], int]:
    """Duties by their last day, behind (that day, id), and how many the filter leaves."""
    query = _where(wanted.conditions())
    total = int(query.count(tx.database))
    if after is not None:
        day, number = after
        query = query.where((DataDuty.due_on > day) | ((DataDuty.due_on == day) & (DataDuty.id > number)))
    return opened(tx, tx.all(query.order_by(DataDuty.due_on, DataDuty.id).limit(size).offset(skip))), total


def behind(tx: Tx, wanted: DutyFilter, last: int, size: int) -> list[Duty]:
    query = _where([*wanted.conditions(), DataDuty.id > last])
    return opened(tx, tx.all(query.order_by(DataDuty.id).limit(size)))


def watched(tx: Tx, wanted: DutyFilter, ids: list[int]) -> list[Duty]:
    """Those of the ids that the filter lets through."""
    return opened(tx, tx.all(_where([*wanted.conditions(), DataDuty.id.in_(ids)])))


def theirs(tx: Tx, partner_id: int, ids: list[int]) -> set[int]:
    """Those of the ids that are a partner's."""
    query = DataDuty.select(DataDuty.id).where(DataDuty.id.in_(ids) & (DataDuty.partner_id == partner_id))
    return {number for (number,) in tx.rows(query)}


def _where(conditions: list[Any]) -> Any:
    query = DataDuty.select()
    return query.where(*conditions) if conditions else query
