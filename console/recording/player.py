"""The ports over a recording: what the server said then is said again, at the same instants."""

import gzip
import json
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from console import formats
from console.i18n import t
from console.models import Frame, Operator, Page, Query
from console.ports import ClientError
from console.recording.calls import SAID, asked, recorded
from console.recording.clock import ReplayClock
from console.recording.codec import unpacked
from console.recording.recorder import VERSION

#: Seconds by which an answer may come later than it is asked for: a server took them, too.
GRACE = 5.0
_when: Callable[[tuple[float, Any]], float] = itemgetter(0)


class Unreadable(Exception):
    """A file that is no recording, or one of a later console."""


@dataclass(frozen=True)
class Shown:
    """What the operator looked at from an instant on."""

    area: str
    query: Query | None = None
    key: str = ""


class Recording:
    """A file, read as far as it goes: one of a console that was killed ends somewhere in a line."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable and OSError."""
        #: Lines by call and what it was asked; each is read when it is wanted, and a day of them is much.
        self._told: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
        self.shown: list[tuple[float, Shown]] = []
        self.operator: Operator | None = None
        self.ends = 0.0
        lines = _lines(path)
        try:
            head = json.loads(next(lines, "{}"))
            if head["recording"] != VERSION:
                raise Unreadable(path.name)
            self.target, self.began = str(head["target"]), datetime.fromisoformat(head["began"])
            for text in lines:
                self._take(text)
        except (ValueError, KeyError, TypeError):
            raise Unreadable(path.name) from None
        if self.operator is None:
            raise Unreadable(path.name)

    def _take(self, text: str) -> None:
        line = json.loads(text)
        at, kind = float(line["t"]), line["kind"]
        self.ends = max(self.ends, at)
        if kind == "operator":
            self.operator = self.operator or unpacked(line["operator"])
        elif kind == "shown":
            self.shown.append((at, Shown(line["area"], unpacked(line["query"]), line["key"])))
        else:
            self._told[line["call"], line.get("asked", "")].append((at, text))

    def answer(self, call: str, key: str, at: float) -> tuple[float, Any]:
        """When, and what, a call last gave by an instant; what came only a moment later counts. Raises ClientError."""
        told = self._told.get((call, key), [])
        place = bisect_right(told, at, key=_when)
        if not place and (not told or told[0][0] > at + GRACE):
            later = t("replay.later", time=formats.hour(self.instant(told[0][0]))) if told else ""
            raise ClientError("NOT_FOUND", f"{t('replay.not_recorded')} {later}".strip())
        when, text = told[max(place - 1, 0)]
        return when, _gave(text)

    def frames(self, call: str, key: str, after: float) -> Iterator[tuple[float, Frame[Any]]]:
        told = self._told.get((call, key), [])
        return ((at, _gave(text)) for at, text in told[bisect_right(told, after, key=_when) :])

    def changed(self, port: str, after: float, until: float) -> dict[str, Any]:
        """Rows of a list that were told to have changed in between, by key."""
        found = [
            (at, text)
            for (call, _), told in self._told.items()
            if call == f"{port}.watch"
            for at, text in told[bisect_right(told, after, key=_when) : bisect_right(told, until, key=_when)]
        ]
        frames = (_gave(text) for _, text in sorted(found, key=_when))
        return {change.key: change.row for frame in frames for change in frame.changes if change.row is not None}

    def instant(self, at: float) -> datetime:
        return ReplayClock(self.began, self.ends).instant(at)


def _gave(text: str) -> Any:
    """What a line says that a call gave. Raises ClientError: what it was refused with, or that nobody can read it."""
    line = json.loads(text)
    try:
        if line["kind"] == "refused":
            fields = unpacked(line["fields"])
            raise ClientError(line["reason"], line["message"], fields=fields, lost=line["lost"])
        return unpacked(line["gave"])
    except (ValueError, KeyError, TypeError):
        raise ClientError("NOT_FOUND", t("replay.unreadable")) from None


def _lines(path: Path) -> Iterator[str]:
    """Whole lines of a file, up to its end or where it breaks off. Raises Unreadable where it is no such file."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line.endswith("\n"):
                    yield line
    except EOFError:
        return
    except (gzip.BadGzipFile, zlib.error, UnicodeDecodeError):
        raise Unreadable(path.name) from None


class Player:
    """An Api that answers from a recording and changes nothing."""

    def __init__(self, recording: Recording, time: ReplayClock) -> None:
        self._recording, self._time = recording, time
        self.target = recording.target

    def __getattr__(self, name: str) -> Any:
        return _Port(name, self._recording, self._time)

    def speak(self, language: str) -> None: ...

    def look_for(self, purpose: str, ticket: str) -> None: ...

    async def close(self) -> None: ...


class _Port:
    def __init__(self, name: str, recording: Recording, time: ReplayClock) -> None:
        self._name, self._recording, self._time = name, recording, time

    def __getattr__(self, name: str) -> Any:
        call = f"{self._name}.{name}"
        if call in SAID:
            try:
                return self._recording.answer(call, "", self._time.at)[1]
            except ClientError:
                return None

        async def answered(*arguments: Any, **named: Any) -> Any:
            if not recorded(self._name, name):
                raise ClientError("READ_ONLY", t("replay.only"))
            return self._recording.answer(call, asked(call, *arguments, **named), self._time.at)[1]

        return answered

    async def sign_in(self, login: str, password: str, code: str) -> Operator:
        assert self._recording.operator is not None
        return replace(self._recording.operator, must_change_password=False, must_enrol=False)

    async def sign_out(self) -> None: ...

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Any]:
        """As it was read last, with what was told of its rows since."""
        begin = int(token or 0) + skip
        when, page = self._recording.answer(f"{self._name}.page", asked("page", query, begin, size), self._time.at)
        changed = self._recording.changed(self._name, when, self._time.at)
        rows = tuple(changed.get(row.id, row) for row in page.rows)
        return Page(rows, page.total, str(begin + len(rows)) if page.next_token else "")

    async def watch(self, query: Query, token: str) -> AsyncIterator[Frame[Any]]:
        for at, frame in self._recording.frames(f"{self._name}.watch", asked("watch", query), self._time.at):
            await self._time.until(at)
            yield frame
        await self._time.until(float("inf"))
