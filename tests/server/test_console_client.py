"""The console's ports over gRPC against the service itself: what goes there and back is what screens work with."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from smartregion.v1 import billing_service_pb2 as billing
from smartregion.v1 import reading_service_pb2 as reading

from console.client.api import Client
from console.delivery import Audience, Schedule, Work
from console.imports import ImportAs
from console.intake import Letter, Part
from console.metering import Decision, Exchange
from console.models import ONE, Query
from console.places import Place
from console.ports import ClientError
from console.screens.campaign_form import BLANK
from console.screens.surveys import BLANK as NEW_SURVEY
from console.settings import AreaSettings, SavedFilter, Settings
from console.store.pages import asked
from console.surveys import Option, Question
from console.triage import fix
from server.demo.seed import PASSWORD

from .activity.conftest import new_crash, new_event, record
from .conftest import START, House
from .test_readings import a_register, new
from .test_refused import a_digit_short

EVERYTHING = Query()
NOW = datetime.fromtimestamp(START / 1000, UTC)
WORKS = Work(
    id="",
    kind="PLANNED",
    state="",
    utility_id="",
    utility_uk="",
    utility_en="",
    commodity="COLD_WATER",
    places=(),
    starts_at=NOW + timedelta(days=1),
    ends_at=NOW + timedelta(days=1, hours=8),
    reason_uk="Заміна засувки",
    reason_en="Replacement of a valve",
)


@pytest.fixture
async def console(house: House) -> AsyncIterator[Client]:
    client = Client(f"127.0.0.1:{house.app.port}")
    await client.auth.sign_in("oksana", PASSWORD, "")
    yield client
    await client.close()


async def test_works_go_there_and_back_and_are_watched(console: Client) -> None:
    supplier = next(one for one in await console.works.suppliers() if one.commodity == "COLD_WATER")
    wanted = replace(WORKS, utility_id=supplier.utility_id)
    whole = await console.works.preview(wanted)
    assert whole.points > 0
    street, _, building = whole.buildings[0].partition(", ")
    place = Place("Світлоріченськ", street, building, "200")
    some = await console.works.preview(replace(wanted, places=(place,)))
    assert 0 < some.points <= whole.points
    with pytest.raises(ClientError, match="Де, місце 1: вулиці «Нема такої» немає в реєстрі адрес"):
        await console.works.preview(replace(wanted, places=(replace(place, street="Нема такої"),)))

    frames = console.works.watch(EVERYTHING, "")
    watched = asyncio.ensure_future(_first_change(frames))
    await asyncio.sleep(0.1)
    made = await console.works.save(replace(wanted, places=(place,)))
    assert (made.state, made.places, made.kind, made.utility_uk) == (
        "ANNOUNCED",
        (place,),
        "PLANNED",
        supplier.utility_uk,
    )
    assert (made.starts_at, made.ends_at) == (WORKS.starts_at, WORKS.ends_at)
    assert await asyncio.wait_for(watched, 20) == made.id
    later = await console.works.save(replace(made, ends_at=made.ends_at + timedelta(hours=1)))
    assert later.edition == made.edition + 1
    day = (NOW + timedelta(days=1)).strftime("%d.%m.%Y")
    found = await console.works.page(Query((("from", day), ("state", "announced"))), token="", skip=0, size=10)
    assert [one.id for one in found.rows] == [made.id]
    closed = await console.works.cancel(later, "немає деталей")
    assert (closed.state, closed.closing_note) == ("CANCELLED", "немає деталей")
    with pytest.raises(ClientError) as refused:
        await console.works.finish(closed, "")
    assert refused.value.reason == "WRONG_STATE"


async def _first_change(frames: AsyncIterator[object]) -> str:
    async for frame in frames:
        changes = frame.changes  # type: ignore[attr-defined]
        if changes:
            return str(changes[0].key)
    raise AssertionError("nothing changed")


async def test_debts_go_there_and_back(console: Client, house: House) -> None:
    people = await console.users.page(EVERYTHING, token="", skip=0, size=50)
    accounts = [one for user in people.rows for one in await console.users.accounts(user.id)]
    own = next(one for one in accounts if one.commodity == "COLD_WATER")
    utility = house.utility(0)

    async def pushed() -> AsyncIterator[billing.PushChargesRequest]:
        charge = billing.NewCharge(account_number=own.number, document_number="Н-1")
        charge.amount.currency_code, charge.amount.units, charge.amount.nanos = "UAH", 100, 500_000_000
        for field, day in (("due_on", 12), ("issued_on", 1)):
            getattr(charge, field).year, getattr(charge, field).month, getattr(charge, field).day = 2026, 11, day
        yield billing.PushChargesRequest(first_line=1, charges=[charge])

    async for reply in utility.BillingService.PushCharges(pushed()):
        assert (reply.taken, list(reply.errors)) == (1, [])
    page = await console.debts.page(Query((("above", "100,00"), ("user", ""))), token="", skip=0, size=10)
    assert [(one.id, one.overdue) for one in page.rows] == [(own.id, 10_050)]
    assert console.debts.overdue == 10_050
    one = await console.debts.get(own.id)
    assert (one.balance, one.overdue_since, one.number) == (10_050, date(2026, 11, 12), own.number)
    (charge,) = await console.debts.charges(own.id)
    assert (charge.document, charge.amount, charge.unpaid, charge.due_on) == ("Н-1", 10_050, 10_050, date(2026, 11, 12))
    assert await console.debts.payments(own.id) == []
    assert await console.debts.schedule(own.utility_id, "COLD_WATER") is None
    first = Schedule("", own.utility_id, "COLD_WATER", (3,), (10,), 0, "")
    made = await console.debts.save_schedule(first)
    saved = await console.debts.save_schedule(replace(made, remind=(7, 0), debt=(1, 30), smallest=5_000))
    assert saved == await console.debts.schedule(own.utility_id, "COLD_WATER")
    assert (sorted(saved.remind), saved.smallest) == ([0, 7], 5_000)
    with pytest.raises(ClientError) as refused:
        await console.debts.page(Query((("above", "багато"),)), token="", skip=0, size=10)
    assert refused.value.reason == "INVALID_FIELD"


async def test_texts_explanations_and_rules_of_delivery_go_there_and_back(console: Client) -> None:
    templates = await console.templates.page(EVERYTHING, token="", skip=0, size=100)
    news = next(one for one in templates.rows if one.name == "news")
    uk, en = await console.templates.preview(news, {"title": "Новини", "text": "Вода буде " * 12})
    assert (uk.subject, uk.encoding, uk.parts) == ("Новини", "UCS2", 2)
    assert uk.over > 0
    assert en.body == uk.body
    made = await console.templates.save(replace(news, id="", name="fair", body_uk="Ярмарок {title}{text}", etag=""))
    changed = await console.templates.save(replace(made, body_uk="Великий ярмарок {title}{text}"))
    assert (made.version, changed.version) == (1, 2)
    with pytest.raises(ClientError) as stale:
        await console.templates.save(replace(made, body_uk="Ще {title}{text}"))
    assert stale.value.reason == "STALE_ETAG"

    person = (await console.users.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    found = await console.notifications.explain(person.id, "template", "marketing")
    assert found.channels
    assert all(said.uk and said.en and said.answer for one in found.channels for said in one.rules)
    consent = [said.answer for one in found.channels for said in one.rules if said.rule == "NO_CONSENT"]
    assert set(consent) <= {"STOPS", "PASSES"}
    advert = next(one for one in templates.rows if one.name == "marketing")
    values = {"title": "Знижка", "text": "на повірку"}
    own, why = await console.templates.preview_for(advert, values, person.id)
    uk, en = await console.templates.preview(advert, values)
    assert own == (uk if person.language == "UKRAINIAN" else en)
    assert replace(why, channels=()) == replace(found, channels=())
    assert [one.rules for one in why.channels] == [one.rules for one in found.channels]

    rules = await console.providers.rules()
    saved = await console.providers.save_rules(replace(rules, daily_cap=5, keywords=("СТОП", "НІ")))
    assert (saved.daily_cap, saved.keywords) == (5, ("СТОП", "НІ"))
    providers = await console.providers.page(EVERYTHING, token="", skip=0, size=10)
    assert providers.total == len(providers.rows) > 0
    assert all(one.state == "HEALTHY" and one.minutes == () for one in providers.rows)


async def test_a_campaign_goes_there_and_back_through_all_its_states(console: Client) -> None:
    audience = Audience(
        city="Світлоріченськ", commodity="COLD_WATER", debt_above=50, language="UKRAINIAN", active_since=NOW
    )
    wanted = replace(
        BLANK,
        name="Ярмарок",
        template="administrative",
        values={"title": "Новини", "text": "Ярмарок у суботу"},
        channels=("EMAIL",),
        audience=audience,
        stop_at=15,
        expires_at=NOW + timedelta(days=2),
    )
    draft = await console.campaigns.save(wanted)
    assert (draft.state, draft.audience, draft.channels, draft.stop_at) == ("DRAFT", audience, ("EMAIL",), 15)
    assert (draft.values, draft.expires_at, draft.category) == (wanted.values, wanted.expires_at, "ADMINISTRATIVE")
    everybody = await console.campaigns.save(replace(draft, audience=Audience()))
    counted = await console.campaigns.estimate(everybody)
    assert counted.estimate is not None
    assert counted.estimate.audience == counted.estimate.recipients + sum(counted.estimate.exclusions.values()) > 0
    at = NOW + timedelta(hours=1)
    scheduled = await console.campaigns.schedule(counted, at)
    assert (scheduled.state, scheduled.scheduled_at) == ("SCHEDULED", at)
    paused = await console.campaigns.pause(scheduled)
    assert (paused.state, paused.pause_reason) == ("PAUSED", "OPERATOR")
    assert (await console.campaigns.resume(paused)).state in ("SCHEDULED", "RUNNING")
    gone = await console.campaigns.cancel(paused)
    listed = await console.campaigns.page(Query((("state", "cancelled"),)), token="", skip=0, size=10)
    assert [one.id for one in listed.rows] == [gone.id]
    person = (await console.users.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    assert (await console.notifications.explain(person.id, "campaign", gone.id)).in_audience
    with pytest.raises(ClientError) as refused:
        await console.campaigns.resend(gone, False)
    assert refused.value.reason == "WRONG_STATE"


async def test_versions_of_the_policy_go_there_and_back(console: Client, house: House) -> None:
    first = (await console.policies.page(EVERYTHING, token="", skip=0, size=10)).rows[-1]
    assert (first.state, first.text_uk, first.author) == ("IN_FORCE", "", "")
    whole = await console.policies.get(first.id)
    assert whole.reach is not None
    assert whole.reach.not_yet == whole.reach.users > 0
    effective = NOW + timedelta(days=30)
    begun = replace(whole, id="", label="2027-01", effective_from=effective, text_uk=whole.text_uk + "\n\nНове.")
    draft = await console.policies.save(begun)
    assert (draft.state, draft.effective_from, draft.author) == ("DRAFT", effective, "Оксана Литвин")
    changed = await console.policies.save(replace(draft, effective_from=None, summary_uk="Додано абзац."))
    assert (changed.effective_from, changed.summary_uk, changed.text_en) == (None, "Додано абзац.", whole.text_en)
    found = await console.policies.compare(first.id, draft.id, "uk")
    assert [(one.change, one.spans) for one in found.paragraphs if one.change != "SAME"] == [
        ("ADDED", (("ADDED", "Нове."),))
    ]
    with pytest.raises(ClientError) as refused:
        await console.policies.publish(changed)
    assert refused.value.reason == "SAME_PERSON"
    other = Client(f"127.0.0.1:{house.app.port}")
    await other.auth.sign_in("petro", PASSWORD, "")
    assert (await other.policies.publish(changed)).state == "IN_FORCE"
    again = await console.policies.save(replace(begun, label="2027-02"))
    assert (await other.policies.discard(again)).state == "DISCARDED"
    await other.close()


async def test_a_survey_goes_there_and_back_from_the_draft_to_its_results(console: Client) -> None:
    asked = (
        Question("q1", "SINGLE", "Тепло?", "Warm?", True, (Option("Так", "Yes"), Option("Ні", "No"))),
        Question("q2", "SCALE", "Як?", "How?", False, (), 0, 3, Option("погано", "bad"), Option("добре", "good")),
        Question("q3", "TEXT", "Що ще?", "What else?"),
    )
    wanted = replace(NEW_SURVEY, title_uk="Тепло вдома", title_en="Heat at home", questions=asked)
    made = await console.surveys.save(wanted)
    assert (made.questions, made.state, made.author, made.audience) == (asked, "DRAFT", "Оксана Литвин", Audience())
    with pytest.raises(ClientError, match="Питання 2: найвища оцінка"):
        await console.surveys.save(replace(made, questions=(asked[0], replace(asked[1], low=3))))
    kept = await console.surveys.save(replace(made, title_uk="Тепло взимку", questions=asked[:1] + asked[2:]))
    meant = await console.surveys.set_audience(kept, Audience(language="ENGLISH", debt_above=1250))
    one = await console.surveys.get(meant.id)
    assert (one.title_uk, len(one.questions), one.audience_size) == ("Тепло взимку", 2, 0)
    assert one.audience == Audience(language="ENGLISH", debt_above=1250)
    watched = asyncio.ensure_future(_first_change(console.surveys.watch(EVERYTHING, "")))
    await asyncio.sleep(0.1)
    open_now = await console.surveys.publish(one, None, NOW + timedelta(days=2))
    assert (open_now.state, open_now.closes_at, await asyncio.wait_for(watched, 20)) == (
        "PUBLISHED",
        NOW + timedelta(days=2),
        one.id,
    )
    listed = await console.surveys.page(Query((("state", "published"),)), token="", skip=0, size=10)
    assert [(row.id, row.question_count, row.questions) for row in listed.rows] == [(one.id, 2, ())]
    found = await console.surveys.results(one.id)
    assert (found.smallest, found.final, [each.people for each in found.questions]) == (10, False, [0, 0])
    assert await console.surveys.texts(one.id, "q3", 10) == ()
    lines = b"".join([piece async for piece in console.surveys.export(one.id, "en", True)]).decode().splitlines()
    assert lines == ["question;kind;answer;people", "Warm?;SINGLE;;", "What else?;TEXT;;"]
    done = await console.surveys.close(await console.surveys.get(one.id))
    assert (done.state, (await console.surveys.get(one.id)).reach is not None) == ("CLOSED", True)
    gone = await console.surveys.discard(await console.surveys.save(wanted))
    assert gone.state == "DISCARDED"


async def test_terms_are_gathered_by_their_day_from_every_list_that_may_be_read(console: Client) -> None:
    letter = Letter("LETTER", "20.11.2026", "Іван Сич", "лист", "", "", "", "вх. 1", (Part("ACCESS", "Прошу"),))
    (made,) = await console.privacy.register(letter)
    page = await console.terms.page(EVERYTHING, token="", skip=0, size=100)
    assert [one.day for one in page.rows] == sorted(one.day for one in page.rows)
    (own,) = [one for one in page.rows if one.id == f"request {made.id}"]
    assert (own.day, own.number, own.what) == (made.due_on, made.number, "request_kind.ACCESS")
    assert not (await console.terms.page(Query((("kind", "disclosure"),)), token="", skip=0, size=100)).rows
    with pytest.raises(ClientError) as caught:
        await console.terms.page(Query((("kind", "letter"),)), token="", skip=0, size=100)
    assert caught.value.fields[0][0] == "kind"


async def test_what_residents_did_and_crashes_go_there_and_back(house: House, console: Client) -> None:
    user = (await console.users.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    frames = console.activity.watch(Query((("user", user.id),)), "")
    watched = asyncio.ensure_future(_first_change(frames))
    await asyncio.sleep(0.1)
    await record(house.gateway(), [new_event(user.id), new_event(user.id, app_version="4.3", screen="bills")])
    assert await asyncio.wait_for(watched, 5)
    wanted = Query((("user", user.id), ("version", "4.3"), ("address", "203.0.113.0/24"), ("kind", "visit")))
    (one,) = (await console.activity.page(wanted, token="", skip=0, size=9)).rows
    assert (one.kind, one.ip, one.where, one.platform, one.screen) == (
        "VISIT",
        "203.0.113.7",
        "203.0.113.7",
        "ANDROID",
        "bills",
    )
    await house.gateway().ActivityService.ReportCrash(crash=new_crash(user.id))
    (group,) = (await console.crashes.page(Query((("state", "open"),)), token="", skip=0, size=9)).rows
    assert (group.reports, group.users, group.versions) == (1, 1, (("4.2.1", 1),))
    assert [one.message for one in (await console.crashes.get(group.id)).last] == ['For input string: "12,5"']
    resolved = await console.crashes.resolve(group, "4.3")
    assert (resolved.state, resolved.fixed_version) == ("RESOLVED", "4.3")
    assert (await console.crashes.reopen(resolved)).state == "REOPENED"


async def test_a_row_that_is_refused_names_its_field_in_both_languages(console: Client, tmp_path: Path) -> None:
    path = tmp_path / "показання.csv"
    path.write_text("Лічильник;Показання;Дата\nНЕМА-1;12,5;26.11.2026\n", encoding="utf-8")
    steps = [step async for step in console.files.take(path, ImportAs())]
    (problem,) = [one for step in steps for one in step.problems]
    assert problem.fault_uk.startswith("Лічильник: ")
    assert problem.fault_en.startswith("Register: ")


async def test_a_copy_of_a_rule_set_differs_in_one_threshold_and_nothing_else(console: Client, house: House) -> None:
    operator = await house.operator("mykola")
    policy = reading.EstimationPolicy(
        methods=[reading.ESTIMATION_METHOD_UTILITY_DEFAULT],
        profile=[2.1, 1.9, 1.7, 1.1, 0.7, 0.3, 0.3, 0.3, 0.7, 1.1, 1.7, 2.3],
        default_per_day=0.3,
    )
    strict = [reading.RuleSetting(code="LOW_USE", severity=reading.RULE_SEVERITY_OFF)]
    limits = reading.RuleLimits(low_factor=0.123456789, floor_per_day=0)
    wanted = reading.RuleSet(commodity=1, rules=strict, limits=limits, estimation=policy)
    await operator.ReadingService.CreateRuleSet(rule_set=wanted)
    first = (await console.rules.page(Query((("service", "cold_water"),)), token="", skip=0, size=10)).rows[0]
    copied = await console.rules.create(replace(first, limits={**first.limits, "high_factor": 1.7}))
    assert (copied.limits["high_factor"], first.limits["high_factor"]) == (1.7, 2.0)
    changed = {name: getattr(copied, name) for name in ("version", "created_at", "limits")}
    assert copied == replace(first, **changed)
    assert copied.limits == {**first.limits, "high_factor": 1.7}
    assert (copied.estimation.methods, copied.estimation.default_per_day) == (("UTILITY_DEFAULT",), 0.3)

    none = replace(copied.estimation, methods=("PROFILE", "AVERAGE_DAILY"), default_per_day=None)
    assert (await console.rules.create(replace(copied, estimation=none))).estimation == none


async def test_what_was_refused_is_put_right_by_its_cause_and_taken_back(console: Client, house: House) -> None:
    short = await a_digit_short(house, await house.operator("mykola"))
    listed = await console.readings.page(Query((("state", "refused"),)), token="", skip=0, size=10)
    assert short.id in [one.id for one in listed.rows]
    one = (await console.readings.examine(short.id)).reading
    decision = fix(one, one.causes[0])
    assert decision is not None
    assert decision.kind == "correct"
    assert (await console.readings.rehearse(one, decision)).state == "CORRECTED"
    assert (await console.readings.decide(one, decision, "за причиною")).state == "CORRECTED"
    assert (await console.readings.undo(short.id)).state == "REFUSED"


async def test_a_meter_is_exchanged_and_the_reading_that_spoke_of_it_moves_to_the_new_one(
    console: Client, house: House
) -> None:
    operator = await house.operator("mykola")
    register, last = await a_register(operator)
    taken = await operator.ReadingService.SubmitReading(reading=new(register, 1.5, house.clock.now() // 1000 - 60))
    one = await console.readings.get(taken.reading.id)
    assert one.state == "REFUSED"
    meter = await console.meters.get(one.meter_id)
    assert [dial.register_id for dial in meter.dials] == [register]
    at = NOW - timedelta(hours=5)
    wanted = Exchange(at, {"TOTAL": f"{last:.3f}"}, "В26-000001", date(2030, 11, 1), {"TOTAL": "0.25"})
    put_in = await console.meters.exchange(meter, wanted)
    assert (put_in.serial, put_in.commodity) == ("В26-000001", meter.commodity)
    assert [replace(dial, register_id=register) for dial in put_in.dials] == list(meter.dials)
    now = await console.readings.get(one.id)
    moved = await console.readings.decide(now, Decision("move", register_id=put_in.dials[0].register_id), "нового")
    assert moved.state == "CORRECTED"
    newest = (await console.readings.history(put_in.dials[0].register_id))[-1]
    assert (newest.index, newest.consumption, newest.source) == ("1.5", "1.25", "CORRECTION")


async def test_settings_go_there_and_back_and_the_second_of_two_consoles_reads_again(console: Client) -> None:
    assert await console.settings.read() == Settings()
    areas = {"users": AreaSettings(("phone", "name"), (SavedFilter("сусіди", 'вулиця:"вул. Садова" стан:активний'),))}
    wanted = Settings("smart-light", "en", 15, {**areas, "later": AreaSettings(("x",))})
    kept = await console.settings.keep(wanted)
    assert kept == replace(wanted, etag="1")
    assert await console.settings.read() == kept
    with pytest.raises(ClientError) as stale:
        await console.settings.keep(wanted)
    assert stale.value.reason == "STALE_ETAG"


async def test_what_a_text_finds_is_found_again_where_it_is_worked_on(console: Client) -> None:
    page = await console.users.page(EVERYTHING, token="", skip=0, size=1)
    user = page.rows[0]
    with pytest.raises(ClientError):
        await console.search.find(user.phone)  # nobody said why
    console.look_for("SUPPORT", "")
    (hit,) = [one for one in (await console.search.find(user.phone)).hits if one.kind == "USER"]
    assert (hit.id, hit.detail, hit.query) == (user.id, user.phone, Query(((ONE, user.id),)))
    account = (await console.users.accounts(user.id))[0]
    found = [one for one in (await console.search.find(account.number)).hits if one.kind == "ACCOUNT"]
    assert account.id in {one.id for one in found}
    assert (await console.debts.get(account.id)).number == account.number
    reading_ = (await console.readings.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    meter = await console.meters.get(reading_.meter_id)
    (hit,) = [one for one in (await console.search.find(meter.serial)).hits if one.kind == "METER"]
    rows = (await console.readings.page(hit.query, token="", skip=0, size=5)).rows
    assert {one.meter_id for one in rows} == {meter.id}
    request = (await console.privacy.page(EVERYTHING, token="", skip=0, size=1)).rows[0]
    (hit,) = (await console.search.find(request.number)).hits
    assert (hit.kind, hit.detail) == ("PRIVACY_REQUEST", request.state)
    assert (await asked(console.privacy, hit.query, token="", skip=0, size=200)).rows[0].id == request.id
