"""Faults injected into the readings of the invented town, whose registers count measured consumption; by seed.

Each household reads its meters once a month, forgets some months, goes away now and then, and most type whole units.
Its use is the measured one, scaled, with a spread of its own from month to month. Some dials stand high, near their end
or just behind it, and some electricity meters are old ones with fewer digits: the largest flow turns those within a few
months or days, so that a digit too few may look like a turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.reading_service_pb2 import CauseKind as K

from server.codec import MICRO
from server.demo import town
from server.demo.seed import instant, shown
from server.readings import causes
from server.readings.causes import NEIGHBOURS, Cause
from server.readings.dial import Dial
from server.readings.history import RegisterHistory
from server.readings.rules import Judgement, Reading
from server.readings.ruleset import built_in
from storage.repositories.histories import LOOKAHEAD, History, Point
from storage.repositories.meters import OPEN_END, RegisterFacts

TODAY = date(2026, 11, 1)
MONTHS = 36
#: The spread of a month's use around the measured one, the part of months away, and of months forgotten.
SPREAD, AWAY, FORGOTTEN = 0.12, 0.02, 0.04
WHOLE_UNITS = 0.6
#: The part of the meters whose dials stand high, and where these do as parts of a turn.
HIGH, STANDS = 0.35, (0.6, 1.02)
#: Digits before the point of electricity meters.
DIGITS = (6, 6, 5, 4)


@dataclass(frozen=True)
class Series:
    """What a household read from one register: instants and indexes, oldest first, without the dial's turn."""

    number: int
    device: town.Device
    meter: int
    tier: int
    points: tuple[tuple[int, int], ...]
    whole_units: bool

    @property
    def dial(self) -> Dial:
        return Dial(self.device.integer_digits, self.device.fraction_digits)

    @property
    def unit(self) -> int:
        return MICRO if self.whole_units else self.dial.step

    def shown(self, place: int) -> int:
        """What the dial showed."""
        return self.dial.shows(self.points[place][1])

    def facts(self) -> RegisterFacts:
        device = self.device
        return RegisterFacts(
            self.number,
            self.meter,
            0,
            device.commodity,
            device.integer_digits,
            device.fraction_digits,
            MICRO,
            0,
            OPEN_END,
            self.tier,
            device.serial,
            None,
            None,
            1,
            None,
        )

    def history(self, until: int) -> RegisterHistory:
        """What the service knew before the reading at this place."""
        points = self.points[:until]
        kept = tuple(Point(at, self.dial.shows(value), False) for at, value in points)
        standing = tuple((at, value) for at, value, _ in kept[-LOOKAHEAD:])
        return RegisterHistory(self.facts(), History(kept, standing, points[-1][0]))

    def before(self, until: int, came: int | None = None) -> causes.Register:
        history = self.history(until)
        device = self.device
        return causes.Register(
            self.number,
            self.meter,
            device.commodity,
            self.dial,
            history.last,
            history.spans,
            built_in(device.commodity).limits,
            came,
        )


def series(count: int, seed: int) -> Iterator[list[Series]]:
    """The registers of each household."""
    random = Random(seed)
    numbers = iter(range(1, 10_000_000))
    for household in town.households(TODAY, count, seed):
        whole = random.random() < WHOLE_UNITS
        made = []
        for device in household.devices:
            meter, high = next(numbers), random.random() < HIGH
            if device.commodity == Commodity.COMMODITY_ELECTRICITY:
                device = replace(device, integer_digits=random.choice(DIGITS))
            days = [TODAY - timedelta(days=round(30.44 * back) + random.randint(-2, 2)) for back in range(MONTHS)][::-1]
            days = [day for day in days[:-1] if random.random() >= FORGOTTEN] + days[-1:]
            for dial in device.dials:
                points = _read(random, device, dial, days, whole, high)
                made.append(Series(next(numbers), device, meter, dial.tier, points, whole))
        yield made


