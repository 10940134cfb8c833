"""A channel over which nothing is changed: what a call does is read from the contract, and never from its name."""

from collections.abc import AsyncIterator
from typing import Any

from google.protobuf import descriptor_pool
from smartregion.v1 import options_pb2 as options

from console.i18n import t
from console.ports import ClientError

#: A session is begun and ended to look, too.
_SESSION = frozenset({"smartregion.v1.AuthService.SignInOperator", "smartregion.v1.AuthService.SignOut"})
_LOOKS = frozenset({options.RATE_CLASS_READ, options.RATE_CLASS_STREAM, options.RATE_CLASS_HEAVY})


def looks(method: str) -> bool:
    """Whether a method, such as /smartregion.v1.UserService/GetUser, changes nothing."""
    name = method.strip("/").replace("/", ".")
    if name in _SESSION or not name.startswith("smartregion."):  # the others are health and reflection
        return True
    found: Any = descriptor_pool.Default().FindMethodByName(name)
    policy = found.GetOptions().Extensions[options.policy]
    once = "request_id" in found.input_type.fields_by_name  # carried out once, so it does something
    takes = once or found.client_streaming or policy.audit == options.AUDIT_LEVEL_CHANGE
    return policy.rate_class in _LOOKS and not takes


class Looking:
    """A channel as stubs want it; a call that may change something is refused before anything is sent."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def unary_unary(self, method: str, *arguments: Any, **named: Any) -> Any:
        return self._channel.unary_unary(method, *arguments, **named) if looks(method) else _refused

    def unary_stream(self, method: str, *arguments: Any, **named: Any) -> Any:
        return self._channel.unary_stream(method, *arguments, **named) if looks(method) else _Refused

    def stream_unary(self, method: str, *arguments: Any, **named: Any) -> Any:
        return self._channel.stream_unary(method, *arguments, **named) if looks(method) else _refused

    def stream_stream(self, method: str, *arguments: Any, **named: Any) -> Any:
        return self._channel.stream_stream(method, *arguments, **named) if looks(method) else _Refused

    async def close(self) -> None:
        await self._channel.close()


def _refusal() -> ClientError:
    return ClientError("READ_ONLY", t("error.read_only"))


async def _refused(request: Any, **named: Any) -> Any:
    raise _refusal()


class _Refused:
    """A stream of which nothing comes."""

    def __init__(self, request: Any, **named: Any) -> None: ...

    def __aiter__(self) -> AsyncIterator[Any]:
        raise _refusal()

    def cancel(self) -> None: ...
