"""A file of readings: what it is and how its first rows read, before anything is written; then how far it is."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from console import formats
from console.i18n import enum, language, t
from console.models import FileRow, Imported, Shape
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
    fields = [
        Field("path", t("import.path"), hint="~/показання.csv"),
        Field("meter", t("import.meter"), required=False, hint=t("import.meter_hint")),
    ]
    seen: Imported | None = None

    async def look(typed: dict[str, str]) -> None:
        nonlocal seen
        seen = await screen.api.files.preview(Path(typed["path"]), typed["meter"], "")

    answers = await screen.ask(Form(t("action.reading_import"), fields, submit=t("import.look"), send=look))
    if answers is None:
        return
    path, meter, order = Path(answers["path"]), answers["meter"], ""
    assert seen is not None, "the form is answered when the file was looked at"
    while True:
        chosen = await screen.ask(_preview(path, seen, order))
        if chosen is None:
            return
        if chosen.get("order", order) == order:
            break
        order = chosen["order"]
        seen = await screen.api.files.preview(path, meter, order)
    await _take(screen, path, meter, order)


def _preview(path: Path, seen: Imported, order: str) -> Form:
    """What the file is; where it does not tell the order of its dates, that is asked."""
    lines = [*(_shape(seen.shape) if seen.shape else []), "", *(_row(one) for one in seen.rows[:ROWS])]
    asked = seen.shape is not None and (not seen.shape.date_order or order)
    orders = [(one, enum("date_order", one)) for one in ("DAY_FIRST", "MONTH_FIRST")]
    fields = [Field("order", t("import.date_order"), order or "DAY_FIRST", orders)] if asked else []
    submit = t("import.take") if order or not asked else t("import.look")
    return Form(t("import.preview", name=path.name), fields, text="\n".join(lines), submit=submit)


def _shape(shape: Shape) -> list[str]:
    facts = [
        enum("file_format", shape.format),
        enum("file_encoding", shape.encoding),
        t("import.delimiter", sign=_visible(shape.delimiter)) if shape.delimiter else "",
        enum("decimal_sign", shape.decimal_sign) if shape.decimal_sign else "",
        enum("date_order", shape.date_order) if shape.date_order else "",
    ]
    columns = ", ".join(
        f"{number}. {head or '—'} = {enum('column_role', role)}" for number, role, head in shape.columns
    )
    return [" · ".join(fact for fact in facts if fact), *([columns] if columns else [])]


def _visible(sign: str) -> str:
    return {"\t": "Tab", " ": "␠"}.get(sign, sign)


def _row(one: FileRow) -> str:
    fault = one.fault_uk if language() == "uk" else one.fault_en
    if fault:
        return f"{one.line:>6}  ✖ {fault}"
    zone = f" {enum('tier', one.tier)}" if one.tier not in ("", "TOTAL") else ""
    return f"{one.line:>6}  {one.meter}{zone}  {formats.decimal(one.index)}  {formats.instant(one.read_at)}"


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


async def _take(screen: "AreaScreen", path: Path, meter: str, order: str) -> None:
    """Imports, saying how far it is; whatever ends it, the window stays and says what."""
    working = Working(t("import.taking", name=path.name))
    await screen.app.push_screen(working)
    try:
        sums, said = await _taken(screen, working, path, meter, order)
    except ClientError:
        working.dismiss()
        raise
    working.show([*sums.lines(), "", said], 1, 1)
    working.finish()


async def _taken(screen: "AreaScreen", working: Working, path: Path, meter: str, order: str) -> tuple[Sums, str]:
    """Runs an import and says how it ended. One that broke off is taken up where it was, after growing pauses: the
    server knows the file. A server that is lost is waited for until somebody stops it."""
    pauses, failed = Backoff(longest=LONGEST), 0
    sums = Sums()
    while True:
        before, sums = sums, Sums()
        try:
            async for step in screen.api.files.take(path, meter, order):
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
