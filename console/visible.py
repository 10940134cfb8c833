"""What comes from data never drives a terminal: characters that would do something are shown."""

import unicodedata

#: What stands for a character that has no picture of its own.
UNKNOWN = "\N{REPLACEMENT CHARACTER}"
#: Kinds of characters that are obeyed instead of seen: controls; what turns its neighbours around, or joins them and
#: takes no room of its own; halves of characters; ends of lines and of paragraphs.
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def obeyed(character: str) -> bool:
    return unicodedata.category(character) in _OBEYED


class _Pictures(dict[int, str]):
    """What stands for each character, by its number; most for themselves. Filled in as they are met."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _picture(chr(code))
        return made


def _picture(character: str) -> str:
    if not obeyed(character):
        return character
    if character == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    return chr(0x2400 + ord(character)) if character < " " else UNKNOWN


_IN_A_LINE = _Pictures(dict.fromkeys(map(ord, "\r\n\t"), " "))
_IN_LINES = _Pictures({ord(one): one for one in "\n\t"})


def line(text: str) -> str:
    """A text on one line, with a picture for each character that a terminal would obey: as long as before."""
    return text if text.isprintable() else text.translate(_IN_A_LINE)


def lines(text: str) -> str:
    """The same of a text that may have several."""
    return text if text.isprintable() else text.translate(_IN_LINES)
