"""Notifications: what goes out and what became of it; the texts behind them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text

from console import formats, life
from console.actions import Action
from console.formats import KYIV
from console.i18n import enum, t
from console.messages import Notification
from console.models import Query
from console.presets import DEAD, WAITING
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

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
_STYLES = {"good": "green", "warn": "yellow", "bad": "bold red", "dim": "dim", "": ""}
#: Messages of one cascade, at most: a message has no more channels.
MOST_LEGS = 4
#: In which states a message may be tried again, and taken back.
_OPEN_TO = {"notification_retry": life.RETRIED, "notification_cancel": life.WAITING}


def state_cell(state: str) -> Cell:
    return signed("notification_state", state, _STATES)


class NotificationsScreen(ListScreen[Notification]):
    area = "notifications"
    conditions: ClassVar[Sequence[str]] = ("state", "category", "channel", "provider", "cause", "about", "user")
    words: ClassVar[Mapping[str, str]] = {
        "state": "notification_state",
        "category": "category",
        "channel": "channel",
        "cause": "cause",
    }

    def columns(self) -> Sequence[Column[Notification]]:
        return (
            Column("column.queued", 14, self._queued, rank=1),
            Column("column.channel", 9, lambda one: Cell(enum("channel", one.channel))),
            Column("column.category", 25, lambda one: Cell(enum("category", one.category)), rank=2),
            Column("column.recipient", 18, lambda one: Cell(one.recipient)),
            Column("column.state", 17, lambda one: state_cell(one.state)),
            Column("column.subject", 3, lambda one: Cell(_shown(one, "subject"), "dim"), flexible=True, rank=3),
        )

    def _queued(self, one: Notification) -> Cell:
        return Cell(formats.short_instant(one.queued_at, self.console.clock.now()), "dim")

    def allowed(self, action: Action) -> bool:
        """What may be tried again or taken back is so by the state of the row, or of one that is marked."""
        states = _OPEN_TO.get(action.id)
        rows = self.table.chosen()
        if action.id == "notification_retry":
            rows = [row for row in rows if _retried(row)]
        return super().allowed(action) and (states is None or any(row.state in states for row in rows))

    async def detail(self, row: Notification) -> Sequence[Block]:
        one = await self.api.notifications.get(row.id)
        said = Block(_shown(one, "subject"), lines=[("", _shown(one, "body"))])
        return [said, *timeline(await self._chain(one), one.id), _facts(one)]

    async def _chain(self, one: Notification) -> list[Notification]:
        """The message with those on other channels in whose place it was sent, and those that were sent for it."""
        chain, seen = [one], {one.id}
        while (before := chain[0].previous_id) and before not in seen and len(chain) < MOST_LEGS:
            seen.add(before)
            chain.insert(0, await self.api.notifications.get(before))
        while (after := chain[-1].next_id) and after not in seen and len(chain) < MOST_LEGS:
            seen.add(after)
            chain.append(await self.api.notifications.get(after))
        return chain

    # -- actions

    def do_notification_dead(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") == DEAD else DEAD)

    async def do_notification_why(self) -> None:
        row = self.current
        if row is None:
            return
        from console.screens.reading_room import Pages
        from console.screens.why import title_of, why_blocks

        found = await self.api.notifications.explain(row.user_id, "message", row.id)
        title = title_of((row.subject or enum("category", row.category), row.recipient))
        self.app.push_screen(Pages(title, why_blocks(found)))

    async def do_notification_retry(self) -> None:
        """Sends again what failed for good. What nobody knows of may come twice: that is confirmed by typing."""
        rows = [row for row in self.table.chosen() if _retried(row)]
        unsure = sum(row.state == "UNKNOWN" for row in rows)
        text = t("notification.retry_unsure", count=unsure) if unsure else t("notification.retry_text")
        phrase = t("notification.retry_phrase") if unsure else ""
        if len(rows) == 1 and not (await self.api.notifications.explain(rows[0].user_id, "message", rows[0].id)).chosen:
            text = f"{text}\n{t('notification.retry_vain')}"
        await self._each("notification_retry", rows, self.api.notifications.retry, text, phrase)

    async def do_notification_cancel(self) -> None:
        rows = [row for row in self.table.chosen() if row.state in life.WAITING]
        phrase = t("notification.cancel_phrase")
        text = t("notification.cancel_text")
        await self._each("notification_cancel", rows, self.api.notifications.cancel, text, phrase)

    async def _each(
        self,
        action: str,
        rows: Sequence[Notification],
        work: Callable[[Notification], Awaitable[Notification]],
        text: str,
        phrase: str,
    ) -> None:
        """Does something to the messages that are marked, or to the one under the cursor, once it is confirmed."""
        if not rows:
            return
        left = len(self.table.chosen()) - len(rows)
        said = f"{text}\n{t('notification.left_out', count=left)}" if left else text
        fields = [Field("phrase", "", phrase=phrase)] if phrase else []
        title = f"{t(f'action.{action}')}: {t('notification.several', count=len(rows))}"
        form = Form(title, fields, text=said, danger=bool(phrase), submit=t("form.go_on"))
        if await self.ask(form) is None:
            return
        if len(rows) == 1 and not self.table.marks:
            self.took(await work(rows[0]))
            return

        async def one(row: Notification) -> Notification:
            done = await work(row)
            self.took(done)
            return done

        await self.in_bulk(rows, one, title)

    def do_notification_queue(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else WAITING)

    def do_notification_stops(self) -> None:
        """The stop list of the person whom the message is for."""
        if self.current is not None:
            self.console.go("stoplist", Query((("user", self.current.user_id),)))

    def do_notification_templates(self) -> None:
        self.console.go("templates")


def _retried(row: Notification) -> bool:
    """Whether it may be sent again: not where another went out over the next channel in its place."""
    return row.state in life.RETRIED and not row.next_id


def timeline(chain: Sequence[Notification], key: str) -> list[Block]:
    """What happened, channel by channel; what is still to come stands last."""
    blocks = []
    for number, leg in enumerate(life.legs(chain, key)):
        one = leg.message
        arrow = "" if number == 0 else f"↳ {t('notification.instead')} "
        title = arrow + ", ".join(part for part in (enum("channel", one.channel), one.recipient) if part)
        title += "" if leg.here else "  ·"
        last = len(leg.steps) - 1
        lines = [_step(step, place == last) for place, step in enumerate(leg.steps)]
        blocks.append(Block(title if number or len(chain) > 1 else t("notification.events"), lines=lines))
    return blocks


def _step(step: life.Step, last: bool) -> tuple[str, Text]:
    """A step on the line of time: when, what, and how long after the one before."""
    text = Text("╰ " if last else "├ ", style="dim")
    at = step.at.astimezone(KYIV).strftime("%d.%m %H:%M:%S") if step.at else ""
    if step.kind in ("NEXT", "EXPIRES"):
        text.append(f"{at}  ◷ {t(f'notification.step.{step.kind}')}", style="dim")
        return "", text
    cell = state_cell(step.kind)
    text.append(f"{at}  ", style="dim")
    text.append(cell.text, style=_STYLES[cell.tone])
    if step.after is not None and step.after >= 1:
        text.append(f"  +{formats.lasting(step.after)}", style="dim")
    if step.said:
        text.append(f"\n{' ' if last else '│'}   {step.said}", style="dim")
    return "", text


def _shown(one: Notification, field: str) -> str:
    return formats.damaged(field, one.unreadable) or str(getattr(one, field))


def _facts(one: Notification) -> Block:
    suppressed = enum("suppression", one.suppressed_by) if one.suppressed_by else ""
    cause = f"{enum('cause', one.cause)} {one.cause_id}".strip() if one.cause else ""
    return Block(
        t("notification.facts"),
        [
            (t("column.state"), state_cell(one.state).text),
            (t("notification.suppressed_by"), suppressed),
            (t("notification.outcome"), one.outcome),
            (t("column.recipient"), one.recipient),
            (t("column.channel"), enum("channel", one.channel)),
            (t("column.category"), enum("category", one.category)),
            (t("notification.cause"), cause),
            (t("notification.urgency"), enum("urgency", one.urgency) if one.urgency else ""),
            (t("notification.emergency"), t("yes") if one.emergency else ""),
            (t("notification.template"), one.template),
            (t("column.language"), enum("language", one.language)),
            (t("column.queued"), formats.instant(one.queued_at)),
            (t("notification.sent_at"), formats.instant(one.sent_at)),
            (t("notification.expires"), formats.instant(one.expires_at)),
            (t("notification.attempts"), str(one.attempts or "")),
            (t("notification.parts"), str(one.parts or "")),
            (t("notification.provider"), f"{one.provider} {one.provider_message_id}".strip()),
            (t("notification.consent"), one.consent_policy),
            (t("column.user"), one.user_id),
        ],
    )
