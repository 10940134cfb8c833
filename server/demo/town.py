"""The invented town: who lives where, with which meters, and what they have counted. Pure, by seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from smartregion.v1.account_service_pb2 import RegisterTier
from smartregion.v1.common_pb2 import Commodity

from server.demo import loads, names

SEED = 2026
HOUSEHOLDS = 3000


@dataclass(frozen=True)
class Utility:
    name_uk: str
    name_en: str
    registry_code: str
    commodities: tuple[Commodity, ...]


UTILITIES = (
    Utility("Світлоріченськводоканал", "Svitlorichensk Water", "00000001", (Commodity.COMMODITY_COLD_WATER,)),
    Utility(
        "Світлоріченськтеплоенерго",
        "Svitlorichensk Heat",
        "00000002",
        (Commodity.COMMODITY_HOT_WATER, Commodity.COMMODITY_HEAT),
    ),
    Utility("Світлоріченськгаз", "Svitlorichensk Gas", "00000003", (Commodity.COMMODITY_GAS,)),
    Utility(
        "Світлоріченськенергозбут",
        "Svitlorichensk Energy",
        "00000004",
        (Commodity.COMMODITY_ELECTRICITY,),
    ),
)


@dataclass(frozen=True)
class Kind:
    """What meters of a service look like, and what a household uses of it in a day, in the service's unit."""

    model: str
    prefix: str
    integer_digits: int
    fraction_digits: int
    daily: tuple[float, float]
    series: tuple[str, ...]


KINDS = {
    Commodity.COMMODITY_COLD_WATER: Kind("Новатор ЛК-15Х", "В", 5, 3, (0.09, 0.40), loads.ELECTRICITY),
    Commodity.COMMODITY_HOT_WATER: Kind("Новатор ЛК-15Г", "Г", 5, 3, (0.05, 0.22), loads.ELECTRICITY),
    Commodity.COMMODITY_GAS: Kind("Самгаз G4", "З", 5, 3, (0.4, 6.5), (loads.GAS,)),
    Commodity.COMMODITY_ELECTRICITY: Kind("НІК 2102", "Е", 6, 2, (2.5, 11.0), loads.ELECTRICITY),
    Commodity.COMMODITY_HEAT: Kind("Sharky 775", "Т", 5, 3, (0.006, 0.03), (loads.GAS,)),
}


@dataclass(frozen=True)
class Dial:
    """A register: what it had at installation, and how it goes on."""

    tier: RegisterTier
    initial: float
    daily: float
    series: str
    shift_days: int

    def index(self, installed: date, day: date) -> float:
        """What the dial shows at the start of `day`, in the service's unit, without rollover."""
        shift = timedelta(days=self.shift_days)
        return self.initial + self.daily * loads.load(self.series).between(installed + shift, day + shift)


@dataclass(frozen=True)
class Device:
    commodity: Commodity
    serial: str
    model: str
    integer_digits: int
    fraction_digits: int
    installed: date
    verification_due: date
    account_number: str
    dials: tuple[Dial, ...]


@dataclass(frozen=True)
class Resident:
    first_name: str
    last_name: str
    phone: str
    email: str
    english: bool


@dataclass(frozen=True)
class Household:
    street: str
    building: str
    apartment: str
    residents: tuple[Resident, ...]
    devices: tuple[Device, ...]


def households(today: date, count: int = HOUSEHOLDS, seed: int = SEED) -> Iterator[Household]:
    """The same town for the same seed: houses street by street, a family or two in each apartment."""
    random = Random(seed)
    numbers = iter(range(1, 10_000_000))
    made = 0
    while made < count:
        street = random.choice(names.STREETS)
        building = f"{random.randint(1, 140)}{random.choice(['', '', '', 'а', 'б'])}"
        for apartment in _apartments(random):
            if made == count:
                return
            yield _household(random, today, (street, building, apartment), numbers)
            made += 1


def _apartments(random: Random) -> list[str]:
    """A private house, or an apartment house of one or several entrances."""
    if random.random() < 0.3:
        return [""]
    return [str(number) for number in range(1, random.choice([12, 20, 36, 60, 72]) + 1)]


def _household(random: Random, today: date, place: tuple[str, str, str], numbers: Iterator[int]) -> Household:
    street, building, apartment = place
    family = random.choice(names.SURNAMES)
    people = tuple(_resident(random, family, next(numbers)) for _ in range(random.choice([1, 1, 1, 1, 2])))
    devices = tuple(_device(random, today, commodity, next(numbers)) for commodity in _services(random, apartment))
    return Household(street, building, apartment, people, devices)


def _services(random: Random, apartment: str) -> list[Commodity]:
    services = [Commodity.COMMODITY_COLD_WATER, Commodity.COMMODITY_ELECTRICITY]
    if not apartment or random.random() < 0.7:
        services.append(Commodity.COMMODITY_GAS)
    if apartment and random.random() < 0.75:
        services += [Commodity.COMMODITY_HOT_WATER, Commodity.COMMODITY_HEAT]
    return services


def _resident(random: Random, family: tuple[str, str], number: int) -> Resident:
    woman = random.random() < 0.55
    first = random.choice(names.FEMALE_NAMES if woman else names.MALE_NAMES)
    last = family[0 if woman else 1]
    return Resident(
        first,
        last,
        phone=f"+38097{number:07d}",
        email=f"{names.latin(first)}.{names.latin(last)}{number}@example.com",
        english=random.random() < 0.04,
    )


def _device(random: Random, today: date, commodity: Commodity, number: int) -> Device:
    kind = KINDS[commodity]
    installed = today - timedelta(days=random.randint(600, 3200))
    return Device(
        commodity,
        serial=f"{kind.prefix}{random.randint(10, 25)}-{number:06d}",
        model=kind.model,
        integer_digits=kind.integer_digits,
        fraction_digits=kind.fraction_digits,
        installed=installed,
        verification_due=installed + timedelta(days=365 * random.choice([4, 4, 8, 16])),
        account_number=f"{commodity}{number:08d}",
        dials=tuple(_dials(random, commodity, kind)),
    )


def _dials(random: Random, commodity: Commodity, kind: Kind) -> Iterator[Dial]:
    daily = random.triangular(*kind.daily)
    series = random.choice(kind.series)
    shift = random.randint(-9, 9)
    for tier, share in _tiers(random, commodity, series):
        yield Dial(tier, round(random.uniform(0, 400), kind.fraction_digits), daily * share, series, shift)


def _tiers(random: Random, commodity: Commodity, series: str) -> list[tuple[RegisterTier, float]]:
    """One, two or three zones; each counts its measured share of the day."""
    if commodity != Commodity.COMMODITY_ELECTRICITY or (draw := random.random()) < 0.6:
        return [(RegisterTier.REGISTER_TIER_TOTAL, 1.0)]
    measured = loads.load(series)
    night, peak = measured.night_share, measured.peak_share
    if draw < 0.92:
        return [(RegisterTier.REGISTER_TIER_DAY, 1 - night), (RegisterTier.REGISTER_TIER_NIGHT, night)]
    return [
        (RegisterTier.REGISTER_TIER_PEAK, peak),
        (RegisterTier.REGISTER_TIER_HALF_PEAK, 1 - night - peak),
        (RegisterTier.REGISTER_TIER_NIGHT, night),
    ]
