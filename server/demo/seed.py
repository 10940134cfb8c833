"""The invented town, written into a new database: its people, places, meters and fourteen months of readings."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from smartregion.v1.account_service_pb2 import LatePolicy, MissingPolicy
from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import DataClass, PrincipalKind
from smartregion.v1.partner_service_pb2 import Partner as PartnerMessage
from smartregion.v1.partner_service_pb2 import PartnerKind
from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingSource, ReadingState

from server.app import open_services
from server.codec import DAY_MS, MICRO, bits
from server.config import Settings
from server.demo import buildings, letters, town
from server.demo.town import UTILITIES, Device, Household
from server.operators.service import new_operator
from server.partners import keys
from server.partners.service import new_partner
from server.readings.dial import Dial
from server.readings.ruleset import BUILT_IN
from server.services import Services
from storage.days import span
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.engine.ids import first_id_at, new_id
from storage.engine.transaction import Tx
from storage.models.accounts import Account, AccountLink, Installation, Meter, ReadingWindow, Register, UsagePoint
from storage.models.partners import AccessGrant
from storage.models.readings import Reading
from storage.repositories import accounts, operators, partners, users
from storage.repositories.readings import NewReading

MONTHS = 14
#: Households of one transaction: few enough for it to end in time on a machine that is busy with other things.
CHUNK = 50
#: Share of the monthly readings that residents forget.
FORGOTTEN = 0.06
PASSWORD = "Svitlo-Richensk-1648"

_R = OperatorRole
#: Login, name and roles. Two privacy officers, because nobody approves their own proposal.
OPERATORS = (
    (
        "oksana",
        "Оксана Литвин",
        (
            _R.OPERATOR_ROLE_ADMINISTRATOR,
            _R.OPERATOR_ROLE_SUPPORT,
            _R.OPERATOR_ROLE_METERING,
            _R.OPERATOR_ROLE_DISPATCHER,
            _R.OPERATOR_ROLE_PRIVACY_OFFICER,
        ),
    ),
    ("petro", "Петро Гнатюк", (_R.OPERATOR_ROLE_PRIVACY_OFFICER,)),
    ("iryna", "Ірина Савчук", (_R.OPERATOR_ROLE_SUPPORT,)),
    ("mykola", "Микола Бондар", (_R.OPERATOR_ROLE_METERING,)),
    ("daryna", "Дарина Кравець", (_R.OPERATOR_ROLE_DISPATCHER,)),
    ("taras", "Тарас Мельник", (_R.OPERATOR_ROLE_SECURITY, _R.OPERATOR_ROLE_AUDITOR)),
)


@dataclass(frozen=True)
class Access:
    """What the demonstration needs to know of its own town; kept beside the database, for its owner only."""

    today: str
    households: int
    gateway_key: str
    #: Keys of the utilities, in the order of UTILITIES.
    utility_keys: tuple[str, ...]
    login: str = OPERATORS[0][0]
    password: str = PASSWORD

    @staticmethod
    def path(settings: Settings) -> Path:
        return settings.data_dir / "demo.json"

    def save(self, settings: Settings) -> None:
        path = self.path(settings)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)

    @classmethod
    def load(cls, settings: Settings) -> "Access":
        body = json.loads(cls.path(settings).read_text(encoding="utf-8"))
        return cls(**{**body, "utility_keys": tuple(body["utility_keys"])})


async def seed(settings: Settings, households: int, clock: Clock = SYSTEM_CLOCK) -> Access:
    """Writes the town, as it is today, into a migrated, empty database."""
    services = await open_services(settings, clock)
    try:
        today = datetime.fromtimestamp(services.clock.now() / 1000, UTC).date()
        await _operators(services)
        access = await _partners(services, today, households)
        writer = _Writer(services, today, Random(town.SEED))
        for chunk in batches(town.households(today, households), CHUNK):
            await services.store.write(lambda tx, part=chunk: writer.write(tx, part))  # type: ignore[misc]
        await services.store.write(lambda tx: buildings.write(tx, today, Random(town.SEED)))
        await services.store.write(lambda tx: letters.write(tx, today))
        access.save(settings)
        return access
    finally:
        await services.store.close()


def batches(items: Iterable[Household], size: int) -> Iterator[list[Household]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


async def _operators(services: Services) -> None:
    hashed = await services.passwords.hash(PASSWORD)

    def unit(tx: Tx) -> None:
        for login, name, roles in OPERATORS:
            operator = new_operator(tx, new_id(), login, name, bits(roles), hashed)
            operator.must_change_password = False
            operators.create(tx, operator)

    await services.store.write(unit)


async def _partners(services: Services, today: date, households: int) -> Access:
    """Utilities with their windows and grants, the app gateway, a bank and the social protection office."""
    gateway_key = keys.new_secret()
    utility_keys = tuple(keys.new_secret() for _ in UTILITIES)

    def unit(tx: Tx) -> None:
        for utility, secret in zip(UTILITIES, utility_keys, strict=True):
            message = PartnerMessage(
                kind=PartnerKind.PARTNER_KIND_UTILITY,
                name_uk=utility.name_uk,
                name_en=utility.name_en,
                registry_code=utility.registry_code,
                commodities=utility.commodities,
            )
            partner_id = _partner(tx, message, secret)
            _grant(tx, partner_id, partner_id, _UTILITY_SEES, "Облік спожитих послуг", "договір про надання послуг")
            for commodity in utility.commodities:
                accounts.create_window(tx, _window(partner_id, commodity, today))
        _partner(tx, _named(PartnerKind.PARTNER_KIND_APP_GATEWAY, "Застосунок", "Mobile app"), gateway_key)
        _partner(tx, _named(PartnerKind.PARTNER_KIND_BANK, "Банк «Світанок»", "Svitanok Bank"), keys.new_secret())

    await services.store.write(unit)
    return Access(today.isoformat(), households, gateway_key, utility_keys)


_UTILITY_SEES = (
    DataClass.DATA_CLASS_CONSUMPTION,
    DataClass.DATA_CLASS_LOCATION,
    DataClass.DATA_CLASS_FINANCIAL,
)


def _named(kind: PartnerKind, name_uk: str, name_en: str) -> PartnerMessage:
    return PartnerMessage(kind=kind, name_uk=name_uk, name_en=name_en)


def _partner(tx: Tx, message: PartnerMessage, secret: str) -> int:
    row = new_partner(tx, new_id(), message)
    partners.create(tx, row)
    keys.issue(tx, row, secret, tx.now + 90 * DAY_MS, note="demo")
    return row.id


def _grant(tx: Tx, partner_id: int, utility_id: int, classes: tuple[DataClass, ...], purpose: str, ground: str) -> None:
    partners.add_grant(
        tx,
        AccessGrant(
            id=new_id(),
            partner_id=partner_id,
            utility_id=utility_id,
            data_classes=bits(classes),
            purpose=purpose,
            legal_ground=ground,
            effective_from="2024-01-01",
            effective_to=None,
            created_at=tx.now,
            revoked_at=None,
        ),
    )


#: The known windows: first day, last day, deemed day (0: the day of reading); negative days count from the end.
WINDOWS = {
    Commodity.COMMODITY_GAS: (1, 5, 1),
    Commodity.COMMODITY_ELECTRICITY: (-2, 3, 1),
    Commodity.COMMODITY_COLD_WATER: (20, 25, 0),
    Commodity.COMMODITY_HOT_WATER: (20, 25, 0),
    Commodity.COMMODITY_HEAT: (25, -1, 0),
}


def _window(utility_id: int, commodity: Commodity, today: date) -> ReadingWindow:
    first, last, deemed = WINDOWS[commodity]
    return ReadingWindow(
        id=new_id(),
        utility_id=utility_id,
        commodity=commodity,
        first_day=first,
        last_day=last,
        deemed_day=deemed,
        late_policy=LatePolicy.LATE_POLICY_ACCEPT,
        missing_policy=MissingPolicy.MISSING_POLICY_PLANNED_VOLUME
        if commodity == Commodity.COMMODITY_GAS
        else MissingPolicy.MISSING_POLICY_AVERAGE_DAILY,
        effective_from=f"{today.year - 2}-01-01",
        effective_to=None,
        version=1,
    )


def monthly_days(commodity: Commodity, today: date, random: Random) -> Iterator[date]:
    """Days before today on which a household reads its meter, oldest first."""
    base = {Commodity.COMMODITY_GAS: 1, Commodity.COMMODITY_ELECTRICITY: 1, Commodity.COMMODITY_HEAT: 26}
    month = date(today.year, today.month, 1)
    months = []
    for _ in range(MONTHS):
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    for first in reversed(months):
        day = first + timedelta(days=base.get(commodity, 20) - 1 + random.randint(0, 2))
        if day < today - timedelta(days=1) and random.random() >= FORGOTTEN:
            yield day


class _Writer:
    """Writes a chunk of households by prepared statements. Ids tell the order of receipt, so readings get theirs
    from the instant at which they came."""

    def __init__(self, services: Services, today: date, random: Random) -> None:
        self._keys = services.store.keys
        self._today = today
        self._random = random
        self._utilities: dict[int, int] = {}
        self._offset = 0

    def write(self, tx: Tx, households: list[Household]) -> None:
        self._utilities = {
            commodity: row.id
            for row in partners.page(tx, PartnerKind.PARTNER_KIND_UTILITY, None, 100, 0)[0]
            for commodity in range(1, 6)
            if row.commodities >> commodity & 1
        }
        user_ids = [[new_id() for _ in household.residents] for household in households]
        self._keys.create_many(user_id for ids in user_ids for user_id in ids)
        rows: dict[type, list[tuple[object, ...]]] = {
            model: [] for model in (UsagePoint, Account, AccountLink, Meter, Register, Installation, Reading)
        }
        for household, ids in zip(households, user_ids, strict=True):
            registered = tx.now - self._random.randint(20, 500) * DAY_MS
            for resident, user_id in zip(household.residents, ids, strict=True):
                users.add(
                    tx,
                    user_id,
                    phone=resident.phone,
                    email=resident.email,
                    first_name=resident.first_name,
                    last_name=resident.last_name,
                    language=2 if resident.english else 1,
                    at=registered,
                    email_confirmed_at=registered,
                )
            self._household(household, ids, registered, rows)
        for model, listed in rows.items():
            tx.insert_many(model, _COLUMNS[model], listed)

    def _household(
        self, household: Household, user_ids: list[int], registered: int, rows: dict[type, list[tuple[object, ...]]]
    ) -> None:
        place = new_id()
        rows[UsagePoint].append((place, None, CITY, household.street, household.building, household.apartment, 1))
        for device in household.devices:
            account = new_id()
            utility = self._utilities[device.commodity]
            begin = device.installed.isoformat()
            rows[Account].append(
                (account, device.account_number, utility, device.commodity, place, begin, None, *span(begin, None), 1)
            )
            rows[AccountLink] += [(new_id(), account, user_id, registered, None) for user_id in user_ids]
            self._device(device, place, user_ids[0], rows)

    def _device(self, device: Device, place: int, user_id: int, rows: dict[type, list[tuple[object, ...]]]) -> None:
        meter, installation = new_id(), new_id()
        installed_at = instant(device.installed, 10 * 60)
        rows[Meter].append(
            (meter, device.serial, device.model, device.commodity, device.verification_due.isoformat(), 1)
        )
        rows[Installation].append((installation, meter, place, installed_at, None))
        days = list(monthly_days(device.commodity, self._today, self._random))
        for dial in device.dials:
            register = new_id()
            rows[Register].append(
                (register, meter, installation, dial.tier, device.integer_digits, device.fraction_digits, MICRO, 1)
            )
            first = shown(device, dial.index(device.installed, device.installed))
            source = ReadingSource.READING_SOURCE_INSTALLATION
            verified = ReadingQuality.READING_QUALITY_VERIFIED
            rows[Reading].append(self._reading(register, first, installed_at, source, verified, 0))
            for day in days:
                at = instant(day, self._random.randint(7 * 60, 21 * 60))
                value = shown(device, dial.index(device.installed, day))
                source = ReadingSource.READING_SOURCE_RESIDENT
                validated = ReadingQuality.READING_QUALITY_VALIDATED
                rows[Reading].append(self._reading(register, value, at, source, validated, user_id))

    def _reading(
        self, register: int, value: int, at: int, source: int, quality: int, user_id: int
    ) -> tuple[object, ...]:
        self._offset += 1
        received = at + 60_000
        return NewReading(
            id=first_id_at(received) + self._offset,
            register_id=register,
            value=value,
            read_at=at,
            received_at=received,
            source=source,
            state=int(ReadingState.READING_STATE_ACCEPTED),
            quality=quality,
            rule_set=BUILT_IN,
            submitter_kind=int(PrincipalKind.PRINCIPAL_KIND_RESIDENT) if user_id else 0,
            submitter_id=user_id,
        )


CITY = "Світлоріченськ"
_COLUMNS: dict[type, tuple[str, ...]] = {
    UsagePoint: ("id", "parent_id", "city", "street", "building", "apartment", "version"),
    Account: (
        "id",
        "number",
        "utility_id",
        "commodity",
        "usage_point_id",
        "effective_from",
        "effective_to",
        "begins_at",
        "ends_at",
        "version",
    ),
    AccountLink: ("id", "account_id", "user_id", "linked_at", "ended_at"),
    Meter: ("id", "serial_number", "model", "commodity", "verification_due", "version"),
    Register: (
        "id",
        "meter_id",
        "installation_id",
        "tier",
        "integer_digits",
        "fraction_digits",
        "multiplier",
        "direction",
    ),
    Installation: ("id", "meter_id", "usage_point_id", "installed_at", "removed_at"),
    Reading: NewReading._fields,
}


def instant(day: date, minutes: int) -> int:
    """Milliseconds of a minute of a day, UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000) + minutes * 60_000


def shown(device: Device, value: float) -> int:
    """What the dial shows, micro-units: it has so many digits, and begins anew past them."""
    dial = Dial(device.integer_digits, device.fraction_digits)
    return dial.shows(dial.down(int(value * MICRO)))
