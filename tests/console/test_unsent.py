"""What was typed into a form is not lost: a refused form stays, and what was left by Escape stands there again."""

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Select, Static, TextArea

from console.client import wire
from console.messages import Template
from console.ports import ClientError
from console.shell.session import Session
from console.store.unsent import Unsent
from console.widgets.form import Field, Form

from .fakes import FakeApi, disclosure, request, thread
from .test_app import idle, read, running, shown, until
from .test_delivery import fill, form
from .test_policies import offered


def value(pilot: Pilot[None], name: str) -> str:
    widget: Any = pilot.app.screen.query_one(f"#field-{name}")
    return str(widget.text if isinstance(widget, TextArea) else widget.value)


def fault(pilot: Pilot[None], name: str) -> str:
    """What is said below a field; empty for nothing."""
    line = pilot.app.screen.query_one(f"#fault-{name}", Static)
    return str(line.content) if line.has_class("wrong") else ""


def refusing(api: Any, call: str, *, once: bool = True, **fields: str) -> list[tuple[Any, ...]]:
    """Makes a call of a fake refuse, naming fields; what it was asked with afterwards."""
    asked: list[tuple[Any, ...]] = []
    real = getattr(api, call, None)

    async def refused(*arguments: Any, **named: Any) -> Any:
        asked.append(arguments)
        if len(asked) == 1 or not once:
            raise ClientError("INVALID_FIELD", "щось не так", fields=list(fields.items()))
        assert real is not None
        return await real(*arguments, **named)

    setattr(api, call, refused)
    return asked


async def test_a_refused_proposal_stays_with_all_that_was_typed_and_says_beside_which_field_it_is_wrong() -> None:
    api = FakeApi()
    allowed = frozenset({"ProposeDecision"})
    api.privacy.make = lambda number: request(
        number, state="IN_PROGRESS", decisions=("FULFIL", "REFUSE"), allowed=allowed
    )

    async def propose(row: Any, *answers: str) -> Any:
        api.privacy.proposed = answers
        return api.privacy.took(row, state="AWAITING_APPROVAL", allowed=frozenset())

    api.privacy.propose = propose  # type: ignore[attr-defined]
    refusing(api.privacy, "propose", article="такої статті немає")
    async with running(api, "privacy", size=(80, 24)) as pilot:
        await pilot.press("p")
        await form(pilot)
        fill(pilot, decision="REFUSE", reason="Перший рядок.\nДругий рядок.", article="ст. 999")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: fault(pilot, "article") == "такої статті немає")
        assert not fault(pilot, "reason")
        assert value(pilot, "reason") == "Перший рядок.\nДругий рядок."
        assert (value(pilot, "decision"), value(pilot, "article")) == ("REFUSE", "ст. 999")
        await until(pilot, lambda: pilot.app.focused is pilot.app.screen.query_one("#field-article"))
        await until(pilot, lambda: "такої статті немає" in shown(pilot.app))
        await pilot.press("1")
        await until(pilot, lambda: value(pilot, "article") == "ст. 9991")  # it took nothing's place
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        assert api.privacy.proposed == ("REFUSE", "Перший рядок.\nДругий рядок.", "ст. 9991")


#: A key of an area, the port and its call behind it, a field that is typed into, and what the contract calls it.
REFUSED = [
    ("users", "e", "users", "update", "email", "user.email"),
    ("privacy", "i", "privacy", "prove", "method", "proof.method"),
    ("privacy", "y", "privacy", "approve", "note", "note"),
    ("privacy", "b", "privacy", "approve", "note", "note"),
    ("privacy", "h", "privacy", "hold", "ground", "ground"),
    ("privacy", "e", "privacy", "extend", "reason", "reason"),
    ("privacy", "w", "privacy", "withdraw", "document", "document_ref"),
    ("disclosures", "x", "disclosures", "deny", "reason", "reason"),
    ("support", "r", "support", "post", "text", "text"),
    ("support", "e", "support", "post", "text", "text"),
    ("duties", "e", "duties", "excuse", "reason", "reason"),
    ("drafts", "x", "drafts", "discard", "reason", "reason"),
    ("handovers", "n", "handovers", "write", "text", "text"),
]


