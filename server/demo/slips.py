"""The slips of people who copy a dial: a digit dropped, added, swapped or mistaken, the point left out."""

from enum import Enum
from itertools import pairwise
from random import Random


class Slip(Enum):
    NONE = "none"
    DROPPED = "a digit dropped"
    ADDED = "a digit added"
    SWAPPED = "two digits swapped"
    NEIGHBOUR = "a neighbouring key"
    NO_POINT = "the point left out"
    OLD = "the index of last month"


#: How often each happens; the rest are right.
SHARES = {
    Slip.DROPPED: 0.006,
    Slip.ADDED: 0.006,
    Slip.SWAPPED: 0.008,
    Slip.NEIGHBOUR: 0.008,
    Slip.NO_POINT: 0.006,
    Slip.OLD: 0.006,
}
_BESIDE = {"0": "9", "1": "2", "2": "13", "3": "24", "4": "35", "5": "46", "6": "57", "7": "68", "8": "79", "9": "8"}


def draw(random: Random) -> Slip:
    """Which slip, if any, happens this time."""
    left = random.random()
    for slip, share in SHARES.items():
        left -= share
        if left < 0:
            return slip
    return Slip.NONE


def applied(text: str, slip: Slip, random: Random) -> str:
    """An index as it is typed; `text` is the right one, such as 412.35."""
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = random.choice(digits)
    match slip:
        case Slip.DROPPED if len(digits) > 1:
            return text[:place] + text[place + 1 :]
        case Slip.ADDED:
            return text[:place] + random.choice("0123456789") + text[place:]
        case Slip.SWAPPED if len(digits) > 1:
            first, second = random.choice(list(pairwise(digits)))
            letters = list(text)
            letters[first], letters[second] = letters[second], letters[first]
            return "".join(letters)
        case Slip.NEIGHBOUR:
            return text[:place] + random.choice(_BESIDE[text[place]]) + text[place + 1 :]
        case Slip.NO_POINT:
            return text.replace(".", "")
    return text
