"""A command on its way: somebody signs in, the call is made, what it answers is printed as it comes."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from getpass import getpass
from typing import Any

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor
from smartregion.v1 import common_pb2 as common

from console import reaching, saving
from console.client.auth import Auth
from console.client.wire import Tls, Wire
from console.headless import output
from console.headless.nouns import Command
from console.i18n import t
from console.ports import ClientError

#: Fields of a stream that are pieces of a file.
_PIECES = ("chunk", "csv", "piece")
#: Rows of a page where all are wanted.
_PAGE = 200


@dataclass
class Run:
    command: Command
    request: Any
    #: What was typed for it, and what every command understands.
    parsed: argparse.Namespace
    _printers: dict[str, Any] = field(default_factory=dict)

    async def done(self) -> None:
        """Raises ClientError."""
        wire = _wire(self.parsed)
        auth = Auth(wire)
        wire.token = "" if self.command.signs_in else os.environ.get("SMARTREGION_TOKEN", "")
        try:
            if wire.token:
                await self._called(wire)
                return
            await sign_in(auth, self.parsed)
            if self.command.signs_in:
                _out([wire.token])
                return
            try:
                await self._called(wire)
            finally:
                with suppress(ClientError):
                    await auth.sign_out()
        finally:
            await wire.close()

    async def _called(self, wire: Wire) -> None:
        if not self.command.method.server_streaming:
            await (self._all(wire) if self.parsed.all else self._one(wire))
        elif gives_file(self.command):
            await self._saved(self._replies(wire))
        elif self.command.method.name.startswith("Watch"):
            await self._watched(wire)
        else:
            async for reply in self._replies(wire):
                self._print(reply)

    def _replies(self, wire: Wire) -> AsyncIterator[Any]:
        return wire.stream(_method(wire, self.command), self.request)

    # -- one answer

    async def _one(self, wire: Wire) -> None:
        reply = await wire.call(_method(wire, self.command), self.request)
        body = _body(reply)
        if self.parsed.output is not None and body is not None:
            _out([await saving.kept(str(self.parsed.output), _once(body))])
            return
        self._print(reply)
        if self.parsed.form is None and getattr(reply, "next_page_token", False):
            print(t("headless.more", total=getattr(reply, "total_size", 0) or "…"), file=sys.stderr)

    def _print(self, reply: Any) -> None:
        """An answer in the form that is asked for: of a list its rows, of anything else all of it."""
        rows: Any = output.rows_field(reply.DESCRIPTOR)
        streams, lists = self.command.method.server_streaming, self.command.method.name.startswith("List")
        if self.parsed.form == "json":
            _out([output.as_json(reply, line=streams)])
        elif rows is not None and (streams or lists or self.parsed.form == "csv"):
            if lists and self.parsed.form is None and not reply.ListFields():
                print(t("headless.none"), file=sys.stderr)
            self._print_rows(rows.message_type, list(getattr(reply, rows.name)))
        elif self.parsed.form == "json-lines":
            _out([output.as_json(reply, line=True)])
        elif self.parsed.form == "csv":
            self._print_rows(reply.DESCRIPTOR, [reply])
        else:
            _out(list(output.detail(reply)) or [t("headless.done")])

    def _print_rows(self, kind: Descriptor, rows: list[Any]) -> None:
        if kind.full_name not in self._printers:
            forms = {"json": output.Lines, "json-lines": output.Lines, "csv": output.Csv}
            self._printers[kind.full_name] = forms.get(self.parsed.form, output.Table)(kind)
        _out(self._printers[kind.full_name].lines(rows))

    # -- every page

    async def _all(self, wire: Wire) -> None:
        """Pages one after another: as one document where that is asked for, else printed as they come."""
        self.request.page_size = self.request.page_size or _PAGE
        whole: Any = None
        while True:
            reply = await wire.call(_method(wire, self.command), self.request)
            self.request.page_token = reply.next_page_token
            if self.parsed.form != "json":
                self._print(reply)
            elif whole is None:
                whole = reply
            else:
                reply.ClearField("total_size")
                whole.MergeFrom(reply)
            if not self.request.page_token:
                break
        if whole is not None:
            whole.ClearField("next_page_token")
            self._print(whole)

    # -- streams

    async def _watched(self, wire: Wire) -> None:
        """Changes, until there were as many as wanted; a server that goes down in order is asked again."""
        left = self.parsed.changes
        while True:
            async for frame in self._replies(wire):
                self.request.resume_token = frame.position.resume_token
                changes = list(frame.changes)[:left]
                if changes:
                    self._print_rows(changes[0].DESCRIPTOR, changes)
                left = None if left is None else left - len(changes)
                if left == 0:
                    return
                if frame.position.kind == common.FRAME_KIND_DRAIN:
                    break
            await asyncio.sleep(1)

    async def _saved(self, replies: AsyncIterator[Any]) -> None:
        """A file, where --output says or as it comes; what else the answer tells, of one that has a place, below."""
        rest = message_factory.GetMessageClass(self.command.method.output_type)()
        pieces = self._pieces(replies, rest)
        if self.parsed.output is not None:
            path = await saving.kept(str(self.parsed.output), pieces)
            _out([output.as_json(rest)] if self.parsed.form else [path, *output.detail(rest)])
            return
        async for piece in pieces:
            if sys.stdout.isatty():
                raise ClientError("NO_FILE", t("headless.output_needed"))
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()

    async def _pieces(self, replies: AsyncIterator[Any], rest: Any) -> AsyncIterator[bytes]:
        """Pieces of a file; rows beside them are printed, anything else is gathered in `rest`."""
        async for reply in replies:
            for name in _PIECES:
                if name in reply.DESCRIPTOR.fields_by_name and getattr(reply, name):
                    yield getattr(reply, name)
                    reply.ClearField(name)
            rows = output.rows_field(reply.DESCRIPTOR)
            if rows is not None:
                self._print(reply)
                reply.ClearField(rows.name)
            rest.MergeFrom(reply)


def gives_file(command: Command) -> bool:
    """Whether what a call answers are pieces of a file."""
    fields = command.method.output_type.fields_by_name
    return command.method.server_streaming and any(name in fields for name in _PIECES)


def _wire(parsed: argparse.Namespace) -> Wire:
    wire = Wire(parsed.target, Tls(parsed.ca, parsed.certificate, parsed.key) if reaching.by_tls(parsed) else None)
    wire.language, wire.ticket = parsed.language, parsed.ticket
    wire.purpose = (parsed.purpose or "").upper().replace("-", "_")
    return wire


async def sign_in(auth: Auth, parsed: argparse.Namespace) -> None:
    """Begins a session. What was not handed in is asked for, where somebody sits. Raises ClientError."""
    login = parsed.user or asked(t("sign_in.login"), secret=False)
    password = os.environ.get("SMARTREGION_PASSWORD") or asked(t("sign_in.password"))
    try:
        await auth.sign_in(login, password, parsed.second_factor)
    except ClientError as error:
        if error.reason != "SECOND_FACTOR_REQUIRED" or parsed.second_factor or not sys.stdin.isatty():
            raise
        await auth.sign_in(login, password, asked(t("sign_in.code")))


def asked(what: str, *, secret: bool = True) -> str:
    """What somebody types. Raises ClientError where nobody sits."""
    if not sys.stdin.isatty():
        raise ClientError("NO_TERMINAL", t("headless.no_terminal", what=what))
    if secret:
        return getpass(f"{what}: ")
    print(f"{what}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _method(wire: Wire, command: Command) -> Any:
    streams = command.method.server_streaming
    reply = message_factory.GetMessageClass(command.method.output_type)
    return (wire.channel.unary_stream if streams else wire.channel.unary_unary)(
        command.path,
        request_serializer=lambda request: request.SerializeToString(),
        response_deserializer=reply.FromString,
    )


def _body(reply: Any) -> bytes | None:
    """The file in an answer, where it has one and no more."""
    files = [
        one.content
        for described, value in reply.ListFields()
        if described.message_type is not None and "content" in described.message_type.fields_by_name
        for one in (value if described.is_repeated else [value])
    ]
    return files[0] if len(files) == 1 and isinstance(files[0], bytes) else None


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


def _out(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
    sys.stdout.flush()
