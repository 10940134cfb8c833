"""What one shift tells the next."""

from datetime import timedelta

from console.handovers import HandOver

from .base import NOW, FakeList


def hand_over(number: int) -> HandOver:
    text = "Насосна на Лісовій: бригада до 22:00.\nПередзвонити Бойко Ганні."
    return HandOver(f"h{number}", "Ірина Бондар", text, NOW - timedelta(hours=number))


class FakeHandOvers(FakeList[HandOver]):
    wrote: tuple[str, ...] = ()

    async def write(self, text: str) -> HandOver:
        self.wrote = (*self.wrote, text)
        return hand_over(0)
