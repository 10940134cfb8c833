"""Campaigns: written, estimated, scheduled and steered by operators. What they set going runs beside the calls
(`campaigns/running.py`)."""

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from google.protobuf import json_format
from smartregion.v1 import notification_service_pb2 as pb

from server import addressees, etags
from server.call import Call
from server.codec import decode_id, encode_id, milliseconds
from server.errors import Conflict, InvalidField, NotFound
from server.limits import CAMPAIGN_AHEAD_MS, RESEND_ROWS
from server.notifications import duties, outbox, templates
from server.notifications.campaigns import contents, estimate, mapping, plan, text
from server.notifications.campaigns.workflow import DRAFT, WORKFLOW
from server.notifications.categories import CATEGORIES
from server.notifications.receipt_calls import retried
from server.notifications.workflow import FAILED_PERMANENT, UNKNOWN
from server.services import Calls
from storage.engine.feed import Topic
from storage.engine.ids import new_id
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.repositories import campaigns
from storage.repositories import outbox as messages
from storage.repositories.notifications import CurrentTemplate


class Estimated(NamedTuple):
    """An estimate, with the versions of the campaign and of its template that were counted."""

    version: int
    template_version: int
    found: pb.CampaignEstimate


class CampaignCalls(Calls):
    # -- written

    async def CreateCampaign(self, request: Any, call: Call) -> pb.CreateCampaignResponse:
        def unit(tx: Tx) -> pb.CreateCampaignResponse:
            template = checked(tx, request.campaign)
            duties.check(call, template.row.category, "campaign.template_name")
            row = Campaign(
                id=new_id(),
                state=DRAFT,
                created_at=tx.now,
                author_id=call.principal.id,
                **contents.columns(request.campaign, template.row.category),
            )
            campaigns.create(tx, row)
            call.target("campaign", row.id)
            return pb.CreateCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    async def UpdateCampaign(self, request: Any, call: Call) -> pb.UpdateCampaignResponse:
        campaign_id = decode_id(request.campaign.id, "campaign.id")

        def unit(tx: Tx) -> pb.UpdateCampaignResponse:
            row = found(tx, campaign_id, call)
            etags.require(request.campaign.etag, row.version, "campaign")
            state = WORKFLOW.next(row.state, "changed")
            template = checked(tx, request.campaign)
            duties.check(call, template.row.category, "campaign.template_name")
            columns = contents.columns(request.campaign, template.row.category)
            campaigns.update(tx, row, state=state, estimate="", template_version=0, **columns)
            return pb.UpdateCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    async def EstimateCampaign(self, request: Any, call: Call) -> pb.EstimateCampaignResponse:
        """A reader counts; the unit that writes takes it if the campaign is still what was counted."""
        campaign_id = decode_id(request.id)
        counted = await call.read(lambda tx: self._estimated(tx, campaign_id), long=True)

        def unit(tx: Tx) -> pb.EstimateCampaignResponse:
            row = found(tx, campaign_id, call)
            state = WORKFLOW.next(row.state, "estimated")
            template = checked(tx, contents.stored(row))
            if counted is None or (row.version, template.row.version) != (counted.version, counted.template_version):
                raise Conflict("the campaign or its template was changed while it was counted; estimate it again")
            campaigns.update(
                tx,
                row,
                state=state,
                template_version=counted.template_version,
                estimate=json_format.MessageToJson(counted.found, indent=None),
            )
            return pb.EstimateCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    def _estimated(self, tx: Tx, campaign_id: int) -> Estimated | None:
        """None where there is nothing that can be estimated: the unit says what is wrong."""
        row = campaigns.peek(tx, campaign_id)
        if row is None or (row.state, "estimated") not in WORKFLOW.table:
            return None
        said = contents.stored(row)
        try:
            template = checked(tx, said)
        except (InvalidField, NotFound):
            return None
        rendered = text.checked(template.text, said.values, said.transliterate_sms)
        made = plan.of(tx, row, self._services.providers.available, rendered)
        groups = estimate.counted(tx, addressees.of(tx, said.audience), made)
        return Estimated(row.version, template.row.version, estimate.estimated(groups, made, self._services.providers))

    # -- steered

    async def ScheduleCampaign(self, request: Any, call: Call) -> pb.ScheduleCampaignResponse:
        campaign_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ScheduleCampaignResponse:
            row = found(tx, campaign_id, call)
            etags.require(request.etag, row.version, "campaign")
            state = WORKFLOW.next(row.state, "scheduled")
            template = checked(tx, contents.stored(row))
            duties.check(call, template.row.category, "campaign.template_name")
            if template.row.version != row.template_version:
                raise Conflict("its template was changed since it was estimated; estimate it again")
            at = milliseconds(request.at) if request.HasField("at") else tx.now
            check_time(row, at, tx.now, stated=request.HasField("at"))
            campaigns.update(tx, row, state=state, scheduled_at=at)
            return pb.ScheduleCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    async def PauseCampaign(self, request: Any, call: Call) -> pb.PauseCampaignResponse:
        campaign_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.PauseCampaignResponse:
            row = found(tx, campaign_id, call)
            state = WORKFLOW.next(row.state, "paused")
            campaigns.update(tx, row, state=state, pause_reason=pb.PauseReason.PAUSE_REASON_OPERATOR)
            return pb.PauseCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    async def ResumeCampaign(self, request: Any, call: Call) -> pb.ResumeCampaignResponse:
        campaign_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.ResumeCampaignResponse:
            row = found(tx, campaign_id, call)
            early = row.started_at is None and row.scheduled_at is not None and row.scheduled_at > tx.now
            state = WORKFLOW.next(row.state, "put back" if early else "resumed")
            begun = {} if early or row.started_at is not None else {"started_at": tx.now}
            campaigns.update(tx, row, state=state, pause_reason=0, answered=0, failed=0, **begun)
            return pb.ResumeCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    async def CancelCampaign(self, request: Any, call: Call) -> pb.CancelCampaignResponse:
        campaign_id = decode_id(request.id)

        def unit(tx: Tx) -> pb.CancelCampaignResponse:
            row = found(tx, campaign_id, call)
            campaigns.update(tx, row, state=WORKFLOW.next(row.state, "cancelled"), finished_at=tx.now)
            return pb.CancelCampaignResponse(campaign=self._shown(tx, row))

        return await call.write(unit)

    async def ResendFailed(self, request: Any, call: Call) -> pb.ResendFailedResponse:
        campaign_id = decode_id(request.id)
        wanted = [FAILED_PERMANENT, *([UNKNOWN] if request.unknown_too else [])]

        def checked_row(tx: Tx) -> tuple[Campaign, int]:
            row = found(tx, campaign_id, call)
            state = WORKFLOW.next(row.state, "resent")
            if row.started_at is not None and plan.expiry(row, tx.now) <= tx.now:
                raise Conflict("the time of the campaign is over; create a new one")
            return row, state

        def counted(tx: Tx) -> pb.ResendFailedResponse:
            row, _ = checked_row(tx)
            queued = campaigns.unfollowed(tx, campaign_id, wanted, RESEND_ROWS)
            return pb.ResendFailedResponse(campaign=self._shown(tx, row), queued=queued)

        def unit(tx: Tx) -> pb.ResendFailedResponse:
            row, state = checked_row(tx)
            ids = campaigns.ids_in(tx, campaign_id, wanted, 0, RESEND_ROWS, last=True)
            retried(tx, messages.held(tx, ids, wanted))
            if ids:
                tx.change(Topic.NOTIFICATIONS, ids)
                campaigns.update(tx, row, state=state, answered=0, failed=0, finished_at=None)
            call.detail["messages"] = str(len(ids))
            return pb.ResendFailedResponse(campaign=self._shown(tx, row), queued=len(ids))

        return await (call.read(counted) if request.dry_run else call.write(unit))

    # -- looked at

    async def GetCampaign(self, request: Any, call: Call) -> pb.GetCampaignResponse:
        campaign_id = decode_id(request.id)
        return await call.read(
            lambda tx: pb.GetCampaignResponse(campaign=self._shown(tx, found(tx, campaign_id, call)))
        )

    async def ListCampaigns(self, request: Any, call: Call) -> pb.ListCampaignsResponse:
        page = self._services.paging.page(request)
        after = page.past(int)

        def query(tx: Tx) -> pb.ListCampaignsResponse:
            rows, total = campaigns.page(tx, tuple(request.filter.states), after, page.size, page.skip)
            listed = mapping.messages(tx, rows, self._services.providers)
            reply = pb.ListCampaignsResponse(campaigns=listed, total_size=total)
            page.end(reply, rows, lambda last: (last.id,))
            return reply

        return await call.read(query)

    async def WatchCampaigns(self, request: Any, call: Call) -> AsyncIterator[pb.WatchCampaignsResponse]:
        states = tuple(request.filter.states)

        def listed(tx: Tx, rows: list[Campaign]) -> list[tuple[int, Any]]:
            shown = mapping.messages(tx, rows, self._services.providers)
            return [(row.id, message) for row, message in zip(rows, shown, strict=True)]

        frames = self._services.watching.watch(
            call,
            request,
            Topic.CAMPAIGNS,
            lambda tx, last, size: listed(tx, campaigns.behind(tx, states, last, size)),
            lambda tx, ids: dict(listed(tx, campaigns.watched(tx, states, ids))),
            "campaign",
        )
        async for frame in frames:
            yield frame

    def _shown(self, tx: Tx, row: Campaign) -> pb.Campaign:
        return mapping.messages(tx, [row], self._services.providers)[0]


