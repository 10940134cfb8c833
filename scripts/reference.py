"""Writes the parts of docs/ that are made from the code: what is declared once is read there too."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, ServiceDescriptor
from smartregion.v1.operator_service_pb2 import OperatorRole
from smartregion.v1.options_pb2 import AuditLevel, DataClass, Permission, PrincipalKind, RateClass
from smartregion.v1.partner_service_pb2 import PartnerKind
from smartregion.v1.reading_service_pb2 import RuleSeverity

from console import actions, i18n
from server import limits, policy
from server.disclosures.workflow import WORKFLOW as DISCLOSURES
from server.exchange import espi
from server.exchange.detection import ROLES
from server.exchange.nem13 import Nem13
from server.exchange.problems import FILE_RULES, ROW_RULES
from server.law import book as law
from server.law.model import Calendar, Duty, Event, Provision, Regime, Role, Status
from server.limits import Rate
from server.notifications.campaigns.workflow import WORKFLOW as CAMPAIGNS
from server.notifications.workflow import WORKFLOW as NOTIFICATIONS
from server.operators.workflow import WORKFLOW as OPERATORS
from server.partners.workflow import WORKFLOW as PARTNERS
from server.policies.workflow import WORKFLOW as POLICIES
from server.privacy import register, wording
from server.privacy.workflow import WORKFLOW as REQUESTS
from server.readings.rules import RULES
from server.readings.workflow import WORKFLOW as READINGS
from server.registry import registered
from server.support.workflow import WORKFLOW as SUPPORT
from server.users.workflow import WORKFLOW as USERS
from server.works.workflow import WORKFLOW as WORKS
from storage.columns import declaration_of
from storage.repositories import subject

ROOT = Path(__file__).resolve().parent.parent
PROTOS = ROOT / "protos" / "smartregion" / "v1"
MADE = "<!-- Made by `make reference`; change what it is made from. -->\n"

# -- comments of the contract

_DECLARED = re.compile(
    r"^\s*(?:rpc|message|enum|service)\s+(\w+)|^\s*(?:repeated\s+|map<[^>]+>\s+)?[\w.]*\s*(\w+)\s*=\s*\d+"
)


def comments() -> dict[tuple[str, str], str]:
    """What stands above each declaration, by (file or enclosing message, name)."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(PROTOS.glob("*.proto")):
        pending: list[str] = []
        around = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            text = line.strip()
            if text.startswith("//"):
                pending.append(text.removeprefix("//").strip())
                continue
            declared = _DECLARED.match(line)
            if declared:
                name = declared.group(1) or declared.group(2)
                if re.match(r"(message|enum|service)\b", text):
                    around = name
                    found["", name] = " ".join(pending)
                else:
                    found[around, name] = " ".join(pending)
            if text or declared:
                pending = []
    return found


def short(enum: Any, value: int) -> str:
    """A value's name without the prefix of its enum."""
    prefix: str = enum.DESCRIPTOR.values_by_number[0].name.removesuffix("UNSPECIFIED")
    name: str = enum.Name(value)
    return name.removeprefix(prefix)


# -- docs/reference.md


def reference() -> str:
    said = comments()
    lines = [
        "# The contract",
        "",
        MADE,
        "Every service of `smartregion.v1`, from the `.proto` files. Rules on fields are in those files, and",
        "a broken one is named with its field. Messages, enums and reasons of errors are at the end of this page.",
        "",
    ]
    for descriptor, _ in registered():
        lines += [f"## {descriptor.name}", "", *_calls(descriptor, said)]
    lines += ["## Messages", "", *_messages(said), "## Enums", "", *_enums(said)]
    lines += ["## Reasons of errors", "", "| Reason | When | Example |", "|---|---|---|", *_reasons(said)]
    return "\n".join(lines) + "\n"


