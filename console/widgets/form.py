"""One form for every question: fields, choices, and confirmation by typing what is to happen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select, Static

from console.i18n import t


@dataclass(frozen=True)
class Field:
    """A question. With `choices` (value and words) it is a list to choose from."""

    id: str
    label: str
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = True
    #: What must be typed exactly; for what can't be undone.
    phrase: str = ""
    hint: str = ""
    secret: bool = False


class Form(ModalScreen[dict[str, str] | None]):
    """Answers by field, or None where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "send", show=False),
    ]
    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form > #box { width: 76; max-width: 94%; height: auto; max-height: 90%; padding: 1 2; background: $surface;
                  border: round $primary; }
    Form.danger > #box { border: heavy $error; }
    Form #title { text-style: bold; width: 100%; }
    Form.danger #title { color: $text-error; }
    Form #text { color: $text-muted; margin-bottom: 1; height: auto; }
    Form #fields { height: auto; max-height: 60vh; }
    Form .label { margin-top: 1; }
    Form .hint { color: $text-muted; }
    Form #error { color: $text-error; height: auto; }
    Form #buttons { height: 3; margin-top: 1; align: right middle; }
    Form Button { margin-left: 2; }
    """

    def __init__(
        self, title: str, fields: Sequence[Field], *, text: str = "", submit: str = "", danger: bool = False
    ) -> None:
        super().__init__(classes="danger" if danger else "")
        self._title = title
        self._fields = fields
        self._text = text
        self._submit = submit or t("form.ok")
        self._danger = danger

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, id="title", markup=False)
            if self._text:
                yield Static(self._text, id="text", markup=False)
            with VerticalScroll(id="fields", can_focus=False):
                for field in self._fields:
                    yield from _asked(field)
            yield Static("", id="error", markup=False)
            with Horizontal(id="buttons"):
                yield Button(t("form.cancel"), id="cancel")
                yield Button(self._submit, id="ok", variant="error" if self._danger else "primary")

    def on_mount(self) -> None:
        inputs = list(self.query("Input, Select"))
        (inputs[0] if inputs else self.query_one("#ok")).focus()

    def _answers(self) -> dict[str, str]:
        answers = {}
        for field in self._fields:
            widget: Any = self.query_one(f"#field-{field.id}")
            value = widget.value
            answers[field.id] = value.strip() if isinstance(value, str) else ""
        return answers

    def _fault(self, answers: dict[str, str]) -> str:
        for field in self._fields:
            value = answers[field.id]
            if field.phrase and value != field.phrase:
                return t("form.phrase", phrase=field.phrase)
            if field.required and not value:
                return t("form.required", field=field.label)
        return ""

    @on(Button.Pressed, "#ok")
    @on(Input.Submitted)
    def action_send(self) -> None:
        answers = self._answers()
        fault = self._fault(answers)
        if fault:
            self.query_one("#error", Static).update(fault)
            return
        self.dismiss(answers)

    @on(Button.Pressed, "#cancel")
    def action_leave(self) -> None:
        self.dismiss(None)


def _asked(field: Field) -> ComposeResult:
    label = field.label
    if field.phrase:
        label = t("form.type", phrase=field.phrase)
    yield Label(label, classes="label", markup=False)
    if field.choices:
        options = [(words, value) for value, words in field.choices]
        yield Select(options, value=field.value or options[0][1], allow_blank=False, id=f"field-{field.id}")
    else:
        yield Input(field.value, placeholder=field.hint, password=field.secret, id=f"field-{field.id}")


Ask = Callable[[Form], Any]
