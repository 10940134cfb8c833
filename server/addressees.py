"""Whom a campaign or a survey is for: as the contract has it, checked, and as queries take it."""

from smartregion.v1 import notification_service_pb2 as pb
from smartregion.v1.partner_service_pb2 import PartnerKind

from server import streets
from server.billing import money
from server.codec import decode_id, milliseconds
from server.errors import InvalidField, NotFound
from server.readings.openings import gap
from server.windows.rules import Window, open_on
from storage.days import day_of
from storage.engine.transaction import Tx
from storage.repositories import accounts, partners
from storage.repositories.audiences import Audience


def check(tx: Tx, said: pb.Audience, field: str) -> None:
    """Raises InvalidField where what is written contradicts itself, NotFound where it names a utility that isn't."""
    if said.street and not said.city:
        raise InvalidField(f"{field}.street", "audience.city", "needs a city")
    streets.found(tx, said.city, said.street, field)
    if said.no_reading_in_window and not (said.utility_id and said.commodity):
        raise InvalidField(f"{field}.no_reading_in_window", "audience.window", "needs a utility and a service")
    if said.HasField("debt_above"):
        money.threshold(said.debt_above, f"{field}.debt_above")
    if said.utility_id:
        utility = partners.by_id(tx, decode_id(said.utility_id, f"{field}.utility_id"))
        if utility is None or utility.kind != PartnerKind.PARTNER_KIND_UTILITY:
            raise NotFound(f"utility {said.utility_id} not found")
    if said.no_reading_in_window and open_window(tx, said) is None:
        raise InvalidField(f"{field}.no_reading_in_window", "audience.window", "no reading window of it is open now")


def of(tx: Tx, said: pb.Audience) -> Audience | None:
    """As queries take it; None where it is for nobody now: for those whose reading is missing in a window that has
    closed meanwhile, or for a street that the register has no longer."""
    unread = open_window(tx, said) if said.no_reading_in_window else None
    if said.no_reading_in_window and unread is None:
        return None
    try:
        place = streets.found(tx, said.city, said.street, "audience")
    except InvalidField:
        return None
    return Audience(
        cities=place.cities,
        streets=place.streets,
        commodity=said.commodity,
        utility_id=decode_id(said.utility_id) if said.utility_id else None,
        debt_above=money.threshold(said.debt_above, "audience.debt_above") if said.HasField("debt_above") else None,
        unread=unread,
        language=said.language,
        active_since=milliseconds(said.active_since) if said.HasField("active_since") else None,
        inactive_since=milliseconds(said.inactive_since) if said.HasField("inactive_since") else None,
    )


def open_window(tx: Tx, said: pb.Audience) -> tuple[int, int] | None:
    """The instants for which a reading counts in the window that is open now; milliseconds. None where none is."""
    today = day_of(tx.now)
    for row in accounts.windows_of(tx, decode_id(said.utility_id), said.commodity):
        window = Window.of(row)
        opening = open_on(window, today)
        if opening is not None:
            found = gap(window, opening, row.utility_id, row.commodity)
            return found.from_, found.closed_at
    return None
