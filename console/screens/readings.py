"""Readings: the review queue first, then everything. What is in review is shown with its likeliest cause, the window of
plausible indexes and the neighbours' use; one key decides about what is shown, and another takes it back."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import ClassVar
from uuid import uuid4

from textual.app import ComposeResult

from console import formats, triage
from console.actions import Action
from console.i18n import both, enum, t
from console.metering import Decision, Examination, Reading
from console.ports import ClientError, Source
from console.presets import preset
from console.screens import exchange
from console.screens import reading_blocks as shown
from console.screens.listing import ListScreen
from console.screens.reading_blocks import kept_reason, named, service, state_cell
from console.screens.taking_back import TakingBack
from console.store.undo import Undo, Was
from console.together import in_lanes, patient
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.plot import Plot
from console.widgets.table import Cell, Column

#: Readings that the plot shows.
HISTORY = 25
#: What a reading that somebody else decided is refused with.
_OVERTAKEN = frozenset(("STALE_ETAG", "WRONG_STATE", "CONFLICT", "NOT_FOUND"))
#: States of what may be decided about: what is refused, only by putting it right.
_OPEN = frozenset(("IN_REVIEW", "REFUSED"))
#: Actions that are offered of readings in these states alone.
_ONLY = {
    "reading_accept": frozenset(("IN_REVIEW",)),
    "reading_refuse": frozenset(("IN_REVIEW",)),
    "reading_estimate": frozenset(("IN_REVIEW",)),
    "reading_fix": _OPEN,
    "reading_correct": _OPEN,
    "reading_exchange": _OPEN,
    "reading_reverse": frozenset(("ACCEPTED",)),
}
#: What is to be done with a reading, and why.
Plan = Callable[[Reading], tuple[Decision, str]]


@dataclass
class Rehearsed:
    """What would become of readings."""

    states: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    #: Other readings that would change.
    changed: int = 0

    def lines(self, skipped: int) -> list[str]:
        said = [f"{count} × {enum('reading_state', state)}" for state, count in self.states.most_common()]
        said += [t("reading.rehearsed_others", count=self.changed)] if self.changed else []
        said += [f"{count} × {sentence}" for sentence, count in self.refused.most_common(5)]
        return said + ([t("reading.skipped", count=skipped)] if skipped else [])


class ReadingsScreen(ListScreen[Reading]):
    area = "readings"
    conditions: ClassVar[Sequence[str]] = ("state", "service", "source", "meter", "rule", "user", "register")
    words: ClassVar[Mapping[str, str]] = {
        "state": "reading_state",
        "service": "commodity",
        "source": "reading_source",
        "rule": "rule",
    }
    free = "meter"
    first = preset("readings", "queue").query

    def __init__(self, source: Source[Reading]) -> None:
        super().__init__(source)
        #: The reading whose detail is shown, as it was then: what a key decides about.
        self._read: Reading | None = None
        self._undo = Undo()
        self._plot = Plot()

    def columns(self) -> Sequence[Column[Reading]]:
        wanted = self.pages.query.get("state")
        same = bool(wanted) and "," not in wanted
        return (
            Column("column.received", 14, self._received, rank=3),
            Column("column.service", 10, lambda one: Cell(shown.short_service(one))),
            Column("column.index", 15, lambda one: Cell(formats.measured(one.index, one.commodity)), right=True),
            Column("column.state", 15, lambda one: state_cell(one.state), needless=same),
            Column("column.address", 5, lambda one: Cell(one.address), flexible=True, rank=1, least=24),
            Column("column.findings", 3, self._findings, flexible=True, rank=2, least=13),
        )

    def order_name(self) -> str:
        queue = self.pages.query.get("state").upper() == "IN_REVIEW"
        if not self.pages.query.descending:
            return t("order.oldest")
        return t("order.urgency" if queue else "order.newest")

    def _received(self, one: Reading) -> Cell:
        return Cell(formats.short_instant(one.received_at, self.console.clock.now()), "dim")

    def _findings(self, one: Reading) -> Cell:
        return Cell(", ".join(t(f"rule.{found.code}") for found in one.findings), "warn")

    def below(self) -> ComposeResult:
        yield self._plot

    def offered(self) -> Iterator[Action]:
        """What the state of a reading leaves open. A key for what it does not is answered with who decided what."""
        return filter(self._fits, super().offered())

    def _fits(self, action: Action) -> bool:
        states = _ONLY.get(action.id)
        rows = self.table.chosen() if action.bulk else [self.current]
        return states is None or any(row is not None and row.state in states for row in rows)

    # -- the detail

    async def detail(self, row: Reading) -> Sequence[Block]:
        examined = None
        if row.state in _OPEN and not self.left(row.id):
            examined = await self.api.readings.examine(row.id)
            reading = examined.reading
        else:
            reading = await self.api.readings.get(row.id)
        history = await self._history(reading)
        await self._draw_history(reading, examined, history)
        self._read = reading
        overtaken = reading.state != "IN_REVIEW" and (self.left(row.id) or row.state == "IN_REVIEW")
        review = examined is not None and not overtaken
        return [
            *(shown.gone(reading) if overtaken else []),
            shown.head(reading, history),
            *(shown.causes(reading) if review else []),
            *shown.findings(reading),
            *([shown.window(examined), *shown.neighbours(examined)] if examined is not None and review else []),
            shown.facts(reading),
            *shown.versions(reading),
        ]

    def nothing_shown(self) -> None:
        self._read = None

    async def _history(self, reading: Reading) -> list[Reading]:
        try:
            return list(await self.api.readings.history(reading.register_id))
        except ClientError as error:
            if error.lost:
                raise
            return []

    async def _draw_history(self, reading: Reading, examined: Examination | None, history: Sequence[Reading]) -> None:
        """Indexes of the register as they were accepted; of one in review also where it would be plausible."""
        points = [(one.read_at, float(one.index)) for one in history if one.read_at is not None]
        plot = self._plot
        title = f"{t('reading.history')}, {formats.unit(reading.commodity)}"
        if examined is None or reading.read_at is None:
            await plot.line(points[-HISTORY:], title)
            return
        points = [point for point in points if point[0] < reading.read_at]
        between = (float(examined.low), float(examined.high)) if examined.high else None
        came = reading.read_at, float(reading.index)
        await plot.window(points[-HISTORY:], came, between, title)

    def _ready(self, *, puts_right: bool = False) -> Reading | None:
        """The reading that a key may decide about: the one under the cursor, whose detail is shown and which waits for
        a decision, or, where the key puts another index in its place, was refused. Otherwise None, and it is said why
        not."""
        row, read = self.table.current, self._read
        if row is None:
            self.console.tell(t("reading.none"), "warning")
            return None
        if read is None or read.id != row.id or self._shown is None or self._shown.id != row.id:
            self.console.tell(t("reading.not_read"), "warning")
            return None
        if read.state not in _OPEN:
            self.console.tell(t("reading.decided_already", said=shown.decided_by(read)), "warning")
            return None
        if self.left(row.id):
            self.console.tell(t("reading.left"), "warning")
            return None
        if read.state == "REFUSED" and not puts_right:
            self.console.tell(t("reading.only_put_right"), "warning")
            return None
        return read

    # -- actions

    def do_reading_queue(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "in_review")

    def do_reading_refused(self) -> None:
        """What was refused, and may be put right."""
        refused = self.pages.query.get("state").upper() == "REFUSED"
        self.set_condition("state", "in_review" if refused else "refused")

    async def do_reading_accept(self) -> None:
        await self._decide("reading_accept", lambda one: (Decision("accept"), both("reading.reason_accept")))

    async def do_reading_refuse(self) -> None:
        await self._decide(
            "reading_refuse",
            lambda one: (Decision("refuse"), kept_reason(one.findings) or both("reading.reason_refuse")),
        )

    async def do_reading_estimate(self) -> None:
        await self._decide("reading_estimate", lambda one: (Decision("estimate"), both("reading.reason_estimate")))

    async def do_reading_fix(self) -> None:
        """Does what the likeliest cause asks for."""
        if not self.table.marks:
            reading = self._ready(puts_right=True)
            if reading is None:
                return
            if not _fixable(reading):
                self.console.tell(t(_unfixable(reading)), "warning")
                return
            await self._decide_one("reading_fix", _fixed, reading)
            return
        marked = self._marked()
        looked = await self._looked_at(marked)
        if looked is not None:
            await self._decide_many("reading_fix", _fixed, [one for one in looked if _fixable(one)], len(marked))

    async def _looked_at(self, rows: Sequence[Reading]) -> list[Reading] | None:
        """Readings with their causes; None where somebody stopped it."""
        from console.screens.progress import Working

        working = Working(t("reading.looking"))
        await self.app.push_screen(working)
        found: dict[str, Reading] = {}

        async def one(row: Reading) -> bool:
            found[row.id] = await patient(lambda: self.api.readings.get(row.id))
            working.show([], len(found), len(rows))
            return not working.stopped

        try:
            await in_lanes(rows, _apart, one)
        finally:
            working.dismiss()
        return None if working.stopped else [found[row.id] for row in rows]

    async def _decide(self, action: str, plan: Plan) -> None:
        """One reading is decided at once, because it can be taken back; those that are marked are rehearsed before."""
        if self.table.marks:
            marked = self._marked()
            waiting = [row for row in marked if row.state == "IN_REVIEW"]
            await self._decide_many(action, plan, waiting, len(marked))
            return
        reading = self._ready()
        if reading is not None:
            await self._decide_one(action, plan, reading)

    def _marked(self) -> list[Reading]:
        return list(self.table.marks.values())

    async def _decide_one(self, action: str, plan: Plan, reading: Reading) -> None:
        decision, reason = plan(reading)
        try:
            decided = await self.api.readings.decide(reading, decision, reason)
        except ClientError as error:
            if error.lost:  # it may have reached the server: then it can be taken back too
                self._keep(action, [reading])
            if error.reason not in _OVERTAKEN:
                raise
            await self._explain(reading, error)
            return
        self._leave(decided)
        self._keep(action, [reading])
        self._tell_decided(action, [decided])

    async def _explain(self, reading: Reading, error: ClientError) -> None:
        """Why a decision was refused: who decided what before, or that the reading changed since it was shown."""
        now = await self.api.readings.get(reading.id)
        if now.state != reading.state:
            self.console.tell(t("reading.decided_already", said=shown.decided_by(now)), "warning")
        elif now.etag != reading.etag:
            self.console.tell(t("reading.changed"), "warning")
        else:
            raise error
        self._look()

    async def _decide_many(self, action: str, plan: Plan, rows: Sequence[Reading], marked: int) -> None:
        label = t(f"action.{action}")
        if not rows:
            self.console.tell(t("reading.none_of_marked", action=label), "warning")
            return
        found = await self._rehearsed(label, rows, plan)
        if found is None:
            return
        title = t("reading.rehearsed", count=len(rows), action=label)
        text = "\n".join(found.lines(marked - len(rows)))
        if await self.ask(Form(title, [], text=text, submit=t("form.go_on"))) is None:
            return
        done: list[Reading] = []
        decided_now: list[Reading] = []
        unsure: list[Reading] = []
        one_go = str(uuid4())

        async def work(row: Reading) -> Reading:
            decision, reason = plan(row)
            try:
                decided = await self.api.readings.decide(row, decision, reason, one_go)
            except ClientError as error:
                unsure.extend([row] if error.lost else [])
                raise
            done.append(row)
            decided_now.append(decided)
            self._leave(decided)
            return decided

        await self.in_bulk(rows, work, title, _place)
        self._keep(action, [*done, *unsure])
        self._tell_decided(action, decided_now)

    async def _rehearsed(self, label: str, rows: Sequence[Reading], plan: Plan) -> Rehearsed | None:
        """What would become of each, some at a time, saying how far it is; None where somebody stopped it."""
        from console.screens.progress import Working

        working = Working(t("reading.rehearsing", count=len(rows), action=label))
        await self.app.push_screen(working)
        found, looked = Rehearsed(), 0

        async def one(row: Reading) -> bool:
            nonlocal looked
            try:
                would = await patient(lambda: self.api.readings.rehearse(row, plan(row)[0]))
            except ClientError as error:
                if error.lost or error.reason == "UNAUTHENTICATED":
                    raise
                found.refused[error.message] += 1
            else:
                found.states[would.state] += 1
                found.changed += would.changed
            looked += 1
            working.show(found.lines(0), looked, len(rows))
            return not working.stopped

        try:
            await in_lanes(rows, _apart, one)
        except ClientError as error:
            if not error.lost:
                raise
            self.console.refused(error)
            self.console.tell(t("reading.rehearsal_lost"), "error")
            return None
        finally:
            working.dismiss()
        return None if working.stopped else found

    def _leave(self, decided: Reading) -> None:
        """A reading that was decided leaves the queue at once, or those that were refused: the next one is under the
        cursor."""
        self.took(decided)
        wanted = self.pages.query.get("state").upper()
        if wanted in _OPEN and decided.state != wanted:
            self.table.drop(decided.id)
            self.show_head()

    # -- taking back

    def _tell_decided(self, action: str, rows: Sequence[Reading]) -> None:
        """Says what was decided, by how the readings are now."""
        if rows:
            which = named(rows[0]) if len(rows) == 1 else t("reading.several", count=len(rows))
            self.console.tell(t("reading.decided", what=t(f"action.{action}"), which=which))

    def _keep(self, action: str, rows: Sequence[Reading]) -> None:
        """Keeps what was decided, or may have been, so that it can be taken back for a while; as the readings were."""
        if rows:
            was = [Was(row.id, named(row), row.state, row.usage_point_id) for row in rows]
            self._undo.push(t(f"action.{action}"), was, monotonic())

    async def do_reading_undo(self) -> None:
        last = self._undo.last(monotonic())
        if last is None:
            self.console.tell(t("reading.undo_late" if self._undo.any else "reading.undo_none"), "warning")
            return
        names = [one.name for one in last.rows.values()]

        async def undo(one: Was) -> None:
            self.took(await self._taken_back(one))

        taking = TakingBack(last, undo)
        if taking.working is not None:
            await self.app.push_screen(taking.working)
        await taking.run()
        self.renew()
        self._say_taken_back(taking, names)

    def _say_taken_back(self, taking: TakingBack, names: Sequence[str]) -> None:
        """How many were, which could not be, and what is left for another try."""
        last = taking.last
        if taking.undone:
            which = names[0] if len(names) == 1 else t("reading.several", count=taking.undone)
            self.console.tell(t("reading.undone", what=last.what, which=which))
        if taking.working is None:
            for line in taking.said():
                self.console.tell(line, "error")
        if last.rows:
            if taking.lost is not None:
                self.console.refused(taking.lost)
            seconds = max(0, round(last.until - monotonic()))
            message = "reading.undo_lost" if taking.lost is not None else "reading.undo_left"
            self.console.tell(t(message, count=len(last.rows), seconds=seconds), "error")

    async def _taken_back(self, one: Was) -> Reading:
        """A reading as it was before. Where the reply to the call before was lost, it is that already."""
        try:
            return await self.api.readings.undo(one.id)
        except ClientError as error:
            if error.reason not in _OVERTAKEN:
                raise
            now = await self.api.readings.get(one.id)
            if now.state != one.state:
                raise error from None
            return now

    def loss(self) -> str:
        """What leaving now would take away."""
        last = self._undo.last(monotonic())
        return t("quit.undo", what=last.what, seconds=round(last.until - monotonic())) if last is not None else ""

    # -- one reading

    async def do_reading_correct(self) -> None:
        reading = self._ready(puts_right=True)
        if reading is None:
            return

        decided: list[Reading] = []

        async def send(answers: dict[str, str]) -> None:
            decision = Decision("correct", index=formats.plain_decimal(answers["index"]))
            decided[:] = [await self.api.readings.decide(reading, decision, answers["reason"])]
            self._leave(decided[0])

        fields = [
            Field("index", f"{t('column.index')}, {formats.unit(reading.commodity)}", formats.decimal(reading.index)),
            Field("reason", t("form.reason")),
        ]
        form = Form(t("action.reading_correct"), fields, text=self._only(reading), send=send)
        if await self.ask(form):
            self._keep("reading_correct", [reading])
            self._tell_decided("reading_correct", decided)

    def _only(self, reading: Reading) -> str:
        """Which reading a form is about; where others are marked, that it is not about them."""
        text = f"{service(reading)}, {reading.address}, {reading.serial}"
        return f"{text}\n{t('reading.not_marked')}" if self.table.marks else text

    async def do_reading_exchange(self) -> None:
        reading = self._ready(puts_right=True)
        if reading is not None and await exchange.record(self, reading, self._only(reading)):
            self.renew()

    async def do_reading_import(self) -> None:
        from console.screens.importing import import_file

        await import_file(self)
        self.renew()

    async def do_reading_reverse(self) -> None:
        row, reading = self.table.current, self._read
        if row is None or reading is None or reading.id != row.id:
            self.console.tell(t("reading.none" if row is None else "reading.not_read"), "warning")
            return
        if reading.state != "ACCEPTED":
            self.console.tell(t("reading.reverse_accepted", state=enum("reading_state", reading.state)), "warning")
            return
        healed = 0

        async def send(answers: dict[str, str]) -> None:
            nonlocal healed
            healed = await self.api.readings.reverse(reading, answers["reason"])

        text = f"{self._only(reading)}\n{t('reading.reverse_text')}"
        phrase = formats.decimal(reading.index)
        if await self.reason(t("action.reading_reverse"), danger=True, phrase=phrase, text=text, send=send):
            self.console.tell(t("reading.reversed", count=healed))


def _fixable(reading: Reading) -> bool:
    return bool(reading.causes) and triage.fix(reading, reading.causes[0]) is not None


def _unfixable(reading: Reading) -> str:
    """Why the likeliest cause asks for nothing: the id of the message."""
    if not reading.causes:
        return "reading.no_cause"
    return "reading.no_fix_refused" if reading.state == "REFUSED" else "reading.no_fix"


def _fixed(reading: Reading) -> tuple[Decision, str]:
    """What the likeliest cause asks for, and the cause as the reason."""
    decision = triage.fix(reading, reading.causes[0])
    assert decision is not None, "only what can be fixed is planned"
    return decision, kept_reason(reading.causes[:1])


def _apart(reading: Reading) -> str:
    """What only looks at readings does so with each for itself."""
    return reading.id


def _place(reading: Reading) -> str:
    """Readings of one place are decided in their order: each says something of the others of its register, zones of
    their total, and what was read from the wrong meter belongs to another one there."""
    return reading.usage_point_id
