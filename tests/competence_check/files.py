"""Small content folders for tests."""

from pathlib import Path

from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.content.profiles import profiles
from lms.kernel.content import Changes, ContentSource, read_content
from lms.kernel.db import transaction

KINDS = [frameworks, checks, profiles]

FRAMEWORK = """\
name.de = "Rahmen"
version = "1"

[[areas]]
id = "1"
name.de = "Bereich"

[[competences]]
id = "1.1"
area = "1"
name.de = "Suchen"

[[competences]]
id = "1.2"
area = "1"
name.de = "Ordnen"
"""

CHECK = """\
competence = "1.1"

[self_rating]
statement.de = "Ich suche."
steps.de = ["nie", "mit Hilfe", "allein", "auch Neues", "ich helfe"]

[[tasks]]
key = "eins"
band = "basic"
format = "single"
outcomes = []
families = []
prompt.de = "Was gilt?"
feedback.de = "Darum."
source = "Buch"
checked_on = 2026-11-01

    [[tasks.options]]
    key = "a"
    correct = true
    text.de = "Dies"

    [[tasks.options]]
    key = "b"
    text.de = "Das"

    [[tasks.options]]
    key = "c"
    text.de = "Jenes"
"""

PROFILE = """\
framework = "rahmen"
name.de = "Amt"
family = "amt"
summary.de = "Im Amt."
version = "1"

[[competences]]
id = "1.1"
level = 4
weight = 2
reason.de = "Weil."
"""


def folder(root: Path, check: str = CHECK, profile: str = PROFILE, framework: str = FRAMEWORK) -> Path:
    """A content folder with one framework, one check file and one profile."""
    content = root / "content"
    for name, text in (
        ("frameworks/rahmen.toml", framework),
        ("checks/rahmen/1.1.toml", check),
        ("profiles/amt.toml", profile),
    ):
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return content


def read(root: Path, **texts: str) -> ContentSource:
    """What the folder with these texts holds."""
    return read_content(folder(root, **texts), KINDS)


def load(root: Path, **texts: str) -> dict[str, Changes]:
    """Load the folder with these texts; what changed, by kind."""
    source = read(root, **texts)
    assert not source.faults
    with transaction():
        return {kind.name: kind.load(source.parsed[kind.name]) for kind in KINDS}
