"""Each duty of the law, by its article. The names are those of docs/law.md; test_docs.py says that none is missing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from google.type.date_pb2 import Date
from smartregion.v1 import notification_service_pb2 as notifications
from smartregion.v1 import privacy_request_service_pb2 as pb

from server.law import book, reckoning
from server.law.clocks import Clock, Facts, clocks, implied
from server.law.explaining import Step, steps
from server.law.model import Duty
from server.notifications.provider_settings import TurboSmsProvider
from server.privacy import lifting
from storage.columns import declaration_of
from storage.repositories import subject

from ..conftest import Client, House, StartHouse, refused
from ..test_privacy import a_user, decide, in_progress, letter

K, S = pb.PrivacyRequestKind, pb.PrivacyRequestState
LAW = book.packaged()
AFTER_THE_WAR = book.load(martial_law_until=date(2027, 1, 31))
#: A Monday; Independence Day lies behind it, on another Monday.
MONDAY = date(2026, 8, 17)
OWN, GDPR = "UA-2297-VI", "EU-GDPR"
APPEAL, INFORMATION, LAWYER = "UA-393-96", "UA-2939-VI", "UA-5076-VI"
BOTH = {"regimes": (OWN, GDPR)}


def duty(regime: str, code: str) -> Duty:
    return LAW.regime(regime).duty(code, MONDAY)


def due(regime: str, code: str, start: date | datetime = MONDAY, law: book.Law = LAW) -> date:
    return reckoning.due(law, regime, code, start).due


def facts(kind: int, received: date, *codes: str, circumstances: tuple[int, ...] = ()) -> Facts:
    regimes = codes or implied(LAW, [OWN], kind, received)
    return Facts(kind, received, regimes, frozenset(circumstances))


def clock(wanted: Facts) -> Clock:
    return clocks(LAW, wanted)[0]


def explained(wanted: Facts) -> dict[str, Step]:
    return {step.article: step for step in steps(clock(wanted), wanted)}


def service(client: Client) -> Any:
    return client.PrivacyRequestService


async def registered(client: Client, kind: int, **fields: Any) -> pb.PrivacyRequest:
    made: pb.PrivacyRequest = (await service(client).CreatePrivacyRequest(request=letter(kind, **fields))).request
    return made


async def duties(client: Client, request: pb.PrivacyRequest) -> dict[str, pb.LegalDuty]:
    reply = await service(client).ExplainDeadline(id=request.id)
    return {f"{one.regime} {one.code}": one for one in reply.duties}


def extension(request: pb.PrivacyRequest, until: date) -> dict[str, Any]:
    day = Date(year=until.year, month=until.month, day=until.day)
    return {"id": request.id, "etag": request.etag, "until": day, "reason": "великий обсяг"}


# -- 2297-VI: the person's own data


def test_law_2297_article_8_2_4_access() -> None:
    for kind in (K.PRIVACY_REQUEST_KIND_ACCESS, K.PRIVACY_REQUEST_KIND_COPY):
        found = clock(facts(kind, date(2026, 11, 23)))
        assert (found.due, found.article) == (date(2026, 12, 23), "2297-VI, art. 8(2)(4)")
        assert found.confirmed
    # Thirty calendar days: neither a day off nor a holiday at the end makes them longer.
    assert clock(facts(K.PRIVACY_REQUEST_KIND_ACCESS, date(2026, 12, 4))).due == date(2027, 1, 3)


def test_law_2297_article_8_2_6_change() -> None:
    for kind in (K.PRIVACY_REQUEST_KIND_RECTIFICATION, K.PRIVACY_REQUEST_KIND_ERASURE):
        assert "2297-VI, art. 8(2)(6)" in explained(facts(kind, MONDAY))


def test_law_2297_article_8_2_5_objection() -> None:
    for kind in (K.PRIVACY_REQUEST_KIND_OBJECTION, K.PRIVACY_REQUEST_KIND_RESTRICTION):
        assert "2297-VI, art. 8(2)(5)" in explained(facts(kind, MONDAY))


async def test_law_2297_article_8_2_11_consent_withdrawal(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_CONSENT_WITHDRAWAL, user.id)
    explanation = await service(officer).ExplainDeadline(id=request.id)
    assert "2297-VI, art. 8(2)(11)" in [step.article for step in explanation.steps]
    assert (await decide(house, request)).state == S.PRIVACY_REQUEST_STATE_FULFILLED
    wishes = (await officer.NotificationService.GetPreferences(user_id=user.id)).preferences
    marketing = notifications.NotificationCategory.NOTIFICATION_CATEGORY_MARKETING
    assert not any(one.enabled for one in wishes if one.category == marketing)


def test_model_procedure_1_02_14_examination() -> None:
    for kind in (K.PRIVACY_REQUEST_KIND_ERASURE, K.PRIVACY_REQUEST_KIND_OBJECTION):
        found = clock(facts(kind, MONDAY))
        assert (found.due, found.article) == (date(2026, 8, 27), "Model Procedure 1/02-14")
        assert not found.confirmed


async def test_law_2297_article_17_1_own_data_no_deferral(house: House) -> None:
    officer = await house.operator("petro")
    for kind in (K.PRIVACY_REQUEST_KIND_ACCESS, K.PRIVACY_REQUEST_KIND_ERASURE):
        request = await registered(officer, kind)
        told = await refused(service(officer).ExtendDeadline(**extension(request, date(2027, 1, 5))))
        assert told.reason == "FORBIDDEN_BY_LAW"
        assert "2297-VI, art. 17(1)" in told.message
        assert told.localized == told.message


async def test_law_2297_article_17_3_refusal(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    assert (await duties(officer, request))[f"{OWN} refusal"].article == "2297-VI, art. 17(3)"
    refuses = {"id": request.id, "etag": request.etag, "decision": pb.PRIVACY_DECISION_REFUSE}
    told = await refused(service(officer).ProposeDecision(**refuses, reason="не можна"))
    assert told.violations == (("article", "privacy.refusal"),)
    told = await refused(service(officer).ProposeDecision(**refuses, reason="", article="2297-VI, art. 17(3)"))
    assert [field for field, _ in told.violations] == ["reason"]


def test_law_2297_article_19_1_free_of_charge() -> None:
    step = explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, MONDAY))["2297-VI, art. 19(1)"]
    assert step.confirmed
    assert "безоплатний" in step.uk


def test_law_2297_article_6_8_storage_limit() -> None:
    # That the copy of a document is destroyed once a request is decided: tests/server/privacy/test_copies.py.
    assert "copy of the document" in duty(OWN, "storage-limit").en


async def test_law_2297_article_8_2_8_complaint(house: House) -> None:
    officer = await house.operator("petro")
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, (await a_user(officer)).id)
    await decide(house, request)
    html = pb.PACKAGE_FORMAT_HTML
    parts = [part.chunk async for part in service(officer).DownloadAccessPackage(id=request.id, format=html)]
    page = b"".join(parts).decode()
    assert "Уповноваженому Верховної Ради України з прав людини" in page
    assert "до суду" in page


async def test_law_2297_article_16_6_identity(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_ACCESS)
    first = (await service(officer).ExplainDeadline(id=request.id)).next_steps[0]
    assert (first.kind, first.article) == (pb.NEXT_STEP_KIND_PROVE_IDENTITY, "2297-VI, art. 16(6)")
    told = await refused(service(officer).PreviewAccessPackage(id=request.id))
    assert told.reason == "CONFLICT"  # nobody knows yet of whom it would be


# -- 2297-VI: third parties. DisclosureService goes by these; here is what the law says of them.


def test_law_2297_article_16_2_third_party_ensures() -> None:
    assert duty(OWN, "third-party-ensures").confirmed


def test_law_2297_article_16_4_third_party_contents() -> None:
    said = duty(OWN, "third-party-contents")
    assert all(word in said.en for word in ("identity", "basis", "purpose", "data"))
    assert not said.confirmed


def test_law_2297_article_16_5_third_party_study() -> None:
    # Two weekends, and Independence Day, which is worked while martial law lasts.
    assert due(OWN, "third-party-study") == date(2026, 8, 31)
    peace = reckoning.due(AFTER_THE_WAR, OWN, "third-party-study", date(2027, 8, 16))
    assert peace.due == date(2027, 8, 31)
    assert "День незалежності України (КЗпП, ст. 73)" in [note.uk for note in peace.days]


def test_law_2297_article_16_5_third_party_answer() -> None:
    assert due(OWN, "third-party-answer") == date(2026, 9, 16)


def test_law_2297_article_17_2_third_party_deferral() -> None:
    assert due(OWN, "third-party-deferral") == date(2026, 10, 1)
    assert duty(OWN, "third-party-deferral").of == ("third-party-answer",)


def test_law_2297_article_17_2_deferral_notice() -> None:
    notice = duty(OWN, "deferral-notice")
    assert due(OWN, "deferral-notice") == due(OWN, "third-party-answer")
    said = " ".join(notice.contents_en)
    assert all(word in said for word in ("official", "date", "reason", "term", "appeal"))
    assert len(notice.contents_uk) == 5
    assert notice.confirmed


# -- 2297-VI: what follows from handling data


async def test_law_2297_article_15_destruction(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    request = await decide(house, await in_progress(officer, K.PRIVACY_REQUEST_KIND_ERASURE, user.id))
    assert request.state == S.PRIVACY_REQUEST_STATE_PARTLY_FULFILLED  # here; its recipients have their term
    assert (await service(officer).VerifyErasure(id=request.id)).clean


async def test_law_2297_article_20_correction(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    wanted = [pb.Rectification(field="last_name", value="Виправленко")]
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RECTIFICATION, user.id, rectifications=wanted)
    await decide(house, request)
    # Without delay: with the approval, not some day after it.
    assert (await officer.UserService.GetUser(id=user.id)).user.last_name == "Виправленко"
    assert duty(OWN, "correction").term is None


def test_law_2297_article_21_1_2_transfer_notice() -> None:
    notice = duty(OWN, "transfer-notice")
    assert due(OWN, "transfer-notice", date(2026, 12, 17)) == date(2026, 12, 31)
    assert len(notice.exceptions_uk) == len(notice.exceptions_en) == 4
    assert notice.whom_en == "the person"


async def test_law_2297_article_21_3_change_notice(house: House) -> None:
    officer = await house.operator("petro")
    wanted = [pb.Rectification(field="first_name", value="Олена")]
    user = await a_user(officer)
    request = await in_progress(officer, K.PRIVACY_REQUEST_KIND_RECTIFICATION, user.id, rectifications=wanted)
    before = (await duties(officer, request))[f"{OWN} change-notice"]
    assert not before.HasField("due_on")
    await decide(house, request)
    after = (await duties(officer, request))[f"{OWN} change-notice"]
    # Changed on Monday, 23 November: ten working days.
    assert after.due_on == Date(year=2026, month=12, day=7)
    assert after.article == "2297-VI, art. 21(3)"
    assert after.whom_en == "the person and every recipient of the data"
    access = await in_progress(officer, K.PRIVACY_REQUEST_KIND_ACCESS, user.id)
    assert f"{OWN} change-notice" not in await duties(officer, access)


# -- 393/96-ВР: citizens' appeals


async def test_law_393_96_article_20_1_answer(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_APPEAL)
    assert list(request.regimes) == [APPEAL]
    assert (request.due_on, request.due_article) == (Date(year=2026, month=12, day=8), "393/96-ВР, art. 20(1)")


def test_law_393_96_article_20_1_answer_after_study() -> None:
    study = pb.REQUEST_CIRCUMSTANCE_FURTHER_STUDY
    wanted = facts(K.PRIVACY_REQUEST_KIND_APPEAL, date(2026, 12, 31), circumstances=(study,))
    assert clock(wanted).due == date(2027, 1, 31)
    short = facts(K.PRIVACY_REQUEST_KIND_APPEAL, date(2027, 1, 31), circumstances=(study,))
    assert clock(short).due == date(2027, 2, 28)


async def test_law_393_96_article_20_1_longest(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_APPEAL)
    longest = date(2026, 11, 23) + timedelta(days=45)
    told = await refused(service(officer).ExtendDeadline(**extension(request, longest + timedelta(days=1))))
    assert told.violations == (("until", "privacy.extension"),)
    assert (await service(officer).ExtendDeadline(**extension(request, longest))).request.due_on.day == longest.day


async def test_law_393_96_article_20_1_extension_notice(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_APPEAL)
    reply = await service(officer).ExtendDeadline(**extension(request, date(2026, 12, 20)))
    (notice,) = reply.notices
    assert (notice.due_on, notice.whom_en) == (Date(year=2026, month=12, day=23), "the person who appealed")
    assert len(notice.contents_uk) == 2


def test_law_393_96_article_8_1_refusal() -> None:
    assert "анонімні" in duty(APPEAL, "refusal").uk


def test_law_393_96_article_16_1_complaint() -> None:
    # That letters tell of it, here and of the other laws: tests/server/privacy/test_letters.py.
    assert duty(APPEAL, "complaint").contents_en == ("to the body or official above us", "to a court")


def test_law_393_96_article_21_1_free_of_charge() -> None:
    assert "393/96-ВР, art. 21(1)" in explained(facts(K.PRIVACY_REQUEST_KIND_APPEAL, MONDAY))


# -- 2939-VI: public information


async def test_law_2939_article_20_1_answer(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION)
    assert (request.due_on, request.due_article) == (Date(year=2026, month=11, day=30), "2939-VI, art. 20(1)")
    explanation = await service(officer).ExplainDeadline(id=request.id)
    answer = next(step for step in explanation.steps if step.article == "2939-VI, art. 20(1)")
    assert [note.text_uk for note in answer.days] == ["субота", "неділя"]
    assert {note.kind for note in answer.days} == {pb.DAY_KIND_DAY_OFF}


async def test_law_2939_article_20_2_urgent_answer(house: House) -> None:
    officer = await house.operator("petro")
    urgent = [pb.REQUEST_CIRCUMSTANCE_URGENT]
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, circumstances=urgent)
    assert request.due_on == Date(year=2026, month=11, day=25)
    # From an instant the hours are counted: over a change of the clock as well.
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert reckoning.due(LAW, INFORMATION, "urgent-answer", start).due_at == start + timedelta(hours=48)


async def test_law_2939_article_20_2_urgent_no_deferral(house: House) -> None:
    officer = await house.operator("petro")
    urgent = [pb.REQUEST_CIRCUMSTANCE_URGENT]
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, circumstances=urgent)
    told = await refused(service(officer).ExtendDeadline(**extension(request, date(2026, 11, 27))))
    assert (told.reason, "2939-VI, art. 20(2)" in told.message) == ("FORBIDDEN_BY_LAW", True)


def test_law_2939_article_20_4_longest() -> None:
    assert due(INFORMATION, "longest", date(2026, 11, 23)) == date(2026, 12, 21)
    assert due(INFORMATION, "longest", date(2027, 3, 1), AFTER_THE_WAR) == date(2027, 3, 30)


async def test_law_2939_article_20_4_extension_notice(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION)
    reply = await service(officer).ExtendDeadline(**extension(request, date(2026, 12, 21)))
    assert reply.notices[0].due_on == Date(year=2026, month=11, day=30)
    assert reply.request.due_article == "2939-VI, art. 20(4)"
    wanted = letter(K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION)
    wanted.received_on.day = 13
    late = (await service(officer).CreatePrivacyRequest(request=wanted)).request
    told = await refused(service(officer).ExtendDeadline(**extension(late, date(2026, 12, 1))))
    assert (told.reason, "2026-11-20, is past" in told.message) == ("FORBIDDEN_BY_LAW", True)


def test_law_2939_article_22_1_refusal() -> None:
    assert not duty(INFORMATION, "refusal").confirmed


def test_law_2939_article_23_1_complaint() -> None:
    assert "to a court" in duty(INFORMATION, "complaint").contents_en[-1]


def test_law_2939_article_21_1_2_cost() -> None:
    assert "2939-VI, art. 21(1)-(2)" in explained(facts(K.PRIVACY_REQUEST_KIND_PUBLIC_INFORMATION, MONDAY))


# -- 5076-VI: a lawyer's request


async def test_law_5076_article_24_1_authority(house: House) -> None:
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST)
    assigned = (await service(officer).AssignPrivacyRequest(id=request.id, etag=request.etag)).request
    # The warrant is what proves a lawyer.
    assert assigned.state == S.PRIVACY_REQUEST_STATE_IDENTITY_REQUIRED
    proof = pb.IdentityProof(method="копії свідоцтва та ордера, посвідчені адвокатом")
    proven = await service(officer).RecordIdentityProof(id=assigned.id, etag=assigned.etag, proof=proof)
    assert proven.request.state == S.PRIVACY_REQUEST_STATE_IN_PROGRESS


def test_law_5076_article_24_2_answer() -> None:
    assert clock(facts(K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, MONDAY)).due == date(2026, 8, 24)


def test_law_5076_article_24_2_longest() -> None:
    assert due(LAWYER, "longest") == date(2026, 9, 14)


def test_law_5076_article_24_2_extension_notice() -> None:
    assert due(LAWYER, "extension-notice") == due(LAWYER, "answer")
    assert "in writing" in duty(LAWYER, "extension-notice").whom_en


async def test_law_5076_article_24_2_refusal(house: House) -> None:
    officer = await house.operator("petro")
    user = await a_user(officer)
    # A lawyer who asks for a client's data: two clocks, and the stricter one is the lawyer's.
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_ACCESS, user_id=user.id, regimes=[LAWYER])
    assert request.due_on == Date(year=2026, month=11, day=30)
    assert list(request.regimes) == [OWN, LAWYER]
    assert f"{LAWYER} refusal" in await duties(officer, request)


def test_law_5076_article_24_complaint() -> None:
    assert "to a court" in duty(LAWYER, "complaint").contents_en


def test_law_5076_article_24_3_cost() -> None:
    assert "5076-VI, art. 24(3)" in explained(facts(K.PRIVACY_REQUEST_KIND_LAWYER_REQUEST, MONDAY))


# -- 270/96-ВР: messages


async def test_law_270_96_article_14_3_marketing_consent(house: House) -> None:
    admin = await house.operator("oksana")
    user = await a_user(admin)
    text = {
        "template_name": "marketing",
        "channel": 2,
        "user_id": user.id,
        "values": {"title": "Знижки", "text": "Знижка"},
    }
    sent = (await admin.NotificationService.SendNotification(**text)).notification
    assert sent.suppressed_by == notifications.SuppressionRule.SUPPRESSION_RULE_NO_CONSENT


async def test_law_270_96_article_14_3_2_marketing_refusal(house: House) -> None:
    """In the app, and by the link of an e-mail; the record says how."""
    admin = await house.operator("oksana")
    resident = await house.resident((await a_user(admin)).phone)
    calls = resident.NotificationService
    for enabled in (True, False):
        etag = (await calls.GetPreferences()).etag
        wished = notifications.Preference(category=7, channel=2, enabled=enabled)
        await calls.UpdatePreferences(preferences=[wished], etag=etag)
    kept = (await calls.GetPreferences()).preferences
    (advertising,) = [one for one in kept if (one.category, one.channel) == (7, 2)]
    assert (advertising.enabled, advertising.origin) == (False, notifications.PREFERENCE_ORIGIN_APP)


async def test_law_675_viii_article_10_commercial_message(house: House) -> None:
    """Advertising says that it is, and how to refuse more of it, in an SMS that can't be answered too: its parts are
    counted with that."""
    service = (await house.operator("oksana")).NotificationService
    values = {"title": "Знижки", "text": "Знижка 10% на повірку лічильників."}
    shown = await service.PreviewNotification(template_name="marketing", values=values)
    assert shown.ukrainian.body.startswith("Реклама. ")
    assert "Відмовитися: застосунок" in shown.ukrainian.body
    assert shown.english.body.startswith("Advertising. ")
    assert "To stop it: the app" in shown.english.body
    assert shown.ukrainian.sms_parts == 2


def test_rules_of_the_mobile_operators_sms_sender() -> None:
    made = TurboSmsProvider(
        name="turbosms", rate=10, channel="sms", protocol="turbosms", token="t" * 20, sender="SmartRegion"
    )
    assert made.sender == "SmartRegion"


# -- the GDPR, a profile


async def test_gdpr_article_12_3_answer(start_house: StartHouse) -> None:
    house = await start_house(**BOTH)
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_ERASURE)
    clocks_told = (await service(officer).ExplainDeadline(id=request.id)).clocks
    assert [(one.regime, one.due_on.month, one.due_on.day) for one in clocks_told] == [(OWN, 12, 3), (GDPR, 12, 23)]
    assert request.due_on == clocks_told[0].due_on
    assert due(GDPR, "answer", date(2027, 1, 31)) == date(2027, 3, 1)


async def test_gdpr_article_12_3_longest(start_house: StartHouse) -> None:
    house = await start_house(regimes=(GDPR,))
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_ACCESS)
    told = await refused(service(officer).ExtendDeadline(**extension(request, date(2027, 2, 24))))
    assert "2027-02-23" in told.message or told.violations == (("until", "privacy.extension"),)
    done = (await service(officer).ExtendDeadline(**extension(request, date(2027, 2, 23)))).request
    assert done.due_on == Date(year=2027, month=2, day=23)


async def test_gdpr_article_12_3_extension_notice(start_house: StartHouse) -> None:
    house = await start_house(regimes=(GDPR,))
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_ACCESS)
    reply = await service(officer).ExtendDeadline(**extension(request, date(2027, 1, 15)))
    assert reply.notices[0].due_on == Date(year=2026, month=12, day=23)
    assert "the reasons of the delay" in reply.notices[0].contents_en
    assert f"{GDPR} extension-notice" in await duties(officer, reply.request)


def test_gdpr_article_12_4_refusal() -> None:
    assert due(GDPR, "refusal", date(2026, 11, 23)) == date(2026, 12, 23)


def test_gdpr_article_12_5_free_of_charge() -> None:
    assert "GDPR, art. 12(5)" in explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, MONDAY, GDPR))


def test_gdpr_article_12_6_identity() -> None:
    assert "doubt" in duty(GDPR, "identity").en


def test_gdpr_article_5_1_storage_limit() -> None:
    assert "no longer" in duty(GDPR, "storage-limit").en


def test_gdpr_article_77_complaint() -> None:
    assert "supervisory authority" in duty(GDPR, "complaint").contents_en[0]


def test_gdpr_article_15_access() -> None:
    assert "GDPR, art. 15" in explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, MONDAY, GDPR))


def test_gdpr_article_16_rectification() -> None:
    assert "GDPR, art. 16" in explained(facts(K.PRIVACY_REQUEST_KIND_RECTIFICATION, MONDAY, GDPR))


def test_gdpr_article_17_erasure() -> None:
    assert "GDPR, art. 17" in explained(facts(K.PRIVACY_REQUEST_KIND_ERASURE, MONDAY, GDPR))


def test_gdpr_article_18_restriction() -> None:
    assert "GDPR, art. 18" in explained(facts(K.PRIVACY_REQUEST_KIND_RESTRICTION, MONDAY, GDPR))


def test_gdpr_article_18_3_lifting() -> None:
    assert "before" in duty(GDPR, "lifting").en
    # That nobody's restriction is lifted before: tests/server/privacy/test_lifting.py.
    assert "lifted" not in lifting.LIFTINGS.allowed(lifting.PROPOSED)
    assert "lifted" in lifting.LIFTINGS.allowed(lifting.TOLD)


async def test_gdpr_article_19_recipients_notice(start_house: StartHouse) -> None:
    house = await start_house(**BOTH)
    officer = await house.operator("petro")
    request = await registered(officer, K.PRIVACY_REQUEST_KIND_RESTRICTION)
    told = await duties(officer, request)
    assert not told[f"{GDPR} recipients-notice"].unconfirmed
    assert told[f"{OWN} change-notice"].unconfirmed


def test_gdpr_article_20_portability() -> None:
    assert "GDPR, art. 20" in explained(facts(K.PRIVACY_REQUEST_KIND_COPY, MONDAY, GDPR))


def test_gdpr_article_30_records() -> None:
    models = subject.personal_models()
    assert models
    for model in models:
        for field in subject.held_columns(model):
            declared = declaration_of(field)
            assert declared.purpose
            assert declared.retention


def test_gdpr_article_33_breach_notice() -> None:
    aware = datetime(2026, 12, 24, 22, 30, tzinfo=UTC)
    found = reckoning.due(LAW, GDPR, "breach-notice", aware)
    assert found.due_at == aware + timedelta(hours=72)
    assert found.due == date(2026, 12, 28)  # 00:30 in Kyiv
    assert len(duty(GDPR, "breach-notice").contents_en) == 4


# -- how terms are reckoned


def test_civil_code_article_253() -> None:
    step = explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, MONDAY))["Civil Code, art. 253"]
    assert step.day == MONDAY + timedelta(days=1)


def test_civil_code_article_254_3() -> None:
    study = (pb.REQUEST_CIRCUMSTANCE_FURTHER_STUDY,)
    wanted = facts(K.PRIVACY_REQUEST_KIND_APPEAL, date(2027, 1, 30), circumstances=study)
    assert explained(wanted)["Civil Code, art. 254(3)"].day == date(2027, 2, 28)


def test_reg_1182_71_article_3_1() -> None:
    assert "Reg. 1182/71, art. 3(1)" in explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, MONDAY, GDPR))


def test_reg_1182_71_article_3_2() -> None:
    assert "Reg. 1182/71, art. 3(2)" in explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, date(2027, 1, 31), GDPR))


def test_reg_1182_71_article_3_4() -> None:
    step = explained(facts(K.PRIVACY_REQUEST_KIND_ACCESS, date(2026, 10, 1), GDPR))["Reg. 1182/71, art. 3(4)"]
    assert step.day == date(2026, 11, 2)
    assert [note.uk for note in step.days] == ["неділя"]
