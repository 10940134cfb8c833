"""Mails that wait to be registered."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from smartregion.v1 import intake_draft_pb2 as pb
from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1.privacy_request_service_pb2_grpc import PrivacyRequestServiceStub

from console.client import convert_intake, convert_requests
from console.client.files import opened
from console.client.listing import Listing, enum
from console.client.wire import Wire, request_id
from console.intake import Draft, Letter
from console.models import Page, Query
from console.requests import PrivacyRequest

#: Bytes of a mail that the contract takes: of a longer one its beginning.
MOST = 1024 * 1024


class Drafts(Listing[Draft]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = PrivacyRequestServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[Draft]:
        """The one that arrived first comes first; the contract knows no other order."""
        request = pb.ListIntakeDraftsRequest(state=enum(pb.IntakeDraftState, query, "state"))
        return await self._page(
            self._stub.ListIntakeDrafts, request, "drafts", convert_intake.to_draft, token, skip, size
        )

    async def get(self, key: str) -> Draft:
        reply = await self.wire.call(self._stub.GetIntakeDraft, pb.GetIntakeDraftRequest(id=key))
        return convert_intake.to_draft(reply.draft)

    async def take(self, path: Path) -> tuple[Draft, bool]:
        content, size = await asyncio.to_thread(_beginning, path)
        request = pb.ImportMailRequest(content=content, size_bytes=size, request_id=request_id())
        reply = await self.wire.call(self._stub.ImportMail, request)
        return convert_intake.to_draft(reply.draft), reply.known

    async def confirm(self, draft: Draft, letter: Letter) -> Sequence[PrivacyRequest]:
        request = privacy.ConfirmIntakeDraftRequest(
            id=draft.id, etag=draft.etag, letter=convert_intake.from_letter(letter), request_id=request_id()
        )
        reply = await self.wire.call(self._stub.ConfirmIntakeDraft, request)
        return [convert_requests.to_request(one) for one in reply.requests]

    async def discard(self, draft: Draft, reason: str) -> Draft:
        request = pb.DiscardIntakeDraftRequest(id=draft.id, etag=draft.etag, reason=reason, request_id=request_id())
        return convert_intake.to_draft((await self.wire.call(self._stub.DiscardIntakeDraft, request)).draft)


def _beginning(path: Path) -> tuple[bytes, int]:
    """What is sent of a file, and how long all of it is. Raises ClientError."""
    with opened(path) as file:
        content = file.read(MOST)
        return content, max(len(content), os.fstat(file.fileno()).st_size)
