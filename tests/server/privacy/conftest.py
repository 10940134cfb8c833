"""Requests that were decided, and packages as they arrive."""

from dataclasses import dataclass
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.privacy.package import contents
from server.privacy.package.assembly import Assembly

from ..conftest import Client, House
from ..test_privacy import a_user, decide, in_progress

ACCESS = pb.PRIVACY_REQUEST_KIND_ACCESS


async def assembled(house: House, user_id: int, form: int) -> bytes:
    """A package straight from the house, without a request."""
    store = house.app.services.store
    head = await store.read(lambda tx: contents.head(tx, user_id, "2026-000001", "2026-11-23", house.settings, ()))
    made = Assembly(store.read, store.keys.keyring, user_id, head)
    return b"".join([frame async for frame in made.frames(form)])


async def left_behind(house: House, phone: str) -> None:
    """A copy of somebody's phone where no erasure looks."""
    await house.app.services.store.write(
        lambda tx: tx.sql("INSERT INTO meta (name, text) VALUES ('left', ?)", (f"call {phone} back",))
    )


async def answered(house: House, kind: int = ACCESS, **fields: Any) -> tuple[pb.PrivacyRequest, Any]:
    """A request that was fulfilled, and the user it is about."""
    officer = await house.operator("petro")
    user = await a_user(officer)
    return await decide(house, await in_progress(officer, kind, user.id, **fields)), user


@dataclass
class Package:
    body: bytes
    sha256: bytes
    manifest: bytes
    signature: bytes
    key_id: str


async def download(client: Client, request_id: str, form: int) -> Package:
    body, last = bytearray(), pb.DownloadAccessPackageResponse()
    async for frame in client.PrivacyRequestService.DownloadAccessPackage(id=request_id, format=form):
        body += frame.chunk
        last = frame
    return Package(bytes(body), last.sha256, last.manifest, last.signature, last.key_id)
