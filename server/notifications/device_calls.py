"""The calls of NotificationService about devices: where push messages arrive."""

from typing import Any

from smartregion.v1 import notification_service_pb2 as pb

from server.call import Call
from server.codec import decode_id, encode_id, timestamp
from server.errors import NotFound
from server.limits import DEVICES
from server.notifications.whose import whose
from server.services import Calls
from server.users.service import found as found_user
from storage.engine.transaction import Tx
from storage.models.delivery import Device
from storage.repositories import devices


class DeviceCalls(Calls):
    async def RegisterDevice(self, request: Any, call: Call) -> pb.RegisterDeviceResponse:
        user_id = call.principal.id

        def unit(tx: Tx) -> pb.RegisterDeviceResponse:
            found_user(tx, user_id, call)
            made = devices.register(tx, user_id, request.token, request.platform, request.app_version, DEVICES)
            tx.subject = user_id
            call.target("device", made.id, user_id)
            call.detail["device"] = bytes(made.token_index).hex()
            return pb.RegisterDeviceResponse(device=to_message(made))

        return await call.write(unit)

    async def RemoveDevice(self, request: Any, call: Call) -> pb.RemoveDeviceResponse:
        device_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.RemoveDeviceResponse:
            device = devices.by_id(tx, device_id)
            if device is None or (call.principal.is_resident and device.user_id != call.principal.id):
                raise NotFound(f"device {encode_id(device_id)} not found")
            devices.remove(tx, device_id)
            call.target("device", device_id, device.user_id)
            return pb.RemoveDeviceResponse()

        return await call.write(unit)

    async def ListDevices(self, request: Any, call: Call) -> pb.ListDevicesResponse:
        user_id = whose(request, call)

        def query(tx: Tx) -> pb.ListDevicesResponse:
            found_user(tx, user_id, call)
            return pb.ListDevicesResponse(devices=map(to_message, devices.of_user(tx, user_id)))

        call.target("user", user_id, user_id)
        return await call.read(query)


def to_message(device: Device) -> pb.Device:
    return pb.Device(
        id=encode_id(device.id),
        platform=device.platform,
        app_version=device.app_version,
        registered_at=timestamp(device.registered_at),
    )
