"""Filters that have a name: an area opens with one or has a key for it, and a command without a screen asks for it."""

from dataclasses import dataclass

from console import disclosures
from console.models import Query

WAITING = "queued,sending,failed_temporary"
#: Dead letters: what did not arrive, or of which nobody knows whether it did.
DEAD = "failed_permanent,unknown,expired"


@dataclass(frozen=True)
class Preset:
    """Conditions as the filter line has them, on what a command calls by a noun."""

    noun: str
    name: str
    conditions: tuple[tuple[str, str], ...]
    #: The order, in the contract's words; empty for the list's own.
    order: str = ""

    @property
    def query(self) -> Query:
        return Query(self.conditions)


PRESETS = (
    Preset("readings", "queue", (("state", "in_review"),), "urgency"),
    Preset("readings", "refused", (("state", "refused"),)),
    Preset("requests", "open", (("open", "yes"),), "due_on"),
    Preset("requests", "overdue", (("open", "yes"), ("due", "yesterday")), "due_on"),
    Preset("requests", "unsent", (("unsent", "yes"),), "due_on"),
    Preset("requests", "copies", (("copy", "yes"),), "due_on"),
    Preset("drafts", "new", (("state", "new"),)),
    Preset("duties", "pending", (("state", "pending"),)),
    Preset("duties", "overdue", (("state", "pending"), ("overdue", "yes"))),
    Preset("disclosures", "open", (("state", disclosures.OPEN),)),
    Preset("notifications", "waiting", (("state", WAITING),)),
    Preset("notifications", "dead", (("state", DEAD),)),
    Preset("works", "announced", (("state", "announced"),)),
    Preset("threads", "unassigned", (("unassigned", "yes"),)),
    Preset("surveys", "published", (("state", "published"),)),
    Preset("crashes", "open", (("state", "open,reopened"),)),
    Preset("alerts", "open", (("state", "open,acknowledged"),)),
)


def preset(noun: str, name: str) -> Preset:
    return next(one for one in PRESETS if (one.noun, one.name) == (noun, name))
