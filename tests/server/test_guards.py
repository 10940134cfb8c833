"""What callers may use up: entries of the audit chain, streams that stay open, look-ups of watchers."""

import asyncio
from collections import Counter
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from smartregion.v1.common_pb2 import FrameKind
from smartregion.v1.options_pb2 import PrincipalKind

from server import limits
from server.lookups import Lookups
from server.pipeline import authentication, streams
from server.pipeline import refusals as refusals_module

from .conftest import House, refusal, refused
from .test_streams import synced

ANONYMOUS = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS
PARTNER = PrincipalKind.PRINCIPAL_KIND_PARTNER


async def entries(house: House) -> list[tuple[Any, ...]]:
    rows = await house.app.services.store.read(
        lambda tx: tx.sql("SELECT actor_kind, actor_id, action, outcome FROM audit_entry ORDER BY sequence")
    )
    return [tuple(row) for row in rows]


# -- the audit chain


async def test_strangers_are_counted_and_not_chained_one_by_one(house: House) -> None:
    before = len(await entries(house))
    for _ in range(30):
        assert (await refused(house.client().UserService.ListUsers())).reason == "UNAUTHENTICATED"
    for number in range(3):
        told = await refused(house.client(f"sr_false{number}").UserService.ListUsers())
        assert told.reason == "UNAUTHENTICATED"
    await refused(house.client().BillingService.ListDebts())
    await asyncio.sleep(0.05)
    assert len(await entries(house)) == before
    assert await house.app.boundary.refusals.turn() == 1
    assert (await entries(house))[before:] == [(ANONYMOUS, 0, "UserService.ListUsers", "UNAUTHENTICATED")]
    listed = await (await house.operator("taras")).AuditService.ListAuditEntries(page_size=20)
    told = next(one for one in listed.entries if one.action == "UserService.ListUsers")
    assert told.ip_address == "127.0.0.1"
    assert dict(told.detail)["refused"] == "34"
    assert "BillingService.ListDebts UNAUTHENTICATED ×1" in dict(told.detail)["calls"]
    assert await house.app.boundary.refusals.turn() == 0


async def test_who_tries_credentials_again_and_again_is_put_off_before_they_are_looked_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "STRANGER_RATE", limits.Rate(0.01, 5))
    admin = await house.operator("oksana")
    await admin.UserService.ListUsers(page_size=1)
    reasons = Counter([(await refused(house.client(f"sr_{n}").UserService.ListUsers())).reason for n in range(20)])
    assert reasons == {"UNAUTHENTICATED": 5, "RATE_LIMITED": 15}
    told = await refused(house.client("sr_another").UserService.ListUsers())
    assert told.retry_after
    await admin.UserService.ListUsers(page_size=1)  # those who are known from that address go on


async def test_somebody_known_is_told_one_by_one_until_they_are_refused_again_and_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals_module, "REFUSED_RATE", limits.Rate(0.01, 3))
    iryna = await house.operator("iryna")
    for _ in range(10):
        told = await refused(iryna.UserService.BlockUser(id="0000000000001", etag="1", reason="хочу"))
        assert told.reason == "PERMISSION_DENIED"
    await asyncio.sleep(0.1)

    async def told() -> int:
        return [one[2:] for one in await entries(house)].count(("UserService.BlockUser", "PERMISSION_DENIED"))

    assert await told() == 3
    await house.app.boundary.refusals.turn()
    assert await told() == 4


async def test_however_many_addresses_are_refused_the_entries_of_a_minute_are_bounded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusals_module, "REFUSED_COUNTED", 2)
    made = house.app.boundary.refusals
    for number in range(9):
        made._count(refusals_module.Refused(ANONYMOUS, 0, f"10.0.0.{number}"), Counter({("A.B", "UNAUTHENTICATED"): 1}))
    assert await made.turn() == 3


# -- open streams


async def test_a_principal_has_so_many_streams_open_and_gets_a_place_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(streams.OPEN_STREAMS, PARTNER, 2)
    client, other = house.utility(0), house.utility(1)
    watches = [client.UserService.WatchUsers(skip_snapshot=True) for _ in range(2)]
    for watch in watches:
        await synced(watch)
    with pytest.raises(grpc.RpcError) as caught:
        await client.UserService.WatchUsers(skip_snapshot=True).read()
    assert refusal(caught.value).reason == "LIMIT_EXCEEDED"
    await synced(other.UserService.WatchUsers(skip_snapshot=True))
    watches[0].cancel()
    for _ in range(50):
        await asyncio.sleep(0.02)
        again = client.UserService.WatchUsers(skip_snapshot=True)
        try:
            await synced(again)
            return
        except grpc.RpcError:
            continue
    raise AssertionError("a stream that is over still counts")


