"""The stop list: to which phones and addresses nothing is sent but duties, why, and since when."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import formats
from console.delivery import Stopped
from console.i18n import enum, t
from console.models import Query
from console.ports import StopListApi
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Channels whose contacts may stand on it: a device is none.
CHANNELS = ("SMS", "EMAIL")
#: For which an operator puts somebody on it.
REASONS = ("OPERATOR", "COMPLAINT")


class StoplistScreen(ListScreen[Stopped]):
    area = "stoplist"
    conditions: ClassVar[Sequence[str]] = ("channel", "user")
    words: ClassVar[Mapping[str, str]] = {"channel": "channel"}
    free = ""

    def __init__(self, source: StopListApi) -> None:
        super().__init__(source)
        self._list = source

    def columns(self) -> Sequence[Column[Stopped]]:
        return (
            Column("column.stopped_at", 14, self._since),
            Column("column.channel", 8, lambda one: Cell(enum("channel", one.channel))),
            Column("column.recipient", 24, lambda one: Cell(one.contact)),
            Column("column.stop_reason", 33, lambda one: Cell(enum("stop_reason", one.reason)), rank=1),
            Column("column.note", 3, lambda one: Cell(one.note, "dim"), flexible=True, rank=2),
        )

    def _since(self, one: Stopped) -> Cell:
        return Cell(formats.short_instant(one.at, self.console.clock.now()), "dim")

    def order_name(self) -> str:
        return t("order.stopped")

    async def detail(self, row: Stopped) -> Sequence[Block]:
        name = ""
        if self.operator.may("USERS_READ"):
            name = (await self.api.users.get(row.user_id)).name
        return [
            Block(
                row.contact,
                [
                    (t("column.channel"), enum("channel", row.channel)),
                    (t("column.user"), name or row.user_id),
                    (t("column.stop_reason"), enum("stop_reason", row.reason)),
                    (t("column.note"), row.note),
                    (t("column.stopped_at"), formats.instant(row.at)),
                ],
            ),
            Block(lines=[("dim", t("stop.explained"))]),
        ]

    # -- actions

    def do_stop_messages(self) -> None:
        """What was to go to that person: what the list kept back is among it."""
        if self.current is not None:
            self.console.go("notifications", Query((("user", self.current.user_id),)))

    async def do_stop_add(self) -> None:
        from console.screens.why import one_person

        person = await one_person(self)
        if person is None:
            return

        async def send(answers: dict[str, str]) -> None:
            await self._list.suppress(person.id, answers["channel"], answers["reason"], answers["note"])

        fields = [
            Field("channel", t("column.channel"), choices=[(one, enum("channel", one)) for one in CHANNELS]),
            Field("reason", t("column.stop_reason"), choices=[(one, enum("stop_reason", one)) for one in REASONS]),
            Field("note", t("stop.why")),
        ]
        form = Form(f"{t('action.stop_add')}: {person.name}", fields, text=t("stop.explained"), send=send)
        if await self.ask(form) is not None:
            self.console.tell(t("stop.added"))
            self.renew()

    async def do_stop_release(self) -> None:
        """Messages go there again. Who said STOP has not allowed that: it is confirmed by typing."""
        row = self.current
        if row is None:
            return

        async def send(_: dict[str, str]) -> None:
            await self._list.release(row)

        wished = row.reason in ("STOP_KEYWORD", "COMPLAINT")
        fields = [Field("phrase", "", phrase=t("stop.release_phrase"))] if wished else []
        text = t("stop.release_wished" if wished else "stop.release_text", reason=enum("stop_reason", row.reason))
        title = f"{t('action.stop_release')}: {row.contact}"
        if await self.ask(Form(title, fields, text=text, danger=wished, submit=t("stop.release"), send=send)) is None:
            return
        self.console.tell(t("stop.released"))
        self.renew()
