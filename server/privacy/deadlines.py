"""The law's clocks over the requests that are kept, and putting one off."""

from datetime import date
from typing import Any, NamedTuple

from server.codec import from_bits
from server.errors import ForbiddenByLaw, InvalidField
from server.law.clocks import Clock, Facts, clocks, implied, notices
from server.law.model import Duty, Event, Regime, Role, circumstance_name, kind_name
from server.law.reckoning import reckon
from server.privacy.workflow import ANSWERED
from server.services import Services
from storage.days import day_of
from storage.models.privacy import PrivacyRequest


class Owed(NamedTuple):
    """What a law demands of a request besides the answer; `due` is None where no term runs (yet)."""

    regime: Regime
    duty: Duty
    due: date | None


def facts_of(services: Services, row: PrivacyRequest) -> Facts:
    """What the law looks at. A request from before its laws were kept falls under those that its kind implies."""
    received = date.fromisoformat(row.received_on)
    regimes = tuple(row.regimes.split()) or implied(services.law, services.settings.regimes, row.kind, received)
    extended = date.fromisoformat(row.extended_to) if row.extended_to else None
    return Facts(row.kind, received, regimes, frozenset(from_bits(row.circumstances)), extended)


def governing(services: Services, row: PrivacyRequest) -> Regime:
    """The law whose articles are cited about a request: the one that its kind brings along, else the first of those
    that it falls under."""
    found = _regimes(services, row)
    named = kind_name(row.kind)
    return next((one for one in found if named in one.implied_by), found[0])


def held(services: Services, row: PrivacyRequest, code: str) -> tuple[Regime, Duty] | None:
    """A duty as it read when the request was received: of the law that governs it, or another that it falls under."""
    received = date.fromisoformat(row.received_on)
    for regime in (governing(services, row), *_regimes(services, row)):
        for duty in regime.held(received):
            if duty.code == code and duty.about(row.kind):
                return regime, duty
    return None


def cited(services: Services, row: PrivacyRequest, code: str) -> str:
    """Where that duty stands; empty where no such law has it."""
    found = held(services, row, code)
    return found[0].cited(found[1]) if found else ""


def _regimes(services: Services, row: PrivacyRequest) -> list[Regime]:
    return [services.law.regime(code) for code in facts_of(services, row).regimes]


def facts_wanted(services: Services, wanted: Any, received: date) -> Facts:
    """The same of a request that comes in; at least one clock runs over it. Raises InvalidField."""
    law = services.law
    found = dict.fromkeys(implied(law, services.settings.regimes, wanted.kind, received))
    for code in wanted.regimes:
        if code not in law.regimes:
            raise InvalidField("request.regimes", "privacy.regimes", f"must be among {', '.join(law.regimes)}")
        if not law.regimes[code].answer(wanted.kind, frozenset(), received):
            rule = f"{code} has no term for such a request of {received}"
            raise InvalidField("request.regimes", "privacy.regimes", rule)
        found[code] = None
    facts = Facts(wanted.kind, received, tuple(found), frozenset(wanted.circumstances))
    if not clocks(law, facts):
        rule = f"no law in force on {received} has a term for such a request"
        raise InvalidField("request.kind", "privacy.regimes", rule)
    _check_circumstances(services, facts)
    return facts


def _check_circumstances(services: Services, facts: Facts) -> None:
    """Each must change the term of a law under which the request falls. Raises InvalidField."""
    known = {
        duty.circumstance
        for code in facts.regimes
        for duty in services.law.regime(code).held(facts.received, Role.ANSWER)
        if duty.about(facts.kind)
    }
    for one in sorted(facts.circumstances):
        if circumstance_name(one) not in known:
            rule = f"{circumstance_name(one)} changes no term of {', '.join(facts.regimes)}"
            raise InvalidField("request.circumstances", "privacy.circumstances", rule)


def clocks_of(services: Services, row: PrivacyRequest) -> tuple[Clock, ...]:
    """Every clock over a request, the strictest first."""
    return clocks(services.law, facts_of(services, row))


def passed(services: Services, row: PrivacyRequest, until: date, today: date) -> list[Clock]:
    """The clocks that an extension passes, each of whose laws allows it. Raises InvalidField, ForbiddenByLaw."""
    if until <= date.fromisoformat(row.due_on):
        raise InvalidField("until", "privacy.extension", f"must be after {row.due_on}, the day as it is")
    found = [clock for clock in clocks_of(services, row) if clock.due < until]
    for clock in found:
        _allowed(services, clock, row, until, today)
    return found


def _allowed(services: Services, clock: Clock, row: PrivacyRequest, until: date, today: date) -> None:
    """Raises InvalidField, ForbiddenByLaw."""
    regime = clock.regime
    if clock.extension is None:
        rule = clock.forbids or clock.duty
        uk = rule.uk if clock.forbids else "цей строк не продовжують"
        en = rule.en if clock.forbids else "this term can't be extended"
        raise ForbiddenByLaw(f"{uk} ({regime.cited_uk(rule)})", f"{en} ({regime.cited(rule)})")
    duty, longest = clock.extension
    if until > longest.due:
        at_most = f"must be at most {longest.due} ({regime.cited(duty)})"
        raise InvalidField("until", "privacy.extension", at_most)
    for notice in _notices(services, clock, row):
        if notice.due is not None and notice.due < today:
            told, day = notice.duty, notice.due
            raise ForbiddenByLaw(
                f"{told.uk} ({regime.cited_uk(told)}); цей день, {day:%d.%m.%Y}, минув",
                f"{told.en} ({regime.cited(told)}); that day, {day}, is past",
            )


def _notices(services: Services, clock: Clock, row: PrivacyRequest) -> list[Owed]:
    found = notices(services.law, clock, date.fromisoformat(row.received_on))
    return [Owed(clock.regime, duty, reckoned.due if reckoned else None) for duty, reckoned in found]


def extension_notices(services: Services, row: PrivacyRequest, extended: list[Clock]) -> list[Owed]:
    """Who must be told of an extension, and by when."""
    return [owed for clock in extended for owed in _notices(services, clock, row)]


def told_of_extension(services: Services, row: PrivacyRequest) -> Owed | None:
    """Who must be told first that the answer was put off, by when; None where it was not."""
    extended = [clock for clock in clocks_of(services, row) if clock.extended]
    found = extension_notices(services, row, extended)
    return min(found, key=lambda one: one.due or date.max, default=None)


def owed(services: Services, row: PrivacyRequest) -> list[Owed]:
    """What the laws demand besides the answer: bounds of a refusal, notices of an extension and of what was changed."""
    found: list[Owed] = []
    for clock in clocks_of(services, row):
        if clock.extended:
            found += _notices(services, clock, row)
        found += _besides(services, clock.regime, row)
    return found


def _besides(services: Services, regime: Regime, row: PrivacyRequest) -> list[Owed]:
    received = date.fromisoformat(row.received_on)
    changed = row.closed_at is not None and row.state in ANSWERED
    on = day_of(row.closed_at) if changed and row.closed_at else None
    found = []
    for duty in regime.held(received):
        refuses = duty.role is Role.REFUSAL
        if not duty.about(row.kind) or not (refuses or duty.begins is Event.CHANGE):
            continue
        begins = received if refuses else on
        runs = duty.term is not None and begins is not None
        due = reckon(services.law, regime, duty, begins).due if runs and begins else None
        found.append(Owed(regime, duty, due))
    return found