def _read(
    random: Random, device: town.Device, dial: town.Dial, days: list[date], whole: bool, high: bool
) -> tuple[tuple[int, int], ...]:
    begin = days[0]
    true = [dial.index(begin, day) - dial.initial for day in days]
    value, points = random.uniform(50, 9_000), []
    if high:
        value = max(50.0, 10**device.integer_digits * random.uniform(*STANDS) - true[-1])
    for place, day in enumerate(days):
        if place:
            factor = random.lognormvariate(0, SPREAD) * (0.2 if random.random() < AWAY else 1.0)
            value += (true[place] - true[place - 1]) * factor
        index = shown(replace(device, integer_digits=9), value)
        points.append((instant(day, random.randint(7 * 60, 21 * 60)), index // MICRO * MICRO if whole else index))
    return tuple(points)


@dataclass(frozen=True)
class Fault:
    """One reading as it came, and what is wrong with it."""

    kind: int
    register: Series
    value: int
    others: tuple[causes.Register, ...] = ()
    #: The index that was meant; None where what came is right.
    meant: int | None = None
    #: Readings before that came as the fault would have it, in the place of the last true ones.
    before: tuple[tuple[int, int], ...] = ()

    @property
    def place(self) -> int:
        return len(self.register.points) - 1

    @property
    def read_at(self) -> int:
        return self.register.points[-1][0]

    @property
    def turned(self) -> bool:
        """Whether the dial truly began anew before it."""
        return self.register.shown(-1) < self.register.shown(-2)

    def changed(self) -> Series:
        if not self.before:
            return self.register
        kept = self.register.points[: -len(self.before) - 1] + self.before + self.register.points[-1:]
        return replace(self.register, points=kept)

    def judgement(self) -> Judgement:
        history = self.changed().history(self.place)
        rules = built_in(self.register.device.commodity)
        return rules.judge(Reading(self.value, self.read_at, self.read_at), history.baseline())

    def causes(self) -> list[Cause]:
        return causes.causes(self.changed().before(self.place), self.value, self.read_at, self.others)


def injected(household: list[Series], kind: int, random: Random) -> Fault | None:
    """A fault of this kind in the last reading of one of the registers, where the household has what it takes."""
    register = random.choice(household)
    make = _INJECTORS[kind]
    return make(household, register, random)


def _digits(register: Series) -> tuple[str, int]:
    """The last index as its reader typed it, in its unit, and how many of the digits stand behind the point."""
    value = register.shown(-1)
    behind = 0 if register.whole_units else register.device.fraction_digits
    return str(value // register.unit).rjust(behind + 1, "0"), behind


def _typed(kind: int, register: Series, digits: str | None, household: list[Series]) -> Fault | None:
    meant = register.shown(-1)
    if digits is None or int(digits) * register.unit == meant:
        return None
    others = tuple(other.before(len(other.points) - 1) for other in household if other is not register)
    return Fault(kind, register, int(digits) * register.unit, others, meant)


def _added(household: list[Series], register: Series, random: Random) -> Fault | None:
    digits, behind = _digits(register)
    place = random.randint(0, len(digits) - behind)
    made = digits[:place] + random.choice("123456789" if place == 0 else "0123456789") + digits[place:]
    return _typed(K.CAUSE_KIND_DIGIT_ADDED, register, made, household)


def _dropped(household: list[Series], register: Series, random: Random) -> Fault | None:
    digits, behind = _digits(register)
    if len(digits) - behind < 2:
        return None
    place = random.randrange(len(digits) - behind)
    return _typed(K.CAUSE_KIND_DIGIT_DROPPED, register, digits[:place] + digits[place + 1 :], household)


def _transposed(household: list[Series], register: Series, random: Random) -> Fault | None:
    digits, _ = _digits(register)
    if len(digits) < 2:
        return None
    place = random.randrange(len(digits) - 1)
    made = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    return _typed(K.CAUSE_KIND_DIGITS_TRANSPOSED, register, made, household)


def _mistyped(household: list[Series], register: Series, random: Random) -> Fault | None:
    digits, _ = _digits(register)
    place = random.randrange(len(digits))
    made = digits[:place] + random.choice(NEIGHBOURS[digits[place]]) + digits[place + 1 :]
    return _typed(K.CAUSE_KIND_DIGIT_MISTYPED, register, made, household)


def _point(household: list[Series], register: Series, random: Random) -> Fault | None:
    if register.whole_units:
        return None
    fault = _typed(K.CAUSE_KIND_DECIMAL_POINT, register, _digits(register)[0], household)
    whole = int(_digits(register)[0]) * MICRO
    return fault or Fault(
        K.CAUSE_KIND_DECIMAL_POINT,
        register,
        whole,
        tuple(other.before(len(other.points) - 1) for other in household if other is not register),
        register.shown(-1),
    )


def _swapped(household: list[Series], register: Series, random: Random) -> Fault | None:
    zones = [one for one in household if one.meter == register.meter and one is not register]
    if not zones:
        return None
    zone = random.choice(zones)
    mine, theirs = register.shown(-1), zone.shown(-1)
    if mine == theirs:
        return None
    others = tuple(
        other.before(len(other.points) - 1, mine if other is zone else other.shown(-1))
        if other.meter == register.meter
        else other.before(len(other.points) - 1)
        for other in household
        if other is not register
    )
    return Fault(K.CAUSE_KIND_ZONES_SWAPPED, register, theirs, others, mine)


def _other_meter(household: list[Series], register: Series, random: Random) -> Fault | None:
    strangers = [one for one in household if one.meter != register.meter]
    if not strangers:
        return None
    value = random.choice(strangers).shown(-1) // register.unit * register.unit
    others = tuple(other.before(len(other.points) - 1) for other in household if other is not register)
    return Fault(K.CAUSE_KIND_OTHER_METER, register, value, others, register.shown(-1))


def _happened(kind: int, register: Series, value: float, household: list[Series]) -> Fault | None:
    index = register.dial.shows(int(value) // register.unit * register.unit)
    if value < 0 or index == register.shown(-1):
        return None
    others = tuple(other.before(len(other.points) - 1) for other in household if other is not register)
    return Fault(kind, register, index, others)


def _used(register: Series) -> int:
    return register.points[-1][1] - register.points[-2][1]


def _turned(household: list[Series], register: Series, random: Random) -> Fault | None:
    """The dial reached its end between the last two readings."""
    if _used(register) < 2 * register.unit:
        return None
    shift = (
        register.dial.turn
        - register.points[-1][1]
        + random.randint(1, _used(register) - 1) // register.unit * register.unit
    )
    moved = replace(register, points=tuple((at, value + shift) for at, value in register.points))
    value = moved.points[-1][1] - register.dial.turn
    return Fault(K.CAUSE_KIND_ROLLOVER, moved, value)


def _exchanged(household: list[Series], register: Series, random: Random) -> Fault | None:
    since = _used(register) * random.random()
    return _happened(K.CAUSE_KIND_EXCHANGE, register, since + random.random() * MICRO, household)


def _leaked(household: list[Series], register: Series, random: Random) -> Fault | None:
    value = register.shown(-2) + _used(register) * random.uniform(5, 15)
    return _happened(K.CAUSE_KIND_LEAK, register, value, household)


def _stopped(household: list[Series], register: Series, random: Random) -> Fault | None:
    stands = register.points[-4][1]
    before = tuple((at, stands) for at, _ in register.points[-3:-1])
    return Fault(K.CAUSE_KIND_STOPPED_METER, register, register.shown(-4), before=before)


def _tampered(household: list[Series], register: Series, random: Random) -> Fault | None:
    back = max(_used(register), 1) * random.uniform(0.3, 3)
    return _happened(K.CAUSE_KIND_TAMPERING, register, register.shown(-1) - back, household)


_INJECTORS: dict[int, Callable[[list[Series], Series, Random], Fault | None]] = {
    K.CAUSE_KIND_DIGIT_ADDED: _added,
    K.CAUSE_KIND_DIGIT_DROPPED: _dropped,
    K.CAUSE_KIND_DIGITS_TRANSPOSED: _transposed,
    K.CAUSE_KIND_DIGIT_MISTYPED: _mistyped,
    K.CAUSE_KIND_DECIMAL_POINT: _point,
    K.CAUSE_KIND_ZONES_SWAPPED: _swapped,
    K.CAUSE_KIND_OTHER_METER: _other_meter,
    K.CAUSE_KIND_ROLLOVER: _turned,
    K.CAUSE_KIND_EXCHANGE: _exchanged,
    K.CAUSE_KIND_LEAK: _leaked,
    K.CAUSE_KIND_STOPPED_METER: _stopped,
    K.CAUSE_KIND_TAMPERING: _tampered,
}
KINDS = tuple(_INJECTORS)


def clean(household: list[Series]) -> Iterator[tuple[Series, Judgement]]:
    """Judgements of readings with nothing wrong, from a year of history on."""
    for register in household:
        rules = built_in(register.device.commodity)
        for place in range(13, len(register.points)):
            at, _ = register.points[place]
            history = register.history(place)
            yield register, rules.judge(Reading(register.shown(place), at, at), history.baseline())
