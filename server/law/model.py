"""What the files of the law say, checked to the last field.

Everything is effective-dated: an amendment is a new entry from its day on, and the old one ends the day before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from smartregion.v1.privacy_request_service_pb2 import PrivacyRequestKind, RequestCircumstance

Words = Annotated[str, Field(min_length=2, max_length=600)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
#: Such as 8(2)(4) or 21(1)-(2).
Article = Annotated[str, Field(pattern=r"^\d[\d-]*(\(\d+\))*(-\(\d+\)|-\d+)?$|^$")]


def kind_name(kind: int) -> str:
    """Such as ACCESS."""
    return PrivacyRequestKind.Name(kind).removeprefix("PRIVACY_REQUEST_KIND_")


def circumstance_name(circumstance: int) -> str:
    """Such as URGENT."""
    return RequestCircumstance.Name(circumstance).removeprefix("REQUEST_CIRCUMSTANCE_")


def _one_of(names: Iterable[str]) -> str:
    return f"^({'|'.join(names)})$"


Kind = Annotated[str, Field(pattern=_one_of(kind_name(one) for one in PrivacyRequestKind.values() if one))]
Circumstance = Annotated[
    str, Field(pattern=_one_of(circumstance_name(one) if one else "" for one in RequestCircumstance.values()))
]


class Status(StrEnum):
    """How far something was checked; anything but a primary source a lawyer has to confirm."""

    PRIMARY = "V"
    SECONDARY = "v"
    MEMORY = "m"


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    MONTHS = "months"


class Role(StrEnum):
    """What a provision is to a request."""

    #: The term for the answer.
    ANSWER = "answer"
    #: What a demand rests on.
    RIGHT = "right"
    #: The longest term of answers that may be extended, from the same beginning.
    EXTENSION = "extension"
    #: What forbids extending answers.
    NO_DEFERRAL = "no deferral"
    #: Telling somebody.
    NOTICE = "notice"
    #: A ground of refusal, and its bounds.
    REFUSAL = "refusal"
    #: What it may cost the applicant.
    COST = "cost"
    #: Anything else that must be done.
    ACTION = "action"


class Event(StrEnum):
    """What a term begins with."""

    RECEIPT = "receipt"
    TRANSFER = "transfer"
    CHANGE = "change"
    AWARENESS = "awareness"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Dated(_Data):
    """In force from one day to another, both included."""

    effective_from: date = date.min
    effective_to: date = date.max

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.effective_to < self.effective_from:
            raise ValueError("effective_to: lies before effective_from")
        return self

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day <= self.effective_to


class Provision(_Dated):
    """A sentence of law, in both languages, with how far it was checked."""

    #: Where it stands; empty where the act is cited as a whole.
    article: Article
    #: The act, where it is not the regime's own.
    act: str = Field(default="", max_length=60)
    uk: Words
    en: Words
    status: Status

    @property
    def confirmed(self) -> bool:
        return self.status is Status.PRIMARY


class Term(_Data):
    """How long something may take."""

    length: int = Field(gt=0, le=1_000)
    unit: Unit
    #: A term that ends on a day off ends on the next working day.
    rolls_over: bool = False

    @model_validator(mode="after")
    def _rolls_days(self) -> Self:
        if self.rolls_over and self.unit in (Unit.HOURS, Unit.WORKING_DAYS):
            raise ValueError(f"rolls_over: a term of {self.unit.value} does not roll over")
        return self


class Duty(Provision):
    """Something that the law demands, allows or forbids."""

    #: Its name within the regime, the same for every edition of it.
    code: Name
    role: Role
    #: Kinds of request that it is about; empty for all.
    kinds: tuple[Kind, ...] = ()
    #: Only where the request has this circumstance.
    circumstance: Circumstance = ""
    begins: Event = Event.RECEIPT
    term: Term | None = None
    #: The answers that an extension, or what forbids it, is about.
    of: tuple[Name, ...] = ()
    #: The duty to tell of an extension.
    notice: Name | None = None
    whom_uk: str = Field(default="", max_length=200)
    whom_en: str = Field(default="", max_length=200)
    #: What a notice names; of a complaint, to whom it goes.
    contents_uk: tuple[Words, ...] = ()
    contents_en: tuple[Words, ...] = ()
    #: Where it does not hold.
    exceptions_uk: tuple[Words, ...] = ()
    exceptions_en: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def _fits_its_role(self) -> Self:
        if self.role in (Role.ANSWER, Role.EXTENSION) and self.term is None:
            raise ValueError(f"term: {self.role.value} needs one")
        if (self.role in (Role.EXTENSION, Role.NO_DEFERRAL)) != bool(self.of):
            raise ValueError("of: names the answers of an extension or of what forbids it, and of nothing else")
        if (self.role is Role.EXTENSION) != (self.notice is not None):
            raise ValueError("notice: every extension names one, and nothing else does")
        if bool(self.whom_uk) != bool(self.whom_en) or (self.role is Role.NOTICE and not self.whom_uk):
            raise ValueError("whom_uk, whom_en: go together, and a notice has them")
        for uk, en in ((self.contents_uk, self.contents_en), (self.exceptions_uk, self.exceptions_en)):
            if len(uk) != len(en):
                raise ValueError("contents, exceptions: must be as many in one language as in the other")
        return self

    def about(self, kind: int) -> bool:
        return not self.kinds or kind_name(kind) in self.kinds

    def meets(self, circumstances: frozenset[int]) -> bool:
        """Whether a circumstance of the request, and not only its kind, leads here."""
        return self.circumstance in {circumstance_name(one) for one in circumstances}


class Regime(_Dated):
    """One law, as it stands from day to day."""

    code: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]{1,31}$")
    #: As its articles are cited.
    cite: str = Field(min_length=2, max_length=30)
    #: As tests of its articles are named.
    slug: str = Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")
    title_uk: Words
    title_en: Words
    #: Kinds of request that bring it along; one without them is switched on by the setting.
    implied_by: tuple[Kind, ...] = ()
    calendar: Name
    #: Who has to confirm what was not read in a primary source.
    counsel_uk: Words
    counsel_en: Words
    #: How its terms are reckoned: from the day after, to the end of a short month, over days off.
    receipt: Provision
    month_end: Provision
    rollover: Provision | None = None
    duties: tuple[Duty, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        by_code: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.duties:
            by_code[duty.code].append(duty)
            if duty.effective_from < self.effective_from and duty.effective_from != date.min:
                raise ValueError(f"{duty.code}: is in force before its law")
            if duty.term is not None and duty.term.rolls_over and self.rollover is None:
                raise ValueError(f"{duty.code}: rolls over, and the law has no rollover")
        for code, editions in by_code.items():
            for earlier, later in pairwise(sorted(editions, key=lambda one: one.effective_from)):
                if later.effective_from <= earlier.effective_to:
                    raise ValueError(f"{code}: two editions are in force on {later.effective_from}")
        for duty in self.duties:
            if any(not any(one.term for one in by_code.get(named, ())) for named in duty.of):
                raise ValueError(f"{duty.code}: of: names what has no term in this law")
            if duty.notice is not None and all(one.role is not Role.NOTICE for one in by_code.get(duty.notice, ())):
                raise ValueError(f"{duty.code}: notice: {duty.notice} is no notice of this law")
        return self

    def duty(self, code: str, day: date) -> Duty:
        """The edition of a duty that is in force on a day. Raises LookupError."""
        for duty in self.held(day):
            if duty.code == code:
                return duty
        raise LookupError(f"{self.code}: no {code} is in force on {day}")

    def held(self, day: date, role: Role | None = None) -> Iterator[Duty]:
        """What is in force on a day, in the order of the file."""
        if self.in_force(day):
            listed = self.duties if role is None else self._by_role[role]
            yield from (duty for duty in listed if duty.in_force(day))

    @cached_property
    def _by_role(self) -> dict[Role, tuple[Duty, ...]]:
        return {role: tuple(duty for duty in self.duties if duty.role is role) for role in Role}

    def answer(self, kind: int, circumstances: frozenset[int], day: date) -> tuple[Duty, ...]:
        """The terms for an answer that apply; the strictest of them counts. Empty where the law has none."""
        found = [duty for duty in self.held(day, Role.ANSWER) if duty.about(kind)]
        special = tuple(duty for duty in found if duty.circumstance and duty.meets(circumstances))
        return special or tuple(duty for duty in found if not duty.circumstance)

    @property
    def answers(self) -> tuple[Duty, ...]:
        """Every term for an answer, of all times."""
        return self._by_role[Role.ANSWER]

    def cited(self, provision: Provision) -> str:
        """Such as "2297-VI, art. 8(2)(4)"."""
        act = provision.act or self.cite
        return f"{act}, art. {provision.article}" if provision.article else act

    def cited_uk(self, provision: Provision) -> str:
        """The same, as a Ukrainian reads it."""
        return self.cited(provision).replace(", art. ", ", ст. ")

    def cited_in_full(self, provision: Provision) -> str:
        """The same in a letter, such as "Закон № 2297-VI, ст. 8, ч. 2, п. 4"."""
        act = provision.act or self.cite
        named = f"Закон № {act}" if act[0].isdigit() else act
        return ", ".join([named, *article_uk(provision.article)])


def article_uk(article: str) -> list[str]:
    """The parts of an article as Ukrainian law counts them: 8(2)(4) is ст. 8, ч. 2, п. 4. Empty for an empty one."""
    number, *within = article.replace(")-(", "–").replace(")", "").split("(")
    return [f"{part} {name}" for part, name in zip(("ст.", "ч.", "п."), (number, *within), strict=False) if name]


class Holiday(_Dated):
    """A day of the year that is off."""

    #: On a fixed date, or so many days after Easter as the Orthodox Church reckons it.
    month: int = Field(default=0, ge=0, le=12)
    day: int = Field(default=0, ge=0, le=31)
    after_easter: int | None = Field(default=None, ge=-100, le=100)
    article: str = Field(default="73", max_length=20)
    uk: Words
    en: Words
    status: Status

    @model_validator(mode="after")
    def _dated_once(self) -> Self:
        fixed = bool(self.month and self.day)
        if fixed == (self.after_easter is not None):
            raise ValueError("month, day or after_easter: one of them says when it is")
        if fixed:
            date(2023, self.month, self.day)
        return self

    def on(self, year: int) -> date:
        """The day that it falls on in a year."""
        if self.after_easter is not None:
            return easter(year) + timedelta(days=self.after_easter)
        return date(year, self.month, self.day)


class Suspension(_Data):
    """A span in which holidays are worked."""

    #: By which a setting ends it.
    code: Name
    first: date
    last: date = date.max
    article: str = Field(min_length=1, max_length=60)
    uk: Words
    en: Words
    status: Status

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("last: lies before first")
        return self


class Calendar(_Data):
    """The working days of a country."""

    code: Name
    title_uk: Words
    title_en: Words
    #: ISO numbers of the weekdays that are off.
    days_off: frozenset[Annotated[int, Field(ge=1, le=7)]] = Field(min_length=1, max_length=6)
    #: A holiday on a day off takes the next working day.
    moves: bool
    holidays: tuple[Holiday, ...]
    suspensions: tuple[Suspension, ...] = ()


def easter(year: int) -> date:
    """Easter Sunday of the Orthodox Church, by the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    behind = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=behind)
