"""What the company asks the townspeople: a survey that is open, one that is closed, a draft; and what they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random

from smartregion.v1 import survey_service_pb2 as pb
from smartregion.v1.survey_service_pb2 import SurveyQuestionKind as K

from server.codec import DAY_MS
from server.limits import SMALLEST_GROUP
from server.surveys import answers, contents, standing
from server.surveys.tally import Tally
from storage.chunks import chunks
from storage.days import midnight
from storage.engine.ids import first_id_at, new_id
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.people import User
from storage.models.surveys import DRAFT, PUBLISHED, Survey
from storage.repositories import operators, surveys
from storage.repositories.surveys import Words

SINGLE, MULTIPLE = K.SURVEY_QUESTION_KIND_SINGLE, K.SURVEY_QUESTION_KIND_MULTIPLE
SCALE, TEXT = K.SURVEY_QUESTION_KIND_SCALE, K.SURVEY_QUESTION_KIND_TEXT
#: Who writes them, how many had answered before the demonstration began, and how many of them are written at once.
AUTHOR = "daryna"
CLOSED_BY, OPEN_BY, CHUNK = 640, 180, 100


@dataclass(frozen=True)
class Asked:
    """A survey, and what people write of it in their own words."""

    survey: pb.Survey
    words: tuple[str, ...] = ()
    #: Days before today on which it opened, and days from today on which it closes.
    opened: int = 0
    closes: int = 0


def _choice(
    name: str, kind: int, uk: str, en: str, options: Sequence[tuple[str, str]], required: bool = False
) -> pb.SurveyQuestion:
    listed = [pb.SurveyOption(text_uk=one, text_en=other) for one, other in options]
    return pb.SurveyQuestion(id=name, kind=kind, text_uk=uk, text_en=en, options=listed, required=required)


def _scale(name: str, uk: str, en: str) -> pb.SurveyQuestion:
    return pb.SurveyQuestion(
        id=name,
        kind=SCALE,
        text_uk=uk,
        text_en=en,
        scale_from=1,
        scale_to=5,
        from_label_uk="дуже погано",
        from_label_en="very bad",
        to_label_uk="дуже добре",
        to_label_en="very good",
    )


def _words(name: str, uk: str, en: str) -> pb.SurveyQuestion:
    return pb.SurveyQuestion(id=name, kind=TEXT, text_uk=uk, text_en=en)


OPEN = Asked(
    pb.Survey(
        title_uk="Показання без клопоту",
        title_en="Readings without trouble",
        intro_uk="Розкажіть, як вам зручніше передавати показання. Це дві хвилини; хто що відповів, не видно нікому.",
        intro_en="Tell us how you like to hand in readings. It takes two minutes; nobody sees who answered what.",
        questions=[
            _choice(
                "way",
                SINGLE,
                "Як ви зазвичай передаєте показання?",
                "How do you usually hand in readings?",
                (
                    ("У застосунку", "In the app"),
                    ("Телефоном", "By phone"),
                    ("На сайті постачальника", "On the utility's site"),
                    ("Не передаю", "I do not"),
                ),
                required=True,
            ),
            _choice(
                "news",
                MULTIPLE,
                "Які сповіщення вам корисні?",
                "Which messages help you?",
                (
                    ("Про час передавати показання", "That readings are due"),
                    ("Про відключення", "Of outages"),
                    ("Про рахунки", "Of bills"),
                    ("Про новини", "Of news"),
                ),
            ),
            _scale("ease", "Наскільки зручно передавати показання?", "How easy is it to hand in readings?"),
            _words("better", "Що варто поліпшити?", "What should be better?"),
        ],
    ),
    (
        "Щоб показання розпізнавалися з фото.",
        "Нагадуйте ввечері, вдень я на роботі.",
        "Хочу бачити графік споживання за рік.",
        "Усе влаштовує, дякую.",
        "Додайте рахунки батьків в один кабінет.",
        "Більші цифри, будь ласка: бабусі важко читати.",
    ),
    opened=6,
    closes=8,
)
CLOSED = Asked(
    pb.Survey(
        title_uk="Тепло минулої зими",
        title_en="Heating last winter",
        questions=[
            _choice(
                "warm",
                SINGLE,
                "Чи було вдома тепло?",
                "Was it warm at home?",
                (("Так", "Yes"), ("Не завжди", "Not always"), ("Ні", "No")),
                required=True,
            ),
            _scale("paid", "Чи зрозумілі вам нарахування за тепло?", "Are charges for heating clear to you?"),
            _words("say", "Що ще ви хотіли б сказати?", "What else would you like to say?"),
        ],
    ),
    ("У кутовій кімнаті холодно.", "Дякуємо, що ввімкнули вчасно.", "Поверніть лічильник на будинок."),
    opened=60,
    closes=-30,
)
WRITTEN = Asked(
    pb.Survey(
        title_uk="Якість води",
        title_en="Quality of water",
        questions=[
            _choice(
                "taste",
                SINGLE,
                "Яка вода у вас удома?",
                "What is the water like at your home?",
                (("Добра", "Good"), ("Зі смаком", "It tastes of something"), ("Каламутна", "Cloudy")),
            ),
        ],
    )
)


async def write(store: Store, today: date) -> None:
    """Writes all three, with what people answered before; nobody is invited anew."""
    people = await store.read(lambda tx: [number for (number,) in tx.rows(User.select(User.id).order_by(User.id))])
    random = Random(midnight(today))
    for asked, count in ((CLOSED, CLOSED_BY), (OPEN, OPEN_BY), (WRITTEN, 0)):
        survey_id = await store.write(partial(_create, asked=asked, today=today))
        for some in chunks(random.sample(people, min(count, len(people) * 3 // 4)), CHUNK):
            await store.write(partial(_answer, survey_id=survey_id, asked=asked, people=some, random=random))
        await store.write(partial(_end, survey_id=survey_id, asked=asked, today=today))


def _create(tx: Tx, asked: Asked, today: date) -> int:
    author = operators.by_login(tx, AUTHOR)
    assert author is not None, "operators are seeded first"
    opened, closes = _time(asked, today)
    row = Survey(
        id=first_id_at(opened) if asked.opened else new_id(),
        state=DRAFT,
        author_id=author.id,
        editor_id=author.id,
        created_at=opened,
        updated_at=opened,
        version=1,
        **contents.columns(asked.survey),
    )
    if asked.opened:
        row.state, row.publisher_id = PUBLISHED, author.id
        row.opens_at = row.opened_at = row.invited_at = row.published_at = opened
        row.closes_at = closes
    surveys.create(tx, row)
    return row.id


def _time(asked: Asked, today: date) -> tuple[int, int]:
    """When it opened and when it closes; milliseconds."""
    return midnight(today) - asked.opened * DAY_MS, midnight(today) + asked.closes * DAY_MS


def _answer(tx: Tx, survey_id: int, asked: Asked, people: Sequence[int], random: Random) -> None:
    """As SubmitAnswers does it."""
    tally = Tally.parse(surveys.counts(tx, [survey_id]).get(survey_id, ""))
    questions = tuple(asked.survey.questions)
    for user_id in people:
        answered = answers.checked(questions, drawn(questions, asked.words, random))
        tally.take(answered.counted(), SMALLEST_GROUP)
        written = [Words(place, tally.written(place), text) for place, text in answered.words.items()]
        surveys.reply(tx, survey_id, user_id, asked.survey.title_uk, answers.in_words(questions, answered), written)
    surveys.count(tx, survey_id, tally.text())


def _end(tx: Tx, survey_id: int, asked: Asked, today: date) -> None:
    """Closes what is over. What was answered in the days before today was not answered today."""
    opened, closes = _time(asked, today)
    tx.sql("UPDATE survey_reply SET answered_at = ? WHERE survey_id = ?", (opened + DAY_MS, survey_id))
    if asked.closes < 0:
        standing.pass_on(tx, survey_id)
        tx.sql("UPDATE survey SET closed_at = ?, updated_at = ? WHERE id = ?", (closes, closes, survey_id))


def drawn(questions: Sequence[pb.SurveyQuestion], words: Sequence[str], random: Random) -> Iterator[pb.SurveyAnswer]:
    """What somebody answers: the first options more than the last, and not everything."""
    for question in questions:
        if not question.required and random.random() < 0.25:
            continue
        made = pb.SurveyAnswer(question_id=question.id)
        if question.kind == TEXT:
            if not words or random.random() < 0.6:
                continue
            made.text = random.choice(words)
        elif question.kind == SCALE:
            made.point = min(question.scale_to, max(question.scale_from, round(random.gauss(3.6, 1.1))))
        else:
            places = [place for place in range(1, len(question.options) + 1) if random.random() < 0.75 / place]
            made.options.extend((places or [1])[: 1 if question.kind == SINGLE else None])
        yield made
