"""Operators as the contract writes them."""

from smartregion.v1.operator_service_pb2 import Operator as OperatorMessage

from server.codec import encode_id, from_bits, timestamp
from storage.models.operators import Operator


def to_message(row: Operator) -> OperatorMessage:
    return OperatorMessage(
        id=encode_id(row.id),
        login=row.login,
        display_name=row.display_name,
        roles=from_bits(row.roles),
        state=row.state,
        language=row.language,
        second_factor=row.totp_enabled,
        must_change_password=row.must_change_password,
        second_factor_required=row.second_factor_required,
        created_at=timestamp(row.created_at),
        last_sign_in_at=timestamp(row.last_sign_in_at),
        etag=str(row.version),
    )
