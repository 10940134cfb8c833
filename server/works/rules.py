"""What must hold of the times of works. Pure; instants in milliseconds."""

from smartregion.v1.work_service_pb2 import WorkKind

from server.errors import Conflict, InvalidField
from server.limits import EMERGENCY_AHEAD_MS, EMERGENCY_LONGEST_MS, PLANNED_BACK_MS, WORK_LONGEST_MS
from server.notifications import links
from server.works.workflow import FINISHED
from storage.models.works import Work
from storage.repositories.works import Said

PLANNED, EMERGENCY = WorkKind.WORK_KIND_PLANNED, WorkKind.WORK_KIND_EMERGENCY


def check_length(starts_at: int, ends_at: int) -> None:
    """Raises InvalidField where works end before they start, or last longer than any do."""
    if ends_at <= starts_at:
        raise InvalidField("work.ends_at", "work.ends", "must be after starts_at")
    if ends_at - starts_at > WORK_LONGEST_MS:
        days = WORK_LONGEST_MS // 86_400_000
        raise InvalidField("work.ends_at", "work.length", f"must be at most {days} days after starts_at")


def check_reasons(said: Said) -> None:
    """Raises InvalidField where a reason, of which everybody is told by SMS, holds a link."""
    links.check(said.reason_uk, "work.reason_uk")
    links.check(said.reason_en, "work.reason_en")


def check_ahead(ends_at: int, now: int) -> None:
    """Raises InvalidField where works would be over before anybody hears of them."""
    if ends_at <= now:
        raise InvalidField("work.ends_at", "work.ahead", "must lie ahead: nobody is told of works that are over")


def check_start(kind: int, starts_at: int, now: int) -> None:
    """Raises InvalidField where planned works would have begun long ago. An emergency may have."""
    if kind == PLANNED and starts_at < now - PLANNED_BACK_MS:
        hours = PLANNED_BACK_MS // 3_600_000
        raise InvalidField("work.starts_at", "work.start", f"must lie at most {hours} hours back, as works are planned")


def check_emergency(kind: int, starts_at: int, ends_at: int, now: int) -> None:
    """Raises InvalidField where an emergency lies ahead by more than a day: what is known so early can be planned, and
    told by day; or where it has more than a month to go."""
    if kind != EMERGENCY:
        return
    for name, at, most in (("starts_at", starts_at, EMERGENCY_AHEAD_MS), ("ends_at", ends_at, EMERGENCY_LONGEST_MS)):
        if at > now + most:
            hours = most // 3_600_000
            raise InvalidField(
                f"work.{name}", "work.emergency", f"must lie at most {hours} hours ahead in an emergency"
            )


def check_begun(starts_at: int, now: int) -> None:
    """Raises Conflict where works would end that have not begun: people wait for them."""
    if starts_at > now:
        raise Conflict("the works have not begun; cancel them, so that people are told")


def over(work: Work) -> bool:
    """Whether works were finished when they were to be: everybody was told of that hour, and of an earlier one nobody
    was."""
    return work.state == FINISHED and work.closed_at is not None and work.closed_at >= work.ends_at
