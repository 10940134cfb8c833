"""A resident in one: all that an operator's roles may see of somebody, as one line of time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from rich.text import Text

from console import formats
from console.actions import AREAS
from console.activity import Activity
from console.alerts import Alert
from console.i18n import either, enum, t
from console.messages import Notification
from console.metering import Reading
from console.models import Operator, Query, User
from console.ports import Api, ClientError
from console.requests import PrivacyRequest
from console.screens import alerts, notifications, privacy_blocks, reading_blocks, support
from console.strands import Moment, Strand, by_day
from console.support import Thread
from console.together import patient
from console.widgets.detail import TONES, Block
from console.widgets.table import Cell

#: Of each area, the last ones.
MOST = 50


@dataclass(frozen=True)
class _Told:
    """When a row happened, what it says, and what became of it."""

    at: Callable[[Any], datetime | None]
    said: Callable[[Any], str]
    state: Callable[[Any], Cell] = lambda _: Cell("")


def _reading(one: Reading) -> str:
    return f"{reading_blocks.service(one)} {formats.measured(one.index, one.commodity)}"


def _message(one: Notification) -> str:
    return f"{enum('category', one.category)}, {enum('channel', one.channel)}" + (
        f": {one.subject}" if one.subject else ""
    )


def _act(one: Activity) -> str:
    return " · ".join(filter(None, (enum("activity_kind", one.kind), one.screen, one.device, one.ip or one.network)))


def _received(one: PrivacyRequest) -> datetime | None:
    """The beginning of the day on which it came: the hour is not on record."""
    return datetime.combine(one.received_on, time(), formats.KYIV) if one.received_on else None


def _request(one: PrivacyRequest) -> str:
    return f"{enum('request_kind', one.kind)} {one.number}"


def _thread(one: Thread) -> str:
    return f"{one.number} {one.excerpt}"


def _alert(one: Alert) -> str:
    return f"{one.number} {either(*one.title)}"


#: What tells of somebody, by the area whose list it is; who may open the area may see it here.
TOLD = {
    "readings": _Told(lambda one: one.received_at, _reading, lambda one: reading_blocks.state_cell(one.state)),
    "notifications": _Told(lambda one: one.queued_at, _message, lambda one: notifications.state_cell(one.state)),
    "privacy": _Told(_received, _request, privacy_blocks.standing_cell),
    "support": _Told(lambda one: one.received_at, _thread, support.state_cell),
    "activity": _Told(lambda one: one.at, _act),
    "alerts": _Told(lambda one: one.opened_at, _alert, alerts.state_cell),
}


async def strands(api: Api, operator: Operator, user: User) -> list[Strand]:
    """What each area tells that the operator may open, side by side."""
    areas = [area.id for area in AREAS if area.id in TOLD and operator.may(area.permission)]
    return list(await asyncio.gather(*(_strand(api, area, user.id) for area in areas)))


async def _strand(api: Api, area: str, user_id: str) -> Strand:
    source, told = getattr(api, area), TOLD[area]
    try:
        page = await patient(lambda: source.page(Query((("user", user_id),)), token="", skip=0, size=MOST))
    except ClientError as error:
        return Strand(area, fault=error.message)
    moments = []
    for row in page.rows:
        at, cell = told.at(row), told.state(row)
        if at is not None:
            moments.append(Moment(at, area, told.said(row), cell.text, cell.tone))
    return Strand(area, tuple(moments), page.total)


def blocks(found: Sequence[Strand]) -> list[Block]:
    """How much each area has, then day by day, the latest first."""
    heads = [
        (t(f"area.{one.area}"), one.fault or t("list.rows", count=one.total, number=formats.number(one.total)))
        for one in found
    ]
    days = [Block(formats.day(day), lines=[("", _line(one)) for one in moments]) for day, moments in by_day(found)]
    return [Block(pairs=heads), *(days or [Block(lines=[("dim", t("user.life_empty"))])])]


def _line(one: Moment) -> Text:
    local = one.at.astimezone(formats.KYIV)
    line = Text(f"{local:%H:%M}  " if local.time() != time() else " " * 7, style="dim")
    line.append(f"{t(f'area.{one.area}')}: ", style="bold")
    line.append(one.said)
    if one.state:
        line.append(f"  {one.state}", style=TONES[one.tone])
    return line
