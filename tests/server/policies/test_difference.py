"""The difference of two texts: nothing is lost on the way, and nobody can make it slow."""

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from server.policies.difference import Change, Paragraph, compare, counted, steps

SAME, REMOVED, ADDED, CHANGED = Change
ITEMS = st.lists(st.sampled_from("абвг"), max_size=12)
LINES = st.lists(st.lists(st.sampled_from(["ми", "не", "зберігаємо", "телефон"]), min_size=1, max_size=5), max_size=8)


@given(ITEMS, ITEMS)
def test_as_much_is_kept_as_can_be(old: list[str], new: list[str]) -> None:
    found = steps(old, new)
    assert [item for change, item in found if change is not ADDED] == old
    assert [item for change, item in found if change is not REMOVED] == new
    kept = len([change for change, _ in found if change is SAME])
    assert kept == max_kept(old, new)


def max_kept(old: list[str], new: list[str]) -> int:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, item in enumerate(old):
        for j, other in enumerate(new):
            table[i + 1][j + 1] = table[i][j] + 1 if item == other else max(table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


def side(paragraphs: list[Paragraph], without: Change) -> list[str]:
    """One of the texts, as the difference tells it."""
    texts = ["".join(span.text for span in one.spans if span.change is not without) for one in paragraphs]
    return [text for text in texts if text]


@given(LINES, LINES)
def test_either_text_can_be_read_from_the_difference(old: list[list[str]], new: list[list[str]]) -> None:
    before, after = [" ".join(line) for line in old], [" ".join(line) for line in new]
    found = compare("\n\n".join(before), "\n".join(after))
    assert side(found, ADDED) == before
    assert side(found, REMOVED) == after


def test_a_paragraph_that_changed_is_found_behind_one_that_came() -> None:
    old = "Ми зберігаємо телефон три роки.\n\nПишіть нам листа."
    new = "Голосовий помічник.\n\nМи зберігаємо телефон п'ять років.\n\nПишіть нам листа."
    found = compare(old, new)
    assert [one.change for one in found] == [ADDED, CHANGED, SAME]
    assert found[1].spans == (
        (SAME, "Ми зберігаємо телефон "),
        (REMOVED, "три"),
        (ADDED, "п'ять"),
        (SAME, " "),
        (REMOVED, "роки."),
        (ADDED, "років."),
    )
    assert counted(found) == (2, 4)


def test_the_worst_that_can_be_written_takes_no_time() -> None:
    lines = "\n".join("аб"[number * number % 7 % 2] for number in range(1_000))
    words = "\n".join(" ".join("абв"[(number * step) % 3] for number in range(2_000)) for step in range(1, 16))
    other = "\n".join(" ".join("авб"[(number * step) % 3] for number in range(1_990)) for step in range(2, 17))
    began = perf_counter()
    compare(lines, lines[::-1])
    compare(words, other)
    assert perf_counter() - began < 20  # a cubic one takes hours
