"""What may be done about a survey in each state."""

from smartregion.v1.survey_service_pb2 import SurveyState as S

from server.workflow import Workflow

DRAFT, PUBLISHED = S.SURVEY_STATE_DRAFT, S.SURVEY_STATE_PUBLISHED
CLOSED, DISCARDED = S.SURVEY_STATE_CLOSED, S.SURVEY_STATE_DISCARDED

WORKFLOW = Workflow(
    "a survey",
    S,
    "SURVEY_STATE_",
    {
        (DRAFT, "changed"): DRAFT,
        (DRAFT, "published"): PUBLISHED,
        (DRAFT, "discarded"): DISCARDED,
        (PUBLISHED, "answered"): PUBLISHED,
        (PUBLISHED, "closed"): CLOSED,
    },
)

#: The call behind each action of an operator, and of a resident.
CALLS = {
    "changed": "UpdateSurvey",
    "published": "PublishSurvey",
    "discarded": "DiscardSurvey",
    "closed": "CloseSurvey",
}
OWN_CALLS = {"answered": "SubmitAnswers"}


def allowed_calls(state: int, *, own: bool) -> list[str]:
    """Calls that a state leaves open, by name."""
    calls = OWN_CALLS if own else CALLS
    return sorted(calls[action] for action in WORKFLOW.allowed(state) if action in calls)
