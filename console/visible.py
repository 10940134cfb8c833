"""What comes from data never drives the terminal: characters that would do something are shown, or left out."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

#: What stands for a character that has no picture of its own.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
#: Controls of the direction of writing: text that follows them would stand where it is not.
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
#: What joins to its neighbours and takes no room of its own: how wide a text is would hang on what stands beside it.
_JOINING = (*range(0x200B, 0x200E), 0x2060, 0xFEFF)
_PICTURES = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, *_BIDI, *_JOINING, *range(0xD800, 0xE000)), UNKNOWN),
}
_IN_LINES = {code: picture for code, picture in _PICTURES.items() if chr(code) not in "\n\t"}
#: Once lines are laid out, nothing may grow: a control takes no room, so nothing stands for it.
_LAID_OUT = {code: UNKNOWN if cell_len(chr(code)) else "" for code in _PICTURES}


def line(text: str) -> str:
    """A text of one line, with a picture for each character that a terminal would obey."""
    return text if text.isprintable() else text.translate(_PICTURES)


def lines(text: str) -> str:
    """The same of a text that may have several."""
    return text if text.isprintable() else text.translate(_IN_LINES)


class Harmless(LineFilter):
    """The last thing that what is drawn passes through: neither a control nor a link leaves the console."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [_harmless(one) for one in segments]


def _harmless(segment: Segment) -> Segment:
    text, style, _ = segment
    linked = style is not None and style.link is not None
    if text.isprintable() and not linked:
        return segment
    out = set_cell_size(text.translate(_LAID_OUT), cell_len(text))  # what is left may join, and take less room
    return Segment(out, style.update_link(None) if style is not None and linked else style)


HARMLESS = Harmless()
