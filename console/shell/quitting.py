"""Quitting: at once, unless something would be lost by it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from console.i18n import t

if TYPE_CHECKING:
    from console.app import Console


def quit_or_ask(console: "Console") -> None:
    from console.widgets.form import Form

    loss = _running(console.screen_stack) or _unsaved(console.every_screen)
    if not loss or isinstance(console.screen, Form):
        console.exit()
        return
    form = Form(t("action.quit"), [], text=loss, submit=t("quit.yes"))
    console.push_screen(form, lambda answer: console.exit() if answer is not None else None)


def _running(screens: Iterable[Any]) -> str:
    """What quitting would break off; empty for nothing."""
    from console.screens.progress import Progress, Working

    runs = any(isinstance(one, Progress | Working) and not one.finished for one in screens)
    return t("quit.running") if runs else ""


def _unsaved(screens: Iterable[Any]) -> str:
    """What it would take away; empty for nothing."""
    return next((loss for screen in screens if (loss := getattr(screen, "loss", str)())), "")
