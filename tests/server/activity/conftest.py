"""Events and crashes as a gateway sends them."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

from smartregion.v1 import activity_service_pb2 as pb
from smartregion.v1.notification_service_pb2 import DEVICE_PLATFORM_ANDROID

from server.codec import timestamp

from ..conftest import START, Client, House

STACK = (
    "at ua.smart.meter.ReadingForm.send(ReadingForm.kt:142)",
    "at ua.smart.meter.ReadingForm$1.invoke(ReadingForm.kt:88)",
    "at android.os.Handler.dispatchMessage(Handler.java:106)",
)


def new_event(user_id: str, **changes: Any) -> pb.NewActivity:
    fields: dict[str, Any] = {
        "event_id": str(uuid.uuid4()),
        "user_id": user_id,
        "kind": pb.ACTIVITY_KIND_VISIT,
        "happened_at": timestamp(START - 60_000),
        "ip_address": "203.0.113.7",
        "app_version": "4.2.1",
        "platform": DEVICE_PLATFORM_ANDROID,
        "os_version": "15",
        "device": "Samsung SM-A515F",
        "screen": "home",
    }
    return pb.NewActivity(**fields | changes)


async def record(client: Client, *requests: Any) -> list[pb.RecordActivityResponse]:
    """The replies to batches; a list of events is the only one."""
    batches = [
        one if isinstance(one, pb.RecordActivityRequest) else pb.RecordActivityRequest(first_line=1, events=one)
        for one in requests
    ]

    async def sent() -> AsyncIterator[Any]:
        for batch in batches:
            yield batch

    return [reply async for reply in client.ActivityService.RecordActivity(sent())]


def wrong(reply: pb.RecordActivityResponse) -> list[tuple[int, str, str, str]]:
    """Line, reason, field and rule of each event that was not taken; said in both languages."""
    assert all(error.message and error.message_uk for error in reply.errors)
    return [(error.line, error.reason, error.field, error.rule) for error in reply.errors]


def new_crash(user_id: str = "", **changes: Any) -> pb.NewCrash:
    fields: dict[str, Any] = {
        "user_id": user_id,
        "happened_at": timestamp(START - 60_000),
        "exception_type": "java.lang.NumberFormatException",
        "message": 'For input string: "12,5"',
        "frames": STACK,
        "app_version": "4.2.1",
        "platform": DEVICE_PLATFORM_ANDROID,
        "os_version": "15",
        "device": "Samsung SM-A515F",
    }
    return pb.NewCrash(**fields | changes)


async def users_of(house: House, login: str = "oksana") -> list[Any]:
    admin = await house.operator(login)
    return list((await admin.UserService.ListUsers(page_size=50)).users)
