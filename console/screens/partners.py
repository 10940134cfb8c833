"""Partners: who works with part of the data, by which keys, on what ground, and what each sees, field by field."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from console import formats, saving
from console.actions import Action
from console.choices import PARTNER_KINDS, SERVICES, grantable
from console.i18n import enum, t
from console.models import Query
from console.partners import Grant, Partner, PartnerKey
from console.ports import PartnersApi
from console.screens import partner_form
from console.screens.listing import ListScreen
from console.screens.partner_blocks import (
    call_block,
    classes,
    classes_block,
    duty_line,
    facts,
    grant_lines,
    key_ends,
    key_lines,
    key_used,
    owes,
    partner_name,
    span,
    state_cell,
)
from console.screens.picker import Picker
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Days: a key that ends so soon is shown as such. The most utilities that are offered.
NEAR, UTILITIES = 30, 1_000


class PartnersScreen(ListScreen[Partner]):
    area = "partners"
    conditions: ClassVar[Sequence[str]] = ("kind",)
    words: ClassVar[Mapping[str, str]] = {"kind": "partner_kind"}
    free = ""

    def __init__(self, source: PartnersApi) -> None:
        super().__init__(source)
        self._partners = source
        #: What utilities are called, as far as they were asked for.
        self._utilities: dict[str, Partner] = {}

    def columns(self) -> Sequence[Column[Partner]]:
        return (
            Column("column.partner", 3, lambda one: Cell(partner_name(one)), flexible=True, least=18),
            Column("column.partner_kind", 18, lambda one: Cell(enum("partner_kind", one.kind)), rank=1),
            Column("column.state", 14, state_cell),
            Column("column.keys", 8, lambda one: Cell(str(one.keys), "" if one.keys else "dim"), right=True, rank=3),
            Column("column.key_ends", 11, self._ends),
            Column("column.used", 15, self._used, rank=2),
            Column("column.owes", 11, owes, right=True, rank=2),
        )

    def _ends(self, one: Partner) -> Cell:
        left = self._days(one.first_expiry_at)
        if left is None:
            return Cell("—", "dim")
        return Cell(formats.day_of(one.first_expiry_at), "warn" if left <= NEAR else "")

    def _days(self, at: datetime | None) -> int | None:
        return (at - self.console.clock.now()).days if at else None

    def _used(self, one: Partner) -> Cell:
        return Cell(formats.short_instant(one.last_used_at, self.console.clock.now()) or "—", "dim")

    def allowed(self, action: Action) -> bool:
        if not super().allowed(action):
            return False
        row = self.current
        if action.id == "partner_create" or row is None:
            return action.id == "partner_create"
        active = row.state == "ACTIVE"
        if action.id in ("partner_issue", "partner_rotate", "partner_grant", "partner_regrant", "partner_suspend"):
            return active
        return not active if action.id == "partner_resume" else True

    # -- the detail

    async def detail(self, row: Partner) -> Sequence[Block]:
        one = await self._partners.get(row.id)
        keys, grants = await self._partners.keys(row.id), await self._partners.grants(row.id)
        access = await self._partners.access(row.id)
        await self._learn_utilities()
        return [
            facts(one),
            classes_block(access),
            Block(t("partner.grants"), lines=grant_lines(grants, self.today, self._utility)),
            Block(t("partner.keys"), lines=key_lines(keys, self.console.clock.now())),
            Block(t("area.duties"), lines=[duty_line(one)]),
        ]

    async def _learn_utilities(self) -> None:
        if not self._utilities:
            page = await self._partners.page(Query((("kind", "utility"),)), token="", skip=0, size=UTILITIES)
            self._utilities = {one.id: one for one in page.rows}

    def _utility(self, utility_id: str) -> str:
        known = self._utilities.get(utility_id)
        return partner_name(known) if known is not None else utility_id

    # -- what it sees

    async def do_partner_see(self) -> None:
        """The table of fields: what each call that it may make answers it with."""
        row = self.current
        if row is None:
            return
        from console.screens.reading_room import Pages

        access = await self._partners.access(row.id)
        title = f"{t('action.partner_see')}: {partner_name(row)}"
        self.app.push_screen(Pages(title, [classes_block(access), *map(call_block, access.calls)]))

    def do_partner_duties(self) -> None:
        if self.current is not None:
            self.console.go("duties", Query((("partner", self.current.id),)))

    # -- the partner itself

    async def do_partner_create(self) -> None:
        fields = [
            Field(
                "kind", t("column.partner_kind"), choices=[(one, enum("partner_kind", one)) for one in PARTNER_KINDS]
            ),
            Field("code", t("disclosure.code"), required=False, hint=t("partner.code_hint")),
        ]
        answers = await self.ask(Form(t("action.partner_create"), fields, submit=t("form.next")))
        if answers:
            empty = Partner("", answers["kind"], "", "", answers["code"], "", (), "ACTIVE", "", None, "")
            await self._written("action.partner_create", empty)

    async def do_partner_edit(self) -> None:
        if self.current is not None:
            await self._written("action.partner_edit", await self._partners.get(self.current.id))

    async def _written(self, title: str, before: Partner) -> None:
        saved: Partner | None = None
        services: tuple[str, ...] | None = before.services
        if before.kind == "UTILITY":
            choices = [(one, enum("commodity", one)) for one in SERVICES]
            services = await self.app.push_screen_wait(Picker(t("partner.services"), choices, before.services))
        if services is None:
            return
        whole = replace(before, services=services)

        async def send(answers: dict[str, str]) -> None:
            nonlocal saved
            saved = await self._partners.save(partner_form.partner_answered(whole, answers))

        form = Form(t(title), partner_form.partner_fields(before), text=t("partner.write_text"), send=send)
        if await self.ask(form) is None or saved is None:
            return
        self.console.tell(t("partner.saved", name=partner_name(saved)))
        self._utilities.clear()
        self.table.aim(saved.id)
        self.renew()
        self._look()

    async def do_partner_suspend(self) -> None:
        if self.current is None:
            return
        one = await self._partners.get(self.current.id)
        name = partner_name(one)

        async def send(_: dict[str, str]) -> None:
            self.took(await self._partners.set_state(one, "SUSPENDED"))

        text = t("partner.suspend_text", name=name, keys=one.keys)
        form = Form(t("action.partner_suspend"), [Field("phrase", "", phrase=name)], text=text, danger=True, send=send)
        if await self.ask(form) is not None:
            self.console.tell(t("partner.suspended", name=name))

    async def do_partner_resume(self) -> None:
        if self.current is None:
            return
        one = await self._partners.set_state(await self._partners.get(self.current.id), "ACTIVE")
        self.took(one)
        self.console.tell(t("partner.resumed", name=partner_name(one)))

    # -- keys

    async def do_partner_issue(self) -> None:
        row = self.current
        if row is None:
            return
        calls = (await self._partners.access(row.id)).calls
        may = list(dict.fromkeys(one.permission for one in calls))
        choices = [(one, enum("permission", one)) for one in may]
        picked = await self.app.push_screen_wait(
            Picker(f"{t('action.partner_issue')}: {partner_name(row)}", choices, may, t("partner.pick_permissions"))
        )
        if picked is None:
            return
        if not picked:
            self.console.tell(t("partner.no_permissions"), "warning")
            return
        # All of them are what an empty list means, and go on to be all when the kind may do more.
        await self._issued("action.partner_issue", row, () if len(picked) == len(may) else picked, None)

    async def do_partner_rotate(self) -> None:
        row = self.current
        old = None if row is None else await self._which_key(row, "action.partner_rotate")
        if row is not None and old is not None:
            await self._issued("action.partner_rotate", row, old.permissions, old)

    async def _issued(self, title: str, row: Partner, permissions: tuple[str, ...], old: PartnerKey | None) -> None:
        """A new key; its secret is told once, on the screen or in a file."""
        secret, place = "", ""

        async def send(answers: dict[str, str]) -> None:
            nonlocal secret, place
            ends = partner_form.end_of(answers["expires"])
            place = answers["path"]
            if place:
                place = await saving.kept(place, self._secret(row.id, ends, permissions, answers["note"]))
            else:
                _, secret = await self._partners.issue(row.id, ends, permissions, answers["note"])

        fields = partner_form.key_fields(old, self.console.clock.now())
        text = f"{partner_name(row)}\n{t('partner.issue_text')}"
        answers = await self.ask(Form(t(title), fields, text=text, send=send))
        if answers is None:
            return
        if place:
            self.console.tell(t("partner.secret_kept", path=place))
        else:
            from console.screens.reading_room import Pages

            lines = [("", secret), ("warn", t("partner.secret_once"))]
            await self.app.push_screen_wait(Pages(f"{t('partner.secret')}: {partner_name(row)}", [Block(lines=lines)]))
        if old is not None and answers["old"] == "revoke":  # the new one is in the operator's hands by now
            await self._partners.revoke_key(old.id, t("partner.rotated"))
        self.renew()
        self._look()

    async def _secret(
        self, partner_id: str, ends: datetime, permissions: Sequence[str], note: str
    ) -> AsyncIterator[bytes]:
        _, secret = await self._partners.issue(partner_id, ends, permissions, note)
        yield f"{secret}\n".encode()

    async def _which_key(self, row: Partner, title: str) -> PartnerKey | None:
        """The key that is meant, of those that work; none where there is none, which is told."""
        now = self.console.clock.now()
        keys = [one for one in await self._partners.keys(row.id) if one.works(now)]
        if not keys:
            self.console.tell(t("partner.no_keys"), "warning")
            return None
        if len(keys) == 1:
            return keys[0]
        choices = [(one.id, f"{one.prefix}…  {key_ends(one)}; {key_used(one)}") for one in keys]
        form = Form(t(title), [Field("key", t("partner.key"), choices=choices)], submit=t("form.next"))
        answers = await self.ask(form)
        return next((one for one in keys if answers and one.id == answers["key"]), None)

    async def do_partner_revoke(self) -> None:
        row = self.current
        key = None if row is None else await self._which_key(row, "action.partner_revoke")
        if row is None or key is None:
            return

        async def send(answers: dict[str, str]) -> None:
            await self._partners.revoke_key(key.id, answers["reason"])

        text = f"{partner_name(row)}\n{t('partner.revoke_text', prefix=key.prefix, used=key_used(key))}"
        reason = await self.reason(t("action.partner_revoke"), danger=True, phrase=key.prefix, text=text, send=send)
        if reason is not None:
            self.console.tell(t("partner.key_revoked", prefix=key.prefix))
            self.renew()
            self._look()

    # -- grants

    async def do_partner_grant(self) -> None:
        row = self.current
        if row is not None:
            await self._granted("action.partner_grant", row, partner_form.blank_grant(self.today))

    async def do_partner_regrant(self) -> None:
        """A grant is never rewritten: who saw what, and on what ground, stays on record. Another takes its place."""
        row = self.current
        old = None if row is None else await self._which_grant(row, "action.partner_regrant")
        if row is not None and old is not None:
            await self._granted("action.partner_regrant", row, old)

    async def _granted(self, title: str, row: Partner, before: Grant) -> None:
        await self._learn_utilities()
        picked = await self._classes_picked(title, row, before)
        if not picked:
            return

        async def send(answers: dict[str, str]) -> None:
            await self._partners.grant(row.id, partner_form.grant_answered(picked, answers))
            if before.id:
                await self._partners.revoke_grant(before.id, t("partner.replaced"))

        own = row.id if row.kind == "UTILITY" else ""
        fields = partner_form.grant_fields(
            before, own, [(one.id, partner_name(one)) for one in self._utilities.values()]
        )
        text = f"{partner_name(row)}: {classes(picked)}" + (f"\n{t('partner.regrant_text')}" if before.id else "")
        if await self.ask(Form(t(title), fields, text=text, send=send)) is not None:
            self.console.tell(t("partner.granted", name=partner_name(row)))
            self.renew()
            self._look()

    async def _classes_picked(self, title: str, row: Partner, before: Grant) -> tuple[str, ...]:
        """Classes of data that are granted; none where there are none, which is told, or it was left."""
        most = grantable(row.kind)
        if not most:
            self.console.tell(t("partner.nothing_granted"), "warning")
            return ()
        nothing_personal = most == ("OPERATIONAL",)
        choices = [(one, t("partner.statistics") if nothing_personal else enum("data_class", one)) for one in most]
        picked = await self.app.push_screen_wait(
            Picker(f"{t(title)}: {partner_name(row)}", choices, before.classes, t("partner.pick_classes"))
        )
        if picked is not None and not picked:
            self.console.tell(t("partner.no_classes"), "warning")
        return picked or ()

    async def _which_grant(self, row: Partner, title: str) -> Grant | None:
        """The grant that is meant, of those that are not revoked; none where there is none, which is told."""
        await self._learn_utilities()
        grants = [one for one in await self._partners.grants(row.id) if one.revoked_at is None]
        if not grants:
            self.console.tell(t("partner.no_grants"), "warning")
            return None
        if len(grants) == 1:
            return grants[0]
        choices = [(one.id, f"{self._utility(one.utility_id)}: {classes(one.classes)}; {span(one)}") for one in grants]
        form = Form(t(title), [Field("grant", t("partner.grant"), choices=choices)], submit=t("form.next"))
        answers = await self.ask(form)
        return next((one for one in grants if answers and one.id == answers["grant"]), None)

    async def do_partner_ungrant(self) -> None:
        row = self.current
        grant = None if row is None else await self._which_grant(row, "action.partner_ungrant")
        if row is None or grant is None:
            return

        async def send(answers: dict[str, str]) -> None:
            await self._partners.revoke_grant(grant.id, answers["reason"])

        seen = f"{self._utility(grant.utility_id)}: {classes(grant.classes)}; {grant.purpose}; {grant.ground}"
        text = f"{partner_name(row)}\n{seen}\n{t('partner.ungrant_text')}"
        reason = await self.reason(
            t("action.partner_ungrant"), danger=True, phrase=partner_name(row), text=text, send=send
        )
        if reason is not None:
            self.console.tell(t("partner.ungranted", name=partner_name(row)))
            self.renew()
            self._look()
