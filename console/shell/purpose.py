"""Why residents' data is looked at where the area does not say it: stated once, told with every call."""

from typing import TYPE_CHECKING

from console import actions
from console.i18n import enum, t
from console.work import start

if TYPE_CHECKING:
    from console.app import Console


class Purpose:
    """It holds until it is changed, or the operator signs out. Its action is a method called `do_` and its id."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        #: A name of PURPOSES, and the number of a case.
        self._why = self._ticket = ""

    @property
    def stated(self) -> bool:
        return bool(self._why) or self._console.modes.replay is not None  # what is replayed was looked at for one

    async def known(self, area: str) -> bool:
        """Whether the server is told why an area is looked at; where it is not, that is asked first."""
        if not (self.stated or _own(area)):
            await self.ask()
        return self.stated or bool(_own(area))

    def forget(self) -> None:
        self._why = self._ticket = ""

    def declare(self) -> None:
        """Says to the server why the area that is shown is looked at."""
        own = _own(self._console.here)
        self._console.api.look_for(own or self._why, "" if own else self._ticket)

    def do_purpose(self) -> None:
        start(self._console, "purpose", self.ask)

    async def ask(self) -> None:
        from console.choices import PURPOSES
        from console.widgets.form import Field, Form

        choices = [(name, enum("look_purpose", name)) for name in PURPOSES]
        fields = [
            Field("purpose", t("purpose.why"), self._why or PURPOSES[0], choices=choices),
            Field("ticket", t("purpose.ticket"), self._ticket, required=False, hint=t("purpose.ticket_hint")),
        ]
        form = Form(t("action.purpose"), fields, text=t("purpose.text"))
        if answers := await self._console.push_screen_wait(form):
            self._why, self._ticket = answers["purpose"], answers["ticket"]
            self.declare()
            if hasattr(self._console.screen, "look_again"):
                self._console.screen.look_again()


def _own(area: str) -> str:
    """What an area itself says."""
    return next(one.purpose for one in actions.AREAS if one.id == area)
