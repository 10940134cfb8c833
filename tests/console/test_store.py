"""The store: windows of long lists, watches that outlive their connection, the filter line, keys and texts."""

import asyncio
import string
from dataclasses import replace
from importlib import import_module
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import actions, choices, formats, i18n, query
from console.keyboard import layout, physical, seen
from console.models import Change, Frame, Query, User
from console.ports import ClientError
from console.screens.listing import ListScreen
from console.store.live import FIRST_PAUSE, LONGEST_PAUSE, Backoff, Live
from console.store.pages import PAGE_ROWS, PAGES_KEPT, Pages
from console.widgets.table import VirtualTable

from .fakes import NOW, FakeList, user


def pages(total: int = 1_000_000) -> tuple[Pages[User], FakeList[User]]:
    source = FakeList(total, user)
    return Pages(source), source


async def test_a_page_deep_in_the_list_is_reached_without_those_before_it() -> None:
    window, source = pages()
    await window.fetch(0)
    await window.fetch(3_000)
    assert window.row(600_000) == user(600_000)
    assert source.fetched == [("", 0), ("200", 2_999 * PAGE_ROWS)]


async def test_memory_stays_bounded_however_far_one_scrolls() -> None:
    window, _ = pages()
    for number in range(PAGES_KEPT * 3):
        await window.fetch(number)
    assert len(window._pages) == PAGES_KEPT
    assert window.row(0) is None


async def test_late_pages_of_an_old_filter_are_dropped() -> None:
    window, source = pages()
    late = asyncio.ensure_future(window.fetch(0))
    await asyncio.sleep(0)
    window.restart(Query((("text", "x"),)))
    assert not await late
    assert window.row(0) is None
    assert await window.fetch(0)
    assert source.queries[-1].get("text") == "x"


async def test_what_was_there_shows_until_it_is_read_anew() -> None:
    window, _ = pages(500)
    await window.fetch(0)
    window.renew()
    assert window.row(3) == user(3)
    assert window.missing(0, 10) == [0]
    await window.fetch(0)
    assert window.missing(0, 10) == []


async def test_a_changed_row_is_replaced_by_its_key_and_new_rows_renew_the_list() -> None:
    window, _ = pages(500)
    await window.fetch(0)
    blocked = replace(user(7), state="BLOCKED")
    assert window.apply([Change("updated", blocked.id, blocked)]) == ([7], False, False)
    assert window.row(7) == blocked
    assert window.apply([Change("created", "u9999999", user(9_999_999))]) == ([], True, False)
    assert window.apply([Change("deleted", blocked.id, None)]).moved


async def test_what_is_gone_beside_the_filter_renews_no_list_that_is_wholly_here() -> None:
    window, source = pages(7)
    gone = Change[User]("deleted", "u9999999", None)
    assert window.apply([gone]).moved, "nothing is here yet"
    await window.fetch(0)
    assert window.apply([gone]) == ([], False, False)
    assert window.apply([Change("deleted", "u0000003", None)]).moved
    assert window.apply([Change("updated", "u9999999", user(9_999_999))]).moved, "it has come into the list"
    late = asyncio.ensure_future(window.fetch(0))
    await asyncio.sleep(0)
    assert window.apply([gone]).moved, "it may be of what comes"
    await late
    source.total = 500
    await window.fetch(0)
    assert window.apply([gone]) == ([], False, True), "it may have stood further down, and what is here is as it was"


