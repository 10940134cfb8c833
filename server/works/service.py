"""WorkService: proto in, proto out."""

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn, TypeVar

from smartregion.v1 import work_service_pb2 as pb
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import etags
from server.call import Call
from server.codec import decode_id, encode_id, optional_id
from server.errors import InvalidField, LimitExceeded, NotFound, ServiceError
from server.limits import PREVIEW_HOUSES, WORKS_AN_HOUR
from server.services import Calls
from server.works import concerned, mapping, rules
from server.works.mapping import Wanted
from server.works.workflow import ANNOUNCED, WORKFLOW
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.works import Work
from storage.repositories import allowances, partners, works
from storage.repositories.works import Place, Said, Shown, WorkFilter

R = TypeVar("R")


class WorkService(Calls):
    async def CreateWork(self, request: Any, call: Call) -> pb.CreateWorkResponse:
        wanted = mapping.to_wanted(request.work)
        stated = optional_id(request.work.utility_id, "work.utility_id")
        work_id = new_id()

        def query(tx: Tx) -> tuple[int, Judged]:
            utility_id = utility(tx, call, stated, wanted.commodity)
            check_new(wanted, tx.now)
            return utility_id, judge(tx, utility_id, wanted)

        judged = await self._judged(call, query)

        def unit(tx: Tx) -> pb.CreateWorkResponse:
            utility_id, (places, points, users) = judged()
            check_author(tx, call.principal.id)
            row = Work(
                id=work_id,
                kind=wanted.kind,
                state=ANNOUNCED,
                utility_id=utility_id,
                commodity=wanted.commodity,
                **wanted.said._asdict(),
                usage_points=points,
                users=users,
                author_kind=call.principal.kind,
                author_id=call.principal.id,
                created_at=tx.now,
                updated_at=tx.now,
                closed_at=None,
            )
            works.create(tx, row, places)
            call.target("work", work_id)
            return pb.CreateWorkResponse(work=told(tx, row, {}))

        return await call.write(unit)

    async def UpdateWork(self, request: Any, call: Call) -> pb.UpdateWorkResponse:
        work_id = decode_id(request.work.id, "work.id")
        wanted = mapping.to_wanted(request.work)
        judged = await self._judged(call, lambda tx: judge(tx, found(tx, work_id, call).utility_id, wanted))
        reach = await self._reach(call, work_id)

        def unit(tx: Tx) -> pb.UpdateWorkResponse:
            row = held(tx, work_id, call, request.work.etag)
            state = WORKFLOW.next(row.state, "changed")
            check_change(row, request.work, wanted, tx.now, request.silent)
            places, points, users = judged()
            call.target("work", work_id)
            call.detail["silent"] = str(request.silent).lower()
            if (said_by(row), places_of(tx, row)) != (wanted.said, places):
                if not request.silent:
                    check_author(tx, row.author_id)
                works.update(
                    tx,
                    row,
                    places,
                    **wanted.said._asdict(),
                    state=state,
                    edition=row.edition if request.silent else row.edition + 1,
                    usage_points=points,
                    users=users,
                )
            return pb.UpdateWorkResponse(work=told(tx, row, reach))

        return await call.write(unit)

    async def _judged(self, call: Call, query: Callable[[Tx], R]) -> Callable[[], R]:
        """What a reader finds of a request, for the unit that writes: everybody may be concerned, and the writer does
        not wait while they are counted. It is the unit that refuses: the same request gets the reply that it got
        before, whatever is found now."""
        try:
            result = await call.read(query)
        except ServiceError as error:
            return partial(_refuse, error)
        return lambda: result

    async def _reach(self, call: Call, work_id: int) -> dict[int, int]:
        """How far the word of works came, for a reply; no work for the writer either."""
        return await call.read(lambda tx: works.reached(tx, [work_id])[work_id])

    async def CancelWork(self, request: Any, call: Call) -> pb.CancelWorkResponse:
        work_id = decode_id(request.id)
        reach = await self._reach(call, work_id)

        def unit(tx: Tx) -> pb.CancelWorkResponse:
            row = held(tx, work_id, call, request.etag)
            state = WORKFLOW.next(row.state, "cancelled")
            close(tx, call, row, state=state, edition=row.edition + 1)
            return pb.CancelWorkResponse(work=told(tx, row, reach))

        return await call.write(unit)

    async def FinishWork(self, request: Any, call: Call) -> pb.FinishWorkResponse:
        work_id = decode_id(request.id)
        reach = await self._reach(call, work_id)

        def unit(tx: Tx) -> pb.FinishWorkResponse:
            row = held(tx, work_id, call, request.etag)
            state = WORKFLOW.next(row.state, "finished")
            rules.check_begun(row.starts_at, tx.now)
            early = tx.now < row.ends_at  # then it is news to those who wait for the hour that they were told
            close(tx, call, row, state=state, edition=row.edition + early)
            return pb.FinishWorkResponse(work=told(tx, row, reach))

        return await call.write(unit)

    async def GetWork(self, request: Any, call: Call) -> pb.GetWorkResponse:
        work_id = decode_id(request.id)

        def query(tx: Tx) -> pb.GetWorkResponse:
            wanted = mapping.to_filter(pb.WorkFilter(), **bounds(tx, call))
            known = works.watched(tx, wanted, [work_id], with_reach=with_reach(call))
            if not known:
                raise NotFound(f"work {request.id} not found")
            return pb.GetWorkResponse(work=messages(tx, known, call)[0])

        return await call.read(query)

    async def PreviewWork(self, request: Any, call: Call) -> pb.PreviewWorkResponse:
        wanted = mapping.to_wanted(request.work)
        stated = optional_id(request.work.utility_id, "work.utility_id")
        work_id = optional_id(request.work.id, "work.id")

        def query(tx: Tx) -> pb.PreviewWorkResponse:
            if work_id is None:
                utility_id = utility(tx, call, stated, wanted.commodity)
                check_new(wanted, tx.now)
            else:
                row = found(tx, work_id, call)
                utility_id = row.utility_id
                check_change(row, request.work, wanted, tx.now, silent=False)
            return preview(tx, utility_id, wanted)

        return await call.read(query)

    async def ListWorks(self, request: Any, call: Call) -> pb.ListWorksResponse:
        page = self._services.paging.page(request)

        def query(tx: Tx) -> pb.ListWorksResponse:
            rows, total = works.page(
                tx,
                mapping.to_filter(request.filter, **bounds(tx, call)),
                order=request.order_by,
                after=page.after,
                size=page.size,
                skip=page.skip,
                with_reach=with_reach(call),
            )
            reply = pb.ListWorksResponse(works=messages(tx, rows, call), total_size=total)
            page.end(reply, rows, lambda last: works.place_in(last.row, request.order_by))
            return reply

        return await call.read(query)

    async def WatchWorks(self, request: Any, call: Call) -> AsyncIterator[pb.WatchWorksResponse]:
        def wanted(tx: Tx) -> WorkFilter:
            return mapping.to_filter(request.filter, **bounds(tx, call))

        def listed(tx: Tx, rows: Sequence[Shown]) -> list[tuple[int, Any]]:
            return [(one.row.id, message) for one, message in zip(rows, messages(tx, rows, call), strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.WORKS,
            lambda tx, last, size: listed(tx, works.behind(tx, wanted(tx), last, size, with_reach=with_reach(call))),
            lambda tx, ids: dict(listed(tx, works.watched(tx, wanted(tx), ids, with_reach=with_reach(call)))),
            "work",
        )
        async for frame in frames:
            yield frame


def _refuse(error: ServiceError) -> NoReturn:
    raise error


def utility(tx: Tx, call: Call, stated: int | None, commodity: int) -> int:
    """The utility meant: a partner means itself and no other. Raises NotFound, InvalidField."""
    own = call.principal.id if call.principal.is_partner else None
    utility_id = own if stated is None else stated
    if utility_id is None:
        raise InvalidField("work.utility_id", "work.utility", "must name a utility")
    partner = partners.by_id(tx, utility_id) if own in (None, utility_id) else None
    if partner is None or partner.kind != PartnerKind.PARTNER_KIND_UTILITY:
        raise NotFound(f"utility {encode_id(utility_id)} not found")
    if not partner.commodities >> commodity & 1:
        raise InvalidField("work.commodity", "work.commodity", "must be a service that the utility supplies")
    return utility_id


def bounds(tx: Tx, call: Call) -> dict[str, Any]:
    """Works that the caller may know of: a utility of its own, a resident of those at their addresses."""
    if call.principal.is_resident:
        return {"own_ids": concerned.of_resident(tx, call.principal.id)}
    return {"own_utility_id": call.principal.id} if call.principal.is_partner else {}


def found(tx: Tx, work_id: int, call: Call) -> Work:
    """Works that the caller may change. Raises NotFound."""
    row = works.by_id(tx, work_id)
    if row is None or (call.principal.is_partner and row.utility_id != call.principal.id):
        raise NotFound(f"work {encode_id(work_id)} not found")
    return row


def held(tx: Tx, work_id: int, call: Call, etag: str) -> Work:
    """As `found`, as they were read. Raises NotFound, StaleEtag."""
    row = found(tx, work_id, call)
    etags.require(etag, row.version, "work")
    return row


def check_author(tx: Tx, author_id: int) -> None:
    """Raises LimitExceeded past the works that one author has people told of in an hour. Works are called off and
    finished however many there were."""
    allowances.hold_author(tx, author_id)
    if allowances.works_since(tx, author_id, tx.now - 3_600_000) >= WORKS_AN_HOUR:
        raise LimitExceeded(f"work: at most {WORKS_AN_HOUR} are announced or changed in an hour", retry_after=600)


def check_new(wanted: Wanted, now: int) -> None:
    """Raises InvalidField where the times of new works can't be."""
    said = wanted.said
    rules.check_length(said.starts_at, said.ends_at)
    rules.check_reasons(said)
    rules.check_emergency(wanted.kind, said.starts_at, said.ends_at, now)
    rules.check_start(wanted.kind, said.starts_at, now)
    rules.check_ahead(said.ends_at, now)


def check_change(row: Work, message: pb.Work, wanted: Wanted, now: int, silent: bool) -> None:
    """Raises InvalidField where a change touches what stays, or its times can't be. Works may have begun long ago, and
    a slip of the pen is corrected though they are over."""
    stays = ("kind", row.kind, wanted.kind), ("commodity", row.commodity, wanted.commodity)
    for name, value, stated in stays:
        if stated != value:
            raise InvalidField(f"work.{name}", "work.stays", "can't be changed; cancel the works and announce others")
    if optional_id(message.utility_id, "work.utility_id") not in (None, row.utility_id):
        raise InvalidField("work.utility_id", "work.stays", "can't be changed; cancel the works and announce others")
    said = wanted.said
    rules.check_length(said.starts_at, said.ends_at)
    if not silent:
        rules.check_emergency(row.kind, said.starts_at, said.ends_at, now)
    rules.check_reasons(said)
    if said.starts_at != row.starts_at:
        rules.check_start(row.kind, said.starts_at, now)
    if not silent:
        rules.check_ahead(said.ends_at, now)


def said_by(row: Work) -> Said:
    return Said(row.starts_at, row.ends_at, row.reason_uk, row.reason_en)


class Judged(NamedTuple):
    """Where works are in the words of the register, and how many usage points and users they concern."""

    places: tuple[Place, ...]
    points: int
    users: int


def judge(tx: Tx, utility_id: int, wanted: Wanted) -> Judged:
    """Raises InvalidField where a place is none, or names nobody."""
    places = concerned.located(tx, wanted.places, "work.places")
    return Judged(places, *concerned.counted(tx, service_of(utility_id, wanted), places, "work.places"))


def service_of(utility_id: int, wanted: Wanted) -> Any:
    return concerned.supply_of(utility_id, wanted.commodity, wanted.said.starts_at, wanted.said.ends_at)


def preview(tx: Tx, utility_id: int, wanted: Wanted) -> pb.PreviewWorkResponse:
    """Whom works would concern, and in which houses. Raises InvalidField where a place names nobody."""
    service = service_of(utility_id, wanted)
    places = concerned.located(tx, wanted.places, "work.places")
    made = concerned.required(tx, service, places, "work.places")
    points, users = made.counts if places else concerned.counted(tx, service, (), "work.places")
    houses = concerned.houses(tx, service, made, places)[:PREVIEW_HOUSES]
    left_out = concerned.beside(tx, service, places, made)[:PREVIEW_HOUSES]
    return pb.PreviewWorkResponse(
        usage_points=points,
        users=users,
        buildings=[f"{street}, {building}" for _, street, building in houses],
        left_out=[f"{street}, {building}" for _, street, building in left_out],
    )


def close(tx: Tx, call: Call, row: Work, **values: Any) -> None:
    works.update(tx, row, places_of(tx, row), closing_note=call.request.note, closed_at=tx.now, **values)
    call.target("work", row.id)


def places_of(tx: Tx, row: Work) -> tuple[Place, ...]:
    return works.places_of(tx, [row.id])[row.id]


def told(tx: Tx, row: Work, reach: dict[int, int]) -> pb.Work:
    """Works as they are now."""
    shown = Shown(row, places_of(tx, row), reach)
    return mapping.work(shown, partners.names(tx, [row.utility_id])[row.utility_id])


def with_reach(call: Call) -> bool:
    """How far the word of works came is no resident's business."""
    return not call.principal.is_resident


def messages(tx: Tx, rows: Sequence[Shown], call: Call) -> list[pb.Work]:
    names = partners.names(tx, [one.row.utility_id for one in rows])
    return [mapping.work(one, names[one.row.utility_id], with_reach=with_reach(call)) for one in rows]
