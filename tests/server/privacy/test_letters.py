"""Letters: each has what its article demands, in every shape, whatever stands in the values."""

from io import BytesIO
from typing import Any

import pytest
from google.type.date_pb2 import Date
from pypdf import PdfReader
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.errors import InvalidField
from server.notifications.placeholders import Kind
from server.privacy import rights
from server.privacy.letters import kinds, letter
from server.privacy.letters.letter import Block, Is, Template

from ..conftest import Client, House, StartHouse, refused
from ..test_privacy import a_user, decide, in_progress
from ..test_privacy import letter as incoming
from .conftest import answered

K, L = pb.PrivacyRequestKind, pb.LetterKind
TEXT, HTML, PDF = pb.LETTER_FORMAT_TEXT, pb.LETTER_FORMAT_HTML, pb.LETTER_FORMAT_PDF
TEMPLATES = ("answer", "extension", "refusal", "recipient_notice", "nothing_held", "lifting")
#: What every letter to a person tells of complaining (art. 8(2)(8), 18).
COMPLAINTS = ("Уповноваженому Верховної Ради України з прав людини", "до суду")


async def written(officer: Client, request_id: str, kind: int, form: int = TEXT) -> list[pb.Letter]:
    reply = await officer.PrivacyRequestService.RenderLetter(id=request_id, kind=kind, format=form)
    return list(reply.letters)


def plain(one: pb.Letter) -> str:
    """What a letter says, on one line."""
    if one.media_type == "application/pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(one.content)).pages).split())
    return " ".join(one.content.decode().split())


async def test_an_answer_names_the_decision_the_official_the_rights_and_the_remedies(house: House) -> None:
    done, _ = await answered(house)
    officer = await house.operator("petro")
    for form in (TEXT, HTML, PDF):
        (one,) = await written(officer, done.id, L.LETTER_KIND_ANSWER, form)
        said = plain(one)
        for text in (done.number, "Олена Коваль", "23.11.2026", "задоволено", "Оксана", "безоплатні", *COMPLAINTS):
            assert text in said, (text, form)
        assert all(article in said for article, _ in rights.RIGHTS)
    assert one.file_name == f"letter-{done.number}-answer.pdf"


