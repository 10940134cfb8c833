"""The screen as it is, as a file."""

import re
from typing import TYPE_CHECKING

from console.i18n import t

if TYPE_CHECKING:
    from console.app import Console

#: What a picture fetches from a host that is not ours.
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


async def save(console: "Console", svg: str) -> None:
    """Keeps a picture, without the fonts that it would fetch from elsewhere; tells where."""
    if path := await console.keep(f"smartregion-{console.here}", "svg", _FONTS.sub("", svg).encode()):
        console.tell(t("file.saved", path=path))
