"""Questions as they are typed, one a line, and what is understood of them. Pure.

    kind | text in Ukrainian | text in English | answers

A kind with an asterisk must be answered. Answers are options between semicolons, each as `Так / Yes`; of a scale its
ends as 1–5 and, if they mean something, two labels. A sign that is meant as such stands behind a backslash.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from console.i18n import t
from console.surveys import Option, Question

#: Words for kinds in both languages, whichever is spoken.
KINDS = {
    "одне": "SINGLE",
    "single": "SINGLE",
    "кілька": "MULTIPLE",
    "multiple": "MULTIPLE",
    "шкала": "SCALE",
    "scale": "SCALE",
    "текст": "TEXT",
    "text": "TEXT",
}
MOST, MOST_OPTIONS, HIGHEST = 50, 20, 10
_SIGNS = "\\|;/"
_ESCAPED = re.compile(r"\\([\\|;/])")
#: Signs behind a backslash, while a line is taken apart.
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate(_SIGNS)}
_SHOWN = {ord(hidden): sign for sign, hidden in _HIDDEN.items()}
_BOTH = re.compile(r"\s/\s")
_ENDS = re.compile(r"([0-9]{1,2})\s*[-–—]\s*([0-9]{1,2})")


@dataclass(frozen=True)
class Line:
    """What was understood of a line, or what is wrong with it."""

    number: int
    question: Question | None = None
    fault: str = ""


def parsed(text: str) -> list[Line]:
    """Every line that has something on it."""
    lines: list[Line] = []
    for number, typed in enumerate(text.splitlines(), 1):
        if typed.strip():
            lines.append(_line(typed, number, f"q{len(lines) + 1}"))
    if len(lines) > MOST:
        lines[MOST] = Line(lines[MOST].number, fault=t("survey_line.most", most=MOST))
    return lines


def _line(typed: str, number: int, name: str) -> Line:
    parts = [part.strip() for part in _ESCAPED.sub(lambda found: _HIDDEN[found[1]], typed).split("|")]
    word = parts[0].removesuffix("*").strip().casefold()
    try:
        if word not in KINDS:
            raise ValueError(t("survey_line.kind", word=_plain(parts[0]), known=t("survey_line.kinds")))
        if not 3 <= len(parts) <= 4 or not parts[1] or not parts[2]:
            raise ValueError(t("survey_line.parts"))
        made = Question(name, KINDS[word], _plain(parts[1]), _plain(parts[2]), required=parts[0].endswith("*"))
        return Line(number, _answered(made, parts[3] if len(parts) == 4 else ""))
    except ValueError as error:
        return Line(number, fault=str(error))


def _answered(made: Question, answers: str) -> Question:
    """Raises ValueError with what is wrong."""
    parts = [part.strip() for part in answers.split(";")] if answers else []
    if made.kind == "TEXT":
        if parts:
            raise ValueError(t("survey_line.no_answers"))
        return made
    if made.kind == "SCALE":
        return _scale(made, parts or ["1–5"])
    options = tuple(_option(part) for part in parts if part)
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise ValueError(t("survey_line.options", most=MOST_OPTIONS))
    for said in ([one.uk.casefold() for one in options], [one.en.casefold() for one in options]):
        if len(set(said)) < len(said):
            raise ValueError(t("survey_line.same"))
    return Question(made.id, made.kind, made.text_uk, made.text_en, made.required, options)


def _scale(made: Question, parts: Sequence[str]) -> Question:
    ends = _ENDS.fullmatch(parts[0])
    low, high = (int(ends[1]), int(ends[2])) if ends else (0, 0)
    if not low < high <= HIGHEST or len(parts) > 3:
        raise ValueError(t("survey_line.scale", highest=HIGHEST))
    labels = [_option(part) if part else Option("", "") for part in (*parts[1:], "", "")[:2]]
    return Question(made.id, made.kind, made.text_uk, made.text_en, made.required, (), low, high, *labels)


def _option(text: str) -> Option:
    """Raises ValueError where it is not in both languages."""
    both = [part.strip() for part in _BOTH.split(text)]
    if len(both) != 2 or not all(both):
        raise ValueError(t("survey_line.both", text=_plain(text)))
    return Option(_plain(both[0]), _plain(both[-1]))


def _plain(text: str) -> str:
    return text.translate(_SHOWN)


def typed(questions: Sequence[Question]) -> str:
    """Questions as lines that are understood to be just them, but for their ids."""
    return "\n".join(map(_typed, questions))


def _typed(one: Question) -> str:
    kind = t(f"survey_line.{one.kind}") + ("*" if one.required else "")
    answers = "; ".join(map(_both, one.options))
    if one.kind == "SCALE":
        labels = [_both(label) if label.uk else "" for label in (one.low_label, one.high_label)]
        meant = 2 if labels[1] else 1 if labels[0] else 0
        answers = "; ".join([f"{one.low}–{one.high}", *labels[:meant]])
    return " | ".join([kind, _written(one.text_uk), _written(one.text_en), *([answers] if answers else [])])


def _both(one: Option) -> str:
    return f"{_written(one.uk)} / {_written(one.en)}"


def _written(text: str) -> str:
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)
