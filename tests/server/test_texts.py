"""Texts: what people are told is in their language, and what is kept is in both."""

import inspect
import re

from server import errors
from server.notifications import contact_calls, receipt_calls
from server.readings import heal, review
from server.texts import CONFLICTS_UK, REASONS, told
from server.works import rules

#: Modules whose conflicts have a Ukrainian sentence of their own.
CONTRADICTING = (review, receipt_calls, contact_calls, rules)


def localized(error: errors.ServiceError, language: str) -> str:
    return error.to_status(language).details[-1].value.decode(errors="replace")


def test_every_contradiction_of_these_is_told_in_ukrainian() -> None:
    said = re.findall(r'Conflict\(\s*f?"([^"]+)"', "".join(map(inspect.getsource, CONTRADICTING)))
    assert said
    for message in said:
        text = told("CONFLICT", "uk", "", message)
        assert text != REASONS["CONFLICT"]["uk"], message
        assert text in localized(errors.Conflict(message), "uk")
    assert set(CONFLICTS_UK) <= {begins for begins in CONFLICTS_UK if any(one.startswith(begins) for one in said)}


def test_a_broken_rule_is_told_by_the_rule_and_anything_else_by_its_reason() -> None:
    error = errors.InvalidField("correct.index", "reading.later_lower", "the index is above the accepted one after it")
    assert "більше за пізніше" in localized(error, "uk")
    assert told("INVALID_FIELD", "uk", "rule.nobody_knows", "…") == REASONS["INVALID_FIELD"]["uk"]
    assert told("NOT_FOUND", "en", "", "…") == REASONS["NOT_FOUND"]["en"]


def test_reasons_that_the_service_keeps_are_in_both_languages() -> None:
    kept = [heal.REASON, *re.findall(r'or "([^"]+)"', inspect.getsource(review))]
    assert len(kept) == 2
    assert all(len(text.split(" ¦ ")) == 2 for text in kept)
