"""Campaigns: what goes to many, how far it is, and what may be done to it."""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from console import formats, typed, understood
from console.actions import Action
from console.delivery import Campaign
from console.i18n import enum, t
from console.models import Query
from console.ports import CampaignsApi
from console.screens import campaign_blocks
from console.screens.campaign_blocks import done_of, share, state_cell
from console.screens.campaign_form import CampaignForm
from console.screens.listing import ListScreen
from console.store.connection import State
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Seconds between two looks at a campaign that runs, and how many rates are drawn.
PAUSE, RATES = 2.0, 40
#: Cells of the bar in the list.
BAR = 10
#: In which states an action may be done.
_OPEN_TO = {
    "campaign_edit": {"DRAFT", "ESTIMATED"},
    "campaign_estimate": {"DRAFT", "ESTIMATED"},
    "campaign_schedule": {"ESTIMATED", "SCHEDULED"},
    "campaign_pause": {"SCHEDULED", "RUNNING"},
    "campaign_resume": {"PAUSED"},
    "campaign_cancel": {"DRAFT", "ESTIMATED", "SCHEDULED", "RUNNING", "PAUSED"},
    "campaign_resend": {"RUNNING", "PAUSED", "FINISHED"},
}


class CampaignsScreen(ListScreen[Campaign]):
    area = "campaigns"
    conditions: ClassVar[Sequence[str]] = ("state",)
    words: ClassVar[Mapping[str, str]] = {"state": "campaign_state"}
    free = ""

    def __init__(self, source: CampaignsApi) -> None:
        super().__init__(source)
        self._campaigns = source
        #: The rates of the campaign whose detail is shown, as they were seen.
        self._rates: deque[float] = deque(maxlen=RATES)
        self._rates_of = ""

    def columns(self) -> Sequence[Column[Campaign]]:
        return (
            Column("column.campaign", 3, lambda one: Cell(one.name), flexible=True),
            Column("column.state", 14, lambda one: state_cell(one.state)),
            Column("column.progress", BAR + 6, self._progress),
            Column("column.people", 9, self._people, right=True, rank=1),
            Column("column.category", 14, lambda one: Cell(enum("category", one.category), "dim"), rank=3),
            Column("column.begins", 14, self._begins, rank=2),
        )

    def _progress(self, one: Campaign) -> Cell:
        if one.started_at is None:
            return Cell("", "dim")
        tone = "bad" if one.state == "PAUSED" else "good" if one.state == "RUNNING" else "dim"
        return Cell(f"{formats.bar(*done_of(one), BAR)} {share(one) * 100:3.0f} %", tone)

    def _people(self, one: Campaign) -> Cell:
        """Who gets it: messages may be more, where one goes on over another channel."""
        return Cell(formats.number(one.estimate.recipients) if one.estimate is not None else "")

    def _begins(self, one: Campaign) -> Cell:
        """Nothing before somebody has said when."""
        at = one.started_at or one.scheduled_at
        return Cell(formats.short_instant(at, self.console.clock.now()), "dim")

    def on_mount(self) -> None:
        self.set_interval(PAUSE, self._again)

    def _again(self) -> None:
        """What a running campaign does is counted anew while somebody looks; that it changed is told by the watch."""
        row = self.current
        running = row is not None and row.state == "RUNNING"
        if running and self.is_current and self.console.connection.state is not State.LOST:
            self.look_again()

    def allowed(self, action: Action) -> bool:
        states = _OPEN_TO.get(action.id)
        row = self.current
        return super().allowed(action) and (states is None or (row is not None and row.state in states))

    async def detail(self, row: Campaign) -> Sequence[Block]:
        one = await self._campaigns.get(row.id)
        if (number := self.pages.replace(one)) is not None:
            self.table.know(one)
            self.table.mark_dirty([number])  # the list says the same as the detail
        if self._rates_of != one.id:
            self._rates.clear()
            self._rates_of = one.id
        if one.state == "RUNNING":
            self._rates.append(one.progress.per_second)
        return campaign_blocks.blocks(one, self._rates)

    # -- making one

    async def do_campaign_create(self) -> None:
        made = await CampaignForm(self).asked(None)
        if made is not None:
            self.table.aim(made.id)
            self.renew()
            await self._estimated(made)

    async def do_campaign_edit(self) -> None:
        if self.current is not None:
            made = await CampaignForm(self).asked(await self._campaigns.get(self.current.id))
            if made is not None:
                self.took(made)
                await self._estimated(made)

    async def do_campaign_estimate(self) -> None:
        if self.current is not None:
            await self._estimated(self.current)

    async def _estimated(self, row: Campaign) -> None:
        """Counts whom it would reach, and shows it with those who are left out and why."""
        from console.screens.reading_room import Pages

        made = await self._campaigns.estimate(row)
        self.took(made)
        if made.estimate is not None:
            self.app.push_screen(Pages(made.name, campaign_blocks.estimate_blocks(made.estimate)))

    # -- running it

    async def do_campaign_schedule(self) -> None:
        """Sends it, now or at a time. A message can't be called back: the number of people is typed."""
        if self.current is None:
            return
        row = await self._campaigns.get(self.current.id)
        estimate = row.estimate
        if estimate is None:
            self.console.tell(t("campaign.not_estimated"), "warning")
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self._campaigns.schedule(row, _at(answers["at"])))

        said = [
            campaign_blocks.reaches(estimate),
            t("campaign.costs", parts=formats.number(estimate.parts), cost=formats.money(estimate.cost)),
            t("campaign.takes", time=formats.lasting(estimate.seconds)),
        ]
        fields = [
            Field(
                "at",
                t("campaign.at"),
                required=False,
                hint=_hint(self.console.clock.now()),
                reads=understood.instant,
                example="25.11.2026 09:00",
            ),
            Field("phrase", "", phrase=str(estimate.recipients)),
        ]
        form = Form(
            f"{t('action.campaign_schedule')}: {row.name}", fields, text="\n".join(said), danger=True, send=send
        )
        answers = await self.ask(form)
        if answers is not None:
            self.console.tell(t("campaign.is_scheduled" if answers["at"] else "campaign.is_begun"))

    async def do_campaign_pause(self) -> None:
        if self.current is not None:
            self.took(await self._campaigns.pause(self.current))
            self.console.tell(t("campaign.is_paused"))

    async def do_campaign_resume(self) -> None:
        """Goes on, after it was read why it stands still."""
        row = self.current
        if row is None:
            return
        reason = enum("pause_reason", row.pause_reason) if row.pause_reason else ""
        form = Form(f"{t('action.campaign_resume')}: {row.name}", [], text=reason, submit=t("form.go_on"))
        if await self.worked(form, lambda _: self._campaigns.resume(row)) is not None:
            self.console.tell(t("campaign.is_resumed"))

    async def do_campaign_cancel(self) -> None:
        row = self.current
        if row is None:
            return
        done, total = done_of(row)
        text = t("campaign.cancel_text", waiting=formats.number(max(0, total - done)))
        fields = [Field("phrase", "", phrase=t("campaign.cancel_phrase"))]
        title = f"{t('action.campaign_cancel')}: {row.name}"
        form = Form(title, fields, text=text, danger=True, submit=t("campaign.cancel_go"))
        if await self.worked(form, lambda _: self._campaigns.cancel(row)) is not None:
            self.console.tell(t("campaign.is_cancelled"))

    async def do_campaign_resend(self) -> None:
        """Tries the failed messages again; those of which nobody knows only where that is wanted."""
        row = self.current
        if row is None:
            return
        failed = await self._campaigns.resend(row, False, rehearse=True)
        unknown = await self._campaigns.resend(row, True, rehearse=True) - failed
        if not failed + unknown:
            self.console.tell(t("campaign.nothing_failed"))
            return
        queued = 0

        async def send(answers: dict[str, str]) -> None:
            nonlocal queued
            queued = await self._campaigns.resend(row, answers["unknown"] == "yes")

        choices = [("no", t("campaign.unknown_no")), ("yes", t("campaign.unknown_yes", number=formats.number(unknown)))]
        fields = [
            Field("unknown", t("campaign.unknown"), "no", choices),
            Field("phrase", "", phrase=t("notification.retry_phrase")),
        ]
        text = t("campaign.resend_text", count=failed)
        form = Form(f"{t('action.campaign_resend')}: {row.name}", fields, text=text, danger=True, send=send)
        if await self.ask(form) is not None:
            self.console.tell(t("campaign.resent", count=queued))
            self._look()

    # -- looking at it

    def do_campaign_messages(self) -> None:
        if self.current is not None:
            self.console.go("notifications", Query((("cause", "campaign"), ("about", self.current.id))))

    async def do_campaign_why(self) -> None:
        """Why one resident gets it, or why not."""
        row = self.current
        if row is None:
            return
        from console.screens.reading_room import Pages
        from console.screens.why import one_person, title_of, why_blocks

        person = await one_person(self)
        if person is not None:
            found = await self.api.notifications.explain(person.id, "campaign", row.id)
            self.app.push_screen(Pages(title_of((person.name, row.name)), why_blocks(found, campaign=True)))


def _at(text: str) -> datetime | None:
    """When it is to begin; None for now. Raises ClientError."""
    return typed.instant(text, "at") if text else None


def _hint(now: datetime) -> str:
    return t("campaign.at_hint", at=formats.instant(now + timedelta(days=1)))
