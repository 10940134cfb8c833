"""One form for every question: fields, choices, and confirmation by typing what is to happen."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Select, Static, TextArea

from console.i18n import t
from console.keyboard import seen
from console.ports import ClientError
from console.work import start

if TYPE_CHECKING:
    from console.app import Console

#: Seconds of rest after which what was typed is counted.
REST = 0.25
#: Lines of a terminal below which a form leaves out what is empty.
SHORT = 30
#: Does what a form asks for, with its answers. Raises ClientError for what they are refused with.
Send = Callable[[dict[str, str]], Awaitable[Any]]


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
    #: Lines of an editor, for a text that may have several; 1 for a line.
    lines: int = 1
    #: What is to be said below it of what stands in it, such as how many SMS it is.
    counts: Callable[[str], Awaitable[str]] | None = None
    #: What the contract calls it, where that is not its id: by that the server says what is wrong.
    names: tuple[str, ...] = ()
    #: It says who somebody is: what was left for one must not be taken for the next.
    identifies: bool = False

    @property
    def kept(self) -> bool:
        """Whether what stands in it is work, that is not to be lost: no secret, no confirmation, nobody's identity."""
        return not (self.secret or self.phrase or self.identifies)

    def means(self, path: str) -> bool:
        """Whether a path of the contract is about it."""
        last = path.rpartition(".")[2].partition("[")[0]
        return last in (self.id, *self.names) or path in self.names

    def takes(self, value: str) -> bool:
        """Whether that may stand in it: a choice may be gone."""
        return not self.choices or any(value == one for one, _ in self.choices)


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
    Form .counts { color: $text-muted; height: auto; padding: 0 1; }
    Form .fault { color: $text-error; height: auto; display: none; }
    Form .fault.wrong { display: block; }
    Form #keys { color: $text-muted; width: 1fr; height: auto; }
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
        send: Send | None = None,
    ) -> None:
        super().__init__(classes="danger" if danger else "")
        self._title = title
        self._fields = fields
        #: The values that fields begin with, whatever was typed into them before.
        self._first = {field.id: field.value or next((value for value, _ in field.choices), "") for field in fields}
        #: Fields that begin with what was typed into them before.
        self._resumed: frozenset[str] = frozenset()
        self._text = text
        self._submit = submit or t("form.ok")
        self._danger = danger
        #: What is done with the answers. What that is refused stands in the form, which stays with what was typed.
        self._send = send
        self._sending = False
        #: What was chosen last, of the choices that fill in others.
        self._chosen: dict[str, str] = {}
        #: What was typed into it or chosen when it went, where that is another thing than it began with.
        self.written: dict[str, str] = {}
        #: What was typed before the form stood.
        self.early: list[str] = []

    def send_with(self, send: Send) -> None:
        self._send = send

    @property
    def sends(self) -> bool:
        """Whether its answers have come through when it gives them."""
        return self._send is not None

    @property
    def asks(self) -> tuple[str, ...]:
        """What it asks for, and about what, by which it is known again."""
        return self._title, *(field.id for field in self._fields)

    def resume(self, written: Mapping[str, str]) -> None:
        """Begins with what was typed before, field by field; what was not touched is as it is now."""
        kept = {field.id: written[field.id] for field in self._fields if field.id in written}
        self._fields = [
            replace(field, value=kept[field.id]) if field.id in kept and field.takes(kept[field.id]) else field
            for field in self._fields
        ]
        self._resumed = frozenset(kept)

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield Label(self._title, id="title", markup=False)
            with VerticalScroll(id="fields", can_focus=not self._fields):
                if self._text:
                    yield Static(self._text, id="text", markup=False)
                if self._resumed:
                    yield Static(t("form.resumed"), classes="hint", markup=False)
                for field in self._fields:
                    yield from _asked(field, field.id in self._resumed)
            yield Static("", id="error", markup=False)
            with Horizontal(id="buttons"):
                yield Label(t("form.keys") if any(field.lines > 1 for field in self._fields) else "", id="keys")
                yield Button(t("form.cancel"), id="cancel")
                yield Button(self._submit, id="ok", variant="error" if self._danger else "primary")

    def on_mount(self) -> None:
        self._fit()
        first = self._first_asked() or self.query_one("#ok")
        self.set_focus(first, scroll_visible=False)
        if isinstance(first, Input | TextArea):
            for character in self.early:
                first.post_message(events.Key(character, character))
        for field in self._fields:
            self._count_soon(field)

    def _first_asked(self) -> Widget | None:
        return next(iter(self.query("Input, Select, TextArea")), None)

    def on_key(self, event: events.Key) -> None:
        """A key that came before the first field had the focus is that field's."""
        typing = isinstance(self.focused, Input | TextArea)
        if typing and self.focused and event.is_printable and event.character and not self._sending:
            event.stop()
            self.focused.post_message(events.Key(event.key, event.character))

    def on_resize(self) -> None:
        self._fit()
        self.call_after_refresh(self.call_after_refresh, self._to_top)  # the focus scrolls to its field first

    def _to_top(self) -> None:
        """What the first field is called stands above it, and above what the focus brings into view."""
        if self.focused is self._first_asked():
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
            widget: Any = self._widget(field)
            value = widget.text if isinstance(widget, TextArea) else widget.value
            answers[field.id] = value.strip() if isinstance(value, str) else ""
        return answers

    def _widget(self, field: Field) -> Widget:
        return self.query_one(f"#field-{field.id}")

    def _note(self, answers: Mapping[str, str]) -> None:
        """Notes what was typed and chosen before the form goes."""
        self.written = {
            field.id: answers[field.id]
            for field in self._fields
            if field.kept and answers[field.id] != self._first[field.id].strip()
        }

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
                        _put(self.query_one(f"#field-{other}"), values[event.value])

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        """Says below a field what was understood."""
        for field in self._fields:
            if field.reads is not None and event.input.id == f"field-{field.id}":
                line = self.query_one(f"#reads-{field.id}", Static)
                line.set_class(bool(event.value.strip()), "typed")
                line.update(_understood(field, event.value))

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        for field in self._fields:
            if event.text_area.id == f"field-{field.id}":
                self._count_soon(field)

    def _count_soon(self, field: Field) -> None:
        if field.counts is not None:
            start(self, f"count-{field.id}", self._count, field)

    async def _count(self, field: Field) -> None:
        """Says below a text what is to be said of it, once nothing was typed for a moment."""
        assert field.counts is not None
        await asyncio.sleep(REST)
        line = self.query_one(f"#counts-{field.id}", Static)
        try:
            line.update(await field.counts(self._answers()[field.id]))
        except ClientError as error:
            line.update("" if error.lost else error.message)

    @on(Button.Pressed, "#ok")
    @on(Input.Submitted)
    def action_send(self) -> None:
        if self._sending:
            return
        answers = self._answers()
        wrong, fault = self._fault(answers)
        if fault:
            self._point({wrong: fault})
        elif self._send is None:
            self._note(answers)
            self.dismiss(answers)
        else:
            self._point({})
            self._sending = True
            self._note(answers)
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
            self._refused(error)
        except Exception as error:
            self.say(t("error.unexpected", error=type(error).__name__))
            cast("Console", self.app).mishap(error)
        else:
            self.dismiss(answers)
        finally:
            self._sending = False

    def _refused(self, error: ClientError) -> None:
        """Says what is wrong beside the field that it is about; below all of them where it is about none."""
        if error.lost:
            cast("Console", self.app).refused(error)
            self.say(t("form.lost"))
            return
        found = {field.id: said for path, said in reversed(error.fields) for field in self._fields if field.means(path)}
        self._point(found)
        if not found:
            self.say(error.message)

    def _point(self, faults: Mapping[str, str]) -> None:
        """Says what is wrong with fields, each below itself, and puts the cursor into the first of them."""
        wrong = [field for field in self._fields if field.id in faults]
        for field in self._fields:
            line = self.query_one(f"#fault-{field.id}", Static)
            line.set_class(field in wrong, "wrong")
            line.update(faults.get(field.id, ""))
        self.say("")
        if wrong:
            widget = self._widget(wrong[0])
            if isinstance(widget, Input):
                widget.select_on_focus = False  # the next letter would take the place of all that stands there
            self.set_focus(widget)
            fault = self.query_one(f"#fault-{wrong[0].id}")
            self.call_after_refresh(self.call_after_refresh, fault.scroll_visible, animate=False)  # behind the focus

    def say(self, fault: str) -> None:
        self.query_one("#error", Static).update(fault)
        self.call_after_refresh(self._fit)

    @on(Button.Pressed, "#cancel")
    def action_leave(self) -> None:
        if not self._sending:
            self._note(self._answers())
            self.dismiss(None)


