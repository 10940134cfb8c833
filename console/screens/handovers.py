"""What one shift tells the next, the newest first."""

from collections.abc import Sequence

from console import formats
from console.handovers import HandOver
from console.i18n import t
from console.ports import HandOversApi
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Seconds between two readings of the list: nobody tells of what a colleague wrote.
RENEW = 60.0


#: Lines that are seen of what is written.
TEXT_LINES = 6


class HandoversScreen(ListScreen[HandOver]):
    area = "handovers"
    free = ""

    def __init__(self, source: HandOversApi) -> None:
        super().__init__(source)
        self._notes = source

    def on_mount(self) -> None:
        super().on_mount()
        self.look_every(RENEW)

    def columns(self) -> Sequence[Column[HandOver]]:
        return (
            Column("column.at", 14, self._at),
            Column("handover.author", 20, lambda one: Cell(one.author), rank=1),
            Column("handover.text", 3, lambda one: Cell(one.headline), flexible=True),
        )

    def _at(self, one: HandOver) -> Cell:
        return Cell(formats.short_instant(one.at, self.console.clock.now()), "dim")

    async def detail(self, row: HandOver) -> Sequence[Block]:
        told = [("", line) for line in row.text.splitlines()]
        return [Block(row.author, [(t("column.at"), formats.instant(row.at))]), Block(lines=told)]

    async def do_handover_write(self) -> None:
        async def send(answers: dict[str, str]) -> None:
            await self._notes.write(answers["text"])

        fields = [Field("text", t("handover.text"), lines=TEXT_LINES)]
        form = Form(t("action.handover_write"), fields, text=t("handover.kept"), send=send)
        if await self.ask(form) is not None:
            self.renew()
