"""What must hold of the texts of a version and of when it takes effect. Pure; instants in milliseconds."""

import re

from server.errors import InvalidField
from server.limits import POLICY_AHEAD_MS, POLICY_PARAGRAPH_LETTERS, POLICY_PARAGRAPHS

TEXTS = ("text_uk", "text_en")
SUMMARIES = ("summary_uk", "summary_en")
#: A tag, a comment or a processing instruction: an app may show the text in a browser.
_HTML = re.compile(r"<[A-Za-z/!?]")
#: A link or a picture says one thing and leads elsewhere; addresses are written out.
_LINK = re.compile(r"\]\s*[(\[]|!\[")
_HEADING = re.compile(r"(#+)(?: |$)")
HEADING_DEPTH = 3


def check_text(text: str, field: str) -> None:
    """Raises InvalidField where a text is none of the subset of Markdown, or has more of it than can be compared."""
    lines = text.splitlines()
    if len(lines) > POLICY_PARAGRAPHS:
        raise InvalidField(field, "policy.paragraphs", f"must have at most {POLICY_PARAGRAPHS} lines")
    for number, line in enumerate(lines, 1):
        if len(line) > POLICY_PARAGRAPH_LETTERS:
            told = f"line {number} must have at most {POLICY_PARAGRAPH_LETTERS} characters"
            raise InvalidField(field, "policy.paragraph", told)
        if _HTML.search(line):
            raise InvalidField(field, "policy.html", f"line {number} must have no HTML: write a space behind <")
        if _LINK.search(line):
            raise InvalidField(field, "policy.link", f"line {number} must have no links: write the address itself")
        heading = _HEADING.match(line)
        if heading is not None and len(heading[1]) > HEADING_DEPTH:
            raise InvalidField(field, "policy.heading", f"line {number} must be a heading of #, ## or ###")


def headings(text: str) -> list[int]:
    """Depths of the headings, in order."""
    return [len(found[1]) for line in text.splitlines() if (found := _HEADING.match(line)) is not None]


def check_complete(texts: dict[str, str]) -> None:
    """Raises InvalidField where a version can't be published: something is missing, or the languages differ in their
    headings, so that one of them lacks a part."""
    for name in (*TEXTS, *SUMMARIES):
        if not texts[name].strip():
            raise InvalidField(f"version.{name}", "policy.missing", "must not be empty when it is published")
    if headings(texts["text_uk"]) != headings(texts["text_en"]):
        told = "must have the headings of text_uk: as many, as deep, in the same order"
        raise InvalidField("version.text_en", "policy.headings", told)


def effect(wanted: int | None, now: int) -> int:
    """When a version published now takes effect. Raises InvalidField where that is past: a change holds from its
    publication (mission M18), and what was in force stays what it was."""
    if wanted is None:
        return now
    if wanted < now:
        raise InvalidField("version.effective_from", "policy.past", "must not be past: nobody could have read it then")
    if wanted - now > POLICY_AHEAD_MS:
        days = POLICY_AHEAD_MS // 86_400_000
        raise InvalidField("version.effective_from", "policy.ahead", f"must be at most {days} days ahead")
    return wanted
