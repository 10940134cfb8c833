"""Money of the contract and kopecks: hryvnias only, exact to the kopeck."""

from google.type.money_pb2 import Money

from server.errors import InvalidField
from server.limits import MONEY_KOPECKS

CURRENCY = "UAH"
KOPECKS = 100
#: Nanos of a kopeck and of a hryvnia.
NANOS = 10_000_000
WHOLE = 1_000_000_000

RULES = {
    "money.currency": "must be in UAH",
    "money.nanos": "must have nanos between -999,999,999 and 999,999,999",
    "money.sign": "must have units and nanos of one sign",
    "money.kopecks": "must be of whole kopecks: nanos in steps of 10,000,000",
    "money.range": f"must lie within ±{MONEY_KOPECKS // KOPECKS:,} UAH",
    "money.negative": "must not be negative",
}


def kopecks(money: Money, field: str) -> int:
    """Kopecks of an amount. Raises InvalidField naming the field and the rule."""
    rule = _broken(money)
    if rule:
        raise InvalidField(field, rule, RULES[rule])
    return money.units * KOPECKS + money.nanos // NANOS


def _broken(money: Money) -> str:
    """The rule that an amount breaks; empty for none."""
    units, nanos = money.units, money.nanos
    if money.currency_code != CURRENCY:
        return "money.currency"
    if not -WHOLE < nanos < WHOLE:
        return "money.nanos"
    if units * nanos < 0:
        return "money.sign"
    if nanos % NANOS:
        return "money.kopecks"
    return "" if abs(units * KOPECKS + nanos // NANOS) <= MONEY_KOPECKS else "money.range"


def threshold(money: Money, field: str) -> int:
    """As kopecks, of an amount that must not be negative."""
    amount = kopecks(money, field)
    if amount < 0:
        raise InvalidField(field, "money.negative", RULES["money.negative"])
    return amount


def message(amount: int) -> Money:
    """Kopecks as the contract writes them."""
    units, rest = divmod(abs(amount), KOPECKS)
    sign = -1 if amount < 0 else 1
    return Money(currency_code=CURRENCY, units=sign * units, nanos=sign * rest * NANOS)
