"""When the proof of a privacy request or of a disclosure is past its term: so long behind the end of what came of it.

A restriction binds, a recipient owes its receipt, an exemption keeps somebody from being told: while that lasts it must
be possible to finish it, so the proof stays, and with it its key.
"""

from storage.models.duties import PENDING

#: Numbers of the contract. Of privacy requests: a kind, the states with an answer, a decision.
RESTRICTION = 5
FULFILLED, PARTLY_FULFILLED = 5, 6
FULFIL = 1
#: Of the end of a restriction, of a user, of disclosures.
LIFTED = 3
ERASED = 3
DENIED, RELEASED = 4, 5
EXEMPT = 2


def request_over(request: str) -> str:
    """SQL with `?` for the instant before which all must have ended; `request` is the table or its alias."""
    return f"""{request}.closed_at < ?
    AND NOT EXISTS (SELECT 1 FROM data_duty d WHERE d.request_id = {request}.id AND d.request_id <> 0
                    AND (d.state = {PENDING} OR d.closed_at >= ?))
    AND NOT EXISTS (SELECT 1 FROM restriction_lifting l WHERE l.request_id = {request}.id AND l.decided_at >= ?)
    AND NOT EXISTS (SELECT 1 FROM erasure_run r WHERE r.request_id = {request}.id AND NOT r.clean)
    AND NOT ({restricts(request)})"""


def restricts(request: str) -> str:
    """SQL: whether a request is a restriction that binds still."""
    return f"""{request}.kind = {RESTRICTION} AND {request}.decision = {FULFIL}
    AND {request}.state IN ({FULFILLED}, {PARTLY_FULFILLED})
    AND NOT EXISTS (SELECT 1 FROM restriction_lifting e WHERE e.request_id = {request}.id AND e.state = {LIFTED})
    AND NOT {_erased(request)}"""


def disclosure_over(disclosure: str) -> str:
    """The same of a disclosure: denied, or released to somebody without an exemption that stands."""
    told = f"({disclosure}.notice <> {EXEMPT} OR {_erased(disclosure)})"
    return f"""{disclosure}.decided_at < ?
    AND ({disclosure}.state = {DENIED} OR ({disclosure}.state = {RELEASED} AND {told}))
    AND ({disclosure}.exemption_ended_at IS NULL OR {disclosure}.exemption_ended_at < ?)"""


def _erased(what: str) -> str:
    """SQL: whether its person was erased, so that nothing is left to be finished for them."""
    return f"EXISTS (SELECT 1 FROM app_user u WHERE u.id = {what}.user_id AND u.state = {ERASED})"
