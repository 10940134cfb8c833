"""What the app tells of a visit: what its user did, on which device, and now and then that it broke."""

import uuid
from random import Random
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from smartregion.v1 import activity_service_pb2 as activity
from smartregion.v1.notification_service_pb2 import DevicePlatform

from server.demo.calling import Metadata, new_request_id

_ANDROID, _IOS = DevicePlatform.DEVICE_PLATFORM_ANDROID, DevicePlatform.DEVICE_PLATFORM_IOS
#: Devices of the town: platform, system, model.
DEVICES = (
    (_ANDROID, "15", "Samsung SM-A515F"),
    (_ANDROID, "14", "Xiaomi 23053RN02Y"),
    (_ANDROID, "13", "Motorola moto g52"),
    (_ANDROID, "16", "Google Pixel 8"),
    (_IOS, "18.6", "Apple iPhone 15"),
    (_IOS, "17.7", "Apple iPhone 12"),
)
#: Versions that people have, the newest most.
VERSIONS = ("4.2.1", "4.2.1", "4.2.1", "4.2.0", "4.1.3")
#: What people look at besides: kind and screen.
LOOKS = (
    (activity.ACTIVITY_KIND_SCREEN, "home"),
    (activity.ACTIVITY_KIND_SCREEN, "readings/history"),
    (activity.ACTIVITY_KIND_CHARGES, "bills"),
    (activity.ACTIVITY_KIND_PAYMENT, "bills/pay"),
    (activity.ACTIVITY_KIND_WORKS, "works"),
    (activity.ACTIVITY_KIND_NOTIFICATION, "inbox"),
    (activity.ACTIVITY_KIND_SETTINGS, "settings"),
)
#: How the app breaks on each platform: type, message and stack.
CRASHES: dict[int, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    _ANDROID: (
        (
            "java.lang.NumberFormatException",
            'For input string: "{value}"',
            (
                "at ua.smart.meter.ReadingForm.parse(ReadingForm.kt:{line})",
                "at ua.smart.meter.ReadingForm$1.onClick(ReadingForm.kt:88)",
                "at android.view.View.performClick(View.java:7506)",
            ),
        ),
        (
            "java.lang.OutOfMemoryError",
            "Failed to allocate a {line}0-byte allocation",
            (
                "at android.graphics.BitmapFactory.nativeDecodeStream(Native Method)",
                "at ua.smart.meter.MeterPhoto.load(MeterPhoto.kt:{line})",
            ),
        ),
    ),
    _IOS: (
        (
            "EXC_BREAKPOINT",
            "Unexpectedly found nil while unwrapping an Optional value",
            (
                "0   SmartRegion  0x00000001{line:08x} BillsView.total(for:) + {line}",
                "1   SmartRegion  0x00000001{line:08x} closure #1 in BillsView.body.getter + 412",
            ),
        ),
    ),
}
#: One visit in so many ends in a crash; a clock in so many is off.
CRASH_IN, CLOCK_OFF_IN = 20, 60


class Visit:
    """What somebody does from one address, on the device that is theirs."""

    def __init__(self, stub: Any, gateway: Metadata, random: Random, user_id: str, ip: str) -> None:
        self._stub = stub
        self._gateway = gateway
        self._random = random
        self._user_id = user_id
        self._ip = ip
        self._platform, self._system, self._device = DEVICES[ord(user_id[-1]) % len(DEVICES)]
        self._version = random.choice(VERSIONS)
        self._skew = random.choice((-400, 365, 1_200)) * 86_400 if not random.randrange(CLOCK_OFF_IN) else 0
        self._events: list[activity.NewActivity] = []
        self.did(activity.ACTIVITY_KIND_VISIT)
        self.did(activity.ACTIVITY_KIND_SIGN_IN)

    def did(self, kind: Any, screen: str = "") -> None:
        self._events.append(
            activity.NewActivity(
                event_id=str(uuid.uuid4()),
                user_id=self._user_id,
                kind=kind,
                happened_at=self._now(),
                ip_address=self._ip,
                app_version=self._version,
                platform=self._platform,
                os_version=self._system,
                device=self._device,
                screen=screen,
            )
        )

    def _now(self) -> Timestamp:
        """By the clock of the device."""
        now = Timestamp()
        now.GetCurrentTime()
        now.seconds += self._skew
        return now

    async def ends(self) -> None:
        """Looks around a little, leaves, and the gateway tells of all of it."""
        for kind, screen in self._random.sample(LOOKS, self._random.randint(0, 3)):
            self.did(kind, screen)
        if not self._random.randrange(CRASH_IN):
            await self._stub.ReportCrash(self.crash(), metadata=self._gateway)
        else:
            self.did(activity.ACTIVITY_KIND_SIGN_OUT)
        request = activity.RecordActivityRequest(first_line=1, events=self._events)
        async for _ in self._stub.RecordActivity(iter([request]), metadata=self._gateway):
            pass

    def crash(self) -> activity.ReportCrashRequest:
        kind, message, frames = self._random.choice(CRASHES[self._platform])
        values = {"line": self._random.randint(100, 160), "value": "12,5"}
        crash = activity.NewCrash(
            user_id=self._user_id,
            happened_at=self._now(),
            exception_type=kind,
            message=message.format(**values),
            frames=[frame.format(**values) for frame in frames],
            app_version=self._version,
            platform=self._platform,
            os_version=self._system,
            device=self._device,
        )
        return activity.ReportCrashRequest(crash=crash, request_id=new_request_id())
