"""Values as operators read them: days and hours of Kyiv, numbers and units as the language writes them."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from console.i18n import enum, language, t

KYIV = ZoneInfo("Europe/Kyiv")
MINUS = "\N{MINUS SIGN}"


def instant(value: datetime | None) -> str:
    """Day and minute, such as 23.11.2026 14:05."""
    local = value.astimezone(KYIV) if value else None
    return f"{day(local)} {local:%H:%M}" if local else ""


def span(begin: datetime, end: datetime) -> str:
    """From when to when, without the year; the day of the end only where it is another."""
    first, last = begin.astimezone(KYIV), end.astimezone(KYIV)
    same = first.date() == last.date()
    return f"{first.strftime('%d.%m %H:%M')} – {last.strftime('%H:%M' if same else '%d.%m %H:%M')}"


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
    return day(value.astimezone(KYIV)) if value else ""


#: Acts by their names, and what an article is, in the words of Ukrainian citations.
_ACTS = (
    ("Civil Code", "ЦК"),
    ("Model Procedure", "Типовий порядок №"),
    ("Reg. 1182/71", "Регламент № 1182/71"),
    ("art. ", "ст. "),
)


def article(text: str) -> str:
    """An article of the law, such as "2297-VI, art. 8(2)(4)", as it is cited."""
    if language() != "uk":
        return text
    for english, ukrainian in _ACTS:
        text = text.replace(english, ukrainian)
    return text


def day(value: date | None) -> str:
    """With four digits of the year, which %Y leaves out of an early one."""
    return f"{value:%d.%m}.{value.year:04d}" if value else ""


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


def parse_instant(text: str) -> datetime:
    """Day and minute of Kyiv, such as 23.11.2026 14:05, in UTC. Raises ValueError. An hour that comes twice when clocks
    go back is the first of the two."""
    day_typed, _, hour_typed = " ".join(text.split()).partition(" ")
    found = datetime.strptime(hour_typed, "%H:%M").replace(tzinfo=UTC).time()
    return datetime.combine(parse_day(day_typed), found, KYIV).astimezone(UTC)


def money(kopecks: int) -> str:
    """An amount in hryvnias, such as 1 234,50 ₴; a true minus sign before what is negative."""
    whole, rest = divmod(abs(kopecks), 100)
    return f"{MINUS if kopecks < 0 else ''}{number(whole)}{decimal('.')}{rest:02} ₴"


def parse_money(text: str) -> int:
    """Kopecks of an amount as typed, such as 1 234,50. Raises ValueError."""
    found = re.fullmatch(r"([-−]?)([0-9]{1,9})(?:\.([0-9]{1,2}))?", plain_decimal(text).removesuffix("₴"))
    if found is None:
        raise ValueError(text)
    sign, whole, rest = found.groups()
    return (-1 if sign else 1) * (int(whole) * 100 + int((rest or "").ljust(2, "0")))


def lasting(seconds: float) -> str:
    """How long something takes, by its two largest units."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    counted = ((days, "day"), (hours, "hour"), (minutes, "minute"), (rest, "second"))
    first = next((place for place, (count, _) in enumerate(counted) if count), 3)
    return " ".join(t(f"lasting.{unit}", number=count) for count, unit in counted[first : first + 2] if count) or t(
        "lasting.second", number=0
    )


#: Eight heights of a bar, and nothing; then the same on a terminal that has letters only.
BARS, PLAIN_BARS = " ▁▂▃▄▅▆▇█", " .:-=+*#@"
_plain = False


def draw_plainly(wanted: bool) -> None:
    """From now on bars and plots are of ASCII characters, or not."""
    global _plain
    _plain = wanted


def plain() -> bool:
    return _plain


def sparkline(values: Sequence[float], most: float | None = None) -> str:
    """A bar for each value; the highest is the largest of them, or `most`. What is not nothing is seen."""
    top, bars = max([most or 0.0, *values, 0.0]), PLAIN_BARS if _plain else BARS
    return "".join(bars[max(1, min(8, round(8 * value / top)))] if value > 0 else bars[0] for value in values)


def bar(part: float, whole: float, cells: int) -> str:
    """A bar of so many cells, filled as far as the part is of the whole. It is full when all is done and not before,
    and empty only where nothing is."""
    if part <= 0 or whole <= 0:
        filled = 0
    else:
        filled = cells if part >= whole else min(cells - 1, max(1, int(cells * part / whole)))
    full, empty = ("#", ".") if _plain else ("█", "░")
    return full * filled + empty * (cells - filled)


def parse_day(text: str) -> date:
    """A day as 23.11.2026 or 2026-11-23. Raises ValueError."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(text)


def damaged(field: str, unreadable: Collection[str]) -> str:
    """What stands for a field that the server holds and can't read; empty for any other."""
    return t("user.unreadable") if field in unreadable else ""
