"""What may be done to a reading in each state. (The numbers of those that queries know stand in storage.)"""

from smartregion.v1.reading_service_pb2 import ReadingSource
from smartregion.v1.reading_service_pb2 import ReadingState as S

from server.workflow import Workflow

#: Of a reading that nobody has judged yet.
RECEIVED = int(S.READING_STATE_RECEIVED)
RESIDENT = int(ReadingSource.READING_SOURCE_RESIDENT)

WORKFLOW = Workflow(
    "a reading",
    S,
    "READING_STATE_",
    {
        (S.READING_STATE_RECEIVED, "judged as accepted"): S.READING_STATE_ACCEPTED,
        (S.READING_STATE_RECEIVED, "judged as in review"): S.READING_STATE_IN_REVIEW,
        (S.READING_STATE_RECEIVED, "judged as refused"): S.READING_STATE_REFUSED,
        (S.READING_STATE_IN_REVIEW, "accepted"): S.READING_STATE_ACCEPTED,
        (S.READING_STATE_IN_REVIEW, "refused"): S.READING_STATE_REFUSED,
        (S.READING_STATE_IN_REVIEW, "corrected"): S.READING_STATE_CORRECTED,
        # What was meant is clear sometimes; what came is refused all the same.
        (S.READING_STATE_REFUSED, "corrected"): S.READING_STATE_CORRECTED,
        (S.READING_STATE_ACCEPTED, "reversed"): S.READING_STATE_REVERSED,
        (S.READING_STATE_ACCEPTED, "undone"): S.READING_STATE_IN_REVIEW,
        (S.READING_STATE_REFUSED, "undone"): S.READING_STATE_IN_REVIEW,
        (S.READING_STATE_CORRECTED, "undone"): S.READING_STATE_IN_REVIEW,
        (S.READING_STATE_CORRECTED, "undone, a person had refused it"): S.READING_STATE_REFUSED,
        (S.READING_STATE_ACCEPTED, "superseded"): S.READING_STATE_SUPERSEDED,
        # By a later word of whoever handed it in.
        (S.READING_STATE_RECEIVED, "superseded"): S.READING_STATE_SUPERSEDED,
        (S.READING_STATE_IN_REVIEW, "superseded"): S.READING_STATE_SUPERSEDED,
        (S.READING_STATE_REFUSED, "superseded"): S.READING_STATE_SUPERSEDED,
    },
)
