"""What the same person says later of an instant takes the place of what they said first; between different people
nothing does, and the order in which they come decides nothing."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from smartregion.v1.options_pb2 import PrincipalKind
from smartregion.v1.reading_service_pb2 import ReadingSource

from server.codec import MICRO
from server.principal import Principal
from server.readings import ingest
from server.readings.words import REASON, SUPERSEDED
from storage.engine.transaction import Tx
from storage.repositories import readings
from storage.repositories.scope import EVERYTHING

from .dials import ACCEPTED, IN_REVIEW, MONTH, SOMEBODY, Dial, endless

RESIDENT, OPERATOR, IMPORT = (
    int(source)
    for source in (
        ReadingSource.READING_SOURCE_RESIDENT,
        ReadingSource.READING_SOURCE_OPERATOR,
        ReadingSource.READING_SOURCE_IMPORT,
    )
)
OLENA, IVAN = (Principal(PrincipalKind.PRINCIPAL_KIND_RESIDENT, number, frozenset()) for number in (11, 12))
AT = 3 * MONTH


class Word(NamedTuple):
    who: Principal
    value: int
    source: int = RESIDENT
    version: int = 1
    at: int = AT


@pytest.fixture(scope="module")
def tx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tx]:
    with endless(tmp_path_factory.mktemp("words")) as tx:
        yield tx


@pytest.fixture
def dial(tx: Tx) -> Dial:
    return a_dial(tx)


def a_dial(tx: Tx) -> Dial:
    dial = Dial(tx)
    dial.take((0, 100), (MONTH, 110), (2 * MONTH, 120))
    return dial


def say(dial: Dial, *words: Word, together: bool = False) -> list[ingest.Outcome]:
    intakes = [
        ingest.Intake(
            one.who,
            EVERYTHING,
            one.source,
            [ingest.Entry(dial.id, "", 1, one.value * MICRO, one.at, None, None, 0, one.version)],
        )
        for one in words
    ]
    groups = [intakes] if together else [[one] for one in intakes]
    return [outcome for group in groups for outcomes in ingest.take(dial.tx, group) for outcome in outcomes]


def states(dial: Dial, at: int = AT) -> list[tuple[int, int]]:
    rows = dial.tx.sql("SELECT value, state FROM reading WHERE register_id = ? AND read_at = ?", (dial.id, at))
    return sorted((value // MICRO, state) for value, state in rows)


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize(("first", "last"), [(1300, 130), (130, 131), (13, 130), (131, 130)])
def test_the_later_word_of_the_same_resident_stands(dial: Dial, first: int, last: int, together: bool) -> None:
    outcomes = say(dial, Word(OLENA, first), Word(OLENA, last), together=together)
    assert states(dial) == sorted([(first, SUPERSEDED), (last, ACCEPTED)])
    judgement = outcomes[-1].judgement
    assert judgement is not None
    assert judgement.state == ACCEPTED
    if together:
        assert outcomes[0].judgement is not None
        assert outcomes[0].judgement.state == SUPERSEDED


def test_who_corrected_it_and_why_is_on_record(dial: Dial) -> None:
    first, last = (one.reading_id for one in say(dial, Word(OLENA, 1300), Word(OLENA, 130)))
    *_, version = readings.versions(dial.tx, first)
    assert (version.state, version.actor_kind, version.actor_id) == (SUPERSEDED, int(OLENA.kind), OLENA.id)
    assert (version.reason, version.superseded_by) == (REASON, last)
    row = readings.by_id(dial.tx, first)
    assert row is not None
    assert row.superseded_by == last


def test_what_lies_behind_is_judged_by_the_later_word(dial: Dial) -> None:
    say(dial, Word(OLENA, 139), Word(OLENA, 135, at=4 * MONTH))
    assert states(dial, 4 * MONTH) == [(135, IN_REVIEW)]
    say(dial, Word(OLENA, 129))
    assert (states(dial), states(dial, 4 * MONTH)) == ([(129, ACCEPTED), (139, SUPERSEDED)], [(135, ACCEPTED)])


def test_who_comes_back_to_the_first_index_means_that(dial: Dial) -> None:
    say(dial, Word(OLENA, 130), Word(OLENA, 131), Word(OLENA, 130), Word(OLENA, 130))
    assert states(dial) == [(130, ACCEPTED), (130, SUPERSEDED), (131, SUPERSEDED)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (Word(OLENA, 130), Word(IVAN, 131)),
        (Word(OLENA, 130), Word(Principal(OLENA.kind, 11, frozenset()), 131, OPERATOR)),
        (Word(SOMEBODY, 130, IMPORT), Word(SOMEBODY, 131, IMPORT)),
    ],
    ids=["another person", "another door", "a file"],
)
def test_different_words_are_for_a_person(dial: Dial, first: Word, last: Word) -> None:
    say(dial, first, last)
    assert states(dial) == [(130, IN_REVIEW), (131, IN_REVIEW)]


def test_what_was_decided_is_not_replaced(dial: Dial) -> None:
    (outcome,) = say(dial, Word(OLENA, 130))
    dial.decide(AT, 130 * MICRO, accept=True)
    say(dial, Word(OLENA, 131))
    assert (130, ACCEPTED) in states(dial)
    assert (130, SUPERSEDED) not in states(dial)
    assert outcome.reading_id == dial.row(AT, 130 * MICRO).id


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_in_a_file_the_higher_version_stands_in_whatever_order(
    dial: Dial, order: tuple[int, int], together: bool
) -> None:
    words = {1: Word(SOMEBODY, 130, IMPORT, 1), 2: Word(SOMEBODY, 128, IMPORT, 2)}
    say(dial, *(words[one] for one in order), together=together)
    assert states(dial) == [(128, ACCEPTED), (130, SUPERSEDED)]
    assert [one.duplicate for one in say(dial, words[1], words[2], together=together)] == [True, True]


def test_a_version_is_the_one_that_was_handed_in_however_often_it_was_judged(dial: Dial) -> None:
    say(dial, Word(SOMEBODY, 130, IMPORT, 1))
    for index in (500, 501):  # judged anew time and again
        say(dial, Word(IVAN, index, at=4 * MONTH), Word(IVAN, 140, at=4 * MONTH + index))
    say(dial, Word(SOMEBODY, 131, IMPORT, 2))
    assert (130, SUPERSEDED) in states(dial)


def test_who_says_in_the_end_what_somebody_else_said_agrees_with_them(dial: Dial) -> None:
    say(dial, Word(IVAN, 130), Word(OLENA, 131), Word(OLENA, 130))
    assert states(dial) == [(130, ACCEPTED), (131, SUPERSEDED)]


WORDS = st.lists(st.tuples(st.sampled_from([AT, 4 * MONTH]), st.integers(59, 72)), max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS, WORDS, st.randoms(use_true_random=False), st.booleans())
def test_the_order_in_which_different_people_come_does_not_matter(
    tx: Tx, olena: list[tuple[int, int]], ivan: list[tuple[int, int]], random: object, together: bool
) -> None:
    # What two say alike is the word of whoever said it first: here each says other indexes.
    said = [
        [Word(who, 2 * value + odd, at=at) for at, value in words]
        for odd, (who, words) in enumerate(((OLENA, olena), (IVAN, ivan)))
    ]
    turns = [0] * len(said[0]) + [1] * len(said[1])
    ends = []
    for shuffle in (False, True):
        if shuffle:
            random.shuffle(turns)  # type: ignore[attr-defined]
        waiting = [iter(words) for words in said]
        dial = a_dial(tx)
        say(dial, *(next(waiting[turn]) for turn in turns), together=together and shuffle)
        ends.append((states(dial), states(dial, 4 * MONTH)))
    assert ends[0] == ends[1]
