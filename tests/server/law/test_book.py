"""Files of the law are checked at every start, and a wrong one is named with its field."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from server.app import open_services
from server.config import Settings
from server.law import book, reckoning
from server.law.book import LawError
from server.law.clocks import Facts, clocks
from server.law.model import Role

DATA = Path(book.__file__).parent / "data"
CALENDARS = DATA.parent / "calendars"
ACCESS = 1
Change = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the operator's own, with their edition of two of the laws."""
    for name in ("ua-2297-vi.toml", "ua-2939-vi.toml"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("length = 30", "length = 0", "duties.0.term.length: Input should be greater than 0"),
        ('unit = "calendar days"', 'unit = "fortnights"', "duties.0.term.unit"),
        ('status = "V"', 'status = "sure"', "receipt.status"),
        ('role = "answer"', 'role = "guess"', "duties.0.role"),
        ('kinds = ["ACCESS", "COPY"]', 'kinds = ["GOSSIP"]', "duties.0.kinds.0"),
        ('article = "8(2)(4)"', 'article = "eight"', "duties.0.article"),
        ('code = "access"', 'code = "access"\nsurprise = 1', "duties.0.surprise: Extra inputs are not permitted"),
        ("length = 30, ", "length = 30, rolls_over = true, ", "access: rolls over, and the law has no rollover"),
        ('code = "change"', 'code = "objection"', "objection: two editions are in force"),
        ('of = ["access", "examination"]', 'of = ["acess"]', "own-data-no-deferral: of: names what has no term"),
        ('notice = "deferral-notice"', 'notice = "access"', "third-party-deferral: notice: access is no notice"),
        ('whom_en = "the person"\n', "", "whom_uk, whom_en: go together"),
        ("effective_from = 2014-01-01", "effective_from = 2014-01-01\neffective_to = 2013-01-01", "effective_to: lies"),
        ('calendar = "ua"', 'calendar = "mars"', "UA-2297-VI: calendar: there is no mars"),
        ('code = "UA-2297-VI"', 'code = "UA-2939-VI"', "UA-2939-VI stands in"),
        ("[receipt]", "[receipt", "ua-2297-vi.toml: is no TOML"),
    ],
)
def test_a_wrong_file_of_the_law_is_named_with_its_field(folder: Path, old: str, new: str, said: str) -> None:
    edit(folder / "ua-2297-vi.toml", old, new)
    with pytest.raises(LawError) as caught:
        book.load(folder)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("month = 1\nday = 1\n", "month = 2\nday = 30\n", "holidays.0"),
        ("month = 1\nday = 1\n", "", "month, day or after_easter"),
        ("days_off = [6, 7]", "days_off = [6, 8]", "days_off"),
        ("first = 2022-03-24", "first = 2022-03-24\nlast = 2022-03-23", "last: lies before first"),
    ],
)
def test_a_wrong_calendar_is_named_with_its_field(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "calendars").mkdir()
    file = tmp_path / "calendars" / "ua.toml"
    file.write_text((CALENDARS / "ua.toml").read_text(encoding="utf-8"), encoding="utf-8")
    edit(file, old, new)
    with pytest.raises(LawError) as caught:
        book.load(tmp_path)
    assert said in str(caught.value)
    assert "ua.toml" in str(caught.value)


def test_what_is_no_text_is_no_law(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(LawError, match=r"odd\.toml: is no TOML"):
        book.load(tmp_path)
    with pytest.raises(LawError, match="is no folder"):
        book.load(tmp_path / "none")


def test_an_amendment_counts_from_its_day_on_and_not_before(folder: Path) -> None:
    amended = '[[duties]]\ncode = "access"\nrole = "answer"\nkinds = ["ACCESS", "COPY"]\narticle = "8(2)(4)"\n'
    amended += 'effective_from = 2027-01-01\nterm = { length = 15, unit = "calendar days" }\n'
    amended += 'uk = "п\'ятнадцять днів"\nen = "fifteen days"\nstatus = "m"\n\n'
    file = folder / "ua-2297-vi.toml"
    edit(file, 'code = "access"\n', 'code = "access"\neffective_to = 2026-12-31\n')
    edit(file, '[[duties]]\ncode = "change"', amended + '[[duties]]\ncode = "change"')
    law = book.load(folder)

    def due(received: date) -> date:
        return clocks(law, Facts(ACCESS, received, ("UA-2297-VI",)))[0].due

    assert due(date(2026, 12, 31)) == date(2027, 1, 30)
    assert due(date(2027, 1, 1)) == date(2027, 1, 16)
    # The package's own edition is untouched, and the other laws are there all the same.
    assert reckoning.due(book.packaged(), "UA-2297-VI", "access", date(2027, 1, 1)).due == date(2027, 1, 31)
    assert set(law.regimes) == set(book.packaged().regimes)


def test_martial_law_ends_on_a_day_and_not_before_it_began() -> None:
    assert book.load(martial_law_until=date(2027, 1, 31)).calendars["ua"].data.suspensions[0].last == date(2027, 1, 31)
    with pytest.raises(LawError, match="martial_law_until: 2022-01-01 lies before 2022-03-24"):
        book.load(martial_law_until=date(2022, 1, 1))


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), "must name a law"),
        (("UA-1",), "there is no UA-1, but EU-GDPR"),
        (("UA-393-96",), "comes with the kind of a request"),
        (("UA-270-96",), "has no term for a request"),
    ],
)
async def test_a_service_does_not_start_by_a_law_that_it_can_not_go_by(
    codes: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    with pytest.raises(LawError, match=said):
        await open_services(Settings(data_dir=tmp_path, regimes=codes))


@pytest.mark.parametrize("regime", book.packaged().regimes.values(), ids=lambda one: one.code)
def test_every_extension_is_longer_than_what_it_extends_whoever_reads_it(regime: book.Regime) -> None:
    law, start = book.packaged(), date(2026, 2, 2)
    for longer in regime.held(start, Role.EXTENSION):
        for code in longer.of:
            shorter = regime.duty(code, start)
            assert reckoning.reckon(law, regime, shorter, start).due < reckoning.reckon(law, regime, longer, start).due
