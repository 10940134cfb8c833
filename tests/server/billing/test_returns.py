"""Nobody takes back what was never paid: without that, whoever reports payments puts any account into debt."""

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.billing import ledger
from server.billing.ledger import Fate, Outcome
from server.billing.returns import MORE_THAN_LEFT, NEVER_PAID, NO_SUCH_PAYMENT
from server.billing.rows import ANOTHER, Entry
from server.readings.ingest import Problem
from server.texts import RULES_UK
from storage.engine.transaction import Tx
from storage.models.billing import Payment
from storage.repositories.billing import PAYMENTS

from ..conftest import House
from .conftest import (
    FINANCIAL,
    Ground,
    accounts_of,
    add_partner,
    grant,
    new_payment,
    partner,
    payment,
    payments,
    take,
    wrong,
)

BANK = 4  # smartregion.v1.PartnerKind


async def test_what_was_never_paid_is_not_returned(ground: Ground) -> None:
    taken = await ground.take(PAYMENTS, payment("100", "П-1", -1))
    assert taken == [NEVER_PAID]
    assert (await ground.balance("100")).paid == 0
    assert await ground.take(PAYMENTS, payment("100", "П-1", 300)) == [Fate.TAKEN]


async def test_no_more_is_returned_than_its_reporter_reported_of_the_account(ground: Ground) -> None:
    """What others paid, or what was paid to another account, stands behind no return."""

    def unit(tx: Tx) -> list[Outcome]:
        add_partner(tx, 9, BANK)
        grant(tx, 9, 1, FINANCIAL)
        take(tx, PAYMENTS, payment("100", "П-1", 500))
        return take(
            tx,
            PAYMENTS,
            payment("200", "К-1", 400),
            payment("100", "К-2", 300),
            payment("100", "К-3", -301),
            payment("100", "К-4", -200),
            payment("100", "К-5", -101),
            payment("100", "К-6", -100),
            by=9,
            of_kind=BANK,
        )

    assert await ground.store.write(unit) == [
        Fate.TAKEN,
        Fate.TAKEN,
        NEVER_PAID,
        Fate.TAKEN,
        NEVER_PAID,
        Fate.TAKEN,
    ]
    assert (await ground.balance("100")).paid == 500


async def test_no_more_is_returned_of_a_document_than_is_left_of_it(ground: Ground) -> None:
    await ground.take(PAYMENTS, payment("100", "П-1", 500), payment("100", "П-2", 500), payment("200", "П-3", 500))
    first = payment("100", "В-1", -300, returns="П-1")
    assert await ground.take(PAYMENTS, first) == [Fate.TAKEN]
    assert await ground.take(
        PAYMENTS,
        first,
        payment("100", "В-1", -300, returns="П-2"),
        payment("100", "В-2", -201, returns="П-1"),
        payment("100", "В-3", -100, returns="П-3"),
        payment("100", "В-4", -100, returns="В-1"),
        payment("100", "В-5", -200, returns="П-1"),
        payment("100", "В-6", -1, returns="П-1"),
    ) == [Fate.DUPLICATE, ANOTHER, MORE_THAN_LEFT, NO_SUCH_PAYMENT, NO_SUCH_PAYMENT, Fate.TAKEN, MORE_THAN_LEFT]
    assert (await ground.balance("100")).paid == 500


async def test_batches_of_one_unit_share_what_may_be_returned(ground: Ground) -> None:
    def unit(tx: Tx) -> list[list[Outcome]]:
        rows = [payment("100", "П-1", 100), payment("100", "В-1", -60, returns="П-1")]
        again = [payment("100", "В-2", -60, returns="П-1"), payment("100", "В-3", -60)]
        return ledger.take(PAYMENTS, tx, [ledger.Batch(partner(1), rows), ledger.Batch(partner(1), again)])

    assert await ground.store.write(unit) == [[Fate.TAKEN, Fate.TAKEN], [MORE_THAN_LEFT, NEVER_PAID]]


class Undone(Exception):
    """Ends a unit so that nothing of it stays."""


pushed = st.builds(
    lambda account, number, amount, returned: payment(
        account, f"П-{number}", amount, returns=f"П-{returned}" if returned is not None and amount < 0 else None
    ),
    st.sampled_from(["100", "200"]),
    st.integers(0, 30),
    st.integers(-60, 100),
    st.none() | st.integers(0, 30),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(pushed, min_size=1, max_size=8), max_size=8))
async def test_nothing_falls_below_nought_whatever_is_pushed(ground: Ground, batches: list[list[Entry]]) -> None:
    def undone(tx: Tx) -> None:
        for batch in batches:
            take(tx, PAYMENTS, *batch)
            sums: defaultdict[object, int] = defaultdict(int)
            for row in tx.all(Payment.select()):
                sums[row.account_id] += row.amount
                if row.amount >= 0 or row.returned_document:
                    sums[row.account_id, row.returned_document or row.document_number] += row.amount
            assert all(left >= 0 for left in sums.values())
        raise Undone

    with pytest.raises(Undone):
        await ground.store.write(undone)


async def test_a_return_shows_what_it_returns_and_a_refused_one_says_why(house: House) -> None:
    utility, (one, *_) = house.utility(0), await accounts_of(house)
    back = new_payment(one.number, "В-1", -200)
    back.returned_document = "П-1"
    more, bare = new_payment(one.number, "В-2", -400), new_payment(one.number, "П-2", 100)
    more.returned_document = bare.returned_document = "П-1"
    reply = await payments(utility, new_payment(one.number, "П-1", 500), back, more, bare)
    assert wrong(reply) == [
        (3, "CONFLICT", "amount", "payment.left"),
        (4, "INVALID_FIELD", "returned_document", "payment.negative"),
    ]
    shown = (await utility.BillingService.ListPayments(account_id=one.id)).payments
    told = {payment.document_number: payment.returned_document for payment in shown}
    assert (told["П-1"], told["В-1"]) == ("", "П-1")


def test_all_that_may_be_wrong_with_a_return_is_said_in_ukrainian() -> None:
    problems: list[Problem] = [NEVER_PAID, NO_SUCH_PAYMENT, MORE_THAN_LEFT]
    assert {one.rule for one in problems} <= set(RULES_UK)
