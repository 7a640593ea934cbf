"""`flask translations`: gettext catalogues of the platform's own packages."""

import subprocess
import sys
from pathlib import Path

from flask.cli import AppGroup

from lms.kernel.i18n import compile_catalogues

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("lms", "competence_check", "roadmap")
KEYWORDS = ("_", "gettext", "lazy_gettext", "ngettext:1,2", "pgettext:1c,2")


def _babel(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *arguments], check=True, cwd=ROOT)


translations = AppGroup("translations", help="Translations: German message ids, catalogues beside each package.")


@translations.command()
def update() -> None:
    """Take new texts from code and templates into every catalogue."""
    for package in PACKAGES:
        folder = ROOT / package / "translations"
        template = ROOT / "instance" / f"{package}.pot"
        template.parent.mkdir(exist_ok=True)
        keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
        _babel(
            "extract",
            "-F",
            "babel.cfg",
            "--no-location",
            "--sort-output",
            *keywords,
            "-o",
            str(template),
            package,
        )
        catalogue = folder / "en" / "LC_MESSAGES" / "messages.po"
        if catalogue.exists():
            options = ("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")
            _babel("update", *options, "-l", "en", "-i", str(template), "-d", str(folder))
        else:
            _babel("init", "-l", "en", "-i", str(template), "-d", str(folder))


@translations.command(name="compile")
def compile_all() -> None:
    """Write the binary catalogues that are missing or older than their source."""
    compile_catalogues([ROOT / package / "translations" for package in PACKAGES], ROOT / "instance" / "translations")