def found(tx: Tx, campaign_id: int, call: Call) -> Campaign:
    """Raises NotFound."""
    row = campaigns.by_id(tx, campaign_id)
    if row is None:
        raise NotFound(f"campaign {encode_id(campaign_id)} not found")
    call.target("campaign", campaign_id)
    return row


def checked(tx: Tx, campaign: pb.Campaign) -> CurrentTemplate:
    """The template of a campaign that says what it may. Raises InvalidField, NotFound."""
    contents.check(tx, campaign)
    template = outbox.named(tx, campaign.template_name)
    if not CATEGORIES[template.row.category].campaigns:
        raise InvalidField("campaign.template_name", "campaign.category", "is of a category that has no campaigns")
    if not templates.for_campaigns(template.row.name, template.row.category):
        raise InvalidField("campaign.template_name", "campaign.template", "is filled in by the house from its cause")
    text.checked(template.text, campaign.values, campaign.transliterate_sms)
    return template


def check_time(row: Campaign, at: int, now: int, *, stated: bool) -> None:
    """Raises InvalidField where a campaign can't begin at an instant."""
    if stated and not now < at <= now + CAMPAIGN_AHEAD_MS:
        raise InvalidField("at", "campaign.at", "must lie ahead, by a year at most; leave it out to begin now")
    if row.expires_at is not None and row.expires_at <= at:
        raise InvalidField("at", "campaign.at", "must lie before the campaign expires")
