"""The law as data: regimes with their terms, articles, and what a lawyer still has to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind as K

from server.privacy.calendar import UKRAINE, Unit, WorkingCalendar


@dataclass(frozen=True)
class Term:
    """How long something may take, and where that stands."""

    length: int
    unit: Unit
    article: str
    uk: str
    en: str
    confirmed: bool = True
    #: A term that ends on a day off ends on the next working day.
    rolls_over: bool = False


@dataclass(frozen=True)
class Rule:
    """A provision that a decision or refusal cites."""

    article: str
    uk: str
    en: str
    confirmed: bool = True


@dataclass(frozen=True)
class Regime:
    """One law on personal data."""

    code: str
    title_uk: str
    title_en: str
    effective_from: date
    #: From receipt to answer, by kind of request.
    answer: Mapping[int, Term]
    #: How far an answer about one's own data may be put off; None where it never may.
    extension: Term | None
    #: What forbids or bounds putting it off.
    no_deferral: Rule
    free: Rule
    calendar: WorkingCalendar


@dataclass(frozen=True)
class Step:
    """A step in the reckoning of a deadline."""

    article: str
    day: date
    uk: str
    en: str
    confirmed: bool


@dataclass(frozen=True)
class Deadline:
    """The last day for an answer, and how it came about."""

    due: date
    article: str
    steps: tuple[Step, ...]


_ACCESS = Term(
    30,
    Unit.CALENDAR_DAYS,
    "2297-VI, art. 8(2)(4)",
    "відповідь про зміст персональних даних — не пізніше ніж за тридцять календарних днів",
    "an answer with the content of the data within thirty calendar days",
)


def _demand(article: str, uk: str, en: str) -> Term:
    """A reasoned demand is examined within ten days (Model Procedure)."""
    return Term(
        10,
        Unit.CALENDAR_DAYS,
        article,
        f"{uk}; розгляд — протягом десяти днів (Типовий порядок)",
        f"{en}; examined within ten days (Model Procedure)",
        confirmed=False,
    )


_CHANGE = _demand(
    "2297-VI, art. 8(2)(6)",
    "вмотивована вимога змінити або знищити персональні дані",
    "a reasoned demand to change or destroy personal data",
)
_OBJECTION = _demand(
    "2297-VI, art. 8(2)(5)", "заперечення проти обробки персональних даних", "an objection to processing"
)
_CONSENT = _demand(
    "2297-VI, art. 8(2)(11)", "відкликання згоди на обробку персональних даних", "withdrawal of consent to processing"
)

UKRAINE_2297 = Regime(
    code="UA-2297-VI",
    title_uk="Закон України № 2297-VI «Про захист персональних даних»",
    title_en='Law of Ukraine 2297-VI "On the Protection of Personal Data"',
    effective_from=date(2011, 1, 1),
    answer={
        K.PRIVACY_REQUEST_KIND_ACCESS: _ACCESS,
        K.PRIVACY_REQUEST_KIND_COPY: _ACCESS,
        K.PRIVACY_REQUEST_KIND_RECTIFICATION: _CHANGE,
        K.PRIVACY_REQUEST_KIND_ERASURE: _CHANGE,
        K.PRIVACY_REQUEST_KIND_RESTRICTION: _OBJECTION,
        K.PRIVACY_REQUEST_KIND_OBJECTION: _OBJECTION,
        K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL: _CONSENT,
    },
    extension=None,
    no_deferral=Rule(
        "2297-VI, art. 17(1)",
        "відстрочення доступу суб'єкта до власних персональних даних не допускається",
        "access to one's own personal data can't be deferred",
    ),
    free=Rule(
        "2297-VI, art. 19(1)",
        "доступ до даних про себе — безоплатний",
        "access to data about oneself is free",
    ),
    calendar=UKRAINE,
)

_MONTH = Term(
    1,
    Unit.MONTHS,
    "GDPR, art. 12(3)",
    "відповідь — протягом одного місяця з дня отримання",
    "an answer within one month of receipt",
    confirmed=False,
    rolls_over=True,
)

GDPR = Regime(
    code="EU-GDPR",
    title_uk="Загальний регламент про захист даних (ЄС) 2016/679",
    title_en="General Data Protection Regulation (EU) 2016/679",
    effective_from=date(2018, 5, 25),
    answer=dict.fromkeys(UKRAINE_2297.answer, _MONTH),
    extension=Term(
        2,
        Unit.MONTHS,
        "GDPR, art. 12(3)",
        "ще на два місяці, якщо про причини повідомлено протягом першого",
        "by two more months where the reasons are told within the first",
        confirmed=False,
        rolls_over=True,
    ),
    no_deferral=Rule(
        "GDPR, art. 12(3)",
        "продовжити можна не більш як на два місяці, повідомивши причини протягом першого",
        "it can be extended by at most two months, with the reasons told within the first",
        confirmed=False,
    ),
    free=Rule("GDPR, art. 12(5)", "безоплатно", "free of charge", confirmed=False),
    calendar=UKRAINE,
)

#: Within which the person and every recipient are told of a change, a deletion or a restriction.
CHANGE_NOTICE = Term(
    10,
    Unit.WORKING_DAYS,
    "2297-VI, art. 21(3)",
    "про зміну, видалення чи знищення даних або обмеження доступу до них повідомляють протягом десяти робочих днів",
    "a change, deletion or restriction is told within ten working days",
    confirmed=False,
)

REGIMES: dict[str, Regime] = {regime.code: regime for regime in (UKRAINE_2297, GDPR)}


def last_day(regime: Regime, start: date, term: Term) -> date:
    """The last day of a term that begins with an event on `start`."""
    day = regime.calendar.add(start, term.length, term.unit)
    return regime.calendar.on_or_after(day) if term.rolls_over else day


def deadline(regimes: list[Regime], kind: int, received: date) -> Deadline:
    """The strictest of the clocks that apply to a request about one's own data."""
    found = [_deadline(regime, kind, received) for regime in regimes]
    return min(found, key=lambda one: one.due)


def _deadline(regime: Regime, kind: int, received: date) -> Deadline:
    term = regime.answer[kind]
    due = last_day(regime, received, term)
    steps = (
        Step(
            "Civil Code, art. 253",
            received + timedelta(days=1),
            f"звернення отримано {_uk(received)}; строк починається з наступного дня",
            f"the request was received on {received.isoformat()}; the term begins on the next day",
            True,
        ),
        Step(term.article, due, term.uk, term.en, term.confirmed),
        Step(
            regime.no_deferral.article,
            due,
            regime.no_deferral.uk,
            regime.no_deferral.en,
            regime.no_deferral.confirmed,
        ),
        Step(regime.free.article, due, regime.free.uk, regime.free.en, regime.free.confirmed),
    )
    return Deadline(due, term.article, steps)


def longest_extension(regime: Regime, kind: int, received: date) -> date | None:
    """How far an answer may be put off at most; None where it never may."""
    if regime.extension is None:
        return None
    term = regime.answer[kind]
    months = term.length + regime.extension.length
    return last_day(regime, received, Term(months, Unit.MONTHS, "", "", "", rolls_over=regime.extension.rolls_over))


def _uk(day: date) -> str:
    return day.strftime("%d.%m.%Y")
