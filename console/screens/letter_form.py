"""A letter as it is registered: who wrote, then what they demand, part by part."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from console import typed, understood
from console.choices import CIRCUMSTANCES, REQUEST_KINDS
from console.i18n import enum, t
from console.intake import Letter, Part
from console.models import Query
from console.ports import ClientError
from console.widgets.form import Field, Form

if TYPE_CHECKING:
    from console.screens.area import AreaScreen

CHANNELS = ("LETTER", "EMAIL", "PHONE")
_RECTIFIED = ("phone", "email", "first_name", "last_name")
_ID = re.compile(r"[0-9a-z]{13}")
#: Lines that are seen of what a letter says.
TEXT_LINES = 4
#: Parts that a letter has at most, by the contract.
PARTS = 10


async def letter_asked(
    screen: "AreaScreen",
    title: str,
    known: Mapping[str, str],
    send: Callable[[Letter], Awaitable[Any]],
    channels: Sequence[str] = CHANNELS,
) -> bool:
    """Asks for a letter and sends it with its last part, where what is refused stands in the form; whether it was sent.
    Escape leads one back: a letter is long, and who wrote it may be what was refused.
    `known` is what the fields begin with, by their names, and `text` that of the first part. From a worker."""
    #: Who wrote, then each part.
    answered: list[dict[str, str]] = []

    async def written(answers: dict[str, str]) -> None:
        typed.day(answers["received_on"], "received_on")
        answers["user_id"] = await _user(screen, answers["user_id"])

    async def sent(answers: dict[str, str]) -> None:
        if answers["more"] == "yes":
            return
        head, *parts = [*answered, answers]
        try:
            await send(_letter(head, [_part(one) for one in parts]))
        except ClientError as error:
            raise _of_part(error, len(parts) - 1) from None

    while True:
        number = len(answered)
        if number:
            said = f"{title}: {t('letter.part', number=number)}"
            asked = _part_fields(known.get("text", "") if number == 1 else "", last=number == PARTS)
            form = Form(said, asked, text=_so_far(answered[1:]), send=sent)
        else:
            asked = _head(known, channels)
            form = Form(title, asked, text=t("letter.head_text"), submit=t("letter.next"), send=written)
        answers = await screen.ask(form, number)
        if answers is not None:
            if number and answers["more"] != "yes":
                return True
            answered.append(answers)
        elif answered:
            left = answered.pop()
            known = known if answered else {**known, "user_id": left["user_id"]}  # no form keeps who somebody is
        else:
            return False


async def _user(screen: "AreaScreen", text: str) -> str:
    """The id of whoever is meant by it, by a phone, an account or what else letters say; empty for nobody. Raises
    ClientError where nobody is found, or more than one."""
    if not text or _ID.fullmatch(text):
        return text
    found = (await screen.api.users.page(Query((("text", text),)), token="", skip=0, size=2)).rows
    if len(found) != 1:
        said = "letter.several" if found else "letter.nobody"
        raise typed.wrong(t(said, text=text), "user_id")
    return found[0].id


async def part_asked(screen: "AreaScreen", title: str, text: str, send: Callable[[Part], Awaitable[Any]]) -> None:
    """Asks for one demand of a letter that lies here, and sends it; what is refused stands in the form."""

    async def sent(answers: dict[str, str]) -> None:
        await send(_part(answers))

    fields = [field for field in _part_fields("", last=True) if field.id != "more"]
    await screen.ask(Form(title, fields, text=text, send=sent))


def _of_part(error: ClientError, number: int) -> ClientError:
    """A refusal as the form of one part shows it: beside its fields stands what is wrong with that part."""
    place = f"letter.parts[{number}]."
    error.fields = tuple((path, said) for path, said in error.fields if path.startswith(place))
    return error


def _head(known: Mapping[str, str], channels: Sequence[str]) -> list[Field]:
    return [
        Field("channel", t("request.channel"), choices=[(one, enum("intake", one)) for one in channels]),
        Field(
            "received_on",
            t("request.received"),
            known.get("received_on", ""),
            reads=understood.day,
            example="25.11.2026",
        ),
        Field("applicant", t("column.applicant"), known.get("applicant", "")),
        Field("contact", t("request.contact"), known.get("contact", "")),
        Field(
            "user_id",
            t("column.user"),
            known.get("user_id", ""),
            required=False,
            hint=t("letter.user_hint"),
            identifies=True,
        ),
        Field("representative", t("request.representative"), required=False, hint=t("request.representative_hint")),
        Field("authority", t("request.authority"), required=False, hint=t("request.authority_hint")),
        Field("document", t("request.document"), known.get("document", ""), required=False),
    ]


def _part_fields(text: str, *, last: bool) -> list[Field]:
    more = [("no", t("letter.no_more"))] + ([] if last else [("yes", t("letter.one_more"))])
    return [
        Field("kind", t("column.kind"), choices=[(one, enum("request_kind", one)) for one in REQUEST_KINDS]),
        Field("text", t("request.text"), text, required=False, lines=TEXT_LINES),
        Field("more", t("letter.more"), choices=more),
        Field("field", t("request.field"), choices=_none_or("column.", _RECTIFIED), required=False),
        Field("value", t("request.value"), required=False),
        Field(
            "circumstance", t("request.circumstance"), choices=_none_or("circumstance.", CIRCUMSTANCES), required=False
        ),
        Field("regimes", t("request.regimes"), required=False, hint=t("request.regimes_hint")),
    ]


def _none_or(prefix: str, names: Sequence[str]) -> list[tuple[str, str]]:
    return [("", "—"), *((one, t(f"{prefix}{one}")) for one in names)]


def _so_far(parts: Sequence[Mapping[str, str]]) -> str:
    return "\n".join(f"{place}. {enum('request_kind', one['kind'])}" for place, one in enumerate(parts, 1))


def _letter(head: Mapping[str, str], parts: Sequence[Part]) -> Letter:
    return Letter(
        channel=head["channel"],
        received_on=head["received_on"],
        applicant=head["applicant"],
        contact=head["contact"],
        user_id=head["user_id"],
        representative=head["representative"],
        authority=head["authority"],
        document=head["document"],
        parts=tuple(parts),
    )


def _part(answers: Mapping[str, str]) -> Part:
    """What is to be corrected belongs to a rectification: another kind may have been chosen after it was typed."""
    rectifies = answers["kind"] == "RECTIFICATION"
    return Part(
        answers["kind"],
        answers["text"],
        answers["regimes"],
        answers["circumstance"],
        answers["field"] if rectifies else "",
        answers["value"] if rectifies else "",
    )
