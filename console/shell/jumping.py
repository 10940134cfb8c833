"""The line on which an operator types where to: an area, an action, or what is searched for."""

from typing import TYPE_CHECKING

from console import actions
from console.i18n import t
from console.shell import searching
from console.work import start

if TYPE_CHECKING:
    from console.app import Console


async def jump(console: "Console") -> None:
    from console.widgets.form import Field, Form

    answers = await console.push_screen_wait(Form(t("jump.title"), [Field("to", t("jump.hint"))]))
    if answers:
        _jump_to(console, answers["to"])


def _jump_to(console: "Console", text: str) -> None:
    from console.screens.area import AreaScreen

    lowered = text.lower()
    for area in actions.AREAS:
        if lowered in (area.id, area.key, t(area.label).lower()) or (len(lowered) > 2 and area.id.startswith(lowered)):
            console.go(area.id)
            return
    for action in actions.of(actions.EVERYWHERE):
        if lowered == t(action.label).lower() and console.modes.offers(action):
            if isinstance(console.screen, AreaScreen):
                console.screen.perform(action)
            return
    start(console, "search", searching.search, console, text)
