"""What is said of a privacy request: what came in, who decided what, what it hangs together with, and each step."""

import re
from collections.abc import Iterator, Sequence

from console import formats
from console.i18n import enum, t, told
from console.metering import Version
from console.requests import Deadline, Hold, Lifting, PrivacyRequest, RequestLink
from console.screens import deadline_blocks
from console.widgets.detail import Block
from console.widgets.table import Cell, signed

#: Steps whose note the service says itself, in both languages.
_SCANS = frozenset({"Erase", "VerifyErasure"})
#: A day as the service writes it into a note.
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_STATES = {
    "RECEIVED": ("◌", ""),
    "IDENTITY_REQUIRED": ("?", "warn"),
    "IN_PROGRESS": ("◐", ""),
    "AWAITING_APPROVAL": ("◆", "warn"),
    "FULFILLED": ("●", "good"),
    "PARTLY_FULFILLED": ("◑", "warn"),
    "REFUSED": ("✖", "bad"),
    "ON_HOLD": ("⏸", "warn"),
    "WITHDRAWN": ("○", "dim"),
    "DUPLICATE": ("○", "dim"),
}


def state_cell(state: str) -> Cell:
    return signed("request_state", state, _STATES)


def standing_cell(one: PrivacyRequest) -> Cell:
    """The state, with what it waits for where the name of the state does not say it."""
    cell = state_cell(one.state)
    if one.state == "PARTLY_FULFILLED":
        return Cell(f"{cell.text[0]} {t('request.remains_left' if one.remains else 'request.awaits')}", cell.tone)
    return Cell(f"{cell.text} ✉", "warn") if one.closed_at and one.owed else cell


def applicant(one: PrivacyRequest) -> str:
    return formats.damaged("applicant_name", one.unreadable) or one.applicant


def request_blocks(one: PrivacyRequest, deadline: Deadline) -> Sequence[Block]:
    return [
        _facts(one),
        *deadline_blocks.next_block(deadline),
        *_links(one),
        *deadline_blocks.blocks(deadline),
        *_decided(one),
        Block(t("request.steps"), lines=[("", _step(step)) for step in one.steps]),
    ]


def _facts(one: PrivacyRequest) -> Block:
    method = formats.damaged("identity_proof.method", one.unreadable) or one.proof
    proof = f"{method} {formats.instant(one.proof_at)}".strip()
    said = formats.damaged("text", one.unreadable) or one.text
    return Block(
        f"{one.number}  {enum('request_kind', one.kind)}",
        [
            (t("column.state"), standing_cell(one).text),
            (t("request.unsent"), enum("letter", one.owed) if one.owed else ""),
            (t("column.applicant"), applicant(one)),
            (t("request.contact"), formats.damaged("applicant_contact", one.unreadable) or one.contact),
            (t("request.channel"), enum("intake", one.channel)),
            (t("request.received"), formats.day(one.received_on)),
            (t("request.document_ref"), formats.damaged("document_ref", one.unreadable) or one.document),
            (t("request.representative"), formats.damaged("representative_name", one.unreadable) or one.representative),
            (t("request.authority"), formats.damaged("representative_authority", one.unreadable) or one.authority),
            (t("request.laws"), ", ".join(one.regimes)),
            (t("request.circumstance"), ", ".join(t(f"circumstance.{name}") for name in one.circumstances)),
            (t("column.assignee"), one.assignee),
            (t("request.proof"), proof or t("request.no_proof")),
            (t("column.user"), one.user_id or t("request.unknown_user")),
            (t("request.outcome"), formats.damaged("outcome", one.unreadable) or told(one.outcome)),
        ],
        [("", said)] if said else [],
    )


def _decided(one: PrivacyRequest) -> Iterator[Block]:
    """What is to be corrected, what was proposed, how a restriction ends, and what keeps data."""
    if one.rectifications:
        broken = formats.damaged("rectifications", one.unreadable)
        pairs = [(t(f"column.{field}"), value or broken) for field, value in one.rectifications]
        yield Block(t("request.rectifications"), pairs)
    if one.decision:
        proposal = [
            (t("request.decision"), enum("decision", one.decision)),
            (t("form.reason"), formats.damaged("proposal.reason", one.unreadable) or one.decision_reason),
            (t("request.article"), formats.damaged("proposal.article", one.unreadable) or one.decision_article),
            (t("request.proposed_by"), one.proposed_by),
        ]
        yield Block(t("request.proposal"), proposal)
    if one.lifting is not None:
        yield _lifting(one.lifting)
    if one.holds:
        yield Block(t("request.holds"), lines=list(map(_hold, one.holds)))


def _hold(hold: Hold) -> tuple[str, str]:
    """One that ended says so: a colour alone would not."""
    until = t("request.next_by", day=formats.day(hold.until))
    said = f"{until}  {hold.ground}  {hold.placed_by}"
    return ("warn", said) if hold.in_force else ("dim", f"{t('request.hold_ended')}: {said}")


def _step(step: Version) -> str:
    return f"{formats.instant(step.at)}  {enum('request_state', step.state)}  {_said(step)}"


def _said(step: Version) -> str:
    """Who did what, and the note."""
    call, _, note = step.reason.partition(" ")
    actor = t(f"actor.{step.actor}") if step.actor in ("rules", "resident") else step.actor
    if call in _SCANS:
        note = told(note)
    said = "" if note == actor else _DAY.sub(r"\3.\2.\1", note)  # who takes a request on is its note as well
    return f"{enum('step', call)} · {actor}" + (f": {said}" if said else "")


def _links(one: PrivacyRequest) -> list[Block]:
    """The rest of the letter, what it repeats and what is like it."""
    blocks = []
    if one.siblings:
        strictest = [("warn", t("request.letter_due", due=formats.day(one.letter_due_on)))] if one.letter_due_on else []
        blocks.append(Block(t("request.siblings"), lines=[*strictest, *map(link_line, one.siblings)]))
    if one.duplicate_of is not None:
        blocks.append(Block(t("request.duplicate_of"), lines=[link_line(one.duplicate_of)]))
    if one.similar:
        blocks.append(Block(t("request.similar"), lines=list(map(link_line, one.similar))))
    return blocks


def link_line(link: RequestLink) -> tuple[str, str]:
    kind, state = enum("request_kind", link.kind), state_cell(link.state).text
    return "", f"{link.number}  {formats.day(link.due_on)}  {kind}  {state}"


def _lifting(one: Lifting) -> Block:
    told = f"{formats.day(one.told_on)} {one.told_how}".strip()
    return Block(
        t("lifting.title"),
        [
            (t("column.state"), enum("lifting_state", one.state)),
            (t("lifting.ground"), enum("lifting_ground", one.ground)),
            (t("form.reason"), one.reason),
            (t("request.proposed_by"), one.proposed_by),
            (t("lifting.told_how"), told or t("lifting.not_told")),
            (t("draft.decided_by"), one.decided_by),
        ],
    )
