"""What residents did: when, from where, with which version of the app and on what; the last first."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import formats
from console.actions import Action
from console.activity import Activity
from console.i18n import enum, t
from console.models import Query
from console.ports import Watched
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.table import Cell, Column


class ActivityScreen(ListScreen[Activity]):
    area = "activity"
    conditions: ClassVar[Sequence[str]] = ("user", "kind", "version", "address", "from", "before")
    words: ClassVar[Mapping[str, str]] = {"kind": "activity_kind"}
    free = "address"

    def __init__(self, source: Watched[Activity]) -> None:
        super().__init__(source)

    def columns(self) -> Sequence[Column[Activity]]:
        return (
            Column("column.at", 14, self._at),
            Column("column.action", 3, _did, flexible=True),
            Column("column.user", 13, lambda one: Cell(one.user_id, "dim"), rank=3),
            Column("column.ip", 18, _where, rank=1),
            Column("column.app_version", 8, lambda one: Cell(one.app_version)),
            Column("column.device", 2, lambda one: Cell(one.device, "dim"), flexible=True, rank=2),
        )

    def _at(self, one: Activity) -> Cell:
        """A clock that is off has its sign beside the moment that counts instead."""
        said = formats.short_instant(one.at, self.console.clock.now())
        return Cell(said, "dim") if one.clock == "RIGHT" else Cell(f"{said} ≠" if len(said) < 12 else said, "warn")

    def order_name(self) -> str:
        return t("order.activity_newest" if self.pages.query.descending else "order.activity_oldest")

    def allowed(self, action: Action) -> bool:
        row = self.current
        if action.id in ("activity_address", "activity_network") and (row is None or not row.where):
            return False
        return super().allowed(action)

    async def detail(self, row: Activity) -> Sequence[Block]:
        name = ""
        if self.operator.may("USERS_READ") and self.console.purpose.stated:  # else it is the number that did it
            name = (await self.api.users.get(row.user_id)).name
        app = " ".join(part for part in (enum("platform", row.platform), row.os_version) if part)
        facts = [
            (t("column.at"), formats.instant(row.at)),
            (t("column.user"), name or row.user_id),
            (t("column.screen"), row.screen),
            (t("column.ip"), row.ip),
            (t("activity.network"), row.network),
            (t("column.app_version"), row.app_version),
            (t("column.device"), row.device),
            (t("activity.system"), app),
            (t("activity.utility"), row.utility_id),
        ]
        return [Block(enum("activity_kind", row.kind), facts), _kept(row), *_clocks(row)]

    # -- actions

    def do_activity_user(self) -> None:
        self._only("user", self.current.user_id if self.current else "")

    def do_activity_address(self) -> None:
        self._only("address", self.current.where if self.current else "")

    def do_activity_network(self) -> None:
        self._only("address", self.current.network if self.current else "")

    def _only(self, name: str, value: str) -> None:
        """What has the same; where that is shown already, everything again."""
        self.set_condition(name, "" if self.pages.query.get(name) == value else value)

    def do_activity_crashes(self) -> None:
        row = self.current
        self.console.go("crashes", Query((("version", row.app_version),)) if row and row.app_version else None)


def _did(one: Activity) -> Cell:
    return Cell(f"{enum('activity_kind', one.kind)}{f' · {one.screen}' if one.screen else ''}")


def _where(one: Activity) -> Cell:
    """An address; dimmed where only its network is known any more."""
    return Cell(one.where, "" if one.ip else "dim")


def _kept(row: Activity) -> Block:
    if row.ip:
        return Block(lines=[("dim", t("activity.whole"))])
    if row.network:
        return Block(lines=[("dim", t("activity.shortened"))])
    return Block(lines=[("dim", t("activity.dropped"))])


def _clocks(row: Activity) -> Sequence[Block]:
    """Both clocks, where they do not agree."""
    if row.clock == "RIGHT":
        return ()
    pairs = [
        (t("activity.device_at"), formats.instant(row.device_at)),
        (t("activity.received_at"), formats.instant(row.received_at)),
    ]
    return (Block(t("activity.clock"), pairs, [("warn", enum("device_clock", row.clock))]),)
