"""The calls of OperatorService about an operator's own desk: how the console looks, and what shifts tell each other."""

from collections.abc import Iterable
from typing import Any

from google.protobuf.json_format import MessageToJson, Parse
from smartregion.v1 import operator_service_pb2 as pb

from server import etags
from server.call import Call
from server.codec import encode_id, timestamp
from server.errors import InvalidField
from server.limits import CONSOLE_SETTINGS_BYTES
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import console_settings, hand_overs, operators
from storage.repositories.hand_overs import Told


class DeskCalls(Calls):
    async def GetSettings(self, request: Any, call: Call) -> pb.GetSettingsResponse:
        text, version = await call.read(lambda tx: console_settings.of_operator(tx, call.principal.id))
        settings = Parse(text or "{}", pb.ConsoleSettings(), ignore_unknown_fields=True)
        settings.etag = str(version) if version else ""
        return pb.GetSettingsResponse(settings=settings)

    async def UpdateSettings(self, request: Any, call: Call) -> pb.UpdateSettingsResponse:
        wanted = pb.ConsoleSettings()
        wanted.CopyFrom(request.settings)
        _check(wanted)
        stated, wanted.etag = wanted.etag or "0", ""
        text = MessageToJson(wanted, indent=None, ensure_ascii=False)

        def unit(tx: Tx) -> pb.UpdateSettingsResponse:
            operators.by_id(tx, call.principal.id)  # held: two consoles of one operator come one after the other
            _, version = console_settings.of_operator(tx, call.principal.id)
            etags.require(stated, version, "settings")
            console_settings.keep(tx, call.principal.id, text, version + 1)
            wanted.etag = str(version + 1)
            return pb.UpdateSettingsResponse(settings=wanted)

        return await call.write(unit)

    async def ListHandOvers(self, request: Any, call: Call) -> pb.ListHandOversResponse:
        page = self._services.paging.page(request)
        after = page.past(int)

        def query(tx: Tx) -> tuple[list[Told], list[pb.HandOver]]:
            rows = hand_overs.page(tx, after, page.size)
            return rows, _messages(tx, rows)

        rows, messages = await call.read(query)
        call.detail["rows"] = str(len(rows))
        reply = pb.ListHandOversResponse(hand_overs=messages)
        page.end(reply, rows, lambda last: (last.row.id,))
        return reply

    async def WriteHandOver(self, request: Any, call: Call) -> pb.WriteHandOverResponse:
        def unit(tx: Tx) -> pb.WriteHandOverResponse:
            made = hand_overs.write(tx, call.principal.id, request.text)
            call.target("hand_over", made.row.id)
            return pb.WriteHandOverResponse(hand_over=_messages(tx, [made])[0])

        return await call.write(unit)


def _check(settings: pb.ConsoleSettings) -> None:
    """Raises InvalidField."""
    if settings.ByteSize() > CONSOLE_SETTINGS_BYTES:
        raise InvalidField("settings", "console.size", f"must be at most {CONSOLE_SETTINGS_BYTES:,} bytes")
    again = _repeated(area.area for area in settings.areas)
    if again is not None:
        raise InvalidField(f"settings.areas[{again}].area", "console.area", "is there before")
    for place, area in enumerate(settings.areas):
        again = _repeated(one.name for one in area.filters)
        if again is not None:
            raise InvalidField(f"settings.areas[{place}].filters[{again}].name", "console.filter", "is there before")


def _repeated(names: Iterable[str]) -> int | None:
    """The place of the first name that stands before already."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            return place
        seen.add(name)
    return None


def _messages(tx: Tx, rows: list[Told]) -> list[pb.HandOver]:
    names = operators.names(tx, {one.row.author_id for one in rows})
    return [
        pb.HandOver(
            id=encode_id(one.row.id),
            author_id=encode_id(one.row.author_id),
            author_name=names.get(one.row.author_id, ""),
            text=one.text,
            at=timestamp(one.row.at),
        )
        for one in rows
    ]
