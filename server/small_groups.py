"""How counts of people are told so that none is of fewer than k: what is too small is told together."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

K = TypeVar("K", str, int)


def apart(
    groups: Iterable[K], people: Callable[[Sequence[K]], int], k: int, never: Collection[K] = ()
) -> tuple[list[K], list[K]]:
    """The groups that may each be told by itself, and those that may be told only as one; neither of them where all are
    fewer than k people. `people` says how many are in any of some groups; those in `never` have no name to be told by.

    Where those that are too small are too few together as well, the smallest of the others joins them, so that nothing
    is left to be reckoned as a difference.
    """
    sizes = {group: people([group]) for group in groups}
    alone = [group for group, size in sizes.items() if size >= k and group not in never]
    together = [group for group in sizes if group not in alone]
    while alone and together and people(together) < k:
        least = min(alone, key=lambda group: (sizes[group], group))
        alone.remove(least)
        together.append(least)
    return (alone, together) if not together or people(together) >= k else ([], [])
