"""Sign-in: the first screen, and the only one that is imported before the first paint."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static

from console.i18n import t

if TYPE_CHECKING:
    from console.app import Console


class SignInScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "app.language", show=False),
        Binding("f3", "app.theme", show=False),
        Binding("escape", "app.quit", show=False),
    ]
    DEFAULT_CSS = """
    SignInScreen { align: center middle; }
    SignInScreen > #box { width: 56; height: auto; padding: 1 3; border: round $primary; background: $surface; }
    SignInScreen #name { text-style: bold; color: $primary; width: 100%; text-align: center; }
    SignInScreen #where { color: $text-muted; width: 100%; text-align: center; margin-bottom: 1; }
    SignInScreen #said { color: $text-error; height: auto; min-height: 1; margin-top: 1; }
    SignInScreen #said.waiting { color: $text-muted; }
    SignInScreen #code { display: none; }
    SignInScreen.second #code { display: block; }
    SignInScreen Button { width: 100%; margin-top: 1; }
    SignInScreen #keys { color: $text-muted; width: 100%; text-align: center; margin-top: 1; }
    """

    def __init__(self, target: str, login: str) -> None:
        super().__init__()
        self._target = target
        self._login = login

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label("Smart Region", id="name")
            yield Label(t("sign_in.where", target=self._target), id="where", markup=False)
            yield Input(self._login, placeholder=t("sign_in.login"), id="login")
            yield Input(placeholder=t("sign_in.password"), password=True, id="password")
            yield Input(placeholder=t("sign_in.code"), id="code", max_length=6)
            yield Static("", id="said", markup=False)
            yield Button(t("sign_in.button"), id="go", variant="primary")
            yield Label(t("sign_in.keys"), id="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one("#password" if self._login else "#login", Input).focus()

    def retranslate(self) -> None:
        """Another language; what was typed stays."""
        self.query_one("#where", Label).update(t("sign_in.where", target=self._target))
        for name in ("login", "password", "code"):
            self.query_one(f"#{name}", Input).placeholder = t(f"sign_in.{name}")
        self.query_one("#go", Button).label = t("sign_in.button")
        self.query_one("#keys", Label).update(t("sign_in.keys"))

    @on(Input.Submitted)
    @on(Button.Pressed, "#go")
    def _send(self) -> None:
        login, password, code = (self.query_one(f"#{name}", Input).value for name in ("login", "password", "code"))
        if not login:
            self.query_one("#login", Input).focus()
        elif not password:
            self.query_one("#password", Input).focus()
        else:
            self.say(t("sign_in.trying"), waiting=True)
            cast("Console", self.app).session.sign_in(login.strip(), password, code.strip())

    def say(self, sentence: str, *, waiting: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(waiting, "waiting")
        said.update(sentence)

    def again(self) -> None:
        """What was refused can't be read, so what is typed next takes its place instead of standing behind it."""
        typed = self.query_one("#code" if self.has_class("second") else "#password", Input)
        self.query_one("#password", Input).select_all()
        typed.select_all()
        typed.focus()

    def forget(self) -> None:
        """Somebody signed in: their password waits for nobody who presses Enter here after they have left."""
        self.remove_class("second")
        for name in ("password", "code"):
            self.query_one(f"#{name}", Input).value = ""
        self.query_one("#password").focus()

    def ask_code(self) -> None:
        """The account has a second factor."""
        self.add_class("second")
        self.query_one("#code", Input).focus()
