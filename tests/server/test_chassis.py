"""What every call shares: TLS, health, drain, watches, pages, etags, request ids, limits, logs."""

import asyncio
import datetime
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from google.protobuf.field_mask_pb2 import FieldMask
from grpc_health.v1 import health_pb2, health_pb2_grpc
from smartregion.v1 import user_service_pb2 as user
from smartregion.v1.common_pb2 import FrameKind

from server import logs, pipeline
from server.config import Settings
from server.paging import Paging
from server.registry import answering, registered

from .conftest import House, StartHouse, confirmed_phone, refusal, refused, rid
from .test_kill import free_port

COUNTING = {"insight: counting everything anew", "insight: counted and served"}


def test_a_page_that_is_full_says_where_the_next_begins() -> None:
    paging = Paging(b"key")
    request = user.ListUsersRequest(page_size=2)
    first, reply = paging.page(request), user.ListUsersResponse()
    assert (first.past(int), first.pair(str)) == (None, None)
    first.end(reply, ["а"], lambda last: (last, 7))
    assert reply.next_page_token == ""
    first.end(reply, ["а", "б"], lambda last: (last, 7))
    second = paging.page(user.ListUsersRequest(page_size=2, page_token=reply.next_page_token))
    assert (second.past(str), second.pair(str)) == ("б", ("б", 7))


def test_each_call_is_answered_by_one_part_of_its_service() -> None:
    for descriptor, parts in registered():
        assert all(answering(parts, method.name) for method in descriptor.methods)
    with pytest.raises(LookupError, match="2 parts"):
        answering([object(), object()], "__init__")
    with pytest.raises(LookupError, match="0 parts"):
        answering([object()], "GetNotification")


def test_the_order_of_the_stages_is_kept() -> None:
    assert pipeline.ORDER == (
        "identification",
        "errors",
        "authentication",
        "authorisation",
        "rate",
        "purpose",
        "use",
        "validation",
        "audit",
    )


async def test_who_may_not_call_learns_nothing_of_what_is_wrong_with_the_request(house: House) -> None:
    """Authentication stands before validation, and authorisation too."""
    told = await refused(house.client().UserService.GetUser(id="nonsense"))
    assert (told.code, told.reason) == (grpc.StatusCode.UNAUTHENTICATED, "UNAUTHENTICATED")
    told = await refused(house.gateway().AuditService.ListAuditEntries(page_size=-5))
    assert told.reason == "PERMISSION_DENIED"


async def test_a_broken_rule_is_named_with_its_field(house: House) -> None:
    wanted = user.User(phone="067", email="nonsense")
    told = await refused(house.gateway().UserService.CreateUser(user=wanted, verification_id="0000000000001"))
    assert told.code == grpc.StatusCode.INVALID_ARGUMENT
    assert {field for field, _ in told.violations} >= {"user.email"}
    assert all(rule for _, rule in told.violations)


async def test_people_are_told_in_their_language(house: House) -> None:
    for language, word in (("uk", "Увійдіть"), ("en", "Sign in")):
        client = house.client("", ("accept-language", language))
        assert word in (await refused(client.UserService.GetUser(id="x"))).localized


# -- addresses and TLS


@pytest.mark.parametrize("address", ["0.0.0.0:7443", "192.0.2.1:7443", "example.org:7443", "[::]:7443"])
def test_no_address_but_loopback_is_served_without_tls(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="TLS is required"):
        Settings(data_dir=tmp_path, listen=address).check()


