"""A file of readings: what it is and how its first rows read, before anything is written; then how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from console import formats
from console.i18n import either, enum, t
from console.imports import FileRow, ImportAs, Imported, Shape
from console.ports import ClientError
from console.screens.progress import Working
from console.store.live import Backoff
from console.widgets.form import Field, Form

if TYPE_CHECKING:
    from console.screens.area import AreaScreen

#: Rows of a preview, and problems, that are shown.
ROWS, PROBLEMS = 8, 6
#: Times in a row that an import at which the server failed is taken up again, and the longest pause before.
ATTEMPTS, LONGEST = 3, 5.0


async def import_file(screen: "AreaScreen") -> None:
    """Asks for a file, shows what it is, and imports it; called from a worker."""
    zones = [(one, enum("tier", one)) for one in ("TOTAL", "DAY", "NIGHT", "PEAK", "HALF_PEAK")]
    fields = [
        Field("path", t("import.path"), hint="~/показання.csv"),
        Field("meter", t("import.meter"), required=False, hint=t("import.meter_hint")),
        Field("tier", t("import.tier"), "TOTAL", zones),
    ]
    seen: Imported | None = None

    async def look(typed: dict[str, str]) -> None:
        nonlocal seen
        seen = await screen.api.files.preview(Path(typed["path"]), ImportAs(typed["meter"], typed["tier"]))

    answers = await screen.ask(Form(t("action.reading_import"), fields, submit=t("import.look"), send=look), step=0)
    if answers is None:
        return
    path, said = Path(answers["path"]), ImportAs(answers["meter"], answers["tier"])
    assert seen is not None, "the form is answered when the file was looked at"
    while True:
        chosen = await screen.ask(_preview(path, seen, said))
        if chosen is None:
            return
        meant = _with(said, chosen)
        if meant == said and not _unsaid(seen):
            break
        said = meant
        seen = await screen.api.files.preview(path, said)
    await _take(screen, path, said)


def _preview(path: Path, seen: Imported, said: ImportAs) -> Form:
    """What the file is; what it does not tell is asked."""
    shape = seen.shape
    faults = [_fault(one) for one in seen.problems]
    lines = [*(_shape(shape) if shape else []), "", *faults, *(_row(one) for one in seen.rows[:ROWS])]
    fields = _asked(seen, shape, said) if shape and shape.format in _TABLES else []
    told = not _unsaid(seen) and all(field.value == _said(said, field.id) for field in fields)
    submit = t("import.take") if told else t("import.look")
    return Form(t("import.preview", name=path.name), fields, text="\n".join(lines), submit=submit)


#: Formats whose columns, signs and dates may be asked for.
_TABLES = ("CSV", "INTERVALS")
#: What a table must tell of each row, and what it may.
_NEEDED, _PERHAPS = ("SERIAL", "INDEX", "DATE"), ("TIME", "TIER")


def _unsaid(seen: Imported) -> bool:
    """Whether the file can't be taken before more is said of it."""
    return bool(seen.problems)


def _asked(seen: Imported, shape: Shape, said: ImportAs) -> list[Field]:
    """What the file does not tell, and what somebody has said of it already."""
    fields = []
    held = {role for _, role, _ in shape.columns}
    if "REGISTER" in held:
        held.add("SERIAL")
    if shape.format == "CSV" and (said.columns or any(role not in held for role in _NEEDED)):
        heads = [(str(number), f"{number}. {head or '—'}") for number, _, head in shape.columns]
        for role in (*_NEEDED, *_PERHAPS):
            place = _said(said, role) or next((str(number) for number, one, _ in shape.columns if one == role), "")
            label = t("import.column", what=enum("column_role", role))
            fields.append(Field(role, label, place, [("", t("import.no_column")), *heads], False))
    if not shape.date_order or said.date_order:
        orders = [(one, enum("date_order", one)) for one in ("DAY_FIRST", "MONTH_FIRST")]
        fields.append(Field("date_order", t("import.date_order"), said.date_order or "DAY_FIRST", orders))
    if said.decimal_sign or (not shape.decimal_sign and any(one.fault_en for one in seen.rows)):
        signs = [("", t("import.no_sign")), *((one, enum("decimal_sign", one)) for one in ("COMMA", "POINT"))]
        fields.append(Field("decimal_sign", t("import.decimal_sign"), said.decimal_sign, signs, False))
    return fields


def _said(said: ImportAs, name: str) -> str:
    """What somebody has said to a question."""
    if name in ("date_order", "decimal_sign"):
        return str(getattr(said, name))
    return next((str(number) for role, number in said.columns if role == name), "")


