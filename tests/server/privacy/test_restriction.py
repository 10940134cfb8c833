"""What a restriction of processing does (docs/decisions/0027), and what is not done twice to who was erased."""

from typing import Any

import pytest
from google.type.date_pb2 import Date
from smartregion.v1 import account_service_pb2 as accounts_pb
from smartregion.v1 import partner_service_pb2 as partner
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.options_pb2 import DataClass

from server.codec import DAY_MS, decode_id
from storage.repositories import statistics

from ..conftest import START, Client, House, refused
from ..test_duties import duties_of
from ..test_partners import body, grant, key
from ..test_privacy import K, S, a_user, decide, in_progress
from .conftest import answered
from .test_letters import L, plain, written
from .test_lifting import approve, propose, restricted, tell

RESTRICTION = K.PRIVACY_REQUEST_KIND_RESTRICTION
#: What each of these was granted, to its full.
SEES = {
    partner.PARTNER_KIND_BANK: DataClass.DATA_CLASS_FINANCIAL,
    partner.PARTNER_KIND_PAYMENT_SYSTEM: DataClass.DATA_CLASS_FINANCIAL,
}


async def partner_of(house: House, utility_id: str, kind: int) -> Client:
    """A client of a partner of a kind that was granted sight of a utility's accounts."""
    admin = await house.operator("oksana")
    made = await body(admin, kind)
    await grant(admin, made, utility_id, SEES[kind])
    return house.client((await key(admin, made, 30)).secret)


async def account_of(officer: Client, user_id: str) -> Any:
    mine = accounts_pb.AccountFilter(user_id=user_id)
    return (await officer.AccountService.ListAccounts(filter=mine)).accounts[0]


async def knows(client: Client, account: Any) -> bool:
    listed = (await client.AccountService.ListAccounts(page_size=1000)).accounts
    return account.id in {one.id for one in listed}


@pytest.mark.parametrize("kind", list(SEES))
async def test_partners_see_who_is_restricted_no_more_and_the_utility_does(house: House, kind: int) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    account = await account_of(officer, user.id)
    client = await partner_of(house, account.utility_id, kind)
    assert await knows(client, account)
    assert (await client.BillingService.GetBalance(account_id=account.id)).balance.id == account.id

    done = await decide(house, await in_progress(officer, RESTRICTION, user.id))
    assert not await knows(client, account)
    assert (await refused(client.BillingService.GetBalance(account_id=account.id))).reason == "NOT_FOUND"
    utility = house.utility(await supplier(house, account.utility_id))
    assert await knows(utility, account), "it has a contract to keep"
    assert await knows(officer, account)

    await approve(house, await tell(house, await propose(house, done)))
    assert await knows(client, account)


async def supplier(house: House, utility_id: str) -> int:
    """The place of a utility among those of the house."""
    for number in range(len(house.access.utility_keys)):
        listed = await house.utility(number).AccountService.ListAccounts(page_size=1)
        if listed.accounts[0].utility_id == utility_id:
            return number
    raise LookupError(utility_id)


async def test_statistics_do_not_count_who_is_restricted(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    store = house.app.services.store
    utility = decode_id((await account_of(officer, user.id)).utility_id)

    async def counted() -> set[int]:
        found = await store.read(lambda tx: statistics.used(tx, utility, START - 60 * DAY_MS, START))
        return {one.user_id for one in found}

    before = await counted()
    assert decode_id(user.id) in before
    await decide(house, await in_progress(officer, RESTRICTION, user.id))
    assert await counted() == before - {decode_id(user.id)}


async def test_the_letter_about_an_objection_says_what_was_done_and_no_more(house: House) -> None:
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_OBJECTION)
    officer = await house.operator("petro")
    (one,) = await written(officer, done.id, L.LETTER_KIND_ANSWER)
    said = plain(one)
    for text in (
        "«Новини»",
        "«Реклама»",
        "«Опитування»",
        "Обробка, якої вимагає договір про послугу або закон, триває",
    ):
        assert text in said
    assert "припинено" not in said


@pytest.mark.parametrize("kind", [RESTRICTION, K.PRIVACY_REQUEST_KIND_ERASURE, K.PRIVACY_REQUEST_KIND_OBJECTION])
async def test_of_who_was_erased_nothing_is_held_and_nothing_is_done_again(house: House, kind: int) -> None:
    _, user = await answered(house, K.PRIVACY_REQUEST_KIND_ERASURE)
    officer = await house.operator("petro")
    before = [duty.id for duty in await duties_of(officer)]
    request = await in_progress(officer, kind, user.id)
    told = await refused(
        officer.PrivacyRequestService.ProposeDecision(
            id=request.id, etag=request.etag, decision=pb.PRIVACY_DECISION_FULFIL, reason="законно"
        )
    )
    assert told.reason == "CONFLICT"
    done = await decide(house, request, pb.PRIVACY_DECISION_NOTHING_HELD)
    assert done.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    assert not await restricted(house, user.id)
    assert [duty.id for duty in await duties_of(officer)] == before
    (one,) = await written(officer, done.id, L.LETTER_KIND_NOTHING_HELD)
    assert "персональні дані не обробляються" in plain(one)
    assert (await refused(written(officer, done.id, L.LETTER_KIND_ANSWER))).reason == "WRONG_STATE"


async def test_an_erasure_that_another_overtook_tells_nobody_again(house: House) -> None:
    """Both were approved, and a hold kept one of them back."""
    officer = await house.operator("petro")
    user = await a_user(officer)
    kind = K.PRIVACY_REQUEST_KIND_ERASURE
    held = await in_progress(officer, kind, user.id)
    held = (
        await officer.PrivacyRequestService.PlaceHold(
            id=held.id, etag=held.etag, ground="ухвала суду № 1", until=Date(year=2027, month=1, day=1)
        )
    ).request
    held = await decide(house, held)
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE privacy_request SET kind = 1 WHERE id = ?", (decode_id(held.id),))
    )  # else the other would be its duplicate
    done = await decide(house, await in_progress(officer, kind, user.id))
    await house.app.services.store.write(
        lambda tx: tx.sql("UPDATE privacy_request SET kind = ? WHERE id = ?", (kind, decode_id(held.id)))
    )
    told = {duty.privacy_request_id for duty in await duties_of(officer)}
    assert done.id in told
    await officer.PrivacyRequestService.ReleaseHold(
        id=held.id, etag=held.etag, hold_id=held.holds[0].id, reason="скасовано"
    )
    after = (await officer.PrivacyRequestService.GetPrivacyRequest(id=held.id)).request
    assert after.state == S.PRIVACY_REQUEST_STATE_FULFILLED
    assert {duty.privacy_request_id for duty in await duties_of(officer)} == told
