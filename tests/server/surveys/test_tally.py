"""Looks at results: however people answer and however often one looks, nobody's answer is the difference of two."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from server.surveys.tally import Counts, Steps, Tally

K = st.integers(2, 6)
#: What each of the people chose, in the order in which they answered.
SINGLE = st.lists(st.integers(1, 4).map(lambda option: (option,)), max_size=120)
MULTIPLE = st.lists(st.sets(st.integers(1, 4), max_size=4).map(tuple), max_size=120)


def looks(people: list[tuple[int, ...]], k: int) -> list[Counts]:
    """What a look would show after each answer, and after the close."""
    steps, found = Steps(), [Counts()]
    for chosen in people:
        before = steps.told.people
        assert steps.take(chosen, k) == (steps.told.people > before)
        found.append(Counts(steps.told.people, Counter(steps.told.answers)))
    steps.close()
    return [*found, steps.told]


@given(SINGLE | MULTIPLE, K)
def test_two_looks_are_the_same_or_k_people_lie_between_them_of_whom_k_said_otherwise(
    people: list[tuple[int, ...]], k: int
) -> None:
    shown = {look.people: look for look in looks(people, k)}
    for first, then in combinations(sorted(shown), 2):
        if first == 0:
            continue  # of what was not shown nothing is a difference: a first look is a group of its own
        between = then - first
        assert between >= k
        for answer in range(1, 5):
            gave = shown[then].answers[answer] - shown[first].answers[answer]
            assert 0 <= gave <= between - k


@given(SINGLE | MULTIPLE, K)
def test_a_look_shows_no_first_people_before_k_of_them_said_otherwise(people: list[tuple[int, ...]], k: int) -> None:
    *open_looks, last = looks(people, k)
    for look in open_looks:
        assert not look.people or look.is_step(k)
    assert last == Counts(len(people), Counter(answer for chosen in people for answer in chosen))


@given(st.lists(st.dictionaries(st.integers(0, 3), st.sets(st.integers(1, 3)), max_size=4), max_size=40), K)
def test_a_tally_comes_back_from_its_row_as_it_was(people: list[dict[int, set[int]]], k: int) -> None:
    tally = Tally()
    for answers in people:
        tally = Tally.parse(tally.text())
        tally.take(answers, k)
    again = Tally.parse(tally.text())
    for question in range(-1, 4):
        assert again.of(question) == tally.of(question)
        answered = sum(question in answers for answers in people) if question >= 0 else len(people)
        assert again.written(question) == answered


def test_results_move_by_whole_steps_and_the_last_one_waits_for_the_close() -> None:
    steps = Steps()
    told = []
    for number in range(14):
        steps.take((number % 2,), 3)
        told.append(steps.told.people)
    assert told == [0] * 11 + [6, 6, 6]
    steps.close()
    assert (steps.told.people, steps.told.answers) == (14, Counter({0: 7, 1: 7}))


def test_people_who_all_say_the_same_move_nothing() -> None:
    steps = Steps()
    assert not any(steps.take((1,), 3) for _ in range(50))
    assert steps.told.people == 0
