"""Crashes of the app in groups: how often, in which versions, whom they hit, and whether they are dealt with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from console import formats
from console.actions import Action
from console.activity import CrashGroup, CrashReport
from console.i18n import enum, t
from console.ports import CrashesApi
from console.presets import preset
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

#: Seconds between two looks.
PAUSE = 5.0
#: Days of the list's sparkline; cells of the bar of a version, and versions that are shown.
DAYS, BAR, VERSIONS = 12, 10, 8
_STATES = {"OPEN": ("●", "warn"), "RESOLVED": ("✓", "good"), "REOPENED": ("‼", "bad")}


def state_cell(state: str) -> Cell:
    """The glyph and the word tell the state, beside the colour."""
    return signed("crash_state", state, _STATES)


class CrashesScreen(ListScreen[CrashGroup]):
    area = "crashes"
    conditions: ClassVar[Sequence[str]] = ("state", "platform", "version")
    words: ClassVar[Mapping[str, str]] = {"state": "crash_state", "platform": "platform"}
    free = ""
    first = preset("crashes", "open").query

    def __init__(self, source: CrashesApi) -> None:
        super().__init__(source)
        self._crashes = source
        #: The group that is shown, with its last reports.
        self._whole: CrashGroup | None = None

    def columns(self) -> Sequence[Column[CrashGroup]]:
        return (
            Column("column.state", 14, lambda one: state_cell(one.state)),
            Column("column.crash", 3, lambda one: Cell(_short(one.exception_type)), flexible=True, least=14),
            Column("column.place", 4, lambda one: Cell(_place(one), "dim"), flexible=True, rank=2, least=17),
            Column("column.reports", 7, lambda one: Cell(formats.number(one.reports)), right=True),
            Column("column.hit", 7, lambda one: Cell(formats.number(one.users)), right=True, rank=3),
            Column("column.app_version", 8, _versions, rank=1),
            Column("column.days", DAYS, lambda one: Cell(formats.sparkline(one.days[-DAYS:]))),
            Column("column.last_seen", 14, self._last, rank=4),
        )

    def _last(self, one: CrashGroup) -> Cell:
        return Cell(formats.short_instant(one.last_seen_at, self.console.clock.now()), "dim")

    def on_mount(self) -> None:
        self.look_every(PAUSE)

    def order_name(self) -> str:
        return t("order.crash_newest" if self.pages.query.descending else "order.crash_oldest")

    def allowed(self, action: Action) -> bool:
        row = self.current
        if action.call and (row is None or action.call not in row.allowed_calls):
            return False
        return super().allowed(action)

    async def detail(self, row: CrashGroup) -> Sequence[Block]:
        one = await self._in_full(row)
        facts = [
            (t("column.state"), state_cell(one.state).text),
            (t("column.platform"), enum("platform", one.platform)),
            (t("column.reports"), formats.number(one.reports)),
            (t("column.hit"), formats.number(one.users)),
            (t("crash.first_seen"), formats.instant(one.first_seen_at)),
            (t("column.last_seen"), formats.instant(one.last_seen_at)),
            (t("crash.fixed_version"), one.fixed_version),
            (t("crash.resolved_by"), one.resolved_by),
            (t("crash.resolved_at"), formats.instant(one.resolved_at)),
        ]
        return [
            Block(one.exception_type, facts),
            _month(one),
            _by_version(one),
            Block(t("crash.frames"), lines=[("", frame) for frame in one.frames] or [("dim", t("crash.no_frames"))]),
            _reports(one.last),
        ]

    async def _in_full(self, row: CrashGroup) -> CrashGroup:
        """A group with its reports; asked for where something came of it since, for each look at what people typed is
        put on record."""
        known = self._whole
        if known is None or (known.id, known.etag, known.reports) != (row.id, row.etag, row.reports):
            known = self._whole = await self._crashes.get(row.id)
        return replace(row, last=known.last)

    # -- actions

    def do_crash_open(self) -> None:
        """Those that wait for somebody, or all."""
        opened = self.first.get("state")
        self.set_condition("state", "" if self.pages.query.get("state") == opened else opened)

    async def do_crash_resolve(self) -> None:
        one = self.current
        if one is None:
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self._crashes.resolve(one, answers["fixed_version"].strip()))

        newest = one.versions[0][0] if one.versions else ""
        field = Field("fixed_version", t("crash.fixed_version"), required=False)
        text = t("crash.resolve_text", version=newest)
        if await self.ask(Form(t("action.crash_resolve"), [field], text=text, send=send)) is not None:
            self.console.tell(t("crash.resolved"))

    async def do_crash_reopen(self) -> None:
        if self.current is not None:
            self.took(await self._crashes.reopen(self.current))
            self.console.tell(t("crash.reopened"))


def _short(exception_type: str) -> str:
    """The name of an exception without its package."""
    return exception_type.rsplit(".", 1)[-1] or exception_type


def _place(one: CrashGroup) -> str:
    """Where it broke: what the first frame calls, without library, package and file."""
    if not one.frames:
        return ""
    called = one.frames[0].split(" (")[0]
    library, _, function = called.partition(" ")
    return ".".join((function or library).split("(")[0].split(".")[-2:])


def _versions(one: CrashGroup) -> Cell:
    """The highest version that crashed, and how many others did."""
    if not one.versions:
        return Cell("")
    others = len(one.versions) - 1
    return Cell(f"{one.versions[0][0]}{f' +{others}' if others else ''}")


def _month(one: CrashGroup) -> Block:
    lines = [("", formats.sparkline(one.days)), ("dim", f"{'−30':<{max(4, len(one.days) - 1)}}0")]
    return Block(t("crash.month", count=sum(one.days), number=formats.number(sum(one.days))), lines=lines)


def _by_version(one: CrashGroup) -> Block:
    whole = sum(reports for _, reports in one.versions)
    lines = [
        ("", f"{version:<12.12} {formats.bar(reports, whole, BAR)} {formats.number(reports)}")
        for version, reports in one.versions[:VERSIONS]
    ]
    if len(one.versions) > VERSIONS:
        lines.append(("dim", t("crash.more_versions", count=len(one.versions) - VERSIONS)))
    return Block(t("crash.versions"), lines=lines)


def _reports(last: Sequence[CrashReport]) -> Block:
    lines: list[tuple[str, str]] = []
    for one in last:
        what = " · ".join(part for part in (one.app_version, one.device, one.os_version) if part)
        lines.append(("", f"{formats.instant(one.at)}  {what}"))
        lines += [("dim", f"  {said}") for said in one.message.splitlines()[:2]]
    return Block(t("crash.last"), lines=lines or [("dim", t("crash.none_kept"))])
