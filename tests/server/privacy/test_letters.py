"""Letters: each has what its article demands, in every shape, whatever stands in the values."""

from io import BytesIO

import pytest
from google.type.date_pb2 import Date
from pypdf import PdfReader
from smartregion.v1 import partner_service_pb2 as partner
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.data_duty_pb2 import DataDutyKind
from smartregion.v1.options_pb2 import DataClass

from server.errors import InvalidField
from server.notifications.placeholders import Kind
from server.privacy import rights
from server.privacy.kinds import OWN_DATA
from server.privacy.letters import kinds, letter, notices
from server.privacy.letters.letter import Block, Is, Template

from ..conftest import Client, House, StartHouse, refused
from ..test_duties import granted
from ..test_privacy import a_user, decide, in_progress
from ..test_privacy import letter as incoming
from .conftest import answered, left_behind

K, L = pb.PrivacyRequestKind, pb.LetterKind
TEXT, HTML, PDF = pb.LETTER_FORMAT_TEXT, pb.LETTER_FORMAT_HTML, pb.LETTER_FORMAT_PDF
TEMPLATES = (*("answer", "answer_on_merits", "extension", "refusal", "recipient_notice", "nothing_held", "lifting"),)
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
        for text in (done.number, "Олена Коваль", "23.11.2026", "задоволено", "Оксана", "безоплатний", *COMPLAINTS):
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
        assert "Закон № 2297-VI, ст. 17, ч. 3" in said
        assert all(text in said for text in COMPLAINTS)


