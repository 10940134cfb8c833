"""Works on a list and a calendar: what is done where, whom it concerns, and how far the word of it came."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from console import formats, places, typed, understood
from console.actions import Action
from console.delivery import Concerned, Supplier, Work
from console.formats import KYIV
from console.i18n import catalogue, either, enum, language, t
from console.models import Query
from console.ports import ClientError, Source
from console.screens.listing import ListScreen
from console.widgets import calendar
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column

#: Works of the calendar's months that are named below it, and buildings that a preview names.
NAMED, BUILDINGS = 12, 8
#: Works of the calendar's months, at most.
MOST = 1_000
#: Cells of the longest bar.
BARS = 16
#: Hours that planned works last, where nobody says otherwise.
HOURS = 8
#: Works from the answers of a form. Raises ClientError.
Wanted = Callable[[dict[str, str]], Work]
#: What is done to works that are announced.
_OPEN = frozenset({"work_change", "work_postpone", "work_cancel", "work_finish"})
_KINDS = {"PLANNED": ("◷", ""), "EMERGENCY": ("‼", "bad")}


def supplier_name(one: Work | Supplier) -> str:
    return either(one.utility_uk, one.utility_en)


def reason(one: Work) -> str:
    return either(one.reason_uk, one.reason_en)


def where(one: Work) -> str:
    """The streets of works, without their city."""
    named = [places.short(place, language()) for place in one.places]
    return "; ".join(named) or t("work.everywhere")


def state_cell(one: Work, now: datetime) -> Cell:
    """The state; of what is announced also how it stands to the clock."""
    if one.state == "ANNOUNCED":
        if one.ends_at <= now:
            return Cell(f"! {t('work.overrun')}", "bad")
        if one.starts_at <= now:
            return Cell(f"▶ {t('work.going_on')}", "warn")
        return Cell(f"◌ {enum('work_state', one.state)}", "good")
    glyph = "●" if one.state == "FINISHED" else "○"
    return Cell(f"{glyph} {enum('work_state', one.state)}", "dim")


def days_of(one: Work) -> tuple[date, date]:
    """The first and the last day of works in Kyiv; midnight ends the day before."""
    last = one.ends_at - timedelta(microseconds=1)
    return one.starts_at.astimezone(KYIV).date(), last.astimezone(KYIV).date()


class WorksScreen(ListScreen[Work]):
    area = "works"
    conditions: ClassVar[Sequence[str]] = ("state", "kind", "service", "from", "before")
    words: ClassVar[Mapping[str, str]] = {"state": "work_state", "kind": "work_kind", "service": "commodity"}
    free = ""

    def __init__(self, source: Source[Work]) -> None:
        super().__init__(source)
        #: By how many months the calendar is turned from the month in which the works begin.
        self._turned = calendar.Turned()

    def columns(self) -> Sequence[Column[Work]]:
        return (
            Column("column.work_kind", 11, _kind),
            Column("column.service", 9, lambda one: Cell(enum("commodity_short", one.commodity)), rank=2),
            Column("column.where", 3, lambda one: Cell(where(one)), flexible=True),
            Column("column.time", 25, self._time),
            Column("column.state", 12, lambda one: state_cell(one, self._now), rank=1),
            Column("column.people", 7, lambda one: Cell(formats.number(one.reach.users)), right=True),
        )

    @property
    def _now(self) -> datetime:
        return self.console.clock.now()

    def _time(self, one: Work) -> Cell:
        return Cell(formats.span(one.starts_at, one.ends_at), "" if one.state == "ANNOUNCED" else "dim")

    def order_name(self) -> str:
        return t("order.emergencies_first" if self.pages.query.descending else "order.begins_first")

    def allowed(self, action: Action) -> bool:
        row = self.current
        open_one = row is not None and row.state == "ANNOUNCED"
        return super().allowed(action) and (open_one or action.id not in _OPEN)

    async def detail(self, row: Work) -> Sequence[Block]:
        one = await self.api.works.get(row.id)
        return [self._facts(one), _reach(one), *await self._calendar(one)]

    def _facts(self, one: Work) -> Block:
        title = f"{_kind(one).text} — {enum('commodity', one.commodity)}"
        return Block(
            title,
            [
                (t("column.state"), state_cell(one, self._now).text),
                (t("column.utility"), supplier_name(one)),
                (t("column.where"), places.text_of(one.places, language()) or t("work.everywhere")),
                (t("work.starts"), formats.instant(one.starts_at)),
                (t("work.ends"), formats.instant(one.ends_at)),
                (t("work.reason"), reason(one)),
                (t("work.closing_note"), one.closing_note),
                (t("work.edition"), str(one.edition) if one.edition > 1 else ""),
                (t("work.created"), formats.instant(one.created_at)),
                (t("work.closed"), formats.instant(one.closed_at)),
            ],
        )

    async def _calendar(self, row: Work) -> Sequence[Block]:
        """Two months with the days of these works and of the others that the filter leaves, which are named below."""
        begins, _ = days_of(row)
        first = self._turned.first(begins, row.id)
        before = calendar.months_on(first, calendar.SHOWN)
        kept = tuple(one for one in self.pages.query.conditions if one[0] not in ("from", "before"))
        wanted = Query((*kept, ("from", first.isoformat()), ("before", before.isoformat())), descending=False)
        found = (await self.api.works.page(wanted, token="", skip=0, size=MOST)).rows
        others = [one for one in found if one.id != row.id]
        taken = _taken(others, first, before)
        lines = calendar.months(first, lambda day: _mark(row, taken.get(day, 0), day, self.today))
        lines.append(("dim", t("work.legend")))
        blocks = [Block(t("work.calendar"), lines=lines)]
        if others:
            named = [_named(one, self._now) for one in others[:NAMED]]
            more = [("dim", t("work.more", count=len(others) - NAMED))] if len(others) > NAMED else []
            blocks.append(Block(t("work.others"), lines=[*named, *more]))
        return blocks

    # -- actions

    def do_work_open(self) -> None:
        self.set_condition("state", "" if self.pages.query.get("state") else "announced")

    def do_work_earlier(self) -> None:
        self._turned.by(-1)
        self._look()

    def do_work_later(self) -> None:
        self._turned.by(1)
        self._look()

    def do_work_messages(self) -> None:
        if self.current is not None:
            self.console.go("notifications", Query((("cause", "work"), ("about", self.current.id))))

    async def do_work_create(self) -> None:
        """Announces works, once it was shown whom they concern."""
        suppliers = await self.api.works.suppliers()
        if not suppliers:
            self.console.tell(t("work.no_supplier"), "warning")
            return
        blank = _blank(suppliers[0], self._now)
        fields = [
            Field("supplier", t("work.supplier"), suppliers[0].id, [(one.id, _supplier(one)) for one in suppliers]),
            Field(
                "kind",
                t("column.work_kind"),
                "PLANNED",
                [(one, enum("work_kind", one)) for one in _KINDS],
                fills=_usual_times(self._now),
            ),
            *_asked(blank),
        ]

        def wanted(answers: dict[str, str]) -> Work:
            chosen = next(one for one in suppliers if one.id == answers["supplier"])
            named = replace(blank, utility_id=chosen.utility_id, commodity=chosen.commodity, kind=answers["kind"])
            return _answered(named, answers)

        made = await self._announced("work_create", fields, wanted)
        if made is not None:
            self.table.aim(made.id)
            self.renew()

    async def do_work_change(self) -> None:
        if self.current is not None:
            row = await self.api.works.get(self.current.id)
            made = await self._announced(
                "work_change", [*_asked(row), _silent()], lambda said: _answered(row, said), _about(row)
            )
            if made is not None:
                self.took(made)

    async def do_work_postpone(self) -> None:
        """The same works at another time."""
        if self.current is not None:
            row = await self.api.works.get(self.current.id)
            made = await self._announced("work_postpone", _times(row), lambda said: _timed(row, said), _about(row))
            if made is not None:
                self.took(made)

    async def _announced(self, action: str, fields: list[Field], wanted: Wanted, about: str = "") -> Work | None:
        """Asks, saying which works it is `about`, shows whom it concerns, and sends it if that is confirmed; else asks
        again with what was typed."""
        while True:
            found: list[tuple[Work, Concerned]] = []

            async def look(answers: dict[str, str], found: list[tuple[Work, Concerned]] = found) -> None:
                made = wanted(answers)
                found[:] = [(made, await self.api.works.preview(made))]

            form = Form(t(f"action.{action}"), fields, text=about, submit=t("work.look"), send=look)
            answers = await self.ask(form)
            if answers is None:
                return None
            made, concerned = found[0]
            silent = answers.get("silent") == "yes"
            if (sent := await self._confirmed(made, concerned, silent)) is not None:
                return sent
            fields = [replace(one, value=answers[one.id]) for one in fields]

    async def _confirmed(self, made: Work, concerned: Concerned, silent: bool) -> Work | None:
        """Shows who will be told, and sends; None where it was left."""
        sent: list[Work] = []

        async def send(_: dict[str, str]) -> None:
            sent.append(await self.api.works.save(made, silent))

        title = t("work.will_concern" if made.id else "work.will_tell", count=concerned.users)
        submit = t("work.save_silently" if silent else "work.announce")
        form = Form(title, [], text="\n".join(_who(made, concerned, silent, self._now)), submit=submit, send=send)
        if await self.ask(form) is None:
            return None
        said = "work.saved" if silent else "work.changed" if made.id else "work.announced"
        self.console.tell(t(said, count=concerned.users))
        return sent[0]

    async def do_work_cancel(self) -> None:
        row = self.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self.api.works.cancel(row, answers["note"]))

        fields = [
            Field("note", t("work.note_cancel"), required=False),
            Field("phrase", "", phrase=t("work.cancel_phrase")),
        ]
        text = f"{_line(row)}\n{t('work.cancel_text', count=row.reach.told)}"
        if (
            await self.ask(
                Form(t("action.work_cancel"), fields, text=text, danger=True, submit=t("work.cancel_go"), send=send)
            )
            is not None
        ):
            self.console.tell(t("work.cancelled", count=row.reach.told))

    async def do_work_finish(self) -> None:
        row = self.current
        if row is None:
            return

        async def send(answers: dict[str, str]) -> None:
            self.took(await self.api.works.finish(row, answers["note"]))

        fields = [Field("note", t("work.note_finish"), required=False)]
        text = f"{_line(row)}\n{t('work.finish_text')}"
        if await self.ask(Form(t("action.work_finish"), fields, text=text, send=send)) is not None:
            self.console.tell(t("work.finished"))


# -- what is shown


def _kind(one: Work) -> Cell:
    glyph, tone = _KINDS.get(one.kind, ("?", ""))
    return Cell(f"{glyph} {enum('work_kind', one.kind)}", tone if one.state == "ANNOUNCED" else "dim")


def _reach(one: Work) -> Block:
    """Whom it concerns, and as bars to how many of them a message went out, to how many it is on its way still."""
    reach = one.reach
    lines: list[tuple[str, str]] = [
        ("", t("work.concerns", count=reach.users, points=formats.number(reach.points))),
    ]
    told = (("sent", ""), ("waiting", "warn"), ("delivered", "good"), ("failed", "bad"), ("suppressed", "dim"))
    for name, tone in told:
        count: int = getattr(reach, name)
        if count or name == "sent":
            drawn = formats.bar(count, reach.users, BARS)
            lines.append((tone, f"{t(f'work.{name}'):<14} {drawn} {formats.number(count)}"))
    return Block(t("work.reach"), lines=lines)


def _taken(works: Sequence[Work], first: date, before: date) -> dict[date, int]:
    """How many works each day of the calendar holds; what was called off takes no day."""
    counts: dict[date, int] = {}
    for one in works:
        if one.state == "CANCELLED":
            continue
        begins, ends = days_of(one)
        day = max(begins, first)
        while day <= min(ends, before - timedelta(days=1)):
            counts[day] = counts.get(day, 0) + 1
            day += timedelta(days=1)
    return counts


def _mark(row: Work, others: int, day: date, today: date) -> calendar.Mark:
    style = "reverse" if day == today else ""
    begins, ends = days_of(row)
    if begins <= day <= ends:
        return "▪", f"bold {'red' if row.kind == 'EMERGENCY' else 'green'} {style}".strip()
    if others:
        return "▫" if others == 1 else "▨", f"yellow {style}".strip()
    return " ", style or "dim"


def _named(one: Work, now: datetime) -> tuple[str, str]:
    cell = state_cell(one, now)
    glyph = _KINDS.get(one.kind, ("?", ""))[0]
    said = f"{glyph} {formats.span(one.starts_at, one.ends_at)}  {enum('commodity', one.commodity)}, {where(one)}"
    return ("dim" if one.state != "ANNOUNCED" else cell.tone if cell.tone == "bad" else ""), f"{cell.text[0]} {said}"


def _about(one: Work) -> str:
    """Which works a form is about."""
    return f"{_kind(one).text}, {supplier_name(one)}\n{_line(one)}"


def _line(one: Work) -> str:
    return f"{enum('commodity', one.commodity)}, {where(one)}, {formats.span(one.starts_at, one.ends_at)}"


def _who(made: Work, concerned: Concerned, silent: bool, now: datetime) -> list[str]:
    """What is about to be sent, whom it concerns and where."""
    lines = [f"{_kind(made).text}: {_line(made)}", reason(made), ""]
    if made.kind == "EMERGENCY" and made.starts_at > now:
        lines += [t("work.emergency_ahead", at=formats.instant(made.starts_at)), ""]
    lines.append(t("work.concerns", count=concerned.users, points=formats.number(concerned.points)))
    lines += concerned.buildings[:BUILDINGS]
    if len(concerned.buildings) > BUILDINGS:
        lines.append(t("work.more_buildings", count=len(concerned.buildings) - BUILDINGS))
    if concerned.left_out:
        named = ", ".join(concerned.left_out[:BUILDINGS])
        more = len(concerned.left_out) - BUILDINGS
        lines += ["", t("work.left_out", buildings=named)]
        lines += [t("work.more_buildings", count=more)] if more > 0 else []
    if not concerned.points:
        lines += ["", t("work.nobody")]
    elif silent:
        lines += ["", t("work.silent_text")]
    elif made.id and made.reach.told:
        lines += ["", t("work.told_before", count=made.reach.told)]
    return lines


# -- what is asked


def _blank(supplier: Supplier, now: datetime) -> Work:
    """Works of the day after, in working hours."""
    starts = _begins("PLANNED", now)
    return Work(
        id="",
        kind="PLANNED",
        state="ANNOUNCED",
        utility_id=supplier.utility_id,
        utility_uk=supplier.utility_uk,
        utility_en=supplier.utility_en,
        commodity=supplier.commodity,
        places=(),
        starts_at=starts,
        ends_at=starts + timedelta(hours=HOURS),
        reason_uk="",
        reason_en="",
    )


def _begins(kind: str, now: datetime) -> datetime:
    """When works of a kind begin, where nobody says otherwise: planned ones the day after, what broke did so now."""
    local = now.astimezone(KYIV).replace(second=0, microsecond=0)
    return local if kind == "EMERGENCY" else (local + timedelta(days=1)).replace(hour=9, minute=0)


def _usual_times(now: datetime) -> dict[str, dict[str, str]]:
    """Begin and end by kind, as a form fills them in."""
    begins = {kind: _begins(kind, now) for kind in _KINDS}
    return {
        "starts": {kind: formats.instant(at) for kind, at in begins.items()},
        "ends": {kind: formats.instant(at + timedelta(hours=HOURS)) for kind, at in begins.items()},
    }


def _supplier(one: Supplier) -> str:
    return f"{supplier_name(one)}, {enum('commodity', one.commodity)}"


def _times(row: Work) -> list[Field]:
    return [
        Field(name, t(f"work.{name}"), formats.instant(at), hint=example, reads=understood.instant)
        for name, at, example in (
            ("starts", row.starts_at, "25.11.2026 09:00"),
            ("ends", row.ends_at, "25.11.2026 17:00"),
        )
    ]


def _asked(row: Work) -> list[Field]:
    return [
        Field(
            "places",
            t("work.places"),
            places.text_of(row.places, language()),
            required=False,
            hint=t("work.places_hint"),
        ),
        *_times(row),
        _usual_reasons(),
        Field("reason_uk", t("work.reason_uk"), row.reason_uk),
        Field("reason_en", t("work.reason_en"), row.reason_en),
    ]


def _usual_reasons() -> Field:
    """What is often done, in the words of both languages: who chooses it types neither."""
    uk, en = ({name: catalogue(code)[f"work_reason.{name}"] for name in reasons() if name} for code in ("uk", "en"))
    choices = [("", t("work.own_words")), *((name, t(f"work_reason.{name}")) for name in reasons())]
    return Field("usual", t("work.usual"), choices=choices, required=False, fills={"reason_uk": uk, "reason_en": en})


def reasons() -> list[str]:
    """Names of the usual reasons, as the catalogue lists them."""
    prefix = "work_reason."
    return [one.removeprefix(prefix) for one in catalogue("uk") if one.startswith(prefix)]


def _silent() -> Field:
    return Field("silent", t("work.tell"), "no", [("no", t("work.tell_people")), ("yes", t("work.tell_nobody"))])


def _timed(row: Work, answers: dict[str, str]) -> Work:
    """The works at the times that were typed. Raises ClientError."""
    found = {name: typed.instant(answers[name]) for name in ("starts", "ends")}
    if found["ends"] <= found["starts"]:
        raise ClientError("INVALID_FIELD", t("work.ends_first"))
    return replace(row, starts_at=found["starts"], ends_at=found["ends"])


def _answered(row: Work, answers: dict[str, str]) -> Work:
    """The works that were typed. Raises ClientError."""
    named = row.places
    if answers["places"] != places.text_of(row.places, language()):
        try:
            named = places.parse(answers["places"])
        except places.NotAPlace as error:
            raise ClientError("INVALID_FIELD", t("work.place_typed", text=str(error))) from None
    return replace(_timed(row, answers), places=named, reason_uk=answers["reason_uk"], reason_en=answers["reason_en"])
