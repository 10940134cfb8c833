"""Who is told what of works, whatever is done to them: pure sets, and any sequence of editions."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationState
from smartregion.v1.work_service_pb2 import WorkState

from server.notifications import sms
from server.notifications.placeholders import fill
from server.notifications.templates import BUILT_IN, BuiltIn
from server.words import ENGLISH, UKRAINIAN
from server.works import telling
from server.works.concerned import Addresses
from server.works.telling import ANNOUNCEMENT, CALLED_OFF, CHANGED, ENDED, RESTORED, Heard, View, Word, sets
from storage.models.notifications import LEFT, WAITING
from storage.repositories.works import Said, Step

S = NotificationState
QUEUED, SUPPRESSED, CANCELLED = (
    S.NOTIFICATION_STATE_QUEUED,
    S.NOTIFICATION_STATE_SUPPRESSED,
    S.NOTIFICATION_STATE_CANCELLED,
)
FAILED = (S.NOTIFICATION_STATE_FAILED_PERMANENT, S.NOTIFICATION_STATE_EXPIRED)
STATES = st.sampled_from([state for state in S.values() if state not in (0, SUPPRESSED, CANCELLED)])
#: By user: the streets in which they live.
USERS: dict[int, str] = {1: "a", 2: "b", 3: "ab", 4: "c", 5: "abc", 6: "d"}
STREETS = st.frozensets(st.sampled_from("abcd"), max_size=3)
SAID = st.sampled_from(
    [Said(10, 20, "засувка", "valve"), Said(15, 25, "засувка", "valve"), Said(10, 20, "насос", "pump")]
)


def seen(streets: frozenset[str], said: Said) -> View:
    """What an edition with works in some streets, everywhere for none, says to whom."""
    users = {}
    for user, homes in USERS.items():
        here = tuple(("М", street, "1", "") for street in homes if not streets or street in streets)
        if here:
            users[user] = here
    return View(said, users)


@dataclass
class Message:
    user: int
    edition: int
    template_name: str
    said: Said
    addresses: Addresses
    state: int

    @property
    def step(self) -> Step:
        return Step(self.user, self.edition, self.state, self.template_name)


class Story:
    """Works through their editions, with the messages that each user got."""

    def __init__(self) -> None:
        self.views: dict[int, View] = {}
        self.messages: list[Message] = []
        self.ended = ""

    @property
    def number(self) -> int:
        return len(self.views)

    def raise_messages(self, data: st.DataObject) -> None:
        for message in self.messages:
            if message.state in WAITING:
                message.state = CANCELLED
        heard = telling.heard_of([message.step for message in self.messages], self.number)
        for word, users in sets(self.number, self.views, heard, ended=self.ended, left=()).items():
            self.check(word, users)
            said = self.views[word.known if word.template_name in ENDED.values() else self.number].said
            for user, addresses in users.items():
                state = SUPPRESSED if data.draw(st.integers(0, 5)) == 0 else QUEUED
                self.messages.append(Message(user, self.number, word.template_name, said, addresses, state))
        again = telling.heard_of([message.step for message in self.messages], self.number)
        assert sets(self.number, self.views, again, ended=self.ended, left=()) == {
            word: {} for word in (ANNOUNCEMENT,) if not self.ended
        }

    def last(self, user: int, *states: int) -> Message | None:
        mine = [message for message in self.messages if message.user == user and message.state in states]
        return mine[-1] if mine else None

    def check(self, word: Word, users: Mapping[int, Addresses]) -> None:
        """What is said fits what its hearers know."""
        for user, addresses in users.items():
            known = self.last(user, *LEFT)
            assert addresses
            if word == ANNOUNCEMENT:
                assert known is None or known.template_name == CALLED_OFF
            else:
                assert known is not None, f"{user} is told that {word} without having heard of any works"
                assert known.template_name != CALLED_OFF
                assert known.edition == word.known
            if word.template_name == CHANGED and known is not None:
                assert (known.said, known.addresses) != (self.views[self.number].said, addresses)

    def deliver(self, data: st.DataObject) -> None:
        for message in self.messages:
            if message.state in WAITING or message.state == S.NOTIFICATION_STATE_SENDING:
                message.state = data.draw(STATES)

    def check_agreement(self) -> None:
        """What each knows last is so, unless the word of it could not reach them."""
        now = self.views[self.number]
        for user in USERS:
            here = () if self.ended else now.users.get(user, ())
            known = self.last(user, *LEFT, *WAITING)
            tried = self.last(user, *S.values())
            if tried is not None and tried.state in (SUPPRESSED, *FAILED):
                continue
            if here:
                assert known is not None
                assert known.template_name != CALLED_OFF
                assert (known.said, known.addresses) == (now.said, here)
            else:
                assert known is None or known.template_name in (CALLED_OFF, self.ended)
            editions = [message.edition for message in self.messages if message.user == user]
            assert len(editions) == len(set(editions))


@given(st.data())
def test_whatever_is_done_to_works_everybody_knows_what_is_so(data: st.DataObject) -> None:
    story = Story()
    for _ in range(data.draw(st.integers(1, 6))):
        story.views[story.number + 1] = seen(data.draw(STREETS), data.draw(SAID))
        story.raise_messages(data)
        story.check_agreement()
        story.deliver(data)
    if data.draw(st.booleans()):
        story.views[story.number + 1] = story.views[story.number]
        story.ended = data.draw(st.sampled_from(list(ENDED.values())))
        story.raise_messages(data)
        story.check_agreement()


A, B = (("М", "a", "1", ""),), (("М", "b", "1", ""),)
SAID_1, SAID_2 = Said(10, 20, "засувка", "valve"), Said(30, 40, "засувка", "valve")


def told(
    number: int, views: dict[int, View], heard: dict[int, Heard], **more: object
) -> dict[Word, dict[int, Addresses]]:
    found = sets(number, views, heard, **{"ended": "", "left": (), **more})  # type: ignore[arg-type]
    return {word: users for word, users in found.items() if users}


def test_who_never_heard_is_told_for_the_first_time() -> None:
    assert told(1, {1: View(SAID_1, {7: A})}, {}) == {ANNOUNCEMENT: {7: A}}


def test_a_postponement_reaches_those_who_heard_and_says_more_to_nobody() -> None:
    views = {1: View(SAID_1, {7: A}), 2: View(SAID_2, {7: A, 8: B})}
    assert told(2, views, {7: Heard(1, False)}) == {Word(CHANGED, 1): {7: A}, ANNOUNCEMENT: {8: B}}


def test_a_street_more_is_no_news_in_the_others() -> None:
    views = {1: View(SAID_1, {7: A}), 2: View(SAID_1, {7: A, 8: B})}
    assert told(2, views, {7: Heard(1, False)}) == {ANNOUNCEMENT: {8: B}}


def test_another_home_of_the_same_user_is_news() -> None:
    views = {1: View(SAID_1, {7: A}), 2: View(SAID_1, {7: A + B})}
    assert told(2, views, {7: Heard(1, False)}) == {Word(CHANGED, 1): {7: A + B}}


def test_whom_it_concerns_no_longer_is_told_so_once() -> None:
    views = {1: View(SAID_1, {7: A}), 2: View(SAID_1, {8: B}), 3: View(SAID_2, {8: B})}
    assert told(2, views, {7: Heard(1, False), 8: Heard(1, True)}) == {
        Word(CALLED_OFF, 1): {7: A},
        ANNOUNCEMENT: {8: B},
    }
    assert told(3, views, {7: Heard(2, True), 8: Heard(2, False)}) == {Word(CHANGED, 2): {8: B}}


def test_whose_works_were_called_off_is_told_anew_when_they_are_on_again() -> None:
    views = {2: View(SAID_1, {}), 3: View(SAID_1, {7: A})}
    assert told(3, views, {7: Heard(2, True)}) == {ANNOUNCEMENT: {7: A}}


@pytest.mark.parametrize("off", [False, True])
def test_nobody_hears_twice_of_one_edition_whatever_they_have_become(off: bool) -> None:
    assert told(1, {1: View(SAID_1, {7: A})}, {7: Heard(1, off)}) == {}
    assert told(1, {1: View(SAID_1, {})}, {7: Heard(1, off)}) == {}


def test_who_has_left_is_not_told_that_nothing_is_done_there() -> None:
    views = {1: View(SAID_1, {7: A}), 2: View(SAID_2, {})}
    assert told(2, views, {7: Heard(1, False)}, left={7}) == {}
    assert told(2, views, {7: Heard(1, False)}, ended=CALLED_OFF) == {Word(CALLED_OFF, 1): {7: A}}


def test_that_supply_is_back_is_told_to_those_who_heard_that_it_is_off_and_to_nobody_else() -> None:
    views = {1: View(SAID_1, {7: A, 8: B, 9: A}), 2: View(SAID_1, {7: A, 8: B, 9: A})}
    heard = {7: Heard(1, False), 8: Heard(1, True)}
    assert told(2, views, heard, ended=RESTORED) == {Word(RESTORED, 1): {7: A}}
    assert told(2, views, {7: Heard(1, False)}, ended=RESTORED, left={7}) == {}


def test_a_message_that_was_kept_in_was_not_heard() -> None:
    steps = [Step(7, 1, state, "works_planned") for state in (SUPPRESSED, CANCELLED, *FAILED, QUEUED)]
    assert telling.heard_of(steps, 2) == {}
    assert telling.heard_of(steps, 1) == {7: Heard(1, False)}
    assert telling.heard_of([*steps, Step(7, 2, QUEUED, CHANGED)], 3) == {}


#: 2026-03-28 22:30 and 2026-03-29 06:00 in Kyiv: the clocks go forward between them.
NIGHT = Said(1_774_729_800_000, 1_774_753_200_000, "порив водогону.", "burst main")


@pytest.mark.parametrize(
    ("language", "values"),
    [
        (
            UKRAINIAN,
            {
                "service": "Холодна вода",
                "address": "вул. Садова, 12а",
                "place": "за адресою вул. Садова, 12а",
                "reason": "порив водогону",
            },
        ),
        (
            ENGLISH,
            {
                "service": "Cold water",
                "address": "вул. Садова, 12а",
                "place": "at вул. Садова, 12а",
                "reason": "burst main",
            },
        ),
    ],
)
def test_values_are_in_the_language_of_the_reader_and_instants_in_the_time_of_kyiv(
    language: int, values: dict[str, str]
) -> None:
    address = (("М", "вул. Садова", "12а", ""),)
    night = {"from": "2026-03-28T22:30:00+02:00", "until": "2026-03-29T06:00:00+03:00"}
    assert telling.values_of(1, NIGHT, address, language) == values | night


def test_several_addresses_are_named_in_short() -> None:
    many = tuple(("М", "С", str(number), "") for number in range(1, 7))
    assert telling.address_text(many, UKRAINIAN) == "С, 1; С, 2; С, 3 та ще 3"
    places = {count: telling.place_text(many[:count], UKRAINIAN) for count in (1, 2, 4)}
    assert places == {
        1: "за адресою С, 1",
        2: "за адресами С, 1; С, 2",
        4: "за адресами С, 1; С, 2; С, 3 та ще за 1 адресою",
    }
    assert telling.place_text(many, UKRAINIAN).endswith("С, 3 та ще за 3 адресами")
    assert telling.place_text(many[:1], ENGLISH) == "at С, 1"
    assert telling.address_text((("М", "С", "1", ""), ("Н", "С", "1", "5")), ENGLISH) == "М, С, 1; Н, С, 1, apt 5"


def test_every_state_of_works_says_why_a_message_is_withdrawn() -> None:
    assert set(telling.WITHDRAWN) == {state for state in WorkState.values() if state}


@pytest.mark.parametrize(
    "template", [one for one in BUILT_IN if one.name.startswith("works_")], ids=lambda one: one.name
)
@pytest.mark.parametrize("language", [UKRAINIAN, ENGLISH])
def test_a_message_about_works_takes_two_parts_of_an_sms(template: BuiltIn, language: int) -> None:
    body = template.body_uk if language == UKRAINIAN else template.body_en
    said = Said(NIGHT.starts_at, NIGHT.ends_at, "заміна засувки", "a valve is replaced")
    values = telling.values_of(1, said, (("М", "вул. Лесі Українки", "12а", ""),), language)
    assert len(sms.split(fill(body, values, language)).parts) == 2


def test_every_text_about_works_is_built_in() -> None:
    known = {one.name for one in BUILT_IN}
    assert {telling.PLANNED, telling.EMERGENCY, CHANGED, *ENDED.values()} <= known
