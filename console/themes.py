"""Themes: dark, light, and one of high contrast. States are told by glyph as well as colour."""

from textual.theme import Theme

DARK = Theme(
    name="smart-dark",
    primary="#4f9dd9",
    secondary="#8f7fd6",
    accent="#e0b34c",
    warning="#e0b34c",
    error="#e0605e",
    success="#5bbf8a",
    foreground="#dfe6ee",
    background="#10151c",
    surface="#161d26",
    panel="#212b37",
    dark=True,
)
LIGHT = Theme(
    name="smart-light",
    primary="#1f6fb2",
    secondary="#6a52b8",
    accent="#9a6b00",
    warning="#9a6b00",
    error="#b3261e",
    success="#1d7a4d",
    foreground="#18212b",
    background="#f3f5f8",
    surface="#ffffff",
    panel="#dfe6ee",
    dark=False,
)
CONTRAST = Theme(
    name="smart-contrast",
    primary="#00aaff",
    secondary="#ff66ff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff5555",
    success="#55ff55",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#333333",
    dark=True,
)
THEMES = (DARK, LIGHT, CONTRAST)


def theme_after(name: str) -> str:
    """The name of the next one; of the first behind the last, or where the palette chose one that is not ours."""
    names = [one.name for one in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
