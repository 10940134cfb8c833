"""Texts: what people are told is in their language, and what is kept is in both."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from server import errors
from server.readings import heal, review
from server.texts import CONFLICTS_UK, REASONS, RULES_UK, told

SERVER = Path(errors.__file__).parent


def raised(name: str, place: int) -> Iterator[str]:
    """What stands literally at a place of the arguments with which the service makes an error; of a text with values
    in it, what stands before the first."""
    for node in calls():
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == name and len(node.args) > place:
            found = node.args[place]
            first = found.values[0] if isinstance(found, ast.JoinedStr) else found
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


@cache
def calls() -> list[ast.Call]:
    """Every call that stands in the service's code."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SERVER.rglob("*.py")]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


def localized(error: errors.ServiceError, language: str) -> str:
    return error.to_status(language).details[-1].value.decode(errors="replace")


def test_every_contradiction_is_told_in_ukrainian() -> None:
    said = set(raised("Conflict", 0))
    assert len(said) > 20
    for message in said:
        text = told("CONFLICT", "uk", "", message)
        assert text != REASONS["CONFLICT"]["uk"], message
        assert text in localized(errors.Conflict(message), "uk")
    assert set(CONFLICTS_UK) == {begins for begins in CONFLICTS_UK if any(one.startswith(begins) for one in said)}


def test_every_rule_is_told_in_ukrainian() -> None:
    broken = set(raised("InvalidField", 1)) | set(raised("Refused", 0))
    assert len(broken) > 60
    assert {one for one in broken if not any(rule.startswith(one) for rule in RULES_UK)} == set()


def test_a_broken_rule_is_told_by_the_rule_and_anything_else_by_its_reason() -> None:
    error = errors.InvalidField("correct.index", "reading.later_lower", "the index is above the accepted one after it")
    assert "більше за пізніше" in localized(error, "uk")
    assert told("INVALID_FIELD", "uk", "rule.nobody_knows", "…") == REASONS["INVALID_FIELD"]["uk"]
    assert told("NOT_FOUND", "en", "", "…") == REASONS["NOT_FOUND"]["en"]


def test_reasons_that_the_service_keeps_are_in_both_languages() -> None:
    kept = [heal.REASON, *re.findall(r'or "([^"]+)"', inspect.getsource(review))]
    assert len(kept) == 2
    assert all(len(text.split(" ¦ ")) == 2 for text in kept)


HOUSE = SERVER.parent
#: Messages that are none of ours: what somebody reported or wrote, and what was told by law.
OTHERS_WORDS = (
    "надійшло повідомлення, що",
    "рекламних повідомлень",
    "про причини повідомлено",
    # Letters that the laws themselves call so (2297-VI, art. 17, 21; 2939-VI, art. 20).
    "Повідомлення про продовження строку",
    "повідомлення про продовження строку",
    "Повідомлення про відмову",
    "повідомлення про відмову",
    "Повідомлення одержувачеві",
    "повідомлення одержувачам",
    "цього повідомлення",
    "повідомлення про зняття обмеження",
)


def ukrainian() -> Iterator[tuple[str, str]]:
    """File and line of whatever holds Ukrainian text: code, contract and documents."""
    for room, kinds in (
        ("server", ("py", "html", "txt")),
        ("console", ("py",)),
        ("protos", ("proto",)),
        ("docs", ("md",)),
    ):
        for kind in kinds:
            for path in sorted((HOUSE / room).rglob(f"*.{kind}")):
                for line in path.read_text(encoding="utf-8").splitlines():
                    if re.search("[а-яіїєґ]", line):
                        yield path.name, line


def test_an_apostrophe_is_one_and_the_same_everywhere() -> None:
    lines = list(ukrainian())
    assert len(lines) > 1_000
    assert [found for found in lines if re.search("[а-яіїєґ][’ʼ`][а-яіїєґ]", found[1], re.IGNORECASE)] == []


def test_what_is_sent_to_residents_is_a_notification_and_it_does_not_walk() -> None:
    def told(line: str) -> str:
        for words in OTHERS_WORDS:
            line = line.replace(words, "")
        return line

    lines = list(ukrainian())
    assert [found for found in lines if re.search("повідомлен", told(found[1]), re.IGNORECASE)] == []
    assert [found for found in lines if re.search(r"сповіщен\w+ йд(е|уть)\b", found[1], re.IGNORECASE)] == []


def test_a_campaign_and_a_reading_window_have_one_word_each() -> None:
    """Розсилка, and період передачі показань."""
    lines = list(ukrainian())
    assert [found for found in lines if re.search("кампані", found[1], re.IGNORECASE)] == []
    assert [found for found in lines if re.search(r"\bвік(н|он)", found[1], re.IGNORECASE)] == []


def test_who_received_data_and_what_keeps_it_from_destruction_have_one_word_each() -> None:
    """Одержувач, as the law says (2297-VI, art. 2), and заборона знищення."""
    lines = list(ukrainian())
    assert [found for found in lines if re.search("отримувач", found[1], re.IGNORECASE)] == []
    assert [found for found in lines if re.search("(зупинити|зупинено) знищення|знищення зупинено", found[1])] == []
