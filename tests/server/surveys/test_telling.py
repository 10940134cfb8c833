"""What comes of answers: results that move by steps, texts without names, and what erasure and time leave of them."""

import json
from typing import Any

from smartregion.v1 import privacy_request_service_pb2 as privacy
from smartregion.v1 import survey_service_pb2 as pb

from server.codec import decode_id
from server.limits import SMALLEST_GROUP
from server.privacy import erasure
from server.privacy.retention import Purge
from server.surveys.tally import Tally
from storage.engine.feed import Topic
from storage.engine.transaction import Tx
from storage.models.surveys import SurveyReply, SurveyText
from storage.repositories import surveys, users

from ..conftest import Client, House, refused
from ..test_privacy import decide, in_progress
from .conftest import DAY, TEXT, answer, chosen, crowd, phones, published, question, said

HALVES = [{0: (1 + number % 2,)} for number in range(20)]


async def results(house: House, one: pb.Survey, login: str = "oksana") -> pb.SurveyResults:
    found: pb.SurveyResults = (await (await house.operator(login)).SurveyService.GetResults(id=one.id)).results
    return found


async def closed(house: House, one: pb.Survey) -> pb.Survey:
    admin = await house.operator("oksana")
    now = (await admin.SurveyService.GetSurvey(id=one.id)).survey
    done: pb.Survey = (await admin.SurveyService.CloseSurvey(id=one.id, etag=now.etag)).survey
    return done


def heat(found: pb.SurveyResults) -> tuple[int, list[tuple[list[int], int]]]:
    first = found.questions[0]
    return first.people, [(list(group.answers), group.people) for group in first.groups]


async def test_results_move_by_steps_while_it_is_open_and_are_whole_when_it_is_closed(house: House) -> None:
    one = await published(house)
    await crowd(house, one, HALVES)
    assert heat(await results(house, one)) == (0, [])
    await crowd(house, one, HALVES[:19])
    assert heat(await results(house, one)) == (0, [])
    await crowd(house, one, HALVES[19:])
    open_now = await results(house, one)
    assert (heat(open_now), open_now.final) == ((20, [([1, 3], 10), ([2], 10)]), False)
    await crowd(house, one, [*HALVES, *HALVES[:7]])
    assert heat(await results(house, one))[0] == 40
    done = await closed(house, one)
    last = await results(house, one)
    assert (heat(last), last.final, last.people, done.answered) == (
        (67, [([1], 34), ([2, 3], 33)]),
        True,
        67,
        67,
    )
    assert [found.people for found in last.questions[1:]] == [0, 0, 0]


async def test_watchers_are_told_when_results_move_and_not_when_somebody_answers(quiet: House) -> None:
    one = await published(quiet)
    number = decode_id(one.id)
    store = quiet.app.services.store
    mine = [await quiet.resident(phone) for phone in (await phones(quiet))[:2]]
    # two more make the second step of the question whole, and the fourth of all who answered
    await crowd(quiet, one, [*HALVES, *HALVES[:18]])
    before = store.hub.revision
    admin = await quiet.operator("oksana")
    seen = (await admin.SurveyService.GetSurvey(id=one.id)).survey
    await answer(mine[0], one, chosen("heat", 1))
    assert not await told_of(quiet, before)
    await answer(mine[1], one, chosen("heat", 2))
    assert await told_of(quiet, before) == [number]
    then = (await admin.SurveyService.GetSurvey(id=one.id)).survey
    assert (seen.etag, seen.answered, then.etag, heat(await results(quiet, one))[0]) == (then.etag, 20, seen.etag, 20)


async def told_of(house: House, since: int) -> list[int]:
    changes = await house.app.services.store.hub.after(since)
    return [number for change in changes if change.topic == Topic.SURVEYS for number in change.ids]


