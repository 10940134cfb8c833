"""The way to the search over everything, and from it to what was chosen."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.app import Console


async def search(console: "Console", text: str = "") -> None:
    """Asks what is meant, or goes on by a text that was typed elsewhere: straight to what it means, where that is one
    thing. Whoever has not said why they look is asked first: the server wants to know."""
    from console.screens.area import AreaScreen
    from console.screens.search import SearchScreen

    if not console.purpose.declared:
        await console.purpose.ask()
        if not console.purpose.declared:
            return
    screen = console.screen
    early = screen.early() if isinstance(screen, AreaScreen) else ""
    shown = SearchScreen(console.api.search, console.operator, text + early, lead=bool(text))
    if place := await console.push_screen_wait(shown):
        console.go(*place)
