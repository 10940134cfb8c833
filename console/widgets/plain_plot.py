"""Plots as lines of ASCII: for terminals that draw nothing else, and for whoever has the screen read to them."""

from collections.abc import Sequence
from datetime import datetime

from console import formats

#: Cells of the figure behind a bar.
_FIGURE = 8


def bars(values: Sequence[float], labels: Sequence[str], width: int, lines: int) -> list[str]:
    """A line to a group of neighbours: the first of their labels, a bar, their sum."""
    step = max(1, -(-len(values) // lines))
    sums = [sum(values[first : first + step]) for first in range(0, len(values), step)]
    most, named = max([1.0, *sums]), max([len(label) for label in labels], default=0)
    cells = max(1, width - named - _FIGURE - 2)
    return [
        f"{label:<{named}} {'#' * round(cells * value / most):<{cells}} {formats.number(round(value))}"
        for label, value in zip(labels[::step], sums, strict=True)
    ]


def line(points: Sequence[tuple[datetime, float]], width: int, lines: int) -> list[str]:
    """The last values, a line to each, with a sign where they stand between the least and the greatest."""
    shown = points[-lines:]
    least, most = min((value for _, value in shown), default=0.0), max((value for _, value in shown), default=0.0)
    return [_placed(at, value, least, most, width, "o") for at, value in shown]


def window(
    points: Sequence[tuple[datetime, float]],
    came: tuple[datetime, float],
    between: tuple[float, float] | None,
    width: int,
    lines: int,
) -> list[str]:
    """The last values, what was plausible, and what came, marked x."""
    said = [] if between is None else [f"{formats.day_of(came[0])} {_figure(between[0])} .. {_figure(between[1])}"]
    shown = [*points[-max(1, lines - 1 - len(said)) :], came]
    least, most = min(value for _, value in shown), max(value for _, value in shown)
    drawn = [_placed(at, value, least, most, width, "o") for at, value in shown[:-1]]
    return [*drawn, *said, _placed(*came, least, most, width, "x")]


def _placed(at: datetime, value: float, least: float, most: float, width: int, sign: str) -> str:
    figure = f"{formats.day_of(at)} {_figure(value):>12} "
    cells = max(1, width - len(figure) - 1)
    place = round(cells * (value - least) / (most - least)) if most > least else 0
    return f"{figure}{' ' * place}{sign}"


def _figure(value: float) -> str:
    return formats.quantity(f"{value:.3f}")