async def test_an_address_has_so_many_streams_open(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "OPEN_STREAMS_OF_ADDRESS", 2)
    watches = [house.utility(number).UserService.WatchUsers(skip_snapshot=True) for number in (0, 1)]
    for watch in watches:
        await synced(watch)
    with pytest.raises(grpc.RpcError) as caught:
        await (await house.operator("oksana")).UserService.WatchUsers(skip_snapshot=True).read()
    assert refusal(caught.value).reason == "LIMIT_EXCEEDED"


async def test_who_has_no_credentials_keeps_few_streams_open(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "OPEN_TO_STRANGERS_OF_ADDRESS", 3)
    channel: Any = house.channel
    health, described = health_pb2_grpc.HealthStub(channel), reflection_pb2_grpc.ServerReflectionStub(channel)
    asked = health_pb2.HealthCheckRequest()
    watches = [health.Watch(asked) for _ in range(2)]
    for watch in watches:
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
    listed = described.ServerReflectionInfo()
    await listed.write(reflection_pb2.ServerReflectionRequest(list_services="*"))
    assert (await listed.read()).list_services_response.service
    for one in (health.Watch(asked), described.ServerReflectionInfo()):
        with pytest.raises(grpc.RpcError) as caught:
            await one.read()
        assert refusal(caught.value).reason == "LIMIT_EXCEEDED"
    assert (await health.Check(asked)).status == health_pb2.HealthCheckResponse.SERVING
    listed.cancel()
    for watch in watches:
        watch.cancel()


# -- look-ups of watchers


async def test_watchers_who_may_see_the_same_share_a_look(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from server.users import service

    looks: list[Any] = []
    inner = service.users.watched

    def counted(tx: Any, wanted: Any, ids: Any, scope: Any) -> Any:
        looks.append((scope.utility_ids, wanted))
        return inner(tx, wanted, ids, scope)

    monkeypatch.setattr(service.users, "watched", counted)
    admin = await house.operator("oksana")
    one = (await admin.UserService.ListUsers(page_size=1)).users[0]
    clients = [house.utility(0)] * 8 + [admin] * 8
    watches = [client.UserService.WatchUsers(skip_snapshot=True) for client in clients]
    for watch in watches:
        await synced(watch)
    looks.clear()
    await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра")
    frames = [await told(watch) for watch in watches]
    assert all(frame.changes[0].user.id == one.id for frame in frames)
    assert all(frame.changes[0].user.phone == one.phone for frame in frames[8:]), "each is shown what it may see"
    assert len({scope for scope, _ in looks}) == 2
    assert len(looks) <= 4


async def told(watch: Any) -> Any:
    """The next frame that tells of changes."""
    while (frame := await asyncio.wait_for(watch.read(), 10)).position.kind != FrameKind.FRAME_KIND_CHANGES:
        pass
    return frame


async def test_one_who_goes_away_takes_the_look_from_nobody_and_a_failed_one_is_tried_anew() -> None:
    lookups, gate, looked = Lookups(), asyncio.Event(), []

    async def look() -> str:
        looked.append(1)
        await gate.wait()
        if len(looked) == 1:
            return "found"
        raise KeyError

    first, second = (asyncio.create_task(lookups.shared("a", look)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    gate.set()
    assert await second == "found"
    assert await lookups.shared("a", look) == "found"
    for _ in range(2):
        with pytest.raises(KeyError):
            await lookups.shared("b", look)
    assert len(looked) == 3


# -- what is said of a refusal


async def test_a_call_that_is_for_others_says_for_whom(house: House) -> None:
    told = await refused(house.utility(0).NotificationService.ListTemplates())
    assert (told.code, told.message) == (
        grpc.StatusCode.PERMISSION_DENIED,
        "NotificationService.ListTemplates is for operators only",
    )
    told = await refused((await house.operator("iryna")).OperatorService.ListOperators())
    assert told.message == "OperatorService.ListOperators needs PERMISSION_OPERATORS_READ"
