"""How the console of whoever is signed in looks."""

from typing import Any

from smartregion.v1 import common_pb2 as common
from smartregion.v1 import operator_service_pb2 as pb
from smartregion.v1.operator_service_pb2_grpc import OperatorServiceStub

from console.client.wire import Wire, request_id
from console.settings import AreaSettings, SavedFilter, Settings

_LANGUAGES = {"uk": common.LANGUAGE_UKRAINIAN, "en": common.LANGUAGE_ENGLISH}
_CODES = {number: code for code, number in _LANGUAGES.items()}


class OwnSettings:
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._stub: Any = OperatorServiceStub(wire.channel)

    async def read(self) -> Settings:
        return to_settings((await self._wire.call(self._stub.GetSettings, pb.GetSettingsRequest())).settings)

    async def keep(self, settings: Settings) -> Settings:
        request = pb.UpdateSettingsRequest(settings=from_settings(settings), request_id=request_id())
        return to_settings((await self._wire.call(self._stub.UpdateSettings, request)).settings)


def to_settings(message: pb.ConsoleSettings) -> Settings:
    areas = {
        one.area: AreaSettings(tuple(one.columns), tuple(SavedFilter(each.name, each.query) for each in one.filters))
        for one in message.areas
    }
    language = _CODES.get(message.language, "")
    return Settings(message.theme, language, message.refresh_seconds, areas, message.etag)


def from_settings(settings: Settings) -> pb.ConsoleSettings:
    areas = [
        pb.AreaSettings(
            area=area,
            columns=one.columns,
            filters=[pb.SavedFilter(name=each.name, query=each.line) for each in one.filters],
        )
        for area, one in settings.areas.items()
    ]
    return pb.ConsoleSettings(
        theme=settings.theme,
        language=_LANGUAGES.get(settings.language, common.LANGUAGE_UNSPECIFIED),
        refresh_seconds=settings.refresh,
        areas=areas,
        etag=settings.etag,
    )
