"""Notifications: what goes out and what became of it; the texts behind them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import formats
from console.i18n import enum, t
from console.models import Notification
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.table import Cell, Column

_STATES = {
    "QUEUED": ("◌", ""),
    "SENDING": ("◍", ""),
    "SENT": ("◐", "good"),
    "DELIVERED": ("●", "good"),
    "FAILED_TEMPORARY": ("↻", "warn"),
    "FAILED_PERMANENT": ("✖", "bad"),
    "UNKNOWN": ("?", "warn"),
    "SUPPRESSED": ("⊘", "dim"),
    "EXPIRED": ("○", "bad"),
    "CANCELLED": ("○", "dim"),
}
WAITING = "queued,sending,failed_temporary"


def state_cell(state: str) -> Cell:
    glyph, tone = _STATES.get(state, ("?", ""))
    return Cell(f"{glyph} {enum('notification_state', state)}", tone)


class NotificationsScreen(ListScreen[Notification]):
    area = "notifications"
    conditions: ClassVar[Sequence[str]] = ("state", "category", "channel", "user")
    words: ClassVar[Mapping[str, str]] = {"state": "notification_state", "category": "category", "channel": "channel"}

    def columns(self) -> Sequence[Column[Notification]]:
        return (
            Column("column.queued", 14, self._queued, rank=2),
            Column("column.channel", 9, lambda one: Cell(enum("channel", one.channel))),
            Column("column.category", 2, lambda one: Cell(enum("category", one.category)), flexible=True, rank=1),
            Column("column.recipient", 18, lambda one: Cell(one.recipient)),
            Column("column.state", 17, lambda one: state_cell(one.state)),
            Column("column.subject", 3, lambda one: Cell(one.subject, "dim"), flexible=True, rank=3),
        )

    def _queued(self, one: Notification) -> Cell:
        return Cell(formats.short_instant(one.queued_at, self.console.clock.now()), "dim")

    async def detail(self, row: Notification) -> Sequence[Block]:
        one = await self.api.notifications.get(row.id)
        suppressed = enum("suppression", one.suppressed_by) if one.suppressed_by else ""
        return [
            Block(one.subject, lines=[("", one.body)]),
            Block(
                "",
                [
                    (t("column.state"), state_cell(one.state).text),
                    (t("notification.suppressed_by"), suppressed),
                    (t("notification.outcome"), one.outcome),
                    (t("column.recipient"), one.recipient),
                    (t("column.channel"), enum("channel", one.channel)),
                    (t("column.category"), enum("category", one.category)),
                    (t("notification.template"), one.template),
                    (t("column.language"), enum("language", one.language)),
                    (t("column.queued"), formats.instant(one.queued_at)),
                    (t("notification.sent_at"), formats.instant(one.sent_at)),
                    (t("notification.attempts"), str(one.attempts or "")),
                    (t("notification.parts"), str(one.parts or "")),
                    (t("notification.provider"), one.provider),
                    (t("column.user"), one.user_id),
                ],
            ),
            Block(
                t("notification.events"),
                lines=[
                    ("", f"{formats.instant(event.at)}  {enum('notification_state', event.state)}  {event.reason}")
                    for event in one.events
                ],
            ),
        ]

    def do_notification_queue(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else WAITING)

    async def do_notification_templates(self) -> None:
        from console.screens.reading_room import Pages

        blocks = []
        for one in await self.api.notifications.templates():
            lines = [
                ("", one.subject_uk),
                ("", one.body_uk),
                ("dim", one.subject_en),
                ("dim", one.body_en),
            ]
            title = f"{one.name}  v{one.version}  {enum('category', one.category)}"
            blocks.append(Block(title, lines=lines))
        self.app.push_screen(Pages(t("action.notification_templates"), blocks))
