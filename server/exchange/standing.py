"""What a row of a file stands for, where the file says it: whether it counts there, and whether somebody decided so.

A house's own files name the state and the source of each reading. What does not count where it comes from must not
count where it goes, and what was reckoned there is no reading of anybody: the house that takes the file reckons its own
estimates, from its own readings and rules.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingSource, ReadingState

from storage.models.readings import ACCEPTED

_STATES = {name.removeprefix("READING_STATE_"): number for name, number in ReadingState.items() if number}
_SOURCES = {name.removeprefix("READING_SOURCE_"): number for name, number in ReadingSource.items() if number}
_UNSETTLED = frozenset(
    map(
        int,
        (
            ReadingState.READING_STATE_RECEIVED,
            ACCEPTED,
            ReadingState.READING_STATE_IN_REVIEW,
        ),
    )
)
#: Qualities that a reading has by somebody's word.
_BY_WORD = frozenset(
    map(int, (ReadingQuality.READING_QUALITY_EDITED, ReadingQuality.READING_QUALITY_VERIFIED)),
)


@cache
def state_name(number: int) -> str:
    return ReadingState.Name(ReadingState.ValueType(number)).removeprefix("READING_STATE_")


@cache
def source_name(number: int) -> str:
    return ReadingSource.Name(ReadingSource.ValueType(number)).removeprefix("READING_SOURCE_")


class Stated(NamedTuple):
    """What a row says of its state, by number, 0 for nothing; and the rule by which it can't be taken, if any."""

    state: int
    rule: str = ""

    def decided(self, quality: int) -> bool:
        """Whether somebody accepted it by their own word, so that the rules need not ask anybody again."""
        return self.state == ACCEPTED and quality in _BY_WORD


@lru_cache(maxsize=1_000)
def stated(state: str, source: str) -> Stated:
    """From the names of a state and a source, each of which may be empty."""
    number = _STATES.get(state.upper(), 0)
    if state and not number:
        return Stated(0, "state.known")
    if number and number not in _UNSETTLED:
        return Stated(number, "state.counts")
    if source and source.upper() not in _SOURCES:
        return Stated(number, "source.known")
    if _SOURCES.get(source.upper()) == ReadingSource.READING_SOURCE_ESTIMATE:
        return Stated(number, "source.estimate")
    return Stated(number)