def _calls(service: ServiceDescriptor, said: dict[tuple[str, str], str]) -> Iterator[str]:
    for method in policy.methods(service):
        described = service.methods_by_name[method.name]
        stream_in = "stream " if method.streams_requests else ""
        stream_out = "stream " if method.streams_replies else ""
        yield f"### {method.name}"
        yield ""
        if comment := said.get((service.name, method.name)):
            yield comment
            yield ""
        yield f"`{stream_in}{described.input_type.name}` → `{stream_out}{described.output_type.name}`"
        kinds = ", ".join(short(PrincipalKind, kind).lower() for kind in sorted(method.principals))
        rate, level = short(RateClass, method.rate_class), short(AuditLevel, method.audit)
        yield f"For {kinds}; needs `{short(Permission, method.permission)}`; rate `{rate}`; audit `{level}`."
        yield ""
        yield from _fields(described.input_type, said)
        yield from _fields(described.output_type, said)


def _fields(message: Descriptor, said: dict[tuple[str, str], str], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    if not message.fields:
        return
    yield f"| `{message.name}` | Type | Class | |"
    yield "|---|---|---|---|"
    for field in message.fields:
        comment = said.get((message.name, field.name), "").replace("|", "\\|")
        yield f"| `{field.name}` | {_type(field)} | {short(DataClass, policy.data_class(field)).lower()} | {comment} |"
    yield ""


def _type(field: FieldDescriptor) -> str:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return "map"
    kinds = {F: name for name, F in vars(FieldDescriptor).items() if name.startswith("TYPE_")}
    plain = kinds[field.type].removeprefix("TYPE_").lower()
    named = field.message_type or field.enum_type
    return ("repeated " if field.is_repeated else "") + (named.name if named is not None else plain)


#: What the contract says of itself, and no client sends.
_INTERNAL = ("options.proto", "rules.proto")


def _files() -> list[Any]:
    """Files of the contract, those that are imported before those that import them."""
    found: dict[str, Any] = {}

    def add(file: Any) -> None:
        if file.package != policy.PACKAGE or file.name in found or file.name.endswith(_INTERNAL):
            return
        for imported in file.dependencies:
            add(imported)
        found[file.name] = file

    for descriptor, _ in registered():
        add(descriptor.file)
    return list(found.values())


def _messages(said: dict[tuple[str, str], str]) -> Iterator[str]:
    """Messages that are no request and no reply of one call."""
    for file in _files():
        for name, message in file.message_types_by_name.items():
            if not name.endswith(("Request", "Response")) or name == "PrivacyRequest":
                if comment := said.get(("", name)):
                    yield comment
                    yield ""
                yield from _fields(message, said)


def _enums(said: dict[tuple[str, str], str]) -> Iterator[str]:
    for file in _files():
        for name, enum in file.enum_types_by_name.items():
            if name == "ErrorReason":
                continue
            yield f"### {name}"
            yield ""
            if comment := said.get(("", name)):
                yield comment
                yield ""
            for value in enum.values:
                comment = said.get((name, value.name), "")
                yield f"- `{value.name}` = {value.number}{': ' + comment if comment else ''}"
            yield ""


def _reasons(said: dict[tuple[str, str], str]) -> Iterator[str]:
    from smartregion.v1 import options_pb2
    from smartregion.v1.error_pb2 import ErrorReason

    enum: EnumDescriptor = ErrorReason.DESCRIPTOR
    for value in enum.values:
        if value.number:
            example = value.GetOptions().Extensions[options_pb2.example]  # type: ignore[attr-defined]
            reason = value.name.removeprefix("ERROR_REASON_")
            yield f"| `{reason}` | {said.get(('ErrorReason', value.name), '')} | {example} |"


# -- docs/access.md


def access() -> str:
    operators = [name for name, number in OperatorRole.items() if number]
    partners = [name for name, number in PartnerKind.items() if number]
    names = [
        *(name.removeprefix("OPERATOR_ROLE_").lower() for name in operators),
        *(name.removeprefix("PARTNER_KIND_").lower() for name in partners),
        "resident",
    ]
    lines = [
        "# Who may call what",
        "",
        MADE,
        "From the options of the contract. A partner sees only the accounts and the data classes of its grants, a",
        "resident only what is their own. `tests/server/test_access.py` tries every call for everybody.",
        "",
        "| Call | " + " | ".join(name.replace("_", " ") for name in names) + " |",
        "|---|" + "---|" * len(names),
    ]
    for descriptor, _ in registered():
        for method in policy.methods(descriptor):
            lines.append(f"| {method.full_name} | " + " | ".join(_marks(method, operators, partners)) + " |")
    return "\n".join(lines) + "\n"


def _marks(method: policy.Method, operators: list[str], partners: list[str]) -> Iterator[str]:
    everybody = PrincipalKind.PRINCIPAL_KIND_ANONYMOUS in method.principals

    def mark(kind: int, granted: frozenset[Any]) -> str:
        return "●" if everybody or (kind in method.principals and method.permission in granted) else ""

    for name in operators:
        yield mark(PrincipalKind.PRINCIPAL_KIND_OPERATOR, policy.role_permissions(OperatorRole.Value(name)))
    for name in partners:
        yield mark(PrincipalKind.PRINCIPAL_KIND_PARTNER, policy.partner_permissions(PartnerKind.Value(name)))
    resident = PrincipalKind.PRINCIPAL_KIND_RESIDENT
    yield mark(resident, policy.principal_permissions(resident))


# -- docs/limits.md


def bounds() -> str:
    lines = [
        "# Limits",
        "",
        MADE,
        "Every bound of the service, from `server/limits.py`. Past one a caller is told so, and when to come again.",
        "",
        "| Bound | Value | |",
        "|---|---|---|",
    ]
    pending: list[str] = []
    for line in Path(limits.__file__).read_text(encoding="utf-8").splitlines():
        if line.startswith("#:"):
            pending.append(line.removeprefix("#:").strip())
        elif found := re.match(r"([A-Z][A-Z_]+) = ", line):
            value = getattr(limits, found.group(1))
            said = f"{value.per_second:g} a second, {value.burst} at once" if isinstance(value, Rate) else f"{value:,}"
            lines.append(f"| `{found.group(1)}` | {said} | {' '.join(pending)} |")
            pending = []
    lines += ["", "| Principal | Class of call | Calls a second | At once |", "|---|---|---|---|"]
    for (kind, rate_class), rate in limits.RATES.items():
        lines.append(
            f"| {short(PrincipalKind, kind).lower()} | {short(RateClass, rate_class)} "
            f"| {rate.per_second:g} | {rate.burst:,} |"
        )
    return "\n".join(lines) + "\n"


# -- docs/states.md


def states() -> str:
    lines = [
        "# States and what may be done in each",
        "",
        MADE,
        "From the transition tables of the service. What is not here is refused with `WRONG_STATE`, naming the state",
        "and what it would allow.",
        "",
    ]
    for workflow in (
        USERS,
        READINGS,
        WORKS,
        CAMPAIGNS,
        NOTIFICATIONS,
        REQUESTS,
        DISCLOSURES,
        POLICIES,
        SUPPORT,
        OPERATORS,
        PARTNERS,
    ):
        lines += [
            f"## {workflow.subject.removeprefix('a ').removeprefix('an ').capitalize()}",
            "",
            "| State | What is done | Then it is |",
            "|---|---|---|",
        ]
        lines += [
            f"| {workflow.name(before)} | {action} | {workflow.name(after)} |"
            for (before, action), after in workflow.table.items()
        ]
        lines.append("")
    lines += ["## Rules on readings", ""]
    lines += [
        "What a rule set leaves unsaid is as here; thresholds by service stand in `server/readings/ruleset.py`.",
        "",
    ]
    lines += ["| Rule | CIM | Severity | Formula | Said in English |", "|---|---|---|---|---|"]
    lines += [
        f"| `{rule.code}` | {rule.cim} | {RuleSeverity.Name(rule.severity).removeprefix('RULE_SEVERITY_')} "
        f"| {rule.formula} | {rule.en} |".replace("|total − Σ zones|", "abs(total − Σ zones)")
        for rule in RULES
    ]
    return "\n".join(lines) + "\n"


# -- docs/law.md


def laws() -> str:
    lines = [
        "# The law as the service holds it",
        "",
        MADE,
        "From the files in `server/law/data` and `server/law/calendars`, which every start checks.",
        "`SMARTREGION_REGIMES` says which laws on personal data are in force; a law on appeals, public information or",
        "lawyers' requests comes with that kind of request. Where several apply, the strictest clock wins, and",
        "`ExplainDeadline` tells every one. `SMARTREGION_LAW_DIR` names a folder whose files add to these, and take",
        "the place of those with the same code; an amendment is a new entry from its day on.",
        "`SMARTREGION_MARTIAL_LAW_UNTIL` is the last day of martial law, once there is one: holidays are days off",
        "again from the next day on.",
        "",
        "What was not read in a primary source is marked, here and in `ExplainDeadline`, until a lawyer confirms it.",
        "Each duty is carried by a test named after its article, in `tests/server/law/test_articles.py`.",
        "",
    ]
    held = law.packaged()
    for regime in held.regimes.values():
        lines += _regime(regime)
    for calendar in held.calendars.values():
        lines += _calendar(calendar.data)
    return "\n".join(lines)


def _regime(regime: Regime) -> Iterator[str]:
    by_setting = "by the setting" if regime.answers else "always"
    comes = f"with requests of kind {', '.join(regime.implied_by)}" if regime.implied_by else by_setting
    yield from (f"## {regime.title_en}", "")
    yield f"Code `{regime.code}`, held from {regime.effective_from}; comes {comes}. {regime.title_uk}."
    yield f"What is not confirmed waits for {regime.counsel_en}."
    yield from ("", "| Duty | Article | Term | For | | Checked | Test |", "|---|---|---|---|---|---|---|")
    for duty in regime.duties:
        cells = (
            f"`{duty.code}`",
            regime.cited(duty),
            _term(duty),
            _for(duty),
            _said_of(duty),
            _checked(duty.status, regime),
            f"`{test_of(regime, duty)}`",
        )
        yield f"| {' | '.join(cells)} |"
    for provision in (regime.receipt, regime.month_end, regime.rollover):
        if provision is not None:
            cite, status = regime.cited(provision), _checked(provision.status, regime)
            yield f"| | {cite} | | | {provision.en} | {status} | `{test_of(regime, provision)}` |"
    yield ""


def test_of(regime: Regime, provision: Provision) -> str:
    """The name of the test that carries a provision: its act, its article, and its code."""
    act = re.sub(r"\W+", "_", provision.act).lower() if provision.act else regime.slug
    article = re.sub(r"\D+", "_", provision.article).strip("_")
    code = provision.code.replace("-", "_") if isinstance(provision, Duty) else ""
    parts = ("test", act, f"article_{article}" if article else "", code)
    return "_".join(part for part in parts if part)


def _term(duty: Duty) -> str:
    if duty.term is None:
        return ""
    unit = duty.term.unit.value
    counted = f"{duty.term.length} {unit.removesuffix('s') if duty.term.length == 1 else unit}"
    extra = " in all" if duty.role is Role.EXTENSION else ""
    begins = f" from {duty.begins.value}" if duty.begins is not Event.RECEIPT else ""
    return counted + extra + begins + (", over days off" if duty.term.rolls_over else "")


def _for(duty: Duty) -> str:
    kinds = ", ".join(kind.replace("_", " ").lower() for kind in duty.kinds)
    when = duty.circumstance.replace("_", " ").lower()
    return "; ".join(part for part in (kinds, when, ", ".join(duty.of)) if part)


def _said_of(duty: Duty) -> str:
    said = duty.en
    for title, listed in (("It names", duty.contents_en), ("Not where", duty.exceptions_en)):
        said += f". {title}: {'; '.join(listed)}" if listed else ""
    return f"{said}. Told: {duty.whom_en}" if duty.whom_en else said


_HOW = {Status.PRIMARY: "primary source", Status.SECONDARY: "secondary source", Status.MEMORY: "from memory"}


def _checked(status: Status, regime: Regime | None = None) -> str:
    if status is Status.PRIMARY:
        return _HOW[status]
    return f"{_HOW[status]}; **to be confirmed by {regime.counsel_en if regime else 'a lawyer'}**"


def _calendar(calendar: Calendar) -> Iterator[str]:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    off = ", ".join(names[number - 1] for number in sorted(calendar.days_off))
    moves = "A holiday on a day off takes the next working day (art. 67(3))." if calendar.moves else ""
    yield from (f"## {calendar.title_en}", "", f"Days off: {off}. {moves}".strip(), "")
    yield from ("| Day | | From | To | Checked |", "|---|---|---|---|---|")
    for one in calendar.holidays:
        day = f"Easter + {one.after_easter} days" if one.after_easter is not None else f"{one.month:02}-{one.day:02}"
        first = "" if one.effective_from == date.min else one.effective_from.isoformat()
        last = "" if one.effective_to == date.max else one.effective_to.isoformat()
        yield f"| {day} | {one.en} | {first} | {last} | {_checked(one.status)} |"
    for span in calendar.suspensions:
        last = "" if span.last == date.max else span.last.isoformat()
        said = f"every holiday is {span.en}"
        yield f"| {span.code} | {said} | {span.first.isoformat()} | {last} | {_checked(span.status)} |"
    yield ""


# -- docs/data.md


def data() -> str:
    lines = [
        "# Register of processing",
        "",
        MADE,
        "Every column with personal data of residents, from what it declares of itself (`storage/models`). The access",
        "package, the erasure plan and its preview are made from the same declarations.",
        "",
    ]
    for model in subject.personal_models():
        table = model._meta.table_name
        lines += [
            f"## {wording.TABLES[table][1]} (`{table}`)",
            "",
            "| Column | Class | Why | How long | Erasure |",
            "|---|---|---|---|---|",
        ]
        for field in subject.held_columns(model):
            declared = declaration_of(field)
            lines.append(
                f"| `{field.name}` | {declared.data_class.name.lower()} | {wording.PURPOSES[declared.purpose][1]} "
                f"| {wording.RETENTIONS[declared.retention][1]} | {declared.erasure.value} |"
            )
        lines.append("")
    return "\n".join(lines)


# -- docs/processing.md


def processing() -> str:
    lines = [
        "# Register of processing activities",
        "",
        MADE,
        "GDPR, art. 30(1)(b)-(f), from what each column declares of itself (`storage/models`). Recipients are partners",
        "by grants that are in force in a running service: `PrivacyRequestService.GetProcessingRegister` names them.",
        "What erasure does to each column stands in [data.md](data.md); a term in days is carried out by the retention",
        "purge (`PreviewRetention`, `ListRetentionRuns`).",
        "",
    ]
    for activity in register.activities():
        lines += [
            f"## {wording.PURPOSES[activity.purpose][1].capitalize()}",
            "",
            f"{wording.PURPOSES[activity.purpose][0].capitalize()}.",
            "",
            "| Data | Classes | How long | Sealed |",
            "|---|---|---|---|",
        ]
        for one in activity.data:
            classes = ", ".join(held.name.lower() for held in one.classes)
            terms = "; ".join(wording.RETENTIONS[term][1] for term in one.retentions)
            sealed = "yes" if one.sealed else ""
            lines.append(f"| {wording.TABLES[one.table][1]} (`{one.table}`) | {classes} | {terms} | {sealed} |")
        lines.append("")
    return "\n".join(lines)


# -- docs/keys.md


def keys() -> str:
    i18n.use("en")
    lines = [
        "# Keys of the console",
        "",
        MADE,
        "From `console/actions.py`. They work on the Ukrainian layout as well: outside inputs a letter means its key.",
        "",
        "| Where | Key | Does | Needs |",
        "|---|---|---|---|",
        *(
            f"| everywhere | {area.key} | shows {i18n.t(area.label)} | {_code(area.permission)} |"
            for area in actions.AREAS
        ),
        *(
            f"| {action.scope} | {action.key} | {i18n.t(action.label)}{_typed(action)} | {_code(action.permission)} |"
            for action in actions.ACTIONS
        ),
        "| lists | ↑ ↓ j k, PgUp PgDn, Home End | moves | |",
        "| lists | Space | marks a row for a bulk action | |",
        "| lists | Shift+M | marks all rows from the last marked one to this | |",
        "| lists | Enter, Esc | to the detail, and back | |",
        "| everywhere | Ctrl+P | command palette | |",
    ]
    return "\n".join(lines) + "\n"


def _typed(action: actions.Action) -> str:
    return " (confirmed by typing)" if action.danger else ""


def _code(permission: str) -> str:
    return f"`{permission}`" if permission else ""


# -- docs/files.md

FILES = """# Files of readings

{made}
A file is sent piece by piece through `ReadingService.ImportFile`; its format, encoding, delimiter, decimal sign, the
order of day and month, and its columns are told from its first 64 KiB and come back before anything is written. With
`preview` that and the first twenty rows are all. What the caller says in `FileShape` overrules what the file tells.
Rows go the same way as any other reading: all rules, idempotent by register, instant and index. A row that can't be
taken is quarantined with its line and reason (`ListImportProblems`, ninety days); the file goes on. Where a file is
refused for something in its middle, what stood before it was taken.

**Sent again**, under the same `import_id` or another, a file adds only what is not there: a row is known by its
register, instant and index. So what broke off is sent again whole; what was quarantined is tried again (once the meter
is registered, say); a file that is read otherwise than before, with another order of day and month, is taken as it is
read now, and what it said before stays until somebody refuses or reverses it; another file under the same name is
taken as what it is. The problems that are listed are those of the last time.

**A last line that nothing ends** may be half a line: it counts only where the caller says how long the file is
(`FileOptions.size`) and so many bytes came. Else it is quarantined (`line.cut`). Where the size is said and another
number of bytes comes, the import ends with `file.size`, behind what was taken.

- **CSV**: a reading a line, with a head in Ukrainian or English or none, and titles above it or none; UTF-8 or UTF-16,
  with a byte order mark or without, or Windows-1251; lines that end as on any machine; cells divided by a semicolon,
  comma, tab or bar, or by any other sign that the caller names; ISO dates, or day and month in either order, the time
  with the date or in a column of its own. What names no offset is in the time of Kyiv; a day alone is its first
  instant. A head that is not known is shown in the preview all the same, and `FileShape.columns` says what its columns
  hold. Exported with semicolons, in UTF-8, with decimal points; a cell that a spreadsheet would run begins with an
  apostrophe.
- **Numbers** are read as they are written wherever that means one thing: `130,5` and `130.5`, `1 305,5`, `1.305,5` and
  `1,305.5`. `1,305` may mean one number or a thousand times that: it is read by the decimal sign that the file shows,
  or the caller says, and quarantined (`decimal.sign`) where neither does, or where they speak for the other sign. What
  stands between digits but groups no thousands makes no number.
- **NEM13**: two readings for each record 250 whose quantity agrees with them; the meter is `NMI/serial/suffix`.
- **ESPI XML**: indexes (accumulation 1, 2, 3, 9) in cubic metres, watt-hours or joules; a usage point's title names
  the meter, `tou` the zone. Exported the same, register by register, with version, state and source in elements of
  our own.
- **Interval data**: `start,value` of one register, at equal steps of a minute to a day: the step that most of the
  first twelve rows have, for there may be a gap between the first two. Kept exactly, up to 18 digits
  after the point (`GetIntervals`); the index at the end of each day in Kyiv becomes a reading. In the night in which
  an hour comes twice, rows without an offset mean first the one and then the other.
- **Parquet**: exported only; typed columns, zstd, row groups of 5,000.

A packed file, a table with over 100 columns, XML with a document type or entities, and a tag of over a megabyte are
refused as a whole. Memory never depends on the size of the file: of XML no more is kept than {depth} elements inside
one another, texts of {text:,} characters, {names:,} names, and the last {described:,} usage points, reading types and
meter readings that were needed, each with an address of at most {name} characters.

## From one house to another

A file that one house exports is read by another as what it was. CSV and ESPI name the state and the source of each
reading, and so may any other file, by the names of `ReadingState` and `ReadingSource`:

- What does not count where it comes from (`REFUSED`, `CORRECTED`, `REVERSED`, `SUPERSEDED`) is left out, with a note.
- **Estimates are left out, with a note**: nobody read them. An estimate follows from the readings around it and from
  the rules of the house that holds them, and it gives way as soon as somebody reads; the house that takes the file
  reckons its own (`EstimateReadings`). So none becomes a reading, nor a baseline for others.
- What somebody accepted by their own word (`ACCEPTED`, with the quality 7, edited, or 18, verified) is accepted: the
  rules ask nobody again, now or later, unless it can't stand on that register at all, or another reading of that
  instant is accepted there. Operators and utilities import; it is their word, and the history of the reading says so.
- Everything else is judged anew by the rules of the house that takes it. Value, quality and version are kept.

The **version** of a row says which of several rows of one sender, register and instant is the later: the index of the
higher version stands, and takes the place of the lower one (`SUPERSEDED`), whichever comes first, as long as nobody
decided about that. Of one version, two indexes of one instant are for a person to decide between. A row without one is
version 1; the version that a reading is listed with grows with all that becomes of it here.

A row names its register by `register_id`; where there is no such register, by the meter's serial number and the tier.

A partner finds in a file what `ListReadings` shows it: a column of a data class that no grant of its names is empty
in CSV, absent in ESPI and null in Parquet.

## Interval data and the register

What is there already is compared interval by interval. A file may begin and end anywhere: what is new of it is kept,
and a block of a day that says other use than what is on record for the same time, or cuts that time otherwise, is
left with its line.

An index is told only where it is known: from an accepted reading at the instant at which the file begins, or from one
from which the use on record leads there without a gap, even where indexes between them are in review. It is rounded
once, whether the use comes in one file or in a file a day, and counts by the multiplier of the register. A file that
begins elsewhere is refused, so that no use is lost between the last reading and the file. Behind a gap within a file
the use is kept, and indexes are told again from the next accepted reading on; the file may be sent again then.

## Columns that are known by name

{columns}

## Why a file is refused

{files}

## Why a row is quarantined

{rows}

## The examples of NEM13

Of the {total} records in `examples/nem13`, {taken} are taken with the quantity that they state. The others contradict
themselves:

{nem13}
"""


def files() -> str:
    columns = [f"| {role} | {', '.join(f'`{name}`' for name in names)} |" for role, names in ROLES.items()]
    total, refused = 0, []
    for path in sorted((ROOT / "examples" / "nem13").glob("*.csv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.startswith("250,"):
                continue
            total += 1
            found = Nem13().rows(line)[0].problem
            record = line.split(",")
            if found is not None:
                told = record[7], record[8], record[13], record[18], f"`{found.rule}`"
                refused.append(f"| {path.name}:{number} | {' | '.join(told)} |")
    return FILES.format(
        made=MADE,
        depth=espi.DEPTH,
        text=espi.TEXT,
        names=espi.NAMES,
        described=espi.DESCRIBED,
        name=espi.NAME,
        columns="| Holds | Heads |\n|---|---|\n" + "\n".join(columns),
        files="| Rule | The file … |\n|---|---|\n" + "\n".join(f"| `{k}` | {v} |" for k, v in FILE_RULES.items()),
        rows="| Rule | The row or cell … |\n|---|---|\n" + "\n".join(f"| `{k}` | {v} |" for k, v in ROW_RULES.items()),
        total=total,
        taken=total - len(refused),
        nem13="| Record | Direction | Previous | Current | Stated | Rule |\n|---|---|---|---|---|---|\n"
        + "\n".join(refused),
    )


PAGES: dict[str, Callable[[], str]] = {
    "reference.md": reference,
    "access.md": access,
    "limits.md": bounds,
    "files.md": files,
    "states.md": states,
    "law.md": laws,
    "data.md": data,
    "processing.md": processing,
    "keys.md": keys,
}


def main() -> int:
    docs = ROOT / "docs"
    for name, make in PAGES.items():
        (docs / name).write_text(make(), encoding="utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