def certificate(folder: Path, name: str, issuer: tuple[Any, Any] | None = None) -> tuple[Any, Any]:
    """A certificate and its key, also as files <name>.pem and <name>.key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    signer, signer_name = (issuer[1], issuer[0].subject) if issuer else (key, subject)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    (folder / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / f"{name}.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made, key


async def serves(channel: grpc.aio.Channel) -> bool:
    stub: Any = health_pb2_grpc.HealthStub(channel)
    try:
        return (await stub.Check(health_pb2.HealthCheckRequest(), timeout=3)).status == 1
    except grpc.RpcError:
        return False


async def test_mutual_tls_lets_in_only_clients_of_the_authority(start_house: StartHouse, tmp_path: Path) -> None:
    authority = certificate(tmp_path, "authority")
    certificate(tmp_path, "localhost", authority)
    certificate(tmp_path, "client", authority)
    house = await start_house(
        listen="localhost:0",
        tls_certificate=tmp_path / "localhost.pem",
        tls_key=tmp_path / "localhost.key",
        tls_client_ca=tmp_path / "authority.pem",
    )
    root = (tmp_path / "authority.pem").read_bytes()
    pair = [(tmp_path / f"client.{end}").read_bytes() for end in ("key", "pem")]
    target = f"localhost:{house.app.port}"
    async with grpc.aio.secure_channel(target, grpc.ssl_channel_credentials(root, *pair)) as channel:
        assert await serves(channel)
    async with grpc.aio.secure_channel(target, grpc.ssl_channel_credentials(root)) as channel:
        assert not await serves(channel)
    async with grpc.aio.insecure_channel(target) as channel:
        assert not await serves(channel)


# -- watches and drain


async def next_frame(stream: Any) -> Any:
    return await asyncio.wait_for(stream.read(), 10)


async def test_a_watch_opens_with_a_snapshot_then_tells_changes_and_resumes(house: House) -> None:
    admin = await house.operator("oksana")
    stream = admin.UserService.WatchUsers()
    rows, frame = [], await next_frame(stream)
    while frame.position.kind == FrameKind.FRAME_KIND_SNAPSHOT:
        rows += frame.changes
        frame = await next_frame(stream)
    assert frame.position.kind == FrameKind.FRAME_KIND_SYNCED
    total = (await admin.UserService.ListUsers()).total_size
    assert len(rows) == total
    one = rows[0].user
    blocked = (await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра")).user
    frame = await next_frame(stream)
    assert [(change.user.id, change.user.state) for change in frame.changes] == [(one.id, user.USER_STATE_BLOCKED)]
    token = frame.position.resume_token
    stream.cancel()

    await admin.UserService.UnblockUser(id=one.id, etag=blocked.etag, reason="перевірено")
    stream = admin.UserService.WatchUsers(resume_token=token)
    frame = await next_frame(stream)
    assert [(change.user.id, change.user.state) for change in frame.changes] == [(one.id, user.USER_STATE_ACTIVE)]
    stream.cancel()


@pytest.mark.parametrize("token", ["!", "AAAA", "x" * 60])
async def test_a_forged_resume_token_is_refused(house: House, token: str) -> None:
    admin = await house.operator("oksana")
    stream = admin.UserService.WatchUsers(resume_token=token)
    told = await refused(stream.read())
    assert told.reason == "INVALID_RESUME_TOKEN"


async def test_a_drain_gives_watches_their_last_frame_and_lets_calls_finish(start_house: StartHouse) -> None:
    house = await start_house()
    admin = await house.operator("oksana")
    stream = admin.UserService.WatchUsers(skip_snapshot=True)
    assert (await next_frame(stream)).position.kind == FrameKind.FRAME_KIND_SYNCED
    stub: Any = health_pb2_grpc.HealthStub(house.channel)
    health = stub.Watch(health_pb2.HealthCheckRequest())
    assert (await next_frame(health)).status == health_pb2.HealthCheckResponse.SERVING
    one = (await admin.UserService.ListUsers(page_size=1)).users[0]
    in_flight = asyncio.ensure_future(admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра"))
    await asyncio.sleep(0)
    draining = asyncio.ensure_future(house.app.drain(5))
    assert (await next_frame(health)).status == health_pb2.HealthCheckResponse.NOT_SERVING
    last = await next_frame(stream)
    while last.position.kind != FrameKind.FRAME_KIND_DRAIN:
        last = await next_frame(stream)
    assert last.position.resume_token
    assert (await in_flight).user.state == user.USER_STATE_BLOCKED
    await asyncio.wait_for(draining, 10)


def test_sigterm_drains_and_ends_with_success(town: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(town, tmp_path / "house")
    target = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "SMARTREGION_DATA_DIR": str(tmp_path / "house"), "SMARTREGION_LISTEN": target}
    server = subprocess.Popen(
        [sys.executable, "-m", "server", "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        with grpc.insecure_channel(target) as channel:
            grpc.channel_ready_future(channel).result(120)
        server.send_signal(signal.SIGTERM)
        output, _ = server.communicate(timeout=20)
    finally:
        server.kill()
    assert server.returncode == 0
    told = [json.loads(line) for line in output.decode().splitlines()]
    assert {one["level"] for one in told} == {"info"}
    # A first start counts what was there before, two seconds on: a slow machine comes to it.
    own = [one["event"] for one in told if one["event"] not in COUNTING]
    assert own == ["serving", "draining", "drained"]


# -- pages, etags, request ids


async def test_pages_hold_every_row_once_and_skip_passes_over(house: House) -> None:
    admin = await house.operator("oksana")
    whole = [one.id for one in (await admin.UserService.ListUsers(page_size=1000)).users]
    paged: list[str] = []
    token = ""
    while True:
        page = await admin.UserService.ListUsers(page_size=3, page_token=token)
        paged += [one.id for one in page.users]
        token = page.next_page_token
        if not token:
            break
    assert paged == whole
    assert [one.id for one in (await admin.UserService.ListUsers(page_size=2, skip=3)).users] == whole[3:5]


async def test_a_page_token_is_good_for_its_own_list_and_filter_only(house: House) -> None:
    admin = await house.operator("oksana")
    token = (await admin.UserService.ListUsers(page_size=1)).next_page_token
    told = await refused(admin.UserService.ListUsers(page_token=token, filter=user.UserFilter(street="Інша")))
    assert told.reason == "INVALID_PAGE_TOKEN"
    assert (await refused(admin.ReadingService.ListReadings(page_token=token))).reason == "INVALID_PAGE_TOKEN"
    assert (await refused(admin.UserService.ListUsers(page_token=token[:-2]))).reason == "INVALID_PAGE_TOKEN"


async def test_a_stale_etag_changes_nothing(house: House) -> None:
    admin = await house.operator("oksana")
    one = (await admin.UserService.ListUsers(page_size=1)).users[0]
    change = user.User(id=one.id, etag=one.etag, first_name="Нове")
    await admin.UserService.UpdateUser(user=change, update_mask=FieldMask(paths=["first_name"]))
    told = await refused(admin.UserService.UpdateUser(user=change, update_mask=FieldMask(paths=["first_name"])))
    assert (told.code, told.reason) == (grpc.StatusCode.ABORTED, "STALE_ETAG")


@pytest.mark.parametrize("paths", [[], ["state"], ["nonsense"], ["first_name.inner"]])
async def test_only_what_may_change_is_named_in_a_mask(house: House, paths: list[str]) -> None:
    admin = await house.operator("oksana")
    one = (await admin.UserService.ListUsers(page_size=1)).users[0]
    change = user.User(id=one.id, etag=one.etag, first_name="Нове")
    told = await refused(admin.UserService.UpdateUser(user=change, update_mask=FieldMask(paths=paths)))
    assert told.reason in ("INVALID_FIELD_MASK", "INVALID_FIELD")


async def test_the_same_request_id_gives_the_same_reply_and_another_body_is_refused(house: House) -> None:
    admin = await house.operator("oksana")
    one = (await admin.UserService.ListUsers(page_size=1)).users[0]
    number = rid()
    first = await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра", request_id=number)
    again = await admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="підозра", request_id=number)
    assert again == first
    told = await refused(admin.UserService.BlockUser(id=one.id, etag=one.etag, reason="інше", request_id=number))
    assert told.reason == "REQUEST_ID_REUSED"


# -- limits


async def test_past_the_rate_a_caller_is_told_when_to_come_again(house: House) -> None:
    resident = await house.resident((await (await house.operator("oksana")).UserService.ListUsers()).users[0].phone)
    outcomes = await asyncio.gather(
        *(resident.NotificationService.ListNotifications() for _ in range(80)), return_exceptions=True
    )
    refusals = [refusal(one) for one in outcomes if isinstance(one, grpc.RpcError)]
    assert refusals
    assert {one.reason for one in refusals} == {"RATE_LIMITED"}
    assert all(one.retry_after for one in refusals)


async def test_sign_in_is_limited_by_network_address(house: House) -> None:
    nobody = house.client()
    reasons = [
        (await refused(nobody.AuthService.SignInOperator(login="nobody", password="wrong-password-1"))).reason
        for _ in range(25)
    ]
    assert reasons[-1] == "RATE_LIMITED"


# -- logs and metrics


async def test_no_personal_data_appears_in_the_log(start_house: StartHouse) -> None:
    stream = io.StringIO()
    house = await start_house()
    logs.configure("DEBUG", stream)
    admin = await house.operator("oksana")
    canaries = {
        "phone": "+380671230987",
        "email": "canary.leak@example.com",
        "first_name": "Канарейка",
        "last_name": "Витокова",
    }
    gateway = house.gateway().UserService
    proof = await confirmed_phone(house, canaries["phone"])
    made = (await gateway.CreateUser(user=user.User(**canaries), verification_id=proof)).user
    await admin.UserService.LookupUser(phone=canaries["phone"])
    await refused(gateway.CreateUser(user=user.User(**canaries), verification_id=proof))
    await refused(gateway.CreateUser(user=user.User(**{**canaries, "email": "canary.leak"}), verification_id=proof))
    await admin.UserService.BlockUser(id=made.id, etag=made.etag, reason="Канарейка заспівала")
    session = await house.client().AuthService.SignInOperator(login="petro", password="Svitlo-Richensk-1648")
    structured = logs.structlog.get_logger("server")
    structured.error("a call failed", method="X", exc_info=ValueError(canaries["phone"]), phone=canaries["phone"])
    await house.app.drain(0.2)
    text = stream.getvalue()
    assert "drained" in text
    for canary in (*canaries.values(), "671230987", "заспівала", "Svitlo-Richensk", session.token):
        assert canary not in text
    for line in text.splitlines():
        assert set(json.loads(line)) <= logs.KEYS | {"event", "level", "timestamp"}


async def test_metrics_count_calls_by_method_and_code(start_house: StartHouse) -> None:
    import urllib.request

    port = free_port()
    house = await start_house(metrics_port=port)
    admin = await house.operator("oksana")
    await admin.UserService.ListUsers()
    await refused(admin.UserService.GetUser(id="0000000000001"))
    text = await asyncio.to_thread(
        lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode()
    )
    assert 'UserService.ListUsers",code="OK"' in text or 'code="OK",method="UserService.ListUsers"' in text
    assert "NOT_FOUND" in text
