"""What the town needs so that its people are told of things while somebody watches: bills of the last months, devices,
addresses of which not all are confirmed, the company's policy, and the readings that a small utility still waits for.

What is long since known to everybody is put on record here, before the service ever ran: nobody hears of it again.
"""

import hashlib
from datetime import date

from smartregion.v1.account_service_pb2 import LatePolicy, MissingPolicy
from smartregion.v1.common_pb2 import Commodity
from smartregion.v1.notification_service_pb2 import DevicePlatform
from smartregion.v1.partner_service_pb2 import Partner as PartnerMessage
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.app import open_services
from server.billing import schedule
from server.config import Settings
from server.demo import charges, disclosures, letters, past, policies, surveys, town
from server.demo.seed import CHUNK, Access, batches
from server.demo.town import Household, Resident
from server.limits import DEVICES
from server.partners.service import new_partner
from server.readings import openings
from storage.days import day_of, midnight
from storage.engine.clock import SYSTEM_CLOCK, Clock
from storage.engine.ids import new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.accounts import ReadingWindow
from storage.repositories import accounts, delivery_rules, devices, partners, users

#: Of ten residents: those whose app may show messages, and those who have confirmed their address.
WITH_DEVICE, CONFIRMED = 6, 4
#: Apartments of the condominium that reads its own heat meters.
CONDOMINIUM = 24


async def prepare(settings: Settings, access: Access, clock: Clock = SYSTEM_CLOCK) -> None:
    """Goes on where the seed ended: the town is there, and no service has run yet."""
    services = await open_services(settings, clock)
    try:
        today = date.fromisoformat(access.today)
        store = services.store
        households = list(town.households(today, access.households))
        await charges.push(store, today, households)
        await schedule.note_day(store, day_of(clock.now()))
        await openings.turn(store)
        await store.write(keep_no_quiet_hours)
        await store.write(lambda tx: policies.write(tx, today))
        await store.write(lambda tx: letters.write_of_strangers(tx, today))
        await store.write(lambda tx: disclosures.write(tx, today))
        await surveys.write(store, today)
        await past.write(store, today)
        for chunk in batches(households, CHUNK):
            await store.write(lambda tx, part=chunk: reach(tx, part))  # type: ignore[misc]
        await _condominium(store, today)
    finally:
        await services.store.close()


def token_of(resident: Resident) -> str:
    """What the push service knows somebody's device by."""
    return f"demo:{hashlib.sha256(resident.phone.encode()).hexdigest()}"


def has_device(resident: Resident) -> bool:
    return int(token_of(resident)[-1], 16) % 10 < WITH_DEVICE


def keep_no_quiet_hours(tx: Tx) -> None:
    """A demonstration may be watched at night."""
    rules = delivery_rules.row(tx)
    delivery_rules.update(tx, rules, delivery_rules.keywords(rules), quiet_from_hour=0, quiet_until_hour=0)


def reach(tx: Tx, households: list[Household]) -> None:
    """Gives residents their devices, and takes the confirmation of most addresses."""
    for household in households:
        for resident in household.residents:
            found = users.by_phone(tx, resident.phone)
            if found is None:
                continue
            if has_device(resident):
                platform = DevicePlatform.DEVICE_PLATFORM_ANDROID
                devices.register(tx, found.id, token_of(resident), platform, "4.2.1", DEVICES)
            if int(token_of(resident)[-2], 16) % 10 >= CONFIRMED:
                tx.sql("UPDATE app_user SET email_confirmed_at = NULL WHERE id = ?", (found.id,))


async def _condominium(store: Store, today: date) -> None:
    """Some apartments get their heat from a utility of their own that takes readings all month, and has none yet."""

    def unit(tx: Tx) -> None:
        message = PartnerMessage(
            kind=PartnerKind.PARTNER_KIND_UTILITY,
            name_uk="ОСББ «Затишна оселя»",
            name_en="Zatyshna Oselia Condominium",
            registry_code="00000005",
            commodities=[Commodity.COMMODITY_HEAT],
        )
        utility = new_partner(tx, new_id(), message)
        partners.create(tx, utility)
        accounts.create_window(tx, _window(utility.id, today))
        rows = tx.sql(
            "SELECT id, usage_point_id FROM account WHERE commodity = ? ORDER BY usage_point_id LIMIT ?",
            (int(Commodity.COMMODITY_HEAT), CONDOMINIUM),
        )
        for account_id, place in rows:
            for table in ("charge", "payment", "balance", "billing_notice"):
                tx.sql(f"DELETE FROM {table} WHERE account_id = ?", (account_id,))
            tx.sql("UPDATE account SET utility_id = ? WHERE id = ?", (utility.id, account_id))
            tx.sql(
                "DELETE FROM reading WHERE read_at >= ? AND register_id IN (SELECT r.id FROM register r "
                "JOIN installation i ON i.id = r.installation_id JOIN meter m ON m.id = i.meter_id "
                "WHERE i.usage_point_id = ? AND m.commodity = ?)",
                (midnight(today.replace(day=1)), place, int(Commodity.COMMODITY_HEAT)),
            )

    await store.write(unit)


def _window(utility_id: int, today: date) -> ReadingWindow:
    return ReadingWindow(
        id=new_id(),
        utility_id=utility_id,
        commodity=Commodity.COMMODITY_HEAT,
        first_day=1,
        last_day=-1,
        deemed_day=0,
        late_policy=LatePolicy.LATE_POLICY_ACCEPT,
        missing_policy=MissingPolicy.MISSING_POLICY_AVERAGE_DAILY,
        effective_from=f"{today.year - 2}-01-01",
        effective_to=None,
        version=1,
    )
