"""Letters in parts and mails that wait, on every engine."""

from datetime import date
from typing import Any

from storage.days import midnight
from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.models.intake import IntakeDraft
from storage.models.privacy import PrivacyRequest, RestrictionLifting
from storage.repositories import intake, liftings, privacy
from storage.repositories.key_owners import all_of
from storage.repositories.privacy import Request

KIND = 1


def request(tx: Tx, number: int, received: str, *, kind: int = KIND, **fields: object) -> Request:
    row = PrivacyRequest(
        id=number,
        number=f"2026-{number:06}",
        kind=kind,
        state=1,
        channel=1,
        received_on=received,
        due_on=received,
        due_article="",
        created_at=tx.now,
        **fields,
    )
    return privacy.create(tx, row, {"representative_name": "Іван Сич"}, ())


async def test_requests_with_a_copy_to_destroy_are_found(store: Store) -> None:
    def unit(tx: Tx) -> list[int]:
        proven: dict[str, Any] = {"closed_at": 5, "proof_at": 3, "proof_by_kind": 1}
        others: list[dict[str, Any]] = [{}, {"closed_at": None}, {"proof_at": None}, {"proof_by_kind": 3}, {}]
        for number, other in enumerate(others, start=1):
            one = request(tx, number, "2026-11-01", **proven | other)
            one = privacy.update(tx, one, document_ref="скан-1")
        privacy.add_step(tx, one, "Gone", (1, 1))
        request(tx, 6, "2026-11-01", **proven)  # nobody kept a scan
        wanted = privacy.RequestFilter(copy_left=(1, "Gone"))
        found, total = privacy.page(tx, wanted, order="due_on", descending=False, after=None, size=9, skip=0)
        assert total == len(found)
        return [one.id for one in found]

    assert await store.write(unit) == [1]


async def test_a_page_of_requests_comes_with_what_opens_of_a_damaged_one(store: Store) -> None:
    def unit(tx: Tx) -> list[Request]:
        request(tx, 1, "2026-11-01")
        request(tx, 2, "2026-11-02")
        tx.sql("UPDATE privacy_request SET representative_name_sealed = ? WHERE id = 1", (b"\x01" * 60,))
        none = privacy.RequestFilter()
        return privacy.page(tx, none, order="due_on", descending=False, after=None, size=9, skip=0)[0]

    broken, sound = await store.write(unit)
    assert (broken.unreadable, sound.unreadable) == (["representative_name"], [])
    assert sound.texts["representative_name"] == "Іван Сич"


def draft(tx: Tx, number: int, arrived_at: int, index: bytes | None = None) -> intake.Draft:
    row = IntakeDraft(
        id=number, state=1, arrived_at=arrived_at, arrival=1, mail_index=index, size_bytes=1, created_at=tx.now
    )
    return intake.create(tx, row, {"subject": "Прошу", "text": "надати"})


async def test_requests_are_alike_while_they_ran_together(store: Store) -> None:
    def unit(tx: Tx) -> list[list[int]]:
        closed = midnight(date(2026, 11, 10)) + 1
        request(tx, 1, "2026-11-01", user_id=7, closed_at=closed)  # over before the third came
        request(tx, 2, "2026-11-05", user_id=7)
        third = request(tx, 3, "2026-11-11", user_id=7)
        request(tx, 4, "2026-11-11", user_id=7, kind=2)
        request(tx, 5, "2026-11-12", user_id=8)
        first = privacy.by_id(tx, 1)
        assert first is not None
        return [[one.id for one in privacy.alike(tx, row, 9)] for row in (first.row, third.row)]

    assert await store.write(unit) == [[2], [2]]


async def test_a_contact_finds_what_nobody_was_found_for_and_never_another_user(store: Store) -> None:
    def unit(tx: Tx) -> list[list[int]]:
        mark = b"x" * 16
        known = request(tx, 1, "2026-11-01", user_id=7, sender_index=mark)
        unknown = request(tx, 2, "2026-11-01", sender_index=mark)
        request(tx, 3, "2026-11-01", user_id=8, sender_index=mark)
        request(tx, 4, "2026-11-01", sender_index=b"y" * 16)
        bare = request(tx, 5, "2026-11-01")
        rows = (known.row, unknown.row, bare.row)
        return [[one.id for one in privacy.alike(tx, row, 9)] for row in rows]

    assert await store.write(unit) == [[2], [1, 3], []]


async def test_a_mail_is_known_by_its_digest_and_read_page_by_page(store: Store) -> None:
    def unit(tx: Tx) -> tuple[list[int], list[int], int, str]:
        for number, at in ((1, 30), (2, 10), (3, 20), (4, 20)):
            draft(tx, number, at, bytes([number]) * 16)
        first, total = intake.page(tx, 1, None, 2, 0)
        last = first[-1].row
        rest, _ = intake.page(tx, 1, (last.arrived_at, last.id), 5, 0)
        known = intake.by_mail(tx, b"\x03" * 16)
        assert known is not None
        return [one.id for one in first], [one.id for one in rest], total, known.texts["subject"]

    assert await store.write(unit) == ([2, 3], [4, 1], 4, "Прошу")
    assert {1, 2, 3, 4} <= await store.read(all_of)


async def test_how_far_a_mailbox_was_read_is_kept_by_its_name(store: Store) -> None:
    await store.write(lambda tx: intake.note_position(tx, "a@x/INBOX", 17, 4))
    await store.write(lambda tx: intake.note_position(tx, "a@x/INBOX", 17, 9))
    assert await store.read(lambda tx: intake.position(tx, "a@x/INBOX")) == (17, 9)
    assert await store.read(lambda tx: intake.position(tx, "b@x/INBOX")) == (0, 0)


async def test_a_restriction_holds_until_its_own_end(store: Store) -> None:
    def unit(tx: Tx) -> list[list[int]]:
        for number in (1, 2):
            request(tx, number, "2026-11-01", user_id=7, decision=1)
        before = liftings.in_force(tx, 7, KIND, (1,), 1, 3)
        row = RestrictionLifting(id=9, request_id=1, user_id=7, state=1, ground=1, proposed_by_id=1, proposed_at=tx.now)
        liftings.create(tx, row, "перевірено")
        proposed = liftings.latest(tx, [1, 2])[1]
        assert proposed.texts["reason"] == "перевірено"
        during = liftings.in_force(tx, 7, KIND, (1,), 1, 3)
        liftings.update(tx, proposed, state=3, told_how="лист")
        assert liftings.latest(tx, [1])[1].texts["told_how"] == "лист"
        return [sorted(before), sorted(during), liftings.in_force(tx, 7, KIND, (1,), 1, 3)]

    assert await store.write(unit) == [[1, 2], [1, 2], [2]]