async def write(house: House, one: pb.Survey, count: int) -> list[Client]:
    people = [await house.resident(phone) for phone in (await phones(house))[:count]]
    for number, mine in enumerate(people):
        await answer(mine, one, chosen("heat", 1 + number % 2), said("more", f"Слово {number:02}."))
    return people


async def test_own_words_are_read_without_names_by_those_who_write_surveys(house: House) -> None:
    one = await published(house)
    await write(house, one, 12)
    desk = (await house.operator("daryna")).SurveyService
    assert not (await desk.ListSurveyTexts(id=one.id, question_id="more")).texts  # the step waits for the next one
    await closed(house, one)
    first = await desk.ListSurveyTexts(id=one.id, question_id="more", page_size=7)
    then = await desk.ListSurveyTexts(id=one.id, question_id="more", page_size=7, page_token=first.next_page_token)
    assert sorted([*first.texts, *then.texts]) == [f"Слово {number:02}." for number in range(12)]
    assert (await results(house, one)).questions[3].people == 10
    wrong = await refused(desk.ListSurveyTexts(id=one.id, question_id="heat"))
    assert ("question_id", "survey.text_question") in wrong.violations
    support = (await house.operator("iryna")).SurveyService
    assert (await refused(support.ListSurveyTexts(id=one.id, question_id="more"))).reason == "PERMISSION_DENIED"
    admin = await house.operator("oksana")
    entries = (await admin.AuditService.ListAuditEntries()).entries
    looks = [entry for entry in entries if entry.action == "SurveyService.ListSurveyTexts" and entry.outcome == "OK"]
    # who reads one text at a time would learn from the log whose it is
    assert {(look.target_id, look.user_id) for look in looks} == {(one.id, "")}


async def exported(client: Client, **request: Any) -> str:
    stream = client.SurveyService.ExportResults(**request)
    return b"".join([frame.csv async for frame in stream]).decode()


async def test_an_export_tells_what_the_results_tell_and_texts_to_those_who_may(house: House) -> None:
    one = await published(house, questions=[question("heat", 1), question("ways", 2), question("more", TEXT)])
    await crowd(house, one, [{0: (1 + number % 2,), 1: (1, 2) if number % 2 else (1,)} for number in range(30)])
    await write(house, one, 12)
    await closed(house, one)
    desk, reader = await house.operator("daryna"), await house.operator("iryna")
    lines = (await exported(reader, id=one.id, language=2)).split("\r\n")
    assert lines[:5] == [
        "question;kind;answer;people",
        "Question heat?;SINGLE;;42",
        "Question heat?;SINGLE;Yes / Whatever;21",
        "Question heat?;SINGLE;No;21",
        "Question ways?;MULTIPLE;;30",
    ]
    assert lines[5:9] == [
        "Question ways?;MULTIPLE;No;15",
        "Question ways?;MULTIPLE;Yes;",
        "Question ways?;MULTIPLE;Whatever;",
        "Question more?;TEXT;;10",
    ]
    with_texts = await exported(desk, id=one.id, language=1, texts=True)
    assert with_texts.count("Питання more?;TEXT;Слово ") == 12
    denied = await refused(exported(reader, id=one.id, language=1, texts=True))
    assert denied.reason == "PERMISSION_DENIED"


async def test_no_text_of_an_export_is_a_formula(house: House) -> None:
    one = await published(house)
    people = [await house.resident(phone) for phone in (await phones(house))[:12]]
    for number, mine in enumerate(people):
        await answer(mine, one, chosen("heat", 1 + number % 2), said("more", "=1+1"))
    await closed(house, one)
    text = await exported(await house.operator("daryna"), id=one.id, language=1, texts=True)
    assert text.count(";'=1+1;") == 12


async def erase(house: House, number: int) -> None:
    def unit(tx: Tx) -> None:
        person = users.get_any(tx, number)
        assert person is not None
        erasure.erase(tx, person)

    await house.app.services.store.write(unit)


