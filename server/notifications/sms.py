"""SMS parts: GSM 7-bit (3GPP TS 23.038) with 160 or 153 septets a part, else UCS-2 with 70 or 67 units."""

from dataclasses import dataclass

#: The alphabet by its septet; the escape leads into the table below.
ESCAPE = 0x1B
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
GSM7_BASIC = frozenset(BASIC) - {chr(ESCAPE)}
#: Each takes an escape as well: two septets that are never split.
GSM7_EXTENDED = frozenset(EXTENSION.values())

#: Of a text of one part, and of each of several, by whether the small alphabet does: septets or units.
SIZES = {True: (160, 153), False: (70, 67)}


@dataclass(frozen=True)
class SmsText:
    """A text as it travels."""

    gsm7: bool
    parts: tuple[str, ...]
    #: Septets or units that the last part still takes.
    left: int


def is_gsm7(text: str) -> bool:
    return all(letter in GSM7_BASIC or letter in GSM7_EXTENDED for letter in text)


def split(text: str) -> SmsText:
    """The parts of a text; an empty text is one empty part."""
    gsm7 = is_gsm7(text)
    whole, part = SIZES[gsm7]
    sizes = [_size(letter, gsm7) for letter in text]
    total = sum(sizes)
    if total <= whole:
        return SmsText(gsm7, (text,), whole - total)
    parts: list[str] = []
    start = used = 0
    for index, size in enumerate(sizes):
        if used + size > part:
            parts.append(text[start:index])
            start, used = index, 0
        used += size
    parts.append(text[start:])
    return SmsText(gsm7, tuple(parts), part - used)


def over(text: str) -> int:
    """How many characters fewer, taken from its end, save a part; 0 for a text of one part. Each way to a shorter text
    is looked at once: within the alphabet, and up to the first letter for which the small alphabet does not do."""
    found = split(text)
    parts = len(found.parts)
    if parts == 1:
        return 0
    kept = _fits(text, found.gsm7, parts - 1)
    if not found.gsm7:
        foreign = next(index for index, letter in enumerate(text) if not is_gsm7(letter))
        kept = max(kept, _fits(text[:foreign], True, parts - 1))
    return len(text) - kept


def _fits(text: str, gsm7: bool, parts: int) -> int:
    """The most letters from the beginning of a text that make so many parts."""
    whole, part = SIZES[gsm7]
    room, count, used = (whole, 1, 0) if parts == 1 else (part, 1, 0)
    for index, letter in enumerate(text):
        size = _size(letter, gsm7)
        if used + size > room:
            count, used = count + 1, 0
            if count > parts:
                return index
        used += size
    return len(text)


def _size(letter: str, gsm7: bool) -> int:
    """Septets of a GSM 7-bit letter, or UTF-16 units of any other."""
    if gsm7:
        return 2 if letter in GSM7_EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1
