"""What an operator keeps on the server: settings, notes between shifts, and the search over everything."""

from typing import Any

import grpc
import pytest
from google.protobuf.json_format import MessageToDict
from smartregion.v1 import operator_service_pb2 as pb
from smartregion.v1 import support_service_pb2 as support

from server.limits import SEARCH_RESULTS
from storage.engine.transaction import Tx
from storage.models.accounts import Meter

from .conftest import Client, House, refused, rid
from .principals import with_role

KIND = pb.SearchKind
PERSON = "Коваль Іван"


def settings(**changes: Any) -> pb.ConsoleSettings:
    areas = [
        {"area": "readings", "columns": ["serial", "index"], "filters": [{"name": "мої", "query": "state:in-review"}]},
        {"area": "users", "filters": [{"name": "сусід", "query": PERSON}]},
    ]
    return pb.ConsoleSettings(**{"theme": "dark", "language": 1, "refresh_seconds": 30, "areas": areas, **changes})


# -- settings


async def test_settings_are_the_caller_s_own_and_changed_as_a_whole(house: House) -> None:
    iryna, taras = await house.operator("iryna"), await house.operator("taras")
    assert (await iryna.OperatorService.GetSettings()).settings == pb.ConsoleSettings()
    kept = (await iryna.OperatorService.UpdateSettings(settings=settings())).settings
    assert kept == settings(etag="1")
    assert (await iryna.OperatorService.GetSettings()).settings == kept
    assert (await taras.OperatorService.GetSettings()).settings == pb.ConsoleSettings()
    bare = pb.ConsoleSettings(theme="light", etag=kept.etag)
    assert (await iryna.OperatorService.UpdateSettings(settings=bare)).settings.etag == "2"
    assert (await iryna.OperatorService.GetSettings()).settings == pb.ConsoleSettings(theme="light", etag="2")


async def test_of_two_consoles_the_second_reads_again(house: House) -> None:
    iryna = await house.operator("iryna")
    await iryna.OperatorService.UpdateSettings(settings=settings())
    for etag in ("", "7"):
        told = await refused(iryna.OperatorService.UpdateSettings(settings=settings(etag=etag)))
        assert told.reason == "STALE_ETAG"


async def test_sent_again_it_is_kept_once(house: House) -> None:
    iryna, request = await house.operator("iryna"), rid()
    replies = [await iryna.OperatorService.UpdateSettings(settings=settings(), request_id=request) for _ in range(2)]
    assert [reply.settings.etag for reply in replies] == ["1", "1"]


LONG = [{"area": f"area_{chr(97 + n // 26)}{chr(97 + n % 26)}", "filters": []} for n in range(41)]
FULL = [
    {"area": f"area_{chr(97 + n)}", "filters": [{"name": f"ф{m}", "query": "ж" * 500} for m in range(20)]}
    for n in range(4)
]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"theme": "\x1b[31m"}, "settings.theme"),
        ({"language": 77}, "settings.language"),
        ({"refresh_seconds": -1}, "settings.refresh_seconds"),
        ({"refresh_seconds": 3601}, "settings.refresh_seconds"),
        ({"areas": [{"area": "../x"}]}, "settings.areas[0].area"),
        ({"areas": [{"area": "works"}, {"area": "works"}]}, "settings.areas[1].area"),
        ({"areas": [{"area": "works", "columns": ["a", "a"]}]}, "settings.areas[0].columns"),
        ({"areas": [{"area": "works", "columns": ["\u202e"]}]}, "settings.areas[0].columns[0]"),
        ({"areas": LONG}, "settings.areas"),
        (
            {"areas": [{"area": "works", "filters": [{"name": "a\nb", "query": "x"}]}]},
            "settings.areas[0].filters[0].name",
        ),
        (
            {"areas": [{"area": "works", "filters": [{"name": "a", "query": "x"}] * 2}]},
            "settings.areas[0].filters[1].name",
        ),
        (
            {"areas": [{"area": "works", "filters": [{"name": "a", "query": "\u202eгід"}]}]},
            "settings.areas[0].filters[0].query",
        ),
        ({"areas": FULL}, "settings"),
    ],
)
async def test_settings_that_are_none_are_refused_by_their_field(
    house: House, changes: dict[str, Any], field: str
) -> None:
    iryna = await house.operator("iryna")
    told = await refused(iryna.OperatorService.UpdateSettings(settings=settings(**changes)))
    assert (told.code, told.violations[0][0]) == (grpc.StatusCode.INVALID_ARGUMENT, field)
    assert (await iryna.OperatorService.GetSettings()).settings == pb.ConsoleSettings()


