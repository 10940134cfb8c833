"""The clocks over a request: one for every law that it falls under, the strictest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from server.law.book import Law
from server.law.model import Duty, Provision, Regime, Role, kind_name
from server.law.reckoning import Reckoned, reckon


@dataclass(frozen=True)
class Facts:
    """What of a request the law looks at."""

    kind: int
    received: date
    #: Codes of the laws that it falls under.
    regimes: tuple[str, ...]
    circumstances: frozenset[int] = frozenset()
    #: To which day the answer was put off, where it was.
    extended_to: date | None = None


@dataclass(frozen=True)
class Clock:
    """A law's term for the answer to one request."""

    regime: Regime
    #: The term of the answer.
    duty: Duty
    reckoned: Reckoned
    #: How far it may be extended in all, and by what.
    extension: tuple[Duty, Reckoned] | None
    #: What forbids extending it.
    forbids: Duty | None
    due: date

    @property
    def extended(self) -> bool:
        return self.due > self.reckoned.due

    @property
    def article(self) -> str:
        return self.extension_article if self.extended else self.regime.cited(self.duty)

    @property
    def extension_article(self) -> str:
        return self.regime.cited(self.extension[0] if self.extension else self.duty)

    @property
    def confirmed(self) -> bool:
        """Whether a lawyer has nothing left to confirm of it."""
        provisions: list[Provision] = [self.regime.receipt, self.duty]
        if self.extended and self.extension:
            provisions.append(self.extension[0])
        if self.reckoned.clamped:
            provisions.append(self.regime.month_end)
        if self.reckoned.rolled and self.regime.rollover:
            provisions.append(self.regime.rollover)
        days = all(note.confirmed for note in self.reckoned.days)
        return days and all(provision.confirmed for provision in provisions)


def implied(law: Law, setting: Iterable[str], kind: int, day: date) -> tuple[str, ...]:
    """The laws that a kind of request brings along, and those of the setting that have a term for it."""
    name = kind_name(kind)
    switched_on = [code for code in setting if law.regime(code).answer(kind, frozenset(), day)]
    return (*switched_on, *(code for code, regime in law.regimes.items() if name in regime.implied_by))


def clocks(law: Law, facts: Facts) -> tuple[Clock, ...]:
    """One for each law that has a term for such a request, the strictest first. Raises LawError."""
    found = [clock for code in facts.regimes if (clock := _clock(law, law.regime(code), facts))]
    return tuple(sorted(found, key=lambda clock: clock.due))


def _clock(law: Law, regime: Regime, facts: Facts) -> Clock | None:
    answers = regime.answer(facts.kind, facts.circumstances, facts.received)
    if not answers:
        return None
    terms = [(duty, reckon(law, regime, duty, facts.received)) for duty in answers]
    duty, reckoned = min(terms, key=lambda pair: pair[1].due)
    longer = next((one for one in regime.held(facts.received, Role.EXTENSION) if duty.code in one.of), None)
    extension = (longer, reckon(law, regime, longer, facts.received)) if longer else None
    last = reckoned.due
    if extension and facts.extended_to and facts.extended_to > last:
        last = min(facts.extended_to, extension[1].due)
    forbids = next((one for one in regime.held(facts.received, Role.NO_DEFERRAL) if duty.code in one.of), None)
    return Clock(regime, duty, reckoned, extension, forbids, last)


def notices(law: Law, clock: Clock, received: date) -> tuple[tuple[Duty, Reckoned | None], ...]:
    """Who must be told of an extension of this clock, and by when."""
    if clock.extension is None or clock.extension[0].notice is None:
        return ()
    duty = clock.regime.duty(clock.extension[0].notice, received)
    return ((duty, reckon(law, clock.regime, duty, received) if duty.term else None),)
