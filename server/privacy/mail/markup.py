"""The text of HTML, and nothing else of it: no addresses, pictures, styles or scripts.

One walk from tag to tag, each place looked at once: the parser of the library takes minutes over what is made to
hold it up, and what a page would look like is of no interest here.
"""

import html
import re
from collections.abc import Iterator

_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_NAME = re.compile(r"/?[a-z][a-z0-9]{0,15}")


def text_of(markup: str) -> str:
    """Line by line, without empty ones in a row."""
    text = html.unescape("".join(_pieces(markup)))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n".join(line for place, line in enumerate(lines) if line or (place and lines[place - 1]))


def _pieces(markup: str) -> Iterator[str]:
    """Text between the tags, with a line's end where a block begins or ends. What is never closed ends the text."""
    lowered, place = markup.lower(), 0
    if len(lowered) != len(markup):  # a few letters have no small one of their own length
        lowered = markup
    while (tag := markup.find("<", place)) >= 0:
        yield _flowing(markup[place:tag])
        comment = markup.startswith("<!--", tag)
        end = markup.find("-->" if comment else ">", tag)
        if end < 0:
            return
        place = end + (3 if comment else 1)
        matched = None if comment else _NAME.match(lowered, tag + 1)
        name = matched.group() if matched else ""
        if name.removeprefix("/") in _BLOCKS:
            yield "\n"
        elif name in _UNSEEN:
            place = lowered.find(f"</{name}", place)
            if place < 0:
                return
    yield _flowing(markup[place:])


def _flowing(text: str) -> str:
    """A line's end within text is a space."""
    return text.replace("\r", " ").replace("\n", " ")
