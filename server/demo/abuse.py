"""What should not happen, now and then: so that there is something to be found while somebody watches."""

import asyncio
from collections.abc import Sequence
from random import Random
from typing import Any

import grpc
from smartregion.v1 import auth_service_pb2 as auth
from smartregion.v1.activity_service_pb2 import ActivityKind

from server.demo.calling import Metadata, new_request_id
from server.demo.visits import Visit

#: Where it comes from: never an address of the town.
FOREIGN = "198.51.100.66"
#: Users of whom somebody has the codes, and guesses of a password, at once.
TAKEN, GUESSES = 12, 6
#: The operator whose password is guessed. Nobody of the demonstration signs in as them.
VICTIM = "daryna"
#: Seconds between the first few, and on average between those that follow.
FIRST_SECONDS, EVERY_SECONDS = 15.0, 600.0


async def many_accounts(activity: Any, gateway: Metadata, random: Random, user_ids: Sequence[str]) -> None:
    """One device, and one address, from which one account after another is opened."""
    for user_id in random.sample(user_ids, min(TAKEN, len(user_ids))):
        visit = Visit(activity, gateway, random, user_id, FOREIGN)
        visit.did(ActivityKind.ACTIVITY_KIND_CHARGES, "bills")
        await visit.ends()


async def guess_a_password(ways_in: Any) -> None:
    """Somebody guesses the password of an operator, until they are locked out."""
    for number in range(GUESSES):
        request = auth.SignInOperatorRequest(login=VICTIM, password=f"літо{2020 + number}!Світлоріченськ")
        try:
            await ways_in.SignInOperator(request)
        except grpc.aio.AioRpcError:
            await asyncio.sleep(0.5)


async def report(residents: Any, resident: Metadata) -> None:
    """A resident finds that somebody else uses their account."""
    request = auth.ReportUnauthorizedUseRequest(
        note="У застосунку оплати, яких я не робила.", request_id=new_request_id()
    )
    await residents.ReportUnauthorizedUse(request, metadata=resident)
