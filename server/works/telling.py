"""Who is told what of works: each whom they concern once, and a correction just those who got the word before.

An edition is what people are told. Who has heard of one knows its times, its reason and their own addresses among its
places; they are told of a later edition only if it has other ones for them. What of an earlier edition still waits is
withdrawn, and counts as never said. Works that are finished early are an edition too: who has heard of them, and no
other, hears that the supply is back.
"""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple, TypeVar

import structlog
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import NotificationCause
from smartregion.v1.work_service_pb2 import WorkKind

from server.codec import encode_id
from server.limits import MESSAGES_AT_ONCE, UNTOLD_MS, WORK_ADDRESSES
from server.notifications import outbox
from server.notifications.outbox import Event, Recipient
from server.notifications.placeholders import stated
from server.units import SERVICES
from server.words import ENGLISH, UKRAINIAN, pick
from server.works import concerned, rules
from server.works.concerned import Addresses
from server.works.workflow import ANNOUNCED, CANCELLED, FINISHED
from storage.chunks import chunks
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unavailable
from storage.models.notifications import LEFT
from storage.models.works import Work
from storage.repositories import supply, works
from storage.repositories.works import Said, Step

T = TypeVar("T")
log = structlog.get_logger("server")
EMERGENCIES = WorkKind.WORK_KIND_EMERGENCY
CAUSE = NotificationCause.NOTIFICATION_CAUSE_WORK
PLANNED, EMERGENCY, CHANGED = "works_planned", "works_emergency", "works_changed"
CALLED_OFF, RESTORED = "works_cancelled", "works_finished"
#: What its hearers are told of works that are not done any more, by the state of the works.
ENDED: dict[int, str] = {CANCELLED: CALLED_OFF, FINISHED: RESTORED}

#: Why a message was withdrawn, in Ukrainian and in English, by the state of the works.
WITHDRAWN: dict[int, tuple[str, str]] = {
    ANNOUNCED: ("Дані про роботи змінилися.", "The works were changed."),
    CANCELLED: ("Роботи скасовано.", "The works were called off."),
    FINISHED: ("Роботи завершено.", "The works are finished."),
}


@dataclass(frozen=True)
class Telling:
    """One message to many users, as the outbox takes it."""

    event: Event
    recipients: Sequence[Recipient]


class View(NamedTuple):
    """What an edition says, and at which of their addresses it concerns whom."""

    said: Said
    users: Mapping[int, Addresses]


class Heard(NamedTuple):
    """The last that a user heard of works: of which edition, and whether it called them off."""

    edition: int
    off: bool


class Word(NamedTuple):
    """What is said: the template, none for the announcement, and the edition that its hearers knew until now."""

    template_name: str
    known: int


ANNOUNCEMENT = Word("", 0)


async def in_turn(
    store: Store, work_id: int, available: Sequence[int], still: Callable[[Tx], None] = lambda tx: None
) -> int:
    """Spreads the word of works, and before it of those that come first: emergencies before what is planned, and of
    each other utility one, however much this one has announced; how many people were told. `still` as in spread."""
    served: Counter[int] = Counter()
    passed: set[int] = {work_id}
    told = 0
    while (first := await store.read(lambda tx: _first(tx, work_id, served, passed))) is not None:
        served[first.utility_id] += 1
        passed.add(first.id)
        try:
            told += await spread(store, first.id, available, still)
        except Unavailable:
            raise
        except Exception as error:  # its own turn comes; it must keep nobody back
            log.error("works could not be told", id=encode_id(first.id), exc_info=error)
    return told + await spread(store, work_id, available, still)


def _first(tx: Tx, work_id: int, served: Mapping[int, int], passed: Collection[int]) -> works.Untold | None:
    """What is to be told before these works; None where it is their turn."""
    waiting = works.untold(tx, tx.now - UNTOLD_MS)
    own = next((one for one in waiting if one.id == work_id), None)
    if own is None:
        return None

    def rank(one: works.Untold) -> tuple[bool, int, bool, int]:
        return one.kind != EMERGENCIES, served.get(one.utility_id, 0), one.utility_id == own.utility_id, one.id

    first = min((one for one in waiting if one.id == work_id or one.id not in passed), key=rank)
    ours = first.utility_id == own.utility_id and first.kind == own.kind
    return None if ours else first


