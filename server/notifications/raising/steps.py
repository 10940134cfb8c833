"""How changes of the feed are taken in portions: pure, so that what is done once can be seen to be done once."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.engine.feed import Change, ChangeKind, Topic
from storage.repositories.feed_readers import Place


@dataclass(frozen=True)
class Step:
    """What a reader does in one unit: ids of one topic and kind, from one change or several that follow."""

    topic: Topic
    kind: ChangeKind
    ids: tuple[int, ...]
    #: How far an earlier step came within the first id; 0 where it is not begun.
    behind: int
    #: When the first of it changed; milliseconds.
    at: int
    #: The reader's place before it and after it.
    start: Place
    then: Place

    def within(self, behind: int) -> Place:
        """The place of one that has come so far in the first id, and no further."""
        return self.start._replace(behind=behind)


def next_step(changes: Sequence[Change], place: Place, topics: frozenset[Topic], most: int) -> Step | None:
    """What comes after a place, at most so many ids; None where nothing of the topics does. `changes` go on from the
    place, in order."""
    ids: list[int] = []
    first: Change | None = None
    start = then = place
    for change in changes:
        if change.revision <= place.revision or change.topic not in topics:
            continue
        # What is done of a change stands beside the revision before it.
        begun = place.revision == change.revision - 1
        done = place.done if begun else 0
        if first is None:
            first = change
            start = Place(change.revision - 1, done, place.behind if begun else 0)
        elif (change.topic, change.kind) != (first.topic, first.kind) or len(ids) == most:
            break
        taken = change.ids[done : done + most - len(ids)]
        ids += taken
        done += len(taken)
        then = Place(change.revision) if done == len(change.ids) else Place(change.revision - 1, done)
        if done < len(change.ids):
            break
    if first is None:
        return None
    return Step(first.topic, first.kind, tuple(ids), start.behind, first.at, start, then)


def left(changes: Sequence[Change], place: Place) -> Sequence[Change]:
    """The changes behind a place."""
    return [change for change in changes if change.revision > place.revision]
