"""The privacy policy: its versions in both languages, what one says otherwise than another, who has accepted which."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from console import formats, saving, typed
from console.actions import Action
from console.formats import KYIV
from console.i18n import either, enum, language, t
from console.models import Query
from console.policies import Difference, Paragraph, PolicyVersion, Reach
from console.ports import PoliciesApi
from console.screens.listing import ListScreen
from console.widgets.detail import Block
from console.widgets.form import Field, Form
from console.widgets.table import Cell, Column, signed

#: Cells of the longest bar, versions that one is compared with, and the largest file that is read for a text; bytes.
BARS, COMPARED, FILE_BYTES = 20, 200, 400_000
#: What can be done to a draft only.
_OF_DRAFTS = frozenset({"policy_edit", "policy_publish", "policy_discard"})
_STATES = {
    "DRAFT": ("◌", "warn"),
    "PUBLISHED": ("◷", ""),
    "IN_FORCE": ("●", "good"),
    "SUPERSEDED": ("○", "dim"),
    "DISCARDED": ("✕", "dim"),
}
#: Around words and before paragraphs: the difference reads without colour.
_MARKS = {"REMOVED": ("[−", "−]", "− ", "red"), "ADDED": ("{+", "+}", "+ ", "green")}


class PoliciesScreen(ListScreen[PolicyVersion]):
    area = "policies"

    def __init__(self, source: PoliciesApi) -> None:
        super().__init__(source)
        self._policies = source

    def columns(self) -> Sequence[Column[PolicyVersion]]:
        return (
            Column("column.policy", 10, lambda one: Cell(one.label)),
            Column("column.state", 18, _state),
            Column("column.effective", 16, _effective),
            Column("column.changes", 3, lambda one: Cell(summary(one)), flexible=True),
            Column("column.policy_author", 16, lambda one: Cell(one.editor, "dim"), rank=1),
        )

    def allowed(self, action: Action) -> bool:
        row = self.current
        draft = row is not None and row.state == "DRAFT"
        return super().allowed(action) and (draft or action.id not in _OF_DRAFTS)

    async def detail(self, row: PolicyVersion) -> Sequence[Block]:
        one = await self._policies.get(row.id)
        blocks = [_facts(one)]
        if one.reach is not None:
            blocks += [_acceptance(one.reach), _announcement(one, one.reach)]
        return [*blocks, Block(t("policy.text"), lines=text_lines(either(one.text_uk, one.text_en)))]

    # -- reading

    async def do_policy_read(self) -> None:
        """Both languages, the spoken one first."""
        row = self.current
        if row is None:
            return
        from console.screens.reading_room import Pages

        one = await self._policies.get(row.id)
        texts = [
            Block(t("policy.uk"), lines=text_lines(one.text_uk)),
            Block(t("policy.en"), lines=text_lines(one.text_en)),
        ]
        self.app.push_screen(Pages(one.label, either(texts, texts[::-1])))

    async def do_policy_compare(self) -> None:
        """With another version, the one before it where nobody chooses; the older one first."""
        row = self.current
        if row is None:
            return
        rows = (await self._policies.page(Query(), token="", skip=0, size=COMPARED)).rows
        others = [one for one in rows if one.id != row.id and one.state != "DISCARDED"]
        if not others:
            self.console.tell(t("policy.no_other"), "warning")
            return
        place = [one.id for one in rows].index(row.id) if row.id in [one.id for one in rows] else 0
        before = next((one for one in rows[place + 1 :] if one in others), others[0])
        spoken = language()
        answers = await self.ask(
            Form(
                t("action.policy_compare"),
                [
                    Field("other", t("policy.with"), before.id, [(one.id, _named(one)) for one in others]),
                    Field("language", t("policy.language"), spoken, [("uk", t("policy.uk")), ("en", t("policy.en"))]),
                ],
                text=_named(row),
            )
        )
        if answers is None:
            return
        ids = [one.id for one in rows]
        older, newer = sorted((answers["other"], row.id), key=lambda key: -ids.index(key) if key in ids else 0)
        found = await self._policies.compare(older, newer, answers["language"])
        labels = {one.id: one.label for one in rows}
        from console.screens.reading_room import Pages

        title = f"{labels.get(older, '')} → {labels.get(newer, '')}"
        self.app.push_screen(Pages(title, [difference_block(found)]))

    # -- writing

    async def do_policy_create(self) -> None:
        """A draft that begins with the texts under the cursor."""
        row = self.current
        begin = await self._policies.get(row.id) if row is not None else None
        uk, en = (begin.text_uk, begin.text_en) if begin is not None else ("", "")
        label = f"{self.console.clock.now().astimezone(KYIV):%Y-%m}"
        empty = PolicyVersion("", label, "DRAFT", uk, en, "", "", None, None, None, "", "", "", "")
        await self._written("action.policy_create", empty)

    async def do_policy_edit(self) -> None:
        if self.current is not None:
            await self._written("action.policy_edit", await self._policies.get(self.current.id))

    async def _written(self, title: str, before: PolicyVersion) -> None:
        """Texts are written in an editor and taken from files; where none is named they stay as they are."""
        saved: PolicyVersion | None = None

        async def send(answers: dict[str, str]) -> None:
            nonlocal saved
            saved = await self._policies.save(await wanted(before, answers))

        effective = before.effective_from
        fields = [
            Field("label", t("column.policy"), before.label),
            Field("effective", t("policy.effective"), formats.day_of(effective) if effective else "", required=False),
            Field("summary_uk", t("policy.summary_uk"), before.summary_uk, required=False),
            Field("summary_en", t("policy.summary_en"), before.summary_en, required=False),
            Field("file_uk", t("policy.file_uk"), required=False),
            Field("file_en", t("policy.file_en"), required=False),
        ]
        if await self.ask(Form(t(title), fields, text=t("policy.files"), send=send)) is None or saved is None:
            return
        self.console.tell(t("policy.saved", label=saved.label))
        self.table.aim(saved.id)
        self.renew()
        self._look()

    async def do_policy_publish(self) -> None:
        """Exactly what was read: the etag of the detail goes with it."""
        if self.current is None:
            return
        one = await self._policies.get(self.current.id)
        begins = formats.instant(one.effective_from) if one.effective_from else t("policy.at_once")

        async def send(_: dict[str, str]) -> None:
            await self._policies.publish(one)

        form = Form(
            t("action.policy_publish"),
            [Field("phrase", "", phrase=one.label)],
            text=t("policy.publish_text", label=one.label, begins=begins, editor=one.editor),
            danger=True,
            send=send,
        )
        if await self.ask(form) is not None:
            self.console.tell(t("policy.published", label=one.label))
            self.renew()
            self._look()

    async def do_policy_discard(self) -> None:
        row = self.current
        if row is None:
            return

        async def send(_: dict[str, str]) -> None:
            await self._policies.discard(row)

        fields = [Field("phrase", "", phrase=row.label)]
        text = t("policy.discard_text", label=row.label)
        if await self.ask(Form(t("action.policy_discard"), fields, text=text, danger=True, send=send)) is not None:
            self.console.tell(t("policy.discarded", label=row.label))
            self.renew()
            self._look()


async def wanted(before: PolicyVersion, answers: dict[str, str]) -> PolicyVersion:
    """A draft from the answers of a form. Raises ClientError."""
    effective = typed.midnight(answers["effective"], "effective") if answers["effective"] else None
    uk, en = [await _read(answers[name], name) for name in ("file_uk", "file_en")]
    return replace(
        before,
        label=answers["label"],
        effective_from=effective,
        summary_uk=answers["summary_uk"],
        summary_en=answers["summary_en"],
        text_uk=before.text_uk if uk is None else uk,
        text_en=before.text_en if en is None else en,
    )


async def _read(path: str, field: str) -> str | None:
    """The text of a file; None where none is named. Raises ClientError."""
    if not path:
        return None

    def read() -> str:
        with saving.own(path).open("rb") as file:
            raw = file.read(FILE_BYTES + 1)
        if len(raw) > FILE_BYTES:
            raise ValueError
        return raw.decode("utf-8-sig").replace("\r\n", "\n")

    try:
        return await asyncio.to_thread(read)
    except (OSError, ValueError):
        raise typed.wrong(t("policy.bad_file", path=path), field) from None


def summary(one: PolicyVersion) -> str:
    return either(one.summary_uk, one.summary_en)


def _named(one: PolicyVersion) -> str:
    return f"{one.label}, {enum('policy_state', one.state)}"


def _state(one: PolicyVersion) -> Cell:
    return signed("policy_state", one.state, _STATES)


def _effective(one: PolicyVersion) -> Cell:
    if one.effective_from is None:
        return Cell(t("policy.at_once"), "dim")
    since_ever = one.effective_from.timestamp() == 0
    return Cell(t("policy.since_ever") if since_ever else formats.instant(one.effective_from))


def _facts(one: PolicyVersion) -> Block:
    return Block(
        one.label,
        [
            (t("column.state"), _state(one).text),
            (t("column.effective"), _effective(one).text),
            (t("policy.published_at"), formats.instant(one.published_at)),
            (t("policy.author"), one.author),
            (t("policy.editor"), one.editor if one.editor != one.author else ""),
            (t("policy.publisher"), one.publisher),
            (t("column.changes"), summary(one)),
        ],
    )


def _acceptance(one: Reach) -> Block:
    rows = (("explicit", one.explicit), ("by_use", one.by_use), ("not_yet", one.not_yet))
    return Block(t("policy.acceptance"), [(t(f"policy.{name}"), _share(count, one.users)) for name, count in rows])


def _announcement(one: PolicyVersion, reach: Reach) -> Block:
    """How far the notice came; of what the house came with nobody was told."""
    if not reach.told and not reach.suppressed:
        return Block(t("policy.announcement"), lines=[("dim", t("policy.untold"))])
    done = t("policy.all_told", at=formats.instant(one.announced_at)) if one.announced_at else t("policy.being_told")
    names = ("told", "delivered", "failed", "suppressed")
    pairs = [(t(f"policy.{name}"), _share(getattr(reach, name), reach.users)) for name in names]
    return Block(t("policy.announcement"), pairs, [("good" if one.announced_at else "warn", done)])


def _share(count: int, of: int) -> str:
    percent = round(100 * count / of) if of else 0
    return f"{formats.bar(count, of, BARS)} {formats.number(count)} ({percent} %)"


def text_lines(text: str) -> list[tuple[str, str | Text]]:
    """The subset of Markdown as it reads: headings in bold, what is listed behind a dot."""
    lines: list[tuple[str, str | Text]] = []
    for line in text.splitlines():
        marks = len(line) - len(line.lstrip("#"))
        if 0 < marks <= 3 and line[marks : marks + 1] == " ":
            lines.append(("", Text(line[marks + 1 :], style="bold underline" if marks == 1 else "bold")))
        elif line.startswith("- "):
            lines.append(("", f"• {line[2:]}"))
        else:
            lines.append(("", line))
    return lines or [("dim", t("policy.no_text"))]


def difference_block(found: Difference) -> Block:
    """What went and came; of what stayed only the headings, and how many paragraphs."""
    if all(one.change == "SAME" for one in found.paragraphs):
        return Block(lines=[("dim", t("policy.same"))])
    lines: list[tuple[str, str | Text]] = [("", t("policy.words", removed=found.removed, added=found.added)), ("", "")]
    same = 0
    for one in found.paragraphs:
        text = one.spans[0][1] if one.spans else ""
        if one.change == "SAME" and not text.startswith("#"):
            same += 1
            continue
        if same:
            lines.append(("dim", f"  … {t('policy.unchanged', count=same)}"))
            same = 0
        lines.append(("", _paragraph(one)))
    if same:
        lines.append(("dim", f"  … {t('policy.unchanged', count=same)}"))
    return Block(lines=lines)


def _paragraph(one: Paragraph) -> Text:
    if one.change in _MARKS:
        _, _, before, style = _MARKS[one.change]
        return Text(before + "".join(text for _, text in one.spans), style=style)
    shown = Text("~ " if one.change == "CHANGED" else "  ")
    for change, text in one.spans:
        if change not in _MARKS:
            shown.append(text)
            continue
        opening, closing, _, style = _MARKS[change]
        word = text.rstrip()
        shown.append(f"{opening}{word}{closing}", style=style)
        shown.append(text[len(word) :] or " ")
    return shown
