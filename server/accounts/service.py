"""AccountService: proto in, proto out."""

from datetime import date, timedelta
from typing import Any

from smartregion.v1 import account_service_pb2 as pb

from server import etags, streets
from server.accounts import mapping, meters
from server.accounts.proof import Guesses, proven
from server.call import Call
from server.codec import calendar_date, decode_id, encode_id, iso_date, milliseconds, optional_date, optional_id
from server.errors import AlreadyExists, Conflict, InvalidField, NotFound
from server.limits import MOST_OPENINGS
from server.readings import looks
from server.readings.history import Histories
from server.services import Calls, Services
from server.windows import rules
from storage.days import iso_day
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.accounts import Account, ReadingWindow, UsagePoint
from storage.models.partners import Partner
from storage.repositories import accounts, partners, users
from storage.repositories import meters as meter_rows
from storage.repositories.accounts import AccountFilter, Contract
from storage.repositories.meters import Device, MeterFilter
from storage.repositories.scope import Scope


class AccountService(Calls):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._guesses = Guesses(services.store)

    async def CreateAccount(self, request: Any, call: Call) -> pb.CreateAccountResponse:
        message = request.account
        utility_id = decode_id(message.utility_id, "account.utility_id")
        place_id = decode_id(message.usage_point_id, "account.usage_point_id")
        begin = iso_date(message.effective_from, "account.effective_from")
        end = optional_date(message.effective_to, message.HasField("effective_to"), "account.effective_to")
        if end is not None and end < begin:
            raise InvalidField("account.effective_to", "date.order", "must not be before effective_from")
        account_id = new_id()

        def unit(tx: Tx) -> pb.CreateAccountResponse:
            utility = own_utility(tx, utility_id, call)
            if not utility.commodities >> message.commodity & 1:
                raise InvalidField(
                    "account.commodity", "account.service", "must be a service that the utility supplies"
                )
            if accounts.hold_place(tx, place_id) is None:
                raise NotFound(f"usage point {message.usage_point_id} not found")
            row = Account(
                id=account_id,
                number=message.number,
                utility_id=utility_id,
                commodity=message.commodity,
                usage_point_id=place_id,
                effective_from=begin,
                effective_to=end,
                version=1,
            )
            alone(tx, row)
            try:
                contract = accounts.create(tx, row)
            except DuplicateValue:
                raise AlreadyExists("account.number: the utility has an account of this number") from None
            Histories.shared(tx).forget_place(place_id)
            call.target("account", account_id)
            return pb.CreateAccountResponse(account=mapping.account(contract))

        return await call.write(unit)

    async def UpdateAccount(self, request: Any, call: Call) -> pb.UpdateAccountResponse:
        message = request.account
        account_id = decode_id(message.id, "account.id")
        etags.merge(pb.Account(), message, request.update_mask, ("effective_to",), "account")
        end = optional_date(message.effective_to, message.HasField("effective_to"), "account.effective_to")

        def unit(tx: Tx) -> pb.UpdateAccountResponse:
            contract = account(tx, account_id, call.own_scope())
            etags.require(message.etag, contract.row.version, "account")
            if end is not None and end < contract.row.effective_from:
                raise InvalidField("account.effective_to", "date.order", "must not be before effective_from")
            accounts.hold_place(tx, contract.row.usage_point_id)
            contract = accounts.update(tx, account_id, end)
            alone(tx, contract.row)
            Histories.shared(tx).forget_place(contract.row.usage_point_id)
            call.target("account", account_id)
            return pb.UpdateAccountResponse(account=mapping.account(contract))

        return await call.write(unit)

    async def LinkAccount(self, request: Any, call: Call) -> pb.LinkAccountResponse:
        user_id = own_user(request.user_id, call)
        account_id = optional_id(request.account_id, "account_id")
        link_id = new_id()

        def unit(tx: Tx) -> pb.LinkAccountResponse:
            if users.get(tx, user_id, call.scope()) is None:
                raise NotFound(f"user {encode_id(user_id)} not found")
            if call.principal.is_resident or account_id is None:
                contract = proven(tx, request.account_number, request.meter_serial_number)
            else:
                contract = account(tx, account_id, call.scope())
            if user_id in contract.user_ids:
                raise AlreadyExists("account_id: is linked to the user already")
            accounts.link(tx, link_id, contract.row.id, user_id)
            users.touch(tx, [user_id])
            contract.user_ids.append(user_id)
            call.target("account", contract.row.id, user_id)
            return pb.LinkAccountResponse(account=mapping.account(contract))

        if not call.principal.is_resident:
            return await call.write(unit)
        async with self._guesses.attempt(user_id, request.account_number):
            return await call.write(unit)

    async def UnlinkAccount(self, request: Any, call: Call) -> pb.UnlinkAccountResponse:
        user_id = own_user(request.user_id, call)
        account_id = decode_id(request.account_id, "account_id")

        def unit(tx: Tx) -> pb.UnlinkAccountResponse:
            contract = account(tx, account_id, call.scope())
            if not accounts.unlink(tx, account_id, user_id):
                raise NotFound(f"account {request.account_id} is not linked to the user")
            users.touch(tx, [user_id])
            contract.user_ids.remove(user_id)
            call.target("account", account_id, user_id)
            return pb.UnlinkAccountResponse(account=mapping.account(contract))

        return await call.write(unit)

    async def ListAccounts(self, request: Any, call: Call) -> pb.ListAccountsResponse:
        page = self._services.paging.page(request)
        contracts, total = await call.read(
            lambda tx: accounts.page(
                tx,
                account_filter(tx, request.filter, call.now),
                call.scope(),
                descending=request.order_by.endswith(" desc"),
                after=page.after,
                size=page.size,
                skip=page.skip,
            )
        )
        call.showed(len(contracts), (user_id for contract in contracts for user_id in contract.user_ids))
        reply = pb.ListAccountsResponse(accounts=map(mapping.account, contracts), total_size=total)
        page.end(reply, contracts, lambda last: (last.row.number, last.row.id))
        return reply

    async def CreateUsagePoint(self, request: Any, call: Call) -> pb.CreateUsagePointResponse:
        message = request.usage_point
        parent_id = optional_id(message.parent_id, "usage_point.parent_id")
        place = UsagePoint(
            id=new_id(),
            parent_id=parent_id,
            city=message.address.city,
            street=message.address.street,
            building=message.address.building,
            apartment=message.address.apartment,
            version=1,
        )

        def unit(tx: Tx) -> pb.CreateUsagePointResponse:
            if parent_id is not None and (
                accounts.place_by_id(tx, parent_id) is None
                or not accounts.place_in_scope(tx, parent_id, call.own_scope(), begin=tx.now, before=tx.now + 1)
            ):
                raise NotFound(f"usage point {message.parent_id} not found")
            accounts.create_place(tx, place)
            call.target("usage_point", place.id)
            return pb.CreateUsagePointResponse(usage_point=mapping.usage_point(place))

        return await call.write(unit)

    async def InstallMeter(self, request: Any, call: Call) -> pb.InstallMeterResponse:
        place_id = decode_id(request.usage_point_id, "usage_point_id")
        at = milliseconds(request.installed_at)

        def unit(tx: Tx) -> pb.InstallMeterResponse:
            meter, dials = meters.named(tx, request.meter, call, "meter")
            values = meters.initial_values(dials, request.initial_indexes)
            meters.install(tx, call, meter, dials, place_id, at, values)
            return pb.InstallMeterResponse(meter=self._told(tx, call, meter.id))

        return await call.write(unit)

    async def ExchangeMeter(self, request: Any, call: Call) -> pb.ExchangeMeterResponse:
        meter_id = decode_id(request.meter_id, "meter_id")
        at = milliseconds(request.exchanged_at)

        def unit(tx: Tx) -> pb.ExchangeMeterResponse:
            old = meters.own(tx, meter_id, call)
            etags.require(request.etag, old.row.version, "meter")
            final = meters.values_by_tier(old.registers, request.final_indexes, "final_indexes")
            said = meters.turned_tiers(old.registers, request.final_indexes)
            installation = meters.remove(tx, call, old, at, final, "exchanged_at", said)
            new, dials = meters.named(tx, request.new_meter, call, "new_meter")
            if new.commodity != old.row.commodity:
                raise InvalidField("new_meter.commodity", "meter.commodity", "must be that of the meter taken out")
            initial = meters.initial_values(dials, request.initial_indexes)
            meters.install(tx, call, new, dials, installation.usage_point_id, at, initial)
            return pb.ExchangeMeterResponse(
                removed_meter=self._told(tx, call, meter_id), installed_meter=self._told(tx, call, new.id)
            )

        return await call.write(unit)

    async def RemoveMeter(self, request: Any, call: Call) -> pb.RemoveMeterResponse:
        meter_id = decode_id(request.meter_id, "meter_id")
        at = milliseconds(request.removed_at)

        def unit(tx: Tx) -> pb.RemoveMeterResponse:
            device = meters.own(tx, meter_id, call)
            etags.require(request.etag, device.row.version, "meter")
            final = meters.values_by_tier(device.registers, request.final_indexes, "final_indexes")
            said = meters.turned_tiers(device.registers, request.final_indexes)
            meters.remove(tx, call, device, at, final, "removed_at", said)
            return pb.RemoveMeterResponse(meter=self._told(tx, call, meter_id))

        return await call.write(unit)

    def _told(self, tx: Tx, call: Call, meter_id: int) -> pb.Meter:
        """A meter as it is now, named to the audit log."""
        call.target("meter", meter_id)
        return mapping.meter(meters.found(tx, meter_id, call))

    async def ListMeters(self, request: Any, call: Call) -> pb.ListMetersResponse:
        page = self._services.paging.page(request)
        wanted = meter_filter(request.filter)

        def query(tx: Tx) -> tuple[list[Device], int]:
            found = meter_rows.page(
                tx,
                wanted,
                call.scope(),
                descending=request.order_by.endswith(" desc"),
                after=page.after,
                size=page.size,
                skip=page.skip,
            )
            looks.note_devices(tx, call, found[0])
            return found

        devices, total = await call.read(query)
        call.detail["rows"] = str(len(devices))
        reply = pb.ListMetersResponse(meters=map(mapping.meter, devices), total_size=total)
        page.end(reply, devices, lambda last: (last.row.serial_number, last.row.id))
        return reply

    async def GetMeter(self, request: Any, call: Call) -> pb.GetMeterResponse:
        meter_id = decode_id(request.id)
        call.target("meter", meter_id)

        def query(tx: Tx) -> Device:
            device = meters.found(tx, meter_id, call)
            looks.note_devices(tx, call, [device])
            return device

        return pb.GetMeterResponse(meter=mapping.meter(await call.read(query)))

    async def UpsertReadingWindow(self, request: Any, call: Call) -> pb.UpsertReadingWindowResponse:
        message = request.window
        window_id = optional_id(message.id, "window.id")
        utility_id = decode_id(message.utility_id, "window.utility_id")
        values = mapping.window_values(message)
        fresh_id = new_id()

        def unit(tx: Tx) -> pb.UpsertReadingWindowResponse:
            own_utility(tx, utility_id, call)
            others = [row for row in accounts.windows_of(tx, utility_id, message.commodity) if row.id != window_id]
            rules.check(values, others)
            if window_id is None:
                row = ReadingWindow(
                    id=fresh_id, utility_id=utility_id, commodity=message.commodity, version=1, **values
                )
                accounts.create_window(tx, row)
            else:
                current = accounts.window_by_id(tx, window_id)
                if current is None or current.utility_id != utility_id or current.commodity != message.commodity:
                    raise NotFound(f"window {message.id} of this utility and service not found")
                etags.require(message.etag, current.version, "window")
                row = accounts.update_window(tx, window_id, **values)
            rules.Windows.forget(tx)
            call.target("reading_window", row.id)
            names = partners.names(tx, [utility_id])
            return pb.UpsertReadingWindowResponse(window=mapping.window(row, names[utility_id]))

        return await call.write(unit)

    async def ListBuildings(self, request: Any, call: Call) -> pb.ListBuildingsResponse:
        page = self._services.paging.page(request)
        after: Any = page.after
        found, total = await call.read(
            lambda tx: accounts.buildings(
                tx, streets.beginning(tx, request.street), request.commodity, after, page.size, page.skip
            )
        )
        reply = pb.ListBuildingsResponse(buildings=map(mapping.building, found), total_size=total)
        page.end(reply, found, lambda last: (last.place.street, last.place.building, last.place.id))
        return reply

    async def ListReadingWindows(self, request: Any, call: Call) -> pb.ListReadingWindowsResponse:
        page = self._services.paging.page(request)
        utility_id = optional_id(request.utility_id, "utility_id")
        after = page.past(int)

        asked = _openings_asked(request)

        def query(tx: Tx) -> pb.ListReadingWindowsResponse:
            rows, total = accounts.windows(tx, utility_id, request.commodity, after, page.size, page.skip)
            names = partners.names(tx, [row.utility_id for row in rows])
            listed = [
                mapping.window(
                    row, names[row.utility_id], rules.openings(rules.Window.of(row), *asked) if asked else ()
                )
                for row in rows
            ]
            reply = pb.ListReadingWindowsResponse(windows=listed, total_size=total)
            page.end(reply, rows, lambda last: (last.id,))
            return reply

        return await call.read(query)


