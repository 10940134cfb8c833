"""Providers of messages: health over the last hour as sparklines, what waits for them, and when nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from console import formats, health, typed
from console.delivery import DeliveryRules, Minute, Provider, Queue
from console.i18n import enum, spoken, t
from console.models import Query
from console.ports import ProvidersApi
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

#: Seconds between two looks.
PAUSE = 5.0
#: Parts of the last hour in the list and in the detail; cells of the bar of health.
PARTS, FINE, BAR = 15, 30, 4
_STATES = {"HEALTHY": ("●", "good"), "AILING": ("◐", "warn"), "OUT": ("✖", "bad")}


def state_cell(state: str) -> Cell:
    return signed("provider_state", state, _STATES)


class ProvidersScreen(ListScreen[Provider]):
    area = "providers"
    conditions: ClassVar[Sequence[str]] = ("channel",)
    words: ClassVar[Mapping[str, str]] = {"channel": "channel"}
    free = ""

    def __init__(self, source: ProvidersApi) -> None:
        super().__init__(source)

    def columns(self) -> Sequence[Column[Provider]]:
        return (
            Column("column.channel", 8, lambda one: Cell(enum("channel", one.channel))),
            Column("column.provider", 3, lambda one: Cell(one.name), flexible=True),
            Column("column.state", 12, lambda one: state_cell(one.state)),
            Column("column.health", BAR + 6, _health, rank=1),
            Column("column.answers", 7, lambda one: Cell(formats.number(self._hour(one).answers)), right=True, rank=4),
            Column("column.errors", 6, self._errors, right=True),
            Column("column.latency", 8, self._latency, right=True, rank=3),
            Column("column.hour", PARTS, self._spark, rank=2),
        )

    def _hour(self, one: Provider) -> Minute:
        return health.together(one.minutes, self.console.clock.now())

    def _errors(self, one: Provider) -> Cell:
        bad = self._hour(one).bad
        return Cell(formats.number(bad), "warn" if bad else "dim")

    def _latency(self, one: Provider) -> Cell:
        hour = self._hour(one)
        return Cell(t("status.latency", ms=formats.number(hour.milliseconds)) if hour.answers else "", "dim")

    def _spark(self, one: Provider) -> Cell:
        made = health.parts(one.minutes, self.console.clock.now(), PARTS)
        return Cell(formats.sparkline([part.answers for part in made]))

    def on_mount(self) -> None:
        self.look_every(PAUSE)  # nobody tells how providers fare

    async def detail(self, row: Provider) -> Sequence[Block]:
        rules = await self.api.providers.rules()
        now = self.console.clock.now()
        made = health.parts(row.minutes, now, FINE)
        return [_facts(row), _hour_block(made), _queue(row, now), _rules(rules)]

    # -- actions

    def do_provider_failures(self) -> None:
        if self.current is not None:
            states = "failed_permanent,failed_temporary,unknown"
            self.console.go("notifications", Query((("state", states), ("channel", self.current.channel.lower()))))

    async def do_provider_rules(self) -> None:
        """Quiet hours, the cap of a day, and the words that end advertising by SMS."""
        before = await self.api.providers.rules()

        async def send(answers: dict[str, str]) -> None:
            await self.api.providers.save_rules(_answered(before, answers))

        fields = [
            Field("quiet_from", t("provider.quiet_from"), str(before.quiet_from)),
            Field("quiet_until", t("provider.quiet_until"), str(before.quiet_until)),
            Field("daily_cap", t("provider.daily_cap"), str(before.daily_cap)),
            Field("keywords", t("provider.keywords"), ", ".join(before.keywords)),
        ]
        form = Form(t("action.provider_rules"), fields, text=t("provider.rules_text"), send=send)
        if await self.ask(form) is not None:
            self.console.tell(t("provider.rules_saved"))
            self._look()


def _health(one: Provider) -> Cell:
    tone = _STATES.get(one.state, ("", ""))[1]
    return Cell(f"{formats.bar(one.health, 1.0, BAR)} {one.health * 100:3.0f} %", tone)


def _facts(one: Provider) -> Block:
    last = f"{formats.instant(one.last_error_at)}  {spoken(one.last_error)}" if one.last_error else ""
    return Block(
        f"{one.name}, {enum('channel', one.channel)}",
        [
            (t("column.state"), state_cell(one.state).text),
            (t("column.health"), _health(one).text.strip()),
            (t("provider.protocol"), one.protocol),
            (t("provider.rate"), t("provider.per_second", number=formats.decimal(f"{one.rate:g}")) if one.rate else ""),
            (t("provider.price"), formats.money(one.price) if one.price else t("provider.free")),
            (t("provider.last_error"), last),
        ],
    )


def _hour_block(made: Sequence[Minute]) -> Block:
    """The last hour, a line for each answer and for how long they took."""
    rows = (
        ("accepted", "good", [one.accepted for one in made]),
        ("refused", "", [one.refused for one in made]),
        ("refused_for_now", "warn", [one.refused_for_now for one in made]),
        ("unanswered", "bad", [one.unanswered for one in made]),
    )
    lines: list[tuple[str, str]] = []
    if not any(one.answers for one in made):
        return Block(t("provider.hour"), lines=[("dim", t("provider.idle"))])
    most = max(one.answers for one in made)
    for name, tone, values in rows:
        if any(values) or name == "accepted":
            said = formats.number(sum(values))
            lines += [(tone, f"{t(f'provider.{name}')}: {said}"), (tone, formats.sparkline(values, most))]
    slow = max(one.milliseconds for one in made)
    lines += [
        ("dim", t("provider.latency", most=formats.number(slow))),
        ("dim", formats.sparkline([one.milliseconds for one in made])),
        ("dim", f"{'−60':<{len(made) - 1}}0"),
    ]
    return Block(t("provider.hour"), lines=lines)


def _queue(one: Provider, now: datetime) -> Block:
    lines: list[tuple[str, str]] = []
    for queue in one.queues:
        if queue.waiting:
            lines.append(_waiting(queue, now))
    return Block(t("provider.queue"), lines=lines or [("dim", t("provider.no_queue"))])


def _waiting(queue: Queue, now: datetime) -> tuple[str, str]:
    """How many wait, and since when the first could go; or when it may, as where the quiet hours keep it."""
    since = ""
    if queue.oldest is not None:
        said = "provider.not_before" if queue.oldest > now else "provider.oldest"
        since = t(said, at=formats.short_instant(queue.oldest, now))
    tone = "warn" if queue.urgency == "URGENT" else ""
    count = formats.number(queue.waiting) + ("+" if queue.more else "")
    return tone, f"{count:>7} {enum('urgency', queue.urgency)} {since}"


def _rules(rules: DeliveryRules) -> Block:
    quiet = t("provider.quiet", first=rules.quiet_from, last=rules.quiet_until)
    return Block(
        t("provider.rules"),
        [
            (t("provider.quiet_hours"), quiet if rules.quiet_from != rules.quiet_until else t("provider.none")),
            (t("provider.cap"), str(rules.daily_cap) if rules.daily_cap else t("provider.none")),
            (t("provider.words"), ", ".join(rules.keywords)),
        ],
    )


def _answered(before: DeliveryRules, answers: dict[str, str]) -> DeliveryRules:
    """The rules that were typed. Raises ClientError; what the contract allows is the server's to say."""
    numbers = {}
    for name in ("quiet_from", "quiet_until", "daily_cap"):
        text = answers[name]
        if not (text.isascii() and text.isdigit() and len(text) < 5):
            raise typed.wrong(t("provider.number_typed", field=t(f"provider.{name}"), text=text), name)
        numbers[name] = int(text)
    words = tuple(dict.fromkeys(word.strip() for word in answers["keywords"].split(",") if word.strip()))
    return replace(
        before,
        quiet_from=numbers["quiet_from"],
        quiet_until=numbers["quiet_until"],
        daily_cap=numbers["daily_cap"],
        keywords=words,
    )