@given(st.lists(st.integers(0, 4_999), min_size=1, max_size=20))
def test_every_row_is_the_servers_row_wherever_one_jumps(numbers: list[int]) -> None:
    async def jump() -> None:
        window, _ = pages(5_000)
        for number in numbers:
            for page in window.missing(number, number):
                await window.fetch(page)
            if not window.loaded or window.row(number) is None:
                await window.fetch(number // PAGE_ROWS)
            assert window.row(number) == user(number)

    asyncio.run(jump())


# -- watches


class Script:
    """A watch that does what it is told, attempt by attempt."""

    def __init__(self, *attempts: list[Frame[User] | Exception]) -> None:
        self.attempts = list(attempts)
        self.tokens: list[str] = []

    async def __call__(self, token: str):  # type: ignore[no-untyped-def]
        self.tokens.append(token)
        if not self.attempts:
            raise ClientError("PERMISSION_DENIED", "the end of the script")
        for step in self.attempts.pop(0):
            if isinstance(step, Exception):
                raise step
            yield step


async def run(script: Script) -> tuple[list[str], int]:
    changes: list[str] = []
    gaps = []

    async def at_once(seconds: float) -> None: ...

    live: Live[User] = Live(script, lambda seen: changes.extend(c.key for c in seen), lambda: gaps.append(1), at_once)
    await live.run()
    return changes, len(gaps)


LOST = ClientError("UNREACHABLE", "lost", lost=True)


def frame(token: str, *keys: str) -> Frame[User]:
    return Frame(token, 0, tuple(Change("deleted", key, None) for key in keys))


async def test_a_watch_goes_on_from_its_token() -> None:
    script = Script([frame("t1", "a"), LOST], [LOST], [frame("t2", "b"), LOST])
    assert await run(script) == (["a", "b"], 0)
    assert script.tokens == ["", "t1", "t1", "t2"]


async def test_where_the_token_is_too_old_the_list_is_read_anew() -> None:
    script = Script([frame("t1", "a"), LOST], [ClientError("REVISION_TOO_OLD", "old")], [frame("t9", "b"), LOST])
    changes, gaps = await run(script)
    assert changes == ["a", "b"]
    assert gaps > 0
    assert script.tokens == ["", "t1", "", "t9"]


def test_pauses_grow_are_bounded_and_differ() -> None:
    backoff = Backoff(Random(1))
    pauses = [backoff.next() for _ in range(12)]
    assert FIRST_PAUSE / 2 <= pauses[0] <= FIRST_PAUSE
    assert max(pauses) <= LONGEST_PAUSE
    assert pauses[-1] >= LONGEST_PAUSE / 2
    backoff.reset()
    assert backoff.next() <= FIRST_PAUSE


# -- the filter line


@given(st.text(alphabet=string.ascii_letters + "іїєґ '\"/-", max_size=30), st.text(alphabet="abcґ 1", max_size=10))
def test_any_filter_line_is_read_or_refused_and_comes_back(text: str, value: str) -> None:
    try:
        wanted = query.parse(f'{text} state:"{value.strip()}"', ("state",), "text", True)
    except query.UnknownName:
        return
    assert set(dict(wanted.conditions)) <= {"state", "text"}


def lists() -> list[type[ListScreen[Any]]]:
    """Every area that is a list."""
    modules = [import_module(f"console.screens.{area.id}") for area in actions.AREAS]
    made = [one for module in modules for one in vars(module).values() if isinstance(one, type)]
    return [one for one in made if issubclass(one, ListScreen) and one.area]


LISTS = lists()
WORDS = {"state": "reading_state", "service": "commodity", "rule": "rule"}


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("стан:на_розгляді", (("state", "in_review"),)),
        ('Стан:"На розгляді"', (("state", "in_review"),)),
        ("state:in_review", (("state", "in_review"),)),
        ("state:In_Review", (("state", "in_review"),)),
        ("стан:прийнято,відхилено послуга:газ", (("state", "accepted,refused"), ("service", "gas"))),
        ("service:cold_water стан:", (("service", "cold_water"), ("state", ""))),
        ("В-1001", (("meter", "В-1001"),)),
    ],
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_filter_is_understood_in_either_language(
    line: str, conditions: tuple[tuple[str, str], ...], language: str
) -> None:
    i18n.use(language)
    assert query.parse(line, ("state", "service", "meter"), "meter", True, WORDS).conditions == conditions


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_filter_is_written_in_the_language_of_the_screen_and_read_again(language: str) -> None:
    i18n.use(language)
    for screen in LISTS:
        for name in screen.conditions:
            kind = screen.words.get(name)
            values = [
                one.removeprefix(f"{kind}.").lower() for one in i18n.catalogue("en") if one.startswith(f"{kind}.")
            ]
            for value in values if kind else ["x y"]:
                wanted = Query(((name, value),))
                line = query.text_of(wanted, "", screen.words)
                assert query.parse(line, screen.conditions, "", True, screen.words).conditions == wanted.conditions
                assert ":" in line


def test_what_is_asked_with_yes_or_no_is_written_in_the_language_of_the_screen() -> None:
    i18n.use("uk")
    for screen in LISTS:
        shown = query.text_of(screen.first, "", screen.words)
        assert not set(shown) & set(string.ascii_letters), screen.area
        for name in {"open", "unsent", "overdue"} & set(screen.conditions):
            line = query.text_of(Query(((name, "yes"),)), "", screen.words)
            assert line.endswith(":так")
            assert query.parse(line, screen.conditions, "", True, screen.words).get(name) == "yes"