def _openings_asked(request: Any) -> tuple[date, date] | None:
    """Between which days openings are wanted, if at all. Raises InvalidField."""
    if not request.HasField("openings_from"):
        return None
    begin = calendar_date(request.openings_from, "openings_from")
    before = calendar_date(request.openings_before, "openings_before")
    if not begin <= before <= begin + timedelta(days=MOST_OPENINGS):
        raise InvalidField("openings_before", "date.range", f"must be at most {MOST_OPENINGS} days after openings_from")
    return begin, before


def own_user(stated: str, call: Call) -> int:
    """The user meant: a resident means themselves and nobody else. Raises NotFound, InvalidField."""
    user_id = optional_id(stated, "user_id")
    if call.principal.is_resident:
        if user_id not in (None, call.principal.id):
            raise NotFound(f"user {stated} not found")
        return call.principal.id
    if user_id is None:
        raise InvalidField("user_id", "required", "must name a user")
    return user_id


def own_utility(tx: Tx, utility_id: int, call: Call) -> Partner:
    """The utility that is named. Raises NotFound where there is none, or a partner names another than itself."""
    utility = partners.by_id(tx, utility_id)
    if utility is None or (call.principal.is_partner and utility_id != call.principal.id):
        raise NotFound(f"utility {encode_id(utility_id)} not found")
    return utility


