"""What became of a batch that was pushed, as the contract says it."""

from typing import TypeVar

from smartregion.v1 import billing_service_pb2 as pb

from server.billing import rows
from server.billing.ledger import Batch, Fate, Outcome
from server.pushing import Part
from server.readings.ingest import Problem

R = TypeVar("R", pb.PushChargesResponse, pb.PushPaymentsResponse)


def reply(made: R, part: Part[Batch], outcomes: list[Outcome]) -> R:
    """What became of a batch that is durable now, filled in."""
    made.first_line, made.last_line = part.first, part.last
    for line, outcome in enumerate(outcomes, part.first):
        if outcome is Fate.TAKEN:
            made.taken += 1
        elif outcome is Fate.DUPLICATE:
            made.duplicates += 1
        else:
            assert isinstance(outcome, Problem)
            made.errors.append(rows.error_message(line, outcome))
    return made
