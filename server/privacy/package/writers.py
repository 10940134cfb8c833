"""The shapes of a package. A writer gets it piece by piece and answers with what to send on; none keeps the rows."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Protocol

from jinja2 import Environment, StrictUndefined, Template

from server.limits import PACKAGE_PAGES
from server.privacy import rights
from server.privacy.package.contents import About, Head
from server.privacy.package.values import kyiv_text, row_writer, utc_text
from server.privacy.paper import Paper, PaperFull
from storage.columns import DataClass

FORMAT = "smartregion.access-package.v2"
#: Points below which a section begins on a new page: its heading stays with its table.
SECTION_ROOM = 150.0


class Writer(Protocol):
    """Called in this order: head; for each table section, rows as often as there are, and section_end; end."""

    def head(self, head: Head) -> bytes: ...
    def section(self, about: About) -> bytes: ...
    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes: ...
    def section_end(self) -> bytes: ...
    def end(self) -> bytes: ...


class JsonWriter:
    """Machine-readable: names of tables and columns as they are kept, instants in UTC (ISO 8601)."""

    def __init__(self) -> None:
        self._row = ""
        self._written: Callable[[Sequence[Any]], list[str]] = list
        self._sections = self._rows = 0

    def head(self, head: Head) -> bytes:
        body = {
            "format": FORMAT,
            "request": head.number,
            "made_at": utc_text(head.made_at),
            "controller": {
                "name": head.controller,
                "address": head.controller_address,
                "contact": head.controller_contact,
            },
            "policy_version": head.policy_version,
            "recipients": [
                {
                    "name": one.name,
                    "data_classes": sorted(DataClass(number).name.lower() for number in one.classes),
                    "purpose": one.purpose,
                    "legal_ground": one.legal_ground,
                    "processor": one.processor,
                }
                for one in head.recipients
            ],
            "disclosures": [
                {"to": one.to, "basis": one.basis, "what": one.what, "at": utc_text(one.at)} for one in head.disclosed
            ],
            "looks": [
                {"at": utc_text(one.at), "by": one.who, "purpose": one.why, "call": one.call} for one in head.looks
            ],
            "rights": [{"article": article, "text": text} for article, text in rights.RIGHTS],
            "how_to_exercise_them": list(rights.HOW),
            "complaints": list(rights.COMPLAINTS),
            "automated_processing": list(rights.AUTOMATED),
        }
        return (json.dumps(body, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "sections": [').encode()

    def section(self, about: About) -> bytes:
        section = about.section
        self._written = row_writer(section, for_people=False)
        self._row = "{" + ", ".join(f"{json.dumps(column.name)}: %s" for column in section.columns) + "}"
        columns = [
            {
                "name": column.name,
                "title": title,
                "data_class": column.declaration.data_class.name.lower(),
            }
            for column, title in zip(section.columns, about.columns, strict=True)
        ]
        body = {
            "name": section.table,
            "title": about.title,
            "purposes": about.purposes,
            "grounds": about.grounds,
            "source": about.source,
            "retention": about.retentions,
            "recipients": about.recipients,
            "columns": columns,
        }
        before = ",\n" if self._sections else "\n"
        self._sections += 1
        self._rows = 0
        return f'{before}{json.dumps(body, ensure_ascii=False)[:-1]}, "rows": ['.encode()

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        text = ",\n".join([self._row % tuple(map(_quoted, self._written(row))) for row in rows])
        before = "" if not rows else ",\n" if self._rows else "\n"
        self._rows += len(rows)
        return (before + text).encode()

    def section_end(self) -> bytes:
        return b"]}"

    def end(self) -> bytes:
        return b"\n]}\n"


_quoted = json.encoder.encode_basestring


class HtmlWriter:
    """A page in Ukrainian that needs nothing but itself."""

    def __init__(self) -> None:
        self._about: About | None = None
        self._open = self._any = False
        self._written: Callable[[Sequence[Any]], list[str]] = list

    def head(self, head: Head) -> bytes:
        said = _module().head(head, kyiv_text(head.made_at), _disclosed(head), _looks(head), rights)
        return str(said).encode()

    def section(self, about: About) -> bytes:
        self._about, self._written = about, row_writer(about.section, for_people=True)
        return b""

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        if not rows:
            return b""
        before = ""
        if not self._open:
            self._open = self._any = True
            before = str(_module().section(self._about))
        lines = [
            "<tr>" + "".join([f"<td>{escape(value)}</td>" for value in self._written(row)]) + "</tr>\n" for row in rows
        ]
        return (before + "".join(lines)).encode()

    def section_end(self) -> bytes:
        was, self._open = self._open, False
        return b"</table></div>\n" if was else b""

    def end(self) -> bytes:
        return str(_module().tail(self._any)).encode()


@cache
def _module() -> Any:
    source = files("server.privacy.package").joinpath("package.html.j2").read_text(encoding="utf-8")
    made: Template = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(source)
    return made.module


class PdfWriter:
    """For print. The document is sent when it is whole; of more rows than its pages hold it says how many are left."""

    def __init__(self) -> None:
        self._paper: Paper | None = None
        self._about: About | None = None
        self._open = self._any = False
        self._full = False
        self._left = 0
        self._written: Callable[[Sequence[Any]], list[str]] = list

    @property
    def paper(self) -> Paper:
        assert self._paper is not None, "the head comes first"
        return self._paper

    def head(self, head: Head) -> bytes:
        title = f"Персональні дані, звернення {head.number}"
        self._paper = paper = Paper(title, f"Звернення {head.number}", PACKAGE_PAGES)
        paper.heading("Які ваші персональні дані обробляє володілець", 15)
        paper.paragraph(
            f"Відповідь на звернення {head.number}, складено {kyiv_text(head.made_at)} (за київським часом) відповідно "
            f"до пункту 4 частини другої статті 8 Закону України № 2297-VI «Про захист персональних даних»."
        )
        owner = ", ".join(filter(None, (head.controller, head.controller_address, head.controller_contact)))
        paper.paragraph(f"Володілець персональних даних: {owner}. Редакція політики: {head.policy_version or 'немає'}.")
        paper.heading("Кому дані доступні й кому їх передано")
        for one in head.recipients:
            paper.item(f"{one.name}: {one.class_names}. Мета: {one.purpose}. Підстава: {one.legal_ground}")
        for told in _disclosed(head):
            paper.item("Передано: " + ", ".join(told))
        if not head.recipients and not head.disclosed:
            paper.paragraph("Нікому.")
        paper.heading("Хто переглядав ваші дані")
        for look in _looks(head):
            paper.item("; ".join(look))
        if not head.looks:
            paper.paragraph("Ніхто.")
        for heading, lines in (
            ("Ваші права", [f"{text} ({article})" for article, text in rights.RIGHTS]),
            ("Як ними скористатися", rights.HOW),
            (f"Куди скаржитися ({rights.COMPLAINT_ARTICLE})", rights.COMPLAINTS),
            ("Автоматична обробка", rights.AUTOMATED),
        ):
            paper.heading(heading)
            for line in lines:
                paper.item(line)
        return b""

    def section(self, about: About) -> bytes:
        self._about, self._written = about, row_writer(about.section, for_people=True)
        self._open = False
        return b""

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        if self._full:
            self._left += len(rows)
            return b""
        done = 0
        try:
            for number, row in enumerate(rows):
                if not self._open:
                    self._begin([self._written(one) for one in rows[:20]])
                self.paper.row(self._written(row))
                done = number + 1
        except PaperFull:
            self._full, self._left = True, self._left + len(rows) - done
        return b""

    def _begin(self, sample: list[list[str]]) -> None:
        about, paper = self._about, self.paper
        assert about is not None, "a section comes before its rows"
        self._open = self._any = True
        paper.heading(about.title, room=SECTION_ROOM)
        paper.paragraph(f"Мета: {'; '.join(about.purposes)}. Підстава: {'; '.join(about.grounds)}.")
        paper.paragraph(f"Джерело: {about.source}. Строк зберігання: {'; '.join(about.retentions)}.")
        paper.paragraph(f"Одержувачі: {', '.join(about.recipients) or 'немає'}.")
        paper.table(about.columns, sample)

    def section_end(self) -> bytes:
        return b""

    def end(self) -> bytes:
        if self._left:
            return self.paper.finish(
                f"На папері вміщено перші {PACKAGE_PAGES} сторінок. Ще рядків: {self._left}. Усі дані без винятку є у "
                "файлах package.json і package.html."
            )
        return self.paper.finish("" if self._any else "Даних про вас немає.")


def _looks(head: Head) -> list[tuple[str, str, str]]:
    return [(kyiv_text(one.at), one.who, one.why) for one in head.looks]


def _disclosed(head: Head) -> list[tuple[str, str, str, str]]:
    return [(one.to, one.what, one.basis, kyiv_text(one.at)) for one in head.disclosed]
