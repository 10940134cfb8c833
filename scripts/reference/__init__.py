"""The parts of docs/ that are made from the code: what is declared once is read there too."""

from collections.abc import Callable

from scripts.reference.access import access
from scripts.reference.commands import commands
from scripts.reference.contract import reference
from scripts.reference.data import data
from scripts.reference.files import files
from scripts.reference.keys import keys
from scripts.reference.laws import laws
from scripts.reference.limits import bounds
from scripts.reference.processing import processing
from scripts.reference.states import states

PAGES: dict[str, Callable[[], str]] = {
    "reference.md": reference,
    "access.md": access,
    "limits.md": bounds,
    "files.md": files,
    "states.md": states,
    "law.md": laws,
    "data.md": data,
    "processing.md": processing,
    "keys.md": keys,
    "commands.md": commands,
}