def _put(widget: Widget, text: str) -> None:
    """Puts a text into a field. In an editor it stands where the cursor is: what was typed there stays."""
    if isinstance(widget, TextArea):
        widget.insert(text) if widget.text.strip() else widget.load_text(text)
    elif isinstance(widget, Input):
        widget.value = text


def _asked(field: Field, resumed: bool) -> ComposeResult:
    label = field.label
    if field.phrase:
        label = t("form.type", phrase=field.phrase)
    yield Label(label, classes="label", markup=False)
    if field.choices:
        options = [(Content(words), value) for value, words in field.choices]
        yield Select(options, value=field.value or options[0][1], allow_blank=False, id=f"field-{field.id}")
    elif field.lines > 1:
        editor = TextArea(field.value, id=f"field-{field.id}", tab_behavior="focus", placeholder=field.hint)
        editor.styles.height = field.lines + 2
        editor.move_cursor(editor.document.end)
        yield editor
        if field.counts is not None:
            yield Static("", id=f"counts-{field.id}", classes="counts", markup=False)
    else:
        # What was typed before is gone on with: the next letter does not take its place.
        yield Input(
            field.value,
            placeholder=field.hint,
            password=field.secret,
            select_on_focus=not resumed,
            id=f"field-{field.id}",
        )
        if field.reads is not None:
            said = _understood(field, field.value) if field.value else ""
            yield Static(said, id=f"reads-{field.id}", classes="reads typed" if said else "reads", markup=False)
    yield Static("", id=f"fault-{field.id}", classes="fault", markup=False)


def _understood(field: Field, typed: str) -> str:
    assert field.reads is not None
    if found := field.reads(typed):
        return t("form.understood", value=found)
    return t("form.not_understood", hint=field.example or field.hint)
