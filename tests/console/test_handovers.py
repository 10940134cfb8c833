"""What one shift tells the next, at the console."""

import pytest

from .fakes import FakeApi
from .test_app import running, shown, until
from .test_delivery import fill, form


@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_the_newest_note_is_read_whole(size: tuple[int, int]) -> None:
    async with running(FakeApi(), "handovers", size=size) as pilot:
        await until(pilot, lambda: "Насосна на Лісовій" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: "Передзвонити Бойко Ганні." in shown(pilot.app))


async def test_a_note_for_the_next_shift_is_written_and_read_at_once() -> None:
    api = FakeApi()
    async with running(api, "handovers") as pilot:
        read = len(api.handovers.queries)
        await pilot.press("n")
        await form(pilot)
        fill(pilot, text="Аварія на Садовій: воду дадуть до ранку.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.handovers.wrote == ("Аварія на Садовій: воду дадуть до ранку.",))
        await until(pilot, lambda: len(api.handovers.queries) > read)
