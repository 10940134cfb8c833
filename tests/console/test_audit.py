"""What the console says of the audit log."""

from datetime import UTC, datetime

from console.models import Verdict
from console.screens.audit import verdict_blocks
from console.screens.reading_room import Pages

from .fakes import FakeApi
from .test_app import running, until

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def said(verdict: Verdict) -> str:
    return "\n".join(
        " ".join(pair) for block in verdict_blocks(verdict) for pair in (*block.pairs, *map(tuple, block.lines))
    ).replace("\N{NARROW NO-BREAK SPACE}", " ")


async def test_the_verdict_says_how_far_it_reaches() -> None:
    whole = said(Verdict(True, 1_250, "Журнал цілий.", "The log is whole.", 1_200, AT, 1_200))
    for part in ("good Журнал цілий.", "1 250 записів", "1 200 · 23.11.2026 10:00", "1–1 200", "Записи після неї 50"):
        assert part in whole, part
    assert "пам'ятає 1" not in whole
    cut = said(Verdict(False, 1_250, "Файл вкорочено.", "Cut short.", 900, AT, 1_200))
    for part in ("bad Файл вкорочено.", "База пам'ятає 1 200", "Записи після неї 350"):
        assert part in cut, part
    none = said(Verdict(False, 7, "Немає жодної.", "None.", 0))
    for part in ("Контрольна точка немає", "Записи під точкою жодного", "Записи після неї 7"):
        assert part in none, part
    assert "Порушено запис 5" in said(Verdict(False, 4, "Запис змінено.", "Changed.", 9, AT, 9, 5))


async def test_a_key_checks_the_log_and_shows_what_was_found() -> None:
    async with running(FakeApi(), "audit") as pilot:
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pages))
