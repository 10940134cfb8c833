"""Help: every key, from the registry of actions; those that the roles do not allow are marked."""

from collections.abc import Callable, Sequence

from console import actions
from console.actions import Action
from console.i18n import t
from console.models import Operator
from console.widgets.action_bar import key_name
from console.widgets.detail import Block

_LIST_KEYS = (
    ("↑ ↓  j k", "help.move"),
    ("PgUp PgDn", "help.page"),
    ("Ctrl+U Ctrl+D", "help.page"),
    ("Home End G", "help.ends"),
    ("Space", "help.mark"),
    ("Shift+M", "help.mark_to"),
    ("Enter", "help.open"),
    ("Esc", "help.back"),
    ("Ctrl+P", "help.palette"),
)


def blocks(operator: Operator, here: str, offers: Callable[[Action], bool]) -> list[Block]:
    """The keys of all areas, those of the one that is open first; what this console does not offer is left out."""

    """The keys of all areas, those of the one that is open first; what this console does not offer is left out."""

    def listed(scope: str) -> list[Action]:
        return [action for action in actions.of(scope) if offers(action)]

    areas = sorted(actions.AREAS, key=lambda area: area.id != here)
    of_areas = [
        _block(f"{area.key}  {t(area.label)}", listed(area.id), operator)
        for area in areas
        if operator.may(area.permission)
    ]
    shown = 1 if any(area.id == here and operator.may(area.permission) for area in areas) else 0
    return [
        *of_areas[:shown],
        Block(t("help.list"), [(keys, t(message)) for keys, message in _LIST_KEYS]),
        _block(t("help.everywhere"), listed(actions.EVERYWHERE), operator),
        *of_areas[shown:],
        Block(lines=[("dim", t("help.layout"))]),
    ]


def _block(title: str, listed: Sequence[Action], operator: Operator) -> Block:
    pairs = []
    for action in listed:
        denied = "" if operator.may(action.permission) else f"  {t('help.denied')}"
        pairs.append((key_name(action), f"{t(action.label)}{denied}"))
    return Block(title, pairs)
