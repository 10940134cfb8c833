"""Values as operators read them: days and hours of Kyiv, numbers and units as the language writes them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from console.i18n import enum, language

KYIV = ZoneInfo("Europe/Kyiv")


def instant(value: datetime | None) -> str:
    """Day and minute, such as 23.11.2026 14:05."""
    return value.astimezone(KYIV).strftime("%d.%m.%Y %H:%M") if value else ""


def short_instant(value: datetime | None, now: datetime) -> str:
    """The hour of a day that is today, the day of any other."""
    if value is None:
        return ""
    local = value.astimezone(KYIV)
    return local.strftime("%H:%M:%S" if local.date() == now.astimezone(KYIV).date() else "%d.%m.%y %H:%M")


def hour(value: datetime | None) -> str:
    return value.astimezone(KYIV).strftime("%H:%M:%S") if value else ""


def day_of(value: datetime | None) -> str:
    """The day of an instant."""
    return value.astimezone(KYIV).strftime("%d.%m.%Y") if value else ""


def article(text: str, language: str) -> str:
    """An article of the law, such as "2297-VI, art. 8(2)(4)", as it is cited in a language."""
    if language != "uk":
        return text
    for english, ukrainian in (("Civil Code", "ЦК"), ("art. ", "ст. ")):
        text = text.replace(english, ukrainian)
    return text


def day(value: date | None) -> str:
    return value.strftime("%d.%m.%Y") if value else ""


def month(value: date) -> str:
    """Month and year, such as 11.2026."""
    return value.strftime("%m.%Y")


def number(value: int) -> str:
    """With a thin space between thousands."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def decimal(text: str) -> str:
    """A decimal of the contract with the sign of the language: a comma in Ukrainian, a point in English."""
    return text.replace(".", ",") if language() == "uk" else text


def quantity(text: str) -> str:
    """A quantity with three digits behind the sign at most."""
    return decimal(f"{float(text):.3f}".rstrip("0").rstrip(".")) if text else ""


def unit(commodity: str) -> str:
    """The unit in which a service is measured."""
    return enum("unit", commodity)


def measured(text: str, commodity: str) -> str:
    """A decimal with its unit; empty where there is none."""
    return f"{decimal(text)} {unit(commodity)}" if text else ""


def plain_decimal(text: str) -> str:
    """What somebody typed or pasted, as the contract wants it: no spaces between thousands, a point for a comma."""
    return "".join(text.split()).replace(",", ".")


def days_left(due: date | None, now: datetime) -> int | None:
    return (due - now.astimezone(KYIV).date()).days if due else None


def parse_day(text: str) -> date:
    """A day as 23.11.2026 or 2026-11-23. Raises ValueError."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(text)
