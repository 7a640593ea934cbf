"""Pages about the platform: what must be there, and what is wrong with a file, by file and field."""

from pathlib import Path

import pytest
from flask import Flask

from lms.kernel.content import ContentSource
from lms.kernel.db import transaction
from lms.pages.content import REQUIRED, load_pages, read_pages
from tests.web.browser import Browser

CONTENT = Path(__file__).resolve().parents[2] / "content"
PAGE = '+++\ntitle = "Hilfe"\nupdated = 2026-11-01\n+++\n\n## Wer hilft\n\nWir.\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All required pages without faults."""
    pages = tmp_path / "content" / "pages"
    pages.mkdir(parents=True)
    for slug in REQUIRED:
        (pages / f"{slug}.de.md").write_text(PAGE, encoding="utf-8")
    return pages


def faults(folder: Path) -> list[str]:
    source = ContentSource(folder.parent)
    read_pages(source)
    return [str(fault) for fault in source.faults]


def test_sound_pages_have_no_fault(folder: Path) -> None:
    (folder / "hilfe.en.md").write_text(PAGE.replace("Hilfe", "Help"), encoding="utf-8")
    assert faults(folder) == []


def test_the_projects_own_pages_have_no_fault_and_both_languages() -> None:
    source = ContentSource(CONTENT)
    pages = read_pages(source)
    assert source.faults == []
    assert all(set(page.title) == set(page.body) == {"de", "en"} for page in pages)


@pytest.mark.parametrize("slug", REQUIRED)
def test_every_required_page_must_be_there(folder: Path, slug: str) -> None:
    (folder / f"{slug}.de.md").unlink()
    assert faults(folder) == [f"content/pages/{slug}.de.md:1: the German page is missing"]


FAULTS = [
    ("hilfe.en.md", "ohne Kopf", "hilfe.en.md:1: must begin with front matter between two lines +++"),
    ("hilfe.en.md", "", "hilfe.en.md:1: the file is empty"),
    ("hilfe.en.md", "+++\ntitle = \n+++\nText", "hilfe.en.md:2: the front matter is not TOML"),
    ("hilfe.en.md", "+++\nupdated = 2026-11-01\n+++\nText", "hilfe.en.md:2: title: is missing or no text"),
    ("hilfe.en.md", '+++\ntitle = "x"\nupdated = "x"\n+++\nText', "hilfe.en.md:2: updated: must be a date"),
    ("Hilfe.fr.md", PAGE, "Hilfe.fr.md:1: the name must be <slug>.<language>.md"),
    ("hilfe.md", PAGE, "hilfe.md:1: the name must be <slug>.<language>.md"),
]


@pytest.mark.parametrize(("name", "text", "fault"), FAULTS)
def test_a_fault_names_file_and_field(folder: Path, name: str, text: str, fault: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    found = faults(folder)
    assert found[0].startswith(f"content/pages/{fault}")
    assert len(found) == 1


@pytest.mark.db
def test_loading_says_what_changed(app: Flask, folder: Path) -> None:
    def load() -> tuple[tuple[str, ...], ...]:
        changes = load_pages(read_pages(ContentSource(folder.parent)))
        return changes.added, changes.changed, changes.removed

    (folder / "extra.de.md").write_text(PAGE, encoding="utf-8")
    assert load() == (("barrierefreiheit", "datenschutz", "extra", "hilfe", "impressum"), (), ())
    assert load() == ((), (), ())
    (folder / "extra.de.md").unlink()
    (folder / "hilfe.de.md").write_text(PAGE.replace("Wir.", "Alle."), encoding="utf-8")
    assert load() == ((), ("hilfe",), ("extra",))


@pytest.mark.db
@pytest.mark.parametrize("slug", REQUIRED)
def test_every_page_is_read_by_anybody_in_both_languages(stocked_app: Flask, slug: str) -> None:
    browser = Browser(stocked_app)
    german = browser.page(f"/{slug}")
    english = browser.page(f"/{slug}", headers={"Accept-Language": "en"})
    assert '<article class="ll-narrow" lang="de">' in german
    assert '<article class="ll-narrow" lang="en">' in english
    assert "Stand: " in german


@pytest.mark.db
def test_a_page_links_to_every_other_from_its_footer(stocked_app: Flask) -> None:
    page = Browser(stocked_app).page("/impressum")
    footer = page.partition("<footer")[2]
    for slug in (*REQUIRED, "barriere-melden"):
        assert f'href="/{slug}"' in footer


@pytest.mark.db
def test_before_content_is_loaded_a_page_is_not_found_rather_than_broken(app: Flask) -> None:
    assert Browser(app).get("/impressum").status_code == 404


@pytest.mark.db
def test_markup_in_a_page_is_removed(app: Flask, folder: Path) -> None:
    (folder / "hilfe.de.md").write_text(
        PAGE + "\n<script>alert(1)</script>[x](javascript:alert(1))\n", encoding="utf-8"
    )
    with transaction():
        load_pages(read_pages(ContentSource(folder.parent)))
    page = Browser(app).page("/hilfe")
    assert "alert(1)" not in page.partition('class="ll-prose"')[2].replace("[x](javascript:alert(1))", "")
    assert "javascript:" not in page.replace("[x](javascript:alert(1))", "")