def alone(tx: Tx, row: Account) -> None:
    """Raises Conflict where another utility supplies the place with the service in that time. Who it is and since when
    is not for everybody; an operator ends the one account before the other is opened."""
    if accounts.supplied_by_others(tx, row):
        raise Conflict("another utility supplies the place with this service in that time")


def account(tx: Tx, account_id: int, scope: Scope) -> Contract:
    """An account of a scope. Raises NotFound."""
    contract = accounts.get(tx, account_id, scope)
    if contract is None:
        raise NotFound(f"account {encode_id(account_id)} not found")
    return contract


def account_filter(tx: Tx, message: pb.AccountFilter, now: int) -> AccountFilter:
    """Raises InvalidField."""
    today = iso_day(now)
    place = streets.found(tx, message.city, message.street, "filter")
    return AccountFilter(
        user_id=optional_id(message.user_id, "filter.user_id"),
        utility_id=optional_id(message.utility_id, "filter.utility_id"),
        commodity=message.commodity,
        usage_point_id=optional_id(message.usage_point_id, "filter.usage_point_id"),
        number=message.number,
        cities=place.cities,
        streets=place.streets,
        open_on=today if message.open_only else None,
    )


def meter_filter(message: pb.MeterFilter) -> MeterFilter:
    return MeterFilter(
        usage_point_id=optional_id(message.usage_point_id, "filter.usage_point_id"),
        account_id=optional_id(message.account_id, "filter.account_id"),
        user_id=optional_id(message.user_id, "filter.user_id"),
        serial_number=message.serial_number,
        commodity=message.commodity,
        verification_due_before=optional_date(
            message.verification_due_before,
            message.HasField("verification_due_before"),
            "filter.verification_due_before",
        ),
        installed_only=message.installed_only,
    )
