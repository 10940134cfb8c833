"""What may be done to a partner in each state: a change of state is a change like any other."""

from smartregion.v1.partner_service_pb2 import PartnerState

from server.workflow import Workflow

WORKFLOW = Workflow(
    "a partner",
    PartnerState,
    "PARTNER_STATE_",
    {
        (PartnerState.PARTNER_STATE_ACTIVE, "given keys"): PartnerState.PARTNER_STATE_ACTIVE,
        (PartnerState.PARTNER_STATE_ACTIVE, "granted access"): PartnerState.PARTNER_STATE_ACTIVE,
    },
)
