"""The console's own client for disclosures and partners, against the service: what goes there and back."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from smartregion.v1.operator_service_pb2 import OperatorRole

from console.client.api import Client
from console.disclosures import Request, Study
from console.models import Query
from console.partners import Grant, Partner
from console.ports import ClientError
from server import parcels
from server.demo.seed import PASSWORD

from .conftest import House, refused
from .principals import with_role
from .test_console_client import NOW

THEIRS = X25519PrivateKey.generate()
EVERYTHING = Query()


@pytest.fixture
async def consoles(house: House) -> AsyncIterator[dict[str, Client]]:
    """A console of each who works on it."""
    await with_role(house, "oleh", OperatorRole.OPERATOR_ROLE_SECURITY)
    found = {}
    for login in ("petro", "oleh", "oksana"):
        found[login] = Client(f"127.0.0.1:{house.app.port}")
        await found[login].auth.sign_in(login, PASSWORD, "")
    yield found
    for client in found.values():
        await client.close()


async def test_a_disclosure_goes_from_the_letter_to_the_ledger(consoles: dict[str, Client], house: House) -> None:
    petro, oleh = consoles["petro"].disclosures, consoles["oleh"].disclosures
    user = (await consoles["oksana"].users.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    words = {one.name: one for one in await petro.fields()}
    assert words["app_user.phone"].column_uk == "Телефон"
    letter = Request(
        recipient="Суд",
        code="12345678",
        official="суддя",
        ground="AUTHORITY",
        basis="ухвала № 1",
        purpose="справа",
        document="вх. 1",
        user_id=user.id,
        fields=("app_user.phone", "app_user.email"),
        key=THEIRS.public_key().public_bytes_raw(),
        received_on="23.11.2026",
    )
    with pytest.raises(ClientError):
        await petro.register(replace(letter, key=bytes(32)))
    one = await petro.register(letter)
    assert (one.state, one.registered.by, one.study_due_on) == ("REQUESTED", "Петро Гнатюк", date(2026, 12, 7))
    one, notice = await petro.defer(one, "07.01.2027", "архів")
    assert (one.due_on, notice.due_on) == (date(2027, 1, 7), date(2026, 12, 23))
    one = await petro.study(one, Study(("app_user.phone",), "EXEMPT", "ст. 21 ч. 2", "звірено"))
    with pytest.raises(ClientError) as same:
        await petro.approve(one)
    assert same.value.reason == "SAME_PERSON"
    one = await oleh.approve(one)
    request = petro.fresh()
    made = b"".join([piece async for piece in petro.release(one.id, request)])
    assert b"".join([piece async for piece in petro.release(one.id, request)]) == made
    said = json.loads(parcels.opened(made, THEIRS.private_bytes_raw()))
    assert said["data"] == {"app_user": [{"phone": user.phone}]}
    done = await petro.get(one.id)
    assert (done.state, done.notice, done.released.by) == ("RELEASED", "EXEMPT", "Петро Гнатюк")
    assert done.allowed == {"EndDisclosureExemption"}
    assert [duty.article for duty in done.duties if duty.due_on == date(2026, 12, 23)]
    told = await oleh.end_exemption(done, "справу закрито")
    assert (told.notice, told.exemption_ended_reason) == ("TELL", "справу закрито")
    (left,) = await petro.ledger(user.id)
    assert (left.number, left.field, left.data_class, left.rows) == (one.number, "app_user.phone", "CONTACT", 1)
    page = await petro.page(Query((("state", "released,denied"), ("user", user.id))), token="", skip=0, size=10)
    assert [row.id for row in page.rows] == [one.id]


async def test_a_denial_is_kept_with_its_article(consoles: dict[str, Client]) -> None:
    petro, oleh = consoles["petro"].disclosures, consoles["oleh"].disclosures
    user = (await consoles["oksana"].users.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    key = THEIRS.public_key().public_bytes_raw()
    letter = Request(
        "Х", "", "х", "THIRD_PARTY", "договір", "мета", "1", user.id, ("app_user.phone",), key, "20.11.2026"
    )
    one = await petro.study(await petro.register(letter), Study((), "TELL", "", "підстави немає"))
    done = await oleh.deny(one, "підстави немає", "ст. 16 ч. 2")
    assert (done.state, done.denial, done.denial_article, done.allowed) == (
        "DENIED",
        "підстави немає",
        "ст. 16 ч. 2",
        frozenset(),
    )


async def test_a_partner_goes_from_its_name_to_its_keys_and_grants(consoles: dict[str, Client], house: House) -> None:
    port = consoles["oksana"].partners
    made = await port.save(Partner("", "BANK", "Банк", "Bank", "12345678", "", (), "ACTIVE", "", None, ""))
    assert (made.kind, made.code, made.keys) == ("BANK", "12345678", 0)
    with pytest.raises(ClientError):
        await port.save(replace(made, certificate="ab"))
    bound = await port.save(replace(made, name_uk="Банк «Ощад»", certificate="ab" * 32))
    assert (bound.name_uk, bound.certificate) == ("Банк «Ощад»", "ab" * 32)
    free = await port.save(replace(bound, certificate=""))

    key, secret = await port.issue(made.id, NOW + timedelta(days=90), ("BILLING_READ",), "звірка")
    assert (key.permissions, key.note, key.works(NOW)) == (("BILLING_READ",), "звірка", True)
    utility = (await port.page(Query((("kind", "utility"),)), token="", skip=0, size=1)).rows[0]
    wanted = Grant("", utility.id, ("FINANCIAL",), "звірка", "договір", date(2026, 1, 1), date(2027, 1, 1))
    grant = await port.grant(made.id, wanted)
    assert replace(grant, id="") == wanted
    access = await port.access(made.id)
    assert (access.classes, access.utilities) == (("FINANCIAL",), ((utility.name_uk, utility.name_en),))
    balance = next(one for one in access.calls if one.call == "BillingService.GetBalance")
    assert balance.allowed
    assert any(field.shown for field in balance.fields)
    await house.client(secret).BillingService.ListDebts(page_size=1)
    assert (await port.get(made.id)).last_used_at == NOW
    listed = [one.id for one in (await port.page(EVERYTHING, token="", skip=0, size=50)).rows]
    assert made.id in listed

    suspended = await port.set_state(free, "SUSPENDED")
    assert suspended.state == "SUSPENDED"
    assert (await refused(house.client(secret).BillingService.ListDebts(page_size=1))).reason == "UNAUTHENTICATED"
    await port.set_state(suspended, "ACTIVE")
    await port.revoke_grant(grant.id, "договір розірвано")
    await port.revoke_key(key.id, "загублено")
    assert [one.revoked_at for one in await port.grants(made.id)] == [NOW]
    assert [one.works(NOW) for one in await port.keys(made.id)] == [False]
