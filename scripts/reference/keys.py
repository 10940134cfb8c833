"""Keys of the console."""

from console import actions, i18n
from scripts.reference.common import MADE


def keys() -> str:
    i18n.use("en")
    lines = [
        "# Keys of the console",
        "",
        MADE,
        "From `console/actions.py`. They work on the Ukrainian layout as well: outside inputs a letter means its key.",
        "",
        "| Where | Key | Does | Needs |",
        "|---|---|---|---|",
        *(
            f"| everywhere | {area.key} | shows {i18n.t(area.label)} | {_code(area.permission)} |"
            for area in actions.AREAS
        ),
        *(
            f"| {action.scope} | {action.key} | {i18n.t(action.label)}{_typed(action)} | {_code(action.permission)} |"
            for action in actions.ACTIONS
        ),
        "| lists | ↑ ↓ j k, PgUp PgDn, Home End | moves | |",
        "| lists | Space | marks a row for a bulk action | |",
        "| lists | Shift+M | marks all rows from the last marked one to this | |",
        "| lists | Enter, Esc | to the detail, and back | |",
        "| everywhere | Ctrl+P | command palette | |",
    ]
    return "\n".join(lines) + "\n"


def _typed(action: actions.Action) -> str:
    return " (confirmed by typing)" if action.danger else ""


def _code(permission: str) -> str:
    return f"`{permission}`" if permission else ""
