"""How a day came about, step by step, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from server.law.calendar import DAY, DayNote
from server.law.clocks import Clock, Facts
from server.law.model import Provision, Regime, Role, Unit
from server.law.reckoning import Reckoned


@dataclass(frozen=True)
class Step:
    """A step in the reckoning of a day."""

    article: str
    day: date
    uk: str
    en: str
    confirmed: bool
    days: tuple[DayNote, ...] = ()


def steps(clock: Clock, facts: Facts) -> tuple[Step, ...]:
    """From the receipt to the last day, and what bounds or forbids putting it off."""
    return (*_reckoning(clock, facts), *_extending(clock), *_bounds(clock, facts))


def _reckoning(clock: Clock, facts: Facts) -> Iterator[Step]:
    regime, reckoned = clock.regime, clock.reckoned
    received = facts.received
    yield _step(
        regime,
        regime.receipt,
        received + DAY,
        uk=f"отримано {_uk(received)}: {regime.receipt.uk}",
        en=f"received on {received.isoformat()}: {regime.receipt.en}",
    )
    for duty in regime.held(received, Role.RIGHT):
        if duty.about(facts.kind):
            yield _step(regime, duty, received)
    raw = reckoned.raw or reckoned.due
    yield _step(
        regime,
        clock.duty,
        raw,
        uk=f"{clock.duty.uk}: останній день — {_uk(raw)}",
        en=f"{clock.duty.en}: the last day is {raw.isoformat()}",
        days=reckoned.days if clock.duty.term and clock.duty.term.unit is Unit.WORKING_DAYS else (),
    )
    yield from _adjusted(regime, reckoned)


def _adjusted(regime: Regime, reckoned: Reckoned) -> Iterator[Step]:
    """A month that was too short, a day off at the end."""
    if reckoned.clamped:
        yield _step(regime, regime.month_end, reckoned.raw or reckoned.due)
    if reckoned.rolled and regime.rollover:
        yield _step(
            regime,
            regime.rollover,
            reckoned.due,
            uk=f"{regime.rollover.uk}: {_uk(reckoned.due)}",
            en=f"{regime.rollover.en}: {reckoned.due.isoformat()}",
            days=reckoned.days,
        )


def _extending(clock: Clock) -> Iterator[Step]:
    regime = clock.regime
    if clock.forbids is not None:
        yield _step(regime, clock.forbids, clock.due)
    if clock.extension is None:
        return
    duty, longest = clock.extension
    if clock.extended:
        yield _step(
            regime,
            duty,
            clock.due,
            uk=f"строк продовжено до {_uk(clock.due)}: {duty.uk}",
            en=f"extended to {clock.due.isoformat()}: {duty.en}",
        )
    else:
        yield _step(
            regime,
            duty,
            longest.due,
            uk=f"продовжити можна щонайдовше до {_uk(longest.due)}: {duty.uk}",
            en=f"can be extended to {longest.due.isoformat()} at most: {duty.en}",
            days=longest.days,
        )


def _bounds(clock: Clock, facts: Facts) -> Iterator[Step]:
    for duty in clock.regime.held(facts.received, Role.COST):
        if duty.about(facts.kind):
            yield _step(clock.regime, duty, clock.due)


def _step(
    regime: Regime,
    provision: Provision,
    day: date,
    uk: str = "",
    en: str = "",
    days: tuple[DayNote, ...] = (),
) -> Step:
    confirmed = provision.confirmed and all(note.confirmed for note in days)
    return Step(regime.cited(provision), day, uk or provision.uk, en or provision.en, confirmed, days)


def _uk(day: date) -> str:
    return day.strftime("%d.%m.%Y")
