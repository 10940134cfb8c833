"""The language that is spoken: texts in Ukrainian and English, complete in both, switched while running."""

from collections.abc import Mapping
from typing import TypeVar

from console.texts import gathered

T = TypeVar("T")

LANGUAGES = ("uk", "en")
_texts: dict[str, Mapping[str, str]] = {}
_current = "uk"


def catalogue(code: str) -> Mapping[str, str]:
    """Messages of a language by id; read when it is first wanted."""
    if code not in _texts:
        _texts[code] = gathered(code)
    return _texts[code]


def language() -> str:
    return _current


def use(code: str) -> None:
    """Switches the language. Raises KeyError for one that there is not."""
    global _current
    if code not in LANGUAGES:
        raise KeyError(code)
    _current = code


def t(message: str, **values: object) -> str:
    """A message; with `count`, in the form that the number asks for."""
    texts = catalogue(_current)
    if "count" in values:
        form = plural(_current, int(str(values["count"])))
        message = f"{message}.{form}" if f"{message}.{form}" in texts else message
    text = texts.get(message, message)
    return text.format(**values) if values else text


def enum(kind: str, value: str) -> str:
    """A value of the contract in words; of one that this console does not know, its name."""
    message = f"{kind}.{value}"
    return catalogue(_current).get(message, value)


#: Between the Ukrainian and the English of a text that is kept in both.
BOTH = " ¦ "


def both(message: str) -> str:
    """A message in both languages, to be kept: whoever reads it later reads their own."""
    return BOTH.join(catalogue(code)[message] for code in LANGUAGES)


def spoken(text: str) -> str:
    """A kept text in the language that is spoken; one that was kept in one language only, as it is."""
    parts = text.split(BOTH)
    return parts[LANGUAGES.index(_current)] if len(parts) == len(LANGUAGES) else text


def told(text: str) -> str:
    """What the service said in Ukrainian and, behind a stroke, in English: the half in the language that is spoken.
    What is filled in stands in both, so that the stroke is the one in the middle."""
    parts = text.split(" / ")
    middle = len(parts) // 2
    return either(" / ".join(parts[:middle]), " / ".join(parts[middle:])) if len(parts) % 2 == 0 else text


def either(uk: T, en: T) -> T:
    """Of two that say the same, the one in the language that is spoken."""
    return uk if _current == "uk" else en


def known(message: str) -> bool:
    """Whether there is such a message."""
    return message in catalogue(_current)


def plural(code: str, count: int) -> str:
    """CLDR's category of a whole number: one, few or many in Ukrainian; one or other in English."""
    count = abs(count)
    if code != "uk":
        return "one" if count == 1 else "other"
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return "few"
    return "many"
