"""What users want to be told, over which channel, and how that came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from smartregion.v1.notification_service_pb2 import (
    NotificationChannel,
    Preference,
    PreferenceOrigin,
    SuppressionRule,
)

from server.codec import timestamp
from server.errors import InvalidField
from server.notifications import cascade, outbox
from server.notifications.categories import CATEGORIES, CHANNELS, Category, Choice
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.notifications import WAITING, PreferenceChange
from storage.repositories import notifications, policies, wishes
from storage.repositories import outbox as messages
from storage.repositories.users import Person

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
    text: str = ""


def current(tx: Tx, user_id: int) -> tuple[list[Preference], str]:
    """Every category and channel as it is wanted, and the etag."""
    changes, made = wishes.current(tx, user_id)
    latest = {(change.category, change.channel): change for change in changes}
    listed = [
        _message(category, channel, latest.get((category.number, channel)))
        for category in CATEGORIES.values()
        for channel in CHANNELS
    ]
    return listed, str(made)


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


def check(now: Iterable[Preference], wanted: Sequence[Wish]) -> None:
    """Raises InvalidField where a wish is given twice, goes against a duty, or leaves a contract no channel."""
    enabled: dict[Place, bool] = {(one.category, one.channel): one.enabled for one in now}
    seen: set[Place] = set()
    for wish in wanted:
        place = (wish.category, wish.channel)
        if place in seen:
            raise InvalidField(wish.field, "preference.once", "names a category and channel a second time")
        seen.add(place)
        if CATEGORIES[wish.category].fixed and not wish.enabled:
            raise InvalidField(f"{wish.field}.enabled", "preference.fixed", "is a duty and can't be switched off")
        enabled[place] = wish.enabled
    for wish in wanted:
        if CATEGORIES[wish.category].choice is Choice.CHANNELS and not any(
            enabled[wish.category, channel] for channel in CHANNELS
        ):
            raise InvalidField(f"{wish.field}.enabled", "preference.last_channel", "one channel must stay on")


def record(tx: Tx, person: Person, wanted: Iterable[Wish], evidence: Evidence, available: Sequence[int] = ()) -> int:
    """Keeps wishes with their evidence and the version of the policy in force; how many waiting messages they
    suppressed. Those go on over the next channel of their cascade that is still wanted: `available` are the channels
    that have a provider, the cheapest first."""
    listed = list(wanted)
    policy_version = policies.label_in_force(tx)
    for wish in listed:
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
            policy_version=policy_version,
        )
        wishes.add(tx, change, evidence.text)
    # All wishes are kept before a message goes on: it must not go where a later one says no.
    return sum(_suppress_waiting(tx, person, wish, available) for wish in listed if not wish.enabled)


def _suppress_waiting(tx: Tx, person: Person, wish: Wish, available: Sequence[int]) -> int:
    """What waits is no longer wanted, but for emergencies."""
    rows = notifications.waiting_for(tx, person.id, wish.category, wish.channel)
    stopped = [row for row in rows if not (row.emergency and CATEGORIES[row.category].emergencies)]
    going_on = messages.held(tx, [row.id for row in stopped], WAITING)
    cascade.go_on(tx, going_on, available)  # first: what goes on takes the place in the cap along
    outbox.stop(tx, stopped, "suppressed", SuppressionRule.SUPPRESSION_RULE_PREFERENCE_OFF)
    return len(stopped)


def switch_off(
    tx: Tx,
    person: Person,
    places: Iterable[Place],
    evidence: Evidence,
    available: Sequence[int],
    field: str = "preferences",
) -> int:
    """Switches categories and channels off that are not off already; how many wishes were recorded. Raises InvalidField
    for a duty, and for the last channel of a contract."""
    now, _ = current(tx, person.id)
    chosen = {(one.category, one.channel) for one in now if not one.enabled and one.HasField("changed_at")}
    wanted = [Wish(category, channel, False) for category, channel in places if (category, channel) not in chosen]
    try:
        check(now, wanted)
    except InvalidField as error:
        raise InvalidField(field, error.violations[0].rule, error.violations[0].message) from None
    record(tx, person, wanted, evidence, available)
    return len(wanted)


def all_off(tx: Tx, person: Person, evidence: Evidence, *, only: frozenset[Choice]) -> int:
    """Switches off everything whose choice is one of these; how many wishes were recorded."""
    preferences, _ = current(tx, person.id)
    wanted = [
        Wish(one.category, one.channel, False)
        for one in preferences
        if one.enabled and CATEGORIES[one.category].choice in only
    ]
    record(tx, person, wanted, evidence)
    return len(wanted)
