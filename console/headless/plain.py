"""Text from data that can't drive a terminal."""

import unicodedata

#: Spaces, of whatever width, stay.
_SPACE = "Zs"


def plain(text: str) -> str:
    """Text on one line: what has no shape of its own (controls, escapes, bidi marks, halves of characters) is shown by
    its number, and ends of lines are spaces."""
    if text.isprintable():
        return text
    return "".join(one if _seen(one) else " " if one in "\r\n\t" else ascii(one)[1:-1] for one in text)


def plain_json(text: str) -> str:
    """A JSON document that says the same without such characters, except the ends of its own lines."""
    return "".join(one if one == "\n" or _seen(one) else _numbered(one) for one in text)


def _numbered(one: str) -> str:
    """A character by its number, as JSON has it: of one beyond the first 65,536, by those of its two halves."""
    halves = one.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


def _seen(one: str) -> bool:
    return one.isprintable() or unicodedata.category(one) == _SPACE
