"""Columns of a list: which of them an operator wants to see."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.i18n import t
from console.screens.picker import Picker

if TYPE_CHECKING:
    from console.screens.listing import ListScreen


async def choose(screen: "ListScreen[Any]") -> None:
    """Asks which; those that are hidden stand behind those that are shown, in whose order they are shown."""
    desk, listed = screen.console.desk, screen.columns()
    wanted = [name for name in desk.settings.of(screen.area).columns if name in {one.id for one in listed}]
    shown = wanted or [one.id for one in listed]
    order = sorted(listed, key=lambda one: shown.index(one.id) if one.id in shown else len(shown))
    choices = [(one.id, t(one.title)) for one in order]
    picked = await screen.app.push_screen_wait(Picker(t("action.columns"), choices, shown, t("columns.text")))
    if picked is None:
        return
    if not picked:
        screen.console.tell(t("columns.none"), "warning")
        return
    columns = () if picked == tuple(one.id for one in listed) else picked
    desk.arrange(screen.area, lambda settings: replace(settings, columns=columns))
    screen.look_changed()
