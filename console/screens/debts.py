"""Debts: who owes what and since when, the documents behind it, and when they hear of it next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar

from console import formats, ledger, typed
from console.delivery import Debt, Schedule
from console.formats import KYIV
from console.i18n import enum, t
from console.models import Query
from console.ports import Api, DebtsApi
from console.screens.listing import ListScreen
from console.screens.reading_room import Pages
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Documents that a detail shows.
SHOWN = 60
#: Days after which a debt is an old one.
OLD_DAYS = 90


class DebtsScreen(ListScreen[Debt]):
    area = "debts"
    conditions: ClassVar[Sequence[str]] = ("service", "city", "street", "above", "since", "user")
    words: ClassVar[Mapping[str, str]] = {"service": "commodity"}
    free = "street"

    def __init__(self, source: DebtsApi) -> None:
        super().__init__(source)
        self._debts = source

    def columns(self) -> Sequence[Column[Debt]]:
        return (
            Column("column.account", 12, lambda one: Cell(one.number)),
            Column("column.service", 9, lambda one: Cell(enum("commodity_short", one.commodity))),
            Column("column.address", 3, lambda one: Cell(one.address), flexible=True),
            Column("column.overdue", 14, self._overdue, right=True),
            Column("column.since", 16, self._since, right=True, rank=1),
            Column("column.balance", 14, lambda one: Cell(formats.money(one.balance), "dim"), right=True, rank=2),
        )

    def _overdue(self, one: Debt) -> Cell:
        return Cell(formats.money(one.overdue), _tone(one, self.today))

    def _since(self, one: Debt) -> Cell:
        """The glyph tells an old debt from a new one, beside the colour."""
        if one.overdue_since is None:
            return Cell("", "dim")
        age = (self.today - one.overdue_since).days
        return Cell(f"{'‼' if age > OLD_DAYS else '!'} {t('days', count=age)}", _tone(one, self.today))

    def order_name(self) -> str:
        order = t("order.largest" if self.pages.query.descending else "order.longest")
        total = self._debts.overdue
        return order if total is None else f"{t('debt.total', amount=formats.money(total))}   {order}"

    async def detail(self, row: Debt) -> Sequence[Block]:
        return await blocks(self.api, row.id, self.console.clock.now())

    # -- actions

    def do_debt_messages(self) -> None:
        if self.current is not None:
            self.console.go("notifications", Query((("cause", "billing"), ("about", self.current.id))))

    async def do_debt_account(self) -> None:
        """The documents of any account, whether it owes something or not."""
        found = await self.accounts_asked(t("action.debt_account"))
        if found:
            now = self.console.clock.now()
            shown = [block for one in found for block in await blocks(self.api, one.id, now)]
            self.app.push_screen(Pages(t("debt.account", number=found[0].number), shown))

    async def do_debt_schedule(self) -> None:
        """When the utility of this account reminds and tells of debts."""
        row = self.current
        if row is None:
            return
        found = await self.api.debts.schedule(row.utility_id, row.commodity)
        before = found or Schedule("", row.utility_id, row.commodity, (), (), 0, "")

        async def send(answers: dict[str, str]) -> None:
            await self.api.debts.save_schedule(_answered(before, answers))

        fields = [
            Field("remind", t("debt.remind"), _days(before.remind), required=False, hint="7, 1, 0"),
            Field("debt", t("debt.tell"), _days(before.debt), required=False, hint="1, 14, 30"),
            Field("smallest", t("debt.smallest"), formats.money(before.smallest)),
        ]
        text = t("debt.schedule_text", service=enum("commodity", row.commodity))
        if await self.ask(Form(t("action.debt_schedule"), fields, text=text, send=send)) is not None:
            self.console.tell(t("debt.schedule_saved"))
            self._look()


async def blocks(api: Api, account_id: str, now: datetime) -> list[Block]:
    """An account: what it owes, its ledger, and what its owner is told next."""
    debt = await api.debts.get(account_id)
    charges, payments = await api.debts.charges(account_id), await api.debts.payments(account_id)
    schedule = await api.debts.schedule(debt.utility_id, debt.commodity)
    today = now.astimezone(KYIV).date()
    made = ledger.lines(debt.balance, charges, payments)
    return [_facts(debt, today), _ledger(made, today), _told(debt, schedule, today)]


def _tone(one: Debt, today: date) -> str:
    if one.overdue_since is None or not one.overdue:
        return "good"
    return "bad" if (today - one.overdue_since).days > OLD_DAYS else "warn"


def _facts(one: Debt, today: date) -> Block:
    since = ""
    if one.overdue_since is not None:
        age = t("days", count=(today - one.overdue_since).days)
        since = f"{formats.day(one.overdue_since)}, {age}"
    next_due = f"{formats.money(one.next_due)}, {formats.day(one.next_due_on)}" if one.next_due_on else ""
    return Block(
        f"{enum('commodity', one.commodity)}, {one.number}",
        [
            (t("column.address"), one.address),
            (t("column.balance"), _balance(one.balance)),
            (t("column.overdue"), formats.money(one.overdue) if one.overdue else t("debt.nothing_overdue")),
            (t("debt.since"), since),
            (t("debt.next_due"), next_due),
            (t("debt.charged"), formats.money(one.charged)),
            (t("debt.paid"), formats.money(one.paid)),
            (t("user.updated_at"), formats.instant(one.updated_at)),
        ],
    )


def _balance(amount: int) -> str:
    """What is owed, or paid ahead, in words: a sign alone is read one way or the other."""
    if amount < 0:
        return t("debt.ahead", amount=formats.money(-amount))
    return t("debt.owes", amount=formats.money(amount)) if amount else formats.money(0)


def _ledger(lines: Sequence[ledger.Line], today: date) -> Block:
    shown = [part for one in lines[:SHOWN] for part in _line(one, today)]
    if len(lines) > SHOWN:
        shown.append(("dim", t("debt.more", count=len(lines) - SHOWN)))
    head = ("dim", f"{'':<9}{t('debt.amount'):>12}{t('debt.after'):>13}")
    return Block(t("debt.ledger"), lines=[head, *shown] if shown else [("dim", t("debt.no_documents"))])


def _line(one: ledger.Line, today: date) -> list[tuple[str, str]]:
    """Day, what was charged or paid, what is owed behind it; below it the document, and what of it is not paid."""
    day = one.day.strftime("%d.%m.%y") if one.day else ""
    sign = formats.MINUS if one.amount < 0 else "+"
    text = f"{day:<9}{f'{sign} {_plain(abs(one.amount))}':>12}{_plain(one.balance):>13}"
    if one.payment or not one.unpaid:
        return [("good" if one.payment else "", text), ("dim", f"{'':<9}{one.document}")]
    late = one.due_on is not None and one.due_on < today
    unpaid = f"{'‼' if late else '◌'} {t('debt.unpaid', amount=_plain(one.unpaid), day=formats.day(one.due_on))}"
    return [("bad" if late else "warn", text), ("dim", f"{'':<9}{one.document}"), ("", f"{'':<9}{unpaid}")]


def _plain(amount: int) -> str:
    """An amount without its currency."""
    return formats.money(amount).removesuffix(" ₴")


def _told(debt: Debt, schedule: Schedule | None, today: date) -> Block:
    """What the owner is told next, if nothing changes."""
    if schedule is None:
        return Block(t("debt.notices"), lines=[("warn", t("debt.no_schedule"))])
    lines: list[tuple[str, str]] = []
    for one in ledger.notices(debt, schedule, today):
        glyph, kind = ("‼", "debt.notice") if one.debt else ("◷", "debt.reminder")
        said = t(kind, amount=formats.money(one.amount), day=one.day.strftime("%d.%m"))
        lines.append(("warn" if one.debt else "", f"{glyph} {formats.day(one.on)}  {said}"))
    rules = [
        (t("debt.remind"), _days(schedule.remind) or t("debt.never")),
        (t("debt.tell"), _days(schedule.debt) or t("debt.never")),
        (t("debt.smallest"), formats.money(schedule.smallest)),
    ]
    return Block(t("debt.notices"), rules, lines or [("dim", t("debt.no_notices"))])


def _days(days: Sequence[int]) -> str:
    return ", ".join(map(str, days))


def _answered(before: Schedule, answers: dict[str, str]) -> Schedule:
    """The schedule that was typed. Raises ClientError."""
    remind, debt = (_numbers(answers[name], name) for name in ("remind", "debt"))
    return replace(before, remind=remind, debt=debt, smallest=typed.money(answers["smallest"], "smallest"))


def _numbers(text: str, field: str) -> tuple[int, ...]:
    """Whole numbers with commas or spaces between them. Raises ClientError."""
    words = text.replace(",", " ").split()
    for word in words:
        if not (word.isascii() and word.isdigit() and len(word) < 5):
            raise typed.wrong(t("debt.days_typed", text=word), field)
    return tuple(dict.fromkeys(map(int, words)))
