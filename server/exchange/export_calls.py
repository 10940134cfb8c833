"""The call of ReadingService that writes readings into a file."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

from smartregion.v1 import reading_service_pb2 as pb

from server.call import Call
from server.exchange import csv_export, espi
from server.exchange.columns import shown
from server.exchange.parquet import Parquet
from server.limits import FRAME_ROWS, PARQUET_ROWS
from server.readings import mapping
from server.services import Calls
from storage.engine.transaction import Tx
from storage.repositories import readings
from storage.repositories.readings import Row


class ExportCalls(Calls):
    async def ExportReadings(self, request: Any, call: Call) -> AsyncIterator[pb.ExportReadingsResponse]:
        wanted, seen = mapping.to_filter(request.filter), shown(call.principal)
        by_id = partial(_by_id, call, partial(readings.behind, wanted=wanted, scope=call.scope()))
        match request.format:
            case pb.EXPORT_FORMAT_CSV:
                yield pb.ExportReadingsResponse(csv=csv_export.head())
                async for rows in by_id(FRAME_ROWS):
                    yield pb.ExportReadingsResponse(csv=csv_export.lines(rows, seen))
            case pb.EXPORT_FORMAT_ESPI:
                yield pb.ExportReadingsResponse(piece=espi.HEAD.encode())
                async for rows in _by_register(call, wanted):
                    yield pb.ExportReadingsResponse(piece=espi.written(rows, seen).encode())
                yield pb.ExportReadingsResponse(piece=espi.TAIL.encode())
            case pb.EXPORT_FORMAT_PARQUET:
                file = Parquet()
                async for rows in by_id(PARQUET_ROWS):
                    piece = await asyncio.to_thread(file.rows, rows, seen)
                    yield pb.ExportReadingsResponse(piece=piece)
                yield pb.ExportReadingsResponse(piece=file.end())
            case _:
                async for rows in by_id(FRAME_ROWS):
                    yield pb.ExportReadingsResponse(readings=map(mapping.to_message, rows))


async def _by_id(call: Call, behind: Callable[..., list[Row]], size: int) -> AsyncIterator[list[Row]]:
    last = 0
    while rows := await call.read(partial(behind, last=last, size=size), long=True):
        yield rows
        last = rows[-1].id


async def _by_register(call: Call, wanted: readings.ReadingFilter) -> AsyncIterator[list[Row]]:
    last = (0, 0, 0)

    def query(tx: Tx) -> list[Row]:
        return readings.by_register(tx, wanted, call.scope(), last, FRAME_ROWS)

    while rows := await call.read(query, long=True):
        yield rows
        last = (rows[-1].register_id, rows[-1].read_at, rows[-1].id)
