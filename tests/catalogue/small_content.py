"""A content folder that a test may change: what the project needs, with two small courses."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

COURSE = """\
title.de = "Besprechungen"
summary.de = "Hilft bei Besprechungen."
product = "Zoom"
version = "6.5"
checked_on = 2026-10-12
checked_by.de = "Digitallotsen"
open = true
published = 2026-09-01
keywords.de = ["Videokonferenz"]

[[competences]]
id = "2.1"
needs = 1
reaches = 3

[[steps]]
key = "eins"
title.de = "Den Warteraum öffnen"
minutes = 2
questions.de = ["Wie lasse ich jemanden herein?"]

[[steps]]
key = "zwei"
title.de = "Den Bildschirm zeigen"
minutes = 3
"""

SEMINAR = """\
kind = "seminar"
format = "presence"
minutes = 240
title.de = "Gut besprechen"
summary.de = "Ein Seminar."
description.de = "**Inhalt**"
checked_on = 2026-10-12
checked_by.de = "Fortbildung"
published = 2026-09-01
open = false
requires = ["besprechung"]

[[competences]]
id = "2.4"
needs = 2
reaches = 4
"""


def small_content(folder: Path) -> Path:
    """A content folder in `folder` without faults: the project's own without its courses, with two small ones."""
    content = folder / "content"
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("courses"))
    write_course(content, "besprechung", COURSE, steps=("eins", "zwei"))
    write_course(content, "gut-besprechen", SEMINAR)
    return content


def write_course(content: Path, slug: str, text: str, steps: tuple[str, ...] = ()) -> Path:
    """The file of a course, with a text for each step."""
    file = content / "courses" / slug / "course.toml"
    (file.parent / "steps").mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    for key in steps:
        (file.parent / "steps" / f"{key}.de.md").write_text(f"So geht {key}.\n\n1. **Klicken**\n", encoding="utf-8")
    return file


def replace(file: Path, old: str, new: str) -> None:
    """Change one place of a file that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
