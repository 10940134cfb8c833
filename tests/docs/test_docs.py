"""What is made from the code is up to date, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from console.actions import AREAS, GO
from scripts import reference

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", reference.PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert reference.PAGES[name]() == kept, "run `make reference`"


def test_every_duty_of_the_law_is_carried_by_a_test_named_after_its_article() -> None:
    tests = (ROOT / "tests" / "server" / "law" / "test_articles.py").read_text(encoding="utf-8")
    named = re.findall(r"^(?:async )?def (test_\w+)", tests, re.MULTILINE)
    listed = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "law.md").read_text(encoding="utf-8"))
    assert set(listed) == set(named)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_page_of_the_console_names_the_key_of_each_area_once() -> None:
    page = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    (areas,) = re.findall(r"^Nine areas.*?\n\n", page, re.MULTILINE | re.DOTALL)
    assert page.count("Nine areas, by digit") == 1
    assert sorted(re.findall(r"`(g.)`", areas)) == sorted(area.key for area in AREAS if area.key.startswith(GO))
