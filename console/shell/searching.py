"""The way to the search over everything, and from it to what was chosen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.app import Console


async def search(console: "Console", text: str = "") -> None:
    """Asks what is meant, or goes on by a text that was typed elsewhere: straight to what it means, where that is one
    thing. Whoever has not said why they look is asked that first: the server wants to know."""
    from console.screens.area import AreaScreen
    from console.screens.search import SearchScreen

    if not await console.purpose.known(console.here):
        return
    screen = console.screen
    early = screen.early() if isinstance(screen, AreaScreen) else ""
    shown = SearchScreen(console.api.search, console.operator, text + early, lead=bool(text))
    place = await console.push_screen_wait(shown)
    if place is not None and (not place.why or await console.purpose.known(place.area)):
        console.go(place.area, place.query)
