"""Money of the contract and kopecks."""

import pytest
from google.type.money_pb2 import Money
from hypothesis import given
from hypothesis import strategies as st

from server.billing import money
from server.errors import InvalidField
from server.limits import MONEY_KOPECKS
from server.texts import RULES_UK

amounts = st.integers(-MONEY_KOPECKS, MONEY_KOPECKS)


@given(amounts)
def test_kopecks_come_back_as_they_went(amount: int) -> None:
    written = money.message(amount)
    assert money.kopecks(Money.FromString(written.SerializeToString()), "amount") == amount
    assert written.units * written.nanos >= 0


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**31), 2**31 - 1), st.sampled_from(["UAH", "uah", "USD", ""]))
def test_whatever_comes_is_taken_exactly_or_refused_by_a_rule(units: int, nanos: int, currency: str) -> None:
    wanted = Money(currency_code=currency, units=units, nanos=nanos)
    exact = units * 1_000_000_000 + nanos
    sound = currency == "UAH" and exact % 10_000_000 == 0 and abs(exact) <= MONEY_KOPECKS * 10_000_000
    if sound and abs(nanos) < 1_000_000_000 and units * nanos >= 0:
        assert money.kopecks(wanted, "amount") * 10_000_000 == exact
        return
    with pytest.raises(InvalidField) as caught:
        money.kopecks(wanted, "amount")
    assert caught.value.violations[0].field == "amount"
    assert caught.value.violations[0].rule in money.RULES


@pytest.mark.parametrize(
    ("units", "nanos", "currency", "rule"),
    [
        (1, 0, "USD", "money.currency"),
        (1, 0, "", "money.currency"),
        (0, 1_000_000_000, "UAH", "money.nanos"),
        (0, -1_000_000_000, "UAH", "money.nanos"),
        (1, -10_000_000, "UAH", "money.sign"),
        (-1, 10_000_000, "UAH", "money.sign"),
        (1, 5_000_000, "UAH", "money.kopecks"),
        (0, -1, "UAH", "money.kopecks"),
        (1_000_000_000, 10_000_000, "UAH", "money.range"),
        (10**18, 0, "UAH", "money.range"),
        (-(2**63), 0, "UAH", "money.range"),
    ],
)
def test_each_rule_names_itself(units: int, nanos: int, currency: str, rule: str) -> None:
    with pytest.raises(InvalidField) as caught:
        money.kopecks(Money(currency_code=currency, units=units, nanos=nanos), "amount")
    assert (caught.value.violations[0].field, caught.value.violations[0].rule) == ("amount", rule)


@pytest.mark.parametrize(("units", "nanos", "amount"), [(0, 0, 0), (-1, -500_000_000, -150), (10**9, 0, 10**11)])
def test_what_lies_on_the_edge_is_taken(units: int, nanos: int, amount: int) -> None:
    assert money.kopecks(Money(currency_code="UAH", units=units, nanos=nanos), "amount") == amount


def test_a_threshold_is_never_negative() -> None:
    assert money.threshold(money.message(0), "smallest_debt") == 0
    with pytest.raises(InvalidField, match=r"money\.negative"):
        money.threshold(money.message(-1), "smallest_debt")


def test_every_rule_is_said_in_both_languages() -> None:
    assert set(RULES_UK) >= set(money.RULES)
