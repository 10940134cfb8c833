"""What may be done to an operator in each state."""

from smartregion.v1.operator_service_pb2 import OperatorState

from server.workflow import Workflow

WORKFLOW = Workflow(
    "an operator",
    OperatorState,
    "OPERATOR_STATE_",
    {
        (OperatorState.OPERATOR_STATE_ACTIVE, "changed"): OperatorState.OPERATOR_STATE_ACTIVE,
        (OperatorState.OPERATOR_STATE_ACTIVE, "disabled"): OperatorState.OPERATOR_STATE_DISABLED,
    },
)
