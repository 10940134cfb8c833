"""What a package says, in each of its shapes, however much it holds and whatever stands in it."""

import hashlib
import json
import tracemalloc
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from smartregion.v1 import privacy_request_service_pb2 as pb
from smartregion.v1.disclosure_service_pb2 import DisclosureNotice

from server.codec import decode_id
from server.limits import PACKAGE_FRAME_BYTES, PACKAGE_PAGES, PACKAGE_ROWS
from server.privacy import rights, wording
from server.privacy.package import assembly, contents
from server.privacy.package.assembly import Assembly
from server.privacy.package.values import row_writer
from server.privacy.package.writers import HtmlWriter, PdfWriter
from storage.columns import Purpose
from storage.engine.ids import new_ids
from storage.engine.transaction import Tx
from storage.models.delivery import SenderCount
from storage.models.disclosures import Disclosure
from storage.models.people import SecurityEvent
from storage.repositories import disclosures, subject, users

from ..conftest import House
from .conftest import answered, assembled, download

JSON, HTML, PDF = pb.PACKAGE_FORMAT_JSON, pb.PACKAGE_FORMAT_HTML, pb.PACKAGE_FORMAT_PDF
ARCHIVE = pb.PACKAGE_FORMAT_ARCHIVE


def paper_text(body: bytes) -> str:
    """What a PDF says, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())


async def user_of(house: House) -> int:
    officer = await house.operator("petro")
    return decode_id((await officer.UserService.ListUsers(page_size=1)).users[0].id)


async def test_a_package_says_all_that_article_8_lets_a_person_ask_for(house: House) -> None:
    done, user = await answered(house)
    officer = await house.operator("petro")
    body = json.loads((await download(officer, done.id, JSON)).body)
    assert body["request"] == done.number
    assert body["controller"]["name"]
    assert body["policy_version"]
    assert {article for article, _ in rights.RIGHTS} == {one["article"] for one in body["rights"]}
    assert any("Уповноважен" in one for one in body["complaints"])
    assert any("суду" in one for one in body["complaints"])
    assert body["how_to_exercise_them"]
    assert body["automated_processing"]
    assert body["disclosures"] == []
    assert all(one["purpose"] and one["legal_ground"] for one in body["recipients"])
    sections = {one["name"]: one for one in body["sections"]}
    assert sections.keys() == {section.table for section in subject.sections()}
    for one in sections.values():
        assert one["purposes"], one["name"]
        assert one["grounds"], one["name"]
        assert one["source"], one["name"]
        assert one["retention"], one["name"]
    assert sections["app_user"]["rows"][0]["phone"] == user.phone
    assert sections["reading"]["rows"][0]["read_at"].endswith("+00:00")


async def test_a_copy_has_what_the_person_gave_and_nothing_that_was_made_of_it(house: House) -> None:
    done, user = await answered(house, pb.PRIVACY_REQUEST_KIND_COPY)
    officer = await house.operator("petro")
    body = json.loads((await download(officer, done.id, JSON)).body)
    sections = {one["name"]: one["rows"] for one in body["sections"]}
    assert sections["app_user"][0]["phone"] == user.phone
    assert sections["reading"]
    assert not sections.keys() & {"balance", "charge", "notification", "audit_detail", "privacy_step"}
    shown = await officer.PrivacyRequestService.PreviewAccessPackage(id=done.id)
    assert {one.name for one in shown.sections} == sections.keys()


def test_every_table_has_its_source_and_every_purpose_its_ground() -> None:
    assert wording.SOURCES.keys() >= {section.table for section in subject.sections()}
    assert wording.GROUNDS.keys() == set(Purpose)


async def test_html_and_pdf_say_the_same_as_the_json_for_people(house: House) -> None:
    done, user = await answered(house)
    officer = await house.operator("petro")
    page = (await download(officer, done.id, HTML)).body.decode()
    paper = paper_text((await download(officer, done.id, PDF)).body)
    for text in (user.phone, user.last_name, done.number, "Уповноважен", "до суду", "Строк зберігання", "Джерело"):
        assert text in page
        assert text in paper
    assert user.email in page
    assert "ст. 11, ч. 1, п. 3" in page
    assert "сторінка 1" in paper


@pytest.mark.parametrize(
    ("for_people", "amount", "day"), [(True, "-446,08", "25.10.2026"), (False, "-446.08", "2026-10-25")]
)
def test_people_read_days_and_amounts_as_they_write_them(for_people: bool, amount: str, day: str) -> None:
    section = next(one for one in subject.sections() if one.table == "charge")
    values = {"amount": -44608, "due_on": "2026-10-25", "document_number": "2026-13-45"}
    names = [column.name for column in section.columns]
    written = row_writer(section, for_people=for_people)([values.get(name) for name in names])
    assert {name: text for name, text in zip(names, written, strict=True) if text} == {
        "amount": amount,
        "due_on": day,
        "document_number": "2026-13-45",
    }


class Tags(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") for name, _ in attributes)


async def test_nothing_that_somebody_wrote_becomes_markup(house: House) -> None:
    user_id = await user_of(house)
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{ 7 * 7 }}</table>"

    def spoil(tx: Tx) -> None:
        person = users.get_any(tx, user_id)
        assert person is not None
        users.update(tx, person, last_name=hostile)
        tx.sql("UPDATE partner SET name_uk = ?", (hostile,))
        tx.sql("UPDATE access_grant SET purpose = ?, legal_ground = ?", (hostile, hostile))

    await house.app.services.store.write(spoil)
    page = (await assembled(house, user_id, HTML)).decode()
    parsed = Tags()
    parsed.feed(page)
    assert not parsed.tags & {"script", "img"}
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert json.loads(await assembled(house, user_id, JSON))["recipients"][0]["name"] == hostile
    assert "<script>alert(1)</script>" in paper_text(await assembled(house, user_id, PDF)).replace(" ", "")


def released(tx: Tx, number: int, user_id: int, to: str, notice: int) -> None:
    """A disclosure whose fields have left."""
    row = Disclosure(
        id=number,
        number=f"D-2026-{number:06}",
        state=6,
        ground=1,
        user_id=user_id,
        fields="app_user.phone",
        recipient_key=b"",
        received_on="2026-11-01",
        study_due_on="2026-11-10",
        due_on="2026-11-30",
        notice=notice,
        created_by_id=1,
        created_at=tx.now,
        released_at=tx.now,
    )
    written = {"recipient_name": to, "legal_basis": "ухвала № 7", "purpose": "розслідування", "document_ref": "вх. 1"}
    disclosures.create(tx, row, written)
    disclosures.enter(tx, row, {"app_user.phone": 1, "usage_point.street": 1})


async def test_disclosures_are_named_but_for_those_that_law_keeps_secret(house: House) -> None:
    user_id = await user_of(house)
    tell, exempt = DisclosureNotice.DISCLOSURE_NOTICE_TELL, DisclosureNotice.DISCLOSURE_NOTICE_EXEMPT

    def unit(tx: Tx) -> None:
        released(tx, 1, user_id, "Річенський районний суд", tell)
        released(tx, 2, user_id, "Таємне слідство", exempt)
        released(tx, 3, user_id + 1, "Хтось про іншого", tell)

    await house.app.services.store.write(unit)
    body = await assembled(house, user_id, JSON)
    (told,) = json.loads(body)["disclosures"]
    assert (told["to"], told["basis"], told["what"]) == ("Річенський районний суд", "ухвала № 7", "контакти, адреса")
    page, paper = (await assembled(house, user_id, HTML)).decode(), paper_text(await assembled(house, user_id, PDF))
    for text in (body.decode(), page, paper):
        assert "Річенський районний суд" in text
        assert "Таємне" not in text
        assert "Хтось про іншого" not in text


# -- very many rows


async def fill(house: House, user_id: int, rows: int, first: int = 0) -> None:
    """Events (a key of one column) and counts by day (a key of three)."""
    ids = new_ids(rows)

    def unit(tx: Tx) -> None:
        columns = ("id", "user_id", "kind", "at")
        tx.insert_many(SecurityEvent, columns, ((number, user_id, 1, place) for place, number in enumerate(ids)))
        days = ((f"day {place:07d}", 1, user_id, place % 100) for place in range(first, first + rows))
        tx.insert_many(SenderCount, ("day", "sender_id", "user_id", "messages"), days)

    await house.app.services.store.write(unit)


def counted(body: bytes) -> dict[str, list[Any]]:
    return {one["name"]: one["rows"] for one in json.loads(body)["sections"]}


async def test_every_row_is_there_once_beyond_a_page_and_beyond_the_keys_known_ahead(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "PACKAGE_KEYS", PACKAGE_ROWS + 7)
    user_id, rows = await user_of(house), 3 * PACKAGE_ROWS
    await fill(house, user_id, rows)
    found = counted(await assembled(house, user_id, JSON))
    assert [one["day"] for one in found["sender_count"]] == [f"day {place:07d}" for place in range(rows)]
    assert len({one["at"] for one in found["security_event"]}) == rows


async def test_a_package_goes_page_by_page_on_postgresql_too(postgres_house: House) -> None:
    user_id, rows = await user_of(postgres_house), PACKAGE_ROWS + 11
    await fill(postgres_house, user_id, rows)
    found = counted(await assembled(postgres_house, user_id, JSON))
    assert [one["day"] for one in found["sender_count"]] == [f"day {place:07d}" for place in range(rows)]
    assert len(found["security_event"]) == rows
    assert found["reading"]


async def peak(house: House, user_id: int, form: int) -> tuple[int, int]:
    """Bytes of a package, and the most that was held while it was sent: at its least, since the house does other things
    beside it."""
    return min([await _peak(house, user_id, form) for _ in range(4)], key=lambda found: found[1])


async def _peak(house: House, user_id: int, form: int) -> tuple[int, int]:
    store = house.app.services.store
    head = await store.read(lambda tx: contents.head(tx, user_id, "2026-000001", "2026-11-23", house.settings, ()))
    size = 0
    tracemalloc.start()
    try:
        async for frame in Assembly(store.read, store.keys.keyring, user_id, head).frames(form):
            assert len(frame) <= PACKAGE_FRAME_BYTES
            size += len(frame)
        return size, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_what_a_package_keeps_in_memory_does_not_grow_with_its_rows(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembly, "PACKAGE_ROWS", 300)
    monkeypatch.setattr(assembly, "PACKAGE_KEYS", 600)
    user_id = await user_of(house)
    await fill(house, user_id, 2_000)
    for form in (JSON, HTML):
        await assembled(house, user_id, form)  # templates and statements are there before it is measured
    few = [await peak(house, user_id, form) for form in (JSON, HTML)]
    await fill(house, user_id, 6_000, 2_000)
    many = [await peak(house, user_id, form) for form in (JSON, HTML)]
    for (size, most), (larger, more) in zip(few, many, strict=True):
        assert larger > size * 2.5
        assert more - most < (larger - size) / 3, f"{more:,} against {most:,} bytes for {larger:,} and {size:,}"


async def test_an_archive_holds_all_shapes_and_what_is_signed_is_what_is_in_it(house: House) -> None:
    done, _ = await answered(house)
    officer = await house.operator("petro")
    whole = await download(officer, done.id, ARCHIVE)
    assert hashlib.sha256(whole.body).digest() == whole.sha256
    with ZipFile(BytesIO(whole.body)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "manifest.json",
            "manifest.sig",
            "package.html",
            "package.json",
            "package.pdf",
        ]
        assert archive.read("manifest.json") == whole.manifest
        assert archive.read("manifest.sig") == whole.signature
        for part in json.loads(whole.manifest)["parts"]:
            assert hashlib.sha256(archive.read(part["name"])).hexdigest() == part["sha256"]


async def test_paper_has_an_end_and_says_what_is_left(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.privacy.package.writers.PACKAGE_PAGES", 4)
    user_id = await user_of(house)
    await fill(house, user_id, 600)
    body = await assembled(house, user_id, PDF)
    assert len(PdfReader(BytesIO(body)).pages) <= 5
    assert "Ще рядків:" in paper_text(body)
    assert PACKAGE_PAGES > 100


async def test_a_value_as_long_as_a_page_runs_on_over_the_next(house: House) -> None:
    user_id = await user_of(house)
    long = " ".join(f"слово{number}" for number in range(3_000)) + "Д" * 500

    def lengthen(tx: Tx) -> None:
        person = users.get_any(tx, user_id)
        assert person is not None
        users.update(tx, person, last_name=long)

    await house.app.services.store.write(lengthen)
    said = paper_text(await assembled(house, user_id, PDF))
    assert "слово0" in said
    assert "слово2999" in said


async def test_who_was_found_to_have_nothing_reads_so(house: House) -> None:
    nobody = 12345
    page = (await assembled(house, nobody, HTML)).decode()
    assert "Даних про вас немає." in page
    assert "Даних про вас немає." in paper_text(await assembled(house, nobody, PDF))
    assert not any(counted(await assembled(house, nobody, JSON)).values())


async def test_what_the_contract_has_no_name_for_is_still_shown(house: House) -> None:
    user_id = await user_of(house)
    for number, name in ((77, "77"), (1, "UKRAINIAN")):
        await house.app.services.store.write(
            lambda tx, number=number: tx.sql("UPDATE app_user SET language = ? WHERE id = ?", (number, user_id))
        )
        assert counted(await assembled(house, user_id, JSON))["app_user"][0]["language"] == name
    assert "<td>українська</td>" in (await assembled(house, user_id, HTML)).decode()


def test_an_empty_section_is_left_out_of_what_people_read() -> None:
    for writer in (HtmlWriter(), PdfWriter()):
        writer.section(contents.about(subject.sections()[0], ()))
        assert writer.rows([]) + writer.section_end() == b""


# -- whose it is


async def test_money_of_another_holder_is_no_part_of_it(house: House) -> None:
    """Charges, payments and the balance of an account count from one's own link on, and to its end."""
    user_id = await user_of(house)
    store = house.app.services.store

    def charge(tx: Tx) -> None:
        account, utility = tx.sql(
            "SELECT a.id, a.utility_id FROM account a JOIN account_link l ON l.account_id = a.id WHERE l.user_id = ? "
            "ORDER BY a.id LIMIT 1",
            (user_id,),
        )[0]
        charged, paid = new_ids(2)
        tx.sql(
            "INSERT INTO charge (id, utility_id, account_id, document_number, amount, due_on, issued_on, received_at) "
            "VALUES (?, ?, ?, 'c1', 100, '2026-11-20', '2026-11-01', 1)",
            (charged, utility, account),
        )
        tx.sql(
            "INSERT INTO payment (id, partner_id, utility_id, account_id, document_number, amount, paid_at, "
            "received_at) VALUES (?, ?, ?, ?, 'p1', 100, ?, 1)",
            (paid, utility, utility, account, tx.now - 1),
        )
        tx.sql(
            "INSERT INTO balance (account_id, utility_id, charged, paid, overdue, next_due, reckoned_on, updated_at) "
            "VALUES (?, ?, 100, 100, 0, 0, '2026-11-23', 1)",
            (account, utility),
        )

    await store.write(charge)
    before = counted(await assembled(house, user_id, JSON))
    assert before["charge"]
    assert before["payment"]
    assert before["balance"]

    def hand_over(tx: Tx) -> None:
        (account, linked) = tx.sql(
            "SELECT account_id, max(issued_on) FROM charge WHERE account_id IN "
            "(SELECT account_id FROM account_link WHERE user_id = ?) GROUP BY account_id",
            (user_id,),
        )[0]
        assert linked
        tx.sql("UPDATE account_link SET ended_at = 1 WHERE user_id = ? AND account_id <> ?", (user_id, account))
        other = tx.sql("SELECT id FROM app_user WHERE id <> ? ORDER BY id LIMIT 1", (user_id,))[0][0]
        begins = tx.sql("SELECT begins_at FROM account WHERE id = ?", (account,))[0][0]
        tx.sql("UPDATE account_link SET linked_at = ? WHERE user_id = ?", (tx.now, user_id))
        (number,) = new_ids(1)
        tx.sql(
            "INSERT INTO account_link (id, account_id, user_id, linked_at, ended_at) VALUES (?, ?, ?, ?, ?)",
            (number, account, other, begins, tx.now),
        )

    await store.write(hand_over)
    after = counted(await assembled(house, user_id, JSON))
    assert not after["charge"]
    assert not after["payment"]
    assert not after["balance"]
