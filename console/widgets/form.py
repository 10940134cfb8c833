"""One form for every question: fields, choices, and confirmation by typing what is to happen."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

from console.i18n import t
from console.keyboard import seen
from console.ports import ClientError
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: Lines of a terminal below which a form leaves out what is empty.
SHORT = 30


@dataclass(frozen=True)
class Field:
    """A question. With `choices` (value and words) it is a list to choose from."""

    id: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = True
    #: What must be typed; for what can't be undone. Letters of the other layout that look the same are no other ones.
    phrase: str = ""
    hint: str = ""
    secret: bool = False
    #: Of a choice: the fields that it fills in, and with what for each value.
    fills: Mapping[str, Mapping[str, str]] | None = None
    #: What is understood of what is typed, empty for nothing: it stands below, and a slip is seen before it is sent.
    reads: Callable[[str], str] | None = None
    #: How it is written, where nothing was understood.
    example: str = ""


class Form(ModalScreen[dict[str, str] | None]):
    """Answers by field, or None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "send", show=False),
    ]
    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form > #box { width: 76; max-width: 94%; height: auto; padding: 1 2; background: $surface;
                  border: round $primary; }
    Form.danger > #box { border: heavy $error; }
    Form #title { text-style: bold; width: 100%; }
    Form.danger #title { color: $text-error; }
    Form #text { color: $text-muted; margin-bottom: 1; height: auto; }
    Form #fields { height: auto; }
    Form .label { margin-top: 1; width: 100%; }
    Form .hint { color: $text-muted; }
    Form .reads { color: $text-muted; height: 1; display: none; padding: 0 1; }
    Form .reads.typed { display: block; }
    Form #error { color: $text-error; height: auto; }
    Form #buttons { height: 3; margin-top: 1; align: right middle; }
    Form Button { margin-left: 2; }
    Form.short > #box { padding: 0 1; }
    Form.short .label { margin-top: 0; }
    Form.short #buttons { margin-top: 0; }
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        text: str = "",
        submit: str = "",
        danger: bool = False,
        send: Callable[[dict[str, str]], Awaitable[Any]] | None = None,
    ) -> None:
        super().__init__(classes="danger" if danger else "")
        self._title = title
        self._fields = fields
        self._text = text
        self._submit = submit or t("form.ok")
        self._danger = danger
        #: What is done with the answers. What that is refused stands in the form, which stays with what was typed.
        self._send = send
        self._sending = False
        #: What was chosen last, of the choices that fill in others.
        self._chosen: dict[str, str] = {}
        #: What stood in it when it was left without an answer.
        self.left: dict[str, str] = {}
        #: What was typed before the form stood.
        self.early: list[str] = []

    def send_with(self, send: Callable[[dict[str, str]], Awaitable[Any]]) -> None:
        self._send = send

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, id="title", markup=False)
            with VerticalScroll(id="fields", can_focus=not self._fields):
                if self._text:
                    yield Static(self._text, id="text", markup=False)
                for field in self._fields:
                    yield from _asked(field)
            yield Static("", id="error", markup=False)
            with Horizontal(id="buttons"):
                yield Button(t("form.cancel"), id="cancel")
                yield Button(self._submit, id="ok", variant="error" if self._danger else "primary")

    def on_mount(self) -> None:
        self._fit()
        inputs = list(self.query("Input, Select"))
        first = inputs[0] if inputs else self.query_one("#ok")
        self.set_focus(first, scroll_visible=False)
        if isinstance(first, Input):
            for character in self.early:
                first.post_message(events.Key(character, character))

    def on_key(self, event: events.Key) -> None:
        """A key that came before the first field had the focus is that field's."""
        if isinstance(self.focused, Input) and event.is_printable and event.character and not self._sending:
            event.stop()
            self.focused.post_message(events.Key(event.key, event.character))

    def on_resize(self) -> None:
        self._fit()
        self.call_after_refresh(self.call_after_refresh, self._to_top)  # the focus scrolls to its field first

    def _at_first(self) -> bool:
        return self.focused is next(iter(self.query("Input, Select")), None)

    def _to_top(self) -> None:
        """What the first field is called stands above it, and above what the focus brings into view."""
        if self._at_first():
            self.query_one("#fields").scroll_home(animate=False, immediate=True)

    def _fit(self) -> None:
        """The fields scroll where there is no room for all; what is wrong and the buttons are always seen."""
        height = self.size.height
        self.set_class(height < SHORT, "short")
        around = (2 if height < SHORT else 4) + 1 + 3 + (0 if height < SHORT else 1)
        fault = max(1, self.query_one("#error", Static).size.height)
        self.query_one("#fields").styles.max_height = max(3, height - around - fault)

    def _answers(self) -> dict[str, str]:
        answers = {}
        for field in self._fields:
            widget: Any = self.query_one(f"#field-{field.id}")
            value = widget.value
            answers[field.id] = value.strip() if isinstance(value, str) else ""
        return answers

    def _fault(self, answers: dict[str, str]) -> tuple[str, str]:
        """The field that is wrong, and what is wrong with it; empty where all is well."""
        for field in self._fields:
            value = answers[field.id]
            if field.phrase and seen(value) != seen(field.phrase):
                return field.id, t("form.phrase", phrase=field.phrase)
            if field.required and not value:
                return field.id, t("form.required", field=field.label)
        return "", ""

    @on(Select.Changed)
    def _fill(self, event: Select.Changed) -> None:
        """A choice may bring the value of another field with it."""
        for field in self._fields:
            if field.fills is not None and event.select.id == f"field-{field.id}":
                if event.value == self._chosen.get(field.id, field.value):
                    continue  # it says what it was made with: what stands beside it may have been typed
                self._chosen[field.id] = str(event.value)
                for other, values in field.fills.items():
                    if isinstance(event.value, str) and event.value in values:
                        self.query_one(f"#field-{other}", Input).value = values[event.value]

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        """Says below a field what was understood."""
        for field in self._fields:
            if field.reads is not None and event.input.id == f"field-{field.id}":
                line = self.query_one(f"#reads-{field.id}", Static)
                line.set_class(bool(event.value.strip()), "typed")
                line.update(_understood(field, event.value))

    @on(Button.Pressed, "#ok")
    @on(Input.Submitted)
    def action_send(self) -> None:
        if self._sending:
            return
        answers = self._answers()
        wrong, fault = self._fault(answers)
        if fault:
            self.say(fault)
            self.set_focus(self.query_one(f"#field-{wrong}"))
        elif self._send is None:
            self.dismiss(answers)
        else:
            self._sending = True
            self.say(t("form.sending"))
            start(self, "send", self._sent, answers)

    async def _sent(self, answers: dict[str, str]) -> None:
        assert self._send is not None
        try:
            await self._send(answers)
        except ClientError as error:
            if error.reason == "UNAUTHENTICATED":
                self.dismiss(None)
                cast("Console", self.app).refused(error)
                return
            if error.lost:
                cast("Console", self.app).refused(error)
            self.say(t("form.lost") if error.lost else error.message)
        except Exception as error:
            self.say(t("error.unexpected", error=type(error).__name__))
            cast("Console", self.app).mishap(error)
        else:
            self.dismiss(answers)
        finally:
            self._sending = False

    def say(self, fault: str) -> None:
        self.query_one("#error", Static).update(fault)
        self.call_after_refresh(self._fit)

    @on(Button.Pressed, "#cancel")
    def action_leave(self) -> None:
        if not self._sending:
            self.left = self._answers()
            self.dismiss(None)


def _asked(field: Field) -> ComposeResult:
    label = field.label
    if field.phrase:
        label = t("form.type", phrase=field.phrase)
    yield Label(label, classes="label", markup=False)
    if field.choices:
        options = [(Content(words), value) for value, words in field.choices]
        yield Select(options, value=field.value or options[0][1], allow_blank=False, id=f"field-{field.id}")
    else:
        yield Input(field.value, placeholder=field.hint, password=field.secret, id=f"field-{field.id}")
        if field.reads is not None:
            said = _understood(field, field.value) if field.value else ""
            yield Static(said, id=f"reads-{field.id}", classes="reads typed" if said else "reads", markup=False)


def _understood(field: Field, typed: str) -> str:
    assert field.reads is not None
    if found := field.reads(typed):
        return t("form.understood", value=found)
    return t("form.not_understood", hint=field.example or field.hint)
