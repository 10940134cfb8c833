"""What is asked of a campaign, step by step: what it says and how it goes, the values of its text, whom it is for."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from console import formats, sample, typed, understood
from console.choices import ORDERS
from console.delivery import Audience, Campaign, CampaignProgress, Supplier
from console.i18n import enum, t
from console.messages import Template
from console.screens import audience_form, values
from console.screens.audience_form import yes_no
from console.widgets.form import Field, Form

if TYPE_CHECKING:
    from console.screens.campaigns import CampaignsScreen

#: Takes the answers of a step. Raises ClientError for what they are refused with.
Take = Callable[[dict[str, str]], Awaitable[None]]
BLANK = Campaign(
    id="",
    name="",
    state="DRAFT",
    template="",
    template_version=0,
    category="",
    values={},
    channels=(),
    audience=Audience(),
    transliterate=False,
    stop_at=20,
    scheduled_at=None,
    expires_at=None,
    pause_reason="",
    estimate=None,
    progress=CampaignProgress(),
    created_at=None,
    started_at=None,
    finished_at=None,
    etag="",
)


class CampaignForm:
    """Forms behind one another; Escape leads one back."""

    def __init__(self, screen: "CampaignsScreen") -> None:
        self._screen = screen
        self._templates: Sequence[Template] = ()
        self._suppliers: Sequence[Supplier] = ()

    async def asked(self, before: Campaign | None) -> Campaign | None:
        """The campaign as it was saved; None where it was left. Called from a worker. Raises ClientError."""
        api = self._screen.api
        self._templates = [one for one in await api.notifications.templates() if one.for_campaigns]
        self._suppliers = await api.works.suppliers() if self._screen.operator.may("ACCOUNTS_READ") else ()
        made: Campaign = before or replace(BLANK, template=self._templates[0].name if self._templates else "")
        steps = (self._what, self._values, self._whom)
        step = 0
        while 0 <= step < len(steps):
            answered = await steps[step](made, step)
            if answered is None:
                step -= 1 if step != 2 or self._kinds(made) else 2  # where nothing is to be filled in, nothing is asked
            else:
                made, step = answered, step + 1
        return made if step == len(steps) else None

    def _template(self, made: Campaign) -> Template | None:
        return next((one for one in self._templates if one.name == made.template), None)

    def _kinds(self, made: Campaign) -> dict[str, str]:
        one = self._template(made)
        return {} if one is None else sample.placeholders(one.subject_uk, one.body_uk)

    async def _what(self, made: Campaign, step: int) -> Campaign | None:
        found: list[Campaign] = []

        async def take(answers: dict[str, str]) -> None:
            found[:] = [_what_answered(made, answers, self._screen.console.clock.now())]

        choices = [(one.name, f"{one.name}: {enum('category', one.category)}") for one in self._templates]
        orders = [(one, _order(one)) for one in dict.fromkeys((*ORDERS, " ".join(made.channels)))]
        fields = [
            Field("name", t("campaign.name"), made.name),
            Field("template", t("notification.template"), made.template, choices),
            Field("channels", t("campaign.channels"), " ".join(made.channels), orders, required=False),
            Field("transliterate", t("campaign.transliterate"), "yes" if made.transliterate else "no", yes_no()),
            Field("stop_at", t("campaign.stop_at_asked"), str(made.stop_at or 20)),
            Field(
                "expires",
                t("campaign.expires_asked"),
                formats.instant(made.expires_at),
                required=False,
                reads=understood.instant,
                example="25.11.2026 09:00",
            ),
        ]
        return await self._step(step, fields, take, found)

    async def _values(self, made: Campaign, step: int) -> Campaign | None:
        kinds = self._kinds(made)
        if not kinds:
            return replace(made, values={})
        found: list[Campaign] = []

        async def take(typed: dict[str, str]) -> None:
            template = self._template(made)
            answers = values.answered(kinds, typed)
            if template is not None:
                await self._screen.api.templates.preview(
                    template, answers, made.transliterate
                )  # refuses what does not fit
            found[:] = [replace(made, values=answers)]

        fields = values.fields(kinds, made.values, values.examples(kinds, self._screen.console.clock.now()))
        template = self._template(made)
        text = f"{template.subject_uk}\n{template.body_uk}" if template is not None else ""
        return await self._step(step, fields, take, found, text)

    async def _whom(self, made: Campaign, step: int) -> Campaign | None:
        found: list[Campaign] = []

        async def take(answers: dict[str, str]) -> None:
            wanted = replace(made, audience=audience_form.answered(made.audience, answers))
            found[:] = [await self._screen.api.campaigns.save(wanted)]

        fields = audience_form.fields(made.audience, self._suppliers)
        return await self._step(step, fields, take, found, t("campaign.audience_text"))

    async def _step(
        self, step: int, fields: list[Field], take: Take, found: list[Campaign], text: str = ""
    ) -> Campaign | None:
        title = t("campaign.step", number=step + 1, name=t(f"campaign.step_{step + 1}"))
        submit = t("campaign.count" if step == 2 else "form.next")
        form = Form(title, fields, text=text, submit=submit, send=take)
        return None if await self._screen.ask(form, step) is None else found[0]


def _order(channels: str) -> str:
    return " → ".join(enum("channel", one) for one in channels.split()) or t("campaign.cheapest")


def _what_answered(made: Campaign, answers: dict[str, str], now: datetime) -> Campaign:
    """Raises ClientError for what is no number or no instant."""
    stop_at = answers["stop_at"].removesuffix("%").strip()
    if not (stop_at.isascii() and stop_at.isdigit() and len(stop_at) < 4):
        raise typed.wrong(t("campaign.percent_typed", text=answers["stop_at"]), "stop_at")
    expires = typed.instant(answers["expires"], "expires") if answers["expires"] else None
    if expires is not None and expires <= now:
        raise typed.wrong(t("campaign.expires_ahead", at=answers["expires"]), "expires")
    return replace(
        made,
        name=answers["name"],
        template=answers["template"],
        channels=tuple(answers["channels"].split()),
        transliterate=answers["transliterate"] == "yes",
        stop_at=int(stop_at),
        expires_at=expires,
    )