@pytest.mark.parametrize("screen", LISTS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_list_without_rows_says_what_that_means(screen: type[ListScreen[Any]], language: str) -> None:
    assert i18n.catalogue(language)[f"list.empty.{screen.area}"]


def test_an_unknown_condition_is_named_with_those_that_there_are() -> None:
    with pytest.raises(query.UnknownName) as caught:
        query.parse("streat:Лісова", ("street", "state"), "text", True)
    assert (caught.value.name, caught.value.known) == ("streat", ["state", "street"])
    assert query.parse('street:"Лісова вулиця" Коваль', ("street",), "text", True).conditions == (
        ("street", "Лісова вулиця"),
        ("text", "Коваль"),
    )


# -- keys, texts, formats


def test_letters_of_the_ukrainian_layout_mean_the_key_they_are_printed_on() -> None:
    assert "".join(map(physical, "фіва")) == "asdf"
    assert physical("о") == "j"
    assert physical("Ж") == ":"
    assert physical("x") == "x"


def test_no_two_actions_of_one_place_share_a_key() -> None:
    digits = {area.key for area in actions.AREAS}
    for scope in {action.scope for action in actions.ACTIONS}:
        keys = [action.key for action in (*actions.of(scope), *actions.of(actions.EVERYWHERE))]
        if scope == actions.EVERYWHERE:
            keys = keys[: len(keys) // 2]
        keys += [key for binding in VirtualTable.BINDINGS for key in binding.key.split(",")]
        assert len(keys) == len(set(keys)), scope
        assert not digits & set(keys)


def forms(code: str) -> set[str]:
    return {"one", "few", "many"} if code == "uk" else {"one", "other"}


def bases(code: str) -> set[str]:
    """Ids of messages, those in several forms once."""
    ids = i18n.catalogue(code)
    return {
        ".".join(one.split(".")[:-1]) if one.split(".")[-1] in {"one", "few", "many", "other"} else one for one in ids
    }


def test_both_languages_say_everything() -> None:
    assert bases("uk") == bases("en")


@pytest.mark.parametrize("code", i18n.LANGUAGES)
def test_counted_messages_have_every_form_of_their_language(code: str) -> None:
    found: dict[str, set[str]] = {}
    for one in i18n.catalogue(code):
        base, _, form = one.rpartition(".")
        if form in {"one", "few", "many", "other"}:
            found.setdefault(base, set()).add(form)
    assert {base: shapes for base, shapes in found.items() if shapes != forms(code)} == {}


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_fill_in_the_same_values() -> None:
    for one in set(i18n.catalogue("uk")) & set(i18n.catalogue("en")):
        uk, en = (
            {part[1] for part in string.Formatter().parse(i18n.catalogue(code)[one]) if part[1]}
            for code in ("uk", "en")
        )
        assert uk == en, one


def test_every_message_that_is_asked_for_is_there() -> None:
    import re
    from pathlib import Path

    import console

    asked = set()
    for path in Path(console.__file__).parent.rglob("*.py"):
        asked |= set(re.findall(r'\bt\("([a-z_.]+)"', path.read_text()))
    asked |= {one.label for one in (*actions.ACTIONS, *actions.AREAS)}
    assert asked - bases("uk") - set(i18n.catalogue("uk")) == set()


def test_every_value_of_the_contract_has_words() -> None:
    from smartregion.v1 import disclosure_service_pb2 as disclosure
    from smartregion.v1 import notification_service_pb2 as notification
    from smartregion.v1 import operator_service_pb2 as operator
    from smartregion.v1 import options_pb2 as options
    from smartregion.v1 import partner_service_pb2 as partner
    from smartregion.v1 import privacy_request_service_pb2 as privacy
    from smartregion.v1 import reading_service_pb2 as reading
    from smartregion.v1 import user_service_pb2 as user_pb
    from smartregion.v1 import work_service_pb2 as work

    from console.client import convert
    from server.readings.rules import BY_CODE

    kinds = {
        "user_state": user_pb.UserState,
        "reading_state": reading.ReadingState,
        "reading_source": reading.ReadingSource,
        "reading_quality": reading.ReadingQuality,
        "notification_state": notification.NotificationState,
        "category": notification.NotificationCategory,
        "channel": notification.NotificationChannel,
        "suppression": notification.SuppressionRule,
        "rule_of": notification.SuppressionRule,
        "cause": notification.NotificationCause,
        "urgency": notification.Urgency,
        "provider_state": notification.ProviderState,
        "campaign_state": notification.CampaignState,
        "pause_reason": notification.PauseReason,
        "sms_encoding": notification.SmsEncoding,
        "work_kind": work.WorkKind,
        "work_state": work.WorkState,
        "disclosure_state": disclosure.DisclosureState,
        "disclosure_ground": disclosure.DisclosureGround,
        "disclosure_notice": disclosure.DisclosureNotice,
        "partner_kind": partner.PartnerKind,
        "partner_state": partner.PartnerState,
        "data_class": options.DataClass,
        "request_state": privacy.PrivacyRequestState,
        "request_kind": privacy.PrivacyRequestKind,
        "intake": privacy.IntakeChannel,
        "decision": privacy.PrivacyDecision,
        "erasure_action": privacy.ErasureAction,
        "role": operator.OperatorRole,
    }
    texts = i18n.catalogue("uk")
    missing = [f"{kind}.{name}" for kind, enum in kinds.items() for name in convert.names(enum)]
    missing += [f"rule.{code}" for code in BY_CODE]
    assert [one for one in missing if one not in texts] == []


def test_every_category_and_every_order_of_channels_is_offered() -> None:
    from smartregion.v1.notification_service_pb2 import NotificationCategory

    assert len(choices.CATEGORIES) == len(NotificationCategory.values()) - 1  # but for UNSPECIFIED
    assert choices.ORDERS[0] == ""
    assert {"PUSH", "EMAIL SMS", "SMS EMAIL PUSH"} <= set(choices.ORDERS)
    assert len(set(choices.ORDERS)) == len(choices.ORDERS) == 16


@pytest.mark.parametrize(
    ("count", "form"), [(1, "one"), (2, "few"), (5, "many"), (11, "many"), (21, "one"), (112, "many")]
)
def test_ukrainian_numbers_take_their_forms(count: int, form: str) -> None:
    assert i18n.plural("uk", count) == form


def test_days_and_hours_are_those_of_kyiv() -> None:
    i18n.use("uk")
    assert formats.instant(NOW) == "23.11.2026 14:00"
    assert formats.number(1_234_567) == "1\u202f234\u202f567"
    assert formats.article("2297-VI, art. 8(2)(4)") == "2297-VI, ст. 8(2)(4)"
    assert formats.parse_day("1.12.2026") == formats.parse_day("2026-12-01")


async def test_a_row_that_leaves_the_list_lets_those_behind_it_move_up() -> None:
    pages: Pages[User] = Pages(FakeList(450, user))
    pages.restart(Query())
    for number in (0, 1, 2):
        await pages.fetch(number)
    assert pages.drop("u0000003") == 3
    assert pages.drop("u0000003") is None
    rows = [pages.row(number) for number in range(449)]
    assert [row.id for row in rows if row] == [f"u{number:07}" for number in range(450) if number != 3]
    assert (pages.total, pages.row(449)) == (449, None)


async def test_a_row_that_left_stays_where_it_stood_until_it_is_let_go() -> None:
    source = FakeList(450, user)
    window: Pages[User] = Pages(source)
    await window.fetch(0)
    await window.fetch(1)
    make = source.make
    source.make, source.total = (lambda number: make(number + (number >= 3))), 449  # the third is gone
    window.renew()
    for number in (0, 1, 2):
        await window.fetch(number)
    assert window.find("u0000003") is None
    window.keep(3, user(3))
    rows = [window.row(number) for number in range(450)]
    assert [row.id for row in rows if row] == [f"u{number:07}" for number in range(450)]
    assert all(window.find(f"u{number:07}") == number for number in (0, 2, 3, 4, 199, 200, 449))
    assert window.replace(replace(user(4), state="BLOCKED")) == 4
    assert window.drop("u0000001") == 1
    assert (window.kept, window.total) == ((2, user(3)), 449)
    window.let_go()
    assert (window.row(2), window.total) == (replace(user(4), state="BLOCKED"), 448)


def test_the_layout_is_known_by_its_letters_and_tells_the_slash_from_the_point() -> None:
    assert (layout("ф"), layout("f"), layout("."), layout("7")) == (True, False, None, None)
    assert (physical(".", True), physical(",", True), physical("."), physical(",")) == ("/", "?", ".", ",")


def test_what_looks_the_same_was_typed_alike() -> None:
    assert seen("А-2026-000004") == seen(" a-2026–000004")
    assert seen("Т10-000838") == seen("T10-000838") != seen("Г10-000838")
    assert seen("Банк «Світанок»") == seen('банк "Світанок"')
    assert seen("80") != seen("800")


def test_a_text_that_is_kept_in_both_languages_is_spoken_in_one() -> None:
    i18n.use("uk")
    kept = i18n.both("reading.reason_accept")
    assert (i18n.spoken(kept), i18n.spoken("власними словами")) == ("Перевірено оператором", "власними словами")
    i18n.use("en")
    assert i18n.spoken(kept) == "Checked by an operator"
    i18n.use("uk")


def test_what_is_typed_is_a_decimal_however_thousands_are_parted() -> None:
    assert {formats.plain_decimal(text) for text in ("1234.5", "1 234,5", "1\u202f234,5", "1\u00a0234.5")} == {"1234.5"}
