"""Placeholders: what a text may ask for, what a value may be, and that no value is ever more than a value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.common_pb2 import Language
from smartregion.v1.notification_service_pb2 import Template, TemplateText

from server.errors import InvalidField
from server.notifications import placeholders
from server.notifications.placeholders import Kind, check_values, fill, names_in, tamed, written
from server.notifications.templates import BUILT_IN, BuiltIn, placeholder_names

UK, EN = Language.LANGUAGE_UKRAINIAN, Language.LANGUAGE_ENGLISH
NAME = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
#: What people, and people with bad intentions, put into a value of one line.
VALUE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))) | st.sampled_from(
    ["{name}", "{", "}", "{{name}}", "%s", "%(name)s", "${name}", "<b>", "<script>alert(1)</script>", "\\g<1>", "&amp;"]
)


EXAMPLES = {
    Kind.TEXT: "2026-11-05",
    Kind.NUMBER: "5",
    Kind.MONEY: "5",
    Kind.DATE: "2026-11-05",
    Kind.INSTANT: "2026-11-05T10:00:00+02:00",
}


def rule_of(*arguments: object) -> str:
    with pytest.raises(InvalidField) as caught:
        check_values(*arguments)  # type: ignore[arg-type]
    return caught.value.violations[0].rule


@given(NAME, VALUE, VALUE, VALUE)
def test_a_value_stays_a_value_whatever_it_looks_like(name: str, value: str, before: str, after: str) -> None:
    around = (before + "\0" + after).replace("{", "(").replace("}", ")")
    head, tail = around.split("\0")
    text = f"{head}{{{name}}}{tail}"
    assert list(names_in(text, "body")) == [name]
    check_values(names_in(text, "body"), {name: value})
    assert fill(text, {name: value}) == f"{head}{value}{tail}"


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{Name}", "{name", "name}", "{na me}", "{{name}}", "{name!r}", "{name.x}", "{ім'я}", "{0}"]
)
def test_a_brace_encloses_a_placeholder_and_nothing_else(text: str) -> None:
    with pytest.raises(InvalidField) as caught:
        names_in(text, "template.ukrainian.body")
    assert caught.value.violations[0].rule == "template.braces"


def test_a_kind_is_one_of_those_there_are_and_one_for_a_name() -> None:
    assert names_in("{a} {b:money} {c:date} {b:money}", "body") == {"a": Kind.TEXT, "b": Kind.MONEY, "c": Kind.DATE}
    for text, rule in (("{a:word}", "template.kind"), ("{a} {a:money}", "template.one_kind")):
        with pytest.raises(InvalidField) as caught:
            names_in(text, "body")
        assert caught.value.violations[0].rule == rule


def test_values_that_are_missing_or_too_many_are_named() -> None:
    names = names_in("{one} {two}", "body")
    assert rule_of(names, {"one": "1"}) == "template.value_missing"
    assert rule_of(names, {"one": "1", "two": "2", "three": "3"}) == "template.value_unknown"


@pytest.mark.parametrize(
    "odd",
    ["\n", "\r\n", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\u200b"],
    ids=ascii,
)
def test_a_value_breaks_no_line_and_turns_no_text_around(odd: str) -> None:
    """A line feed in a subject would begin a header of an e-mail; a mark of direction shows another text than is
    there."""
    assert rule_of({"name": Kind.TEXT}, {"name": f"a{odd}Bcc: all@example.org"}) == "template.value_line"
    kept = tamed(f"a{odd}Bcc: all@example.org")
    check_values({"name": Kind.TEXT}, {"name": kept})
    assert kept == "a Bcc: all@example.org"


def test_letters_joined_for_an_emoji_are_a_value() -> None:
    check_values({"name": Kind.TEXT}, {"name": "👨\u200d👩\u200d👧 ’ — «»"})


@pytest.mark.parametrize(
    ("kind", "value", "uk", "en"),
    [
        (Kind.TEXT, "вул. Лісова, 5", "вул. Лісова, 5", "вул. Лісова, 5"),
        (Kind.NUMBER, "12.5", "12,5", "12.5"),
        (Kind.NUMBER, "-3,25", "-3,25", "-3.25"),
        (Kind.MONEY, "1234.5", "1234,50", "1234.50"),
        (Kind.MONEY, "80", "80,00", "80.00"),
        (Kind.DATE, "2026-11-05", "05.11.2026", "5 Nov 2026"),
        (Kind.INSTANT, "2026-11-05T12:00:00Z", "05.11.2026 14:00", "5 Nov 2026 14:00"),
        (Kind.INSTANT, "2026-07-05T23:30:00+02:00", "06.07.2026 00:30", "6 Jul 2026 00:30"),
    ],
)
def test_a_value_is_written_as_each_language_writes_it(kind: Kind, value: str, uk: str, en: str) -> None:
    assert written(kind, value, UK) == uk
    assert written(kind, value, EN) == en


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.NUMBER, "many"),
        (Kind.NUMBER, "1e9"),
        (Kind.NUMBER, "٣"),
        (Kind.MONEY, "12.345"),
        (Kind.MONEY, ""),
        (Kind.MONEY, "NaN"),
        (Kind.DATE, "05.11.2026"),
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, "20261105"),
        (Kind.DATE, "2026-W48-3"),
        (Kind.INSTANT, "2026-W48-3T10:00+02:00"),
        (Kind.INSTANT, "2026-11-05T12:00:00"),
        (Kind.INSTANT, "tomorrow"),
        (Kind.INSTANT, "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_value_that_is_not_of_its_kind_is_refused(kind: Kind, value: str) -> None:
    assert rule_of({"name": kind}, {"name": value}) == "template.value_kind"


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_any_value_is_taken_or_refused_and_never_fails(value: str, kind: Kind) -> None:
    names = {"name": kind}
    try:
        check_values(names, {"name": value})
    except InvalidField:
        return
    word = "" if kind is Kind.TEXT else f":{kind.value}"
    for language in (UK, EN):
        fill(f"{{name{word}}}", {"name": value}, language)


def test_both_languages_ask_for_the_same() -> None:
    def template(uk: str, en: str) -> Template:
        return Template(ukrainian=TemplateText(subject="s", body=uk), english=TemplateText(subject="s", body=en))

    assert list(placeholder_names(template("{a} {b}", "{b} {a}"))) == ["a", "b"]
    for uk, en in (("{a}", "{b}"), ("{a:date}", "{a}"), ("{a}", "")):
        with pytest.raises(InvalidField) as caught:
            placeholder_names(template(uk, en))
        assert caught.value.violations[0].rule == "template.same_placeholders"


@pytest.mark.parametrize("built", BUILT_IN, ids=lambda built: built.name)
def test_the_built_in_templates_keep_the_rules_that_others_must(built: object) -> None:
    texts = {
        language: TemplateText(subject=getattr(built, f"subject_{short}"), body=getattr(built, f"body_{short}"))
        for language, short in (("ukrainian", "uk"), ("english", "en"))
    }
    names = placeholder_names(Template(**texts))  # type: ignore[arg-type]
    check_values(names, {name: EXAMPLES[kind] for name, kind in names.items()})


@pytest.mark.parametrize(
    "built", [one for one in BUILT_IN if one.name.startswith("reading_")], ids=lambda one: one.name
)
def test_whoever_has_two_flats_is_told_which_one_a_reading_is_of(built: BuiltIn) -> None:
    assert "{account}" in built.body_uk
    assert "{account}" in built.body_en


#: Names that mean the same wherever a built-in text asks for them.
KINDS = {
    **dict.fromkeys(("date", "due"), Kind.DATE),
    **dict.fromkeys(("from", "until", "instant"), Kind.INSTANT),
    **dict.fromkeys(("index", "corrected"), Kind.NUMBER),
    "amount": Kind.MONEY,
}


@pytest.mark.parametrize("built", BUILT_IN, ids=lambda built: built.name)
def test_a_built_in_text_takes_each_value_of_its_kind_and_shows_a_hostile_one_as_text(built: BuiltIn) -> None:
    hostile = "</b>{amount:money} <script> https://evil.example %s 2026-11-05"
    text = f"{built.subject_uk}\n{built.body_uk}"
    names = names_in(text, "template")
    assert names == {name: KINDS.get(name, Kind.TEXT) for name in names}
    values = {name: EXAMPLES[kind] for name, kind in names.items()}
    for name, kind in names.items():
        if kind is not Kind.TEXT:
            assert rule_of(names, values | {name: hostile}) == "template.value_kind"
        else:
            check_values(names, values | {name: hostile})
            written_out = fill(text, values | {name: hostile})
            assert written_out.count(hostile) == text.count(f"{{{name}}}")


def test_the_names_of_the_built_in_templates_are_their_own() -> None:
    assert len({built.name for built in BUILT_IN}) == len(BUILT_IN)


def test_html_in_a_value_is_text() -> None:
    value = '<a href="https://evil.example">натисніть</a> & <img src=x onerror=alert(1)>'
    assert placeholders.fill("Шановний(а) {name}!", {"name": value}) == f"Шановний(а) {value}!"
