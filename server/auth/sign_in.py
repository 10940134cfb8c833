"""An operator's sign-in: password, second factor, lock-out. What a failure counts is durable before it is told."""

from dataclasses import dataclass

from smartregion.v1.auth_service_pb2 import SignInOperatorRequest, SignInOperatorResponse
from smartregion.v1.operator_service_pb2 import OperatorState

from server import policy
from server.auth import lockout, second_factor
from server.auth.lockout import locked_until, refuse_locked
from server.auth.mapping import new_session
from server.call import Call
from server.codec import from_bits, timestamp
from server.credentials import tokens
from server.credentials.passwords import Passwords
from server.errors import SecondFactorRequired, WrongCredentials
from server.limits import OPERATOR_SESSION_MS
from server.operators.mapping import to_message
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.operators import Operator
from storage.repositories import operators, sessions

WRONG = "login, password or code: is wrong"


@dataclass(frozen=True)
class SignIn:
    """One process's way in."""

    passwords: Passwords

    async def run(self, request: SignInOperatorRequest, call: Call) -> SignInOperatorResponse:
        """Raises WrongCredentials, SecondFactorRequired, LockedOut."""
        known = await call.read(lambda tx: operators.by_login(tx, request.login))
        if known is None:
            name = f"login {request.login}"
            await call.read(lambda tx: lockout.check(tx, name))
            await self.passwords.matches(None, request.password)
            await call.store.write(lambda tx: lockout.failed(tx, name))
            raise WrongCredentials(WRONG)
        call.target("operator", known.id)
        refuse_locked(known.locked_until, call.now)
        right = await self.passwords.matches(known.password_hash, request.password)
        token = tokens.new_session_token()
        session_id = new_id()

        def unit(tx: Tx) -> SignInOperatorResponse | Exception:
            return _admit(tx, call, request, known.id, right, token, session_id)

        outcome = await call.store.write(unit)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def _admit(
    tx: Tx,
    call: Call,
    request: SignInOperatorRequest,
    operator_id: int,
    right: bool,
    token: str,
    session_id: int,
) -> SignInOperatorResponse | Exception:
    """Opens the session; or counts the failure, which is returned so that the count is kept."""
    operator = operators.by_id(tx, operator_id)
    if operator is None or operator.state != OperatorState.OPERATOR_STATE_ACTIVE:
        return WrongCredentials(WRONG)
    refuse_locked(operator.locked_until, tx.now)
    if not right:
        return _failed(tx, operator)
    step = operator.totp_last_step
    if operator.totp_enabled:
        if not request.code:
            return SecondFactorRequired("code: the second factor is on; send its six digits")
        found = second_factor.matching_step(second_factor.secret_of(tx, operator), request.code, tx.now, step)
        if found is None:
            return _failed(tx, operator)
        step = found
    operators.note_attempt(
        tx, operator.id, failed_attempts=0, locked_until=0, totp_last_step=step, last_sign_in_at=tx.now
    )
    session = new_session(
        tx,
        session_id,
        tokens.digest(token),
        OPERATOR_SESSION_MS,
        ip=call.ip,
        client=call.metadata.get("user-agent", "")[:200],
        operator_id=operator.id,
    )
    sessions.start(tx, session)
    granted = frozenset().union(*(policy.role_permissions(role) for role in from_bits(operator.roles)))
    return SignInOperatorResponse(
        token=token,
        expires_at=timestamp(session.expires_at),
        operator=to_message(operator),
        permissions=sorted(granted),
    )


def _failed(tx: Tx, operator: Operator) -> WrongCredentials:
    failures = operator.failed_attempts + 1
    operators.note_attempt(tx, operator.id, failed_attempts=failures, locked_until=locked_until(failures, tx.now))
    return WrongCredentials(WRONG)
