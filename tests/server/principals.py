"""Everybody who may call: an operator of each role alone, a partner of each kind, a resident, nobody."""

from collections.abc import Iterator
from dataclasses import replace

from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.partner_service_pb2 import Partner as PartnerMessage
from smartregion.v1.partner_service_pb2 import PartnerKind

from server.codec import DAY_MS, bits
from server.notifications.channels.http import Http
from server.notifications.providers import Providers
from server.operators.service import new_operator
from server.partners import keys
from server.partners.service import new_partner
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.operators import Operator
from storage.repositories import operators, partners

from .conftest import Client, House

ROLES = [name for name, number in OperatorRole.items() if number]
KINDS = [name for name, number in PartnerKind.items() if number]


def everybody() -> Iterator[str]:
    yield "ANONYMOUS"
    yield from (role.removeprefix("OPERATOR_ROLE_") for role in ROLES)
    yield from (kind.removeprefix("PARTNER_KIND_") for kind in KINDS)
    yield "RESIDENT"


async def client_of(house: House, name: str) -> Client:
    """A client with the credentials of one of `everybody`."""
    if name == "ANONYMOUS":
        return house.client()
    if name == "RESIDENT":
        admin = await house.operator("oksana")
        return await house.resident((await admin.UserService.ListUsers(page_size=1)).users[0].phone)
    if f"OPERATOR_ROLE_{name}" in ROLES:
        await with_role(house, name.lower(), OperatorRole.Value(f"OPERATOR_ROLE_{name}"))
        return await house.operator(name.lower())
    return house.client(await key_of(house, PartnerKind.Value(f"PARTNER_KIND_{name}")))


async def with_role(house: House, login: str, *roles: int) -> None:
    """Adds an operator with the password of the town."""

    def unit(tx: Tx) -> None:
        known: Operator = tx.first(Operator.select().where(Operator.login == "petro"))
        made = new_operator(tx, new_id(), login, login.title(), bits(roles), known.password_hash)
        made.must_change_password = False
        operators.create(tx, made)

    await house.app.services.store.write(unit)


async def key_of_provider(house: House, *names: str) -> str:
    """The key of a new partner that the file of providers names beside these."""
    secret = await key_of(house, PartnerKind.PARTNER_KIND_MESSAGE_PROVIDER)
    services = house.app.services
    number = int((await services.store.read(lambda tx: tx.sql("SELECT max(id) FROM partner")))[0][0])
    made = tuple(replace(one, partner_id=number) if one.name in names else one for one in services.providers.all)
    object.__setattr__(services, "providers", Providers(made, Http(SYSTEM_CLOCK)))
    return secret


async def key_of(house: House, kind: int, permissions: tuple[int, ...] = (), life_days: int = 30) -> str:
    """The key of a new partner of a kind, without any grant."""
    secret = keys.new_secret()

    def unit(tx: Tx) -> None:
        message = PartnerMessage(kind=kind, name_uk="Новий", name_en="New")
        row = new_partner(tx, new_id(), message)
        partners.create(tx, row)
        keys.issue(tx, row, secret, tx.now + life_days * DAY_MS, permissions)

    await house.app.services.store.write(unit)
    return secret
