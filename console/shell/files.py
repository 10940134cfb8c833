"""What an operator takes along as a file: the screen as a picture, a list as a table."""

import asyncio
import re
from io import BytesIO
from typing import TYPE_CHECKING

from console import saving
from console.formats import KYIV
from console.i18n import t
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: What a picture fetches from a host that is not ours.
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


def drawing(console: "Console") -> str:
    """The screen as it is, as SVG, without the fonts that it would fetch from elsewhere."""
    return _FONTS.sub("", console.export_screenshot())


class Files:
    """Its action is a method called `do_` and its id."""

    def __init__(self, console: "Console") -> None:
        self._console = console

    def hand_to_browser(self) -> None:
        """From now on files go to the browser at which the operator sits."""
        self._console.modes.browser = True
        saving.hand_over_by(self._hand)

    def _hand(self, name: str, body: bytes) -> None:
        """Hands a file over; from any thread."""
        console = self._console
        console.call_later(lambda: console.deliver_binary(BytesIO(body), save_filename=name))

    async def keep(self, name: str, ending: str, body: bytes) -> str:
        """Writes a file whose name tells its minute and second too; where it is, or nothing where it could not be
        written, which is told."""
        at = self._console.clock.now().astimezone(KYIV)
        try:
            return await asyncio.to_thread(saving.save, f"{name}-{at:%Y%m%d-%H%M%S}.{ending}", body)
        except OSError as error:
            self._console.tell(t("error.not_saved", path=error.filename or name), "error")
            return ""

    def do_picture(self) -> None:
        start(self._console, "picture", self._picture, drawing(self._console))

    async def _picture(self, svg: str) -> None:
        if path := await self.keep(f"smartregion-{self._console.here}", "svg", svg.encode()):
            self._console.tell(t("file.saved", path=path))
