"""Names of cities and streets as people write them, and those of the register that they mean.

Case, punctuation, apostrophes, the order of the words, Latin look-alikes and the ways to write a type (вул., вулиця,
просп., проспект) make no difference; a type may be left out, and the whole may stand in Latin letters. Where no name is
meant, the nearest ones are told.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from server.errors import InvalidField
from server.notifications.transliteration import transliterated
from storage.engine.transaction import Tx
from storage.repositories import streets as register

#: Nearest names that an error tells, and how like one must be.
NEAREST, LIKE = 3, 0.6

_WRITTEN = {
    "вул": "вул вулиця ул vul vulytsia street st str",
    "пров": "пров провулок пер prov provulok lane ln",
    "просп": "просп проспект пркт прт prosp prospekt prospect avenue ave",
    "пл": "пл площа pl ploshcha square sq",
    "бульв": "бульв бульвар бр bulv bulvar boulevard blvd",
    "узв": "узв узвіз uzviz descent",
    "наб": "наб набережна nab naberezhna embankment",
    "шосе": "шосе ш shose highway",
    "туп": "туп тупик tupyk",
    "прзд": "прзд проїзд proizd",
    "мкрн": "мкрн мікрорайон мкр мн mikroraion",
    "кварт": "кв кварт квартал kvartal",
}
_TOWNS = {"м": "м місто m misto city", "смт": "смт", "сел": "сел селище с-ще selyshche", "с": "с село s selo village"}


def _by_word(types: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in types.items() for word in words.split()}


_STREET, _TOWN = _by_word(_WRITTEN), _by_word(_TOWNS)
_APOSTROPHES = re.compile(r"['’ʼ‘`′\"«»“”„]")
#: Types that are written with a hyphen inside: пр-т, б-р, м-н.
_HYPHENED = re.compile(r"\b(пр|пр-к|б|м|мкр|с)-(т|кт|р|н|зд|ще)\b")
_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-яґєії]")
_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")


class Name(NamedTuple):
    """The words of a name in an order of their own: its types as they are shortened, and the rest."""

    words: tuple[str, ...]
    #: The same without the word that is its type; empty where it has none.
    bare: tuple[str, ...]


#: How a name of one sort is taken apart.
Named = Callable[[str], Name]


@lru_cache(maxsize=50_000)
def street(text: str) -> Name:
    return _name(text, _STREET)


@lru_cache(maxsize=5_000)
def city(text: str) -> Name:
    return _name(text, _TOWN)


def _name(text: str, types: dict[str, str]) -> Name:
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    found = [_letters(word) for word in _WORD.findall(_HYPHENED.sub(r"\1\2", plain))]
    words = [types.get(word, word) for word in found]
    kind = next((one for one in ("вул", *words) if one in words and one in types.values()), None)
    bare = list(words)
    if kind is not None:
        bare.remove(kind)
    return Name(tuple(sorted(words)), tuple(sorted(bare)) if kind is not None else ())


def _letters(word: str) -> str:
    return word.translate(_ALIKE) if _CYRILLIC.search(word) else word


def means(written: Name, known: Name) -> bool:
    """Whether what somebody wrote is a name of the register, the type of either left out or not."""
    return written.words in (known.words, known.bare) or (bool(written.bare) and written.bare == known.words)


def meant(text: str, known: Sequence[str], named: Named) -> list[str]:
    """Names of the register that somebody wrote; those of the same type first, and then no others."""
    written = named(text)
    latin = not _CYRILLIC.search(text.casefold())
    found = [one for one in known if means(written, named(transliterated(one) if latin else one))]
    exact = [one for one in found if named(one).words == written.words]
    return exact or found


def nearest(text: str, known: Sequence[str], named: Named) -> list[str]:
    """Names of the register that are most like it, the most like first."""
    latin = not _CYRILLIC.search(text.casefold())
    by_name: dict[str, str] = {}
    for one in known:
        name = named(transliterated(one) if latin else one)
        by_name.setdefault(" ".join(name.bare or name.words), one)
    written = named(text)
    like = difflib.get_close_matches(" ".join(written.bare or written.words), by_name, NEAREST, LIKE)
    return [by_name[one] for one in like]


class Streets(NamedTuple):
    """Names of the register that are meant; empty where nothing was asked."""

    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()


def cities(tx: Tx, text: str, path: str) -> list[str]:
    """Every city that is meant. Raises InvalidField, with the nearest names, where the register has no such; `path` is
    the field in which it stands."""
    known = register.cities(tx)
    names = meant(text, known, city)
    if not names:
        raise _unknown(path, "city", text, nearest(text, known, city))
    return names


def one_city(tx: Tx, text: str, path: str) -> list[str]:
    """Every spelling of the one city that is meant. Raises InvalidField, also where several are."""
    names = cities(tx, text, path)
    if len({city(name).words for name in names}) > 1:
        raise _several(path, "city", text, names)
    return names


def found(tx: Tx, city_text: str, street_text: str, field: str) -> Streets:
    """What a city and a street mean, either of which may be empty. Raises InvalidField, with the nearest names, where
    the register has no such; `field` is the message in which they stand."""
    within = cities(tx, city_text, f"{field}.city") if city_text else []
    if not street_text:
        return Streets(tuple(within))
    known = sorted({name for _, name in register.of_cities(tx, within)})
    streets = meant(street_text, known, street)
    if not streets:
        raise _unknown(f"{field}.street", "street", street_text, nearest(street_text, known, street))
    return Streets(tuple(within), tuple(streets))


def beginning(tx: Tx, text: str) -> list[str] | None:
    """Streets in whose name every word begins that was typed; None where none was."""
    wanted = street(text)
    if not wanted.words:
        return None
    words = wanted.bare or wanted.words
    known = sorted({name for _, name in register.of_cities(tx, ())})
    return [name for name in known if all(any(has.startswith(one) for has in street(name).words) for one in words)]


def one(tx: Tx, city_text: str, street_text: str, field: str) -> list[tuple[str, str]]:
    """City and street as the register writes them, every spelling of the one street that is meant. Raises InvalidField,
    also where several are."""
    known = found(tx, city_text, street_text, field)
    if len({street(name).words for name in known.streets}) > 1:
        raise _several(f"{field}.street", "street", street_text, known.streets)
    if len({city(name).words for name in known.cities}) > 1:
        raise _several(f"{field}.city", "city", city_text, known.cities)
    return [pair for pair in register.of_cities(tx, known.cities) if pair[1] in known.streets]


def _several(field: str, kind: str, text: str, names: Sequence[str]) -> InvalidField:
    near = ", ".join(names)
    return InvalidField(field, f"{kind}.one", f"may be any of: {near}", text=text, near=near)


def _unknown(field: str, kind: str, text: str, near: list[str]) -> InvalidField:
    if not near:
        return InvalidField(field, f"{kind}.known", f'no address has "{text}"', text=text)
    names = ", ".join(near)
    return InvalidField(field, f"{kind}.near", f'no address has "{text}"; nearest: {names}', text=text, near=names)
