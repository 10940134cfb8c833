"""A screen that leaves out what it must say can't be made."""

from typing import Any

import pytest

from console.screens.editor import Editor
from console.screens.listing import ListScreen

from .fakes import FakeApi


class Wordless(ListScreen[Any]):
    """Says neither its columns nor its detail."""


class Unsaved(Editor[Any]):
    """Says whether there is anything to lose, and not how it is saved."""

    changed = False


def test_a_list_without_columns_and_detail_can_not_be_made() -> None:
    with pytest.raises(TypeError, match="columns, detail"):
        Wordless(FakeApi().users)  # type: ignore[abstract]


def test_an_editor_that_does_not_save_can_not_be_made() -> None:
    with pytest.raises(TypeError, match="save"):
        Unsaved()  # type: ignore[abstract]
