"""Reading and loading pages: `content/pages/<slug>.<language>.md` with TOML front matter between `+++` lines."""

import json
import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from lms.kernel.content import Changes, ContentSource
from lms.kernel.db import db
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import LANGUAGES, Texts
from lms.pages.models import InfoPage
from lms.web.markdown import render_markdown

REQUIRED = ("barrierefreiheit", "datenschutz", "impressum", "hilfe")


@dataclass
class PageFile:
    """A page as written, in all its languages."""

    slug: str
    title: Texts
    body: Texts
    updated: date

    @property
    def content_hash(self) -> str:
        """Changes when anything on the page changes."""
        return sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


def read_pages(source: ContentSource) -> list[PageFile]:
    """All pages, in the order of their slugs; faults go to the source."""
    folder = source.root / "pages"
    pages: dict[str, PageFile] = {}
    for file in sorted(folder.glob("*.md")):
        slug, _, language = file.stem.partition(".")
        if not SLUG.fullmatch(slug) or language not in LANGUAGES:
            source.fault(file, "the name must be <slug>.<language>.md, such as hilfe.de.md")
            continue
        page = pages.setdefault(slug, PageFile(slug, {}, {}, date.min))
        _read_page(source, file, page, language)
    for slug in (*REQUIRED, *pages):
        if slug not in pages or "de" not in pages[slug].title:
            source.fault(folder / f"{slug}.de.md", "the German page is missing")
    return [page for page in pages.values() if "de" in page.title]


def _read_page(source: ContentSource, file: Path, page: PageFile, language: str) -> None:
    text = source.markdown(file)
    if not text:
        return
    parts = text.split("+++", 2)
    if len(parts) != 3 or parts[0].strip():
        source.fault(file, "must begin with front matter between two lines +++")
        return
    try:
        front = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        source.fault(file, f"the front matter is not TOML: {error}", line=2)
        return
    title, updated = front.get("title"), front.get("updated")
    if not isinstance(title, str) or not title.strip():
        source.fault(file, "is missing or no text", line=2, field="title")
    elif type(updated) is not date:
        source.fault(file, "must be a date such as 2026-11-01", line=2, field="updated")
    else:
        page.title[language], page.body[language] = title, parts[2].strip()
        page.updated = max(page.updated, updated)


def load_pages(files: list[PageFile]) -> Changes:
    """Store what changed and remove what is gone, inside the caller's transaction."""
    stored = {page.slug: page for page in db.session.scalars(select(InfoPage))}
    added: list[str] = []
    changed: list[str] = []
    for file in files:
        page = stored.pop(file.slug, None)
        if page is not None and page.content_hash == file.content_hash:
            continue
        (added if page is None else changed).append(file.slug)
        page = page or InfoPage(slug=file.slug)
        page.title, page.updated, page.content_hash = file.title, file.updated, file.content_hash
        page.body = {language: str(render_markdown(text)) for language, text in file.body.items()}
        db.session.add(page)
    for gone in stored.values():
        db.session.delete(gone)
    return Changes(tuple(added), tuple(changed), tuple(stored))
