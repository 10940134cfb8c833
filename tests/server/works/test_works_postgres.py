"""Works on PostgreSQL: announced, moved, called off, with what each sees of it."""

from smartregion.v1 import work_service_pb2 as pb

from server.codec import encode_id

from ..conftest import START, House, refused
from .town import DAY, HOUR, at, homes, place, works


async def test_the_life_of_works_on_postgresql(postgres_house: House) -> None:
    house = postgres_house
    admin, water = await house.operator("oksana"), house.utility()
    one = (await homes(house))[0]
    preview = await water.WorkService.PreviewWork(work=works(place(one)))
    made = (await water.WorkService.CreateWork(work=works(place(one)))).work
    assert (made.reach.usage_points, made.reach.users) == (preview.usage_points, preview.users)
    resident = await house.resident((await admin.UserService.GetUser(id=encode_id(one.user_id))).user.phone)
    assert [work.id for work in (await resident.WorkService.ListWorks()).works] == [made.id]
    made.starts_at.CopyFrom(at(START + 2 * DAY))
    made.ends_at.CopyFrom(at(START + 2 * DAY + HOUR))
    moved = (await water.WorkService.UpdateWork(work=made)).work
    assert moved.edition == 2
    off = (await admin.WorkService.CancelWork(id=made.id, etag=moved.etag, note="дощ")).work
    assert (off.state, off.edition) == (pb.WORK_STATE_CANCELLED, 3)
    assert (await refused(admin.WorkService.FinishWork(id=made.id, etag=off.etag))).reason == "WRONG_STATE"
    listed = await admin.WorkService.ListWorks(filter=pb.WorkFilter(states=[pb.WORK_STATE_CANCELLED]))
    assert [work.id for work in listed.works] == [made.id]
    stream = admin.WorkService.WatchWorks()
    assert [change.work.id for change in (await stream.read()).changes] == [made.id]
    stream.cancel()
