"""Who sits at the console: they sign in, do what the server demands of them first, and leave."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from console import typed
from console.i18n import t
from console.models import Operator
from console.ports import ClientError
from console.screens.sign_in import SignInScreen
from console.work import start

if TYPE_CHECKING:
    from console.app import Console


#: The work by which somebody leaves.
LEAVING = "sign-out"


class Session:
    """Its actions are methods called `do_` and the action's id."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._operator: Operator | None = None
        #: Whether they are on their way out: what is refused meanwhile is no news.
        self._leaving = False

    @property
    def operator(self) -> Operator:
        assert self._operator is not None, "nobody is signed in"
        return self._operator

    @property
    def stands(self) -> bool:
        """Whether the server knows who sits here."""
        return self._operator is not None

    def sign_in(self, login: str, password: str, code: str) -> None:
        start(self._console, "sign-in", self._sign_in, login, password, code)

    def do_sign_out(self) -> None:
        self._leave_by(self._sign_out)

    def ended(self) -> None:
        """The server ended it."""
        self._leave_by(self._go, "sign_in.ended")

    def _leave_by(self, way: Callable[..., Coroutine[Any, Any, None]], *said: str) -> None:
        """Once: who is on their way out is neither stopped nor sent out again."""
        if not self._leaving:
            self._leaving = True
            start(self._console, LEAVING, way, *said)

    def do_password(self) -> None:
        start(self._console, "password", self._change_password)

    async def _sign_in(self, login: str, password: str, code: str) -> None:
        console, screen = self._console, self._console.screen
        try:
            self._operator = await console.api.auth.sign_in(login, password, code)
        except ClientError as error:
            if isinstance(screen, SignInScreen):
                screen.say(t("sign_in.no_server") if error.lost else error.message)
                if error.reason == "SECOND_FACTOR_REQUIRED":
                    screen.ask_code()
                elif not error.lost:
                    screen.again()
            return
        if isinstance(screen, SignInScreen):
            screen.forget()
        if (self._operator.must_change_password or self._operator.must_enrol) and console.modes.read_only:
            console.tell(t("error.read_only_first"), "error")
            return
        if self._operator.must_change_password and not await self._change_password(password):
            return
        if self._operator.must_enrol and not await self._enrol():
            return
        console.begin()

    async def _change_password(self, old: str = "") -> bool:
        """Whether it was changed; `old` is the one that was just signed in with, and has expired."""
        from console.widgets.form import Field, Form

        fields = [
            Field("new", t("sign_in.new_password"), secret=True, names=("new_password",)),
            Field("again", t("sign_in.repeat_password"), secret=True),
        ]
        if not old:
            fields.insert(0, Field("old", t("sign_in.old_password"), secret=True, names=("old_password",)))

        async def send(answers: dict[str, str]) -> None:
            if answers["new"] != answers["again"]:
                raise typed.wrong(t("sign_in.differ"), "again")
            await self._console.api.auth.change_password(old or answers["old"], answers["new"])

        form = Form(t("action.password"), fields, text=t("sign_in.password_expired") if old else "", send=send)
        if await self._console.push_screen_wait(form) is None:
            return False
        self._console.tell(t("sign_in.password_changed"))
        return True

    async def _enrol(self) -> bool:
        """Sets up the second factor that is required; whether it is there."""
        from console.widgets.form import Field, Form

        auth = self._console.api.auth

        async def confirm(answers: dict[str, str]) -> None:
            await auth.confirm_factor("".join(answers["code"].split()))

        try:
            secret = await auth.propose_factor()
        except ClientError as error:
            self._console.refused(error)
            return False
        text = f"{t('sign_in.enrol_text')}\n\n{t('sign_in.secret', secret=_in_fours(secret))}"
        form = Form(t("sign_in.enrol"), [Field("code", t("sign_in.code"))], text=text, send=confirm)
        if await self._console.push_screen_wait(form) is None:
            return False
        self._console.tell(t("sign_in.enrolled"))
        return True

    async def _sign_out(self) -> None:
        await self._console.desk.end()  # while the server listens
        with suppress(ClientError):  # it ends by itself
            await self._console.api.auth.sign_out()
        await self._go("sign_in.signed_out")

    async def _go(self, said: str) -> None:
        """Down to the sign-in screen, which stands at the foot of the stack, and speaks the console's own language."""
        try:
            await self._console.end()
        finally:
            self._operator = None
            self._leaving = False
        if isinstance(self._console.screen, SignInScreen):
            self._console.screen.say(t(said))


def _in_fours(secret: str) -> str:
    """As people type it."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
