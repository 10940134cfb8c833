"""What fields of forms and rows of the detail are called: all of it is there to read, in either language."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console as Terminal
from rich.console import Group
from textual.app import App

import console
from console import i18n
from console.client.wire import _field
from console.widgets.detail import Block, _drawn
from console.widgets.form import Field, Form

#: A name as long as those of partners and campaigns, which is typed to confirm what can't be undone.
LONG = "Комунальне підприємство «Світлоріченське виробниче управління водопровідно-каналізаційного господарства»"


def parts() -> Iterator[ast.AST]:
    """All of the console's source."""
    for file in Path(console.__file__).parent.rglob("*.py"):
        yield from ast.walk(ast.parse(file.read_text()))


def messages(named: ast.AST) -> Iterator[str]:
    """The messages that an expression takes its words from; all that fit, where the name of one is put together."""
    for call in ast.walk(named):
        match call:
            case ast.Call(func=ast.Name(id="t"), args=[ast.Constant(value=str(message)), *_]):
                yield message
            case ast.Call(func=ast.Name(id="t"), args=[ast.JoinedStr(values=pieces), *_]):
                pattern = "".join(
                    re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in pieces
                )
                yield from (one for one in i18n.catalogue("en") if re.fullmatch(pattern, one))


def of_fields() -> set[str]:
    """What the fields of all forms are called."""
    labels = [
        label
        for part in parts()
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "Field"
        for label in part.args[1:2]
    ]
    return {message for label in labels for message in messages(label)}


def of_rows() -> set[str]:
    """What the rows of the detail are called."""
    pairs = [part.elts for part in parts() if isinstance(part, ast.Tuple) and len(part.elts) == 2]
    return {message for name, _ in pairs if isinstance(name, ast.Call) for message in messages(name)}


def spoken(declared: set[str], language: str) -> list[str]:
    """Messages in a language, without the plural forms that only the other has."""
    catalogue = i18n.catalogue(language)
    return [catalogue[message] for message in sorted(declared) if message in catalogue]


def words(lines: str) -> str:
    return "".join(lines.split())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_no_label_of_a_form_is_cut_on_a_small_terminal(language: str) -> None:
    i18n.use(language)
    declared = spoken(of_fields(), language)
    assert len(declared) > 100
    fields = [Field(f"f{number}", label) for number, label in enumerate(declared)]
    form = Form("…", [*fields, Field("phrase", "", phrase=LONG)])
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(form)
        await pilot.pause()
        room = form.query_one("#fields").scrollable_content_region.width
        labels = [*declared, i18n.t("form.type", phrase=LONG)]
        for label, one in zip(labels, form.query("#fields Label"), strict=True):
            assert one.size.width <= room, label
            assert words(" ".join(one.render_line(line).text for line in range(one.size.height))) == words(label)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_name_of_a_row_of_the_detail_is_cut(language: str) -> None:
    names = spoken(of_rows(), language)
    assert len(names) > 100
    for name in names:
        out = StringIO()
        Terminal(file=out, width=40).print(Group(*_drawn(Block(pairs=[(name, "≡")]))))
        assert words(out.getvalue().replace("≡", "")) == words(name)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_field_that_the_service_names_is_named_in_words(language: str) -> None:
    """None is a sentence with a gap of its own."""
    i18n.use(language)
    for path in ("until", "letter.user_id", "dispatch.reference", "ground"):
        name = _field(path)
        assert name != path
        assert "{" not in name
