"""Plots. The library is imported when the first is drawn."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from console import formats
from console.widgets import plain_plot

#: Values that stand up the side.
TICKS = 5


class Plot(Container):
    """Bars or a line in text; the plot itself is made at the first `draw`."""

    DEFAULT_CSS = """
    Plot { height: 12; background: $surface; }
    """

    def compose(self) -> ComposeResult:
        yield from ()

    async def _plot(self) -> Any:
        found = self.query("#plot")
        if found:
            return found.first()
        from textual_plotext import PlotextPlot

        made: Widget = PlotextPlot(id="plot")
        if self.is_attached:
            await self.mount(made)
        return made

    async def _lines(self, title: str, lines: Sequence[str]) -> None:
        """The plot as lines of text, where the terminal draws no other."""
        found = self.query("#lines")
        plot = found.first(Static) if found else Static("", id="lines", markup=False)
        if not found and self.is_attached:
            await self.mount(plot)
        plot.update("\n".join((title, *lines)))

    def _room(self) -> tuple[int, int]:
        """Cells and lines under the title."""
        return max(20, self.size.width - 2), max(4, self.size.height - 2)

    async def bars(self, values: Sequence[float], labels: Sequence[str], title: str) -> None:
        if formats.plain():
            await self._lines(title, plain_plot.bars(values, labels, *self._room()))
            return
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        positions = list(range(len(values)))
        plt.bar(positions, list(values), width=0.9)
        step = max(1, len(labels) // 6)
        plt.xticks(positions[::step], list(labels)[::step])
        most = max([1.0, *values])
        plt.ylim(0, most)
        _ticks(plt, 0.0, most, whole=True)
        plot.refresh()

    async def line(self, points: Sequence[tuple[datetime, float]], title: str) -> None:
        """Values at their instants; nothing where there are not two of them."""
        if formats.plain():
            await self._lines(title, plain_plot.line(points if len(points) > 1 else (), *self._room()))
            return
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        if len(points) > 1:
            _drawn(plt, points)
            values = [value for _, value in points]
            _ticks(plt, min(values), max(values))
        plot.refresh()

    async def beside(self, points: Sequence[tuple[date, float | None, float | None]], title: str) -> None:
        """Values by day, and under them what is usual; nothing where there are not two of them."""
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        there = [(day.toordinal(), value) for day, value, _ in points if value is not None]
        usual = [(day.toordinal(), value) for day, _, value in points if value is not None]
        if len(there) > 1:
            if usual:
                plt.plot([day for day, _ in usual], [value for _, value in usual], marker="dot", color="gray")
            plt.plot([day for day, _ in there], [value for _, value in there], marker="braille")
            step = max(1, len(points) // 4)
            plt.xticks(
                [day.toordinal() for day, *_ in points[::step]], [formats.day(day) for day, *_ in points[::step]]
            )
            values = [value for _, value in (*there, *usual)]
            top = max(values) or 1.0
            plt.ylim(min(0.0, *values), top)
            _ticks(plt, min(0.0, *values), top)
        plot.refresh()

    async def window(
        self,
        points: Sequence[tuple[datetime, float]],
        came: tuple[datetime, float],
        between: tuple[float, float] | None,
        title: str,
    ) -> None:
        """Values at their instants, the one that came, and between which two it would be plausible. One that lies far
        outside stands at the edge."""
        if formats.plain():
            await self._lines(title, plain_plot.window(points, came, between, *self._room()))
            return
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        if not points:
            plot.refresh()
            return
        _drawn(plt, points)
        days = [at.timestamp() / 86_400 for at, _ in points]
        values = [value for _, value in points]
        here = came[0].timestamp() / 86_400
        low, high = between or (values[-1], values[-1])
        if between is not None:
            plt.plot([days[-1], here], [values[-1], high], marker="braille", color="green")
            plt.plot([days[-1], here], [values[-1], low], marker="braille", color="green")
        reach = values[0], low, high  # high is below low where the dial begins anew in between
        bottom, top = bounds(min(reach), max(reach))
        plt.ylim(bottom, top)
        _ticks(plt, bottom, top)
        plt.scatter([here], [min(max(came[1], bottom), top)], marker="x", color="red")
        plot.refresh()


def bounds(first: float, high: float) -> tuple[float, float]:
    """Where the axis of indexes begins and ends: with room around them, and never below zero, which no index is."""
    reach = max(high - first, 1.0)
    return max(0.0, first - 0.3 * reach), high + 0.6 * reach


def _drawn(plt: Any, points: Sequence[tuple[datetime, float]]) -> None:
    days = [at.timestamp() / 86_400 for at, _ in points]
    values = [value for _, value in points]
    plt.plot(days, values, marker="braille")
    plt.scatter(days, values, marker="dot")
    step = max(1, len(points) // 4)
    plt.xticks(days[::step], [formats.day_of(at) for at, _ in points[::step]])


def _ticks(plt: Any, bottom: float, top: float, whole: bool = False) -> None:
    """Five values up the side, written as the language writes them; counts are whole."""
    places = 0 if whole or top - bottom >= 20 else 1 if top - bottom >= 2 else 3
    at = [bottom + (top - bottom) * step / (TICKS - 1) for step in range(TICKS)]
    marks = {f"{value:.{places}f}": value for value in at}
    plt.yticks([float(text) for text in marks], [formats.decimal(text) for text in marks])