@pytest.mark.parametrize(("area", "key", "port", "call", "field", "path"), REFUSED)
async def test_a_refused_form_stays_as_it_was_typed(
    area: str, key: str, port: str, call: str, field: str, path: str
) -> None:
    api = FakeApi()
    everything = frozenset({"RecordIdentityProof", "ApproveDecision", "PlaceHold", "ExtendDeadline"})
    api.privacy.make = lambda number: request(number, kind="ACCESS", allowed=everything | {"WithdrawPrivacyRequest"})
    if area == "disclosures":
        api.disclosures.make = lambda number: disclosure(1, id=f"d{number}")
    asked = refusing(getattr(api, port), call, once=False, **{path: "саме тут"})
    async with running(api, area, size=(100, 40)) as pilot:
        await pilot.press(key)
        await form(pilot)
        others = {one.id: "набране" for one in _fields(pilot) if one.kept and not one.choices and one.id != field}
        fill(pilot, **{field: "довгий текст", **others})
        await pilot.press("ctrl+s")
        await until(pilot, lambda: fault(pilot, field) == "саме тут")
        assert len(asked) == 1
        assert value(pilot, field) == "довгий текст"
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        await idle(pilot)
        await pilot.press(key)
        await form(pilot)
        assert value(pilot, field) == "довгий текст"
        assert all(value(pilot, other) == "набране" for other in others)


def _fields(pilot: Pilot[None]) -> list[Field]:
    screen: Any = pilot.app.screen
    return list(screen._fields)


async def test_what_was_left_stands_there_again_for_that_row_alone_and_is_gone_once_it_came_through() -> None:
    api = FakeApi()
    async with running(api, "users", size=(80, 24)) as pilot:
        await pilot.press("b")
        await form(pilot)
        await pilot.press(*"скарга", "escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        await idle(pilot)
        await pilot.press("down")
        await read(pilot)
        await pilot.press("b")
        await form(pilot)
        assert value(pilot, "reason") == "", "that is about another person"
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        await idle(pilot)
        await pilot.press("up")
        await read(pilot)
        await pilot.press("b")
        await form(pilot)
        assert value(pilot, "reason") == "скарга"
        await until(pilot, lambda: "ввели раніше" in shown(pilot.app))
        await pilot.press("!")
        await until(pilot, lambda: value(pilot, "reason") == "скарга!")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen.current.block_reason == "скарга!")  # type: ignore[attr-defined]


async def test_what_somebody_else_changed_meanwhile_is_not_put_back_with_what_was_left() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        await pilot.press("e")
        await form(pilot)
        fill(pilot, email="new@example.org")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        await idle(pilot)
        screen: Any = pilot.app.screen
        changed = api.users.took(screen.current, phone="+380501112233")
        screen.took(changed)
        await pilot.press("e")
        await form(pilot)
        assert (value(pilot, "email"), value(pilot, "phone")) == ("new@example.org", "+380501112233")


async def test_a_letter_that_was_left_step_by_step_is_there_with_all_its_parts() -> None:
    api = FakeApi()
    async with running(api, "privacy", size=(120, 50)) as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, applicant="Ганна Бойко", contact="hanna@example.org", user_id="0000000000001")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 1")
        fill(pilot, text="Прошу копію.\nІ видаліть решту.")
        await pilot.press("escape")
        await until(pilot, lambda: bool(pilot.app.screen.query("#field-applicant")))
        assert value(pilot, "user_id") == "0000000000001"
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
        await idle(pilot)
        await pilot.press("down")
        await read(pilot)
        await pilot.press("n")
        await form(pilot)
        assert value(pilot, "applicant") == "Ганна Бойко"
        assert value(pilot, "user_id") == "", "the next letter may be another's"
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 1")
        assert value(pilot, "text") == "Прошу копію.\nІ видаліть решту."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(api.privacy.letters_in))
        assert api.privacy.letters_in[0].parts[0].text == "Прошу копію.\nІ видаліть решту."
        await idle(pilot)
        await pilot.press("n")
        await form(pilot)
        assert value(pilot, "applicant") == "", "it came through"


async def test_what_is_wrong_with_another_part_of_a_letter_is_not_said_beside_this_one() -> None:
    api = FakeApi()
    refusing(api.privacy, "register", **{"letter.parts[0].text": "замало"})
    async with running(api, "privacy", size=(120, 50)) as pilot:
        await pilot.press("n")
        await form(pilot)
        fill(pilot, applicant="Ганна Бойко", contact="hanna@example.org")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 1")
        fill(pilot, more="yes")
        await pilot.press("ctrl+s")
        await form(pilot, "вимога 2")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "щось не так" in shown(pilot.app))
        assert not fault(pilot, "text")


async def test_what_was_looked_at_and_not_sent_is_not_lost_either() -> None:
    async with running(FakeApi(), "works", size=(120, 50)) as pilot:
        await until(pilot, lambda: "work_change" in offered(pilot))
        await pilot.press("e")
        await form(pilot)
        fill(pilot, reason_uk="Лопнула труба", silent="yes")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not pilot.app.screen.query("#field-reason_uk"))
        await form(pilot)
        await pilot.press("escape")
        for _ in range(2):  # as it is asked again, and as it was left then
            await until(pilot, lambda: bool(pilot.app.screen.query("#field-reason_uk")))
            assert (value(pilot, "reason_uk"), value(pilot, "silent")) == ("Лопнула труба", "yes")
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(pilot.app.screen, Form))
            await idle(pilot)
            await pilot.press("e")


