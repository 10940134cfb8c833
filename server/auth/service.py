"""AuthService: proto in, proto out."""

from typing import Any

from smartregion.v1 import auth_service_pb2 as pb
from smartregion.v1.options_pb2 import Permission

from server.auth import emails, phones, second_factor
from server.auth.lockout import locked_until, refuse_locked
from server.auth.mapping import session_message
from server.auth.reporting import end_sessions
from server.auth.sign_in import SignIn
from server.call import Call
from server.codec import decode_id, encode_id
from server.credentials.passwords import check_strength
from server.errors import InvalidField, NotFound, PermissionDenied, WrongCredentials
from server.services import Calls, Services
from storage.engine.audit import AuditRecord
from storage.engine.transaction import Tx
from storage.models.operators import Operator
from storage.repositories import operators, security_events, sessions, users

#: Any one of these lets an operator report the account of a user.
REPORTS_OTHERS = frozenset({Permission.PERMISSION_USERS_WRITE, Permission.PERMISSION_USERS_BLOCK})


class AuthService(Calls):
    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._sign_in = SignIn(services.passwords)

    async def SignInOperator(self, request: Any, call: Call) -> pb.SignInOperatorResponse:
        return await self._sign_in.run(request, call)

    async def StartPhoneVerification(self, request: Any, call: Call) -> pb.StartPhoneVerificationResponse:
        return await phones.start(request, call, self._services.codes)

    async def ConfirmPhone(self, request: Any, call: Call) -> pb.ConfirmPhoneResponse:
        return await phones.confirm(request, call)

    async def SignInResident(self, request: Any, call: Call) -> pb.SignInResidentResponse:
        return await phones.sign_in(request, call)

    async def StartEmailVerification(self, request: Any, call: Call) -> pb.StartEmailVerificationResponse:
        return await emails.start(request, call, self._services.providers.available)

    async def ConfirmEmail(self, request: Any, call: Call) -> pb.ConfirmEmailResponse:
        return await emails.confirm(request, call)

    async def SignOut(self, request: Any, call: Call) -> pb.SignOutResponse:
        def unit(tx: Tx) -> pb.SignOutResponse:
            sessions.end(tx, call.principal.session_id)
            call.target("session", call.principal.session_id)
            return pb.SignOutResponse()

        return await call.write(unit)

    async def ChangePassword(self, request: Any, call: Call) -> pb.ChangePasswordResponse:
        me = await call.read(lambda tx: own(tx, call))
        refuse_locked(me.locked_until, call.now)
        check_strength(request.new_password, me.login, "new_password")
        if request.new_password == request.old_password:
            raise InvalidField("new_password", "password.new", "must differ from the old one")
        if not await self._services.passwords.matches(me.password_hash, request.old_password):
            await self._services.store.write(lambda tx: count_failure(tx, call))
            raise WrongCredentials("old_password: is wrong")
        hashed = await self._services.passwords.hash(request.new_password)

        def unit(tx: Tx) -> pb.ChangePasswordResponse:
            operator = own(tx, call)
            operators.update(tx, operator, password_hash=hashed, must_change_password=False, failed_attempts=0)
            sessions.end_all(tx, operator_id=operator.id, but=call.principal.session_id)
            call.target("operator", operator.id)
            return pb.ChangePasswordResponse()

        return await call.write(unit)

    async def EnrolSecondFactor(self, request: Any, call: Call) -> pb.EnrolSecondFactorResponse:
        def unit(tx: Tx) -> pb.EnrolSecondFactorResponse:
            operator = own(tx, call)
            call.target("operator", operator.id)
            if not request.code:
                return propose_second_factor(tx, operator)
            secret = second_factor.secret_of(tx, operator)
            last = operator.totp_last_step
            step = second_factor.matching_step(secret, request.code, tx.now, last) if secret else None
            if step is None:
                raise WrongCredentials("code: is not one of the proposed secret")
            operators.update(tx, operator, totp_enabled=True, totp_last_step=step)
            return pb.EnrolSecondFactorResponse(enabled=True)

        return await call.write(unit)

    async def ReportUnauthorizedUse(self, request: Any, call: Call) -> pb.ReportUnauthorizedUseResponse:
        whom = self._concerned(request, call)

        def unit(tx: Tx) -> pb.ReportUnauthorizedUseResponse:
            if whom is None:
                ended = sessions.end_all(tx, operator_id=call.principal.id)
                call.target("operator", call.principal.id)
                alert(tx, call, 0)
                return pb.ReportUnauthorizedUseResponse(sessions_ended=ended)
            person = users.get_any(tx, whom)
            if person is None:
                raise NotFound(f"user {encode_id(whom)} not found")
            ended, event = end_sessions(tx, whom)
            call.target("user", whom, whom)
            call.detail["note"] = request.note
            alert(tx, call, whom)
            return pb.ReportUnauthorizedUseResponse(sessions_ended=ended, notification_id=encode_id(event))

        return await call.write(unit)

    def _concerned(self, request: Any, call: Call) -> int | None:
        """The user meant; None for an operator's own account."""
        stated = decode_id(request.user_id, "user_id") if request.user_id else None
        if call.principal.is_resident:
            if stated not in (None, call.principal.id):
                raise PermissionDenied("user_id: a resident reports their own account only")
            return call.principal.id
        if stated is not None and not REPORTS_OTHERS & call.principal.permissions:
            raise PermissionDenied("user_id: the report of a user's account needs USERS_WRITE or USERS_BLOCK")
        return stated

    async def ListSessions(self, request: Any, call: Call) -> pb.ListSessionsResponse:
        page = self._services.paging.page(request)
        after = page.past(int)
        principal = call.principal

        def query(tx: Tx) -> list[pb.Session]:
            rows = sessions.page(tx, **whose(call), after=after, size=page.size)
            return [session_message(tx, row, principal.session_id) for row in rows]

        found = await call.read(query)
        reply = pb.ListSessionsResponse(sessions=found)
        page.end(reply, found, lambda last: (decode_id(last.id),))
        return reply

    async def RevokeSession(self, request: Any, call: Call) -> pb.RevokeSessionResponse:
        session_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.RevokeSessionResponse:
            session = sessions.by_id(tx, session_id)
            mine = whose(call)
            if session is None or (session.operator_id, session.user_id) != (mine["operator_id"], mine["user_id"]):
                raise NotFound(f"session {encode_id(session_id)} not found")
            sessions.end(tx, session_id)
            if mine["user_id"] and session_id != call.principal.session_id and session.ended_at is None:
                security_events.add(tx, mine["user_id"], security_events.SESSION_ENDED)
            call.target("session", session_id, mine["user_id"] or 0)
            return pb.RevokeSessionResponse()

        return await call.write(unit)