def _with(said: ImportAs, answers: Mapping[str, str]) -> ImportAs:
    """The same with what was answered now."""
    roles = (*_NEEDED, *_PERHAPS)
    columns = said.columns
    if any(role in answers for role in roles):
        columns = tuple((role, int(answers[role])) for role in roles if answers.get(role))
    return replace(
        said,
        date_order=answers.get("date_order", said.date_order),
        decimal_sign=answers.get("decimal_sign", said.decimal_sign),
        columns=columns,
    )


def _shape(shape: Shape) -> list[str]:
    facts = [
        enum("file_format", shape.format),
        enum("file_encoding", shape.encoding),
        t("import.delimiter", sign=_visible(shape.delimiter)) if shape.delimiter else "",
        enum("decimal_sign", shape.decimal_sign) if shape.decimal_sign else "",
        enum("date_order", shape.date_order) if shape.date_order else "",
    ]
    use = shape.format == "INTERVALS"  # what it holds is no index
    columns = ", ".join(
        f"{number}. {head or '—'} = {enum('column_role', 'USE' if use and role == 'INDEX' else role) if role else '?'}"
        for number, role, head in shape.columns
    )
    return [" · ".join(fact for fact in facts if fact), *([columns] if columns else [])]


def _visible(sign: str) -> str:
    return {"\t": "Tab", " ": "␠"}.get(sign, sign)


def _row(one: FileRow) -> str:
    fault = either(one.fault_uk, one.fault_en)
    if fault:
        return f"{one.line:>6}  ✖ {fault}"
    if one.used:
        return f"{one.line:>6}  {formats.instant(one.read_at)}  {formats.decimal(one.used)}"
    zone = f" {enum('tier', one.tier)}" if one.tier not in ("", "TOTAL") else ""
    return f"{one.line:>6}  {one.meter}{zone}  {formats.decimal(one.index)}  {formats.instant(one.read_at)}"


def _fault(one: FileRow) -> str:
    """Why the file can't be taken before more is said of it."""
    return f"✖ {either(one.fault_uk, one.fault_en)}"


@dataclass(frozen=True)
class Sums:
    """What became of the rows so far."""

    rows: int = 0
    accepted: int = 0
    in_review: int = 0
    refused: int = 0
    duplicates: int = 0
    quarantined: int = 0
    gaps: int = 0
    problems: tuple[FileRow, ...] = ()

    def plus(self, step: Imported) -> "Sums":
        return replace(
            self,
            rows=max(self.rows, step.done),
            accepted=self.accepted + step.accepted,
            in_review=self.in_review + step.in_review,
            refused=self.refused + step.refused,
            duplicates=self.duplicates + step.duplicates,
            quarantined=self.quarantined + step.quarantined,
            gaps=self.gaps + step.gaps,
            problems=(*self.problems, *step.problems)[:PROBLEMS],
        )

    def lines(self) -> list[str]:
        counts = ("accepted", "in_review", "refused", "duplicates", "quarantined", "gaps")
        said = [
            f"{t(f'import.{name}')}: {formats.number(getattr(self, name))}" for name in counts if getattr(self, name)
        ]
        rows = t("import.rows", count=self.rows, number=formats.number(self.rows))
        return [rows, *said, *map(_row, self.problems)]


async def _take(screen: "AreaScreen", path: Path, said: ImportAs) -> None:
    """Imports, saying how far it is; whatever ends it, the window stays and says what."""
    working = Working(t("import.taking", name=path.name))
    await screen.app.push_screen(working)
    try:
        sums, ended = await _taken(screen, working, path, said)
    except ClientError:
        working.dismiss()
        raise
    working.show([*sums.lines(), "", ended], 1, 1)
    working.finish()


async def _taken(screen: "AreaScreen", working: Working, path: Path, said: ImportAs) -> tuple[Sums, str]:
    """Runs an import and says how it ended. One that broke off is sent again, after growing pauses: the server knows
    the file, and passes over what it has of it. A server that is lost is waited for until somebody stops it."""
    pauses, failed = Backoff(longest=LONGEST), 0
    sums = Sums()
    while True:
        before, sums = sums, Sums()
        try:
            async for step in screen.api.files.take(path, said):
                sums, failed = sums.plus(step), 0
                pauses.reset()
                screen.console.reached()
                working.show(sums.lines(), step.sent, step.size or None)
                if working.stopped:
                    return sums, t("import.stopped")
            return sums, t("import.done")
        except ClientError as error:
            if error.reason == "UNAUTHENTICATED":
                raise
            sums = sums if sums.rows else before
            failed += not error.lost
            if not (error.lost or error.reason == "INTERNAL") or failed >= ATTEMPTS:
                return sums, t("import.refused_with", error=error.message)
            if error.lost:
                screen.console.refused(error)
        working.show([*sums.lines(), "", t("import.again")])
        await working.pause(pauses.next())
        if working.stopped:
            return sums, t("import.stopped")
