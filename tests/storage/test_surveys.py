"""Surveys in storage: one answer a person, words in an order that tells nothing, and tallies; on both engines."""

import pytest

from storage.engine.erasure import erase_columns
from storage.engine.feed import ChangeKind, Topic
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import DuplicateValue
from storage.models.surveys import CLOSED, DRAFT, PUBLISHED, Survey
from storage.repositories import retention, subject, surveys
from storage.repositories.surveys import Words

from ..engines import START, held_rows

DAY = 86_400_000
PEOPLE = range(900, 912)


def a_survey(tx: Tx, number: int, state: int = PUBLISHED) -> Survey:
    row = Survey(
        id=number,
        title_uk="Тепло",
        title_en="Heat",
        intro_uk="",
        intro_en="",
        questions="{}",
        audience="{}",
        state=state,
        opens_at=START,
        closes_at=START + DAY,
        author_id=1,
        editor_id=1,
        created_at=START,
        updated_at=START,
        version=1,
    )
    surveys.create(tx, row)
    return row


def a_reply(tx: Tx, user_id: int, place: int = 1) -> None:
    surveys.reply(tx, 7, user_id, "Тепло", "Питання? — Так", [Words(3, place, f"Слово {user_id}.")])


def with_people(tx: Tx) -> None:
    a_survey(tx, 7)
    tx.keys.create_many(PEOPLE)
    for place, user_id in enumerate(PEOPLE, 1):
        a_reply(tx, user_id, place)


async def test_a_person_answers_once(store: Store) -> None:
    await store.write(with_people)
    with pytest.raises(DuplicateValue):
        await store.write(lambda tx: a_reply(tx, 900))
    assert await store.read(lambda tx: surveys.answered_at(tx, 900, [6, 7])) == {7: START}
    assert await store.read(lambda tx: surveys.answered_by(tx, 7, [900, 5])) == {900}


async def test_words_are_read_as_far_as_they_are_told_and_in_no_order_of_arrival(store: Store) -> None:
    await store.write(with_people)
    assert await store.read(lambda tx: surveys.written(tx, 7, {3: 10, 4: 9})) == {3: 10, 4: 0}

    def pages(tx: Tx) -> list[str]:
        found: list[tuple[int, str]] = []
        while more := surveys.texts(tx, 7, 3, 10, found[-1][0] if found else 0, 4):
            found += more
        return [text for _, text in found]

    def again(tx: Tx) -> None:
        for table in ("survey_reply", "survey_text"):
            tx.sql(f"DELETE FROM {table}")
        for place, user_id in enumerate(PEOPLE, 1):
            a_reply(tx, user_id, place)

    texts = await store.read(pages)
    assert sorted(texts) == [f"Слово {user_id}." for user_id in PEOPLE[:10]]
    orders = {tuple(texts)}
    for _ in range(3):
        await store.write(again)
        orders.add(tuple(await store.read(pages)))
    assert len(orders) > 1


async def test_erasure_takes_answers_and_words_and_leaves_the_tally(store: Store) -> None:
    await store.write(with_people)
    await store.write(lambda tx: surveys.count(tx, 7, '{"0":[]}'))
    await store.write(lambda tx: erase_columns(tx, 900))
    assert await store.read(lambda tx: surveys.written(tx, 7, {3: 12})) == {3: 11}
    assert await store.read(lambda tx: surveys.answered_by(tx, 7, list(PEOPLE))) == set(PEOPLE[1:])
    assert await store.read(lambda tx: surveys.counts(tx, [7, 8])) == {7: '{"0":[]}'}


async def test_a_person_s_own_answers_are_opened_for_them(store: Store) -> None:
    await store.write(with_people)

    def held(tx: Tx) -> dict[str, list[dict[str, object]]]:
        wanted = [one for one in subject.sections() if one.table.startswith("survey_")]
        return {one.table: held_rows(tx, one, 901) for one in wanted}

    found = await store.read(held)
    assert found == {
        "survey_reply": [{"answered_at": START, "survey": "Тепло", "answers": "Питання? — Так"}],
        "survey_text": [{"words": "Слово 901."}],
    }


async def test_the_term_of_answers_runs_from_the_close(store: Store) -> None:
    await store.write(with_people)
    rules = [rule for rule in retention.rules() if rule.table in ("survey_reply", "survey_text")]

    async def past(now: int) -> list[int]:
        return await store.read(lambda tx: [retention.past(tx, rule, now).rows for rule in rules])

    assert await past(START + 5_000 * DAY) == [0, 0]  # it is open still

    def close(tx: Tx) -> None:
        row = surveys.by_id(tx, 7)
        assert row is not None
        surveys.update(tx, row, state=CLOSED, closed_at=START)

    await store.write(close)
    assert await past(START + 365 * DAY) == [0, 0]
    assert await past(START + 365 * DAY + 1) == [12, 12]


async def test_lists_go_by_state_and_only_a_change_is_another_version(store: Store) -> None:
    def made(tx: Tx) -> list[int]:
        for number, state in ((1, DRAFT), (2, PUBLISHED), (3, CLOSED), (4, PUBLISHED)):
            a_survey(tx, number, state)
        row = surveys.by_id(tx, 2)
        assert row is not None
        surveys.progress(tx, row, invited_at=START)
        versions = [row.version]
        surveys.update(tx, row, title_uk="Вода")
        assert tx.changes[Topic.SURVEYS, ChangeKind.UPDATED] == [2, 2]
        return [*versions, row.version]

    assert await store.write(made) == [1, 2]

    def lists(tx: Tx) -> list[list[int]]:
        rows = [
            surveys.page(tx, (), None, 2, 0)[0],
            surveys.page(tx, (), 3, 2, 0)[0],
            surveys.page(tx, (PUBLISHED,), None, 9, 1)[0],
            surveys.behind(tx, (PUBLISHED,), 2, 9),
            surveys.watched(tx, (DRAFT,), [1, 2]),
            surveys.published(tx),
        ]
        return [[row.id for row in listed] for listed in rows]

    assert await store.read(lists) == [[4, 3], [2, 1], [2], [4], [1], [4, 2]]
    found = await store.read(lambda tx: surveys.peek(tx, 2))
    assert found is not None
    assert (found.title_uk, found.invited_at) == ("Вода", START)
