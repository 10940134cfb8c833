"""The limit for a call: a bare grpc.aio server on uvloop that gives the same message back."""

import asyncio
import sys

import grpc
import grpc.aio
import uvloop
from smartregion.v1.reading_service_pb2 import SubmitReadingRequest

PATH = "/smartregion.v1.ReadingService/SubmitReading"


async def main(target: str) -> None:
    async def echo(request: SubmitReadingRequest, context: object) -> SubmitReadingRequest:
        return request

    handler = grpc.unary_unary_rpc_method_handler(
        echo, SubmitReadingRequest.FromString, SubmitReadingRequest.SerializeToString
    )
    server = grpc.aio.server()
    service, method = PATH.strip("/").split("/")
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {method: handler}),))
    server.add_insecure_port(target)
    await server.start()
    await server.wait_for_termination()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
