"""The privacy policy: its versions, what they say otherwise than one another, and how far they came."""

from typing import Any

from smartregion.v1 import common_pb2 as common
from smartregion.v1 import policy_service_pb2 as pb
from smartregion.v1.policy_service_pb2_grpc import PolicyServiceStub

from console.client import convert
from console.client.listing import Listing, stamp
from console.client.wire import Wire, request_id
from console.models import Page, Query
from console.policies import Difference, Paragraph, PolicyVersion, Reach

#: What a draft is given.
_FIELDS = ("label", "text_uk", "text_en", "summary_uk", "summary_en", "effective_from")


class Policies(Listing[PolicyVersion]):
    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stub: Any = PolicyServiceStub(wire.channel)

    async def page(self, query: Query, *, token: str, skip: int, size: int) -> Page[PolicyVersion]:
        request = pb.ListPolicyVersionsRequest()
        return await self._page(self._stub.ListPolicyVersions, request, "versions", to_version, token, skip, size)

    async def get(self, key: str) -> PolicyVersion:
        reply = await self.wire.call(self._stub.GetPolicyVersion, pb.GetPolicyVersionRequest(id=key))
        return to_version(reply.version)

    async def compare(self, old: str, new: str, language: str) -> Difference:
        request = pb.ComparePolicyVersionsRequest(
            from_id=old,
            to_id=new,
            language=common.LANGUAGE_UKRAINIAN if language == "uk" else common.LANGUAGE_ENGLISH,
        )
        reply = await self.wire.call(self._stub.ComparePolicyVersions, request)
        paragraphs = tuple(
            Paragraph(_change(one.change), tuple((_change(span.change), span.text) for span in one.spans))
            for one in reply.paragraphs
        )
        return Difference(paragraphs, reply.words_removed, reply.words_added)

    async def save(self, version: PolicyVersion) -> PolicyVersion:
        message = _message(version)
        if version.id:
            request = pb.UpdatePolicyVersionRequest(version=message, request_id=request_id())
            request.update_mask.paths.extend(_FIELDS)
            return to_version((await self.wire.call(self._stub.UpdatePolicyVersion, request)).version)
        made = pb.CreatePolicyVersionRequest(version=message, request_id=request_id())
        return to_version((await self.wire.call(self._stub.CreatePolicyVersion, made)).version)

    async def publish(self, version: PolicyVersion) -> PolicyVersion:
        request = pb.PublishPolicyVersionRequest(id=version.id, etag=version.etag, request_id=request_id())
        return to_version((await self.wire.call(self._stub.PublishPolicyVersion, request)).version)

    async def discard(self, version: PolicyVersion) -> PolicyVersion:
        request = pb.DiscardPolicyVersionRequest(id=version.id, etag=version.etag, request_id=request_id())
        return to_version((await self.wire.call(self._stub.DiscardPolicyVersion, request)).version)


def _change(value: int) -> str:
    return convert.name(pb.PolicyChange, value)


def to_version(message: pb.PolicyVersion) -> PolicyVersion:
    return PolicyVersion(
        id=message.id,
        label=message.label,
        state=convert.name(pb.PolicyVersionState, message.state),
        text_uk=message.text_uk,
        text_en=message.text_en,
        summary_uk=message.summary_uk,
        summary_en=message.summary_en,
        effective_from=convert.instant(message, "effective_from"),
        published_at=convert.instant(message, "published_at"),
        announced_at=convert.instant(message, "announced_at"),
        author=message.author,
        editor=message.editor,
        publisher=message.publisher,
        etag=message.etag,
        reach=_reach(message.reach) if message.HasField("reach") else None,
    )


def _reach(one: pb.PolicyReach) -> Reach:
    return Reach(
        users=one.users,
        explicit=one.accepted_explicitly,
        by_use=one.accepted_by_use,
        not_yet=one.not_yet,
        told=one.told,
        delivered=one.delivered,
        failed=one.failed,
        suppressed=one.suppressed,
    )


def _message(version: PolicyVersion) -> pb.PolicyVersion:
    return pb.PolicyVersion(
        id=version.id,
        etag=version.etag,
        label=version.label,
        text_uk=version.text_uk,
        text_en=version.text_en,
        summary_uk=version.summary_uk,
        summary_en=version.summary_en,
        effective_from=None if version.effective_from is None else stamp(version.effective_from),
    )
