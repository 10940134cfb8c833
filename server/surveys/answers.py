"""What somebody answers, held against the questions; and in words, as they are told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.survey_service_pb2 import SurveyQuestionKind as K

from server.errors import InvalidField
from server.notifications.placeholders import blank
from server.surveys.results import answers_of

SINGLE, MULTIPLE = K.SURVEY_QUESTION_KIND_SINGLE, K.SURVEY_QUESTION_KIND_MULTIPLE
SCALE, TEXT = K.SURVEY_QUESTION_KIND_SCALE, K.SURVEY_QUESTION_KIND_TEXT
#: The field in which a question of each kind is answered.
_FIELDS = {SINGLE: "options", MULTIPLE: "options", SCALE: "point", TEXT: "text"}


@dataclass
class Answered:
    """Answers of one person, by the places of the questions, from 0."""

    #: Places of options from 1, or the point.
    chosen: dict[int, tuple[int, ...]] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)

    def counted(self) -> dict[int, tuple[int, ...]]:
        """What is counted: of words that there are some."""
        return self.chosen | dict.fromkeys(self.words, ())


def checked(questions: Sequence[pb.SurveyQuestion], answers: Iterable[pb.SurveyAnswer]) -> Answered:
    """Raises InvalidField naming the answer and the rule that it breaks."""
    places = {question.id: place for place, question in enumerate(questions)}
    made = Answered()
    for number, answer in enumerate(answers):
        path = f"answers[{number}]"
        place = places.get(answer.question_id)
        if place is None:
            raise InvalidField(f"{path}.question_id", "survey.question", "must name a question of the survey")
        if place in made.chosen or place in made.words:
            raise InvalidField(f"{path}.question_id", "survey.once", "is answered already")
        question = questions[place]
        _check_kind(question, answer, path)
        if question.kind == TEXT:
            made.words[place] = _words(answer, path)
        else:
            made.chosen[place] = _chosen(question, answer, path)
    for place, question in enumerate(questions):
        if question.required and place not in made.chosen and place not in made.words:
            raise InvalidField("answers", "survey.required", f"must answer question {question.id}", id=question.id)
    return made


def _check_kind(question: pb.SurveyQuestion, answer: pb.SurveyAnswer, path: str) -> None:
    given = {"options": bool(answer.options), "point": answer.HasField("point"), "text": bool(answer.text)}
    for name, there in given.items():
        if there and name != _FIELDS[question.kind]:
            raise InvalidField(f"{path}.{name}", "survey.not_of_kind", "belongs to questions of other kinds")


def _words(answer: pb.SurveyAnswer, path: str) -> str:
    if blank(answer.text):
        raise InvalidField(f"{path}.text", "survey.text", "must say something")
    return answer.text.strip()


def _chosen(question: pb.SurveyQuestion, answer: pb.SurveyAnswer, path: str) -> tuple[int, ...]:
    possible = answers_of(question)
    if question.kind == SCALE:
        if not answer.HasField("point") or answer.point not in possible:
            rule = f"must be from {question.scale_from} to {question.scale_to}"
            raise InvalidField(
                f"{path}.point", "survey.point", rule, low=str(question.scale_from), high=str(question.scale_to)
            )
        return (answer.point,)
    if not answer.options:
        raise InvalidField(f"{path}.options", "survey.chosen", "must name an option")
    if question.kind == SINGLE and len(answer.options) > 1:
        raise InvalidField(f"{path}.options", "survey.one_option", "must be one")
    for number, option in enumerate(answer.options):
        if option not in possible:
            high = str(len(question.options))
            raise InvalidField(f"{path}.options[{number}]", "survey.option", f"must be from 1 to {high}", high=high)
    return tuple(sorted(answer.options))


def in_words(questions: Sequence[pb.SurveyQuestion], answered: Answered) -> str:
    """A line for each question that was answered, in Ukrainian, as access packages are."""
    lines = []
    for place, question in enumerate(questions):
        if place in answered.words:
            lines.append(f"{question.text_uk} — {answered.words[place]}")
        elif place in answered.chosen:
            lines.append(f"{question.text_uk} — {'; '.join(_named(question, answered.chosen[place]))}")
    return "\n".join(lines)


def _named(question: pb.SurveyQuestion, chosen: Iterable[int]) -> list[str]:
    if question.kind == SCALE:
        return [f"{point} ({question.scale_from}–{question.scale_to})" for point in chosen]
    return [question.options[option - 1].text_uk for option in chosen]
