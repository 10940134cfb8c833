"""Works on PostgreSQL: announced, moved, called off, with what each sees of it."""

from pathlib import Path

import grpc
from smartregion.v1 import work_service_pb2 as pb

from server.app import App
from server.bootstrap import prepare
from server.codec import encode_id
from server.config import Settings
from server.demo.seed import Access, seed
from storage.engine.clock import FixedClock
from tests.storage.conftest import Postgres, postgres

from ..conftest import START, House, refused
from .town import DAY, HOUR, at, homes, place, works

__all__ = ["postgres"]


async def test_the_life_of_works_on_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.empty()
    settings = Settings(data_dir=tmp_path, listen="127.0.0.1:0", database_url=url)
    prepare(settings)
    await seed(settings, 8, FixedClock(START))
    clock = FixedClock(START)
    app = await App.start(settings, clock)
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{app.port}")
    house = House(app, Access.load(settings), settings, clock, channel)
    try:
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
    finally:
        await channel.close()
        await app.drain(0.2)
        postgres.drop(url)
