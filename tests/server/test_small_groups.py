"""What is too small is told together, and nothing is left that could be reckoned."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from server.small_groups import apart

SIZES = st.dictionaries(st.integers(0, 12), st.integers(0, 30), max_size=8)


@given(SIZES, st.integers(2, 10))
def test_every_group_is_told_once_and_none_is_smaller_than_k(sizes: dict[int, int], k: int) -> None:
    def people(some: Sequence[int]) -> int:
        return sum(sizes[one] for one in some)

    alone, together = apart(sizes, people, k)
    if not alone and not together:
        assert people(list(sizes)) < k
        return
    assert sorted([*alone, *together]) == sorted(sizes)
    assert all(sizes[one] >= k for one in alone)
    assert not together or people(together) >= k


def test_the_smallest_of_the_others_joins_those_that_are_too_few_together() -> None:
    sizes = {1: 40, 2: 12, 3: 0, 4: 11}
    assert apart(sizes, lambda some: sum(sizes[one] for one in some), 10) == ([1, 2], [3, 4])


def test_what_has_no_name_is_never_told_by_itself() -> None:
    sizes = {"": 15, "A": 20}
    assert apart(sizes, lambda some: sum(sizes[one] for one in some), 10, never=("",)) == (["A"], [""])
