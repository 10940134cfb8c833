"""SMS against the npm SMSC, which is not ours, and against bare bytes."""

import asyncio
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as st
from smartregion.v1.notification_service_pb2 import NotificationState as S

from server.codec import encode_id
from server.notifications import sms
from server.notifications.channels import Answer, Outcome
from server.notifications.channels.faults import Fault
from server.notifications.channels.smpp import SmppChannel, SmppServer, coding, inbox, receipts, wire
from server.notifications.channels.smpp import channel as channel_module
from server.notifications.channels.smpp import session as session_module
from server.notifications.channels.smpp.channel import source_type, validity
from storage.engine.clock import FixedClock

from .conftest import Heard, Smsc, eventually, letter

DELIVERED, FAILED = S.NOTIFICATION_STATE_DELIVERED, S.NOTIFICATION_STATE_FAILED_PERMANENT
LATER = S.NOTIFICATION_STATE_FAILED_TEMPORARY
START = 1_795_428_000_000


def server(port: int, **changes: Any) -> SmppServer:
    made = {"password": "secret", "sender": "SmartRegion", "timeout": 1.0, **changes}
    return SmppServer(host="127.0.0.1", port=port, system_id="esme", **made)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receipts are held for a shorter while."""
    monkeypatch.setattr(inbox, "EARLY_RECEIPT_SECONDS", 0.4)
    monkeypatch.setattr(inbox, "SETTLED", 0.1)
    monkeypatch.setattr(inbox, "AGAIN", 0.1)
    monkeypatch.setattr(session_module, "PAUSE_FIRST", 0.1)


@pytest.fixture
async def channel(smsc: Smsc, heard: Heard) -> AsyncIterator[SmppChannel]:
    made = SmppChannel("kyivstar", server(smsc.port))
    await made.listen(heard.on_receipts, heard.on_text)
    yield made
    await made.close()


async def answers(channel: SmppChannel, *letters: Any) -> list[Answer]:
    return [outcome.answer for outcome in await channel.send(letters)]


async def test_texts_arrive_as_they_were_written(channel: SmppChannel, smsc: Smsc) -> None:
    texts = ["Вода буде до вечора", "hello € [x] ^ {}", "я" * 200, "€" * 160, "😀" * 80, "a" * 161]
    outcomes = await channel.send([letter(number, text) for number, text in enumerate(texts)])
    assert {outcome.answer for outcome in outcomes} == {Answer.ACCEPTED}
    got: dict[str, list[dict[str, Any]]] = {}
    for message in (await smsc.seen())["messages"]:
        got.setdefault(message["to"], []).append(message)
    for number, text in enumerate(texts):
        parts = got[f"38050{number:07}"]
        assert "".join(part["text"] for part in parts) == text
        assert [part["text"] for part in parts] == list(sms.split(text).parts)
        assert {part["coding"] for part in parts} == {0 if sms.is_gsm7(text) else 8}
        assert {(part["from"], part["sourceTon"], part["registered"]) for part in parts} == {("SmartRegion", 5, 1)}
        if len(parts) > 1:
            headers = [bytes.fromhex(part["udh"]) for part in parts]
            assert {(head[:2], head[2], head[3]) for head in headers} == {(b"\x00\x03", headers[0][2], len(parts))}
            assert [head[4] for head in headers] == list(range(1, len(parts) + 1))
        assert outcomes[number].provider_message_id == parts[-1]["id"]


async def test_parts_may_be_tied_by_parameters_instead(smsc: Smsc) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port, parts="sar"))
    assert await answers(channel, letter(1, "я" * 150)) == [Answer.ACCEPTED]
    parts = (await smsc.seen())["messages"]
    assert {part["esm"] for part in parts} == {0}
    assert [part["sar"][1:] for part in parts] == [[3, 1], [3, 2], [3, 3]]
    assert "".join(part["text"] for part in parts) == "я" * 150
    await channel.close()


async def test_the_smsc_is_told_how_long_it_may_try(smsc: Smsc) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port), FixedClock(START))
    await channel.send([letter(1, expires_at=START + 7_384_000)])
    assert (await smsc.seen())["messages"][0]["validity"]
    await channel.close()


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [
        (0, "000000000100000R"),
        (7_384_000, "000000020304000R"),
        (90_061_000, "000001010101000R"),
        (10**12, "000002150000000R"),
    ],
)
def test_a_life_is_written_as_the_standard_says(milliseconds: int, said: str) -> None:
    assert validity(milliseconds) == said


@pytest.mark.parametrize(
    ("sender", "kind"), [("SmartRegion", (5, 0)), ("4455", (3, 0)), ("+380501234567", (1, 1)), ("1580 Voda", (5, 0))]
)
def test_what_kind_of_number_a_sender_is(sender: str, kind: tuple[int, int]) -> None:
    assert source_type(sender) == kind


# -- answers


@pytest.mark.parametrize(
    ("status", "answer", "nobody", "ours"),
    [
        (0x0B, Answer.REFUSED, True, False),
        (0x01, Answer.REFUSED, False, False),
        (0x65, Answer.REFUSED, False, False),
        (0x0A, Answer.REFUSED_FOR_NOW, False, True),
        (0x0F, Answer.REFUSED_FOR_NOW, False, True),
        (0x48, Answer.REFUSED_FOR_NOW, False, True),
        (0x08, Answer.REFUSED_FOR_NOW, False, False),
        (0x14, Answer.REFUSED_FOR_NOW, False, True),
        (0x0401, Answer.REFUSED_FOR_NOW, False, False),
    ],
)
async def test_what_a_status_means(
    channel: SmppChannel, smsc: Smsc, status: int, answer: Answer, nobody: bool, ours: bool
) -> None:
    await smsc.orders(status=status)
    (outcome,) = await channel.send([letter()])
    assert (outcome.answer, outcome.no_such_contact, outcome.not_the_letter) == (answer, nobody, ours)
    assert "38050" not in outcome.detail


async def test_throttling_makes_us_wait_and_then_go_on(channel: SmppChannel, smsc: Smsc) -> None:
    await smsc.orders(throttle=1)
    first = (await channel.send([letter(1)]))[0]
    assert first.answer is Answer.REFUSED_FOR_NOW
    assert 0.5 < first.retry_after < 2
    second = (await channel.send([letter(1)]))[0]  # at once: nobody is asked
    assert second.answer is Answer.REFUSED_FOR_NOW
    assert (await smsc.seen())["submits"] == 1
    await asyncio.sleep(first.retry_after)
    assert await answers(channel, letter(1)) == [Answer.ACCEPTED]


async def test_pauses_grow_while_the_smsc_throttles(
    channel: SmppChannel, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "THROTTLE_FIRST", 0.05)
    await smsc.orders(throttle=100)
    pauses = []
    for _ in range(4):
        outcomes = await channel.send([letter(number) for number in range(8)])
        pauses.append(max(outcome.retry_after for outcome in outcomes))
        await asyncio.sleep(pauses[-1] + 0.02)
    assert pauses[3] > 3 * pauses[0]


async def test_a_text_that_was_refused_in_the_middle_goes_on_where_it_was(channel: SmppChannel, smsc: Smsc) -> None:
    text = letter(1, "я" * 200)
    await smsc.orders(delay=30)
    sending = asyncio.create_task(channel.send([text]))
    await eventually_submitted(smsc, 1)
    await smsc.orders(throttle=1)
    outcome = (await sending)[0]
    assert outcome.answer is Answer.REFUSED_FOR_NOW
    await asyncio.sleep(outcome.retry_after + 0.05)
    assert await answers(channel, text) == [Answer.ACCEPTED]
    parts = (await smsc.seen())["messages"]
    assert [bytes.fromhex(part["udh"])[4] for part in parts] == [1, 2, 3]  # none of them twice
    assert len({bytes.fromhex(part["udh"])[2] for part in parts}) == 1


async def test_another_process_begins_a_text_anew_under_the_same_reference(channel: SmppChannel, smsc: Smsc) -> None:
    text = letter(1, "я" * 200)
    await smsc.orders(delay=30)
    sending = asyncio.create_task(channel.send([text]))
    await eventually_submitted(smsc, 1)
    await smsc.orders(throttle=1)
    assert (await sending)[0].answer is Answer.REFUSED_FOR_NOW
    another = SmppChannel("kyivstar", server(smsc.port))
    assert await answers(another, text) == [Answer.ACCEPTED]
    await another.close()
    headers = [bytes.fromhex(part["udh"]) for part in (await smsc.seen())["messages"]]
    assert [head[4] for head in headers] == [1, 1, 2, 3]
    assert len({head[2] for head in headers}) == 1


def test_texts_have_references_of_their_own() -> None:
    """Ids of one moment differ in little, and one phone may get several texts at a time."""
    found = {channel_module.reference(encode_id(number)) & 0xFF for number in range(1 << 50, (1 << 50) + 64)}
    assert len(found) > 32


async def eventually_submitted(smsc: Smsc, count: int) -> None:
    for _ in range(200):
        if (await smsc.seen())["submits"] >= count:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("nothing was submitted")


async def test_a_message_without_an_answer_is_unanswered_and_only_that(channel: SmppChannel, smsc: Smsc) -> None:
    await smsc.orders(drop=1)
    found = await answers(channel, letter(1), letter(2), letter(3))
    assert sorted(answer.value for answer in found) == ["accepted", "accepted", "left unanswered"]


async def test_a_connection_that_is_cut_leaves_unanswered_just_what_was_written(smsc: Smsc, heard: Heard) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port, window=3))
    await smsc.orders(close=5)
    found = await answers(channel, *(letter(number) for number in range(20)))
    seen = await smsc.seen()
    took = {message["to"] for message in seen["messages"]}
    assert found.count(Answer.ACCEPTED) <= len(took) <= found.count(Answer.ACCEPTED) + found.count(Answer.UNANSWERED)
    assert 1 <= found.count(Answer.UNANSWERED) <= 3
    for number, answer in enumerate(found):
        if answer is Answer.REFUSED_FOR_NOW:
            assert f"38050{number:07}" not in took
    again = [letter(number) for number, answer in enumerate(found) if answer is Answer.REFUSED_FOR_NOW]
    assert set(await answers(channel, *again)) == {Answer.ACCEPTED}
    phones = [message["to"] for message in (await smsc.seen())["messages"]]
    assert len(phones) == len(set(phones))  # nobody got two
    await channel.close()


async def test_bytes_that_are_no_smpp_end_the_session_and_not_the_channel(channel: SmppChannel, smsc: Smsc) -> None:
    await smsc.orders(garbage=1)
    assert await answers(channel, letter(1)) == [Answer.UNANSWERED]
    assert await answers(channel, letter(2)) == [Answer.ACCEPTED]


async def test_the_channel_signs_in_again_by_itself(channel: SmppChannel, smsc: Smsc) -> None:
    assert await answers(channel, letter(1)) == [Answer.ACCEPTED]
    await smsc.cut()
    await asyncio.sleep(0.05)
    assert await answers(channel, letter(2)) == [Answer.ACCEPTED]


async def test_a_link_that_died_in_silence_is_noticed(smsc: Smsc) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port, enquire_link=0.2, timeout=0.3))
    assert await channel.check() == ""
    first = await channel._link.session()
    await smsc.orders(silent=True)
    await eventually(lambda: first.closed, 3)
    await smsc.orders()
    assert await channel.check() == ""
    await channel.close()


async def test_a_wrong_password_refuses_for_now_and_is_never_told(smsc: Smsc) -> None:
    settings = server(smsc.port, password="wrong-pw")
    channel = SmppChannel("kyivstar", settings)
    (outcome,) = await channel.send([letter()])
    assert outcome.answer is Answer.REFUSED_FOR_NOW
    assert "0xE" in outcome.detail
    assert "wrong-pw" not in repr(settings) + repr(outcome) + await channel.check()
    await channel.close()


async def test_a_batch_that_takes_too_long_is_cut_short(
    channel: SmppChannel, smsc: Smsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel_module, "BATCH_SECONDS", 0.3)
    await smsc.orders(delay=100)
    found = await answers(channel, *(letter(number) for number in range(100)))
    took = len((await smsc.seen())["messages"])
    assert 0 < found.count(Answer.ACCEPTED) == took < 100
    assert set(found) == {Answer.ACCEPTED, Answer.REFUSED_FOR_NOW}


async def test_nobody_there_refuses_for_now() -> None:
    channel = SmppChannel("kyivstar", server(1))
    began = time.monotonic()
    assert set(await answers(channel, *(letter(number) for number in range(200)))) == {Answer.REFUSED_FOR_NOW}
    assert time.monotonic() - began < 1.5
    await channel.close()


@pytest.mark.parametrize("phone", ["", "0501234567", "+38050123456x", "380501234567", "+0501234567", "+1"])
async def test_a_phone_that_is_none_is_refused_before_anybody_is_asked(phone: str) -> None:
    channel = SmppChannel("kyivstar", server(1))
    session: Any = None
    outcome = await channel._letter(session, letter(recipient=phone or " "), time.monotonic() + 1)
    assert outcome == Outcome(Answer.REFUSED, fault=Fault.PHONE_IS_NONE, no_such_contact=True)


# -- receipts


async def test_a_receipt_finds_its_letter(channel: SmppChannel, smsc: Smsc, heard: Heard) -> None:
    (outcome,) = await channel.send([letter(1)])
    (receipt,) = await eventually(lambda: heard.receipts)
    assert (receipt.provider, receipt.state, receipt.letter_id) == ("kyivstar", DELIVERED, "N1")
    assert receipt.provider_message_id == outcome.provider_message_id
    assert [answer["status"] for answer in (await smsc.seen())["answers"]] == [0]


@pytest.mark.parametrize("tlv", [False, True])
async def test_a_receipt_may_come_before_the_answer(channel: SmppChannel, smsc: Smsc, heard: Heard, tlv: bool) -> None:
    await smsc.orders(receipt="early", tlv=tlv)
    (outcome,) = await channel.send([letter(1)])
    assert heard.receipts == []  # the answer is not on record yet
    (receipt,) = await eventually(lambda: heard.receipts)
    assert (receipt.letter_id, receipt.provider_message_id) == ("N1", outcome.provider_message_id)


async def test_a_text_in_parts_is_delivered_when_all_parts_are(channel: SmppChannel, smsc: Smsc, heard: Heard) -> None:
    (outcome,) = await channel.send([letter(1, "я" * 200)])
    await eventually(lambda: heard.receipts)
    await asyncio.sleep(0.5)
    (receipt,) = heard.receipts
    assert (receipt.state, receipt.provider_message_id) == (DELIVERED, outcome.provider_message_id)
    assert len((await smsc.seen())["answers"]) == 3


async def test_a_part_that_did_not_arrive_fails_the_text(channel: SmppChannel, smsc: Smsc, heard: Heard) -> None:
    await smsc.orders(states=["UNDELIV"])
    await channel.send([letter(1, "я" * 200)])
    (receipt, *_) = await eventually(lambda: heard.receipts)
    assert (receipt.state, receipt.letter_id) == (FAILED, "N1")
    assert "UNDELIV" in receipt.detail


async def test_receipts_that_come_twice_and_in_any_order_are_all_told(
    channel: SmppChannel, smsc: Smsc, heard: Heard
) -> None:
    await smsc.orders(states=["ENROUTE", "DELIVRD", "DELIVRD", "EXPIRED"])
    await channel.send([letter(1)])
    await eventually(lambda: len(heard.receipts) == 3)
    assert [receipt.state for receipt in heard.receipts] == [DELIVERED, DELIVERED, FAILED]


async def test_a_receipt_is_acknowledged_only_when_it_is_on_record(
    channel: SmppChannel, smsc: Smsc, heard: Heard
) -> None:
    heard.failures = 1
    await channel.send([letter(1)])
    for _ in range(100):
        told = (await smsc.seen())["answers"]
        if told:
            break
        await asyncio.sleep(0.02)
    assert [answer["status"] for answer in told] == [inbox.TEMPORARY]  # so that it comes again
    assert heard.receipts == []


async def test_a_receipt_of_an_earlier_life_is_handed_over_by_its_id(
    channel: SmppChannel, smsc: Smsc, heard: Heard
) -> None:
    channel.await_receipts({"of-old": "N77"})
    for message_id in ("of-old", "unknown"):
        text = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2611231159 done date:2611231200 stat:DELIVRD err:000 text:"
        )
        await smsc.deliver(source_addr="380501111111", source_addr_ton=1, esm_class=4, short_message=text)
    await eventually(lambda: len(heard.receipts) == 2)
    assert {(one.provider_message_id, one.letter_id) for one in heard.receipts} == {("of-old", "N77"), ("unknown", "")}


async def test_an_answer_after_the_time_out_still_helps(smsc: Smsc, heard: Heard) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port, timeout=0.2))
    await channel.listen(heard.on_receipts, heard.on_text)
    await smsc.orders(delay=400)
    assert await answers(channel, letter(1)) == [Answer.UNANSWERED]
    (receipt,) = await eventually(lambda: heard.receipts)
    assert (receipt.state, receipt.letter_id) == (DELIVERED, "N1")
    await smsc.orders(delay=400, status=0x0B)
    assert await answers(channel, letter(2)) == [Answer.UNANSWERED]
    await eventually(lambda: len(heard.receipts) == 2)
    assert (heard.receipts[1].state, heard.receipts[1].letter_id) == (FAILED, "N2")
    await smsc.orders(delay=400, status=0x58)
    assert await answers(channel, letter(3)) == [Answer.UNANSWERED]
    await eventually(lambda: len(heard.receipts) == 3)
    assert (heard.receipts[2].state, heard.receipts[2].letter_id) == (LATER, "N3")
    await channel.close()


async def test_ids_in_hexadecimal_are_told_as_receipts_have_them(smsc: Smsc) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port, hexadecimal_ids=True))
    (outcome,) = await channel.send([letter(1)])
    message = (await smsc.seen())["messages"][0]
    assert outcome.provider_message_id == str(int(message["id"], 16))
    await channel.close()


@pytest.mark.parametrize(("text", "coding_of_it"), [("СТОП", 8), ("STOP", 0), ("STOP", 1)])
async def test_what_residents_send_is_handed_over(
    channel: SmppChannel, smsc: Smsc, heard: Heard, text: str, coding_of_it: int
) -> None:
    heard.failures = 1
    body = {"source_addr": "380501111111", "source_addr_ton": 1, "short_message": text, "data_coding": coding_of_it}
    await channel.check()
    await smsc.deliver(**body)
    for _ in range(100):
        if (await smsc.seen())["answers"]:
            break
        await asyncio.sleep(0.02)
    assert heard.texts == []
    await smsc.deliver(**body)  # as an SMSC does with what was not acknowledged
    (got,) = await eventually(lambda: heard.texts)
    assert (got.provider, got.sender, got.text) == ("kyivstar", "+380501111111", text)


async def test_a_channel_that_does_not_listen_lets_receipts_come_again(smsc: Smsc) -> None:
    channel = SmppChannel("kyivstar", server(smsc.port))
    await channel.send([letter(1)])
    for _ in range(100):
        if told := (await smsc.seen())["answers"]:
            break
        await asyncio.sleep(0.02)
    assert [answer["status"] for answer in told] == [inbox.TEMPORARY]
    await channel.close()


# -- bytes


def delivered(text: bytes, *tlvs: tuple[int, bytes]) -> smpp34.DeliverSm:
    made = smpp34.DeliverSm("1", "2", text, esm_class=4, tlvs=[smpp34.Tlv(*tlv) for tlv in tlvs])
    read = smpp34.decode(made.encode())
    assert isinstance(read, smpp34.DeliverSm)
    return read


@given(st.binary(max_size=250), st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=20)), max_size=4))
def test_whatever_a_receipt_says_it_is_read(text: bytes, tlvs: list[tuple[int, bytes]]) -> None:
    found = receipts.read(delivered(text, *tlvs), START)
    if found is not None:
        assert 0 < len(found.message_id) <= 64
        assert START - 7 * 86_400_000 < found.at <= START


@pytest.mark.parametrize(
    ("text", "state", "detail"),
    [
        (
            "id:42 sub:001 dlvrd:001 submit date:2611230900 done date:2611231159 stat:DELIVRD err:000 text:Вода",
            DELIVERED,
            "DELIVRD",
        ),
        ("ID:42 SUB:001 STAT:UNDELIV ERR:011", FAILED, "UNDELIV err:011"),
        ("id:42 stat:EXPIRED err:000", FAILED, "EXPIRED"),
        ("id:42 stat:REJECTD err:9", FAILED, "REJECTD err:9"),
        ("id:42 stat:ACCEPTD", 0, "ACCEPTD"),
        ("id:42 stat:UNKNOWN", 0, "UNKNOWN"),
    ],
)
def test_what_receipts_say(text: str, state: int, detail: str) -> None:
    found = receipts.read(delivered(text.encode()), START)
    assert found is not None
    assert (found.message_id, found.state, found.detail) == ("42", state, detail)
    assert found.at == (START - 60_000 if "done date" in text else START)  # 11:59 in Kyiv is 09:59 UTC


@pytest.mark.parametrize("text", ["", "stat:DELIVRD", "id:42", "id:42 stat:SOMETHING", f"id:{'4' * 65} stat:DELIVRD x"])
def test_a_receipt_that_says_nothing_is_of_no_use(text: str) -> None:
    found = receipts.read(delivered(text.encode()), START)
    assert found is None or len(found.message_id) <= 64


@given(st.sampled_from([wire.DELIVER_SM, wire.SUBMIT_SM, 0x80000004]), st.binary(max_size=120))
def test_no_bytes_bring_the_codec_down(command: int, body: bytes) -> None:
    raw = wire.encode(command, 1, body)
    with suppress(smpp34.SmppError, ValueError):
        assert smpp34.decode(raw) is not None


@asynccontextmanager
async def bare(said: bytes) -> AsyncIterator[int]:
    """The port of a server that takes a bind and then says these bytes."""
    serving: list[asyncio.Future[None]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):  # a caller that is gone before it binds
            bind = await wire.read(reader)
            writer.write(wire.encode(bind.command | wire.RESPONSE, bind.sequence, wire.text("bare")) + said)
            await reader.read()
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.ensure_future(serve(reader, writer)))

    made = await asyncio.start_server(accept, "127.0.0.1", 0)
    async with made:
        yield made.sockets[0].getsockname()[1]
    await asyncio.gather(*serving)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" * 5,
        struct.pack(">IIII", 0xFFFFFFFF, 4, 0, 1),
        struct.pack(">IIII", 3, 4, 0, 1),
        struct.pack(">IIII", 100, wire.DELIVER_SM, 0, 1) + b"\xff" * 84,
        wire.encode(wire.DELIVER_SM, 9, b"\0" * 5),
        wire.encode(0x103, 3, b"data_sm"),
        wire.encode(wire.SUBMIT_SM | wire.RESPONSE, 12345, b"unasked\0"),
        wire.encode(wire.GENERIC_NACK, 0, status=3),
        wire.encode(wire.UNBIND, 5),
    ],
)
async def test_bytes_of_any_kind_end_in_an_outcome(heard: Heard, said: bytes) -> None:
    async with bare(said) as port:
        channel = SmppChannel("bare", server(port, timeout=0.3))
        await channel.listen(heard.on_receipts, heard.on_text)
        await channel.check()
        await asyncio.sleep(0.05)
        async with asyncio.timeout(3):
            (outcome,) = await channel.send([letter()])
        await channel.close()
    assert outcome.answer in (Answer.UNANSWERED, Answer.REFUSED_FOR_NOW)
    assert heard.receipts == []


def test_a_pdu_is_what_the_standard_says() -> None:
    raw = wire.bind(7, "esme", "secret", "type")
    assert raw[:16] == struct.pack(">IIII", len(raw), 9, 0, 7)
    assert raw[16:] == b"esme\0secret\0type\0" + bytes((0x34, 0, 0)) + b"\0"
    assert coding.GSM7 == 0
