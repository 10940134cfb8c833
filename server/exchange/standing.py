"""What a row of a file stands for, where the file says it: whether it counts there, and whether somebody decided so.

A house's own files name the state and the source of each reading. What does not count where it comes from must not
count where it goes, and what was reckoned there is no reading of anybody: the house that takes the file reckons its own
estimates, from its own readings and rules.
"""

from smartregion.v1.reading_service_pb2 import ReadingQuality, ReadingSource, ReadingState

_STATES = {name.removeprefix("READING_STATE_"): number for name, number in ReadingState.items() if number}
_SOURCES = {name.removeprefix("READING_SOURCE_"): number for name, number in ReadingSource.items() if number}
_UNSETTLED = frozenset(
    map(
        int,
        (
            ReadingState.READING_STATE_RECEIVED,
            ReadingState.READING_STATE_ACCEPTED,
            ReadingState.READING_STATE_IN_REVIEW,
        ),
    )
)
#: Qualities that a reading has by somebody's word.
_BY_WORD = frozenset(
    map(int, (ReadingQuality.READING_QUALITY_EDITED, ReadingQuality.READING_QUALITY_VERIFIED)),
)


def state_name(number: int) -> str:
    return ReadingState.Name(ReadingState.ValueType(number)).removeprefix("READING_STATE_")


def source_name(number: int) -> str:
    return ReadingSource.Name(ReadingSource.ValueType(number)).removeprefix("READING_SOURCE_")


def counts(state: str, source: str) -> int:
    """The number of a state, 0 for none, of a reading that may count. Raises ValueError with the rule it breaks."""
    number = _STATES.get(state.upper(), 0)
    if state and not number:
        raise ValueError("state.known")
    if number and number not in _UNSETTLED:
        raise ValueError("state.counts")
    if source and source.upper() not in _SOURCES:
        raise ValueError("source.known")
    if _SOURCES.get(source.upper()) == ReadingSource.READING_SOURCE_ESTIMATE:
        raise ValueError("source.estimate")
    return number


def decided(state: str, quality: int) -> bool:
    """Whether somebody accepted a reading by their own word, so that the rules need not ask anybody again."""
    return _STATES.get(state.upper()) == ReadingState.READING_STATE_ACCEPTED and quality in _BY_WORD
