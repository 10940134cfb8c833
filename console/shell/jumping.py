"""The line on which an operator types where to: an area, an action, the number of a request, or somebody."""

import re
from typing import TYPE_CHECKING

from console import actions
from console.i18n import t
from console.models import Query
from console.ports import ClientError
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: The number of a privacy request.
_REQUEST = re.compile(r"\d{4}-\d{6}")


async def jump(console: "Console") -> None:
    from console.widgets.form import Field, Form

    answers = await console.push_screen_wait(Form(t("jump.title"), [Field("to", t("jump.hint"))]))
    if answers:
        _jump_to(console, answers["to"])


def _jump_to(console: "Console", text: str) -> None:
    lowered = text.lower()
    for area in actions.AREAS:
        if lowered in (area.id, area.key, t(area.label).lower()) or (len(lowered) > 2 and area.id.startswith(lowered)):
            console.go(area.id)
            return
    for action in actions.of(actions.EVERYWHERE):
        if lowered == t(action.label).lower() and console.modes.offers(action):
            if handler := console.handler(action):
                handler()
            return
    if _REQUEST.fullmatch(lowered) and console.operator.may("PRIVACY_READ"):
        start(console, "go", _to_request, console, lowered)
    else:
        console.go("users", Query((("text", text),)))


async def _to_request(console: "Console", number: str) -> None:
    from console.screens.privacy import PrivacyScreen

    await console.arrive("privacy")
    screen = console.screen
    if not isinstance(screen, PrivacyScreen):
        return
    try:
        found = await screen.show_number(number)
    except ClientError as error:
        console.refused(error)
        return
    if not found:
        console.tell(t("jump.no_request", number=number), "warning")
