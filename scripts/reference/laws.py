"""The regimes, their clocks and duties, and what a lawyer has to confirm."""

import re
from collections.abc import Iterator
from datetime import date

from scripts.reference.common import MADE
from server.law import book as law
from server.law.model import Calendar, Duty, Event, Provision, Regime, Role, Status


def laws() -> str:
    lines = [
        "# The law as the service holds it",
        "",
        MADE,
        "From the files in `server/law/data` and `server/law/calendars`, which every start checks.",
        "`SMARTREGION_REGIMES` says which laws on personal data are in force; a law on appeals, public information or",
        "lawyers' requests comes with that kind of request. Where several apply, the strictest clock wins, and",
        "`ExplainDeadline` tells every one. `SMARTREGION_LAW_DIR` names a folder whose files add to these, and take",
        "the place of those with the same code; an amendment is a new entry from its day on.",
        "`SMARTREGION_MARTIAL_LAW_UNTIL` is the last day of martial law, once there is one: holidays are days off",
        "again from the next day on.",
        "",
        "What was not read in a primary source is marked, here and in `ExplainDeadline`, until a lawyer confirms it.",
        "Each duty is carried by a test named after its article, in `tests/server/law/test_articles.py`.",
        "",
    ]
    held = law.packaged()
    for regime in held.regimes.values():
        lines += _regime(regime)
    for calendar in held.calendars.values():
        lines += _calendar(calendar.data)
    return "\n".join(lines)


def _regime(regime: Regime) -> Iterator[str]:
    by_setting = "by the setting" if regime.answers else "always"
    comes = f"with requests of kind {', '.join(regime.implied_by)}" if regime.implied_by else by_setting
    yield from (f"## {regime.title_en}", "")
    yield f"Code `{regime.code}`, held from {regime.effective_from}; comes {comes}. {regime.title_uk}."
    yield f"What is not confirmed waits for {regime.counsel_en}."
    yield from ("", "| Duty | Article | Term | For | | Checked | Test |", "|---|---|---|---|---|---|---|")
    for duty in regime.duties:
        cells = (
            f"`{duty.code}`",
            regime.cited(duty),
            _term(duty),
            _for(duty),
            _said_of(duty),
            _checked(duty.status, regime),
            f"`{test_of(regime, duty)}`",
        )
        yield f"| {' | '.join(cells)} |"
    for provision in (regime.receipt, regime.month_end, regime.rollover):
        if provision is not None:
            cite, status = regime.cited(provision), _checked(provision.status, regime)
            yield f"| | {cite} | | | {provision.en} | {status} | `{test_of(regime, provision)}` |"
    yield ""


def test_of(regime: Regime, provision: Provision) -> str:
    """The name of the test that carries a provision: its act, its article, and its code."""
    act = re.sub(r"\W+", "_", provision.act).lower() if provision.act else regime.slug
    article = re.sub(r"\D+", "_", provision.article).strip("_")
    code = provision.code.replace("-", "_") if isinstance(provision, Duty) else ""
    parts = ("test", act, f"article_{article}" if article else "", code)
    return "_".join(part for part in parts if part)


def _term(duty: Duty) -> str:
    if duty.term is None:
        return ""
    unit = duty.term.unit.value
    counted = f"{duty.term.length} {unit.removesuffix('s') if duty.term.length == 1 else unit}"
    extra = " in all" if duty.role is Role.EXTENSION else ""
    begins = f" from {duty.begins.value}" if duty.begins is not Event.RECEIPT else ""
    return counted + extra + begins + (", over days off" if duty.term.rolls_over else "")


def _for(duty: Duty) -> str:
    kinds = ", ".join(kind.replace("_", " ").lower() for kind in duty.kinds)
    when = duty.circumstance.replace("_", " ").lower()
    return "; ".join(part for part in (kinds, when, ", ".join(duty.of)) if part)


def _said_of(duty: Duty) -> str:
    said = duty.en
    for title, listed in (("It names", duty.contents_en), ("Not where", duty.exceptions_en)):
        said += f". {title}: {'; '.join(listed)}" if listed else ""
    return f"{said}. Told: {duty.whom_en}" if duty.whom_en else said


_HOW = {Status.PRIMARY: "primary source", Status.SECONDARY: "secondary source", Status.MEMORY: "from memory"}


def _checked(status: Status, regime: Regime | None = None) -> str:
    if status is Status.PRIMARY:
        return _HOW[status]
    return f"{_HOW[status]}; **to be confirmed by {regime.counsel_en if regime else 'a lawyer'}**"


def _calendar(calendar: Calendar) -> Iterator[str]:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    off = ", ".join(names[number - 1] for number in sorted(calendar.days_off))
    moves = "A holiday on a day off takes the next working day (art. 67(3))." if calendar.moves else ""
    yield from (f"## {calendar.title_en}", "", f"Days off: {off}. {moves}".strip(), "")
    yield from ("| Day | | From | To | Checked |", "|---|---|---|---|---|")
    for one in calendar.holidays:
        day = f"Easter + {one.after_easter} days" if one.after_easter is not None else f"{one.month:02}-{one.day:02}"
        first = "" if one.effective_from == date.min else one.effective_from.isoformat()
        last = "" if one.effective_to == date.max else one.effective_to.isoformat()
        yield f"| {day} | {one.en} | {first} | {last} | {_checked(one.status)} |"
    for span in calendar.suspensions:
        last = "" if span.last == date.max else span.last.isoformat()
        said = f"every holiday is {span.en}"
        yield f"| {span.code} | {said} | {span.first.isoformat()} | {last} | {_checked(span.status)} |"
    yield ""