async def spread(
    store: Store, work_id: int, available: Sequence[int], still: Callable[[Tx], None] = lambda tx: None
) -> int:
    """Withdraws what is outdated of works and tells whoever is to be told, some hundred in a unit; how many were. It
    may be broken off anywhere and done again: it goes on with those left. `available` are the channels that have a
    provider, the cheapest first; `still` begins each unit, and breaks it off by what it raises."""

    def write(unit: Callable[[Tx], T]) -> Awaitable[T]:
        def begun(tx: Tx) -> T:
            still(tx)
            return unit(tx)

        return store.write(begun, patient=True)  # it may be for a whole city, and nobody else waits for that

    last: int | None = 0
    while last is not None:
        last = await write(partial(withdraw, work_id=work_id, behind=last))
    work, tellings = await store.read(lambda tx: due(tx, work_id))
    told = 0
    for telling in tellings:
        for some in chunks(telling.recipients, MESSAGES_AT_ONCE):
            told += await write(partial(say, telling=telling, recipients=some, available=available))
    if work is not None:
        await write(lambda tx: works.told(tx, work_id, work.edition))
    return told


def withdraw(tx: Tx, work_id: int, behind: int) -> int | None:
    """Takes back messages that say of works what is no longer so, of some hundred users with ids behind one: the last
    of them; None where there are no more. What they are to hear instead may wait already, and is left alone."""
    work = works.by_id(tx, work_id)
    if work is None:
        return None
    outdated = work.edition + rules.over(work)
    users = works.waiting(tx, work_id, outdated, behind, MESSAGES_AT_ONCE)
    outbox.withdraw(tx, CAUSE, work_id, users, *WITHDRAWN[work.state], before=outdated)
    return users[-1] if users else None


def say(tx: Tx, telling: Telling, recipients: Sequence[Recipient], available: Sequence[int]) -> int:
    """Writes the messages to some of the recipients who have none of this edition; how many. None where the works have
    changed since: then that is to be said."""
    event = telling.event
    work = works.by_id(tx, event.cause_id)
    if work is None or work.edition != event.edition or rules.over(work):
        return 0
    known = works.told_of(tx, work.id, event.edition, (one.user_id for one in recipients))
    return len(outbox.tell(tx, event, [one for one in recipients if one.user_id not in known], available))


def due(tx: Tx, work_id: int) -> tuple[Work | None, list[Telling]]:
    """What is to be said now of works, with them; None where there is nothing. It must be asked after `withdraw`, and
    says nothing to those for whom a message of this edition was written."""
    work = works.by_id(tx, work_id)
    if work is None or rules.over(work) or work.told_edition >= work.edition:
        return None, []
    heard = heard_of(works.steps(tx, work.id), work.edition)
    views = _views(tx, work, {last.edition for last in heard.values()})
    now = views[work.edition]
    gone = [] if work.state == CANCELLED else [user for user in heard if user not in now.users]
    found = sets(work.edition, views, heard, ended=ENDED.get(work.state, ""), left=_left(tx, work, gone))
    _fill_addresses(tx, work, found)
    tellings = []
    for word, users in found.items():
        expires_at = max(now.said.ends_at if word.template_name != CALLED_OFF else 0, _end(views, word))
        named = {user: addresses for user, addresses in users.items() if addresses}  # not those who were erased
        if named and expires_at > tx.now:
            tellings.append(_telling(tx, work, word, views, named, expires_at))
    return work, tellings


def _end(views: Mapping[int, View], word: Word) -> int:
    """When the works are over of which the hearers know."""
    return views[word.known].said.ends_at if word.known else 0


def heard_of(steps: Iterable[Step], edition: int) -> dict[int, Heard]:
    """What each user has heard. A message about this edition counts whatever became of it: nobody gets two of one."""
    found: dict[int, Heard] = {}
    for step in steps:
        if step.state in LEFT or step.edition == edition:
            found[step.user_id] = Heard(step.edition, step.template_name == CALLED_OFF)
    return found


def sets(
    number: int, views: Mapping[int, View], heard: Mapping[int, Heard], *, ended: str, left: Collection[int]
) -> dict[Word, dict[int, Addresses]]:
    """Who is to be told what of edition `number`, with their addresses; `ended` is the template for works that are done
    nowhere any more, empty while they are. Those who have `left` have no account any more where works are done; of them
    it is not true that none are."""
    found: defaultdict[Word, dict[int, Addresses]] = defaultdict(dict)
    now = views[number]
    for user, last in heard.items():
        if last.edition == number:
            continue
        then = views[last.edition]
        here = () if ended else now.users.get(user, ())
        if not here:
            if not last.off and user not in left:
                found[Word(ended or CALLED_OFF, last.edition)][user] = then.users.get(user, ())
        elif last.off:
            found[ANNOUNCEMENT][user] = here
        elif (then.said, then.users.get(user)) != (now.said, here):
            found[Word(CHANGED, last.edition)][user] = here
    if not ended:
        found[ANNOUNCEMENT].update((user, here) for user, here in now.users.items() if user not in heard)
    return dict(found)


