"""Campaigns as the contract writes them, with how far they came."""

import math
from collections import Counter
from collections.abc import Sequence

from google.protobuf import json_format
from google.protobuf.duration_pb2 import Duration
from smartregion.v1 import notification_service_pb2 as pb

from server.billing import money
from server.codec import encode_id, timestamp
from server.notifications.campaigns import contents, estimate
from server.notifications.campaigns.workflow import FINISHED, PAUSED, RUNNING
from server.notifications.providers import Providers
from storage.engine.transaction import Tx
from storage.models.campaigns import Campaign
from storage.models.notifications import MOVING, TAKEN
from storage.repositories import campaigns
from storage.repositories.campaigns import MINUTE_MS, Tally


def messages(tx: Tx, rows: Sequence[Campaign], providers: Providers) -> list[pb.Campaign]:
    """Campaigns with their progress."""
    ids = [row.id for row in rows]
    tallies, errors, carried = campaigns.tallies(tx, ids), campaigns.errors(tx, ids), campaigns.carried(tx, ids)
    made = []
    for row in rows:
        message = campaign(row)
        if row.started_at is not None:
            message.progress.CopyFrom(progress(row, tallies[row.id], tx.now, providers))
            message.progress.cost.CopyFrom(money.message(estimate.spent(carried[row.id], providers)))
            for provider, count in errors[row.id]:
                message.progress.errors.add(provider=provider, count=count)
        made.append(message)
    return made


def campaign(row: Campaign) -> pb.Campaign:
    """A campaign without its progress."""
    made = contents.stored(row)
    made.MergeFrom(
        pb.Campaign(
            id=encode_id(row.id),
            state=row.state,
            template_version=row.template_version,
            category=row.category,
            scheduled_at=timestamp(row.scheduled_at),
            pause_reason=row.pause_reason if row.state == PAUSED else 0,
            created_at=timestamp(row.created_at),
            started_at=timestamp(row.started_at),
            finished_at=timestamp(row.finished_at),
            author_id=encode_id(row.author_id),
            etag=str(row.version),
        )
    )
    if row.estimate:
        json_format.Parse(row.estimate, made.estimate)
    return made


def progress(row: Campaign, tallies: Sequence[Tally], now: int, providers: Providers) -> pb.CampaignProgress:
    """How far a campaign came; without what was spent on it."""
    made = pb.CampaignProgress(expanded=row.expanded, expansion_done=row.expansion_done)
    rules: Counter[int] = Counter()
    waiting: Counter[int] = Counter()
    states: Counter[tuple[int, int]] = Counter()  # suppressed messages are tallied by their rule
    for one in tallies:
        states[one.channel, one.state] += one.messages
        if one.rule:
            rules[one.rule] += one.messages
        if one.state in TAKEN:
            made.sms_parts += one.parts
        if one.state in MOVING:
            waiting[one.channel] += one.messages
    for (channel, state), count in sorted(states.items()):
        made.states.add(channel=channel, state=state, count=count)
    for rule, count in sorted(rules.items()):
        made.exclusions.add(rule=rule, count=count)
    if row.state != FINISHED:
        made.per_second = per_second(row, now)
    if row.state == RUNNING:
        made.time_left.CopyFrom(Duration(seconds=seconds_left(row, waiting, made.per_second, providers)))
    return made


def per_second(row: Campaign, now: int) -> float:
    """Messages handed over a second, over the last minute: of the one before this as much as still lies in it."""
    into = now - row.handed_minute
    if into < 0 or into >= 2 * MINUTE_MS:
        return 0.0
    if into >= MINUTE_MS:  # nothing was handed over in this minute
        counted = row.handed_now * (2 * MINUTE_MS - into) / MINUTE_MS
    else:
        counted = row.handed_now + row.handed_before * (MINUTE_MS - into) / MINUTE_MS
    lasted = MINUTE_MS if row.started_at is None else min(MINUTE_MS, max(1_000, now - row.started_at))
    return float(counted * 1000 / lasted)


def seconds_left(row: Campaign, waiting: Counter[int], rate: float, providers: Providers) -> int:
    """Until what waits and what is not written yet is handed over: at the rate it has, and no sooner than the slowest
    channel allows by the bounds of its providers."""
    unwritten = 0
    if row.estimate and not row.expansion_done:
        estimated = json_format.Parse(row.estimate, pb.CampaignEstimate())
        unwritten = max(0, estimated.recipients * (estimated.audience - row.expanded) // max(1, estimated.audience))
    by_rate = estimate.seconds(waiting, providers) * (1 + unwritten / max(1, waiting.total()))
    return math.ceil(max(by_rate, (waiting.total() + unwritten) / rate if rate else 0.0))
