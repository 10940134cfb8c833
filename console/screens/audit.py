"""The audit log: who did what to whom, and whether the chain holds."""

from collections.abc import Sequence
from typing import ClassVar

from console import formats
from console.i18n import either, enum, t
from console.models import AuditEntry, Verdict
from console.screens.listing import ListScreen
from console.screens.reading_room import Pages
from console.widgets.detail import Block
from console.widgets.table import Cell, Column


class AuditScreen(ListScreen[AuditEntry]):
    area = "audit"
    conditions: ClassVar[Sequence[str]] = ("action", "actor", "user", "target")
    free = "action"

    def columns(self) -> Sequence[Column[AuditEntry]]:
        return (
            Column("column.sequence", 8, lambda one: Cell(str(one.sequence)), right=True),
            Column("column.at", 14, self._at),
            Column("column.actor", 2, lambda one: Cell(_actor(one)), flexible=True),
            Column("column.action", 3, lambda one: Cell(one.action.replace("Service.", ".")), flexible=True),
            Column(
                "column.target", 2, lambda one: Cell(f"{one.target_kind} {one.target_id}", "dim"), flexible=True, rank=2
            ),
            Column(
                "column.outcome", 18, lambda one: Cell(one.outcome, "good" if one.outcome == "OK" else "bad"), rank=1
            ),
        )

    def _at(self, one: AuditEntry) -> Cell:
        return Cell(formats.short_instant(one.at, self.console.clock.now()), "dim")

    async def detail(self, row: AuditEntry) -> Sequence[Block]:
        return [
            Block(
                row.action,
                [
                    (t("column.sequence"), str(row.sequence)),
                    (t("column.at"), formats.instant(row.at)),
                    (t("column.actor"), f"{_actor(row)} {row.actor_id}"),
                    (t("column.target"), f"{row.target_kind} {row.target_id}"),
                    (t("column.user"), row.user_id),
                    (t("column.outcome"), row.outcome),
                    ("IP", row.ip),
                    (t("audit.request"), row.request_id),
                    (t("audit.hash"), row.hash),
                ],
            ),
            Block(t("audit.detail") if row.detail else "", list(row.detail.items())),
        ]

    async def do_audit_verify(self) -> None:
        verdict = await self.api.audit.verify()
        self.renew()
        self.app.push_screen(Pages(t("action.audit_verify"), verdict_blocks(verdict)))


def verdict_blocks(verdict: Verdict) -> list[Block]:
    """What was found, and how far it reaches: entries behind the newest checkpoint could be cut off unseen."""
    said = either(verdict.uk, verdict.en)
    reached = min(verdict.checkpoint, verdict.checked)
    anchored = f"{formats.number(verdict.checkpoint)} · {formats.instant(verdict.anchored_at)}"
    lost = verdict.noted if verdict.noted > verdict.checkpoint else 0
    pairs = [
        (t("audit.checked"), t("list.rows", count=verdict.checked, number=formats.number(verdict.checked))),
        (t("audit.broken_at"), formats.number(verdict.broken_at) if verdict.broken_at else ""),
        (t("audit.checkpoint"), anchored if verdict.checkpoint else t("audit.no_checkpoint")),
        (t("audit.noted"), formats.number(lost) if lost else ""),
        (t("audit.covered"), f"1–{formats.number(reached)}" if reached else t("audit.nothing_covered")),
        (t("audit.behind"), formats.number(verdict.checked - reached)),
    ]
    return [Block(lines=[("good" if verdict.intact else "bad", said)]), Block(t("audit.reach"), pairs)]


def _actor(one: AuditEntry) -> str:
    """Staff and partners by name, residents by what they are."""
    if one.actor in ("", "resident", "rules"):
        return enum("principal", one.actor_kind)
    return one.actor
