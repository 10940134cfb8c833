"""Why somebody gets a message, or why not: each rule with its answer on each channel."""

from collections.abc import Sequence

from rich.text import Text

from console import formats
from console.delivery import ChannelSaid, Explanation, RuleSaid
from console.i18n import either, enum, t
from console.models import Query, User
from console.screens.area import AreaScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form

_ANSWERS = {"PASSES": ("✓", "green"), "STOPS": ("✖", "bold red"), "DELAYS": ("◷", "yellow"), "NOT_ASKED": ("·", "dim")}
#: Cells of a channel's column and of the names of rules.
CHANNEL, RULE = 8, 22
#: People that a search offers to choose from.
PEOPLE = 50


def why_blocks(found: Explanation, campaign: bool = False) -> list[Block]:
    """The verdict, the rules by channel as a table, and what each rule that matters found."""
    return [_verdict(found, campaign), _table(found), *(_channel(one) for one in found.channels)]


def _verdict(found: Explanation, campaign: bool) -> Block:
    lines: list[tuple[str, str]] = []
    if campaign:
        said = "why.in_audience" if found.in_audience else "why.not_in_audience"
        lines.append(("good" if found.in_audience else "bad", f"{'✓' if found.in_audience else '✖'} {t(said)}"))
    if found.chosen:
        chosen = next((one for one in found.channels if one.channel == found.chosen), None)
        channel = enum("channel", found.chosen)
        if chosen is not None and chosen.not_before is None:
            lines.append(("warn", f"◷ {t('why.waits', channel=channel)}"))
        else:
            at = formats.instant(chosen.not_before) if chosen is not None else ""
            lines.append(("good", f"✓ {t('why.chosen', channel=channel, at=at)}"))
    else:
        lines.append(("bad", f"✖ {t('why.none')}"))
    return Block(lines=lines)


def _table(found: Explanation) -> Block:
    """A line for each rule, a column for each channel: its answer as a glyph."""
    head = "".join(f"{enum('channel', one.channel):<{CHANNEL}}" for one in found.channels)
    lines: list[tuple[str, str | Text]] = [("dim", f"{'':<{RULE}}{head}")]
    for rule in dict.fromkeys(said.rule for one in found.channels for said in one.rules):
        line = Text(f"{enum('rule_of', rule):<{RULE}}")
        for one in found.channels:
            answer = next((said.answer for said in one.rules if said.rule == rule), "")
            glyph, style = _ANSWERS.get(answer, (" ", ""))
            line.append(f"{glyph:<{CHANNEL}}", style=style)
        lines.append(("", line))
    lines.append(("dim", t("why.legend")))
    return Block(t("why.rules"), lines=lines)


def _channel(one: ChannelSaid) -> Block:
    verdict = t("why.allowed") if one.allowed else t("why.stopped")
    asked = [_rule(said) for said in one.rules if said.answer != "NOT_ASKED"]
    return Block(f"{enum('channel', one.channel)}: {verdict}", lines=asked)


def _rule(said: RuleSaid) -> tuple[str, Text]:
    glyph, style = _ANSWERS.get(said.answer, ("?", ""))
    text = Text(f"{glyph} ", style=style)
    text.append(either(said.uk, said.en), style="" if said.answer in ("STOPS", "DELAYS") else "dim")
    return "", text


async def one_person(screen: AreaScreen, title: str = "") -> User | None:
    """The resident that is meant, by phone, name or account; asks again where there are several. Raises ClientError."""
    title = title or t("why.who")
    asked = await screen.ask(Form(title, [Field("who", t("filter.free.text"))], submit=t("form.next")))
    if not asked:
        return None
    page = await screen.api.users.page(Query((("text", asked["who"]),)), token="", skip=0, size=PEOPLE)
    if not page.rows:
        screen.console.tell(t("why.nobody", text=asked["who"]), "warning")
        return None
    if len(page.rows) == 1:
        return page.rows[0]
    choices = [(one.id, f"{one.name}, {one.phone}") for one in page.rows]
    chosen = await screen.ask(Form(title, [Field("user", t("column.user"), choices=choices)]))
    return next((one for one in page.rows if chosen and one.id == chosen["user"]), None)


def title_of(names: Sequence[str]) -> str:
    return f"{t('action.user_why')}: {', '.join(name for name in names if name)}"