def whose(call: Call) -> dict[str, int | None]:
    """The caller as the owner of sessions."""
    principal = call.principal
    return {
        "operator_id": principal.id if principal.is_operator else None,
        "user_id": principal.id if principal.is_resident else None,
    }


def own(tx: Tx, call: Call) -> Operator:
    """The operator who calls."""
    operator = operators.by_id(tx, call.principal.id)
    if operator is None:
        raise NotFound("the operator is gone")
    return operator


def count_failure(tx: Tx, call: Call) -> None:
    operator = own(tx, call)
    failures = operator.failed_attempts + 1
    operators.note_attempt(tx, operator.id, failed_attempts=failures, locked_until=locked_until(failures, tx.now))


def propose_second_factor(tx: Tx, operator: Operator) -> pb.EnrolSecondFactorResponse:
    """A new secret, to be confirmed by a code. One that is on stays until an administrator resets it."""
    if operator.totp_enabled:
        raise InvalidField("code", "second_factor.on", "the second factor is on; an administrator can reset it")
    secret = second_factor.new_secret()
    operators.update(tx, operator, totp_secret_sealed=tx.seal(0, second_factor.COLUMN, secret))
    return pb.EnrolSecondFactorResponse(provisioning_uri=second_factor.provisioning_uri(secret, operator.login))


def alert(tx: Tx, call: Call, user_id: int) -> None:
    """The security alert: an entry of its own, beside the one of the call."""
    tx.audit(
        AuditRecord(
            actor_kind=call.principal.kind,
            actor_id=call.principal.id,
            action="security.unauthorized_use_reported",
            outcome="ALERT",
            target_kind="user" if user_id else "operator",
            target_id=user_id or call.principal.id,
            person_id=user_id,
            request_id=call.request_id,
        )
    )
