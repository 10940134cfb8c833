"""Numbers of buildings: their natural order, their side of the street, and which of them a place names. Pure.

Within a number letters follow the bare number, and fractions the letters: 12, 12а, 12б, 12/1, 13. A Latin letter that
looks like one of ours is that one, for nobody sees the difference on the plate; nor do case, spaces and quotation marks
make another building, nor a hyphen before a letter: 12-А is 12а. "буд." says nothing, and "корп." is "к". What may be
two houses stays two: 12к2 is one of a yard, 12/2 often one at a corner, and 12² is neither of them, nor 122.
"""

import re
import unicodedata
from functools import lru_cache

from smartregion.v1.work_service_pb2 import BuildingParity

from server.errors import InvalidField
from storage.repositories.works import Place

_LETTERS = {letter: rank for rank, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}
_ALIKE = str.maketrans("abcehikmoptxy", "авсенікмортху")
#: What makes no difference between two numbers.
_LEFT_OUT = re.compile(r"[\s.,\"'`’ʼ“”„«»]")
_DASHES = re.compile(r"[‐‑‒–—−]")
#: Words for a building before its number, and for one of several under a number.
_BUILDING = re.compile(r"^\s*(?:будинок|буд(?![^\W\d_])|дім|д(?=[.\s]))[.\s]*(?=[0-9])")
_BLOCK = re.compile(r"(?<=[0-9])([\s,]*[^\W\d_]?[\s,]*)(?:корпус|корп)(?![^\W\d_])[.\s]*")
#: A raised digit is none of the number before it; and the sign of a number says nothing.
_SIGNS = str.maketrans({"№": " "} | {raised: f"^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
_BEFORE_LETTER = re.compile(r"(?<=[0-9])-(?=[^\W\d_])")
_TOKEN = re.compile(r"[0-9]+|.", re.DOTALL)
#: Behind every number that twenty digits can write: where buildings without one stand.
_NO_NUMBER = 10**20

#: The number, then what follows it, a pair for each letter, fraction or number. Greater is further along.
Key = tuple[int, tuple[tuple[int, int], ...]]


@lru_cache(maxsize=50_000)
def key(building: str) -> Key:
    """The place of a building in its street. Buildings with equal keys are the same one."""
    plain = unicodedata.normalize("NFKC", building.translate(_SIGNS)).casefold()
    plain = _BLOCK.sub(r"\1к", _BUILDING.sub("", plain))
    bare = _DASHES.sub("-", _LEFT_OUT.sub("", plain)).translate(_ALIKE)
    tokens = _TOKEN.findall(_BEFORE_LETTER.sub("", bare))
    number = int(tokens.pop(0)) if tokens and tokens[0][0] in "0123456789" else _NO_NUMBER
    return number, tuple(map(_rank, tokens))


def _rank(token: str) -> tuple[int, int]:
    if token[0] in "0123456789":
        return 0, int(token)
    if token in _LETTERS:
        return 1, _LETTERS[token]
    if token.isalpha():
        return 1, len(_LETTERS) + ord(token)
    return (2, 0) if token == "/" else (3, ord(token))


def has_number(building: str) -> bool:
    return key(building)[0] != _NO_NUMBER


def parity(building: str) -> int:
    """The side of the street on which a building stands; UNSPECIFIED where it has no number."""
    if not has_number(building):
        return BuildingParity.BUILDING_PARITY_UNSPECIFIED
    odd = key(building)[0] % 2
    return BuildingParity.BUILDING_PARITY_ODD if odd else BuildingParity.BUILDING_PARITY_EVEN


def names(place: Place, building: str) -> bool:
    """Whether a place, in whose street the building stands, names it."""
    if place.parity and parity(building) != place.parity:
        return False
    if not place.first_building:
        return True
    return key(place.first_building) <= key(building) <= key(place.last_building or place.first_building)


def beside(place: Place, building: str) -> bool:
    """Whether a range leaves a building out that bears the number of one of its ends: 12а, where it goes to 12. Who
    types a range may well have meant it."""
    if not place.last_building or names(place, building) or place.parity not in (0, parity(building)):
        return False
    return key(building)[0] in (key(place.first_building)[0], key(place.last_building)[0])


def check(place: Place, field: str) -> None:
    """Raises InvalidField where a place contradicts itself or names nothing."""
    street = (place.city, place.street, place.first_building, place.last_building, place.parity)
    if place.usage_point_id is not None:
        if any(street):
            raise InvalidField(f"{field}.usage_point_id", "place.one", "stands alone: no street beside it")
        return
    if not place.street:
        raise InvalidField(f"{field}.street", "place.street", "must name a street, or else a usage point")
    if not place.city:
        raise InvalidField(f"{field}.city", "place.city", "must name the city of the street")
    if place.last_building:
        _check_range(place, field)


def _check_range(place: Place, field: str) -> None:
    if not place.first_building:
        raise InvalidField(f"{field}.first_building", "building.first", "must begin the range that last_building ends")
    for name in ("first_building", "last_building"):
        if not has_number(getattr(place, name)):
            raise InvalidField(f"{field}.{name}", "building.number", "must begin with a number, as one end of a range")
    if key(place.last_building) < key(place.first_building):
        raise InvalidField(f"{field}.last_building", "building.order", "must not be below first_building")
