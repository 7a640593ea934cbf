"""Static files from others, built into `lms/web/static/vendor/`: style sheet, icons, fonts, licences."""

import json
import shutil
from pathlib import Path

from lms.installation import fingerprint
from lms.installation.icons import separate
from lms.installation.problem import Problem
from lms.installation.project import Project
from lms.installation.stage import Stage, Stamp, stamped

# The three weights that KERN's style sheet asks for.
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
FACE = """@font-face {{
  font-family: "Fira Sans";
  src: url("fonts/FiraSans-{name}.woff2?v={version}") format("woff2");
  font-weight: {weight};
  font-style: normal;
  font-display: swap;
}}
"""
NOTICE = "/* KERN UX {version}, EUPL-1.2, see LICENSE-KERN.md. Changed by Lernlotse: icons moved into files. */\n"
FONT_NOTICE = "/* Fira Sans, SIL Open Font License 1.1, see fonts/OFL.txt. */\n"
OFL = Path(__file__).parent / "licences" / "OFL-Fira-Sans.txt"
BUILDERS = (Path(__file__), Path(__file__).with_name("icons.py"), OFL)


def front_end_assets(project: Project) -> Stage:
    """The vendor folder, built from KERN's npm package."""
    kern = project.node_modules / "@kern-ux" / "native"
    vendor = project.static / "vendor"

    def now() -> str:
        sources = fingerprint.of_files([*_sources(kern), *BUILDERS])
        return fingerprint.of_text(sources, fingerprint.of_listing(vendor))

    def replace() -> None:
        beside = project.static / "vendor.new"
        shutil.rmtree(beside, ignore_errors=True)
        build(kern, beside)
        shutil.rmtree(vendor, ignore_errors=True)
        beside.rename(vendor)

    return stamped("Style sheet, icons and fonts", Stamp(project.node_modules / ".stamps" / "assets", now), replace)


def build(kern: Path, target: Path) -> None:
    """Write everything, and `manifest.json` with a short fingerprint of each file, into a new folder.

    The same input gives the same bytes. Raises Problem if KERN's package is not as expected.
    """
    missing = [source.name for source in _sources(kern) if not source.is_file()]
    if missing:
        raise Problem(f"KERN's package lacks {', '.join(missing)}. Delete node_modules and run again.")
    _style_sheet(kern, target)
    _fonts(kern, target)
    shutil.copyfile(kern / "LICENSE.md", target / "LICENSE-KERN.md")
    _manifest(target)


def _style_sheet(kern: Path, target: Path) -> None:
    separated = separate((kern / "dist" / "kern.min.css").read_text(encoding="utf-8"))
    version = json.loads((kern / "package.json").read_text(encoding="utf-8"))["version"]
    charset = '@charset "UTF-8";'  # counts only as the very first bytes
    css = charset + "\n" + NOTICE.format(version=version) + separated.css.removeprefix(charset)
    for name, svg in separated.icons.items():
        _write(target / "icons" / f"{name}.svg", svg)
    _write(target / "kern.css", css)


def _fonts(kern: Path, target: Path) -> None:
    faces = []
    (target / "fonts").mkdir(parents=True)
    for name, weight in WEIGHTS.items():
        source = _font(kern, name)
        shutil.copyfile(source, target / "fonts" / source.name)
        faces.append(FACE.format(name=name, weight=weight, version=fingerprint.of_bytes(source.read_bytes())))
    _write(target / "fonts.css", FONT_NOTICE + "".join(faces))
    shutil.copyfile(OFL, target / "fonts" / "OFL.txt")


def _manifest(target: Path) -> None:
    files = sorted(file for file in target.rglob("*") if file.is_file())
    versions = {file.relative_to(target).as_posix(): fingerprint.of_bytes(file.read_bytes()) for file in files}
    _write(target / "manifest.json", json.dumps(versions, indent=1, sort_keys=True) + "\n")


def _sources(kern: Path) -> list[Path]:
    fonts = [_font(kern, name) for name in WEIGHTS]
    return [kern / "dist" / "kern.min.css", *fonts, kern / "LICENSE.md", kern / "package.json"]


def _font(kern: Path, name: str) -> Path:
    return kern / "dist" / "fonts" / "fira-sans" / f"FiraSans-{name}.woff2"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
