"""The overview, which lives: readings by the minute, queues, deadlines, delivery, the connection."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from console import formats, needs
from console.i18n import enum, t
from console.metering import Reading
from console.models import Change, Query, Summary
from console.ports import ClientError, OverviewApi
from console.requests import PrivacyRequest
from console.screens.area import AreaScreen
from console.screens.insight import against_cell, written
from console.screens.notifications import state_cell as message_state
from console.screens.privacy_blocks import state_cell as request_state
from console.store.live import Live
from console.store.waiting import COUNT, Waiting
from console.terms import NEAR, tone
from console.widgets.detail import TONES
from console.widgets.plot import Plot
from console.work import start

DRAW = 1.0
#: Columns from which there is room for the figures of today.
WIDE = 130
_LOWER = ("deadlines", "delivery")
_FIGURES = ("review", "outbox", "requests", "users")


class Card(Static):
    DEFAULT_CSS = """
    Card { width: 1fr; height: 100%; padding: 0 1; border: round $panel; border-title-color: $text-muted;
           text-wrap: nowrap; text-overflow: ellipsis; }
    """


class OverviewScreen(AreaScreen):
    area = "overview"
    DEFAULT_CSS = """
    OverviewScreen #figures { height: 5; }
    OverviewScreen #middle { height: 1fr; min-height: 10; }
    OverviewScreen #needs { width: 38; height: 100%; padding: 0 1; border: round $panel; background: $background;
                            border-title-color: $text-muted; }
    OverviewScreen #needs:focus { border: round $primary; }
    OverviewScreen Plot { width: 1fr; height: 100%; border: round $panel; border-title-color: $text-muted; }
    OverviewScreen #lower { height: 13; }
    OverviewScreen #deadlines { width: 3fr; }
    OverviewScreen #delivery { width: 2fr; }
    OverviewScreen #insight { width: 3fr; }
    OverviewScreen.narrow #insight { display: none; }
    """

    def __init__(self, source: OverviewApi) -> None:
        super().__init__()
        self._overview = source
        self._counts: list[int] = []
        self._until: datetime | None = None
        self._fresh = False
        self._summary = Summary()
        self._needs = OptionList(id="needs")
        #: Whether the rest was asked for at all: until then, nothing is known, which is not that there is nothing.
        self._counted = False

    def body(self) -> ComposeResult:
        with Vertical():
            with Horizontal(id="figures"):
                for name in self._figures():
                    card = Card("", id=name)
                    card.border_title = t(f"overview.{name}")
                    yield card
            with Horizontal(id="middle"):
                self._needs.border_title = t("overview.needs")
                yield self._needs
                plot = Plot()
                plot.border_title = t("overview.readings")
                yield plot
            with Horizontal(id="lower"):
                for name in self._lower():
                    card = Card("", id=name)
                    card.border_title = t(f"overview.{name}")
                    yield card

    def _figures(self) -> Sequence[str]:
        """Alerts are counted for those who may see them."""
        return (*_FIGURES, "alerts") if self.operator.may("ALERTS_READ") else _FIGURES

    def _lower(self) -> Sequence[str]:
        """Likewise the figures of today."""
        return (*_LOWER, "insight") if self.operator.may("INSIGHT_READ") else _LOWER

    @property
    def _waiting(self) -> Waiting:
        return self.console.waiting

    def on_resize(self) -> None:
        super().on_resize()
        self.set_class(self.size.width < WIDE, "narrow")

    def on_mount(self) -> None:
        self._show()
        self._needs.focus()
        self._waiting.listeners.append(self._show)
        start(self, "count", self._count)
        if self.operator.may("READINGS_READ"):
            start(self, "watch", self._watch)
        self.set_interval(DRAW, self._draw_if_fresh)

    def on_unmount(self) -> None:
        self._waiting.listeners.remove(self._show)

    def retranslate(self) -> None:
        super().retranslate()
        for name in (*self._figures(), *self._lower()):
            self.query_one(f"#{name}", Card).border_title = t(f"overview.{name}")
        self.query_one(Plot).border_title = t("overview.readings")
        self._needs.border_title = t("overview.needs")
        self._show()
        self._fresh = True

    async def _watch(self) -> None:
        live: Live[Reading] = Live(lambda token: self.api.readings.watch(Query(), token), self._received, lambda: None)
        await live.run()

    def _received(self, changes: tuple[Change[Reading], ...]) -> None:
        came = [change for change in changes if change.kind == "created"]
        self._roll(self.console.clock.now())
        if self._counts:
            self._counts[-1] += len(came)
            self._fresh = True
        if any(one.kind != "created" or (one.row is not None and one.row.state == "IN_REVIEW") for one in changes):
            self._waiting.soon("readings")

    def _roll(self, now: datetime) -> None:
        """Moves the plot on by the minutes that passed."""
        if self._until is None:
            return
        while now >= self._until:
            self._counts = [*self._counts[1:], 0]
            self._until += timedelta(minutes=1)
            self._fresh = True

    async def _count(self) -> None:
        first = True
        while True:
            try:
                if first and self.operator.may("READINGS_READ"):
                    now = self.console.clock.now()
                    self._counts = list(await self._overview.minutes(now))
                    self._until = now
                    self._roll(now)
                    await self._draw()
                    first = False
                await self._count_once()
            except ClientError as error:
                self.console.refused(error)
            await asyncio.sleep(self.console.desk.settings.refresh or COUNT)

    async def _count_once(self) -> None:
        self._summary = await self._overview.summary(self.console.clock.now())
        self._counted = True
        self.console.reached()
        self._show()

    async def _draw_if_fresh(self) -> None:
        self._roll(self.console.clock.now())
        if self._fresh:
            await self._draw()

    async def _draw(self) -> None:
        self._fresh = False
        if not self._counts or self._until is None:
            return
        start = self._until - timedelta(minutes=len(self._counts))
        labels = [
            (start + timedelta(minutes=number)).astimezone(formats.KYIV).strftime("%H:%M")
            for number in range(len(self._counts))
        ]
        title = t("overview.last_hour", count=sum(self._counts))
        await self.query_one(Plot).bars([float(count) for count in self._counts], labels, title)

    def _show(self) -> None:
        summary, now = self._summary, self.console.clock.now()
        due = [one for one in summary.requests_due if (formats.days_left(one.due_on, now) or 0) <= NEAR]
        review = self._waiting.of("review")
        self._figure("review", review, "warn" if review else "good", t("overview.review_hint"))
        self._figure("outbox", summary.outbox, "", t("overview.outbox_hint"))
        open_ = self._waiting.of("requests")
        self._figure("requests", open_, "bad" if due else "good", t("overview.due_soon", count=len(due)))
        self._figure("users", summary.users, "", t("overview.users_hint"))
        if "alerts" in self._figures():
            worst = self._waiting.of("critical")
            critical = t("overview.alerts_critical", count=worst) if worst else ""
            tone_ = "bad" if critical else "warn" if summary.alerts else "good"
            self._figure("alerts", summary.alerts, tone_, critical or t("overview.alerts_hint"))
        self.query_one("#deadlines", Card).update(self._deadlines(summary.requests_due, now))
        if "insight" in self._lower():
            self.query_one("#insight", Card).update(_insight(summary))
        self.query_one("#delivery", Card).update(
            _delivery(summary) if self._counted else Text(t("list.loading"), style="dim")
        )

        self._show_needs()

    def _show_needs(self) -> None:
        """What waits, the worst first; the cursor stays where it was."""
        here, standing = self._needs.highlighted, self._waiting.standing
        options = [Option(_need(one), id=one.need.id) for one in standing]
        if not options and self._waiting.counted:
            options = [Option(Text(t("overview.nothing_waits"), style="dim"), disabled=True)]
        self._needs.set_options(options)
        if standing:
            self._needs.highlighted = min(here or 0, len(standing) - 1)

    @on(OptionList.OptionSelected, "#needs")
    def _go_there(self, event: OptionList.OptionSelected) -> None:
        """To where it is worked on, with just those."""
        chosen = next((one.need for one in self._waiting.standing if one.need.id == event.option_id), None)
        if chosen is not None:
            self.console.go(chosen.area, chosen.query(self.today))

    def _figure(self, name: str, value: int | None, tone: str, hint: str) -> None:
        text = Text()
        text.append("—" if value is None else formats.number(value), style=f"bold {TONES[tone]}".strip())
        text.append(f"\n{hint}", style="dim")
        self.query_one(f"#{name}", Card).update(text)

    def _deadlines(self, requests: Sequence[PrivacyRequest], now: datetime) -> Text:
        text = Text(no_wrap=True, overflow="ellipsis")
        if not requests:
            text.append(t("overview.no_deadlines" if self._counted else "list.loading"), style="dim")
        for one in requests[:10]:
            left = formats.days_left(one.due_on, now) or 0
            style = TONES[tone(left)]
            text.append(f"{formats.day(one.due_on)}  {t('days', count=left):>9}  ", style=style)
            text.append(f"{one.number}  {enum('request_kind', one.kind):<22}  {request_state(one.state).text}\n")
        return text


def _need(one: needs.Counted) -> Text:
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append("‼ " if one.need.tone == "bad" else "! ", style=TONES[one.need.tone])
    text.append(f"{formats.number(one.count or 0):>6}  ", style="bold")
    text.append(t(f"need.{one.need.id}"))
    return text


def _insight(summary: Summary) -> Text:
    """Figures of today, each with how far it is from the usual."""
    text = Text(no_wrap=True, overflow="ellipsis")
    for one in summary.figures:
        against = against_cell(one)
        text.append(f"{enum('insight_metric', one.id):<27}")
        text.append(f"{written(one.unit, one.value):>13}")
        text.append(f" {against.text:>7}\n", style=TONES[against.tone])
    return text


def _delivery(summary: Summary) -> Text:
    text = Text(no_wrap=True, overflow="ellipsis")
    total = sum(summary.delivery.values())
    if not total:
        text.append(t("overview.no_messages"), style="dim")
        return text
    cells = {state: message_state(state) for state in summary.delivery}
    longest = max(len(cell.text) for cell in cells.values())
    for state, count in summary.delivery.items():
        cell = cells[state]
        bar = "█" * round(14 * count / total) if count else ""
        text.append(f"{cell.text:<{longest}}", style=TONES[cell.tone])
        text.append(f"{formats.number(count):>7} ")
        text.append(f"{bar}\n", style=TONES[cell.tone])
    return text
