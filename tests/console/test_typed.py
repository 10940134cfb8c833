"""What is typed into a form: the value that was meant, or a sentence that says how it is written."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from console import i18n, typed
from console.ports import ClientError
from console.widgets.table import Cell, signed


def test_days_and_instants_are_those_of_kyiv() -> None:
    assert typed.day("1.12.2026") == date(2026, 12, 1)
    assert typed.midnight("01.07.2026") == datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert typed.instant("25.11.2026 09:00") == datetime(2026, 11, 25, 7, tzinfo=UTC)
    assert typed.money("1 234,50") == 123_450


@pytest.mark.parametrize("read", [typed.day, typed.midnight, typed.instant, typed.money])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_is_none_is_refused_with_what_was_typed(read: Callable[[str], Any], language: str) -> None:
    i18n.use(language)
    with pytest.raises(ClientError, match="колись") as refused:
        read("колись")
    assert refused.value.reason == "INVALID_FIELD"
    i18n.use("uk")


def test_a_value_that_this_console_does_not_know_has_a_sign_too() -> None:
    signs = {"ACTIVE": ("●", "good")}
    assert signed("user_state", "ACTIVE", signs) == Cell("● активний", "good")
    assert signed("user_state", "DREAMING", signs) == Cell("? DREAMING", "")