async def test_erasure_takes_words_and_leaves_counts(house: House) -> None:
    one = await published(house)
    await write(house, one, 12)
    await closed(house, one)
    admin = await house.operator("oksana")
    before = heat(await results(house, one))
    ids = [decode_id(user.id) for user in (await admin.UserService.ListUsers(page_size=12)).users]
    await erase(house, ids[0])
    texts = (await admin.SurveyService.ListSurveyTexts(id=one.id, question_id="more")).texts
    assert sorted(texts) == [f"Слово {number:02}." for number in range(1, 12)]
    assert (await results(house, one)).questions[3].people == SMALLEST_GROUP
    for number in ids[1:3]:
        await erase(house, number)
    assert (await results(house, one)).questions[3].people == 0
    assert not (await admin.SurveyService.ListSurveyTexts(id=one.id, question_id="more")).texts
    assert heat(await results(house, one)) == before == (12, [])

    def left(tx: Tx) -> list[int]:
        tables = (SurveyReply, SurveyText)
        return [model.select().where(model.user_id.in_(ids[:3])).count(tx.database) for model in tables]

    assert await house.app.services.store.read(left) == [0, 0]


async def test_a_package_holds_what_somebody_answered_and_an_erasure_is_proven(house: House) -> None:
    officer = await house.operator("petro")
    one = await published(house)
    admin = await house.operator("oksana")
    user = (await admin.UserService.ListUsers(page_size=1)).users[0]
    mine = await house.resident(user.phone)
    point = pb.SurveyAnswer(question_id="mark", point=4)
    await answer(mine, one, chosen("heat", 2), chosen("ways", 3, 1), point, said("more", "Дмухає з вікна."))
    made = await decide(house, await in_progress(officer, privacy.PRIVACY_REQUEST_KIND_ACCESS, user.id))
    stream = officer.PrivacyRequestService.DownloadAccessPackage(id=made.id, format=privacy.PACKAGE_FORMAT_JSON)
    package = json.loads(b"".join([part.chunk async for part in stream]))
    rows = {section["name"]: section["rows"] for section in package["sections"]}
    (reply,) = rows["survey_reply"]
    assert (reply["survey"], reply["answered_at"]) == ("Тепло вдома", "2026-11-23T10:00:00+00:00")
    assert reply["answers"].splitlines() == [
        "Питання heat? — Ні",
        "Питання ways? — Так; Байдуже",
        "Питання mark? — 4 (1–5)",
        "Питання more? — Дмухає з вікна.",
    ]
    assert [row["words"] for row in rows["survey_text"]] == ["Дмухає з вікна."]
    stream = officer.PrivacyRequestService.DownloadAccessPackage(id=made.id, format=privacy.PACKAGE_FORMAT_HTML)
    page = b"".join([part.chunk async for part in stream]).decode()
    for part in ("Ваші відповіді на опитування", "опитування", "Дмухає з вікна.", "ви відповідаєте, якщо бажаєте"):
        assert part in page, part
    done = await decide(house, await in_progress(officer, privacy.PRIVACY_REQUEST_KIND_ERASURE, user.id))
    assert "залишки" not in done.outcome


async def test_answers_go_a_year_after_the_close_and_counts_stay(house: House) -> None:
    one = await published(house)
    await write(house, one, 12)
    store = house.app.services.store

    def kept(tx: Tx) -> list[int]:
        return [model.select().count(tx.database) for model in (SurveyReply, SurveyText)]

    await closed(house, one)
    house.clock.advance(milliseconds=365 * DAY)
    await Purge(house.app.services).turn()
    assert await store.read(kept) == [12, 12]
    house.clock.advance(milliseconds=1)
    await Purge(house.app.services).turn()
    assert await store.read(kept) == [0, 0]
    counted = await store.read(lambda tx: surveys.counts(tx, [decode_id(one.id)]))
    assert Tally.parse(counted[decode_id(one.id)]).written(0) == 12
