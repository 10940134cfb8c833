"""What the clock of a device is worth, and the moment that an event counts for."""

from smartregion.v1.activity_service_pb2 import DeviceClock

from server.limits import ACTIVITY_BACK_MS, CLOCK_TOLERANCE_MS

RIGHT, AHEAD, BEHIND = (
    DeviceClock.DEVICE_CLOCK_RIGHT,
    DeviceClock.DEVICE_CLOCK_AHEAD,
    DeviceClock.DEVICE_CLOCK_BEHIND,
)


def counted(device_at: int, received_at: int) -> tuple[int, int]:
    """The moment that an event counts for, and what its clock is worth; milliseconds. Nothing counts for a moment that
    lies ahead, and nothing that happened is lost because a battery was empty: a clock that is off is noted, and the
    event counts for when it came."""
    if device_at > received_at + CLOCK_TOLERANCE_MS:
        return received_at, AHEAD
    if device_at < received_at - ACTIVITY_BACK_MS:
        return received_at, BEHIND
    return min(device_at, received_at), RIGHT