def test_neither_secrets_nor_confirmations_are_kept() -> None:
    kept = Unsent()
    kept.begin("block", "u1")
    kept.keep(("reason",), None, {"reason": "скарга"}, left=True)
    kept.done()
    assert kept.of(("reason",), None) == {"reason": "скарга"}
    kept.begin("block", "u2")
    assert kept.of(("reason",), None) == {}
    assert [field.kept for field in (Field("a", ""), Field("a", "", secret=True), Field("a", "", phrase="1"))] == [
        True,
        False,
        False,
    ]


def test_the_server_says_which_field_it_means() -> None:
    from google.rpc import error_details_pb2, status_pb2

    status = status_pb2.Status()
    for detail in (
        error_details_pb2.BadRequest(field_violations=[{"field": "proof.method", "description": "too short"}]),
        error_details_pb2.LocalizedMessage(locale="uk", message="закоротко"),
    ):
        status.details.add().Pack(detail)

    class Refused:
        def trailing_metadata(self) -> list[tuple[str, bytes]]:
            return [("grpc-status-details-bin", status.SerializeToString())]

        def code(self) -> Any:
            import grpc

            return grpc.StatusCode.INVALID_ARGUMENT

        def details(self) -> str:
            return ""

    error = wire.converted(Refused())
    assert error.fields == (("proof.method", "закоротко"),)
    assert Field("method", "").means("proof.method")
    assert Field("hold", "", names=("hold_id",)).means("hold_id")
    assert not Field("method", "").means("proof.method_ref")


# -- texts of several lines


@pytest.mark.parametrize("size", [(80, 24), (150, 44)])
async def test_a_reply_has_several_lines_an_answer_at_hand_joins_it_and_its_sms_are_counted(
    size: tuple[int, int],
) -> None:
    api = FakeApi()
    api.support.make = lambda number: thread(number, phone="+380501234567")
    template = Template("t2", "support_reply", "SUPPORT_REPLY", 1, "{number}", "{text}", "{number}", "{text}", ())

    async def templates() -> list[Template]:
        return [template]

    api.notifications.templates = templates  # type: ignore[method-assign]
    async with running(api, "support", size=size) as pilot:
        await until(pilot, lambda: "support_reply" in offered(pilot))
        await pilot.press("r")
        await form(pilot)
        await pilot.press(*"Добрий день.", "enter", *"Чекайте. ")
        await until(pilot, lambda: value(pilot, "text") == "Добрий день.\nЧекайте. ")
        await until(pilot, lambda: "Ctrl+S — надіслати" in shown(pilot.app))
        await until(pilot, lambda: "SMS" in shown(pilot.app))
        pilot.app.screen.query_one("#field-canned", Select).value = "thanks"
        await until(pilot, lambda: value(pilot, "text") == "Добрий день.\nЧекайте. Ганно, дякуємо!")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: api.support.posted == ("REPLY", "Добрий день.\nЧекайте. Ганно, дякуємо!"))


async def test_a_stranger_who_has_no_phone_gets_no_sms_that_could_be_counted() -> None:
    async with running(FakeApi(), "support", size=(80, 24)) as pilot:
        await until(pilot, lambda: "support_reply" in offered(pilot))
        await pilot.press("r")
        await form(pilot)
        assert not pilot.app.screen.query("#counts-text")


# -- sessions


async def test_who_waits_for_an_answer_of_a_screen_that_goes_waits_no_longer() -> None:
    async with running(FakeApi(), "users") as pilot:
        console: Any = pilot.app
        await pilot.press("f8")
        await form(pilot)
        await pilot.press("f10")
        console.session.do_sign_out()
        await until(pilot, lambda: not console.session.stands)
        await pilot.pause()
        waiting = {one.group for one in console.workers if one.node is console and not one.is_finished}
        assert waiting == set()


async def test_a_count_that_is_refused_on_the_way_out_does_not_send_anybody_out_again() -> None:
    api = FakeApi()
    async with running(api, "users") as pilot:
        console: Any = pilot.app
        session: Session = console.session
        real = api.auth.sign_out

        async def sign_out() -> None:
            await real()
            console.refused(ClientError("UNAUTHENTICATED", "сеанс завершено"))
            session.do_sign_out()

        api.auth.sign_out = sign_out  # type: ignore[method-assign]
        await pilot.press("f10")
        await until(pilot, lambda: "Ви вийшли" in shown(pilot.app))
        assert not session.stands
