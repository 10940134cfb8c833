"""Threads of support in storage: whose key seals them, and what moves with a merge; on both engines."""

import pytest

from storage.engine.store import Store
from storage.engine.transaction import Tx
from storage.errors import Unreadable
from storage.models.support import INCOMING, OPEN, REPLY, SupportThread
from storage.repositories import contacts, facts, support
from storage.repositories.support import Thread, ThreadFilter

from ..engines import START

SMS, EMAIL = 2, 3
FORM = {"first_name": "Ганна", "last_name": "Бойко", "phone": "", "email": "hanna@example.org"}


def a_thread(tx: Tx, number: int, user_id: int | None = None) -> Thread:
    row = SupportThread(
        id=number,
        number=support.next_number(tx, 2026),
        state=OPEN,
        user_id=user_id,
        language=1,
        received_at=START + number,
        last_at=START + number,
        waiting_since=START + number,
        queue_at=START + number,
        message_count=1,
        version=1,
    )
    made = support.create(tx, row, FORM)
    support.add_message(tx, made, INCOMING, 0, f"Питання {number}.")
    return made


async def test_a_stranger_stands_where_a_user_does_and_is_reached_by_the_contact_given(store: Store) -> None:
    await store.write(lambda tx: a_thread(tx, 71))
    found = await store.read(lambda tx: facts.of_users(tx, [71, 72], 12, "2026-11-23"))
    assert set(found) == {71}
    assert (found[71].email, found[71].phone, found[71].email_suppressed) == (True, False, False)
    where = await store.read(lambda tx: contacts.Contacts(tx, [71]))
    assert (where.of(71, EMAIL), where.of(71, SMS)) == ("hanna@example.org", "")

    def listed(tx: Tx) -> bool:
        contacts.suppress(tx, 71, EMAIL, "hanna@example.org", 1)
        return facts.of_users(tx, [71], 12, "2026-11-23")[71].email_suppressed

    assert await store.write(listed)


async def test_a_page_comes_with_what_opens_of_a_damaged_thread(store: Store) -> None:
    def unit(tx: Tx) -> list[Thread]:
        a_thread(tx, 71)
        a_thread(tx, 72)
        tx.sql("UPDATE support_thread SET last_name_sealed = ? WHERE id = 71", (b"\x01" * 60,))
        tx.sql("UPDATE support_message SET text_sealed = ? WHERE thread_id = 71", (b"\x01" * 60,))
        assert support.last_said(tx, [71, 72]) == {71: None, 72: "Питання 72."}
        (said,) = support.messages(tx, 71, 9)
        with pytest.raises(Unreadable):
            said.text  # noqa: B018
        return support.page(tx, ThreadFilter(), None, 9, 0)[0]

    broken, sound = await store.write(unit)
    assert (dict(sound.texts), sound.texts.unreadable) == (FORM, ())
    assert broken.texts.unreadable == ("last_name",)
    assert (broken.texts["first_name"], broken.texts.shown("last_name")) == ("Ганна", "")
    with pytest.raises(Unreadable, match=r"support_thread\.last_name"):
        broken.texts["last_name"]


async def test_messages_that_move_are_sealed_for_the_thread_that_stays(store: Store) -> None:
    def merged(tx: Tx) -> list[str]:
        tx.keys.create(900)
        source, into = a_thread(tx, 71), a_thread(tx, 72, 900)
        support.add_message(tx, source, REPLY, 5, "Відповідь.")
        assert support.move_messages(tx, source, into) == 2
        assert {one.row.sealed_by for one in support.messages(tx, 72, 10)} == {900}
        assert [one.text for one in support.untold(tx, 72)] == ["Відповідь."]
        return sorted(one.text for one in support.messages(tx, 72, 10))

    assert await store.write(merged) == ["Відповідь.", "Питання 71.", "Питання 72."]


async def test_the_queue_goes_from_who_waits_longest_to_who_does_not_wait(store: Store) -> None:
    def queue(tx: Tx) -> list[int]:
        made = [a_thread(tx, number) for number in (71, 72, 73)]
        support.update(tx, made[0], waiting_since=None)
        return [one.id for one in support.page(tx, ThreadFilter(), None, 10, 0)[0]]

    assert await store.write(queue) == [72, 73, 71]
