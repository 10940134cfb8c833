"""A letter: a template whose lines are blocks, and the shapes that it is given.

A line of a template is a paragraph; `#` begins a heading, `##` a smaller one, `-` an entry of a list, `>` the sender,
`>>` the addressee. What a line is stands in the template, and never comes of a value. Placeholders are those of
messages (`{name:kind}`); in a list one may stand for many values, each an entry of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from html import escape
from importlib.resources import files
from textwrap import wrap

from server.notifications import placeholders
from server.notifications.placeholders import Kind
from server.privacy.paper import Paper

Value = str | Sequence[str]
#: Pages of one letter, and letters on a line of its text.
PAGES_MOST, LINE = 20, 78


class Is(Enum):
    """What a line of a template is, by how it begins."""

    SMALL = "##"
    TITLE = "#"
    ADDRESSEE = ">>"
    SENDER = ">"
    ENTRY = "-"
    PARAGRAPH = ""


@dataclass(frozen=True)
class Block:
    kind: Is
    text: str


@dataclass(frozen=True)
class Template:
    """A letter without its values."""

    blocks: tuple[Block, ...]
    names: Mapping[str, Kind]

    @classmethod
    @cache
    def named(cls, name: str) -> "Template":
        source = files("server.privacy.letters").joinpath("templates", f"{name}.txt").read_text(encoding="utf-8")
        blocks = tuple(_block(line) for line in source.splitlines() if line.strip())
        return cls(blocks, placeholders.names_in(source, "template"))

    def written(self, values: Mapping[str, Value]) -> list[Block]:
        """The letter of what it names among values of our records, each on one line."""
        known = {name: values[name] for name in self.names if name in values}
        return self.filled({name: _tamed(value) for name, value in known.items()})

    def filled(self, values: Mapping[str, Value]) -> list[Block]:
        """The letter; a line that has nothing to say is left out. Raises InvalidField where a value is missing, is one
        too many, or is not of its kind."""
        for name, value in values.items():
            for one in [value] if isinstance(value, str) else value:
                placeholders.check_values({name: self.names.get(name, Kind.TEXT)}, {name: one})
        first = {name: value if isinstance(value, str) else "" for name, value in values.items()}
        placeholders.check_values(self.names, first | {name: first[name] for name in first if name in self.names})
        return [Block(block.kind, text) for block in self.blocks for text in self._lines(block, values) if text.strip()]

    def _lines(self, block: Block, values: Mapping[str, Value]) -> list[str]:
        names = placeholders.names_in(block.text, "template")
        if block.kind is Is.ENTRY and len(names) == 1:
            (name,) = names
            value = values[name]
            return [
                placeholders.fill(block.text, {name: one}) for one in ([value] if isinstance(value, str) else value)
            ]
        return [placeholders.fill(block.text, {name: str(values[name]) for name in names})]


def _tamed(value: Value) -> Value:
    return placeholders.tamed(value) if isinstance(value, str) else tuple(map(placeholders.tamed, value))


def _block(line: str) -> Block:
    for kind in Is:
        if kind.value and line.startswith(f"{kind.value} "):
            return Block(kind, line[len(kind.value) + 1 :].strip())
    return Block(Is.PARAGRAPH, line.strip())


def to_text(blocks: Sequence[Block], number: str) -> bytes:
    """Plain text, as an e-mail has it."""
    lines: list[str] = []
    before = None
    for block in blocks:
        if before is not None and (block.kind is not before or block.kind in (Is.PARAGRAPH, Is.TITLE, Is.SMALL)):
            lines.append("")
        first, rest = ("- ", "  ") if block.kind is Is.ENTRY else ("", "")
        text = block.text.upper() if block.kind is Is.TITLE else block.text
        lines += wrap(text, LINE, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
        before = block.kind
    return ("\n".join(lines) + "\n").encode()


_HTML = {
    Is.TITLE: "<h1>{}</h1>",
    Is.SMALL: "<h2>{}</h2>",
    Is.SENDER: '<p class="sender">{}</p>',
    Is.ADDRESSEE: '<p class="to">{}</p>',
    Is.ENTRY: "<li>{}</li>",
    Is.PARAGRAPH: "<p>{}</p>",
}
_STYLE = (
    "body{font:12pt/1.45 'DejaVu Sans',system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.25em}h2{font-size:1.05em}.sender,.to{margin:0}.to{margin-left:50%}h1{margin-top:2em}"
    "@media print{body{margin:0}h2{break-after:avoid}}"
)


def to_html(blocks: Sequence[Block], number: str) -> bytes:
    """A page that needs nothing but itself, for the screen and the printer."""
    title = next((block.text for block in blocks if block.kind is Is.TITLE), "")
    lines = []
    within = False
    for block in blocks:
        entry = block.kind is Is.ENTRY
        if entry != within:
            lines.append("<ul>" if entry else "</ul>")
            within = entry
        lines.append(_HTML[block.kind].format(escape(block.text)))
    if within:
        lines.append("</ul>")
    return (
        '<!DOCTYPE html>\n<html lang="uk">\n<head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n'
        + "\n".join(lines)
        + "\n</body>\n</html>\n"
    ).encode()


def to_pdf(blocks: Sequence[Block], number: str) -> bytes:
    """For print, with the number of the request on each page."""
    title = next((block.text for block in blocks if block.kind is Is.TITLE), "")
    paper = Paper(title, number, PAGES_MOST)
    for block in blocks:
        match block.kind:
            case Is.TITLE:
                paper.heading(block.text)
            case Is.SMALL:
                paper.heading(block.text, 11)
            case Is.ENTRY:
                paper.item(block.text)
            case Is.ADDRESSEE:
                paper.paragraph(block.text, indent=250)
            case _:
                paper.paragraph(block.text)
    return paper.finish()
