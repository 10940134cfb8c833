"""The ports with somebody who writes down what comes through them."""

import gzip
import inspect
import json
import os
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import monotonic
from typing import Any

from console.models import Frame, Operator, Page, Query
from console.ports import Api, ClientError, Clock
from console.recording.calls import SAID, asked, recorded
from console.recording.codec import packed

#: Of the file; a reader refuses what it does not know.
VERSION = 1
WARNING = (
    "Містить персональні дані абонентів: зберігайте й знищуйте, як їх самих. "
    "/ Holds personal data of residents: keep and destroy it like the data itself."
)
#: Seconds after which what was written can be read by others, whatever becomes of the console.
SETTLED = 1.0


class Tape:
    """A file of one JSON object a line, compressed; only its owner reads it. What can't be written is not recorded, and
    the console goes on."""

    def __init__(self, path: Path, clock: Clock, target: str) -> None:
        """Raises OSError; a file that is there is never overwritten."""
        self.path = path
        #: Why nothing is recorded any more; empty while something is.
        self.fault = ""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._raw = os.fdopen(descriptor, "wb")
        self._file = gzip.GzipFile(fileobj=self._raw, mode="wb", filename="")
        self._clock, self._began, self._settled = clock, clock.now(), monotonic()
        began = self._began.isoformat()
        self._write({"recording": VERSION, "warning": WARNING, "began": began, "target": target})

    def note(self, kind: str, **said: Any) -> None:
        """Writes what happened now."""
        seconds = (self._clock.now() - self._began).total_seconds()
        try:
            self._write({"t": round(seconds, 3), "kind": kind, **{name: packed(value) for name, value in said.items()}})
        except TypeError as error:
            self.fault = str(error)

    def _write(self, line: dict[str, Any]) -> None:
        if self.fault:
            return
        try:
            self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            if monotonic() - self._settled > SETTLED:
                self._file.flush(zlib.Z_SYNC_FLUSH)
                self._settled = monotonic()
        except OSError as error:
            self.fault = error.strerror or str(error)

    def close(self) -> None:
        try:
            self._file.close()
            self._raw.close()
        except OSError as error:
            self.fault = error.strerror or str(error)


class Recorder:
    """An Api that does all that the one within does."""

    def __init__(self, within: Api, tape: Tape) -> None:
        self._within, self._tape = within, tape
        self._ports: dict[str, _Port] = {}
        self.target = within.target

    def __getattr__(self, name: str) -> Any:
        if name not in self._ports:
            self._ports[name] = _Port(name, getattr(self._within, name), self._tape)
        return self._ports[name]

    def speak(self, language: str) -> None:
        self._within.speak(language)

    def look_for(self, purpose: str, ticket: str) -> None:
        self._within.look_for(purpose, ticket)

    async def close(self) -> None:
        self._tape.close()
        await self._within.close()


class _Port:
    def __init__(self, name: str, within: Any, tape: Tape) -> None:
        self._name, self._within, self._tape = name, within, tape
        #: How far into a list the page goes on that a token stands for.
        self._places: dict[tuple[Query, str], int] = {}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._within, name)
        call = f"{self._name}.{name}"
        if call in SAID:
            self._tape.note("said", call=call, gave=found)
        elif call == "auth.sign_in":
            return self._signed_in
        elif name == "page":
            return self._page
        elif name == "watch":
            return self._watch
        elif recorded(self._name, name):
            return self._noted(call, found)
        return found

    async def _signed_in(self, login: str, password: str, code: str) -> Operator:
        operator: Operator = await self._within.sign_in(login, password, code)
        self._tape.note("operator", operator=operator)
        return operator

    def _noted(self, call: str, found: Callable[..., Any]) -> Callable[..., Any]:
        async def noted(*arguments: Any, **named: Any) -> Any:
            return await self._answer(call, asked(call, *arguments, **named), found(*arguments, **named))

        return noted if inspect.iscoroutinefunction(found) else found

    async def _page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Any]:
        """A page is known by where it begins and how long it may be: tokens are new each time."""
        begin = (self._places.get((query, token), 0) if token else 0) + skip
        call, key = f"{self._name}.page", asked("page", query, begin, size)
        page: Page[Any] = await self._answer(
            call, key, self._within.page(query, token=token, skip=skip, size=size), begin=begin
        )
        if page.next_token:
            self._places[query, page.next_token] = begin + len(page.rows)
        return page

    async def _answer(self, call: str, key: str, asking: Any, **more: Any) -> Any:
        try:
            gave = await asking
        except ClientError as error:
            self._tape.note("refused", call=call, asked=key, **_said(error))
            raise
        self._tape.note("answer", call=call, asked=key, gave=gave, **more)
        return gave

    async def _watch(self, query: Query, token: str) -> AsyncIterator[Frame[Any]]:
        call, key = f"{self._name}.watch", asked("watch", query)
        async for frame in self._within.watch(query, token):
            if frame.changes:
                self._tape.note("frame", call=call, asked=key, gave=frame)
            yield frame


def _said(error: ClientError) -> dict[str, Any]:
    return {"reason": error.reason, "message": error.message, "fields": error.fields, "lost": error.lost}
