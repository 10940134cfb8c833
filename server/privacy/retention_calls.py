"""Calls about how long data is kept, and the register of processing; part of PrivacyRequestService."""

import json
from typing import Any

from smartregion.v1 import retention_pb2 as pb

from server.call import Call
from server.codec import encode_id, timestamp
from server.privacy import processors, register, wording
from server.privacy.retention import line_of
from server.services import Calls
from storage.columns import Retention
from storage.days import iso_day
from storage.engine.transaction import Tx
from storage.models.duties import RetentionRun
from storage.repositories import partners, retention


class RetentionCalls(Calls):
    async def PreviewRetention(self, request: Any, call: Call) -> pb.PreviewRetentionResponse:
        lines = []
        for rule in retention.rules():  # one at a time: each is a long look, and others want the reader as well
            found = await call.read(lambda tx, one=rule: retention.past(tx, one, tx.now), long=True)  # type: ignore[misc]
            lines.append(_line(line_of(found)))
        return pb.PreviewRetentionResponse(lines=lines)

    async def ListRetentionRuns(self, request: Any, call: Call) -> pb.ListRetentionRunsResponse:
        page = self._services.paging.page(request)
        after = page.past(int)
        rows, total = await call.read(lambda tx: retention.runs(tx, after, page.size, page.skip))
        reply = pb.ListRetentionRunsResponse(runs=map(_run, rows), total_size=total)
        page.end(reply, rows, lambda last: (last.id,))
        return reply

    async def GetProcessingRegister(self, request: Any, call: Call) -> pb.GetProcessingRegisterResponse:
        def query(tx: Tx) -> pb.GetProcessingRegisterResponse:
            grants = partners.recipients_of(tx, partners.granted_utilities(tx), iso_day(tx.now))
            carriers = processors.of_providers(self._services.providers.all)
            return pb.GetProcessingRegisterResponse(
                activities=[register.to_message(one, grants, carriers) for one in register.activities()]
            )

        return await call.read(query)


def _run(row: RetentionRun) -> pb.RetentionRun:
    return pb.RetentionRun(
        id=encode_id(row.id),
        started_at=timestamp(row.started_at),
        finished_at=timestamp(row.finished_at),
        lines=[_line(one) for one in json.loads(row.report)],
    )


def _line(line: dict[str, Any]) -> pb.RetentionLine:
    term = Retention[line["retention"]]
    uk, en = wording.RETENTIONS[term]
    return pb.RetentionLine(
        table=line["table"],
        columns=line["columns"],
        action=pb.RETENTION_ACTION_DELETE if line["deletes"] else pb.RETENTION_ACTION_EMPTY,
        rows=line["rows"],
        oldest=timestamp(line["oldest"]),
        term_days=term.days or 0,
        retention_uk=uk,
        retention_en=en,
    )
