"""Every action in every state by everybody: what the transition table and the permissions of the contract say, and no
other. What the service does by itself, once an erasure has run or a recipient has answered, is nobody's to call."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from google.type.date_pb2 import Date
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.options_pb2 import PrincipalKind

from server import policy
from server.codec import decode_id, encode_id
from server.config import Settings
from server.privacy.workflow import CALLS, OPEN, WORKFLOW
from server.registry import registered
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.privacy import PrivacyHold, PrivacyRequest
from storage.repositories import privacy

from ..conftest import START, Client, House, opened, refused
from ..principals import client_of, everybody
from ..test_access import permitted

K = pb.PrivacyRequestKind
STATES = [number for _, number in sorted(pb.PrivacyRequestState.items()) if number]
METHODS = {
    method.name: method
    for descriptor, _ in registered()
    for method in policy.methods(descriptor)
    if method.service == "PrivacyRequestService"
}
#: What follows from an erasure that ran, and from what recipients answer.
BY_ITSELF = {"erased", "erased in part", "told by all"}


@dataclass(frozen=True)
class Action:
    """A call that takes an action of the table, and the request about which it does."""

    call: str
    #: What is said beside id and etag.
    said: dict[str, Any] = field(default_factory=dict)
    kind: int = K.PRIVACY_REQUEST_KIND_ACCESS
    proven: bool = True
    decision: int = pb.PRIVACY_DECISION_FULFIL
    #: A hold keeps the data whatever is done.
    held: bool = False


APPROVE = {"approve": True}
ACTIONS = {
    "proven": Action("RecordIdentityProof", {"proof": pb.IdentityProof(method="паспорт")}, proven=False),
    "assigned": Action("AssignPrivacyRequest"),
    "assigned without proof": Action("AssignPrivacyRequest", proven=False),
    "found a duplicate": Action("MarkDuplicate"),
    "proposed": Action(
        "ProposeDecision",
        {"decision": pb.PRIVACY_DECISION_REFUSE, "reason": "не можна", "article": "2297-VI, art. 17(3)"},
        proven=False,
    ),
    "returned": Action("ApproveDecision", {"note": "доповнити"}),
    "returned without proof": Action("ApproveDecision", {"note": "доповнити"}, proven=False),
    "fulfilled": Action("ApproveDecision", APPROVE),
    "carried out here": Action("ApproveDecision", APPROVE, K.PRIVACY_REQUEST_KIND_RESTRICTION),
    "refused": Action("ApproveDecision", APPROVE, decision=pb.PRIVACY_DECISION_REFUSE),
    "put to erasure": Action("ApproveDecision", APPROVE, K.PRIVACY_REQUEST_KIND_ERASURE, held=True),
    "held": Action(
        "PlaceHold", {"ground": "ухвала", "until": Date(year=2026, month=12, day=1)}, K.PRIVACY_REQUEST_KIND_ERASURE
    ),
    "freed of a hold": Action("ReleaseHold", {"reason": "скасовано"}, K.PRIVACY_REQUEST_KIND_ERASURE, held=True),
    "extended": Action(
        "ExtendDeadline",
        {"until": Date(year=2026, month=12, day=10), "reason": "великий обсяг"},
        K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST,
    ),
    "withdrawn": Action("WithdrawPrivacyRequest", {"reason": "передумала", "document_ref": "заява 17/3"}),
}


def test_every_action_of_the_table_is_tried() -> None:
    assert {action for _, action in WORKFLOW.table} == ACTIONS.keys() | BY_ITSELF
    assert {action: ACTIONS[action].call for action in CALLS} == CALLS


class Desk:
    """Requests as an action finds them, straight in the store, and everybody who could try."""

    def __init__(self, house: House, user_id: int, callers: dict[str, Client]) -> None:
        self._store = house.app.services.store
        self._user_id = user_id
        self.callers = callers

    async def request(self, action: Action, state: int) -> dict[str, Any]:
        """One in a state; what its call says."""

        def unit(tx: Tx) -> dict[str, Any]:
            said = dict(action.said)
            one = self._made(tx, action, state)
            if action.call == "MarkDuplicate":
                said["duplicate_of_id"] = encode_id(self._made(tx, action, OPEN[0], one.row.sender_index).id)
            holds = [self._hold(tx, one.id) for _ in range(2 * action.held)]
            if action.call == "ReleaseHold":
                said["hold_id"] = encode_id(holds[0])
            return {"id": encode_id(one.id), "etag": str(one.row.version), **said}

        return await self._store.write(unit)

    def _made(self, tx: Tx, action: Action, state: int, sender: bytes | None = None) -> privacy.Request:
        """Of a sender that no other case has."""
        number = new_id()
        row = PrivacyRequest(
            id=number,
            number=f"T-{number}",
            kind=action.kind,
            state=state,
            channel=pb.INTAKE_CHANNEL_LETTER,
            user_id=None if action.call == "MarkDuplicate" else self._user_id,
            sender_index=sender or number.to_bytes(8),
            letter_id=number,
            received_on="2026-11-23",
            due_on="2026-11-30",
            due_article="2297-VI, art. 8(2)(4)",
            regimes="UA-5076-VI" if action.kind == K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST else "UA-2297-VI",
            proof_at=START if action.proven else None,
            proof_by_kind=PrincipalKind.PRINCIPAL_KIND_OPERATOR if action.proven else 0,
            decision=action.decision,
            proposed_by_id=number,  # of nobody who tries
            closed_at=None if state in OPEN else START,
            created_at=START,
        )
        return privacy.create(tx, row, {"applicant_name": "Олена Коваль", "decision_reason": "законно"}, [])

    def _hold(self, tx: Tx, request_id: int) -> int:
        hold = PrivacyHold(id=new_id(), request_id=request_id, until="2026-12-31", placed_by_id=1, placed_at=START)
        privacy.add_hold(tx, hold, "ухвала")
        return hold.id

    async def kept(self, said: dict[str, Any]) -> Any:
        """All that is on record of a request."""

        def query(tx: Tx) -> Any:
            one = privacy.by_id(tx, decode_id(said["id"]))
            assert one is not None
            return (
                one.row.__data__,
                one.texts,
                [hold.row.__data__ for hold in one.holds],
                len(privacy.steps(tx, one.id)),
            )

        return await self._store.read(query)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def desk(town: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    folder = tmp_path_factory.mktemp("workflow") / "house"
    shutil.copytree(town, folder)
    house = await opened(Settings(data_dir=folder, listen="127.0.0.1:0"))
    admin = await house.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=1)).users[0]
    yield Desk(house, decode_id(user.id), {who: await client_of(house, who) for who in everybody()})
    await house.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("state", STATES, ids=WORKFLOW.name)
@pytest.mark.parametrize("name", ACTIONS)
async def test_an_action_is_taken_where_the_table_and_the_role_allow_it_and_nowhere_else(
    desk: Desk, name: str, state: int
) -> None:
    action, after = ACTIONS[name], WORKFLOW.table.get((state, name))
    may = {who for who in desk.callers if permitted(METHODS[action.call], who)}
    assert may, "somebody does it"
    left = await desk.request(action, state)
    before = await desk.kept(left)
    for who, client in desk.callers.items():
        call = getattr(client.PrivacyRequestService, action.call)
        if who in may and after is not None:
            done = (await call(**await desk.request(action, state))).request
            assert WORKFLOW.name(done.state) == WORKFLOW.name(after), who
            continue
        reason = "WRONG_STATE" if who in may else "PERMISSION_DENIED" if who != "ANONYMOUS" else "UNAUTHENTICATED"
        assert (await refused(call(**left))).reason == reason, who
    assert await desk.kept(left) == before
