"""What may be done to a user in each state."""

from smartregion.v1.user_service_pb2 import UserState

from server.workflow import Workflow

WORKFLOW = Workflow(
    "a user",
    UserState,
    "USER_STATE_",
    {
        (UserState.USER_STATE_ACTIVE, "changed"): UserState.USER_STATE_ACTIVE,
        (UserState.USER_STATE_BLOCKED, "changed"): UserState.USER_STATE_BLOCKED,
        (UserState.USER_STATE_ACTIVE, "blocked"): UserState.USER_STATE_BLOCKED,
        (UserState.USER_STATE_BLOCKED, "unblocked"): UserState.USER_STATE_ACTIVE,
        (UserState.USER_STATE_ACTIVE, "erased"): UserState.USER_STATE_ERASED,
        (UserState.USER_STATE_BLOCKED, "erased"): UserState.USER_STATE_ERASED,
    },
)
