"""Users: who is registered, what belongs to them, and what is done about them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from console import formats, sample
from console.actions import Action
from console.i18n import enum, t
from console.models import Account, Query, User
from console.ports import ClientError
from console.screens import values
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

#: What is offered of a user in that state alone.
_ONLY = {"user_block": "ACTIVE", "user_unblock": "BLOCKED"}
_STATES = {"ACTIVE": ("●", "good"), "BLOCKED": ("✖", "bad"), "ERASED": ("○", "dim")}


def state_cell(state: str) -> Cell:
    return signed("user_state", state, _STATES)


class UsersScreen(ListScreen[User]):
    area = "users"
    conditions: ClassVar[Sequence[str]] = ("state", "language", "city", "street")
    words: ClassVar[Mapping[str, str]] = {"state": "user_state", "language": "language"}
    free = "text"

    def columns(self) -> Sequence[Column[User]]:
        return (
            Column("column.name", 3, lambda user: Cell(_name(user) or "—"), flexible=True),
            Column("column.phone", 13, lambda user: Cell(_shown(user, "phone"))),
            Column("column.email", 3, lambda user: Cell(_shown(user, "email"), "dim"), flexible=True, rank=1),
            Column("column.accounts", 8, lambda user: Cell(str(user.accounts)), right=True, rank=3),
            Column("column.state", 14, lambda user: state_cell(user.state)),
            Column("column.registered", 13, lambda user: Cell(formats.day_of(user.created_at), "dim"), rank=2),
        )

    def allowed(self, action: Action) -> bool:
        row, state = self.current, _ONLY.get(action.id)
        return super().allowed(action) and (state is None or (row is not None and row.state == state))

    async def detail(self, row: User) -> Sequence[Block]:
        try:
            user = await self.api.users.get(row.id)
        except ClientError as error:
            if error.reason != "INVALID_FIELD" or self.console.purpose.stated:
                raise
            if self.app.screen is self:
                self.console.purpose.do_purpose()
            return [Block(t("purpose.needed"), lines=[("dim", t("purpose.text"))])]
        blocks = [
            Block(
                _name(user) or t("user.erased"),
                [
                    (t("column.phone"), _shown(user, "phone")),
                    (t("column.email"), _shown(user, "email")),
                    (t("column.state"), state_cell(user.state).text),
                    (t("user.block_reason"), _shown(user, "block_reason")),
                    (t("user.blocked_at"), formats.instant(user.blocked_at)),
                    (t("user.restricted"), t("yes") if user.restricted else ""),
                    (t("column.language"), enum("language", user.language)),
                    (t("column.registered"), formats.instant(user.created_at)),
                    (t("user.updated_at"), formats.instant(user.updated_at)),
                    ("ID", user.id),
                ],
            )
        ]
        if self.operator.may("ACCOUNTS_READ"):
            accounts = await self.api.users.accounts(user.id)
            lines = [("", _account(one)) for one in accounts]
            blocks.append(Block(t("user.accounts"), lines=lines or [("dim", t("user.no_accounts"))]))
        if self.operator.may("PREFERENCES_READ"):
            blocks.append(await self._preferences(user.id))
        return blocks

    async def _preferences(self, user_id: str) -> Block:
        found: dict[str, list[str]] = {}
        fixed = set()
        for one in await self.api.users.preferences(user_id):
            if one.enabled:
                found.setdefault(one.category, []).append(enum("channel", one.channel))
            else:
                found.setdefault(one.category, [])
            if one.fixed:
                fixed.add(one.category)
        pairs = [
            (enum("category", category), t("user.always") if category in fixed else ", ".join(channels) or t("off"))
            for category, channels in found.items()
        ]
        return Block(t("user.preferences"), pairs)

    # -- actions

    async def do_user_edit(self) -> None:
        user = self.table.current
        if user is None:
            return
        before = {
            "first_name": user.first_name,
            "last_name": user.last_name,
            "email": user.email,
            "phone": user.phone,
            "language": user.language,
        }
        fields = [
            Field(name, t(f"column.{name}"), value, choices=_languages() if name == "language" else ())
            for name, value in before.items()
        ]
        fields.append(Field("reason", t("user.contact_reason"), required=False))

        async def changed(answers: dict[str, str]) -> User:
            wanted = {name: answers[name] for name, value in before.items() if answers[name] != value}
            return await self.api.users.update(user, wanted, answers["reason"]) if wanted else user

        await self.worked(Form(t("action.user_edit"), fields), changed)

    async def do_user_block(self) -> None:
        user = self.table.current
        if user is None:
            return
        fields = [Field("reason", t("form.reason"))]
        form = Form(t("user.block_title", name=user.name), fields, text=t("user.block_text"))
        await self.worked(form, lambda answers: self.api.users.block(user, answers["reason"]))

    async def do_user_unblock(self) -> None:
        user = self.table.current
        if user is None:
            return
        form = Form(t("user.unblock_title", name=user.name), [Field("reason", t("form.reason"))])
        await self.worked(form, lambda answers: self.api.users.unblock(user, answers["reason"]))

    def do_user_readings(self) -> None:
        if self.table.current is not None:
            self.console.go("readings", Query((("user", self.table.current.id),)))

    def do_user_activity(self) -> None:
        if self.table.current is not None:
            self.console.go("activity", Query((("user", self.table.current.id),)))

    async def do_user_life(self) -> None:
        """All that one's roles may see of the resident, as one line of time."""
        user = self.table.current
        if user is None:
            return
        from console.screens import resident
        from console.screens.reading_room import Pages

        found = await resident.strands(self.api, self.operator, user)
        self.app.push_screen(Pages(t("user.life_title", name=user.name or t("user.erased")), resident.blocks(found)))

    def do_user_debts(self) -> None:
        if self.table.current is not None:
            self.console.go("debts", Query((("user", self.table.current.id),)))

    async def do_user_link(self) -> None:
        user = self.table.current
        if user is None:
            return
        title = t("user.link_title", name=user.name)
        found = await self.accounts_asked(title, t("form.next"))
        if found:
            await self._with_account(title, found, partial(self.api.users.link, user.id))

    async def do_user_unlink(self) -> None:
        user = self.table.current
        if user is None:
            return
        found = await self.api.users.accounts(user.id)
        if not found:
            self.console.tell(t("user.no_accounts"))
            return
        await self._with_account(t("user.unlink_title", name=user.name), found, partial(self.api.users.unlink, user.id))

    async def _with_account(self, title: str, found: Sequence[Account], work: Callable[[str], Awaitable[None]]) -> None:
        """Does something to the account that is chosen."""

        async def send(answers: dict[str, str]) -> None:
            await work(answers["account"])

        choices = [(one.id, _account(one)) for one in found]
        field = Field("account", t("user.account"), choices=choices, names=("account_id",))
        if await self.ask(Form(title, [field], send=send)) is not None:
            self._look()

    async def do_user_notify(self) -> None:
        user = self.table.current
        if user is None:
            return
        templates = await self.api.notifications.templates()
        first = await self.ask(
            Form(
                t("user.notify_title", name=user.name),
                [
                    Field("template", t("notification.template"), choices=[(one.name, one.name) for one in templates]),
                    Field("channel", t("column.channel"), choices=channels()),
                ],
                submit=t("form.next"),
            )
        )
        if not first:
            return
        chosen = next(one for one in templates if one.name == first["template"])
        kinds = sample.placeholders(chosen.subject_uk, chosen.body_uk)
        fields = values.fields(kinds, {}, values.examples(kinds, self.console.clock.now()))
        text = f"{chosen.subject_uk}\n\n{chosen.body_uk}"

        async def send(typed: dict[str, str]) -> None:
            given = values.answered(kinds, typed)
            sent = await self.api.notifications.send(user.id, chosen.name, first["channel"], given)
            self.console.tell(t("user.notified", state=enum("notification_state", sent.state)))

        await self.ask(Form(chosen.name, fields, text=text, submit=t("form.send"), send=send))

    async def do_user_why(self) -> None:
        """Why the resident gets what a template says, or why not."""
        user = self.table.current
        if user is None:
            return
        from console.screens.reading_room import Pages
        from console.screens.why import title_of, why_blocks

        templates = await self.api.notifications.templates()
        choices = [(one.name, f"{enum('category', one.category)}: {one.name}") for one in templates]
        asked = await self.ask(
            Form(title_of((user.name,)), [Field("template", t("notification.template"), choices=choices)])
        )
        if asked:
            found = await self.api.notifications.explain(user.id, "template", asked["template"])
            self.app.push_screen(Pages(title_of((user.name, asked["template"])), why_blocks(found)))

    async def do_user_preference(self) -> None:
        user = self.table.current
        if user is None:
            return
        current = await self.api.users.preferences(user.id)
        names = dict.fromkeys(one.category for one in current if not one.fixed)
        categories = [(name, enum("category", name)) for name in names]

        async def send(answers: dict[str, str]) -> None:
            await self.api.users.set_preference(
                user.id, answers["category"], answers["channel"], answers["on"] == "yes", answers["evidence"]
            )

        form = Form(
            t("action.user_preference"),
            [
                Field("category", t("column.category"), choices=categories),
                Field("channel", t("column.channel"), choices=channels()),
                Field("on", t("user.wish"), choices=[("no", t("off")), ("yes", t("on"))], names=("enabled",)),
                Field("evidence", t("user.evidence"), hint=t("user.evidence_hint")),
            ],
            send=send,
        )
        if await self.ask(form) is not None:
            self._look()

    def do_user_stops(self) -> None:
        user = self.table.current
        if user is not None:
            self.console.go("stoplist", Query((("user", user.id),)))

    def do_user_request(self) -> None:
        user = self.table.current
        if user is not None:
            self.console.go("privacy", Query((("user", user.id),)), then="request_create")


def _shown(user: User, field: str) -> str:
    return formats.damaged(field, user.unreadable) or str(getattr(user, field))


def _name(user: User) -> str:
    """Empty where nothing is held of the user any more."""
    damaged = {"first_name", "last_name"} & set(user.unreadable)
    return user.name or (t("user.unreadable") if damaged else "")


def _account(account: Account) -> str:
    return f"{enum('commodity', account.commodity):<18} {account.number}  {account.address}"


def channels() -> list[tuple[str, str]]:
    return [(one, enum("channel", one)) for one in ("EMAIL", "SMS", "PUSH")]


def _languages() -> list[tuple[str, str]]:
    return [(one, enum("language", one)) for one in ("UKRAINIAN", "ENGLISH")]
