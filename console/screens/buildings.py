"""Buildings: the apartments of each against its own meter, month by month; live while readings come."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from console import formats
from console.formats import KYIV
from console.i18n import enum, t
from console.metering import Balance, Building, Part, Reading
from console.models import Change, Query
from console.ports import Source
from console.screens.listing import ListScreen
from console.store.live import Live
from console.widgets.detail import Block
from console.widgets.table import Cell, Column
from console.work import start

#: Cells of the longest bar, apartments that are shown, and seconds between two looks while readings come.
BARS, SHOWN, PAUSE = 10, 40, 2.0
#: A difference of so many percent is what pipes and clocks make of it.
USUAL = 5.0


class BuildingsScreen(ListScreen[Building]):
    area = "buildings"
    conditions: ClassVar[Sequence[str]] = ("service", "street")
    words: ClassVar[Mapping[str, str]] = {"service": "commodity"}
    free = "street"

    def __init__(self, source: Source[Building]) -> None:
        super().__init__(source)
        #: The service by its place among those of the house, and the month by how many ago it was.
        self._service = 0
        self._ago = 0
        self._waiting = False
        #: Whether readings came while another area was open.
        self._stale = False

    def columns(self) -> Sequence[Column[Building]]:
        return (
            Column("column.address", 3, lambda one: Cell(one.address), flexible=True),
            Column("column.apartments", 9, lambda one: Cell(str(one.apartments), "dim"), right=True),
            Column("column.service", 3, self._services, flexible=True, rank=1),
        )

    def _services(self, one: Building) -> Cell:
        return Cell(", ".join(enum("commodity", commodity) for commodity in one.commodities), "dim")

    def on_mount(self) -> None:
        live: Live[Reading] = Live(lambda token: self.api.readings.watch(Query(), token), self._came, self._soon)
        start(self, "live", live.run)

    def _came(self, changes: tuple[Change[Reading], ...]) -> None:
        if changes:
            self._soon()

    def _soon(self) -> None:
        """Reckons the balance again, at most every two seconds."""
        if not self._waiting:
            self._waiting = True
            self.set_timer(PAUSE, self._again)

    def _again(self) -> None:
        self._waiting = False
        if self.is_current:
            self._look()
        else:
            self._stale = True  # nobody sees it: it is reckoned when somebody looks

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self._look()

    async def detail(self, row: Building) -> Sequence[Block]:
        if not row.commodities:
            return [Block(row.address, lines=[("dim", t("building.no_meter"))])]
        commodity = row.commodities[self._service % len(row.commodities)]
        begin, before = self._month()
        found = await self.api.buildings.balance(row.id, commodity, begin, before)
        last = before - timedelta(seconds=1)
        title = f"{enum('commodity', commodity)}  {formats.day_of(begin)} – {formats.day_of(last)}"
        return [_sums(title, found, formats.unit(commodity)), _parts(found, formats.unit(commodity))]

    def _month(self) -> tuple[datetime, datetime]:
        """The month that is looked at: its first instant in Kyiv, and that of the next, or now."""
        now = self.console.clock.now()
        begin = now.astimezone(KYIV).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        before = now
        for _ in range(self._ago):
            before = begin
            begin = (begin - timedelta(days=1)).replace(day=1)
        return begin, before

    # -- actions

    def do_building_service(self) -> None:
        self._service += 1
        self._look()

    def do_building_earlier(self) -> None:
        self._ago += 1
        self._look()

    def do_building_later(self) -> None:
        if not self._ago:
            self.console.tell(t("building.this_month"))
            return
        self._ago -= 1
        self._look()


def _sums(title: str, found: Balance, unit: str) -> Block:
    tone = "bad" if abs(found.percent) > 2 * USUAL else "warn" if abs(found.percent) > USUAL else "good"
    pairs = [
        (t("building.own"), f"{formats.quantity(found.building)} {unit}"),
        (t("building.apartments"), f"{formats.quantity(found.apartments)} {unit}"),
        (t("building.unread"), str(found.unread or "")),
        (t("building.without_meter"), str(found.without_meter or "")),
    ]
    percent = formats.decimal(f"{found.percent:.1f}")
    lines = [(tone, f"{t('building.imbalance')} {formats.quantity(found.imbalance)} {unit}  {percent} %")]
    lines += [("dim", t("building.estimated"))] if found.building_estimated else []
    return Block(title, pairs, lines)


def _parts(found: Balance, unit: str) -> Block:
    """Apartments with what they explain of the difference, as bars."""
    most = max((part.contribution for part in found.parts), default=0.0)
    title = t("building.suspects") if most else t("building.nobody")
    most = most or 1.0
    return Block(f"{title}, {unit}", lines=[_line(part, most) for part in found.parts[:SHOWN]])


def _line(part: Part, most: float) -> tuple[str, str]:
    bar = "█" * round(BARS * part.contribution / most)
    mark = "~" if part.estimated else " "
    expected = f"/ {formats.quantity(part.expected)}" if part.expected else ""
    used = f"{mark}{formats.quantity(part.quantity)} {expected}"
    tone = "warn" if part.percent >= 25 else ""
    share = f"{part.percent:.0f} %" if part.contribution else ""
    return tone, f"{t('reading.apartment', number=part.apartment):<9}{used:<17} {bar} {share}".rstrip()
