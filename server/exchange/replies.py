"""What became of rows, as the contract writes it."""

from collections.abc import Iterable, Iterator

from smartregion.v1 import reading_service_pb2 as pb

from server.readings import ingest, mapping
from storage.repositories import imports

#: Problems of one message, at most.
PROBLEMS = 100


def count(reply: pb.ImportFileResponse, outcomes: Iterable[ingest.Outcome]) -> None:
    """Adds what became of rows."""
    for outcome in outcomes:
        if outcome.problem is not None:
            reply.quarantined += 1
        elif outcome.duplicate or outcome.judgement is None:
            reply.duplicates += 1
        elif outcome.judgement.state == pb.READING_STATE_ACCEPTED:
            reply.accepted += 1
        elif outcome.judgement.state == pb.READING_STATE_IN_REVIEW:
            reply.in_review += 1
        else:
            reply.refused += 1


def problems(lines: Iterable[int], outcomes: Iterable[ingest.Outcome]) -> Iterator[imports.Problem]:
    for line, outcome in zip(lines, outcomes, strict=True):
        if outcome.problem is not None:
            yield imports.Problem(line, *outcome.problem)


def problem_message(found: imports.Problem) -> pb.ImportProblem:
    return pb.ImportProblem(line=found.line, error=mapping.row_error(found), rule=found.rule)
