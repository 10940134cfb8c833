"""What is said of works: when and where, how they stand to the clock, whom they concern, and a day of the calendar."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from console import formats, places
from console.delivery import Concerned, Supplier, Work
from console.formats import KYIV
from console.i18n import either, enum, language, t
from console.widgets import calendar
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

#: Buildings that a preview names.
BUILDINGS = 8
#: Cells of the longest bar.
BARS = 16
KINDS = {"PLANNED": ("◷", ""), "EMERGENCY": ("‼", "bad")}


def supplier_name(one: Work | Supplier) -> str:
    return either(one.utility_uk, one.utility_en)


def reason(one: Work) -> str:
    return either(one.reason_uk, one.reason_en)


def where(one: Work) -> str:
    """The streets of works, without their city."""
    named = [places.short(place, language()) for place in one.places]
    return "; ".join(named) or t("work.everywhere")


def state_cell(one: Work, now: datetime) -> Cell:
    """The state; of what is announced also how it stands to the clock."""
    if one.state == "ANNOUNCED":
        if one.ends_at <= now:
            return Cell(f"! {t('work.overrun')}", "bad")
        if one.starts_at <= now:
            return Cell(f"▶ {t('work.going_on')}", "warn")
        return Cell(f"◌ {enum('work_state', one.state)}", "good")
    glyph = "●" if one.state == "FINISHED" else "○"
    return Cell(f"{glyph} {enum('work_state', one.state)}", "dim")


def days_of(one: Work) -> tuple[date, date]:
    """The first and the last day of works in Kyiv; midnight ends the day before."""
    last = one.ends_at - timedelta(microseconds=1)
    return one.starts_at.astimezone(KYIV).date(), last.astimezone(KYIV).date()


def facts(one: Work, now: datetime) -> Block:
    title = f"{kind_cell(one).text} — {enum('commodity', one.commodity)}"
    pairs = [
        (t("column.state"), state_cell(one, now).text),
        (t("column.utility"), supplier_name(one)),
        (t("column.where"), places.text_of(one.places, language()) or t("work.everywhere")),
        (t("work.starts"), formats.instant(one.starts_at)),
        (t("work.ends"), formats.instant(one.ends_at)),
        (t("work.reason"), reason(one)),
        (t("work.closing_note"), one.closing_note),
        (t("work.edition"), str(one.edition) if one.edition > 1 else ""),
        (t("work.created"), formats.instant(one.created_at)),
        (t("work.closed"), formats.instant(one.closed_at)),
    ]
    return Block(title, pairs)


def kind_cell(one: Work) -> Cell:
    cell = signed("work_kind", one.kind, KINDS)
    return cell if one.state == "ANNOUNCED" else Cell(cell.text, "dim")


def reach(one: Work) -> Block:
    """Whom it concerns, and as bars to how many of them a message went out, to how many it is on its way still."""
    reach = one.reach
    lines: list[tuple[str, str]] = [
        ("", t("work.concerns", count=reach.users, points=formats.number(reach.points))),
    ]
    told = (("sent", ""), ("waiting", "warn"), ("delivered", "good"), ("failed", "bad"), ("suppressed", "dim"))
    for name, tone in told:
        count: int = getattr(reach, name)
        if count or name == "sent":
            drawn = formats.bar(count, reach.users, BARS)
            lines.append((tone, f"{t(f'work.{name}'):<14} {drawn} {formats.number(count)}"))
    return Block(t("work.reach"), lines=lines)


def taken(works: Sequence[Work], first: date, before: date) -> dict[date, int]:
    """How many works each day of the calendar holds; what was called off takes no day."""
    counts: dict[date, int] = {}
    for one in works:
        if one.state == "CANCELLED":
            continue
        begins, ends = days_of(one)
        day = max(begins, first)
        while day <= min(ends, before - timedelta(days=1)):
            counts[day] = counts.get(day, 0) + 1
            day += timedelta(days=1)
    return counts


def mark(row: Work, others: int, day: date, today: date) -> calendar.Mark:
    style = "reverse" if day == today else ""
    begins, ends = days_of(row)
    if begins <= day <= ends:
        return "▪", f"bold {'red' if row.kind == 'EMERGENCY' else 'green'} {style}".strip()
    if others:
        return "▫" if others == 1 else "▨", f"yellow {style}".strip()
    return " ", style or "dim"


def named_line(one: Work, now: datetime) -> tuple[str, str]:
    cell = state_cell(one, now)
    glyph = KINDS.get(one.kind, ("?", ""))[0]
    said = f"{glyph} {formats.span(one.starts_at, one.ends_at)}  {enum('commodity', one.commodity)}, {where(one)}"
    return ("dim" if one.state != "ANNOUNCED" else cell.tone if cell.tone == "bad" else ""), f"{cell.text[0]} {said}"


def about(one: Work) -> str:
    """Which works a form is about."""
    return f"{kind_cell(one).text}, {supplier_name(one)}\n{line(one)}"


def line(one: Work) -> str:
    return f"{enum('commodity', one.commodity)}, {where(one)}, {formats.span(one.starts_at, one.ends_at)}"


def who(made: Work, concerned: Concerned, silent: bool, now: datetime) -> list[str]:
    """What is about to be sent, whom it concerns and where."""
    lines = [f"{kind_cell(made).text}: {line(made)}", reason(made), ""]
    if made.kind == "EMERGENCY" and made.starts_at > now:
        lines += [t("work.emergency_ahead", at=formats.instant(made.starts_at)), ""]
    lines.append(t("work.concerns", count=concerned.users, points=formats.number(concerned.points)))
    lines += concerned.buildings[:BUILDINGS]
    if len(concerned.buildings) > BUILDINGS:
        lines.append(t("work.more_buildings", count=len(concerned.buildings) - BUILDINGS))
    if concerned.left_out:
        named = ", ".join(concerned.left_out[:BUILDINGS])
        more = len(concerned.left_out) - BUILDINGS
        lines += ["", t("work.left_out", buildings=named)]
        lines += [t("work.more_buildings", count=more)] if more > 0 else []
    if not concerned.points:
        lines += ["", t("work.nobody")]
    elif silent:
        lines += ["", t("work.silent_text")]
    elif made.id and made.reach.told:
        lines += ["", t("work.told_before", count=made.reach.told)]
    return lines
