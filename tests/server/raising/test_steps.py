"""Portions of the feed: whatever is taken at once and wherever it is broken off, each id comes once and in order."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from server.notifications.raising.steps import left, next_step
from storage.engine.feed import Change, ChangeKind, Topic
from storage.repositories.feed_readers import Place

MINE = frozenset({Topic.WORKS, Topic.SESSIONS})


@st.composite
def feeds(draw: st.DrawFn) -> list[Change]:
    """Changes with gaps between their revisions, as a sequence of PostgreSQL leaves them."""
    revision, made = draw(st.integers(0, 5)), []
    for number in range(draw(st.integers(0, 8))):
        revision += draw(st.integers(1, 3))
        topic = draw(st.sampled_from([Topic.WORKS, Topic.SESSIONS, Topic.READINGS]))
        kind = draw(st.sampled_from([ChangeKind.CREATED, ChangeKind.UPDATED]))
        ids = draw(st.lists(st.integers(1, 99), min_size=1, max_size=7, unique=True))
        made.append(Change(revision, topic, kind, tuple(ids), 1_000 * number))
    return made


def wanted(feed: Sequence[Change], place: Place) -> list[tuple[int, int, int]]:
    return [
        (change.topic, change.kind, number)
        for change in feed
        if change.revision > place.revision and change.topic in MINE
        for number in change.ids
    ]


@given(feeds(), st.integers(0, 6), st.lists(st.integers(1, 9), min_size=40, max_size=40), st.data())
def test_each_id_comes_once_and_in_order(feed: list[Change], first: int, sizes: list[int], data: st.DataObject) -> None:
    place = Place(first)
    taken: list[tuple[int, int, int]] = []
    all_of_it = wanted(feed, place)
    for most in sizes * 3:
        step = next_step(left(feed, place) if data.draw(st.booleans()) else feed, place, MINE, most)
        if step is None:
            break
        assert 1 <= len(step.ids) <= most
        assert step.start.revision >= place.revision
        again = next_step(feed, step.start, MINE, most)  # as after a crash in the middle of it
        assert again == step
        taken += [(step.topic, step.kind, number) for number in step.ids]
        place = step.then
    assert taken == all_of_it


@given(feeds(), st.integers(1, 9))
def test_what_goes_on_within_an_id_comes_again_from_there(feed: list[Change], most: int) -> None:
    place = Place(0)
    while step := next_step(feed, place, MINE, most):
        assert step.behind == 0
        broken = next_step(feed, step.within(77), MINE, most)
        assert broken is not None
        assert (broken.ids, broken.behind, broken.then) == (step.ids, 77, step.then)
        place = step.then


def test_how_far_one_came_says_nothing_of_a_change_that_comes_later() -> None:
    """The change that was begun is no longer in the feed."""
    later = Change(9, Topic.WORKS, ChangeKind.UPDATED, (1, 2), 0)
    step = next_step([later], Place(5, 1, 77), MINE, 9)
    assert step is not None
    assert (step.ids, step.behind, step.start) == ((1, 2), 0, Place(8))
