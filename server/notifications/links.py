"""Links in what people are told. Pure.

Nobody who writes to residents in the name of their utility needs one: a link in the SMS of a utility is what phishers
send. So none is taken from a partner, nor in the reason of works, and whoever writes one is told so.
"""

import re
import unicodedata

from server.errors import InvalidField

#: Top domains in Cyrillic letters; in Latin ones any two letters and more make one.
_CYRILLIC = "укр|бг|бел|қаз|мкд|мон|рф|срб|ею"
_LINK = re.compile(
    r"://|\bwww\.|\b(?:mailto|tel|sms|tg|viber|whatsapp|javascript|data):"
    r"|[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.(?:xn--[a-z0-9-]+|[a-z]{2,24})(?![a-z0-9-])"
    rf"|[\w-]\.(?:{_CYRILLIC})(?!\w)"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
    r"|[^\s@]@[^\s@]",
    re.IGNORECASE,
)
_DOTS = str.maketrans("。․‧", "...")


def found(text: str) -> bool:
    """Whether a text holds a link, an address of mail or something that a telephone would make one of."""
    shown = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return _LINK.search(unicodedata.normalize("NFKC", shown).translate(_DOTS)) is not None


def check(text: str, field: str) -> None:
    """Raises InvalidField where a text holds a link."""
    if found(text):
        raise InvalidField(field, "text.link", "must hold no link and no address; put a space behind a full stop")
