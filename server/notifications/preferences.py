"""What users want to be told, over which channel, and how that came about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from smartregion.v1.notification_service_pb2 import NotificationChannel, Preference, PreferenceOrigin

from server.codec import timestamp
from server.errors import InvalidField
from server.notifications import outbox
from server.notifications.categories import CATEGORIES, CHANNELS, Category, Choice
from server.notifications.workflow import WORKFLOW
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.notifications import PreferenceChange
from storage.repositories import notifications
from storage.repositories.users import Person

PREFERENCE_OFF = 1  # SUPPRESSION_RULE_PREFERENCE_OFF
Place = tuple[int, int]


@dataclass(frozen=True)
class Wish:
    """What somebody wants for a category and channel."""

    category: int
    channel: int
    enabled: bool
    #: Path of the message that says so, for errors.
    field: str = "preferences"


@dataclass(frozen=True)
class Evidence:
    """How a wish reached us."""

    origin: PreferenceOrigin
    actor_kind: int
    actor_id: int
    policy_version: str
    text: str = ""


def current(tx: Tx, user_id: int) -> tuple[list[Preference], str]:
    """Every category and channel as it is wanted, and the etag."""
    history = notifications.wishes(tx, user_id)
    latest = {(change.category, change.channel): change for change in history}
    made = [
        _message(category, channel, latest.get((category.number, channel)))
        for category in CATEGORIES.values()
        for channel in CHANNELS
    ]
    return made, str(len(history))


def _message(category: Category, channel: NotificationChannel, change: PreferenceChange | None) -> Preference:
    made = Preference(category=category.number, channel=channel, fixed=category.fixed)
    if change is None or category.fixed:
        made.enabled = category.on_by_default
        return made
    made.enabled = change.enabled
    made.changed_at.CopyFrom(timestamp(change.at))  # type: ignore[arg-type]
    made.origin = cast(PreferenceOrigin, change.origin)
    made.policy_version = change.policy_version
    return made


def check(now: Iterable[Preference], wishes: list[Wish]) -> None:
    """Raises InvalidField where a wish is given twice, goes against a duty, or leaves a contract no channel."""
    enabled: dict[Place, bool] = {(one.category, one.channel): one.enabled for one in now}
    seen: set[Place] = set()
    for wish in wishes:
        place = (wish.category, wish.channel)
        if place in seen:
            raise InvalidField(wish.field, "preference.once", "names a category and channel a second time")
        seen.add(place)
        if CATEGORIES[wish.category].fixed and not wish.enabled:
            raise InvalidField(f"{wish.field}.enabled", "preference.fixed", "is a duty and can't be switched off")
        enabled[place] = wish.enabled
    for wish in wishes:
        if CATEGORIES[wish.category].choice is Choice.CHANNELS and not any(
            enabled[wish.category, channel] for channel in CHANNELS
        ):
            raise InvalidField(f"{wish.field}.enabled", "preference.last_channel", "one channel must stay on")


def record(tx: Tx, person: Person, wishes: list[Wish], evidence: Evidence) -> int:
    """Keeps the wishes with their evidence; how many waiting messages they suppressed."""
    suppressed = 0
    for wish in wishes:
        change = PreferenceChange(
            id=new_id(),
            user_id=person.id,
            category=wish.category,
            channel=wish.channel,
            enabled=wish.enabled,
            at=tx.now,
            origin=evidence.origin,
            actor_kind=evidence.actor_kind,
            actor_id=evidence.actor_id,
            policy_version=evidence.policy_version,
        )
        notifications.add_wish(tx, change, evidence.text)
        if not wish.enabled:
            suppressed += _suppress_waiting(tx, person, wish)
    return suppressed


def _suppress_waiting(tx: Tx, person: Person, wish: Wish) -> int:
    rows = notifications.waiting_for(tx, person.id, wish.category, wish.channel)
    stopped = [row for row in rows if not (row.emergency and CATEGORIES[row.category].emergencies)]
    for row in stopped:
        notifications.move(
            tx,
            row,
            outbox.rule_text(PREFERENCE_OFF, row.language),
            state=WORKFLOW.next(row.state, "suppressed"),
            suppressed_by=PREFERENCE_OFF,
            due_at=None,
        )
    return len(stopped)


def all_off(tx: Tx, person: Person, evidence: Evidence, *, only: frozenset[Choice]) -> int:
    """Switches off everything whose choice is one of these; how many wishes were recorded."""
    preferences, _ = current(tx, person.id)
    wishes = [
        Wish(one.category, one.channel, False)
        for one in preferences
        if one.enabled and CATEGORIES[one.category].choice in only
    ]
    record(tx, person, wishes, evidence)
    return len(wishes)
