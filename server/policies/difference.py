"""What one text says otherwise than another: paragraph by paragraph, and within those that changed word by word.

A longest common subsequence by bits (Crochemore et al. 2001; Hyyrö 2004): a row of the table is one integer, so that
the worst that anybody can write takes as long as the best.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

#: Words, and the space between them: what stands behind a word makes it no other.
_WORDS = re.compile(r"\S+|\s+")
#: Paragraphs that share less of their words are two, not one that changed.
ALIKE = 0.3
#: Paragraphs that came among which the one is looked for that an old one became.
AHEAD = 6


class Change(IntEnum):
    """The numbers are those of smartregion.v1.PolicyChange."""

    SAME = 1
    REMOVED = 2
    ADDED = 3
    CHANGED = 4


class Span(NamedTuple):
    change: Change
    text: str


class Paragraph(NamedTuple):
    change: Change
    spans: tuple[Span, ...]


def compare(old: str, new: str) -> list[Paragraph]:
    """The paragraphs of both texts in order; empty lines between them say nothing and are left out."""
    found: list[Paragraph] = []
    removed: list[str] = []
    added: list[str] = []
    for change, line in [*steps(_lines(old), _lines(new)), (Change.SAME, None)]:
        if change is Change.REMOVED:
            removed.append(str(line))
        elif change is Change.ADDED:
            added.append(str(line))
        else:
            found += _replaced(removed, added)
            removed, added = [], []
            if line is not None:
                found.append(Paragraph(Change.SAME, (Span(Change.SAME, line),)))
    return found


def counted(paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """Words that were removed, and that were added."""
    words = dict.fromkeys(Change, 0)
    for paragraph in paragraphs:
        for span in paragraph.spans:
            words[span.change] += len(span.text.split())
    return words[Change.REMOVED], words[Change.ADDED]


def _lines(text: str) -> list[str]:
    return [line for line in map(str.rstrip, text.splitlines()) if line]


def _replaced(removed: Sequence[str], added: Sequence[str]) -> Iterator[Paragraph]:
    """A run of paragraphs that others stand for: each that is alike to one of the next that came became it; the rest
    went and came."""
    place = 0
    for before in removed:
        alike = ((at, _spans(before, added[at])) for at in range(place, min(place + AHEAD, len(added))))
        at, spans = next(((at, spans) for at, spans in alike if spans), (place, ()))
        yield from map(_added, added[place:at])
        yield Paragraph(Change.CHANGED, spans) if spans else Paragraph(Change.REMOVED, (Span(Change.REMOVED, before),))
        place = at + 1 if spans else at
    yield from map(_added, added[place:])


def _added(line: str) -> Paragraph:
    return Paragraph(Change.ADDED, (Span(Change.ADDED, line),))


def _spans(before: str, after: str) -> tuple[Span, ...]:
    """What became of the words of a paragraph; nothing where too few of them stayed."""
    listed: list[tuple[Change, str]] = []
    for change, word in steps(_WORDS.findall(before), _WORDS.findall(after)):
        if listed and listed[-1][0] is change:
            listed[-1] = (change, listed[-1][1] + word)
        else:
            listed.append((change, word))
    same = sum(_letters(text) for change, text in listed if change is Change.SAME)
    if same < ALIKE * max(_letters(before), _letters(after)):
        return ()
    return tuple(Span(change, text) for change, text in listed)


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


def steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[Change, str]]:
    """How to come from one sequence to the other, keeping as many items as can be kept."""
    places: defaultdict[str, int] = defaultdict(int)
    for place, item in enumerate(new):
        places[item] |= 1 << place
    whole = (1 << len(new)) - 1
    rows = [whole]
    for item in old:
        row = rows[-1]
        kept = row & places.get(item, 0)
        rows.append(((row + kept) | (row - kept)) & whole)
    return _traced(rows, old, new)


def _traced(rows: Sequence[int], old: Sequence[str], new: Sequence[str]) -> list[tuple[Change, str]]:
    """Back through the table: bit j of row i is 0 where the first i of the old and j + 1 of the new keep one more than
    with j of the new."""
    found: list[tuple[Change, str]] = []
    i, j = len(old), len(new)
    while i and j:
        if rows[i] >> (j - 1) & 1:  # the last of the new adds nothing
            j -= 1
            found.append((Change.ADDED, new[j]))
        elif _kept(rows[i - 1], j) == _kept(rows[i], j):
            i -= 1
            found.append((Change.REMOVED, old[i]))
        else:
            i, j = i - 1, j - 1
            found.append((Change.SAME, new[j]))
    found += [(Change.REMOVED, item) for item in reversed(old[:i])]
    found += [(Change.ADDED, item) for item in reversed(new[:j])]
    return found[::-1]


def _kept(row: int, length: int) -> int:
    """The length of the longest common subsequence with so many of the new."""
    return length - (row & ((1 << length) - 1)).bit_count()
