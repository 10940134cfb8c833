"""Threads with support."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from console.support import Canned, Message, Thread

from .base import NOW, FakeList


def thread(number: int, **changes: Any) -> Thread:
    """The first waits, of somebody who is not registered."""
    made = Thread(
        id=f"t{number}",
        number=f"S-2026-{number:06}",
        state="OPEN",
        user_id="u1" if number else "",
        name="Бойко Ганна",
        phone="",
        email="hanna@example.org",
        language="UKRAINIAN",
        assignee="",
        received_at=NOW,
        waiting_since=NOW - timedelta(hours=2),
        first_answer=0,
        last_answer=0,
        request_number="",
        excerpt="Де мій рахунок?",
        allowed=("AssignThread", "CloseThread", "HandOverThread", "MergeThreads", "PostMessage"),
        etag="1",
    )
    return replace(made, **changes)


class FakeSupport(FakeList[Thread]):
    posted: tuple[str, str] = ("", "")

    async def messages(self, thread_id: str) -> list[Message]:
        return [Message("INCOMING", "", "Де мій рахунок?\nЧекаю тиждень.", NOW, "")]

    async def canned(self, thread_id: str) -> list[Canned]:
        return [Canned("thanks", "Дякуємо", "Thanks", "Ганно, дякуємо!")]

    async def post(self, thread: Thread, kind: str, text: str) -> Thread:
        self.posted = kind, text
        return replace(thread, state="ANSWERED", waiting_since=None) if kind == "REPLY" else thread

    async def assign(self, thread: Thread) -> Thread:
        return replace(thread, assignee="Оксана")

    async def close(self, thread: Thread) -> Thread:
        return replace(thread, state="CLOSED", waiting_since=None, allowed=("PostMessage",))

    async def merge(self, thread: Thread, into: str) -> Thread:
        return replace(thread, id=into)

    async def hand_over(self, thread: Thread, kind: str) -> Thread:
        return replace(thread, state="CLOSED", request_number="2026-000007", allowed=("PostMessage",))
