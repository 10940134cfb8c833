"""Calls about the end of a restriction; part of PrivacyRequestService."""

from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as pb

from server.call import Call
from server.codec import calendar_date
from server.errors import SamePerson
from server.privacy import asked, lifting
from server.services import Calls
from storage.days import day_of
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.privacy import RestrictionLifting
from storage.repositories import liftings, privacy
from storage.repositories.privacy import Request


class LiftingCalls(Calls):
    async def ProposeLifting(self, request: Any, call: Call) -> pb.ProposeLiftingResponse:
        lifting_id = new_id()

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            lifting.check_proposable(one, liftings.latest(tx, [one.id]).get(one.id))
            row = RestrictionLifting(
                id=lifting_id,
                request_id=one.id,
                user_id=one.row.user_id,
                state=lifting.PROPOSED,
                ground=request.ground,
                proposed_by_id=call.principal.id,
                proposed_at=tx.now,
            )
            liftings.create(tx, row, request.reason)
            return privacy.update(tx, one), request.reason

        return await asked.change(request, call, change, pb.ProposeLiftingResponse)

    async def RecordLiftingNotice(self, request: Any, call: Call) -> pb.RecordLiftingNoticeResponse:
        day = calendar_date(request.told_on, "told_on")

        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            proposed = lifting.proposed(tx, one)
            state = lifting.LIFTINGS.next(proposed.row.state, "told")
            lifting.check_told(proposed, day, day_of(tx.now))
            liftings.update(
                tx,
                proposed,
                state=state,
                told_on=day.isoformat(),
                told_how=request.how,
                told_by_id=call.principal.id,
            )
            return privacy.update(tx, one), f"{request.how} ({day.isoformat()})"

        return await asked.change(request, call, change, pb.RecordLiftingNoticeResponse)

    async def ApproveLifting(self, request: Any, call: Call) -> pb.ApproveLiftingResponse:
        def change(tx: Tx, one: Request) -> tuple[Request, str]:
            proposed = lifting.proposed(tx, one)
            state = lifting.LIFTINGS.next(proposed.row.state, "lifted" if request.approve else "dismissed")
            if request.approve and proposed.row.proposed_by_id == call.principal.id:
                raise SamePerson("lifting was proposed by you; another operator must approve it")
            liftings.update(tx, proposed, state=state, decided_by_id=call.principal.id, decided_at=tx.now)
            if request.approve:
                lifting.lift(tx, one, self._services.law)
            return privacy.update(tx, one), request.note

        return await asked.change(request, call, change, pb.ApproveLiftingResponse)
