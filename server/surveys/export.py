"""Results as CSV: UTF-8, semicolon, with a header line; a line for each group, and for each text without a number."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.common_pb2 import Language
from smartregion.v1.survey_service_pb2 import SurveyQuestionKind as K

from server.exchange.table import escaped
from server.surveys.results import Told
from server.words import pick

HEAD = ("question", "kind", "answer", "people")
#: Between answers that are told together.
_OR = " / "


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(map(escaped, row) for row in rows)
    return buffer.getvalue().encode()


def groups(question: pb.SurveyQuestion, told: Told, language: Language) -> Iterator[Sequence[str]]:
    """Everybody who answered a question, and the groups of them; what may not be told has no number."""
    front = _front(question, language)
    yield (*front, "", str(told.people) if told.people else "")
    for group in told.groups:
        yield (*front, _OR.join(named(question, one, language) for one in group.answers), str(group.people))
    for one in told.withheld:
        yield (*front, named(question, one, language), "")


def texts(question: pb.SurveyQuestion, written: Iterable[str], language: Language) -> Iterator[Sequence[str]]:
    front = _front(question, language)
    for text in written:
        yield (*front, text, "")


def named(question: pb.SurveyQuestion, answer: int, language: Language) -> str:
    """An option in words; a point is a number."""
    if question.kind == K.SURVEY_QUESTION_KIND_SCALE:
        return str(answer)
    option = question.options[answer - 1]
    return pick((option.text_uk, option.text_en), language)


def _front(question: pb.SurveyQuestion, language: Language) -> tuple[str, str]:
    kind = K.Name(question.kind).removeprefix("SURVEY_QUESTION_KIND_")
    return pick((question.text_uk, question.text_en), language), kind
