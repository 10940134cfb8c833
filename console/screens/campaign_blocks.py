"""A campaign beside the list: how far it is, what it would do, whom it is for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from console import formats
from console.delivery import Audience, Campaign, CampaignProgress, Estimate
from console.i18n import enum, t
from console.presets import WAITING
from console.screens.notifications import state_cell as message_state
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

_STATES = {
    "DRAFT": ("◌", "dim"),
    "ESTIMATED": ("◍", ""),
    "SCHEDULED": ("◷", "warn"),
    "RUNNING": ("▶", "good"),
    "PAUSED": ("‖", "bad"),
    "FINISHED": ("●", "dim"),
    "CANCELLED": ("○", "dim"),
}
#: Messages that are on their way still, and cells of the longest bar.
_WAITING = tuple(WAITING.upper().split(","))
BAR = 24


def state_cell(state: str) -> Cell:
    return signed("campaign_state", state, _STATES)


def done_of(one: Campaign) -> tuple[int, int]:
    """Messages that are through, whatever became of them, and how many there will be; what was cancelled never went."""
    progress = one.progress
    waiting = progress.count(*_WAITING, "CANCELLED")
    written = sum(progress.states.values())
    expected = one.estimate.recipients if one.estimate is not None and not progress.expanded_all else 0
    return written - waiting, max(written, expected)


def share(one: Campaign) -> float:
    """How far it is, from 0 to 1."""
    done, total = done_of(one)
    return done / total if total else float(one.state == "FINISHED")


def blocks(one: Campaign, rates: Sequence[float]) -> list[Block]:
    made = [_head(one)]
    if one.started_at is not None or one.progress.states:
        made.append(_progress(one, rates))
        made += _problems(one.progress)
    if one.estimate is not None:
        made += estimate_blocks(one.estimate)
    return [*made, audience_block(one.audience), _text(one)]


def _head(one: Campaign) -> Block:
    reason = enum("pause_reason", one.pause_reason) if one.pause_reason else ""
    return Block(
        one.name,
        [
            (t("column.state"), state_cell(one.state).text),
            (t("campaign.pause_reason"), f"‼ {reason}" if reason else ""),
            (t("campaign.scheduled"), formats.instant(one.scheduled_at)),
            (t("campaign.started"), formats.instant(one.started_at)),
            (t("campaign.finished"), formats.instant(one.finished_at)),
            (t("notification.expires"), formats.instant(one.expires_at)),
        ],
    )


def _progress(one: Campaign, rates: Sequence[float]) -> Block:
    """The bar, the rate over the time that somebody has been looking, what is left, and the states by channel."""
    progress = one.progress
    done, total = done_of(one)
    said = t("campaign.done", done=formats.number(done), total=formats.number(total))
    lines: list[tuple[str, str]] = [("good", f"{formats.bar(done, total, BAR)} {share(one) * 100:.0f} %"), ("", said)]
    if one.state == "RUNNING":
        rate = formats.decimal(f"{progress.per_second:.1f}")
        left = formats.lasting(progress.seconds_left) if progress.seconds_left is not None else "…"
        lines.append(("", t("campaign.rate", rate=rate, left=left)))
        if len(rates) > 1:
            lines.append(("dim", formats.sparkline(rates)))
        if not progress.expanded_all:
            lines.append(("dim", t("campaign.expanding", number=formats.number(progress.expanded))))
    lines.append(("dim", t("campaign.spent", parts=formats.number(progress.parts), cost=formats.money(progress.cost))))
    for (channel, state), count in progress.states.items():
        cell = message_state(state)
        lines.append((cell.tone, f"{formats.number(count):>9}  {enum('channel', channel):<6} {cell.text}"))
    return Block(t("campaign.progress"), lines=lines)


def _problems(progress: CampaignProgress) -> list[Block]:
    made = []
    if progress.errors:
        lines = [("bad", f"{formats.number(count):>9}  ✖ {name}") for name, count in progress.errors.items()]
        made.append(Block(t("campaign.errors"), lines=lines))
    if progress.exclusions:
        made.append(Block(t("campaign.not_sent"), lines=_exclusions(progress.exclusions)))
    return made


def reaches(one: Estimate) -> str:
    number, audience = formats.number(one.recipients), formats.number(one.audience)
    return t("campaign.reaches", count=one.recipients, number=number, audience=audience)


def estimate_blocks(one: Estimate) -> list[Block]:
    """What it would do: whom it reaches over which channel, what that costs, and who is left out and why."""
    lines: list[tuple[str, str]] = [("good", reaches(one))]
    for channel, count in one.channels.items():
        drawn = formats.bar(count, one.recipients, 12)
        lines.append(("", f"{enum('channel', channel):<6} {drawn} {formats.number(count)}"))
    lines.append(("", t("campaign.costs", parts=formats.number(one.parts), cost=formats.money(one.cost))))
    lines.append(("", t("campaign.takes", time=formats.lasting(one.seconds))))
    lines.append(("dim", t("campaign.estimated", at=formats.instant(one.at))))
    made = [Block(t("campaign.estimate"), lines=lines)]
    if one.exclusions:
        made.append(Block(t("campaign.excluded"), lines=_exclusions(one.exclusions)))
    return made


def _exclusions(found: Mapping[str, int]) -> list[tuple[str, str]]:
    """Those who get nothing by the reason, most first."""
    listed = sorted(found.items(), key=lambda item: -item[1])
    return [("dim", f"{formats.number(count):>9}  ⊘ {enum('suppression', rule)}") for rule, count in listed]


def audience_block(one: Audience) -> Block:
    pairs = [
        (t("field.city"), one.city),
        (t("field.street"), one.street),
        (t("column.service"), enum("commodity", one.commodity) if one.commodity else ""),
        (t("column.utility"), one.utility_id),
        (t("campaign.debt_above"), formats.money(one.debt_above) if one.debt_above is not None else ""),
        (t("campaign.no_reading"), t("yes") if one.no_reading else ""),
        (t("column.language"), enum("language", one.language) if one.language else ""),
        (t("campaign.active_since"), _day(one.active_since)),
        (t("campaign.inactive_since"), _day(one.inactive_since)),
    ]
    said = any(value for _, value in pairs)
    return Block(t("campaign.audience"), pairs, [] if said else [("", t("campaign.everybody"))])


def _day(at: datetime | None) -> str:
    return formats.day_of(at)


def _text(one: Campaign) -> Block:
    channels = " → ".join(enum("channel", channel) for channel in one.channels) or t("campaign.cheapest")
    version = f" v{one.template_version}" if one.template_version else ""
    return Block(
        t("campaign.text"),
        [
            (t("notification.template"), f"{one.template}{version}"),
            (t("column.category"), enum("category", one.category)),
            *one.values.items(),
            (t("campaign.channels"), channels),
            (t("campaign.transliterate"), t("yes") if one.transliterate else ""),
            (t("campaign.stop_at"), f"{one.stop_at or 20} %"),
        ],
    )
