"""Privacy requests: the nearest deadline first; every step by its key; what an erasure will do before it is done."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import clocks, formats, saving, terms
from console.actions import Action
from console.i18n import enum, language, t
from console.intake import Letter
from console.metering import Version
from console.models import Query
from console.requests import ANSWERED, CLOSED, Lifting, PrivacyRequest, RequestLink
from console.screens.drafts import registered
from console.screens.letter_form import letter_asked
from console.screens.listing import ListScreen
from console.store.pages import PAGE_ROWS, PAGES_KEPT
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

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
_LIFTING = frozenset({"ProposeLifting", "RecordLiftingNotice", "ApproveLifting"})
_PACKAGES = ("ACCESS", "COPY")
#: Kinds of whose answer there is a letter to those who received the data.
_NOTICED = ("RECTIFICATION", "ERASURE", "RESTRICTION")
#: Requests that a jump by number looks at: as many pages as stay in memory.
MOST_SEARCHED = PAGE_ROWS * PAGES_KEPT


def state_cell(state: str) -> Cell:
    glyph, tone = _STATES.get(state, ("?", ""))
    return Cell(f"{glyph} {enum('request_state', state)}", tone)


class PrivacyScreen(ListScreen[PrivacyRequest]):
    area = "privacy"
    conditions: ClassVar[Sequence[str]] = ("state", "kind", "user", "due", "open")
    words: ClassVar[Mapping[str, str]] = {"state": "request_state", "kind": "request_kind"}
    first = Query((("open", "yes"),))

    def columns(self) -> Sequence[Column[PrivacyRequest]]:
        return (
            Column("column.number", 12, lambda one: Cell(one.number)),
            Column("column.kind", 2, lambda one: Cell(enum("request_kind", one.kind)), flexible=True),
            Column("column.applicant", 2, lambda one: Cell(one.applicant), flexible=True, rank=1),
            Column("column.due", 11, lambda one: Cell(formats.day(one.due_on), self._due_tone(one))),
            Column("column.left", 9, self._left, right=True, rank=2),
            Column("column.state", 22, lambda one: state_cell(one.state)),
            Column("column.assignee", 2, lambda one: Cell(one.assignee, "dim"), flexible=True, rank=3),
        )

    def _days(self, one: PrivacyRequest) -> int | None:
        return None if one.closed_at else formats.days_left(one.due_on, self.console.clock.now())

    def _due_tone(self, one: PrivacyRequest) -> str:
        return terms.tone(self._days(one))

    def _left(self, one: PrivacyRequest) -> Cell:
        left = self._days(one)
        return Cell("" if left is None else t("days", count=left), self._due_tone(one))

    def allowed(self, action: Action) -> bool:
        if not super().allowed(action):
            return False
        row = self.current
        if action.id in ("request_package", "request_link"):
            return row is not None and row.kind in _PACKAGES and row.state in ANSWERED
        if action.id == "request_letter":
            return row is not None and bool(_letters(row))
        if action.id == "request_verify":
            return row is not None and row.kind == "ERASURE" and row.state in ANSWERED
        if action.id == "request_lift":
            return row is not None and bool(row.allowed & _LIFTING)
        if action.id == "request_preview":
            return row is not None and bool(row.user_id)
        if action.id in ("request_approve", "request_return"):
            return row is not None and row.state == "AWAITING_APPROVAL"
        return not action.call or (row is not None and action.call in row.allowed)

    async def detail(self, row: PrivacyRequest) -> Sequence[Block]:
        one = await self.api.privacy.get(row.id)
        deadline = await self.api.privacy.deadline(row.id)
        proof = f"{one.proof} {formats.instant(one.proof_at)}".strip()
        blocks = [
            Block(
                f"{one.number}  {enum('request_kind', one.kind)}",
                [
                    (t("column.state"), state_cell(one.state).text),
                    (t("column.applicant"), one.applicant),
                    (t("request.contact"), one.contact),
                    (t("request.channel"), enum("intake", one.channel)),
                    (t("request.received"), formats.day(one.received_on)),
                    (t("request.document_ref"), one.document),
                    (t("request.representative"), one.representative),
                    (t("request.authority"), one.authority),
                    (t("request.laws"), ", ".join(one.regimes)),
                    (t("request.circumstance"), ", ".join(t(f"circumstance.{name}") for name in one.circumstances)),
                    (t("column.assignee"), one.assignee),
                    (t("request.proof"), proof or t("request.no_proof")),
                    (t("column.user"), one.user_id or t("request.unknown_user")),
                    (t("request.outcome"), one.outcome),
                ],
                [("", one.text)] if one.text else [],
            ),
            *clocks.next_block(deadline),
            *_links(one),
            *clocks.blocks(deadline),
        ]
        if one.rectifications:
            pairs = [(t(f"column.{field}"), value) for field, value in one.rectifications]
            blocks.append(Block(t("request.rectifications"), pairs))
        if one.decision:
            proposal = [
                (t("request.decision"), enum("decision", one.decision)),
                (t("form.reason"), one.decision_reason),
                (t("request.article"), one.decision_article),
                (t("request.proposed_by"), one.proposed_by),
            ]
            blocks.append(Block(t("request.proposal"), proposal))
        if one.lifting is not None:
            blocks.append(_lifting(one.lifting))
        if one.holds:
            lines = [
                ("warn" if hold.in_force else "dim", f"{formats.day(hold.until)}  {hold.ground}  {hold.placed_by}")
                for hold in one.holds
            ]
            blocks.append(Block(t("request.holds"), lines=lines))
        lines = [
            ("", f"{formats.instant(step.at)}  {enum('request_state', step.state)}  {_said(step)}")
            for step in one.steps
        ]
        blocks.append(Block(t("request.steps"), lines=lines))
        return blocks

    async def show_number(self, number: str) -> bool:
        """Puts the cursor on the request with a number, among all that there are; whether there is one."""
        self.start(Query())
        page = 0
        while page == 0 or page * PAGE_ROWS < min(self.pages.total, MOST_SEARCHED):
            while not await self.pages.fetch(page):
                pass
            self.table.rows_changed()
            for place in range(page * PAGE_ROWS, min((page + 1) * PAGE_ROWS, self.pages.total)):
                row = self.pages.row(place)
                if row is not None and row.number == number:
                    self.table.go_to(place)
                    return True
            page += 1
        return False

    # -- actions

    def do_request_open(self) -> None:
        self.set_condition("open", "" if self.pages.query.get("open") else "yes")

    async def do_request_create(self) -> None:
        made: list[PrivacyRequest] = []

        async def send(letter: Letter) -> None:
            made.extend(await self.api.privacy.register(letter))

        known = {"received_on": formats.day(self.today), "user_id": self.pages.query.get("user")}
        if await letter_asked(self, t("action.request_create"), known, send):
            self.console.tell(registered(made))
            self.renew()

    def do_request_mails(self) -> None:
        self.console.go("drafts")

    async def do_request_prove(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [Field("method", t("request.proof"), hint=t("request.proof_hint"))]
        if not one.user_id:
            fields.append(Field("user_id", t("column.user"), required=False, hint=t("request.user_hint")))
        answers = await self.ask(Form(t("action.request_prove"), fields, text=f"{one.number}  {one.applicant}"))
        if answers:
            self.took(await self.api.privacy.prove(one, answers["method"], answers.get("user_id", "")))

    async def do_request_assign(self) -> None:
        if self.table.current is not None:
            self.took(await self.api.privacy.assign(self.table.current))

    async def do_request_propose(self) -> None:
        one = self.table.current
        if one is None:
            return
        answers = await self.ask(
            Form(
                t("action.request_propose"),
                [
                    Field("decision", t("request.decision"), choices=_decisions(one)),
                    Field("reason", t("form.reason")),
                    Field("article", t("request.article"), required=False, hint="2297-VI, art. 17(3)"),
                ],
                text=f"{one.number}  {enum('request_kind', one.kind)}  {one.applicant}",
            )
        )
        if answers:
            self.took(await self.api.privacy.propose(one, answers["decision"], answers["reason"], answers["article"]))

    async def do_request_approve(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [Field("note", t("form.note"), required=False)]
        text = f"{one.number}  {enum('request_kind', one.kind)}  {one.applicant}"
        final = one.kind == "ERASURE" and one.decision == "FULFIL"
        if final:
            fields.append(Field("phrase", "", phrase=one.number))
            text = f"{text}\n{t('request.erasure_text')}"
        answers = await self.ask(Form(t("action.request_approve"), fields, text=text, danger=final))
        if answers:
            done = await self.api.privacy.approve(one, True, answers["note"])
            self.took(done)
            self.console.tell(f"{done.number}: {enum('request_state', done.state)}")

    async def do_request_return(self) -> None:
        one = self.table.current
        if one is None:
            return
        note = await self.reason(t("action.request_return"))
        if note:
            self.took(await self.api.privacy.approve(one, False, note))

    async def do_request_hold(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [
            Field("ground", t("request.ground"), hint=t("request.ground_hint")),
            Field("until", t("request.until")),
        ]
        answers = await self.ask(Form(t("action.request_hold"), fields, text=one.number))
        if answers:
            self.took(await self.api.privacy.hold(one, answers["ground"], answers["until"]))

    async def do_request_release(self) -> None:
        one = self.table.current
        if one is None:
            return
        choices = [(hold.id, f"{formats.day(hold.until)} {hold.ground}") for hold in one.holds if hold.in_force]
        if not choices:
            self.console.tell(t("request.no_holds"), "warning")
            return
        fields = [Field("hold", t("request.holds"), choices=choices), Field("reason", t("form.reason"))]
        answers = await self.ask(Form(t("action.request_release"), fields, text=one.number))
        if answers:
            self.took(await self.api.privacy.release(one, answers["hold"], answers["reason"]))

    async def do_request_extend(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [Field("until", t("request.until")), Field("reason", t("form.reason"))]
        answers = await self.ask(Form(t("action.request_extend"), fields, text=one.number))
        if answers:
            done, notices = await self.api.privacy.extend(one, answers["until"], answers["reason"])
            self.took(done)
            for duty in notices:
                self.console.tell(clocks.notice(duty), "warning")

    async def do_request_lift(self) -> None:
        """The next step towards the end of a restriction: to propose it, to tell the person, to decide."""
        one = self.table.current
        if one is None:
            return
        title, api = f"{t('action.request_lift')}  {one.number}", self.api.privacy
        if "ProposeLifting" in one.allowed:
            choices = [(ground, enum("lifting_ground", ground)) for ground in ("PERSON_ASKED", "ENDED")]
            fields = [Field("ground", t("lifting.ground"), choices=choices), Field("reason", t("form.reason"))]
            answers = await self.ask(Form(title, fields, text=t("lifting.propose_text")))
            if answers:
                self.took(await api.propose_lifting(one, answers["ground"], answers["reason"]))
            return
        steps = [("no", t("lifting.dismiss"))]
        if "RecordLiftingNotice" in one.allowed:
            steps.insert(0, ("told", t("lifting.told")))
        else:
            steps.insert(0, ("yes", t("lifting.lift")))
        fields = [
            Field("step", t("lifting.step"), choices=steps),
            Field("note", t("lifting.note"), hint=t("lifting.note_hint")),
        ]
        if steps[0][0] == "told":
            fields.insert(1, Field("told_on", t("lifting.told_on"), formats.day(self.today)))
        answers = await self.ask(Form(title, fields, text=t("lifting.text")))
        if not answers:
            return
        if answers["step"] == "told":
            self.took(await api.tell_lifting(one, answers["told_on"], answers["note"]))
        else:
            self.took(await api.approve_lifting(one, answers["step"] == "yes", answers["note"]))

    async def do_request_repeat(self) -> None:
        """Closes what repeats another request: the list has not what it is like, so that is asked for."""
        one = self.table.current
        if one is None:
            return
        alike = [link for link in (await self.api.privacy.get(one.id)).similar if link.state not in CLOSED]
        if not alike:
            self.console.tell(t("request.nothing_alike"), "warning")
            return
        fields = [Field("of", t("request.duplicate_of"), choices=[(link.id, _link(link)[1]) for link in alike])]
        text = f"{one.number}  {enum('request_kind', one.kind)}  {one.applicant}\n{t('request.repeat_text')}"
        answers = await self.ask(Form(t("action.request_repeat"), fields, text=text))
        if answers:
            self.took(await self.api.privacy.repeat(one, answers["of"]))

    async def do_request_preview(self) -> None:
        from console.screens.reading_room import Pages

        one = self.table.current
        if one is None:
            return
        blocks = await (self._erasure(one.id) if one.kind == "ERASURE" else self._package(one.id))
        self.app.push_screen(Pages(f"{t('action.request_preview')}  {one.number}", blocks))

    async def _erasure(self, request_id: str) -> list[Block]:
        tables: dict[str, list[tuple[str, str]]] = {}
        for line in await self.api.privacy.erasure(request_id):
            ground = line.ground_uk if language() == "uk" else line.ground_en
            tone = "" if line.action == "KEEP" else "warn"
            text = f"{line.column:<26} {enum('erasure_action', line.action):<14} {line.rows:>6}  {ground}"
            tables.setdefault(line.table, []).append((tone, text))
        return [Block(table, lines=lines) for table, lines in tables.items()]

    async def _package(self, request_id: str) -> list[Block]:
        uk = language() == "uk"
        return [
            Block(
                f"{one.title_uk if uk else one.title_en}: {one.rows}",
                [
                    (t("request.purposes"), one.purposes),
                    (t("request.recipients"), one.recipients),
                    (t("request.retention"), one.retention),
                ],
            )
            for one in await self.api.privacy.sections(request_id)
        ]

    async def do_request_package(self) -> None:
        one = self.table.current
        if one is None:
            return
        for ending, form in (("zip", "ARCHIVE"), ("pdf", "PDF")):
            path = await saving.stored(f"privacy-{one.number}.{ending}", self.api.privacy.package(one.id, form))
            self.console.tell(t("request.saved", path=path))

    async def do_request_link(self) -> None:
        one = self.table.current
        if one is None:
            return
        if await self.ask(Form(t("action.request_link"), [], text=f"{one.number}\n{t('request.link_text')}")) is None:
            return
        self.took(await self.api.privacy.link(one))
        self.console.tell(t("request.link_sent", number=one.number))

    async def do_request_letter(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [
            Field("kind", t("request.letter"), choices=[(kind, enum("letter", kind)) for kind in _letters(one)]),
            Field("form", t("request.letter_form"), choices=[(form, form) for form in ("PDF", "HTML", "TEXT")]),
        ]
        answers = await self.ask(Form(t("action.request_letter"), fields, text=one.number))
        if not answers:
            return
        for name, body in await self.api.privacy.letters(one.id, answers["kind"], answers["form"]):
            path = await asyncio.to_thread(saving.save, name, body)
            self.console.tell(t("request.saved", path=path))

    async def do_request_verify(self) -> None:
        one = self.table.current
        if one is None:
            return
        scan = await self.api.privacy.verify(one.id)
        size = formats.number(scan.bytes_scanned)
        if scan.clean:
            self.console.tell(t("request.clean", size=size, files=", ".join(scan.files)))
        else:
            self.console.tell(t("request.remains", remains=", ".join(scan.remains)), "error")

    async def do_request_withdraw(self) -> None:
        one = self.table.current
        if one is None:
            return
        reason = await self.reason(t("action.request_withdraw"), text=one.number)
        if reason:
            self.took(await self.api.privacy.withdraw(one, reason))


def _letters(one: PrivacyRequest) -> list[str]:
    """Kinds of letters that a request may be due in its state; the server has the last word."""
    if one.state == "REFUSED":
        return ["REFUSAL"]
    if one.lifting is not None and one.lifting.state in ("PROPOSED", "TOLD"):
        return ["LIFTING", "ANSWER", "RECIPIENT_NOTICE"]
    if one.state not in ANSWERED:
        return [] if one.closed_at else ["EXTENSION"]
    if not one.user_id:
        return ["NOTHING_HELD"]
    return ["ANSWER", *(["RECIPIENT_NOTICE"] if one.kind in _NOTICED else [])]


def _said(step: Version) -> str:
    """Who did what, and the note."""
    call, _, note = step.reason.partition(" ")
    actor = t(f"actor.{step.actor}") if step.actor in ("rules", "resident") else step.actor
    return f"{enum('step', call)} · {actor}" + (f": {note}" if note else "")


def _decisions(one: PrivacyRequest) -> list[tuple[str, str]]:
    """That nothing is held is said of those alone who were found to be nobody."""
    unknown = not one.user_id and one.kind not in ("APPEAL", "PUBLIC_INFORMATION", "LAWYER_REQUEST")
    names = ("NOTHING_HELD", "REFUSE") if unknown else ("FULFIL", "REFUSE")
    return [(name, enum("decision", name)) for name in names]


def _links(one: PrivacyRequest) -> list[Block]:
    """The rest of the letter, what it repeats and what is like it."""
    blocks = []
    if one.siblings:
        strictest = [("warn", t("request.letter_due", due=formats.day(one.letter_due_on)))] if one.letter_due_on else []
        blocks.append(Block(t("request.siblings"), lines=[*strictest, *map(_link, one.siblings)]))
    if one.duplicate_of is not None:
        blocks.append(Block(t("request.duplicate_of"), lines=[_link(one.duplicate_of)]))
    if one.similar:
        blocks.append(Block(t("request.similar"), lines=list(map(_link, one.similar))))
    return blocks


def _link(link: RequestLink) -> tuple[str, str]:
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
