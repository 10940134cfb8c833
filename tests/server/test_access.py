"""Who may call what: every call of every service that reflection shows, for everybody who could try.

The matrix is kept in access_matrix.txt, so that any change of it is seen in review.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from server import policy
from server.demo.seed import PASSWORD
from server.registry import registered

from .conftest import Client, House, refusal
from .principals import client_of, everybody

MATRIX = Path(__file__).with_name("access_matrix.txt")
#: What says that the caller was not let in.
DENIED = {"UNAUTHENTICATED", "PERMISSION_DENIED"}
OURS = "smartregion.v1."


async def reflected(channel: grpc.aio.Channel) -> dict[str, list[tuple[str, bool, bool]]]:
    """Calls of our services as reflection tells them: name, whether it streams requests, replies."""
    stub: Any = reflection_pb2_grpc.ServerReflectionStub(channel)

    async def ask(**question: str) -> Any:
        async for reply in stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(**question)])):
            return reply
        raise AssertionError("reflection is silent")

    services = (await ask(list_services="")).list_services_response.service
    found = {}
    for name in (service.name for service in services if service.name.startswith(OURS)):
        files = (await ask(file_containing_symbol=name)).file_descriptor_response.file_descriptor_proto
        for raw in files:
            for service in FileDescriptorProto.FromString(raw).service:
                if OURS + service.name == name:
                    found[name] = [(m.name, m.client_streaming, m.server_streaming) for m in service.method]
    return found


async def test_reflection_shows_every_registered_call(house: House) -> None:
    shown = await reflected(house.channel)
    assert {name: [call[0] for call in calls] for name, calls in shown.items()} == {
        descriptor.full_name: [method.name for method in descriptor.methods] for descriptor, _ in registered()
    }


async def test_buf_curl_lists_and_calls_by_reflection(house: House) -> None:
    buf = str(Path(sys.executable).with_name("buf"))
    plain = ("curl", "--protocol", "grpc", "--http2-prior-knowledge")
    address = f"http://127.0.0.1:{house.app.port}"

    async def run(*arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            buf, *plain, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        output, _ = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, output.decode()
        return output.decode()

    listed = await run("--list-methods", address)
    assert "smartregion.v1.PrivacyRequestService/ApproveDecision" in listed
    body = json.dumps({"login": "petro", "password": PASSWORD})
    assert "token" in json.loads(await run("-d", body, f"{address}/smartregion.v1.AuthService/SignInOperator"))


async def attempt(house: House, name: str, path: str, streams: tuple[bool, bool]) -> bool:
    """Whether somebody is let in, with an empty request."""
    if name not in _clients:
        _clients[name] = await client_of(house, name)
    for _ in range(ATTEMPTS):
        answer = await _answer(house, _clients[name], path, streams)
        if answer is not None:
            return answer
    raise AssertionError(f"{path}: the transport gives no answer of ours to {name}")


async def _answer(house: House, client: Client, path: str, streams: tuple[bool, bool]) -> bool | None:
    """None where the transport broke off: a stream that is refused while its request is still written may lose why."""
    kind = ("stream" if streams[0] else "unary") + ("_stream" if streams[1] else "_unary")
    call = getattr(house.channel, kind)(path)
    try:
        if streams[1]:
            running = call(iter([b""]) if streams[0] else b"", metadata=client.credentials(), timeout=60)
            async for _ in running:
                running.cancel()
                break
        else:
            await call(b"", metadata=client.credentials(), timeout=60)
    except grpc.RpcError as error:
        reason = refusal(error).reason
        return reason not in DENIED if reason else None
    except asyncio.CancelledError:
        return True
    return True


#: How often a call that the transport broke off is made.
ATTEMPTS = 5
_clients: dict[str, Client] = {}


async def matrix(house: House) -> str:
    """One line a call: who is let in."""
    _clients.clear()
    lines = []
    for service, calls in sorted((await reflected(house.channel)).items()):
        for call, *streams in calls:
            path = f"/{service}/{call}"
            if call in ("SignOut", "ReportUnauthorizedUse"):
                let_in = [name for name in everybody() if _states(path, name)]  # it would end the caller's session
            else:
                let_in = [name for name in everybody() if await attempt(house, name, path, (streams[0], streams[1]))]
            lines.append(f"{service.removeprefix(OURS)}.{call}: {' '.join(let_in)}")
    return "\n".join(lines) + "\n"


def _states(path: str, name: str) -> bool:
    """What the contract's options say; compared with what happens for every other call."""
    method = next(m for descriptor, _ in registered() for m in policy.methods(descriptor) if m.path == path)
    return permitted(method, name)


def permitted(method: policy.Method, name: str) -> bool:
    kinds, roles = policy.PrincipalKind, policy.OperatorRole
    if kinds.PRINCIPAL_KIND_ANONYMOUS in method.principals:
        return True  # what stands before signing in asks nobody who they are
    if name == "ANONYMOUS":
        return False
    if name == "RESIDENT":
        granted = policy.principal_permissions(kinds.PRINCIPAL_KIND_RESIDENT)
        return kinds.PRINCIPAL_KIND_RESIDENT in method.principals and method.permission in granted
    if f"OPERATOR_ROLE_{name}" in roles.keys():  # noqa: SIM118 - an enum wrapper is no mapping
        granted = policy.role_permissions(roles.Value(f"OPERATOR_ROLE_{name}"))
        return kinds.PRINCIPAL_KIND_OPERATOR in method.principals and method.permission in granted
    granted = policy.partner_permissions(policy.PartnerKind.Value(f"PARTNER_KIND_{name}"))
    return kinds.PRINCIPAL_KIND_PARTNER in method.principals and method.permission in granted


async def test_everybody_is_let_in_exactly_where_the_matrix_says(house: House) -> None:
    assert await matrix(house) == MATRIX.read_text(encoding="utf-8")


@pytest.mark.parametrize("descriptor", [one for one, _ in registered()], ids=lambda one: one.name)
def test_the_matrix_is_what_the_options_state(descriptor: Any) -> None:
    kept = dict(line.split(": ", 1) for line in MATRIX.read_text(encoding="utf-8").splitlines())
    for method in policy.methods(descriptor):
        let_in = [name for name in everybody() if permitted(method, name)]
        assert kept[method.full_name].split() == let_in, method.full_name


async def test_auditors_change_nothing(house: House) -> None:
    changing = [
        method.full_name
        for descriptor, _ in registered()
        for method in policy.methods(descriptor)
        if method.audit == policy.AuditLevel.AUDIT_LEVEL_CHANGE and permitted(method, "AUDITOR")
    ]
    recorded_reads = {"AuditService.ExportAudit", "AuditService.VerifyAuditChain"}
    anybodys = {"NotificationService.Unsubscribe"}  # its proof is the token, whoever calls
    assert all(name.startswith("AuthService.") for name in set(changing) - recorded_reads - anybodys)
