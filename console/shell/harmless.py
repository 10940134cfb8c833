"""The last thing that what is drawn passes through: neither a control nor a link leaves the console."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from console.visible import UNKNOWN, obeyed


class Harmless(LineFilter):
    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [_harmless(one) for one in segments]


def _harmless(segment: Segment) -> Segment:
    text, style, _ = segment
    linked = style is not None and style.link is not None
    if text.isprintable() and not linked:
        return segment
    shown = "".join(_laid_out(one) if obeyed(one) else one for one in text)
    out = set_cell_size(shown, cell_len(text))  # what is left may join, and take less room
    return Segment(out, style.update_link(None) if style is not None and linked else style)


def _laid_out(character: str) -> str:
    """Once lines are laid out, nothing may grow: a control takes no room, so nothing stands for it."""
    return UNKNOWN if cell_len(character) else ""


HARMLESS = Harmless()
