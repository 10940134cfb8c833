"""Rule sets: what judges readings, and what another threshold would have said of those that came: before and after."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from console import formats, typed
from console.formats import KYIV
from console.i18n import enum, t
from console.metering import Replay, Replayed, RuleSet
from console.models import Query
from console.ports import Source
from console.screens import rule_estimation, rule_numbers
from console.screens.listing import ListScreen
from console.screens.windows import utility
from console.widgets.calendar import months_on
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Cells of the longest bar, and readings that are shown.
BARS, SHOWN = 24, 40
#: Months that a replay goes back, where nobody says otherwise.
MONTHS = 12
#: The furthest that one goes back.
MOST_MONTHS = 600
#: Thresholds that are measured in the unit of the service.
_UNITS = {"cap_per_hour": "rules.per_hour", "floor_per_day": "rules.per_day", "zone_difference": "rules.plain_unit"}
_SEVERITIES = ("OFF", "NOTE", "REVIEW", "REFUSE")
_TONES = {"OFF": "dim", "NOTE": "", "REVIEW": "warn", "REFUSE": "bad"}


class RulesScreen(ListScreen[RuleSet]):
    area = "rules"
    conditions: ClassVar[Sequence[str]] = ("service",)
    words: ClassVar[Mapping[str, str]] = {"service": "commodity"}
    free = ""

    def __init__(self, source: Source[RuleSet]) -> None:
        super().__init__(source)
        #: The last replay, and of which version it was.
        self._replayed: tuple[int, Replay, list[Replayed]] | None = None

    def columns(self) -> Sequence[Column[RuleSet]]:
        return (
            Column("column.version", 6, lambda one: Cell(str(one.version)), right=True),
            Column("column.service", 15, lambda one: Cell(enum("commodity", one.commodity))),
            Column("column.state", 14, _state),
            Column("column.utility", 2, lambda one: Cell(utility(one) or t("rules.every_utility")), flexible=True),
            Column("column.note", 3, lambda one: Cell(one.note, "dim"), flexible=True, rank=1),
        )

    async def detail(self, row: RuleSet) -> Sequence[Block]:
        built_in = await self._built_in(row)
        blocks = [_rules(row, built_in), rule_estimation.block(row, built_in)]
        if self._replayed is not None and self._replayed[0] == row.version:
            return [*replay_blocks(self._replayed[1], self._replayed[2]), *blocks]
        return blocks

    async def _built_in(self, row: RuleSet) -> RuleSet:
        """What the service was built with, to tell what differs from it."""
        query = Query((("service", row.commodity.lower()),))
        page = await self.api.rules.page(query, token="", skip=0, size=200)
        return next((one for one in page.rows if one.version == 1), row)

    # -- actions

    async def do_rules_create(self) -> None:
        """A rule set like the one under the cursor, but for one threshold or one rule."""
        row = self.table.current
        if row is None:
            return
        values = {name: rule_numbers.shown(value) for name, value in row.limits.items()}
        limits = [(name, f"{t(f'limit.{name}')}: {_value(name, row)}") for name in values]
        first = "high_factor" if "high_factor" in values else next(iter(values), "")
        codes = [("", t("rules.unchanged")), *((code, t(f"rule.{code}")) for code in row.severities)]
        fields = [
            Field("limit", t("rules.limit"), first, limits, fills={"value": values}),
            Field("value", t("rules.value"), values.get(first, "")),
            Field("code", t("rules.rule"), "", codes, required=False),
            Field("severity", t("rules.severity"), "REVIEW", [(one, enum("severity", one)) for one in _SEVERITIES]),
            Field("note", t("column.note"), required=False),
        ]
        await self._make(Form(t("action.rules_create"), fields, text=_whose(row)), row, _wanted)

    async def do_rules_estimation(self) -> None:
        """A rule set like the one under the cursor, but for what is put where nobody read a register."""
        row = self.table.current
        if row is None:
            return
        text = f"{_whose(row)}\n{rule_estimation.numbered()}"
        form = Form(t("action.rules_estimation"), rule_estimation.fields(row), text=text)
        await self._make(form, row, rule_estimation.answered)

    async def _make(self, form: Form, row: RuleSet, wanted: Callable[[RuleSet, dict[str, str]], RuleSet]) -> None:
        """Makes what is wanted by the answers, and puts the cursor on it."""
        made: RuleSet | None = None

        async def send(answers: dict[str, str]) -> None:
            nonlocal made
            made = await self.api.rules.create(wanted(row, answers))

        form.send_with(send)
        if await self.ask(form) is None or made is None:
            return
        self.console.tell(t("rules.created", version=made.version))
        self.table.aim(made.id)
        self.renew()

    async def do_rules_replay(self) -> None:
        """What the readings of the last months would have been judged to be; nothing is changed."""
        row = self.table.current
        if row is None or row.version == 1:
            self.console.tell(t("rules.replay_made"), "warning")
            return
        months = 0

        async def send(answers: dict[str, str]) -> None:
            nonlocal months
            months = _months(answers["months"])

        form = Form(t("action.rules_replay"), [Field("months", t("rules.months"), str(MONTHS))], send=send)
        if await self.ask(form) is None:
            return
        first = months_on(self.today, -months)
        found = await self._replay(row, datetime(first.year, first.month, 1, tzinfo=KYIV))
        if found is not None:
            self._replayed = row.version, *found
            self._look()
            self.on_virtual_table_opened()

    async def _replay(self, row: RuleSet, begin: datetime) -> tuple[Replay, list[Replayed]] | None:
        from console.screens.progress import Working

        working = Working(t("rules.replaying", version=row.version))
        await self.app.push_screen(working)
        found: Replay | None = None
        examples: list[Replayed] = []
        try:
            async for found in self.api.rules.replay(row.version, begin):
                examples += found.examples
                said = [t("rules.looked", count=found.readings), _queue(found)]
                working.show(said, found.done, found.total or None)
                if working.stopped:
                    return None
        finally:
            working.dismiss()
        return None if found is None else (found, examples)

    async def do_rules_activate(self) -> None:
        row = self.table.current
        if row is None or row.version == 1 or row.in_force:
            self.console.tell(t("rules.activate_made"), "warning")
            return

        async def send(_: dict[str, str]) -> None:
            await self.api.rules.activate(row.version)

        form = Form(
            t("action.rules_activate"),
            [Field("phrase", "", phrase=str(row.version))],
            text=t("rules.activate_text", service=enum("commodity", row.commodity)),
            danger=True,
            send=send,
        )
        if await self.ask(form) is not None:
            self.console.tell(t("rules.activated", version=row.version))
            self.renew()


def _whose(row: RuleSet) -> str:
    return f"{enum('commodity', row.commodity)}, {utility(row) or t('rules.every_utility')}"


def _wanted(row: RuleSet, answers: dict[str, str]) -> RuleSet:
    """The rule set that was asked for; a threshold that was left as it stood stays to the last digit. Raises
    ClientError."""
    limits, name = row.limits, answers["limit"]
    if name and answers["value"] != rule_numbers.shown(limits[name]):
        limits = {**limits, name: rule_numbers.typed(answers["value"])}
    severities = dict(row.severities)
    if answers["code"]:
        severities[answers["code"]] = answers["severity"]
    return replace(row, limits=limits, severities=severities, note=answers["note"])


def _state(one: RuleSet) -> Cell:
    if one.in_force:
        return Cell(f"● {t('rules.in_force')}", "good")
    if one.activated_at is not None or one.version == 1:
        return Cell(f"○ {t('rules.replaced')}", "dim")
    return Cell(f"◌ {t('rules.draft')}", "warn")


def _rules(row: RuleSet, built_in: RuleSet) -> Block:
    """Thresholds, then rules with how grave each is; what differs from version 1 says what it was there."""
    lines = []
    for name, value in row.limits.items():
        before = built_in.limits.get(name, value)
        changed = f"  ({rule_numbers.shown(before)})" if before != value else ""
        lines.append(("warn" if changed else "", f"{t(f'limit.{name}')}: {_value(name, row)}{changed}"))
    lines.append(("", ""))
    for code, severity in row.severities.items():
        before_severity = built_in.severities.get(code, severity)
        changed = f"  ({enum('severity', before_severity)})" if before_severity != severity else ""
        lines.append((_TONES.get(severity, ""), f"{t(f'rule.{code}')}: {enum('severity', severity)}{changed}"))
    pairs = [
        (t("rules.created_at"), formats.instant(row.created_at)),
        (t("rules.activated_at"), formats.instant(row.activated_at)),
        (t("column.note"), row.note),
    ]
    return Block(f"{t('rules.version', version=row.version)}, {enum('commodity', row.commodity)}", pairs, lines)


def _queue(found: Replay) -> str:
    change = found.queue_after - found.queue_before
    before, after = formats.number(found.queue_before), formats.number(found.queue_after)
    return t("rules.queue", before=before, after=after, change=f"{change:+}")


def replay_blocks(found: Replay, examples: Sequence[Replayed]) -> list[Block]:
    """The queue before and after as bars, what each rule found, where readings moved, and which they are."""
    most = max(found.queue_before, found.queue_after) or 1
    bars = [
        ("", f"{t('rules.before'):<6} {_bar(found.queue_before, most)} {formats.number(found.queue_before)}"),
        ("warn", f"{t('rules.after'):<6} {_bar(found.queue_after, most)} {formats.number(found.queue_after)}"),
        ("dim", t("rules.looked", count=found.readings)),
    ]
    moved = [
        ("", f"{formats.number(count)} × {enum('reading_state', before)} → {enum('reading_state', after)}")
        for (before, after), count in found.moves.items()
        if before != after
    ]
    return [
        Block(t("rules.replay_title"), lines=bars),
        Block(t("rules.moved"), lines=moved or [("dim", t("rules.nothing_moved"))]),
        Block(t("rules.found"), lines=_found(found.rules)),
        *([Block(t("rules.examples"), lines=[_example(one) for one in examples[:SHOWN]])] if examples else []),
    ]


def _bar(count: int, most: int) -> str:
    return "█" * max(round(BARS * count / most), 1 if count else 0)


def _found(rules: Mapping[str, tuple[int, int]]) -> list[tuple[str, str]]:
    lines = []
    for code, (before, after) in rules.items():
        sign = f"  {after - before:+}" if after != before else ""
        lines.append(("warn" if sign else "dim", f"{t(f'rule.{code}')}: {before} → {after}{sign}"))
    return lines


def _example(one: Replayed) -> tuple[str, str]:
    codes = ", ".join(t(f"rule.{code}") for code in one.codes_after or one.codes_before)
    states = f"{enum('reading_state', one.before)} → {enum('reading_state', one.after)}"
    return "", f"{formats.day_of(one.read_at)}  {one.serial}  {formats.decimal(one.index)}  {states}  {codes}"


def _value(name: str, row: RuleSet) -> str:
    """A threshold with its unit, where it has one."""
    unit = _UNITS.get(name)
    value = rule_numbers.shown(row.limits[name])
    return f"{value} {t(unit, unit=formats.unit(row.commodity))}" if unit else value


def _months(text: str) -> int:
    """How many months back, as typed. Raises ClientError."""
    value = rule_numbers.typed(text)
    if value != int(value) or not 1 <= value <= MOST_MONTHS:
        raise typed.wrong(t("rules.months_typed", text=text, most=MOST_MONTHS), "months")
    return int(value)