async def test_article_17_3_a_refusal_names_ground_reason_official_date_and_remedies(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    done = await decide(house, request, pb.PRIVACY_DECISION_REFUSE, "Закон № 2135-XII, ст. 9")
    for form in (TEXT, HTML, PDF):
        (one,) = await written(officer, done.id, L.LETTER_KIND_REFUSAL, form)
        said = plain(one)
        assert "Підстава відмови: Закон № 2135-XII, ст. 9" in said
        assert "Причина відмови: Підстав для відмови немає." in said
        assert "Посадова особа, яка відмовляє: Оксана" in said
        assert "Дата відправлення цього повідомлення: 23.11.2026" in said
        assert "стаття 17, частина третя" in said
        assert all(text in said for text in COMPLAINTS)


async def test_article_17_2_a_deferral_names_official_date_reason_term_and_remedies(
    start_house: StartHouse,
) -> None:
    house = await start_house(regimes=("EU-GDPR",))
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    extended = await officer.PrivacyRequestService.ExtendDeadline(
        id=request.id, etag=request.etag, until=Date(year=2027, month=1, day=15), reason="потрібні архіви."
    )
    for form in (TEXT, HTML, PDF):
        (one,) = await written(officer, extended.request.id, L.LETTER_KIND_EXTENSION, form)
        said = plain(one)
        assert "Посадова особа, яка ухвалила рішення: Петро" in said
        assert "Дата відправлення цього повідомлення: 23.11.2026" in said
        assert "Причина відстрочення: потрібні архіви." in said
        assert "до 15.01.2027 включно" in said
        assert "статті 17, частини другої" in said
        assert all(text in said for text in COMPLAINTS)


@pytest.mark.parametrize(
    ("kind", "action", "fields"),
    [
        (
            K.PRIVACY_REQUEST_KIND_RECTIFICATION,
            "зміна",
            {"rectifications": [pb.Rectification(field="last_name", value="Новенко")]},
        ),
        (K.PRIVACY_REQUEST_KIND_ERASURE, "видалення (знищення)", {}),
        (K.PRIVACY_REQUEST_KIND_RESTRICTION, "обмеження доступу", {}),
    ],
)
async def test_article_21_3_every_recipient_is_told_what_was_done_and_when(
    house: House, kind: int, action: str, fields: Any
) -> None:
    done, _ = await answered(house, kind, **fields)
    officer = await house.operator("petro")
    letters = await written(officer, done.id, L.LETTER_KIND_RECIPIENT_NOTICE)
    assert letters
    assert len({one.file_name for one in letters}) == len(letters)
    for one in letters:
        said = plain(one)
        for text in (action, "23.11.2026", done.number, "Олена Коваль", "статті 21, частини третьої", "десять робочих"):
            assert text in said
        assert "м. Річенськ" not in said  # the applicant's address is none of a recipient's business
        if fields:
            assert "прізвище: Новенко" in said


async def test_article_8_2_4_somebody_unknown_is_told_that_nothing_is_held(house: House) -> None:
    officer = await house.operator("petro")
    service = officer.PrivacyRequestService
    made = (await service.CreatePrivacyRequest(request=incoming(K.PRIVACY_REQUEST_KIND_ACCESS))).request
    proof = pb.IdentityProof(method="паспорт, звірено особисто")
    made = (await service.RecordIdentityProof(id=made.id, etag=made.etag, proof=proof)).request
    made = (await service.AssignPrivacyRequest(id=made.id, etag=made.etag)).request
    done = await decide(house, made)
    (one,) = await written(officer, done.id, L.LETTER_KIND_NOTHING_HELD)
    said = plain(one)
    for text in ("персональні дані не обробляються", done.number, "Олена Коваль", "Оксана", "23.11.2026", *COMPLAINTS):
        assert text in said
    assert (await refused(written(officer, done.id, L.LETTER_KIND_ANSWER))).reason == "WRONG_STATE"


@pytest.mark.parametrize("kind", [number for number in L.values() if number])
async def test_a_letter_that_is_not_due_is_not_written(house: House, kind: int) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    told = await refused(written(officer, request.id, kind))
    assert told.reason == "WRONG_STATE"
    assert "IN_PROGRESS" in told.message


async def test_what_an_applicant_wrote_makes_no_markup_and_no_blocks(house: House) -> None:
    done, _ = await answered(house, applicant_name="<b>Олена</b> {number} # - >> Коваль")
    officer = await house.operator("petro")
    (page,) = await written(officer, done.id, L.LETTER_KIND_ANSWER, HTML)
    body = page.content.decode()
    assert "&lt;b&gt;Олена&lt;/b&gt; {number} # - &gt;&gt; Коваль" in body
    assert "<b>" not in body


# -- templates


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_typed_placeholders_and_refuses_what_does_not_fit(name: str) -> None:
    template = Template.named(name)
    assert {kind for field, kind in template.names.items() if field in ("sent", "received", "decided", "due")} == {
        Kind.DATE
    }
    values = {field: "2026-11-23" if kind is Kind.DATE else "щось" for field, kind in template.names.items()}
    assert template.filled(values)
    with pytest.raises(InvalidField):
        template.filled({**values, "sent": "учора"})
    with pytest.raises(InvalidField):
        template.filled({key: value for key, value in values.items() if key != "number"})
    with pytest.raises(InvalidField):
        template.filled({**values, "more": "?"})
    with pytest.raises(InvalidField):
        template.filled({**values, "signature": "два\nрядки"})


def test_every_kind_of_letter_has_somebody_who_writes_it() -> None:
    assert kinds._WRITTEN.keys() == set(L.values()) - {0}
    assert kinds.DONE.keys() == kinds.DEMANDS.keys() == set(K.values()) - {0}
    assert kinds.ACTIONS.keys() <= kinds.DONE.keys()


def test_a_value_stays_within_its_block() -> None:
    blocks = [Block(Is.ENTRY, "# no heading"), Block(Is.PARAGRAPH, "- no entry")]
    page = letter.to_html(blocks, "1").decode()
    assert "<li># no heading</li>" in page
    assert "<p>- no entry</p>" in page
