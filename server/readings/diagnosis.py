"""Diagnosis: the causes of a reading that is on record, with what its register and its neighbours showed before."""

from smartregion.v1 import reading_service_pb2 as pb

from server.codec import decimal, encode_id
from server.readings import causes
from server.readings.explanations import EXPLANATIONS, numbers
from server.readings.history import before
from server.readings.ruleset import RuleSets
from server.readings.sentences import said
from server.words import ENGLISH, UKRAINIAN
from storage.engine.transaction import Tx
from storage.repositories import histories, meters
from storage.repositories.meters import RegisterFacts
from storage.repositories.readings import Row
from storage.repositories.scope import Scope

#: States of a reading that the rules questioned.
FAILED = (int(pb.READING_STATE_IN_REVIEW), int(pb.READING_STATE_REFUSED))


def diagnose(tx: Tx, row: Row, scope: Scope) -> list[pb.Cause]:
    """Causes of a reading that failed, likeliest first; none for any other. Registers that the caller may not know of
    explain nothing to them."""
    if row.state not in FAILED:
        return []
    facts = meters.facts_by_id(tx, [row.register_id])[row.register_id]
    register = _register(tx, facts, row)
    nearby = meters.nearby(tx, row.register_id, scope)
    others = [_register(tx, one, row) for one in meters.facts_by_id(tx, nearby).values() if _in_place(one, row.read_at)]
    found = causes.causes(register, row.value, row.read_at, others)
    return [_message(cause, register, row) for cause in found]


def _in_place(facts: RegisterFacts, at: int) -> bool:
    return facts.installed_at <= at <= facts.removed_at


def _register(tx: Tx, facts: RegisterFacts, row: Row) -> causes.Register:
    """A register as it stood before a reading that came."""
    history = before(tx, facts, row.read_at)
    came = None
    if facts.meter_id == row.meter_id and facts.register_id != row.register_id:
        same = histories.at_instant(tx, facts.register_id, row.read_at)
        came = same[0].value if same else None
    following = histories.next_accepted(tx, facts.register_id, row.read_at)
    return causes.Register(
        facts.register_id,
        facts.meter_id,
        facts.commodity,
        history.dial,
        history.last,
        history.spans,
        RuleSets.shared(tx).of_version(row.rule_set, facts.commodity).limits,
        came,
        # Where the dial began anew behind it, what it shows there leaves room for everything.
        following.value if following is not None and not following.rollover else None,
    )


def _message(cause: causes.Cause, register: causes.Register, row: Row) -> pb.Cause:
    told, explained = numbers(cause, register, row.value, row.read_at), EXPLANATIONS[cause.kind]
    message = pb.Cause(
        kind=cause.kind,
        probability=round(cause.probability, 4),
        message_uk=said(explained.uk, told, row.commodity, UKRAINIAN),
        message_en=said(explained.en, told, row.commodity, ENGLISH),
        register_id=encode_id(cause.register_id),
        formula=explained.formula,
        numbers=told,
    )
    if cause.corrected is not None:
        message.corrected_index.CopyFrom(decimal(cause.corrected))
    return message