async def test_article_12_3_an_extension_names_official_date_reason_term_and_remedies(
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
        assert "Посадова особа, яка продовжила строк: Петро" in said
        assert "Дата відправлення цього повідомлення: 23.11.2026" in said
        assert "Причина продовження: потрібні архіви." in said
        assert "до 15.01.2027 включно" in said
        assert "GDPR, ст. 12, ч. 3" in said
        assert "2297-VI" not in said, "which knows no extension for one's own data"
        assert "до наглядового органу" in said


#: By the law: how a letter names it, begins, cites its bounds of a refusal, tells of costs and of whom to complain to.
OWN = (
    "Закон України № 2297-VI",
    "Ваше звернення щодо персональних даних (",
    "Закон № 2297-VI, ст. 17, ч. 3",
    "Доступ до даних про себе — безоплатний (Закон № 2297-VI, ст. 19, ч. 1)",
    "Уповноваженому Верховної Ради",
)
LAWS = {
    **dict.fromkeys(OWN_DATA, OWN),
    K.PRIVACY_REQUEST_KIND_APPEAL: (
        "Закон України № 393/96-ВР",
        "Ваше звернення отримано",
        "Закон № 393/96-ВР, ст. 8, ч. 1",
        "Звернення розглядають безоплатно (Закон № 393/96-ВР, ст. 21, ч. 1)",
        "вищому органові або посадовій особі",
    ),
    K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION: (
        "Закон України № 2939-VI",
        "Ваш запит на інформацію отримано",
        "Закон № 2939-VI, ст. 22, ч. 1",
        "копіювання понад десять сторінок — за фактичні витрати (Закон № 2939-VI, ст. 21, ч. 1–2)",
        "керівникові розпорядника інформації",
    ),
    K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST: (
        "Закон України № 5076-VI",
        "Ваш адвокатський запит отримано",
        "Закон № 5076-VI, ст. 24, ч. 2",
        "адвокат відшкодовує за фактичними витратами (Закон № 5076-VI, ст. 24, ч. 3)",
        "до ради адвокатів регіону",
    ),
}
#: Who was erased demands nothing more, so that comes last.
IN_ORDER = sorted(LAWS, key=lambda kind: kind == K.PRIVACY_REQUEST_KIND_ERASURE)


def others(kind: int) -> set[str]:
    """How laws are cited that do not govern such a request."""
    cites = {"2297-VI", "393/96-ВР", "2939-VI", "5076-VI", "GDPR"}
    return cites - {cite for cite in cites if cite in LAWS[kind][0]}


async def put(officer: Client, kind: int, user_id: str) -> pb.PrivacyRequest:
    corrected = [pb.Rectification(field="last_name", value="Новенко")]
    fields = {"rectifications": corrected} if kind == K.PRIVACY_REQUEST_KIND_RECTIFICATION else {}
    return await in_progress(officer, kind, user_id if kind in OWN_DATA else "", **fields)


async def test_a_refusal_cites_the_law_that_governs_the_request(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    for kind in IN_ORDER:
        done = await decide(house, await put(officer, kind, user.id), pb.PRIVACY_DECISION_REFUSE, "ухвала № 4")
        (one,) = await written(officer, done.id, L.LETTER_KIND_REFUSAL)
        said = plain(one)
        law, begins, bounds, costs, complaint = LAWS[kind]
        for text in (law, begins, bounds, costs, complaint, "Підстава відмови: ухвала № 4.", "до суду"):
            assert text in said, (K.Name(kind), text)
        assert not {cite for cite in others(kind) if cite in said}, K.Name(kind)


async def test_an_answer_cites_the_law_that_governs_the_request(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    for kind in IN_ORDER:
        done = await decide(house, await put(officer, kind, user.id))
        (one,) = await written(officer, done.id, L.LETTER_KIND_ANSWER)
        said = plain(one)
        law, begins, _, costs, complaint = LAWS[kind]
        for text in (law, begins, costs, complaint, "до суду"):
            assert text in said, (K.Name(kind), text)
        assert not {cite for cite in others(kind) if cite in said}, K.Name(kind)
        assert ("Ваші права" in said) == (kind in OWN_DATA)


@pytest.mark.parametrize(
    ("kind", "until", "rule"),
    [
        (K.PRIVACY_REQUEST_KIND_APPEAL, Date(year=2027, month=1, day=4), "Закон № 393/96-ВР, ст. 20, ч. 1"),
        (K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, Date(year=2026, month=12, day=21), "Закон № 2939-VI, ст. 20, ч. 4"),
        (K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, Date(year=2026, month=12, day=21), "Закон № 5076-VI, ст. 24, ч. 2"),
    ],
)
async def test_an_extension_cites_the_law_that_allows_it(house: House, kind: int, until: Date, rule: str) -> None:
    officer = await house.operator("petro")
    request = await put(officer, kind, "")
    await officer.PrivacyRequestService.ExtendDeadline(
        id=request.id, etag=request.etag, until=until, reason="великий обсяг"
    )
    (one,) = await written(officer, request.id, L.LETTER_KIND_EXTENSION)
    said = plain(one)
    law, begins, _, _, complaint = LAWS[kind]
    for text in (law, begins, rule, complaint, f"до {until.day:02}.{until.month:02}.{until.year} включно"):
        assert text in said, text
    assert not {cite for cite in others(kind) if cite in said}
    assert "відстроч" not in said


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        (K.PRIVACY_REQUEST_KIND_RECTIFICATION, "зміна"),
        (K.PRIVACY_REQUEST_KIND_ERASURE, "видалення (знищення)"),
        (K.PRIVACY_REQUEST_KIND_RESTRICTION, "обмеження доступу"),
        (K.PRIVACY_REQUEST_KIND_OBJECTION, "заперечення проти обробки"),
        (K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL, "відкликання згоди на обробку"),
    ],
)
async def test_article_21_3_every_recipient_is_told_what_was_done_and_when(
    house: House, kind: int, action: str
) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    identity, contact = DataClass.DATA_CLASS_IDENTITY, DataClass.DATA_CLASS_CONTACT
    await house.app.services.store.write(
        lambda tx: granted(tx, user.id, 77, partner.PARTNER_KIND_BANK, identity, contact)
    )
    done = await decide(house, await put(officer, kind, user.id))
    letters = await written(officer, done.id, L.LETTER_KIND_RECIPIENT_NOTICE)
    assert letters
    assert len({one.file_name for one in letters}) == len(letters)
    for one in letters:
        said = plain(one)
        for text in (action, "23.11.2026", done.number, "Закон № 2297-VI, ст. 21, ч. 3", "десяти робочих"):
            assert text in said
        assert "м. Річенськ" not in said  # the applicant's address is none of a recipient's business
    named = [said for said in map(plain, letters) if "Олена Коваль" in said]
    assert len(named) == 1, "the bank alone was shown a name"
    if kind == K.PRIVACY_REQUEST_KIND_RECTIFICATION:
        assert "прізвище: Новенко" in named[0]


async def test_nobody_is_written_to_where_nobody_was_shown_what_changed(house: House) -> None:
    corrected = [pb.Rectification(field="last_name", value="Новенко")]
    done, _ = await answered(house, K.PRIVACY_REQUEST_KIND_RECTIFICATION, rectifications=corrected)
    officer = await house.operator("petro")
    assert (await refused(written(officer, done.id, L.LETTER_KIND_RECIPIENT_NOTICE))).reason == "WRONG_STATE"
    (one,) = await written(officer, done.id, L.LETTER_KIND_ANSWER)
    assert "сповіщають" not in plain(one)


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


async def test_no_letter_swears_destruction_until_the_scan_finds_nothing(house: House) -> None:
    done, user = await answered(house, K.PRIVACY_REQUEST_KIND_ERASURE)
    officer = await house.operator("petro")
    await left_behind(house, user.phone)
    assert not (await officer.PrivacyRequestService.VerifyErasure(id=done.id)).clean
    told = await refused(written(officer, done.id, L.LETTER_KIND_ANSWER))
    assert told.reason == "WRONG_STATE"
    assert "remains" in told.message
    await house.app.services.store.write(lambda tx: tx.sql("DELETE FROM meta WHERE name = 'left'"))
    assert (await officer.PrivacyRequestService.VerifyErasure(id=done.id)).clean
    (one,) = await written(officer, done.id, L.LETTER_KIND_ANSWER)
    said = plain(one)
    assert "Дані знищено так, що відновити їх неможливо" in said
    assert "smartregion.db" not in said


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
    assert kinds._WRITTEN.keys() == set(L.values()) - {0, L.LETTER_KIND_RECIPIENT_NOTICE}
    assert kinds.DONE.keys() == kinds.DEMANDS.keys() == OWN_DATA
    assert OWN_DATA | kinds.NAMES.keys() == set(K.values()) - {0}
    assert notices.ACTIONS.keys() == set(DataDutyKind.values()) - {0}


def test_a_value_stays_within_its_block() -> None:
    blocks = [Block(Is.ENTRY, "# no heading"), Block(Is.PARAGRAPH, "- no entry")]
    page = letter.to_html(blocks, "1").decode()
    assert "<li># no heading</li>" in page
    assert "<p>- no entry</p>" in page
