"""Course folders are read into values, and every fault is named with file, line and field."""

from pathlib import Path

import pytest

from lms.catalogue.content import CourseFile, read_courses
from lms.kernel.content import ContentSource
from tests.catalogue.small_content import COURSE, ROOT, SEMINAR, replace, write_course

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def read(content: Path) -> tuple[list[CourseFile], list[str]]:
    source = ContentSource(content)
    courses = read_courses(source)
    return courses, [str(fault) for fault in sorted(source.faults)]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Two courses without faults."""
    folder = tmp_path / "content"
    write_course(folder, "besprechung", COURSE, steps=("eins", "zwei"))
    write_course(folder, "gut-besprechen", SEMINAR)
    return folder


def test_a_course_comes_back_as_it_was_written(content: Path) -> None:
    (course, seminar), faults = read(content)
    assert faults == []
    assert (course.slug, course.kind, course.format, course.minutes) == ("besprechung", "job_aid", "on_demand", 5)
    assert [step.key for step in course.steps] == ["eins", "zwei"]
    assert course.steps[0].body == {"de": "So geht eins.\n\n1. **Klicken**"}
    assert (seminar.kind, seminar.format, seminar.minutes, seminar.steps) == ("seminar", "presence", 240, ())
    assert seminar.outcomes == [{"competence": "2.4", "needs": 2, "reaches": 4}]


def test_the_projects_own_courses_have_no_fault() -> None:
    courses, faults = read(ROOT / "content")
    assert faults == []
    assert len([course for course in courses if course.kind == "job_aid" and len(course.steps) >= 5]) >= 6
    assert all(course.steps[0].image for course in courses if course.kind == "job_aid")


FAULTS = [
    ('title.de = "Besprechungen"\n', "", "besprechung/course.toml:1: title: is missing; write title.de = …"),
    ("minutes = 2", "minutes = 61", "besprechung/course.toml:19: steps.0.minutes: must be a whole number from 1 to 60"),
    ("2026-10-12", '"gestern"', "besprechung/course.toml:5: checked_on: must be a date such as 2026-10-12"),
    ("reaches = 3", "reaches = 1", "besprechung/course.toml:14: competences.0.reaches: must be above needs: a course"),
    ("open = true", 'open = "ja"', "besprechung/course.toml:7: open: must be true or false"),
    ("open = true", "opne = true", "besprechung/course.toml:7: opne: there is no such field here; known are: kind"),
    ('key = "zwei"', 'key = "eins"', "besprechung/course.toml:23: steps.1.key: the key 'eins' stands twice"),
    ('key = "zwei"', 'key = "Zwei!"', "besprechung/course.toml:23: steps.1.key: must be lower-case letters"),
    ('key = "zwei"', 'key = "/etc/passwd"', "besprechung/course.toml:23: steps.1.key: must be lower-case letters"),
    ('key = "zwei"', "key = ['zwei']", "besprechung/course.toml:23: steps.1.key: must be a text"),
    ('key = "zwei"', r'key = "a\u0000"', "besprechung/course.toml:23: steps.1.key: must be a text"),
    ('key = "zwei"', 'key = "drei"', "besprechung/steps/drei.de.md:1: the file is missing"),
    ("minutes = 3", 'minutes = 3\nimage = "x.svg"', "besprechung/course.toml:26: steps.1.image: there is neither"),
    ("minutes = 3", 'minutes = 3\nimage = "../x.svg"', "besprechung/course.toml:26: steps.1.image: does not look"),
    (
        "minutes = 3",
        'minutes = 3\nimage = "x.svg"',
        "besprechung/course.toml:22: steps.1.alt: is missing; write alt.de",
    ),
    ('kind = "seminar"', 'kind = "video"', "gut-besprechen/course.toml:1: kind: must be one of: job_aid, seminar"),
    ('format = "presence"', "", "gut-besprechen/course.toml:1: format: is missing"),
    ('["besprechung"]', '["unbekannt"]', "gut-besprechen/course.toml:1: requires: there is no course 'unbekannt'"),
    ('["besprechung"]', '["gut-besprechen"]', "gut-besprechen/course.toml:1: requires: is part of a circle"),
    ('kind = "seminar"', 'kind = "seminar"\nsteps = 3', "gut-besprechen/course.toml:2: steps: there is no such field"),
    ("minutes = 240", "minutes = ", "gut-besprechen/course.toml:3: this is not TOML"),
]


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_every_fault_names_file_line_and_field(content: Path, old: str, new: str, fault: str) -> None:
    slug = fault.partition("/")[0]
    replace(content / "courses" / slug / "course.toml", old, new)
    _courses, faults = read(content)
    assert [each for each in faults if each.startswith(f"content/courses/{fault}")], faults


def test_a_fault_is_named_once(content: Path) -> None:
    replace(content / "courses/besprechung/course.toml", COURSE[COURSE.index("[[competences]]") :], "steps = 3\n")
    _courses, faults = read(content)
    assert len(faults) == len(set(faults)) == 2


def test_all_faults_are_named_at_once(content: Path) -> None:
    file = content / "courses/besprechung/course.toml"
    for old, new in (("minutes = 2", "minutes = 0"), ("minutes = 3", 'minutes = "drei"'), ('"6.5"', "6.5")):
        replace(file, old, new)
    (content / "courses/besprechung/steps/eins.de.md").write_bytes(b"\xff")
    _courses, faults = read(content)
    assert len(faults) == 4


def test_a_job_aid_needs_a_step(content: Path) -> None:
    file = content / "courses/besprechung/course.toml"
    file.write_text(COURSE[: COURSE.index("[[steps]]")], encoding="utf-8")
    _courses, faults = read(content)
    assert faults == ["content/courses/besprechung/course.toml:1: steps: a job aid needs at least one step"]


def test_a_folder_name_that_cannot_be_an_address_is_named(content: Path) -> None:
    (content / "courses/besprechung").rename(content / "courses/Große Besprechung")
    _courses, faults = read(content)
    assert any("Große Besprechung" in fault and "lower-case letters" in fault for fault in faults)


def test_circles_of_requirements_name_their_members_only(content: Path) -> None:
    for slug, requires in (("a", "b"), ("b", "a"), ("c", "besprechung")):
        write_course(content, slug, SEMINAR.replace('["besprechung"]', f'["{requires}"]'))
    _courses, faults = read(content)
    assert [fault.split("/")[2] for fault in faults if "circle" in fault] == ["a", "b"]


def test_pictures_are_found_by_language_or_without(content: Path) -> None:
    media = content / "courses/besprechung/media"
    media.mkdir()
    alt = 'minutes = 2\nimage = "x.svg"\nalt.de = "Ein Bild."'
    replace(content / "courses/besprechung/course.toml", "minutes = 2", alt)
    (media / "x.svg").write_text(SVG)
    assert read(content)[0][0].steps[0].image == {"de": "x.svg"}
    (media / "x.de.svg").write_text(SVG)
    (media / "x.en.svg").write_text(SVG)
    assert read(content)[0][0].steps[0].image == {"de": "x.de.svg", "en": "x.en.svg"}


def test_the_hash_changes_with_anything_and_only_then(content: Path) -> None:
    before = read(content)[0][0].content_hash
    assert read(content)[0][0].content_hash == before
    step = content / "courses/besprechung/steps/eins.de.md"
    replace(step, "Klicken", "Drücken")
    changed = read(content)[0][0].content_hash
    assert changed != before
    replace(content / "courses/besprechung/course.toml", "minutes = 3", "minutes = 4")
    assert read(content)[0][0].content_hash not in (before, changed)
