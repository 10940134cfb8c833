"""How the town's clients call: what they meet, they live with."""

import uuid
from collections.abc import Awaitable, Callable

import grpc
import structlog

Metadata = tuple[tuple[str, str], ...]
log = structlog.get_logger("demo")


def new_request_id() -> str:
    return str(uuid.uuid4())


async def quietly(work: Callable[[], Awaitable[None]]) -> None:
    """The next one comes anyway."""
    try:
        await work()
    except grpc.aio.AioRpcError as error:
        log.info("a visit failed", code=error.code().name)
    except LookupError:
        log.info("a visit failed", code="NO_CODE")
