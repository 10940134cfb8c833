"""The request is read and held against the rules of the contract."""

from collections.abc import Callable
from typing import Any

from google.protobuf.message import DecodeError

from server.errors import MalformedMessage
from server.policy import Method
from server.services import Services


def stage(services: Services, method: Method) -> Callable[[bytes], Any]:
    """Makes a checked request from its bytes. Raises MalformedMessage, InvalidField."""
    parse: Callable[[bytes], Any] = method.request_type.FromString
    check = services.validator.check
    name = method.request_type.DESCRIPTOR.name

    def validate(raw: bytes) -> Any:
        try:
            request = parse(raw)
        except (DecodeError, ValueError, RecursionError):
            raise MalformedMessage(f"the request is not a valid {name}") from None
        check(request)
        return request

    return validate
