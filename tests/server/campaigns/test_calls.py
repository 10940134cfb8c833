"""A campaign from the draft to the end, as its calls show it."""

from collections import Counter

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money
from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.limits import CAMPAIGN_GRACE_MS, RETRY_LONGEST_MS
from server.notifications.campaign_calls import CampaignCalls, Estimated
from server.notifications.channels import Answer, Outcome
from server.notifications.channels.http import Http
from server.notifications.delivery import dispatcher
from server.notifications.delivery.dispatcher import Dispatcher
from server.notifications.delivery.pool import Pool
from server.notifications.providers import Provider, Providers
from storage.engine.clock import SYSTEM_CLOCK
from storage.engine.transaction import Tx

from ..conftest import START, refused
from ..delivery.test_dispatcher import EMAIL, LATER, SMS, TAKEN, Scripted
from .conftest import TEXT, Desk

S, C = pb.NotificationState, pb.CampaignState
RULE = pb.SuppressionRule


def at(milliseconds: int) -> Timestamp:
    return Timestamp(seconds=milliseconds // 1000)


async def test_the_outcome_is_what_was_estimated(desk: Desk) -> None:
    drafted = await desk.create()
    assert (drafted.state, drafted.category) == (C.CAMPAIGN_STATE_DRAFT, 6)
    made = (await desk.calls.EstimateCampaign(id=drafted.id)).campaign
    foreseen = made.estimate
    assert made.state == C.CAMPAIGN_STATE_ESTIMATED
    assert foreseen.audience == foreseen.recipients + sum(one.count for one in foreseen.exclusions)
    assert foreseen.recipients > 10
    await desk.calls.ScheduleCampaign(id=made.id, etag=made.etag)
    await desk.running.turn()
    begun = await desk.read(made)
    assert begun.state == C.CAMPAIGN_STATE_RUNNING
    assert (begun.progress.expanded, begun.progress.expansion_done) == (foreseen.audience, True)
    waiting = {one.channel: one.count for one in begun.progress.states if one.state == S.NOTIFICATION_STATE_QUEUED}
    assert waiting == {one.channel: one.count for one in foreseen.channels}
    assert list(begun.progress.exclusions) == list(foreseen.exclusions)
    listed = await desk.messages(made)
    assert {one.body for one in listed} == {""}  # nothing is said before it is handed over
    await desk.post.run()
    await desk.running.turn()
    ended = await desk.read(made)
    assert ended.state == C.CAMPAIGN_STATE_FINISHED
    assert (ended.progress.sms_parts, ended.progress.cost) == (foreseen.sms_parts, foreseen.cost)
    assert await desk.agrees(made)
    sent = [one for one in await desk.messages(made) if one.state == S.NOTIFICATION_STATE_SENT]
    assert {one.body for one in sent} == {TEXT["text"]}
    assert len(sent) == len(desk.post.sms.given) + len(desk.post.email.given) == foreseen.recipients
    assert all(one.recipient_masked for one in sent)


async def test_what_fails_goes_on_over_the_next_channel_and_is_resent_alone(desk: Desk) -> None:
    desk.post.sms.says = desk.post.email.says = lambda letter: Outcome(Answer.REFUSED, "no")
    ended = await desk.finished()
    failed = Counter(one.channel for one in await desk.messages(ended))
    assert failed[EMAIL] > 0
    assert await desk.agrees(ended)
    assert sum(one.count for one in ended.progress.errors) == failed[SMS] + len(desk.post.email.given)
    last = [
        one for one in await desk.messages(ended, states=[S.NOTIFICATION_STATE_FAILED_PERMANENT]) if not one.next_id
    ]
    desk.post.sms.says = desk.post.email.says = lambda letter: TAKEN
    before = len(desk.post.sms.given) + len(desk.post.email.given)
    rehearsed = await desk.calls.ResendFailed(id=ended.id, dry_run=True)
    assert (rehearsed.queued, rehearsed.campaign.state) == (len(last), C.CAMPAIGN_STATE_FINISHED)
    again = await desk.calls.ResendFailed(id=ended.id)
    assert (again.queued, again.campaign.state) == (len(last), C.CAMPAIGN_STATE_RUNNING)
    await desk.post.run()
    await desk.running.turn()
    assert len(desk.post.sms.given) + len(desk.post.email.given) == before + len(last)
    assert (await desk.read(ended)).state == C.CAMPAIGN_STATE_FINISHED
    assert await desk.agrees(ended)
    assert (await desk.calls.ResendFailed(id=ended.id)).queued == 0


async def test_what_another_provider_carried_is_spent_at_its_price(desk: Desk) -> None:
    post = desk.post
    costly = Scripted("costly")
    cheap, mail = post.house.app.services.providers.all
    providers = Providers((cheap, Provider(costly, SMS, "scripted", 1e6, 500), mail), Http(SYSTEM_CLOCK))
    object.__setattr__(post.house.app.services, "providers", providers)
    post.dispatcher = Dispatcher(post.house.app.services, Pool(providers, lambda: post.house.clock.now() / 1000))
    post.sms.says = lambda letter: LATER
    begun = await desk.begun(channels=(SMS,))
    while (await desk.read(begun)).state != C.CAMPAIGN_STATE_FINISHED:
        await post.run()
        post.house.clock.advance(milliseconds=RETRY_LONGEST_MS)
        await desk.running.turn()
    assert len(costly.given) == begun.estimate.recipients > 10
    shown = (await desk.read(begun)).progress
    assert shown.cost == money.message(shown.sms_parts * 500)
    assert begun.estimate.cost == money.message(shown.sms_parts * cheap.price_kopecks)
    assert await desk.agrees(begun)


async def test_a_paused_campaign_waits_and_a_resumed_one_goes_on(desk: Desk) -> None:
    begun = await desk.begun()
    paused = (await desk.calls.PauseCampaign(id=begun.id)).campaign
    assert (paused.state, paused.pause_reason) == (C.CAMPAIGN_STATE_PAUSED, pb.PauseReason.PAUSE_REASON_OPERATOR)
    assert await desk.post.run() == 0
    await desk.running.turn()
    assert await desk.post.run() == 0
    resumed = (await desk.calls.ResumeCampaign(id=begun.id)).campaign
    assert (resumed.state, resumed.pause_reason) == (C.CAMPAIGN_STATE_RUNNING, 0)
    await desk.running.turn()
    assert await desk.post.run() == begun.estimate.recipients
    assert await desk.agrees(begun)


async def test_a_campaign_that_stands_still_keeps_no_other_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lane that finds nothing but its messages looks at what lies behind them."""
    monkeypatch.setitem(dispatcher.LANE_ROWS, dispatcher.BULK, (5, 5))
    services = desk.post.house.app.services
    lanes = Dispatcher(services, desk.post.dispatcher.pool)
    still = await desk.begun()
    await desk.calls.PauseCampaign(id=still.id)
    desk.post.house.clock.advance(milliseconds=1)
    await desk.begun(name="Друга", channels=(SMS,))
    assert await lanes.run_once() > 0


async def test_a_cancelled_campaign_sends_nothing_more(desk: Desk) -> None:
    begun = await desk.begun()
    await desk.calls.CancelCampaign(id=begun.id)
    await desk.running.turn()
    assert await desk.post.run() == 0
    waiting = [one for one in await desk.messages(begun) if not one.suppressed_by]
    assert {one.state for one in waiting} == {S.NOTIFICATION_STATE_CANCELLED}
    assert await desk.agrees(begun)
    assert (await refused(desk.calls.ResumeCampaign(id=begun.id))).reason == "WRONG_STATE"


async def test_what_is_due_when_a_campaign_is_cancelled_is_cancelled_by_the_lane(desk: Desk) -> None:
    begun = await desk.begun()
    await desk.calls.CancelCampaign(id=begun.id)
    assert await desk.post.run() == 0  # the lane comes before the campaigns do
    assert await desk.agrees(begun)
    states = {one.state for one in await desk.messages(begun) if not one.suppressed_by}
    assert states == {S.NOTIFICATION_STATE_CANCELLED}


async def test_a_campaign_begins_when_its_time_has_come(desk: Desk) -> None:
    made = await desk.estimated()
    later = START + 3_600_000
    await desk.calls.ScheduleCampaign(id=made.id, etag=made.etag, at=at(later))
    await desk.running.turn()
    assert (await desk.read(made)).state == C.CAMPAIGN_STATE_SCHEDULED
    desk.post.house.clock.advance(milliseconds=3_600_000)
    await desk.running.turn()
    assert (await desk.read(made)).state == C.CAMPAIGN_STATE_RUNNING


async def test_a_missed_schedule_asks_instead_of_firing(desk: Desk) -> None:
    made = await desk.estimated()
    await desk.calls.ScheduleCampaign(id=made.id, etag=made.etag, at=at(START + 60_000))
    desk.post.house.clock.advance(milliseconds=60_000 + CAMPAIGN_GRACE_MS + 1)
    await desk.running.turn()
    missed = await desk.read(made)
    assert (missed.state, missed.pause_reason) == (
        C.CAMPAIGN_STATE_PAUSED,
        pb.PauseReason.PAUSE_REASON_SCHEDULE_MISSED,
    )
    assert await desk.messages(made) == []
    await desk.calls.ResumeCampaign(id=made.id)
    await desk.running.turn()
    assert (await desk.read(made)).progress.expanded == made.estimate.audience


async def test_a_campaign_that_is_late_by_no_more_than_the_grace_begins(desk: Desk) -> None:
    made = await desk.estimated()
    await desk.calls.ScheduleCampaign(id=made.id, etag=made.etag, at=at(START + 60_000))
    desk.post.house.clock.advance(milliseconds=60_000 + CAMPAIGN_GRACE_MS)
    await desk.running.turn()
    assert (await desk.read(made)).state == C.CAMPAIGN_STATE_RUNNING


@pytest.mark.parametrize("changed", ["version", "template_version"])
async def test_what_was_changed_while_it_was_counted_is_counted_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    made = await desk.create()
    count = CampaignCalls._estimated

    def counted_before(calls: CampaignCalls, tx: Tx, campaign_id: int) -> Estimated | None:
        found = count(calls, tx, campaign_id)
        assert found is not None
        return found._replace(**{changed: getattr(found, changed) - 1})

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(CampaignCalls, "_estimated", counted_before)
        assert (await refused(desk.calls.EstimateCampaign(id=made.id))).reason == "CONFLICT"
    assert (await desk.read(made)).state == C.CAMPAIGN_STATE_DRAFT
    again = (await desk.calls.EstimateCampaign(id=made.id)).campaign
    assert again.state == C.CAMPAIGN_STATE_ESTIMATED


async def test_nothing_is_resent_when_the_time_of_a_campaign_is_over(desk: Desk) -> None:
    desk.post.sms.says = desk.post.email.says = lambda letter: Outcome(Answer.REFUSED, "no")
    ended = await desk.finished(expires_at=at(START + 600_000))
    desk.post.house.clock.advance(milliseconds=600_000)
    assert (await refused(desk.calls.ResendFailed(id=ended.id))).reason == "CONFLICT"
    assert (await desk.read(ended)).state == C.CAMPAIGN_STATE_FINISHED


async def test_a_change_of_what_was_counted_makes_it_a_draft_again(desk: Desk) -> None:
    made = await desk.estimated()
    change = pb.Campaign(
        id=made.id, etag=made.etag, name="Інша назва", template_name="news", values=TEXT, audience=pb.Audience()
    )
    changed = (await desk.calls.UpdateCampaign(campaign=change)).campaign
    assert (changed.state, changed.HasField("estimate")) == (C.CAMPAIGN_STATE_DRAFT, False)
    assert (await refused(desk.calls.UpdateCampaign(campaign=change))).reason == "STALE_ETAG"
    assert (await refused(desk.calls.ScheduleCampaign(id=made.id, etag=changed.etag))).reason == "WRONG_STATE"


async def test_a_template_that_was_changed_is_estimated_anew(desk: Desk) -> None:
    made = await desk.estimated()
    templates = (await desk.calls.ListTemplates(page_size=1000)).templates
    news = next(one for one in templates if one.name == "news")
    news.ukrainian.body = "{text}!"
    await desk.calls.UpdateTemplate(template=news)
    assert (await refused(desk.calls.ScheduleCampaign(id=made.id, etag=made.etag))).reason == "CONFLICT"
    again = (await desk.calls.EstimateCampaign(id=made.id)).campaign
    assert again.template_version == made.template_version + 1
    await desk.calls.ScheduleCampaign(id=made.id, etag=again.etag)


@pytest.mark.parametrize(
    ("fields", "reason", "field"),
    [
        ({"values": {"title": "Без тексту"}}, "INVALID_FIELD", "campaign.values.text"),
        ({"values": {**TEXT, "extra": "x"}}, "INVALID_FIELD", "campaign.values.extra"),
        ({"values": {"title": "x", "text": "рядок\nрядок"}}, "INVALID_FIELD", "campaign.values.text"),
        ({"values": {"title": "x", "text": "ю" * 500}, "template_name": "marketing"}, "", ""),
        ({"template_name": "no_such_template"}, "NOT_FOUND", ""),
        ({"template_name": "email_code", "values": {"code": "1"}}, "INVALID_FIELD", "campaign.template_name"),
        ({"template_name": "reading_reminder"}, "INVALID_FIELD", "campaign.template_name"),
        ({"template_name": "data_disclosed"}, "INVALID_FIELD", "campaign.template_name"),
        ({"audience": pb.Audience(street="Хрещатик")}, "INVALID_FIELD", "campaign.audience.street"),
        (
            {"audience": pb.Audience(no_reading_in_window=True)},
            "INVALID_FIELD",
            "campaign.audience.no_reading_in_window",
        ),
        (
            {"audience": pb.Audience(debt_above=Money(currency_code="EUR", units=1))},
            "INVALID_FIELD",
            "campaign.audience.debt_above",
        ),
        ({"audience": pb.Audience(utility_id="0000000000009")}, "NOT_FOUND", ""),
        ({"expires_at": at(START - 1000)}, "INVALID_FIELD", "campaign.expires_at"),
        ({"name": "x"}, "INVALID_FIELD", "campaign.name"),
    ],
)
async def test_what_contradicts_itself_is_refused(
    desk: Desk, fields: dict[str, object], reason: str, field: str
) -> None:
    if not reason:
        await desk.create(**fields)
        return
    found = await refused(desk.create(**fields))
    assert found.reason == reason
    assert field in ("", *(name for name, _ in found.violations))


async def test_templates_say_whether_a_campaign_may_use_them(desk: Desk) -> None:
    own = pb.Template(
        name="pool_closed",
        category=pb.NotificationCategory.NOTIFICATION_CATEGORY_NEWS,
        ukrainian=pb.TemplateText(subject="Басейн", body="Басейн зачинено"),
        english=pb.TemplateText(subject="Pool", body="The pool is closed"),
    )
    await desk.calls.CreateTemplate(template=own)
    templates = (await desk.calls.ListTemplates(page_size=1000)).templates
    found = {one.name for one in templates if one.for_campaigns}
    assert found == {"administrative", "news", "marketing", "survey_invitation", "pool_closed"}


async def test_lists_watches_and_explanations_know_campaigns(desk: Desk) -> None:
    stream = desk.calls.WatchCampaigns(skip_snapshot=True)
    await stream.read()
    first, second = await desk.create(), await desk.create(name="Друга")
    frame = await stream.read()
    assert [one.campaign.id for one in frame.changes] in ([first.id], [first.id, second.id])
    stream.cancel()
    page = await desk.calls.ListCampaigns(page_size=1)
    assert ([one.id for one in page.campaigns], page.total_size) == ([second.id], 2)
    rest = await desk.calls.ListCampaigns(page_size=1, page_token=page.next_page_token)
    assert [one.id for one in rest.campaigns] == [first.id]
    states = pb.CampaignFilter(states=[C.CAMPAIGN_STATE_RUNNING])
    assert (await desk.calls.ListCampaigns(filter=states)).total_size == 0
    users = (await (await desk.post.house.operator("oksana")).UserService.ListUsers()).users
    told = await desk.calls.ExplainNotification(user_id=users[0].id, campaign_id=first.id)
    assert told.in_audience
    assert [one.channel for one in told.channels] == [SMS, EMAIL]


async def test_progress_is_watched_live(desk: Desk) -> None:
    made = await desk.estimated()
    stream = desk.calls.WatchCampaigns(skip_snapshot=True)
    await stream.read()
    await desk.calls.ScheduleCampaign(id=made.id, etag=made.etag)
    await desk.running.turn()
    await desk.post.run()
    await desk.running.turn()
    while True:
        frame = await stream.read()
        shown = frame.changes[-1].campaign
        if shown.state == C.CAMPAIGN_STATE_FINISHED:
            break
    sent = sum(one.count for one in shown.progress.states if one.state == S.NOTIFICATION_STATE_SENT)
    assert sent == made.estimate.recipients
    stream.cancel()
