"""Calls of PrivacyRequestService about what is delivered: packages, links to them, letters."""

from collections.abc import AsyncIterator
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.user_service_pb2 import UserState

from server.call import Call
from server.codec import DAY_MS, decode_id, timestamp
from server.errors import Conflict, LimitExceeded, WrongState
from server.limits import PACKAGE_LINK_MS, PACKAGE_LINKS
from server.notifications.decision import EMAIL, SMS
from server.privacy import asked, dispatch, processors, standing
from server.privacy.letters import kinds
from server.privacy.letters.shapes import shaped
from server.privacy.package import contents, signing
from server.privacy.package.assembly import Assembly
from server.privacy.package.contents import Head
from server.privacy.processors import Processor
from server.services import Calls
from storage.days import day_of, iso_day
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.privacy import PackageLink
from storage.repositories import package_links, privacy, users
from storage.repositories.privacy import Request


class AnswerCalls(Calls):
    # -- the package

    def _processors(self) -> tuple[Processor, ...]:
        return processors.of_providers(self._services.providers.all)

    async def PreviewAccessPackage(self, request: Any, call: Call) -> pb.PreviewAccessPackageResponse:
        request_id = decode_id(request.id)

        def query(tx: Tx) -> pb.PreviewAccessPackageResponse:
            one, user_id = asked.about_user(tx, request_id, call)
            sections = contents.preview(tx, user_id, iso_day(tx.now), self._processors(), one.row.kind)
            return pb.PreviewAccessPackageResponse(sections=sections)

        return await call.read(query)

    async def DownloadAccessPackage(self, request: Any, call: Call) -> AsyncIterator[pb.DownloadAccessPackageResponse]:
        request_id = decode_id(request.id)

        def begin(tx: Tx) -> tuple[int, Head]:
            one, user_id = asked.about_user(tx, request_id, call)
            asked.check_package(one)
            settings, today = call.settings, iso_day(tx.now)
            head = contents.head(tx, user_id, one.row.number, today, settings, self._processors(), one.row.kind)
            return user_id, head

        user_id, head = await call.read(begin)
        assembly = Assembly(call.read, call.store.keys.keyring, user_id, head)
        async for frame in assembly.frames(request.format):
            yield pb.DownloadAccessPackageResponse(chunk=frame)
        sealed = assembly.sealed
        assert sealed is not None, "all of it was sent"
        yield pb.DownloadAccessPackageResponse(
            sha256=assembly.sha256, manifest=sealed.manifest, signature=sealed.signature, key_id=sealed.key_id
        )

    async def GetPackageKey(self, request: Any, call: Call) -> pb.GetPackageKeyResponse:
        key = signing.public_key(call.store.keys.keyring)
        return pb.GetPackageKeyResponse(key_id=signing.key_id(key), public_key_pem=signing.pem(key))

    async def CreatePackageLink(self, request: Any, call: Call) -> pb.CreatePackageLinkResponse:
        link_id = new_id()
        self._check_ways()
        expires_at = 0

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            nonlocal expires_at
            expires_at = tx.now + PACKAGE_LINK_MS
            link = PackageLink(
                id=link_id,
                request_id=one.id,
                user_id=_reached(tx, one),
                base_url=call.settings.hooks_url,
                created_by_id=call.principal.id,
                created_at=tx.now,
                expires_at=expires_at,
            )
            if package_links.made_since(tx, one.id, tx.now - DAY_MS) >= PACKAGE_LINKS:
                raise LimitExceeded(f"id: at most {PACKAGE_LINKS} links a day; print the package instead")
            package_links.create(tx, link)
            return privacy.update(tx, one), iso_day(expires_at)

        def reply(request: pb.PrivacyRequest) -> pb.CreatePackageLinkResponse:
            return pb.CreatePackageLinkResponse(request=request, expires_at=timestamp(expires_at))

        return await asked.change(request, call, change, reply)

    def _check_ways(self) -> None:
        """Raises Conflict where this house can send no links."""
        settings = self._services.settings
        if not (settings.hooks_url and settings.hooks_listen):
            raise Conflict("hooks_url: is not set, so nobody could open a link; print the package instead")
        available = self._services.providers.available
        missing = [name for name, way in (("e-mail", EMAIL), ("SMS", SMS)) if way not in available]
        if missing:
            raise Conflict(f"providers: there is none for {' and '.join(missing)}; print the package instead")

    # -- letters

    async def RenderLetter(self, request: Any, call: Call) -> pb.RenderLetterResponse:
        request_id = decode_id(request.id)

        def query(tx: Tx) -> pb.RenderLetterResponse:
            one = asked.found(tx, request_id, call)
            call.target("privacy_request", one.id, one.row.user_id or 0)
            written = kinds.written(request.kind, kinds.Ask(tx, one, self._services))
            number = one.row.number
            names = kinds.file_names(number, request.kind, len(written))
            return pb.RenderLetterResponse(
                letters=[
                    shaped(name, number, blocks, request.format) for name, blocks in zip(names, written, strict=True)
                ]
            )

        call.detail["letter"] = kinds.name_of(request.kind)
        return await call.read(query)

    async def RecordLetterSent(self, request: Any, call: Call) -> pb.RecordLetterSentResponse:
        sent = dispatch.checked(request.dispatch)
        marked = privacy.Sent(request.kind, sent.day.isoformat(), sent.way)

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            (now,) = standing.of(tx, [one])
            if request.kind not in now.to_record():
                named = ", ".join(map(kinds.name_of, now.to_record())) or "none"
                raise WrongState(f"there is no such letter to be sent about this request; there is: {named}")
            dispatch.check_day(sent, now.since(request.kind), day_of(tx.now))
            return privacy.update(tx, one), sent.reference

        call.detail["letter"] = kinds.name_of(request.kind)
        return await asked.change(request, call, change, pb.RecordLetterSentResponse, marked)


def _reached(tx: Tx, one: Request) -> int:
    """The user who can be sent a link and, by another way, its code. Raises WrongState, Conflict."""
    asked.check_package(one)
    person = users.get_any(tx, one.row.user_id or 0)
    if person is None or person.row.state == UserState.USER_STATE_ERASED:
        raise Conflict("user_id: nothing is held about this person any more")
    if not (person.email and person.row.email_confirmed_at and person.phone):
        raise Conflict("user: a link goes by e-mail and its code by SMS, and one is missing or unconfirmed; print it")
    return person.id
