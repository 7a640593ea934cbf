"""The vendor folder, from a design system in miniature."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lms.installation.assets import WEIGHTS, build
from lms.installation.problem import Problem

ICON = "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'%3E%3C/svg%3E"


@pytest.fixture
def kern(tmp_path: Path) -> Path:
    package = tmp_path / "native"
    fonts = package / "dist" / "fonts" / "fira-sans"
    fonts.mkdir(parents=True)
    for name in (*WEIGHTS, "Italic", "Thin"):
        (fonts / f"FiraSans-{name}.woff2").write_bytes(name.encode())
    (package / "LICENSE.md").write_text("EUPL")
    (package / "package.json").write_text('{"version": "2.7.2"}')
    css = f'@charset "UTF-8";.kern-icon--add{{mask:url("data:image/svg+xml,{ICON}")}}'
    (package / "dist" / "kern.min.css").write_text(css)
    return package


def test_the_built_folder_has_styles_icons_three_weights_and_both_licences(kern: Path, tmp_path: Path) -> None:
    build(kern, tmp_path / "vendor")

    built = {file.relative_to(tmp_path / "vendor").as_posix() for file in (tmp_path / "vendor").rglob("*.*")}
    assert built == {
        "kern.css",
        "icons/add.svg",
        "fonts.css",
        "fonts/FiraSans-Regular.woff2",
        "fonts/FiraSans-Medium.woff2",
        "fonts/FiraSans-SemiBold.woff2",
        "fonts/OFL.txt",
        "LICENSE-KERN.md",
        "manifest.json",
    }
    assert "Mozilla Foundation" in (tmp_path / "vendor" / "fonts" / "OFL.txt").read_text()


def test_the_style_sheet_names_its_origin_and_carries_nothing_inline(kern: Path, tmp_path: Path) -> None:
    build(kern, tmp_path / "vendor")

    css = (tmp_path / "vendor" / "kern.css").read_text()
    assert css.startswith('@charset "UTF-8";\n/* KERN UX 2.7.2')
    assert "data:" not in css
    ElementTree.parse(tmp_path / "vendor" / "icons" / "add.svg")


def test_every_address_in_the_style_sheets_is_a_file_with_its_version(kern: Path, tmp_path: Path) -> None:
    build(kern, tmp_path / "vendor")

    manifest = json.loads((tmp_path / "vendor" / "manifest.json").read_text())
    sheets = [(tmp_path / "vendor" / name).read_text() for name in ("kern.css", "fonts.css")]
    addresses = [part.partition('"')[0] for sheet in sheets for part in sheet.split('url("')[1:]]
    assert len(addresses) == 4
    for address in addresses:
        file, _, version = address.partition("?v=")
        assert manifest[file] == version


def test_building_twice_gives_the_same_bytes(kern: Path, tmp_path: Path) -> None:
    build(kern, tmp_path / "one")
    build(kern, tmp_path / "two")

    assert (tmp_path / "one" / "manifest.json").read_text() == (tmp_path / "two" / "manifest.json").read_text()


def test_a_package_without_its_fonts_is_reported_by_name(kern: Path, tmp_path: Path) -> None:
    (kern / "dist" / "fonts" / "fira-sans" / "FiraSans-Medium.woff2").unlink()

    with pytest.raises(Problem, match=r"lacks FiraSans-Medium\.woff2"):
        build(kern, tmp_path / "vendor")
