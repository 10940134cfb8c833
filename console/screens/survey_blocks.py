"""A survey beside the list: what is asked, of whom, how far the invitation came, and how people answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from console import formats
from console.i18n import either, t
from console.screens.campaign_blocks import audience_block
from console.surveys import Option, Question, Reach, Result, Results, Survey
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

#: Cells of the longest bar.
BAR = 14
_STATES = {"DRAFT": ("◌", "warn"), "CLOSED": ("●", "dim"), "DISCARDED": ("✕", "dim")}
#: Before an option that may be chosen, by kind.
SIGNS = {"SINGLE": "○", "MULTIPLE": "□"}
#: How a question or an answer is told of.
Lines = list[tuple[str, str | Text]]


def state_cell(one: Survey, now: datetime) -> Cell:
    """A published survey is open, or about to be, or just over."""
    if one.state != "PUBLISHED":
        return signed("survey_state", one.state, _STATES)
    if one.opens_at is not None and one.opens_at > now:
        return Cell(f"◷ {t('survey.opens_later')}")
    if one.closes_at is not None and one.closes_at <= now:
        return Cell(f"● {t('survey.over')}", "dim")
    return Cell(f"▶ {t('survey.open')}", "good")


def title(one: Survey) -> str:
    return either(one.title_uk, one.title_en)


def blocks(one: Survey, results: Results | None, now: datetime) -> list[Block]:
    """Without results what is asked; with them how it was answered."""
    made = [_head(one, now)]
    if one.reach is not None:
        made.append(_invitation(one, one.reach))
    if results is None:
        made += [Block(f"{place}. {_text(each)}", lines=asked(each)) for place, each in enumerate(one.questions, 1)]
    else:
        made.append(_told(results))
        for place, (each, result) in enumerate(zip(one.questions, results.questions, strict=True), 1):
            made.append(Block(f"{place}. {_text(each)}", lines=answered(each, result, results.smallest)))
    return [*made, audience_block(one.audience)]


def _head(one: Survey, now: datetime) -> Block:
    size = "" if one.audience_size is None else formats.number(one.audience_size)
    return Block(
        title(one),
        [
            (t("column.state"), state_cell(one, now).text),
            (t("survey.opens"), formats.instant(one.opens_at)),
            (t("survey.closes"), formats.instant(one.closes_at) if one.state == "PUBLISHED" else ""),
            (t("survey.closed"), formats.instant(one.closed_at)),
            (t("survey.audience_size"), size),
            (t("survey.author"), one.author),
            (t("survey.editor"), one.editor if one.editor != one.author else ""),
            (t("survey.publisher"), one.publisher),
        ],
        [("", line) for text in (either(one.intro_uk, one.intro_en),) if text for line in ("", *text.splitlines())],
    )


def _invitation(one: Survey, reach: Reach) -> Block:
    done = t("survey.all_invited", at=formats.instant(one.invited_at)) if one.invited_at else t("survey.being_invited")
    names = ("told", "delivered", "failed", "suppressed")
    pairs = [(t(f"survey.{name}"), formats.number(getattr(reach, name))) for name in names]
    tone = "good" if one.invited_at else "warn"
    return Block(t("survey.invitation"), pairs, [(tone, done)] if one.state == "PUBLISHED" else [])


def _told(results: Results) -> Block:
    """How many answered, and why what is told lags behind while people answer."""
    if results.people:
        lines: Lines = [("good", t("survey.answered", count=results.people, number=formats.number(results.people)))]
    else:
        lines = [("dim", t("survey.too_few", number=results.smallest))]
    if not results.final:
        lines.append(("dim", t("survey.by_steps", number=results.smallest)))
    return Block(t("survey.results"), lines=lines)


def _text(one: Question) -> str:
    return either(one.text_uk, one.text_en) + (" *" if one.required else "")


def asked(one: Question) -> Lines:
    """What may be answered, in the language that is spoken."""
    return [("dim", line) for line in _possible(one)]


def _possible(one: Question) -> Iterator[str]:
    if one.kind == "TEXT":
        yield t("survey.in_words")
    elif one.kind == "SCALE":
        low, high = _end(one.low, one.low_label), _end(one.high, one.high_label)
        yield t("survey.scale", low=low, high=high)
    else:
        yield from (f"{SIGNS[one.kind]} {either(option.uk, option.en)}" for option in one.options)


def _end(point: int, label: Option) -> str:
    meant = either(label.uk, label.en)
    return f"{point} ({meant})" if meant else str(point)


def answered(one: Question, result: Result, smallest: int) -> Lines:
    """A bar for each group; why there is none where there is not."""
    if not result.people:
        return [("dim", t("survey.too_few", number=smallest))]
    people = t("survey.people", count=result.people, number=formats.number(result.people))
    if one.kind == "TEXT":
        return [("", t("survey.wrote", people=people))]
    mean = f"; {t('survey.mean', mean=formats.decimal(result.mean))}" if result.mean else ""
    lines: Lines = [("dim", people + mean)]
    for group in result.groups:
        percent = round(100 * group.people / result.people)
        drawn = f"{formats.bar(group.people, result.people, BAR)} {percent:>3} % {formats.number(group.people):>5}"
        lines.append(("", Text.assemble((drawn, "green"), "  ", _named(one, group.answers))))
    if result.withheld:
        lines.append(("dim", t("survey.withheld", answers=_named(one, result.withheld))))
    elif not result.groups:
        lines.append(("dim", t("survey.alike", number=smallest)))
    return lines


def _named(one: Question, answers: Sequence[int]) -> str:
    if one.kind == "SCALE":
        return ", ".join(_end(*_point(one, point)) for point in answers)
    options = [one.options[place - 1] for place in answers]
    return " / ".join(either(option.uk, option.en) for option in options)


def _point(one: Question, point: int) -> tuple[int, Option]:
    """A point with what it means, where it is an end that means something."""
    return point, {one.low: one.low_label, one.high: one.high_label}.get(point, Option("", ""))
