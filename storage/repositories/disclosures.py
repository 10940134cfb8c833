"""Disclosures and their ledger."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.columns import DataClass
from storage.engine.feed import ChangeKind, Topic
from storage.engine.transaction import Tx
from storage.models.disclosures import DisclosedField, Disclosure
from storage.models.journal import AuditEntry
from storage.repositories import series, subject

SEALED = (
    *("recipient_name", "official", "legal_basis", "purpose", "document_ref", "notice_ground", "finding"),
    *("denial", "denial_article", "deferral", "ended"),
)
#: Digests to search by say nothing to anybody else.
_DIGEST = "_index"
LEDGER_ROWS = 1_000
#: By what the ledger is ordered: the instant, the disclosure and the field.
LedgerKey = tuple[int, int, str]
#: What a disclosure is called in the audit log.
TARGET = "disclosure"


@dataclass
class Request:
    """A disclosure with its sealed fields open."""

    row: Disclosure
    #: By the names in SEALED.
    texts: dict[str, str]

    @property
    def id(self) -> int:
        return self.row.id

    @property
    def recipient(self) -> str:
        """Who was told; by the code of the registry once the term of proof is over."""
        return self.texts["recipient_name"] or self.row.registry_code

    @property
    def fields(self) -> list[str]:
        return [one for one in self.row.fields.split(",") if one]


class Left(NamedTuple):
    """A field that left, with the disclosure by which it did."""

    field: DisclosedField
    request: Request

    @property
    def key(self) -> LedgerKey:
        return self.field.released_at, self.field.disclosure_id, self.field.field


def next_number(tx: Tx, year: int) -> str:
    """The next number of a year."""
    return f"D-{year}-{series.next_of(tx, f'disclosures of {year}'):06d}"


def create(tx: Tx, row: Disclosure, texts: Mapping[str, str]) -> Request:
    """Writes a disclosure under a key of its own, which is made here."""
    tx.keys.create(row.id)
    for name, text in texts.items():
        setattr(row, f"{name}_sealed", tx.seal(row.id, f"disclosure.{name}", text))
    tx.insert(row)
    tx.change(Topic.DISCLOSURES, row.id, ChangeKind.CREATED)
    return opened(tx, [row])[0]


def update(tx: Tx, request: Request, **values: Any) -> Request:
    """Changes columns, and sealed texts by their names, one version on; the disclosure as it is then."""
    changes = {name: value for name, value in values.items() if name not in SEALED}
    for name in SEALED:
        if name in values:
            changes[f"{name}_sealed"] = tx.seal(request.id, f"disclosure.{name}", values[name])
    tx.run(Disclosure.update(**changes, version=Disclosure.version + 1).where(Disclosure.id == request.id))
    tx.change(Topic.DISCLOSURES, request.id)
    row = tx.first(Disclosure.select().where(Disclosure.id == request.id))
    return opened(tx, [row])[0]


def opened(tx: Tx, rows: Iterable[Disclosure]) -> list[Request]:
    listed = list(rows)
    tx.keys.get_many([row.id for row in listed])
    return [
        Request(row, {name: tx.unseal(row.id, f"disclosure.{name}", getattr(row, f"{name}_sealed")) for name in SEALED})
        for row in listed
    ]


def by_id(tx: Tx, disclosure_id: int) -> Request | None:
    """A disclosure, held until the unit ends."""
    row = tx.first(tx.lock(Disclosure.select().where(Disclosure.id == disclosure_id)))
    return opened(tx, [row])[0] if row else None


def page(
    tx: Tx, states: Sequence[int], user_id: int | None, *, after: tuple[str, int] | None, size: int, skip: int
) -> tuple[list[Request], int]:
    """Disclosures by the day on which they are due, and how many there are."""
    query = Disclosure.select()
    if states:
        query = query.where(Disclosure.state.in_(states))
    if user_id is not None:
        query = query.where(Disclosure.user_id == user_id)
    total = int(query.count(tx.database))
    if after is not None:
        due_on, last = after
        query = query.where((Disclosure.due_on > due_on) | ((Disclosure.due_on == due_on) & (Disclosure.id > last)))
    rows = tx.all(query.order_by(Disclosure.due_on, Disclosure.id).limit(size).offset(skip))
    return opened(tx, rows), total


def tellable(service: str, user_id: int, notice: int) -> Any:
    """The condition under which an entry of the audit log tells a person of no disclosure but of those that were
    released with a notice: whether law forbids to tell of the others is not known before."""
    told = Disclosure.select(Disclosure.id).where(
        Disclosure.user_id == user_id, Disclosure.notice == notice, Disclosure.released_at.is_null(False)
    )
    about_one = (AuditEntry.target_kind == TARGET) & AuditEntry.target_id.in_(told)
    return ~AuditEntry.action.startswith(f"{service}.") | about_one


# -- what can leave, and what left


def fields() -> dict[str, DataClass]:
    """Every field of people that can leave, as "table.column", with its class."""
    return {
        f"{section.table}.{column.name}": column.declaration.data_class
        for section in subject.sections()
        for column in section.columns
        if not column.name.endswith(_DIGEST)
    }


def enter(tx: Tx, row: Disclosure, rows: Mapping[str, int]) -> None:
    """Enters in the ledger what leaves: how many values of each field, beside those that left before."""
    classes = fields()
    tx.many(
        "INSERT INTO disclosed_field (disclosure_id, field, user_id, data_class, rows, released_at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (disclosure_id, field) DO UPDATE SET rows = disclosed_field.rows + "
        "excluded.rows",
        [(row.id, name, row.user_id, classes[name].value, count, tx.now) for name, count in sorted(rows.items())],
    )


def left(tx: Tx, user_id: int, *, but_notice: int = 0, after: LedgerKey | None = None, size: int) -> list[Left]:
    """What of somebody left, the latest first and behind an entry of the ledger; without that of which the notice is
    one."""
    entry = DisclosedField
    query = entry.select().where(entry.user_id == user_id)
    if but_notice:
        untold = Disclosure.select(Disclosure.id).where(
            (Disclosure.user_id == user_id) & (Disclosure.notice == but_notice)
        )
        query = query.where(entry.disclosure_id.not_in(untold))
    if after is not None:
        at, number, field = after
        query = query.where(
            (entry.released_at < at)
            | ((entry.released_at == at) & (entry.disclosure_id < number))
            | ((entry.released_at == at) & (entry.disclosure_id == number) & (entry.field > field))
        )
    entered = tx.all(query.order_by(entry.released_at.desc(), entry.disclosure_id.desc(), entry.field).limit(size))
    rows = tx.all(Disclosure.select().where(Disclosure.id.in_({one.disclosure_id for one in entered})))
    found = {one.id: one for one in opened(tx, rows)}
    return [Left(one, found[one.disclosure_id]) for one in entered]


def all_left(tx: Tx, user_id: int, *, but_notice: int = 0) -> Iterator[Left]:
    """The same to its end, page after page."""
    after: LedgerKey | None = None
    while rows := left(tx, user_id, but_notice=but_notice, after=after, size=LEDGER_ROWS):
        yield from rows
        after = rows[-1].key
