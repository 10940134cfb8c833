"""Days, instants, numbers, counts and money as people read them: Ukrainian and English, each in one form.

A language is the contract's, everywhere. What is kept of a person may be any number; `language_of` says how we talk to
them.
"""

from datetime import date, datetime

from smartregion.v1.common_pb2 import Language

from storage.days import KYIV

UKRAINIAN, ENGLISH = Language.LANGUAGE_UKRAINIAN, Language.LANGUAGE_ENGLISH
KOPECKS = 100
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language_of(number: int) -> Language:
    """Ukrainian, or English for any other language."""
    return UKRAINIAN if number == UKRAINIAN else ENGLISH


def pick(both: tuple[str, str], language: Language) -> str:
    """Of words in Ukrainian and in English those of a language."""
    return both[0] if language == UKRAINIAN else both[1]


def day(of: date, language: Language) -> str:
    """With four digits of the year, which %Y leaves out of an early one."""
    year = f"{of.year:04d}"
    return f"{of:%d.%m}.{year}" if language == UKRAINIAN else f"{of.day} {_MONTHS[of.month - 1]} {year}"


def instant(milliseconds: int, language: Language) -> str:
    """As the clocks of Kyiv show it, to the minute."""
    return clock(datetime.fromtimestamp(milliseconds / 1000, KYIV), language)


def clock(local: datetime, language: Language) -> str:
    """An instant of some clocks, as those show it."""
    return f"{day(local.date(), language)} {local:%H:%M}"


def number(text: str, language: Language) -> str:
    """One that is written with a point or a comma."""
    return text.replace(".", ",") if language == UKRAINIAN else text.replace(",", ".")


def form(count: int, *forms: str) -> str:
    """The form of a word that a whole number asks for (CLDR): one, few and many of Ukrainian, such as період, періоди
    and періодів; one and other of English."""
    count = abs(count)
    if len(forms) == 2:
        return forms[count != 1]
    one, few, many = forms
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many


class Number(str):
    """A number in a template of a sentence: `{name}` as it is written, `{name:період/періоди/періодів}` with what it
    counts."""

    def __format__(self, forms: str) -> str:
        return f"{self!s} {form(int(self), *forms.split('/'))}" if forms else str(self)


def money(kopecks: int, language: Language) -> str:
    """Without the currency."""
    units, rest = divmod(abs(kopecks), KOPECKS)
    return number(f"{'-' * (kopecks < 0)}{units}.{rest:02d}", language)
