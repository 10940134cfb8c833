"""The demonstration: what is long since known is told to nobody, and what utilities do is told to those concerned."""

import shutil
from datetime import date
from pathlib import Path
from random import Random

from smartregion.v1 import work_service_pb2 as work

from server.codec import utc
from server.config import Settings
from server.demo import town as invented
from server.demo.causes import prepare
from server.demo.seed import Access
from server.demo.utilities import Utilities
from server.readings import openings
from storage.engine.clock import FixedClock

from ..conftest import START, House, StartHouse
from ..works.town import homes
from .test_sources import Place

NAMES = {"works_planned", "works_emergency", "works_changed", "works_cancelled", "works_finished"}


async def prepared(town: Path, tmp_path: Path, start_house: StartHouse) -> House:
    folder = tmp_path / "house0"
    shutil.copytree(town, folder)
    settings = Settings(data_dir=folder, listen="127.0.0.1:0")
    await prepare(settings, Access.load(settings), FixedClock(START))
    house = await start_house()
    await house.app.delivery.close()
    await house.app.raising.close()
    return house


async def test_a_prepared_town_tells_of_what_happens_and_not_of_what_was(
    town: Path, tmp_path: Path, start_house: StartHouse
) -> None:
    house = await prepared(town, tmp_path, start_house)
    here = Place(house, await homes(house))
    assert await here.said() == []
    assert (await here.sql("SELECT count(*) FROM balance WHERE overdue > 0"))[0][0] > 0
    assert (await here.sql("SELECT count(*) FROM device"))[0][0] > 0
    assert (await here.sql("SELECT count(*) FROM app_user WHERE email_confirmed_at IS NULL"))[0][0] > 0
    policies = await here.sql("SELECT state, count(*) FROM policy_version GROUP BY state ORDER BY state")
    assert policies == [(1, 1), (2, 2)]  # a draft that waits for a second person, and two that were published
    current = (await house.client().PolicyService.GetCurrentPolicy()).version
    assert (current.label, "Smart Region" in current.text_uk) == ("2026-11", True)
    assert (await here.sql("SELECT count(*) FROM policy_acceptance WHERE policy_version = '2026-11'"))[0][0] > 0
    await openings.turn(house.app.services.store)
    told = await here.said()
    heat = await here.sql("SELECT l.user_id FROM account_link l, account a WHERE a.id = l.account_id AND commodity = 5")
    assert sorted(user_id for _, user_id in told) == sorted(user_id for (user_id,) in heat)
    assert {name for name, _ in told} <= {"reading_reminder"}


async def test_what_utilities_do_all_day_is_taken_and_told(town: Path, tmp_path: Path, start_house: StartHouse) -> None:
    house = await prepared(town, tmp_path, start_house)
    here = Place(house, await homes(house))
    households = list(invented.households(date.fromisoformat(house.access.today), house.access.households))
    utilities = Utilities(house.access, house.channel, households, Random(5), lambda: utc(house.clock.now()))
    for _ in range(12):
        await utilities.see_to_works()
        await utilities.send_document()
        await here.said()
    await utilities.look_for_notices()
    admin = await house.operator("oksana")
    states = {one.state for one in (await admin.WorkService.ListWorks(page_size=100)).works}
    assert work.WORK_STATE_ANNOUNCED in states
    assert len(states) > 1
    assert {name for name, _ in await here.said()} & NAMES
    numbers = [f"{utilities.begun}-{number}" for number in range(1, utilities.documents + 1)]
    known = "SELECT document_number FROM charge UNION SELECT document_number FROM payment"
    taken = {number for (number,) in await here.sql(known)} & set(numbers)
    assert 2 * len(taken) > len(numbers)  # the others are for accounts of the condominium
