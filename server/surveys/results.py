"""What may be told of how people answered: groups of k people or more, and none that can be reckoned from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from smartregion.v1.survey_service_pb2 import SurveyQuestion
from smartregion.v1.survey_service_pb2 import SurveyQuestionKind as K

from server.limits import SMALLEST_GROUP
from server.small_groups import apart
from server.surveys.tally import Counts


@dataclass(frozen=True)
class Group:
    """People who gave one of these answers: places of options from 1, or points of the scale."""

    answers: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class Told:
    """What is told of a question; people is 0 where nothing is."""

    people: int
    groups: tuple[Group, ...] = ()
    #: Of options of which several could be chosen: those that too few did, or too few did not.
    withheld: tuple[int, ...] = ()
    #: Of a scale whose every point is told by itself: hundredths.
    mean: int | None = None


def answers_of(question: SurveyQuestion) -> range:
    """Everything that can be answered to a question of options or points."""
    if question.kind == K.SURVEY_QUESTION_KIND_SCALE:
        return range(question.scale_from, question.scale_to + 1)
    return range(1, len(question.options) + 1)


def told(question: SurveyQuestion, counts: Counts, k: int = SMALLEST_GROUP) -> Told:
    """Of a question of options or points, from what is told of its counts."""
    if counts.people < k:
        return Told(0)
    if question.kind == K.SURVEY_QUESTION_KIND_MULTIPLE:
        return _each(answers_of(question), counts, k)
    groups = _parts(answers_of(question), counts, k)
    points = question.kind == K.SURVEY_QUESTION_KIND_SCALE
    whole = points and bool(groups) and all(len(one.answers) == 1 for one in groups)
    return Told(counts.people, groups, mean=_mean(groups) if whole else None)


def words_told(people: int, k: int = SMALLEST_GROUP) -> Told:
    """Of a question that is answered in one's own words, from how many of these are kept: somebody who is erased takes
    theirs along, so what is told goes by steps for good."""
    return Told(people - people % k)


def _each(answers: Iterable[int], counts: Counts, k: int) -> Told:
    """Options of which several could be chosen: each parts the people into those who did and those who did not."""
    groups, withheld = [], []
    for answer in answers:
        chose = counts.answers[answer]
        if k <= chose <= counts.people - k:
            groups.append(Group((answer,), chose))
        else:
            withheld.append(answer)
    return Told(counts.people, tuple(groups), tuple(withheld))


def _parts(answers: Sequence[int], counts: Counts, k: int) -> tuple[Group, ...]:
    """Answers of which each gave one: all the people in parts. One part alone would say of everybody what they said."""

    def people(some: Iterable[int]) -> int:
        return sum(counts.answers[answer] for answer in some)

    alone, together = apart(answers, people, k)
    groups = [Group((answer,), counts.answers[answer]) for answer in alone]
    if together:
        groups.append(Group(tuple(sorted(together)), people(together)))
    return tuple(sorted(groups, key=lambda group: group.answers)) if len(groups) > 1 else ()


def _mean(groups: Iterable[Group]) -> int:
    listed = list(groups)
    exact = Fraction(sum(one.answers[0] * one.people for one in listed), sum(one.people for one in listed))
    return round(exact * 100)
