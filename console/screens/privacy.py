"""Privacy requests: the nearest deadline first; every step by its key; what an erasure will do before it is done."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

from console import formats, saving, terms
from console.actions import Action
from console.i18n import either, enum, t
from console.intake import Letter, Part
from console.presets import preset
from console.requests import LegalDuty, PrivacyRequest
from console.screens import deadline_blocks
from console.screens.dispatch_form import dispatch_fields
from console.screens.drafts import registered
from console.screens.letter_form import letter_asked, part_asked
from console.screens.listing import ListScreen
from console.screens.privacy_blocks import applicant, link_line, request_blocks, standing_cell
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Lines that are seen of the reason for a decision: the person reads it in the letter.
REASON_LINES = 3
_LIFTING = frozenset({"ProposeLifting", "RecordLiftingNotice", "ApproveLifting"})


class PrivacyScreen(ListScreen[PrivacyRequest]):
    area = "privacy"
    conditions: ClassVar[Sequence[str]] = ("state", "kind", "user", "due", "open", "unsent", "copy")
    words: ClassVar[Mapping[str, str]] = {
        "state": "request_state",
        "kind": "request_kind",
        "open": "yes_no",
        "unsent": "yes_no",
        "copy": "yes_no",
    }
    first = preset("requests", "open").query

    def columns(self) -> Sequence[Column[PrivacyRequest]]:
        return (
            Column("column.number", 12, lambda one: Cell(one.number)),
            Column("column.kind", 2, lambda one: Cell(enum("request_kind", one.kind)), flexible=True),
            Column("column.applicant", 2, lambda one: Cell(applicant(one)), flexible=True, rank=1),
            Column("column.due", 11, lambda one: Cell(formats.day(one.due_on), self._due_tone(one))),
            Column("column.left", 9, self._left, right=True, rank=2),
            Column("column.state", 24, standing_cell),
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
        if action.id == "request_letter":
            return row is not None and bool(row.letters)
        if action.id == "request_lift":
            return row is not None and bool(row.allowed & _LIFTING)
        if action.id == "request_preview":
            return row is not None and bool(row.user_id)
        return not action.call or (row is not None and action.call in row.allowed)

    async def detail(self, row: PrivacyRequest) -> Sequence[Block]:
        return request_blocks(await self.api.privacy.get(row.id), await self.api.privacy.deadline(row.id))

    # -- actions

    def do_request_open(self) -> None:
        self.set_condition("open", "" if self.pages.query.get("open") else "yes")

    def do_request_unsent(self) -> None:
        """What was decided and not sent, in place of what is open, and back."""
        self.start(self.first if self.pages.query.get("unsent") else preset("requests", "unsent").query)

    async def do_request_create(self) -> None:
        made: list[PrivacyRequest] = []

        async def send(letter: Letter) -> None:
            made.extend(await self.api.privacy.register(letter))

        known = {"received_on": formats.day(self.today), "user_id": self.pages.query.get("user")}
        if await letter_asked(self, t("action.request_create"), known, send):
            self.console.tell(registered(made))
            self.renew()

    async def do_request_part(self) -> None:
        """A demand that was found in the letter later."""
        one = self.table.current
        if one is None:
            return
        made: list[PrivacyRequest] = []

        async def send(part: Part) -> None:
            made.append(await self.api.privacy.add_part(one, part))

        text = t("request.part_text", number=one.number, received=formats.day(one.received_on))
        await part_asked(self, t("action.request_part"), text, send)
        if made:
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
        form = Form(t("action.request_prove"), fields, text=f"{one.number}  {one.applicant}")
        await self.worked(
            form, lambda answers: self.api.privacy.prove(one, answers["method"], answers.get("user_id", ""))
        )

    async def do_request_assign(self) -> None:
        if self.table.current is not None:
            self.took(await self.api.privacy.assign(self.table.current))

    async def do_request_propose(self) -> None:
        one = self.table.current
        if one is None:
            return
        duties = (await self.api.privacy.deadline(one.id)).duties
        bounds = [formats.article(duty.article) for duty in duties if duty.code == "refusal"]
        form = Form(
            t("action.request_propose"),
            [
                Field("decision", t("request.decision"), choices=_named("decision", one.decisions)),
                Field("reason", t("form.reason"), lines=REASON_LINES),
                Field("article", t("request.article"), required=False, hint=", ".join(bounds)),
            ],
            text=f"{one.number}  {enum('request_kind', one.kind)}  {one.applicant}",
        )
        await self.worked(
            form,
            lambda answers: self.api.privacy.propose(one, answers["decision"], answers["reason"], answers["article"]),
        )

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
        form = Form(t("action.request_approve"), fields, text=text, danger=final)
        done = await self.worked(form, lambda answers: self.api.privacy.approve(one, True, answers["note"]))
        if done is not None:
            self.console.tell(f"{done.number}: {enum('request_state', done.state)}")

    async def do_request_return(self) -> None:
        one = self.table.current
        if one is None:
            return
        form = Form(t("action.request_return"), [Field("note", t("form.reason"))])
        await self.worked(form, lambda answers: self.api.privacy.approve(one, False, answers["note"]))

    async def do_request_hold(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [
            Field("ground", t("request.ground"), hint=t("request.ground_hint")),
            Field("until", t("request.until")),
        ]
        form = Form(t("action.request_hold"), fields, text=f"{one.number}\n{t('request.hold_text')}")
        await self.worked(form, lambda answers: self.api.privacy.hold(one, answers["ground"], answers["until"]))

    async def do_request_release(self) -> None:
        one = self.table.current
        if one is None:
            return
        choices = [(hold.id, f"{formats.day(hold.until)} {hold.ground}") for hold in one.holds if hold.in_force]
        if not choices:
            self.console.tell(t("request.no_holds"), "warning")
            return
        fields = [
            Field("hold", t("request.holds"), choices=choices, names=("hold_id",)),
            Field("reason", t("form.reason")),
        ]
        form = Form(t("action.request_release"), fields, text=one.number)
        await self.worked(form, lambda answers: self.api.privacy.release(one, answers["hold"], answers["reason"]))

    async def do_request_extend(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [Field("until", t("request.until")), Field("reason", t("form.reason"))]
        notices: list[LegalDuty] = []

        async def extended(answers: dict[str, str]) -> PrivacyRequest:
            done, notices[:] = await self.api.privacy.extend(one, answers["until"], answers["reason"])
            return done

        await self.worked(Form(t("action.request_extend"), fields, text=one.number), extended)
        for duty in notices:
            self.console.tell(deadline_blocks.notice(duty), "warning")

    async def do_request_lift(self) -> None:
        """The next step towards the end of a restriction: to propose it, to tell the person, to decide."""
        one = self.table.current
        if one is None:
            return
        title, api = f"{t('action.request_lift')}  {one.number}", self.api.privacy
        if "ProposeLifting" in one.allowed:
            choices = [(ground, enum("lifting_ground", ground)) for ground in ("PERSON_ASKED", "ENDED")]
            fields = [Field("ground", t("lifting.ground"), choices=choices), Field("reason", t("form.reason"))]
            await self.worked(
                Form(title, fields, text=t("lifting.propose_text")),
                lambda answers: api.propose_lifting(one, answers["ground"], answers["reason"]),
            )
            return
        steps = [("no", t("lifting.dismiss"))]
        if "RecordLiftingNotice" in one.allowed:
            steps.insert(0, ("told", t("lifting.told")))
        else:
            steps.insert(0, ("yes", t("lifting.lift")))
        fields = [
            Field("step", t("lifting.step"), choices=steps),
            Field("note", t("lifting.note"), hint=t("lifting.note_hint"), names=("how",)),
        ]
        if steps[0][0] == "told":
            fields.insert(1, Field("told_on", t("lifting.told_on"), formats.day(self.today)))

        async def stepped(answers: dict[str, str]) -> PrivacyRequest:
            if answers["step"] == "told":
                return await api.tell_lifting(one, answers["told_on"], answers["note"])
            return await api.approve_lifting(one, answers["step"] == "yes", answers["note"])

        await self.worked(Form(title, fields, text=t("lifting.text")), stepped)

    async def do_request_repeat(self) -> None:
        """Closes what repeats another request: the list has not what it is like, so that is asked for."""
        one = self.table.current
        if one is None:
            return
        alike = [link for link in (await self.api.privacy.get(one.id)).similar if link.repeatable]
        if not alike:
            self.console.tell(t("request.nothing_alike"), "warning")
            return
        choices = [(link.id, link_line(link)[1]) for link in alike]
        fields = [Field("of", t("request.duplicate_of"), choices=choices, names=("duplicate_of_id",))]
        text = f"{one.number}  {enum('request_kind', one.kind)}  {one.applicant}\n{t('request.repeat_text')}"
        form = Form(t("action.request_repeat"), fields, text=text)
        await self.worked(form, lambda answers: self.api.privacy.repeat(one, answers["of"]))

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
            ground = either(line.ground_uk, line.ground_en)
            kept = "" if line.action == "KEEP" else "warn"
            text = f"{either(*line.column):<42} {enum('erasure_action', line.action):<11} {line.rows:>5}  {ground}"
            tables.setdefault(either(*line.table), []).append((kept if line.rows else "dim", text))
        return [Block(table, lines=lines) for table, lines in tables.items()]

    async def _package(self, request_id: str) -> list[Block]:
        return [
            Block(
                f"{either(one.title_uk, one.title_en)}: {one.rows}",
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
        form = Form(t("action.request_link"), [], text=f"{one.number}\n{t('request.link_text')}")
        if await self.worked(form, lambda _: self.api.privacy.link(one)) is not None:
            self.console.tell(t("request.link_sent", number=one.number))

    async def do_request_letter(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [
            Field("kind", t("request.letter"), choices=_named("letter", one.letters)),
            Field("form", t("request.letter_form"), choices=[(form, form) for form in ("PDF", "HTML", "TEXT")]),
        ]
        answers = await self.ask(Form(t("action.request_letter"), fields, text=one.number))
        if not answers:
            return
        for name, body in await self.api.privacy.letters(one.id, answers["kind"], answers["form"]):
            path = await asyncio.to_thread(saving.save, name, body)
            self.console.tell(t("request.saved", path=path))

    async def do_request_sent(self) -> None:
        one = self.table.current
        if one is None:
            return
        kinds = _named("letter", (one.owed,) if one.owed else one.recordable)
        fields = [Field("kind", t("request.letter"), choices=kinds), *dispatch_fields(formats.day(self.today))]
        text = f"{one.number}  {enum('request_kind', one.kind)}  {one.applicant}"
        form = Form(t("action.request_sent"), fields, text=text)
        await self.worked(form, lambda answers: self.api.privacy.sent(one, answers))

    async def do_request_copy(self) -> None:
        one = self.table.current
        if one is None:
            return
        fields = [Field("note", t("request.copy_note"))]
        form = Form(t("action.request_copy"), fields, text=t("request.copy_text", document=one.document))
        await self.worked(form, lambda answers: self.api.privacy.copy_destroyed(one, answers["note"]))

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
        fields = [
            Field("document", t("request.withdrawn_by"), hint=t("request.withdrawn_by_hint"), names=("document_ref",)),
            Field("reason", t("form.reason"), required=False),
        ]
        form = Form(t("action.request_withdraw"), fields, text=one.number)
        await self.worked(form, lambda answers: self.api.privacy.withdraw(one, answers["document"], answers["reason"]))


def _named(kind: str, names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, enum(kind, name)) for name in names]
