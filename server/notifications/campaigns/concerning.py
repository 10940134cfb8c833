"""A campaign as far as it decides of one user, for those who ask why they get its message or do not."""

from typing import NamedTuple

from server import addressees
from server.notifications.campaigns import contents, plan
from storage.engine.transaction import Tx
from storage.repositories import audiences, campaigns


class Campaigned(NamedTuple):
    category: int
    #: As it states them; none means the cheapest first.
    channels: tuple[int, ...]
    #: Milliseconds.
    expires_at: int
    in_audience: bool


def campaigned(tx: Tx, campaign_id: int, user_id: int) -> Campaigned | None:
    """A campaign and whether it is for a user; None where there is no such campaign."""
    row = campaigns.peek(tx, campaign_id)
    if row is None:
        return None
    said = contents.stored(row)
    audience = addressees.of(tx, said.audience)
    return Campaigned(
        row.category,
        contents.channels(said),
        plan.expiry(row, tx.now),
        audience is not None and audiences.contains(tx, audience, user_id),
    )
