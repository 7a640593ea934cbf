"""Reading course folders into values, with every fault named. The format: docs/content.md."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from lms.catalogue.models import TextLists
from lms.kernel.content import ContentSource
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import LANGUAGES, Texts, TomlTable

FORMATS = ("presence", "online", "on_demand", "hybrid")

_SHARED = [
    "kind",
    "title",
    "summary",
    "keywords",
    "needs",
    "checked_on",
    "checked_by",
    "published",
    "open",
    "competences",
    "requires",
    "sample",
    "minutes",
]
_JOB_AID = (*_SHARED, "product", "version", "steps")
_SEMINAR = (*_SHARED, "format", "description")
_STEP = ("key", "title", "minutes", "needs", "image", "alt", "questions", "keywords")


@dataclass(frozen=True)
class StepFile:
    """A step as written. body: Markdown by language; image: file name by language."""

    key: str
    minutes: int
    title: Texts
    needs: Texts
    body: Texts
    image: Texts
    alt: Texts
    questions: TextLists
    keywords: TextLists


@dataclass(frozen=True)
class CourseFile:
    """A course as written."""

    slug: str
    kind: str
    format: str
    minutes: int
    title: Texts
    summary: Texts
    description: Texts
    keywords: TextLists
    needs: TextLists
    product: str
    version: str
    checked_on: date
    checked_by: Texts
    published: date
    is_open: bool
    outcomes: list[dict[str, Any]]
    requires: list[str]
    sample: bool
    steps: tuple[StepFile, ...]

    @property
    def content_hash(self) -> str:
        """Changes when anything in the course changes."""
        return sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()


def read_courses(source: ContentSource) -> list[CourseFile]:
    """All courses below `content/courses`, in the order of their slugs; faults go to the source."""
    files = sorted((source.root / "courses").glob("*/course.toml"))
    courses = [course for file in files if (course := _read_course(source, file)) is not None]
    _check_requirements(source, courses)
    return courses


def _read_course(source: ContentSource, file: Path) -> CourseFile | None:
    table = source.toml(file)
    if table is None:
        return None
    slug = file.parent.name
    if not SLUG.fullmatch(slug):
        source.fault(file, f"the folder name {slug!r} must be lower-case letters, digits and hyphens")
    kind = table.choice("kind", ("job_aid", "seminar"), default="job_aid")
    table.only(*(_JOB_AID if kind == "job_aid" else _SEMINAR))
    step_tables = table.tables("steps")
    steps = tuple(_read_step(source, file.parent, each) for each in step_tables)
    if kind == "job_aid" and not steps:
        table.fault("steps", "a job aid needs at least one step")
    _check_keys(step_tables)
    return CourseFile(
        slug=slug,
        kind=kind,
        format=table.choice("format", FORMATS, default="on_demand" if kind == "job_aid" else None),
        minutes=sum(step.minutes for step in steps) if kind == "job_aid" else table.integer("minutes", 5, 60_000),
        title=table.texts("title", longest=120),
        summary=table.texts("summary", longest=400),
        description=table.texts("description", required=kind == "seminar"),
        keywords=table.text_lists("keywords"),
        needs=table.text_lists("needs"),
        product=table.string("product", default=None if kind == "job_aid" else "", longest=200),
        version=table.string("version", default=None if kind == "job_aid" else "", longest=100),
        checked_on=table.day("checked_on"),
        checked_by=table.texts("checked_by", longest=200),
        published=table.day("published"),
        is_open=table.flag("open"),
        outcomes=[_read_outcome(source, each) for each in table.tables("competences")],
        requires=table.strings("requires"),
        sample=table.flag("sample", default=False),
        steps=steps,
    )


def _read_outcome(source: ContentSource, table: TomlTable) -> dict[str, Any]:
    table.only("id", "needs", "reaches")
    competence = table.string("id", pattern=r"[\w.:-]{1,60}")
    needs = table.integer("needs", 0, 7)
    reaches = table.integer("reaches", 1, 8)
    if reaches <= needs:
        table.fault("reaches", "must be above needs: a course that raises nothing closes no gap")
    known = source.parsed.get("competences")
    if known and competence not in known:
        table.fault("id", f"there is no competence {competence!r}")
    return {"competence": competence, "needs": needs, "reaches": reaches}


def _read_step(source: ContentSource, folder: Path, table: TomlTable) -> StepFile:
    table.only(*_STEP)
    key = table.string("key", pattern=SLUG.pattern, why="must be lower-case letters, digits and hyphens")
    image = table.string("image", default="", pattern=r"([a-z0-9-]+\.(svg|png|jpg|webp))?")
    alt = table.texts("alt", required=bool(image), longest=600)
    return StepFile(
        key=key,
        minutes=table.integer("minutes", 1, 60),
        title=table.texts("title", longest=120),
        needs=table.texts("needs", required=False, longest=600),
        body=_read_bodies(source, folder / "steps", key),
        image=_find_images(folder / "media", image, table) if image else {},
        alt=alt,
        questions=table.text_lists("questions"),
        keywords=table.text_lists("keywords"),
    )


def _read_bodies(source: ContentSource, folder: Path, key: str) -> Texts:
    if not SLUG.fullmatch(key):
        return {}
    files = {language: folder / f"{key}.{language}.md" for language in LANGUAGES}
    return {language: source.markdown(file) for language, file in files.items() if language == "de" or file.exists()}


def _find_images(media: Path, image: str, table: TomlTable) -> Texts:
    stem, _, ending = image.rpartition(".")
    found = {
        language: f"{stem}.{language}.{ending}"
        for language in LANGUAGES
        if (media / f"{stem}.{language}.{ending}").is_file()
    }
    if not found and (media / image).is_file():
        return {"de": image}
    if "de" not in found:
        table.fault("image", f"there is neither media/{image} nor media/{stem}.de.{ending}")
    return found


def _check_keys(steps: list[TomlTable]) -> None:
    seen: set[str] = set()
    for step in steps:
        key = str(step.values.get("key", ""))
        if key and key in seen:
            step.fault("key", f"the key {key!r} stands twice in this course")
        seen.add(key)


def _check_requirements(source: ContentSource, courses: list[CourseFile]) -> None:
    needs = {course.slug: set(course.requires) for course in courses}
    for course in courses:
        file = source.root / "courses" / course.slug / "course.toml"
        for slug in course.requires:
            if slug not in needs:
                source.fault(file, f"there is no course {slug!r}", field="requires")
    done: set[str] = set()
    while ready := {slug for slug, required in needs.items() if slug not in done and required <= done}:
        done |= ready
    for slug in sorted(set(needs) - done):
        if all(required in needs for required in needs[slug]):
            file = source.root / "courses" / slug / "course.toml"
            source.fault(file, "is part of a circle of requirements", field="requires")
