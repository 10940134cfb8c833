"""Many values, so many at a time."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
#: Values that one statement names in its list: drivers bound how many parameters a statement has.
NAMED_AT_ONCE = 500


def chunks(values: Iterable[T], size: int = NAMED_AT_ONCE) -> Iterator[Sequence[T]]:
    """The values in order, `size` of them at a time."""
    listed = values if isinstance(values, (list, tuple)) else list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]
