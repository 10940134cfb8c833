"""Disclosures: what third parties and authorities ask to be told, by deadline; each step, the parcel and the ledger."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import ClassVar

from console import formats, saving, terms
from console.actions import Action
from console.choices import GROUNDS
from console.disclosures import OPEN, Disclosable, Disclosure, Request, Study
from console.i18n import enum, t
from console.ports import ClientError, DisclosuresApi
from console.presets import preset
from console.public_keys import public_key
from console.screens import deadline_blocks, disclosure_blocks
from console.screens.disclosure_blocks import called, field_line, state_cell
from console.screens.listing import ListScreen
from console.screens.picker import Picker
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column


class DisclosuresScreen(ListScreen[Disclosure]):
    area = "disclosures"
    conditions: ClassVar[Sequence[str]] = ("state", "user")
    words: ClassVar[Mapping[str, str]] = {"state": "disclosure_state"}
    free = ""
    first = preset("disclosures", "open").query

    def __init__(self, source: DisclosuresApi) -> None:
        super().__init__(source)
        self._disclosures = source
        #: What fields are called, once they were asked for.
        self._words: dict[str, Disclosable] = {}
        #: Ids of releases that were begun here: what did not arrive is asked for again by the same one.
        self._releases: dict[str, str] = {}

    def columns(self) -> Sequence[Column[Disclosure]]:
        return (
            Column("column.number", 13, lambda one: Cell(one.number)),
            Column("column.asker", 3, lambda one: Cell(one.recipient), flexible=True, least=16),
            Column("column.ground", 2, lambda one: Cell(enum("disclosure_ground", one.ground)), flexible=True, rank=1),
            Column("column.due", 11, lambda one: Cell(formats.day(one.next_due), self._tone(one))),
            Column("column.left", 9, self._left, right=True, rank=2),
            Column("column.state", 13, state_cell),
        )

    def _days(self, one: Disclosure) -> int | None:
        over = one.state in ("DENIED", "RELEASED")
        return None if over else formats.days_left(one.next_due, self.console.clock.now())

    def _tone(self, one: Disclosure) -> str:
        return terms.tone(self._days(one))

    def _left(self, one: Disclosure) -> Cell:
        left = self._days(one)
        return Cell("" if left is None else t("days", count=left), self._tone(one))

    def order_name(self) -> str:
        return t("order.disclosures")

    def allowed(self, action: Action) -> bool:
        if not super().allowed(action):
            return False
        row = self.current
        if action.id == "disclosure_ledger":
            return row is not None
        return not action.call or (row is not None and action.call in row.allowed)

    # -- the detail

    async def detail(self, row: Disclosure) -> Sequence[Block]:
        one = await self._disclosures.get(row.id)
        await self._learn_words()
        person = one.user_id
        if self.operator.may("USERS_READ"):
            with suppress(ClientError):  # who was erased has no name any more
                person = (await self.api.users.get(one.user_id)).name or person
        return [
            disclosure_blocks.facts(one, person),
            disclosure_blocks.notice(one, self.today),
            disclosure_blocks.asked(one, self._words),
            *disclosure_blocks.findings(one),
            disclosure_blocks.acts(one),
            deadline_blocks.duties_block(t("disclosure.law"), one.duties),
            disclosure_blocks.parcel(one),
        ]

    async def _learn_words(self) -> None:
        if not self._words:
            self._words = {one.name: one for one in await self._disclosures.fields()}

    # -- actions

    def do_disclosure_open(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else OPEN)

    async def _pick(self, title: str, names: Sequence[str] | None = None) -> tuple[str, ...] | None:
        """Fields that are marked: among all of them, or among these, which are marked then."""
        await self._learn_words()
        offered = list(self._words) if names is None else names
        choices = [(name, field_line(name, self._words)) for name in offered]
        picked: tuple[str, ...] | None = await self.app.push_screen_wait(
            Picker(title, choices, names or (), t("disclosure.pick" if names is None else "disclosure.pick_study"))
        )
        return picked

    async def do_disclosure_create(self) -> None:
        from console.screens.why import one_person

        person = await one_person(self, t("disclosure.person"))
        fields = None if person is None else await self._pick(f"{t('action.disclosure_create')}: {person.name}")
        if person is None or fields is None:
            return
        if not fields:
            self.console.tell(t("disclosure.none_picked"), "warning")
            return
        made: Disclosure | None = None

        async def send(answers: dict[str, str]) -> None:
            nonlocal made
            key = await public_key(answers.pop("key"))
            made = await self._disclosures.register(Request(**answers, user_id=person.id, fields=fields, key=key))

        text = t("disclosure.create_text", person=person.name, fields=t("disclosure.count", count=len(fields)))
        form = Form(t("action.disclosure_create"), _letter_fields(self.today), text=text, send=send)
        if await self.ask(form) is None or made is None:
            return
        self.console.tell(
            t("disclosure.created", number=made.number, study=formats.day(made.study_due_on), due=_due(made))
        )
        self.table.aim(made.id)
        self.renew()

    async def do_disclosure_study(self) -> None:
        row = self.current
        if row is None:
            return
        one = await self._disclosures.get(row.id)
        fields = await self._pick(f"{t('action.disclosure_study')}: {one.number}", one.fields)
        if fields is None:
            return

        notices = [(name, enum("disclosure_notice", name)) for name in ("TELL", "EXEMPT")]
        form = Form(
            t("action.disclosure_study"),
            [
                Field("notice", t("disclosure.told"), one.notice, notices),
                Field("notice_ground", t("disclosure.notice_ground"), one.notice_ground, required=False),
                Field("finding", t("disclosure.finding"), one.finding, hint=t("disclosure.finding_hint"), lines=3),
            ],
            text=f"{one.number}  {one.recipient}\n{t('disclosure.leaving', fields=self._list(fields))}",
        )
        await self.worked(form, lambda answers: self._disclosures.study(one, Study(fields, **answers)))

    def _list(self, fields: Sequence[str]) -> str:
        return "; ".join(called(name, self._words) for name in fields) or t("disclosure.nothing")

    async def do_disclosure_approve(self) -> None:
        """Exactly what was read: the etag of the detail goes with it."""
        if self.current is None:
            return
        one = await self._disclosures.get(self.current.id)
        await self._learn_words()

        lines = (
            f"{one.recipient}: {one.basis}",
            t("disclosure.leaving", fields=self._list(one.fields)),
            t("disclosure.person_told", notice=enum("disclosure_notice", one.notice), ground=one.notice_ground),
            t("disclosure.studied_by", name=one.studied.by),
        )
        fields = [Field("phrase", "", phrase=one.number)]
        form = Form(t("action.disclosure_approve"), fields, text="\n".join(lines), danger=True)
        await self.worked(form, lambda _: self._disclosures.approve(one))

    async def do_disclosure_deny(self) -> None:
        row = self.current
        if row is None:
            return
        fields = [
            Field("reason", t("form.reason"), lines=3),
            Field("article", t("request.article"), hint=t("disclosure.article_hint")),
        ]
        form = Form(t("action.disclosure_deny"), fields, text=f"{row.number}  {row.recipient}")
        await self.worked(form, lambda answers: self._disclosures.deny(row, answers["reason"], answers["article"]))

    async def do_disclosure_defer(self) -> None:
        row = self.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            done, notice = await self._disclosures.defer(row, answers["until"], answers["reason"])
            self.took(done)
            self.console.tell(deadline_blocks.notice(notice), "warning")

        fields = [Field("until", t("request.until")), Field("reason", t("form.reason"))]
        text = f"{row.number}  {row.recipient}\n{t('disclosure.defer_text', due=_due(row))}"
        await self.ask(Form(t("action.disclosure_defer"), fields, text=text, send=send))

    async def do_disclosure_release(self) -> None:
        """Once: what fails on the way is asked for again, and gives the same parcel."""
        row = self.current
        if row is None:
            return
        request = self._releases.setdefault(row.id, self._disclosures.fresh())
        place = ""

        async def send(answers: dict[str, str]) -> None:
            nonlocal place
            place = await saving.kept(answers["path"], self._disclosures.release(row.id, request))

        form = Form(
            t("action.disclosure_release"),
            [
                Field("path", t("disclosure.path"), f"parcel-{row.number}.bin"),
                Field("phrase", "", phrase=row.number),
            ],
            text=t("disclosure.release_text", recipient=row.recipient),
            danger=True,
            send=send,
        )
        if await self.ask(form) is None:
            return
        self.console.tell(t("disclosure.released", number=row.number, path=place))
        self.took(await self._disclosures.get(row.id))

    async def do_disclosure_tell(self) -> None:
        row = self.current
        if row is None:
            return
        text = f"{row.number}  {row.recipient}\n{t('disclosure.tell_text', ground=row.notice_ground)}"
        fields = [Field("reason", t("disclosure.why_ended")), Field("phrase", "", phrase=row.number)]
        form = Form(t("action.disclosure_tell"), fields, text=text, danger=True)
        await self.worked(form, lambda answers: self._disclosures.end_exemption(row, answers["reason"]))

    async def do_disclosure_ledger(self) -> None:
        from console.screens.reading_room import Pages

        row = self.current
        if row is None:
            return
        await self._learn_words()
        blocks = disclosure_blocks.ledger(await self._disclosures.ledger(row.user_id), self._words)
        self.app.push_screen(Pages(t("disclosure.ledger"), blocks))


def _letter_fields(today: date) -> list[Field]:
    return [
        Field("recipient", t("column.asker"), names=("recipient_name",)),
        Field("code", t("disclosure.code"), required=False, hint=t("disclosure.code_hint"), names=("registry_code",)),
        Field("official", t("disclosure.official")),
        Field("ground", t("column.ground"), choices=[(one, enum("disclosure_ground", one)) for one in GROUNDS]),
        Field("basis", t("disclosure.basis"), hint=t("disclosure.basis_hint"), names=("legal_basis",)),
        Field("purpose", t("disclosure.purpose")),
        Field("document", t("request.document"), names=("document_ref",)),
        Field("received_on", t("request.received"), formats.day(today)),
        Field("key", t("disclosure.key"), hint=t("disclosure.key_hint"), names=("recipient_key",)),
    ]


def _due(one: Disclosure) -> str:
    return formats.day(one.due_on)
