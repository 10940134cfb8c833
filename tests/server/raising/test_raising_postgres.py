"""All causes on PostgreSQL, in two processes at once: each is told once, and goes out."""

import asyncio

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.privacy_request_service_pb2 import PRIVACY_REQUEST_KIND_COPY

from server.app import App
from server.billing import schedule
from server.codec import DAY_MS, encode_id
from server.readings import openings

from ..conftest import START, House
from ..test_privacy import letter
from ..works.town import HOUR, homes, place, works
from .test_end_to_end import bill
from .test_sources import Place, hand_in

WAITING = (1, 2)


async def test_every_cause_is_told_once_by_two_processes_on_postgresql(postgres_house: House) -> None:
    house, app = postgres_house, postgres_house.app
    other = await App.start(house.settings, house.clock)
    try:
        here = Place(house, await homes(house))
        home = here.homes[0]
        resident = await here.resident(home)
        register, last = await here.register(home)
        await hand_in(resident, register, last + 1)
        await bill(house, home, "1", "2026-11-26")
        await resident.AuthService.ReportUnauthorizedUse()
        officer = await house.operator("petro")
        wanted = letter(PRIVACY_REQUEST_KIND_COPY, encode_id(home.user_id))
        await officer.PrivacyRequestService.CreatePrivacyRequest(request=wanted)
        await house.utility().WorkService.CreateWork(work=works(place(home)))
        await here.sql("DELETE FROM reading WHERE read_at BETWEEN ? AND ?", START - 10 * DAY_MS, START - HOUR)
        await openings.turn(app.services.store)
        await asyncio.gather(openings.turn(other.services.store), schedule.turn(other.services.store))
        told: dict[str, int] = {}
        for _ in range(200):
            rows = await here.sql("SELECT template_name, state FROM notification WHERE user_id = ?", home.user_id)
            told = {name: [one for one, _ in rows].count(name) for name, _ in rows}
            if len(told) >= 6 and not any(state in WAITING for _, state in rows):
                break
            await asyncio.sleep(0.05)
        own = {"reading_accepted", "payment_due", "security_alert", "privacy_request_registered", "works_planned"}
        assert own <= told.keys()
        assert {told[name] for name in own} == {1}
        assert "reading_reminder" in told  # of hot water
        twice = await here.sql(
            "SELECT user_id, cause, cause_id, edition FROM notification WHERE cause <> ? "
            "GROUP BY user_id, cause, cause_id, edition HAVING count(*) > 1",
            int(pb.NOTIFICATION_CAUSE_READING_WINDOW),
        )
        assert twice == []
    finally:
        await other.drain(0.2)
