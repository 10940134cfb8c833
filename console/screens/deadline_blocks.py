"""The clocks over a privacy request and what else the law demands of it, as lines that an operator reads."""

from collections.abc import Iterator, Sequence
from datetime import date

from console import formats
from console.i18n import either, enum, t
from console.requests import Clock, DayNote, Deadline, DeadlineStep, LegalDuty, NextStep
from console.widgets.detail import Block

Line = tuple[str, str]


def blocks(deadline: Deadline) -> list[Block]:
    """One for each clock, the strictest first, then the duties besides the answer."""
    made = [Block(_title(clock, deadline), lines=list(_clock(clock))) for clock in deadline.clocks]
    if deadline.duties:
        made.append(duties_block(t("request.duties"), deadline.duties))
    return made


def next_block(deadline: Deadline) -> list[Block]:
    """What is to be done, the next first."""
    lines = [("warn" if place == 0 else "", _next(step)) for place, step in enumerate(deadline.next_steps)]
    return [Block(t("request.next"), lines=lines)] if lines else []


def _next(step: NextStep) -> str:
    until = f" {t('request.next_by', day=formats.day(step.due_on))}" if step.due_on else ""
    cited = f" ({formats.article(step.article)})" if step.article else ""
    return enum("next_step", step.kind) + until + cited


def duties_block(title: str, duties: Sequence[LegalDuty]) -> Block:
    """What the law demands, each with its day and article."""
    return Block(title, lines=[line for duty in duties for line in _duty(duty)])


def notice(duty: LegalDuty) -> str:
    """Who must be told, by when, and of what."""
    contents = "; ".join(either(duty.contents_uk, duty.contents_en))
    return t(
        "request.notice",
        whom=either(duty.whom_uk, duty.whom_en),
        until=formats.day(duty.due_on),
        article=formats.article(duty.article),
        contents=contents,
    )


def _title(clock: Clock, deadline: Deadline) -> str:
    title = f"{formats.day(clock.due_on)}  {either(clock.title_uk, clock.title_en)}"
    if clock is not deadline.clocks[0]:
        return f"{t('request.clock')}: {title}"
    return f"{t('request.deadline')}: {t('days', count=deadline.days_left)}, {title}"


def _clock(clock: Clock) -> Iterator[Line]:
    for step in clock.steps:
        yield from _step(step)
    if clock.extendable_to is None:
        yield "dim", t("request.never_extended")


def _step(step: DeadlineStep) -> Iterator[Line]:
    said = f"{formats.article(step.article)}: {either(step.uk, step.en)}{_doubt(step.unconfirmed)}"
    yield "warn" if step.unconfirmed else "", said
    if step.days:
        yield "dim", f"    {_days(step.days)}"


def _days(days: Sequence[DayNote]) -> str:
    """Days passed over, those of a weekend by their dates alone; then holidays, with why they count or do not."""
    off = [_short(one.day) for one in days if one.kind == "DAY_OFF"]
    named = [f"{_short(one.day)} {either(one.uk, one.en)}" for one in days if one.kind != "DAY_OFF"]
    weekends = [f"{enum('day_kind', 'DAY_OFF')}: {', '.join(off)}"] if off else []
    return "; ".join([*weekends, *named])


def _duty(duty: LegalDuty) -> Iterator[Line]:
    until = f"{formats.day(duty.due_on)}  " if duty.due_on else ""
    said = f"{until}{formats.article(duty.article)}: {either(duty.uk, duty.en)}{_doubt(duty.unconfirmed)}"
    yield "warn" if duty.unconfirmed else "", said
    if duty.whom_en:
        yield "dim", f"    {t('request.whom')}: {either(duty.whom_uk, duty.whom_en)}"


def _doubt(unconfirmed: bool) -> str:
    return f"  ({t('request.unconfirmed')})" if unconfirmed else ""


def _short(day: date | None) -> str:
    return day.strftime("%d.%m") if day else ""
