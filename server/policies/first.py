"""The first version of a new house: what its people are told until the company publishes a text of its own."""

from importlib.resources import files

from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.policies import PUBLISHED, PolicyVersion
from storage.repositories import policies

#: As the setting was by default that stood for it: what was kept under it goes on to name it.
LABEL = "1"
SUMMARY = ("Перша редакція.", "The first version.")


def seed(tx: Tx) -> bool:
    """Publishes the text that came with the house where nothing is published yet; whether it did. It holds since ever,
    and nobody is told of it."""
    if policies.page(tx, drafts=False, after=None, size=1, skip=0)[1]:
        return False
    texts = files("server.policies")
    row = PolicyVersion(
        id=new_id(),
        label=LABEL,
        state=PUBLISHED,
        effective_from=0,
        text_uk=texts.joinpath("first.uk.md").read_text(encoding="utf-8"),
        text_en=texts.joinpath("first.en.md").read_text(encoding="utf-8"),
        summary_uk=SUMMARY[0],
        summary_en=SUMMARY[1],
        author_id=0,
        editor_id=0,
        created_at=tx.now,
        updated_at=tx.now,
        published_at=tx.now,
        announced_at=tx.now,
    )
    policies.add(tx, row)
    return True
