"""The first rows of a file, as they are understood from its beginning alone."""

from collections.abc import Iterator
from itertools import islice

from smartregion.v1 import reading_service_pb2 as pb
from smartregion.v1.account_service_pb2 import RegisterTier

from server.codec import decimal, encode_id, timestamp
from server.exchange import reader
from server.exchange.detection import Shape
from server.exchange.intervals import Intervals, exact
from server.exchange.problems import Refused
from server.readings import ingest, mapping

#: Rows of a preview, at most.
MOST = 20
#: Why a file can't be read before somebody says more of it.
TO_BE_SAID = frozenset(("file.no_serial", "file.no_index", "file.no_date", "file.day_month"))


def rows(shape: Shape, sample: bytes, whole: bool, cut: bool) -> list[pb.PreviewedRow]:
    """The first rows of a file that begins so; `whole` where that is all that comes, `cut` where nobody knows that it
    is the file. Raises Refused where it is refused before any row."""
    found: list[pb.PreviewedRow] = []
    read = _intervals if shape.format == pb.FILE_FORMAT_INTERVALS else _readings
    try:
        for row in islice(read(shape, sample, whole, cut), MOST):
            found.append(row)
    except Refused:
        if not found:
            raise
    return found


def _readings(shape: Shape, sample: bytes, whole: bool, cut: bool) -> Iterator[pb.PreviewedRow]:
    for line, entry in reader.reader(shape).feed(sample, whole, cut):
        yield _reading(line, entry)


def _intervals(shape: Shape, sample: bytes, whole: bool, cut: bool) -> Iterator[pb.PreviewedRow]:
    source = Intervals(shape)
    for number, line in reader.lines_of(shape).feed(sample, whole, cut):
        said = source.said(line)
        if isinstance(said, ingest.Problem):
            yield pb.PreviewedRow(line=number, error=mapping.row_error(said))
        elif said is not None:
            yield pb.PreviewedRow(line=number, read_at=timestamp(said[0][0]), used=exact(said[1]))


def _reading(line: int, entry: ingest.Entry) -> pb.PreviewedRow:
    if entry.problem is not None:
        return pb.PreviewedRow(line=line, error=mapping.row_error(entry.problem))
    return pb.PreviewedRow(
        line=line,
        register_id=encode_id(entry.register_id) if entry.register_id else "",
        meter_serial_number=entry.serial,
        tier=RegisterTier.ValueType(entry.tier),
        index=decimal(entry.value),
        read_at=timestamp(entry.read_at),
        quality=pb.ReadingQuality.ValueType(entry.quality),
    )