def _views(tx: Tx, work: Work, heard: Collection[int]) -> dict[int, View]:
    """The current edition and those that were heard. Editions with the same places concern the same people."""
    service = concerned.supply_of(work.utility_id, work.commodity, work.starts_at, work.ends_at)

    @cache
    def users(places: tuple[works.Place, ...]) -> Mapping[int, Addresses]:
        return concerned.found(tx, service, places).addresses()

    wanted = works.editions(tx, work.id, {work.edition, *heard})
    return {edition: View(said, users(places)) for edition, (said, places) in wanted.items()}


def _left(tx: Tx, work: Work, gone: Sequence[int]) -> Collection[int]:
    """Those of the users who had an account where works are done, and have it no longer."""
    if not gone:
        return ()
    service = concerned.supply_of(work.utility_id, work.commodity, work.starts_at, work.ends_at)
    _, places = works.editions(tx, work.id, [work.edition])[work.edition]
    return concerned.found(tx, service, places, ever=True).users.keys() & set(gone)


def _fill_addresses(tx: Tx, work: Work, found: Mapping[Word, dict[int, Addresses]]) -> None:
    """For those who have moved or whose place was corrected silently: all addresses that they ever had there."""
    service = concerned.supply_of(work.utility_id, work.commodity, work.starts_at, work.ends_at)
    lost = [user for users in found.values() for user, addresses in users.items() if not addresses]
    known = concerned.Concerned()
    known.add(supply.of_users(tx, service, lost, ever=True), None)
    addresses = known.addresses()
    for users in found.values():
        users.update((user, addresses.get(user, ())) for user in lost if user in users)


def _telling(
    tx: Tx, work: Work, word: Word, views: Mapping[int, View], users: Mapping[int, Addresses], expires_at: int
) -> Telling:
    emergency = work.kind == WorkKind.WORK_KIND_EMERGENCY
    name = word.template_name or (EMERGENCY if emergency else PLANNED)
    undoes = name in ENDED.values()
    said = views[word.known if undoes else work.edition].said

    @cache
    def values(addresses: Addresses, language: Language) -> dict[str, str]:
        return values_of(work.commodity, said, addresses, language)

    event = Event(
        template_name=name,
        cause=CAUSE,
        cause_id=work.id,
        edition=work.edition,
        emergency=emergency and name != RESTORED,  # that it is over wakes nobody
        expires_at=expires_at,
        behalf_of=work.utility_id,
        counted=not undoes,
    )
    recipients = [
        Recipient(user, values(addresses, UKRAINIAN), values(addresses, ENGLISH)) for user, addresses in users.items()
    ]
    return Telling(event, recipients)


def values_of(commodity: int, said: Said, addresses: Addresses, language: Language) -> dict[str, str]:
    """All that a text about works may ask for."""
    service = pick(SERVICES[commodity], language)
    return {
        "service": service[0].upper() + service[1:],
        "address": address_text(addresses, language),
        "place": place_text(addresses, language),
        "reason": pick((said.reason_uk, said.reason_en), language).rstrip("."),
        "from": stated(said.starts_at),
        "until": stated(said.ends_at),
    }


def address_text(addresses: Addresses, language: Language) -> str:
    """A user's own addresses in short: without the city where it is the same, without the apartment where the works are
    the whole house's. The first few of many."""
    ukrainian = language == UKRAINIAN
    cities = {city for city, *_ in addresses}
    shown = []
    for city, street, building, apartment in addresses[:WORK_ADDRESSES]:
        parts = [city] if len(cities) > 1 else []
        parts += [street, building]
        if apartment:
            parts.append(f"кв. {apartment}" if ukrainian else f"apt {apartment}")
        shown.append(", ".join(parts))
    text = "; ".join(shown)
    more = len(addresses) - len(shown)
    if more:
        text += f" та ще {more}" if ukrainian else f" and {more} more"
    return text


def place_text(addresses: Addresses, language: Language) -> str:
    """The same with the words around it, which in Ukrainian go by how many addresses there are."""
    if language != UKRAINIAN:
        return f"at {address_text(addresses, language)}"
    text = address_text(addresses[:WORK_ADDRESSES], language)
    more = len(addresses) - WORK_ADDRESSES
    if more > 0:
        text += f" та ще за {more} {'адресою' if more % 10 == 1 and more % 100 != 11 else 'адресами'}"
    return f"{'за адресою' if len(addresses) == 1 else 'за адресами'} {text}"
