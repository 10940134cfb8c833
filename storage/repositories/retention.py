"""What is past its term, by what the columns declare: found, counted, and taken in small pieces."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from storage.columns import SYSTEM, Clock, Retention, declaration_of
from storage.days import iso_day
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models import MODELS
from storage.models.duties import PENDING, RetentionRun
from storage.models.notifications import FAILED_TEMPORARY, QUEUED
from storage.repositories import proof

DAY_MS = 86_400_000
#: The number of a blocked user's state (smartregion.v1.UserState).
BLOCKED = 2

#: Which accounts `a` are past their term: closed for so long, with no debt, no open request of anybody who was linked,
#: and no duty that somebody has yet to answer.
_OVER = f"""a.ends_at < ?
    AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.account_id = a.id AND b.overdue > 0)
    AND NOT EXISTS (SELECT 1 FROM account_link l JOIN privacy_request q ON q.user_id = l.user_id
                    WHERE l.account_id = a.id AND q.closed_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM data_duty d WHERE d.account_id = a.id AND d.state = {PENDING})"""
_OF_ACCOUNTS = f"{{by}} IN (SELECT a.id FROM account a WHERE {_OVER})"


def _sight(over: str, register: str, instant: str) -> str:
    """Whether an account past its term, or one that is not, gives sight of what was metered at an instant."""
    return (
        "EXISTS (SELECT 1 FROM register g JOIN installation i ON i.id = g.installation_id "
        "JOIN meter m ON m.id = i.meter_id JOIN account a ON a.usage_point_id = i.usage_point_id "
        f"AND a.commodity = m.commodity WHERE g.id = {register} AND a.begins_at <= {instant} "
        f"AND {instant} < a.ends_at AND {over})"
    )


def _metered(table: str, instant: str) -> str:
    """What was metered in the time of accounts past their term only. The list of registers finds a few of many."""
    registers = (
        "SELECT g.id FROM account a JOIN installation i ON i.usage_point_id = a.usage_point_id "
        f"JOIN register g ON g.installation_id = i.id WHERE {_OVER}"
    )
    theirs = _sight(_OVER, f"{table}.register_id", f"{table}.{instant}")
    others = _sight(f"NOT ({_OVER})", f"{table}.register_id", f"{table}.{instant}")
    return f"{table}.register_id IN ({registers}) AND {theirs} AND NOT {others}"


#: The last index of a register says where the next begins: it stays, and is of the place alone.
_READINGS = (
    _metered("reading", "read_at") + " AND EXISTS (SELECT 1 FROM reading later WHERE later.register_id = "
    "reading.register_id AND later.read_at > reading.read_at AND later.state = 2)"
)
_SUPERSEDED = (
    "SELECT min(n.at) FROM preference_change n WHERE n.user_id = preference_change.user_id AND "
    "n.category = preference_change.category AND n.channel = preference_change.channel AND n.id > preference_change.id"
)
#: What has a proof of its own, by table: whether that is past its term, for the table or an alias of it.
_PROOFS: Mapping[str, Callable[[str], str]] = {
    "privacy_request": proof.request_over,
    "disclosure": proof.disclosure_over,
}
#: A duty's term runs from the end of the request that caused it; without one from its own.
_DUTIES = (
    f"(data_duty.request_id IN (SELECT o.id FROM privacy_request o WHERE {proof.request_over('o')}) "
    "OR (data_duty.request_id = 0 AND data_duty.closed_at < ?))"
)
_DUTY_ENDS = (
    "CASE WHEN data_duty.request_id = 0 THEN data_duty.closed_at "
    "ELSE (SELECT o.closed_at FROM privacy_request o WHERE o.id = data_duty.request_id) END"
)
#: Tables whose rows do not name their clock themselves: the condition, and what the term of a row is told to run from.
_REACHED: Mapping[str, tuple[str, str]] = {
    "reading": (_READINGS, "reading.read_at"),
    "reading_version": (
        f"reading_version.reading_id IN (SELECT reading.id FROM reading WHERE {_READINGS})",
        "reading_version.at",
    ),
    "interval_block": (_metered("interval_block", "start"), "interval_block.start"),
    "account": (_OVER.replace("a.", "account."), "account.ends_at"),
    "preference_change": (f"({_SUPERSEDED}) < ?", f"({_SUPERSEDED})"),
    "data_duty": (_DUTIES, _DUTY_ENDS),
}
#: What must stay although its term is over.
_KEPT: Mapping[str, str] = {
    "app_user": f"app_user.state = {BLOCKED}",  # the reason of a block in force
    # what a user accepted last is what holds between us
    "policy_acceptance": "EXISTS (SELECT 1 FROM app_user u WHERE u.id = policy_acceptance.user_id AND u.state <> 3) "
    "AND NOT EXISTS (SELECT 1 FROM policy_acceptance n WHERE n.user_id = policy_acceptance.user_id "
    "AND n.at > policy_acceptance.at)",
    "notification": f"notification.due_at IS NOT NULL OR notification.state IN ({QUEUED}, {FAILED_TEMPORARY})",
}
#: Tables whose rows have keys of their own: by which id, and which of them.
_OWN_KEY: Mapping[str, tuple[str, str]] = {
    "privacy_request": ("id", "1 = 1"),
    "intake_draft": ("id", "1 = 1"),
    "disclosure": ("id", "1 = 1"),
    "data_duty": ("key_id", "request_id = 0"),
    "support_thread": ("id", "support_thread.user_id IS NULL"),
}
#: What hangs on an account goes before the account, by which it is found.
_ORDER = (
    "reading_version",
    "reading",
    "interval_block",
    "charge",
    "payment",
    "billing_notice",
    "balance",
    "account_link",
    "account",
    "support_message",
    "support_thread",
    "alert_evidence",
    "alert_step",
    "alert",
)


#: What has no term of its own and goes with a row: the table, and its column that names the row.
_WITH = {"account": ("account_end", "account_id")}


@dataclass(frozen=True)
class Rule:
    """Columns of a table that have one term, and what becomes of them behind it."""

    model: type[Any]
    retention: Retention
    columns: tuple[str, ...]
    #: The row goes; else the columns are emptied.
    deletes: bool
    #: SQL with `?` for the instant before which a term must have begun.
    condition: str
    clock: str

    @property
    def table(self) -> str:
        name: str = self.model._meta.table_name
        return name

    @property
    def term(self) -> int:
        """Milliseconds."""
        return (self.retention.days or 0) * DAY_MS

    def cutoffs(self, now: int) -> tuple[object, ...]:
        by_day = self.clock.endswith(".day")
        before: object = iso_day(now - self.term) if by_day else now - self.term
        return (before,) * self.condition.count("?")


@dataclass(frozen=True)
class Past:
    """What of a rule is past its term: rows, and from when the term of the oldest runs (None for none)."""

    rule: Rule
    rows: int
    oldest: int | None


@cache
def rules() -> tuple[Rule, ...]:
    """What the declarations make of every table, in the order in which it is taken. Raises LookupError for a table with
    a term and no clock."""
    found = [rule for model in MODELS for rule in _of_model(model)]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.table) if one.table in _ORDER else -1))


def _of_model(model: type[Any]) -> Iterator[Rule]:
    terms: dict[Retention, list[str]] = {}
    for field in model._meta.sorted_fields:
        declared = declaration_of(field)
        if declared != SYSTEM and declared.retention.days is not None:
            terms.setdefault(declared.retention, []).append(field.column_name)
    if not terms:
        return
    clock: Clock | None = model.KEPT_FROM
    if clock is None:
        raise LookupError(f"{model.__name__} has columns with a term, and nothing says from when it runs")
    longest = max(terms, key=lambda one: one.days or 0)
    table = model._meta.table_name
    past, since = _past(table, clock)
    if table in _KEPT:
        past = f"{past} AND NOT ({_KEPT[table]})"
    for retention, columns in terms.items():
        deletes = clock.rows and retention is longest
        filled = "" if deletes else " AND (" + " OR ".join(f"{table}.{name} IS NOT NULL" for name in columns) + ")"
        yield Rule(model, retention, tuple(columns), deletes, past + filled, since)


def _past(table: str, clock: Clock) -> tuple[str, str]:
    """The condition, and the instant that it is about."""
    if table in _REACHED:
        return _REACHED[table]
    if not clock.of:
        own = f"{table}.{clock.column}"
        return (_PROOFS[table](table) if table in _PROOFS else f"{own} < ?"), own
    by = f"{table}.{clock.by}"
    since = f"(SELECT o.{clock.column} FROM {clock.of} o WHERE o.{clock.key} = {by})"
    if clock.of == "account":
        return _OF_ACCOUNTS.format(by=by), since
    over = _PROOFS[clock.of]("o") if clock.of in _PROOFS else f"o.{clock.column} < ?"
    return f"{by} IN (SELECT o.{clock.key} FROM {clock.of} o WHERE {over})", since


def past(tx: Tx, rule: Rule, now: int) -> Past:
    """How much the next purge would take of a rule."""
    rows = tx.sql(f"SELECT count(*), min({rule.clock}) FROM {rule.table} WHERE {rule.condition}", rule.cutoffs(now))
    count, oldest = rows[0]
    return Past(rule, int(count), oldest if isinstance(oldest, int) else None)


def take(tx: Tx, rule: Rule, now: int, most: int) -> Past:
    """Takes so many rows of a rule at most; what was taken."""
    names = [f"{rule.table}.{field.column_name}" for field in rule.model._meta.get_primary_keys()]
    found = tx.sql(
        f"SELECT {rule.clock}, {', '.join(names)} FROM {rule.table} WHERE {rule.condition} LIMIT {int(most)}",
        rule.cutoffs(now),
    )
    if not found:
        return Past(rule, 0, None)
    equal = " AND ".join(f'"{name.partition(".")[2]}" = ?' for name in names)
    emptied = ", ".join(f'"{name}" = NULL' for name in rule.columns)
    does = f'DELETE FROM "{rule.table}"' if rule.deletes else f'UPDATE "{rule.table}" SET {emptied}'
    keys = [tuple(key) for _, *key in found]
    tx.many(f"{does} WHERE {equal}", keys)
    if rule.deletes and rule.table in _WITH:
        table, column = _WITH[rule.table]
        tx.many(f'DELETE FROM "{table}" WHERE "{column}" = ?', keys)
    instants = [since for since, *_ in found if isinstance(since, int)]
    return Past(rule, len(found), min(instants, default=None))


def keys_past(tx: Tx, now: int, most: int) -> list[int]:
    """What has a key of its own, is past its term and still there: privacy requests, their drafts, disclosures, duties
    without a request and threads of strangers. Their keys are destroyed first."""
    found: list[int] = []
    for rule in rules():
        if rule.table in _OWN_KEY:
            owner, own = _OWN_KEY[rule.table]
            query = f"SELECT {owner} FROM {rule.table} WHERE {rule.condition} AND {own} LIMIT {int(most)}"
            found += [number for (number,) in tx.sql(query, rule.cutoffs(now))]
    return found


# -- runs


def note(tx: Tx, run_id: int, started_at: int, report: list[dict[str, Any]]) -> None:
    """Keeps what a run took so far, in the transaction that takes it."""
    text = json.dumps(report)
    if not tx.run(RetentionRun.update(report=text).where(RetentionRun.id == run_id)):
        tx.insert(RetentionRun(id=run_id, started_at=started_at, finished_at=None, report=text))


def finish(tx: Tx, run_id: int) -> None:
    tx.run(RetentionRun.update(finished_at=tx.now).where(RetentionRun.id == run_id))


def cut_off(tx: Tx, before: int) -> list[tuple[int, list[dict[str, Any]]]]:
    """Runs that began before an instant and never ended, with their reports."""
    query = RetentionRun.select().where(RetentionRun.finished_at.is_null() & (RetentionRun.started_at < before))
    return [(row.id, json.loads(row.report)) for row in tx.all(query.order_by(RetentionRun.id))]


def new_run() -> int:
    return new_id()


def runs(tx: Tx, after: int | None, size: int, skip: int) -> tuple[list[RetentionRun], int]:
    """Runs, the newest first, behind an id; and how many there are."""
    query = RetentionRun.select()
    total = int(query.count(tx.database))
    if after is not None:
        query = query.where(RetentionRun.id < after)
    return tx.all(query.order_by(RetentionRun.id.desc()).limit(size).offset(skip)), total
