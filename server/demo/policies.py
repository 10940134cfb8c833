"""The policy of the invented town's company: a version that is history, the one in force, and a draft that waits for a
second person; and what the townspeople have said to the two that were published."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from smartregion.v1.policy_service_pb2 import AcceptanceKind

from server.demo import town
from storage.days import midnight
from storage.engine.ids import first_id_at, new_id
from storage.engine.transaction import Tx
from storage.models.policies import DRAFT, PUBLISHED, PolicyAcceptance, PolicyVersion
from storage.repositories import operators, policies

#: Days before today on which the versions took effect.
OLD_DAYS, NEW_DAYS = 400, 20
#: Of ten residents: those who said yes to the version in force, and those who use the app without a word.
EXPLICIT, BY_USE = 3, 4


@dataclass(frozen=True)
class Written:
    """A version as its author left it. Files are in server/demo/policy."""

    label: str
    files: tuple[str, ...]
    summary_uk: str
    summary_en: str
    day: date | None


def versions(today: date) -> tuple[Written, ...]:
    """Named by the months in which they took effect; the draft by the next."""
    old, new, coming = (today + timedelta(days=days) for days in (-OLD_DAYS, -NEW_DAYS, 31))
    return (
        Written(
            f"{old:%Y-%m}",
            ("old",),
            "Перша редакція політики застосунку.",
            "The first version of the app's policy.",
            old,
        ),
        Written(
            f"{new:%Y-%m}",
            ("new",),
            "Коротші строки зберігання, шифрування ключем кожної особи, двоє працівників для кожного розкриття, "
            "відписка одним натисканням.",
            "Shorter retention, a key for each person, two people for each disclosure, one-click unsubscribing.",
            new,
        ),
        Written(
            f"{coming:%Y-%m}",
            ("new", "draft"),
            "Новий розділ про голосового помічника.",
            "A new part on the voice assistant.",
            None,
        ),
    )


def write(tx: Tx, today: date) -> None:
    """Petro writes, and Oksana has published all but the last."""
    petro, oksana = operators.by_login(tx, "petro"), operators.by_login(tx, "oksana")
    assert petro is not None, "operators are seeded first"
    assert oksana is not None, "operators are seeded first"
    for one in versions(today):
        at = midnight(one.day) if one.day else tx.now
        policies.add(
            tx,
            PolicyVersion(
                id=first_id_at(at) if one.day else new_id(),
                label=one.label,
                state=PUBLISHED if one.day else DRAFT,
                effective_from=at if one.day else None,
                text_uk=text(one, "uk"),
                text_en=text(one, "en"),
                summary_uk=one.summary_uk,
                summary_en=one.summary_en,
                author_id=petro.id,
                editor_id=petro.id,
                publisher_id=oksana.id if one.day else None,
                created_at=at,
                updated_at=at,
                published_at=at if one.day else None,
                announced_at=at if one.day else None,
            ),
        )
    _accept(tx, today)


def text(one: Written, language: str) -> str:
    folder = files("server.demo").joinpath("policy")
    return "".join(folder.joinpath(f"{name}.{language}.md").read_text(encoding="utf-8") for name in one.files)


def _accept(tx: Tx, today: date) -> None:
    """Everybody who was there used the app under the old version; not everybody has since."""
    random, rows = Random(town.SEED), []
    old, new, _ = versions(today)
    for user_id in policies.users_behind(tx, 0, 1_000_000):
        said = [(old, AcceptanceKind.ACCEPTANCE_KIND_IMPLIED, NEW_DAYS, OLD_DAYS)]
        drawn = random.randrange(10)
        if drawn < EXPLICIT + BY_USE:
            kind = (
                AcceptanceKind.ACCEPTANCE_KIND_EXPLICIT if drawn < EXPLICIT else AcceptanceKind.ACCEPTANCE_KIND_IMPLIED
            )
            said.append((new, kind, 0, NEW_DAYS))
        for version, kind, until, since in said:
            at = midnight(today - timedelta(days=random.randrange(until, since))) - random.randrange(3_600_000)
            rows.append((new_id(), user_id, version.label, int(kind), at))
    tx.insert_many(PolicyAcceptance, ("id", "user_id", "policy_version", "how", "at"), rows)