# -- notes between shifts


async def test_who_works_reads_what_the_shift_before_wrote(house: House) -> None:
    iryna, mykola = await house.operator("iryna"), await house.operator("mykola")
    texts = ["Насос на Садовій ремонтують", f"{PERSON} передзвонить о 9:00\nномер у зверненні", "усе тихо"]
    for text in texts:
        written = (await iryna.OperatorService.WriteHandOver(text=text)).hand_over
        assert (written.text, written.at.seconds) == (text, house.clock.now() // 1000)
    first = await mykola.OperatorService.ListHandOvers(page_size=2)
    rest = await mykola.OperatorService.ListHandOvers(page_size=2, page_token=first.next_page_token)
    assert [one.text for one in (*first.hand_overs, *rest.hand_overs)] == texts[::-1]
    assert [one.author_name for one in first.hand_overs] == ["Ірина Савчук"] * 2
    assert not rest.next_page_token
    await with_role(house, "auditor", pb.OPERATOR_ROLE_AUDITOR)
    auditor = await house.operator("auditor")
    for call in (auditor.OperatorService.ListHandOvers(), auditor.OperatorService.WriteHandOver(text="x")):
        assert (await refused(call)).reason == "PERMISSION_DENIED"


@pytest.mark.parametrize("text", ["", "\x1b]52;c;eA==\x07", "\u202eзгодом", "ж" * 4001])
async def test_a_note_that_could_drive_a_terminal_is_refused(house: House, text: str) -> None:
    iryna = await house.operator("iryna")
    told = await refused(iryna.OperatorService.WriteHandOver(text=text))
    assert (told.code, told.violations[0][0]) == (grpc.StatusCode.INVALID_ARGUMENT, "text")
    assert not (await iryna.OperatorService.ListHandOvers()).hand_overs


# -- search


async def hits(client: Client, query: str) -> dict[int, list[pb.SearchResult]]:
    found: dict[int, list[pb.SearchResult]] = {}
    for one in (await client.OperatorService.Search(query=query)).results:
        found.setdefault(one.kind, []).append(one)
    return found


async def looks(house: House) -> list[dict[str, Any]]:
    """What the audit log keeps of searches, oldest first."""
    entries = (await (await house.operator("taras")).AuditService.ListAuditEntries(page_size=200)).entries
    return [MessageToDict(one)["detail"] for one in reversed(entries) if one.action == "OperatorService.Search"]


async def test_a_user_is_found_by_what_names_them_wholly(house: House) -> None:
    admin = await house.operator("oksana")
    person = next(one for one in (await admin.UserService.ListUsers(page_size=50)).users if one.email)
    texts = [person.phone, "0" + person.phone[4:], person.phone[-4:], person.email, person.last_name, person.id]
    for text in texts:
        found = (await hits(admin, text))[KIND.SEARCH_KIND_USER]
        (same,) = [one for one in found if one.id == person.id]
        assert (same.title, same.detail) == (f"{person.first_name} {person.last_name}", person.phone)
    for text in (person.phone[:-1], person.last_name[:3], person.email[1:]):
        assert person.id not in {one.id for one in (await hits(admin, text)).get(KIND.SEARCH_KIND_USER, [])}
    said = await looks(house)
    kinds = ["phone", "phone", "phone_last_four", "email", "name", "id"]
    assert [one["by"] for one in said[: len(texts)]] == kinds
    assert all(person.id in one["users"].split() for one in said[: len(texts)])
    assert not [one for one in said if person.phone in str(one) or person.last_name in str(one)]


async def test_an_account_and_a_meter_are_found_by_how_their_numbers_begin(house: House) -> None:
    admin = await house.operator("oksana")
    account = (await admin.AccountService.ListAccounts(page_size=1)).accounts[0]
    meter = (await admin.AccountService.ListMeters(page_size=1)).meters[0]
    for text in (account.number, account.number[:-1]):
        found = (await hits(admin, text))[KIND.SEARCH_KIND_ACCOUNT]
        assert account.id in {one.id for one in found}
        assert all(one.title.startswith(text) and one.detail for one in found)
    for text in (meter.serial_number, meter.serial_number[:-1], meter.id):
        assert meter.id in {one.id for one in (await hits(admin, text))[KIND.SEARCH_KIND_METER]}
    assert KIND.SEARCH_KIND_ACCOUNT not in await hits(admin, account.number[1:])


@pytest.mark.parametrize("typed", ["Т10-7654", "T10-7654", "т10-7654", "t10-7654", "T10-76"])
async def test_a_meter_is_found_whichever_layout_its_letters_were_typed_on(house: House, typed: str) -> None:
    def two(tx: Tx) -> None:
        for number, serial in enumerate(("Т10-7654", "T10-7654"), 1):  # ours and the Latin letter
            tx.insert(Meter(id=number, serial_number=serial, model="", commodity=1, version=1))

    await house.app.services.store.write(two)
    found = (await hits(await house.operator("oksana"), typed))[KIND.SEARCH_KIND_METER]
    assert sorted(one.title for one in found) == ["T10-7654", "Т10-7654"]


async def test_a_case_is_found_by_its_number_which_the_log_keeps(house: House) -> None:
    iryna, officer = await house.operator("iryna"), await house.operator("petro")
    form = support.FeedbackForm(first_name="Іван", last_name="Коваль", phone="+380671112233", text="Немає води")
    thread = (await house.gateway().SupportService.CreateThread(form=form)).thread
    for text in (thread.number, thread.number.lower(), thread.number[:7]):
        (found,) = (await hits(iryna, text))[KIND.SEARCH_KIND_SUPPORT_THREAD]
        assert (found.id, found.title, found.detail) == (thread.id, thread.number, "OPEN")
    assert [one["by"] for one in await looks(house)] == [thread.number, thread.number, thread.number[:7]]
    requests = (await officer.PrivacyRequestService.ListPrivacyRequests(page_size=5)).requests
    for one in requests:
        assert one.id in {hit.id for hit in (await hits(officer, one.number))[KIND.SEARCH_KIND_PRIVACY_REQUEST]}


async def test_each_finds_what_their_role_may_see_and_nothing_else(house: House) -> None:
    admin = await house.operator("oksana")
    account = (await admin.AccountService.ListAccounts(page_size=1)).accounts[0]
    person = (await admin.UserService.ListUsers(page_size=1)).users[0]
    await with_role(house, "security", pb.OPERATOR_ROLE_SECURITY)
    security = await house.operator("security")
    assert KIND.SEARCH_KIND_ACCOUNT not in await hits(security, account.number)
    assert KIND.SEARCH_KIND_USER in await hits(security, person.phone)
    await with_role(house, "dispatcher", pb.OPERATOR_ROLE_DISPATCHER)
    dispatcher = await house.operator("dispatcher")
    assert KIND.SEARCH_KIND_SUPPORT_THREAD not in await hits(dispatcher, "S-2026")


async def test_ten_of_a_kind_are_told_and_that_there_are_more(house: House) -> None:
    def many(tx: Tx) -> None:
        for number in range(SEARCH_RESULTS + 1):
            tx.insert(Meter(id=number + 1, serial_number=f"ZZ{number:02}", model="", commodity=1, version=1))

    await house.app.services.store.write(many)
    admin = await house.operator("oksana")
    reply = await admin.OperatorService.Search(query="ZZ")
    assert [one.title for one in reply.results] == [f"ZZ{number:02}" for number in range(SEARCH_RESULTS)]
    assert list(reply.more) == [KIND.SEARCH_KIND_METER]
    assert not (await admin.OperatorService.Search(query="ZZ0")).more


@pytest.mark.parametrize("query", ["", "x", "\x1b[2J", "\u202eабв", "ж" * 201, " з краю"])
async def test_a_text_that_is_none_is_refused(house: House, query: str) -> None:
    admin = await house.operator("oksana")
    told = await refused(admin.OperatorService.Search(query=query))
    assert (told.code, told.violations[0][0]) == (grpc.StatusCode.INVALID_ARGUMENT, "query")


@pytest.mark.parametrize("query", ["%%", "__", "' OR 1=1 --", "\\\\", "🏠🏠", "7zzzzzzzzzzzz", "++", "@@"])
async def test_a_text_that_means_nothing_finds_nothing(house: House, query: str) -> None:
    assert not await hits(await house.operator("oksana"), query)


async def test_who_looks_says_why(house: House) -> None:
    token = (await house.operator("oksana")).token
    told = await refused(house.client(token).OperatorService.Search(query="0501234567"))
    assert told.violations == (("smartregion-purpose", "look.purpose"),)
