"""The form of an operator's own settings."""

from collections.abc import Sequence

from console import i18n
from console.i18n import t
from console.themes import THEMES
from console.widgets.form import Field, Form

#: Seconds between two looks that can be chosen; none of them means as the console has it.
REFRESHES = (0, 5, 15, 30, 60, 300)


def form(theme: str, language: str, refresh: int, *, kept: bool) -> Form:
    """With what holds now; `kept` is whether it outlasts the session."""
    seconds = sorted({*REFRESHES, refresh})
    themes = [(one.name, t(f"theme.{one.name}")) for one in THEMES]
    fields: Sequence[Field] = (
        Field("theme", t("settings.theme"), theme, choices=themes),
        Field("language", t("settings.language"), language, choices=[(one, _own(one)) for one in i18n.LANGUAGES]),
        Field("refresh", t("settings.refresh"), str(refresh), choices=[(str(one), _every(one)) for one in seconds]),
    )
    return Form(t("action.settings"), fields, text=t("settings.text" if kept else "settings.session"))


def _own(language: str) -> str:
    """A language in itself."""
    return t(f"language_own.{language}")


def _every(seconds: int) -> str:
    """How often; of what somebody set elsewhere, the seconds."""
    return t(f"refresh.{seconds}") if seconds in REFRESHES else t("refresh.seconds", seconds=seconds)
