"""What is told of a question: no group of fewer than k people, neither told nor to be reckoned from what is."""

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.survey_service_pb2 import SurveyOption, SurveyQuestion
from smartregion.v1.survey_service_pb2 import SurveyQuestionKind as Kind

from server.surveys.results import Group, Told, answers_of, told, words_told
from server.surveys.tally import Counts

SINGLE, MULTIPLE = Kind.SURVEY_QUESTION_KIND_SINGLE, Kind.SURVEY_QUESTION_KIND_MULTIPLE
SCALE = Kind.SURVEY_QUESTION_KIND_SCALE
K = st.integers(2, 10)
COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=6)


def choice(kind: int, options: int) -> SurveyQuestion:
    return SurveyQuestion(kind=kind, options=[SurveyOption() for _ in range(options)])


def parted(counts: list[int], first: int = 1) -> Counts:
    """People of whom each gave one answer."""
    return Counts(sum(counts), Counter({first + place: count for place, count in enumerate(counts)}))


@given(COUNTS, K)
def test_the_parts_of_a_question_are_all_told_or_none_and_no_sum_of_them_leaves_fewer_than_k(
    counts: list[int], k: int
) -> None:
    found = told(choice(SINGLE, len(counts)), parted(counts), k)
    assert found.people in (0, sum(counts))
    assert found.people == 0 or found.people >= k
    if not found.groups:
        return
    assert sorted(one for group in found.groups for one in group.answers) == list(range(1, len(counts) + 1))
    for size in range(1, len(found.groups)):
        for some in combinations(found.groups, size):
            assert k <= sum(group.people for group in some) <= found.people - k
    for group in found.groups:
        assert group.people == sum(counts[one - 1] for one in group.answers)


@given(st.lists(st.sets(st.integers(1, 4), min_size=1), max_size=60), K)
def test_an_option_among_several_is_told_where_k_chose_it_and_k_did_not(people: list[set[int]], k: int) -> None:
    counts = Counts()
    for chosen in people:
        counts.add(chosen)
    found = told(choice(MULTIPLE, 4), counts, k)
    if len(people) < k:
        assert found == Told(0)
        return
    shown = {group.answers[0]: group.people for group in found.groups}
    assert sorted([*shown, *found.withheld]) == [1, 2, 3, 4]
    for option in range(1, 5):
        chose = sum(option in chosen for chosen in people)
        assert (option in shown) == (chose >= k and len(people) - chose >= k)
        assert shown.get(option, chose) == chose


@given(COUNTS, K)
def test_a_mean_is_told_with_all_points_or_not_at_all(counts: list[int], k: int) -> None:
    question = SurveyQuestion(kind=SCALE, scale_from=0, scale_to=len(counts) - 1)
    found = told(question, parted(counts, first=0), k)
    if found.mean is None:
        assert not found.groups or any(len(group.answers) > 1 for group in found.groups)
    else:
        assert all(count >= k for count in counts)


def test_a_question_reads_as_people_would_expect() -> None:
    assert told(choice(SINGLE, 3), parted([20, 15, 12])).groups == (Group((1,), 20), Group((2,), 15), Group((3,), 12))
    assert told(choice(SINGLE, 4), parted([20, 15, 3, 7])).groups == (
        Group((1,), 20),
        Group((2,), 15),
        Group((3, 4), 10),
    )
    assert told(choice(SINGLE, 3), parted([20, 15, 0])).groups == (Group((1,), 20), Group((2, 3), 15))
    assert told(choice(SINGLE, 2), parted([40, 3])) == Told(43)
    assert told(choice(SINGLE, 2), parted([5, 4])) == Told(0)
    question = SurveyQuestion(kind=SCALE, scale_from=0, scale_to=2)
    assert answers_of(question) == range(3)
    assert told(question, parted([10, 10, 12], first=0)).mean == 106


def test_own_words_are_counted_in_steps_for_good() -> None:
    assert [words_told(kept).people for kept in (0, 9, 10, 19, 20)] == [0, 0, 10, 10, 20]
