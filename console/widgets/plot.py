"""Plots. The library is imported when the first is drawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from console import formats


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
        await self.mount(made)
        return made

    async def bars(self, values: Sequence[float], labels: Sequence[str], title: str) -> None:
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        positions = list(range(len(values)))
        plt.bar(positions, list(values), width=0.9)
        step = max(1, len(labels) // 6)
        plt.xticks(positions[::step], list(labels)[::step])
        plt.ylim(0, max([1.0, *values]))
        plot.refresh()

    async def line(self, points: Sequence[tuple[datetime, float]], title: str) -> None:
        """Values at their instants."""
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        days = [at.timestamp() / 86_400 for at, _ in points]
        plt.plot(days, [value for _, value in points], marker="braille")
        plt.scatter(days, [value for _, value in points], marker="dot")
        step = max(1, len(points) // 4)
        plt.xticks(days[::step], [formats.day_of(at) for at, _ in points[::step]])
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
        plot = await self._plot()
        plt = plot.plt
        plt.clear_figure()
        plt.title(title)
        days = [at.timestamp() / 86_400 for at, _ in points]
        values = [value for _, value in points]
        plt.plot(days, values, marker="braille")
        plt.scatter(days, values, marker="dot")
        here = came[0].timestamp() / 86_400
        low, high = between or (values[-1], values[-1])
        if between is not None:
            plt.plot([days[-1], here], [values[-1], high], marker="braille", color="green")
            plt.plot([days[-1], here], [values[-1], low], marker="braille", color="green")
        reach = max(high - values[0], 1.0)
        bottom, top = values[0] - 0.3 * reach, high + 0.6 * reach
        plt.ylim(bottom, top)
        plt.scatter([here], [min(max(came[1], bottom), top)], marker="x", color="red")
        step = max(1, len(points) // 4)
        plt.xticks(days[::step], [formats.day_of(at) for at, _ in points[::step]])
        plot.refresh()
