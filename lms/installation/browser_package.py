"""A browser from npm: `@sparticuz/chromium`, packed with brotli, which Node can read and Python cannot.

It has a lock of its own in `requirements/browser`, since npm leaves out an optional package without a word
when its author asks for a newer Node than we do. We use its files alone, no line of its code.
"""

import shutil
from pathlib import Path

from lms.installation.browser import unpacked
from lms.installation.npm import fetch
from lms.installation.problem import Problem
from lms.installation.processes import nothing, run
from lms.installation.project import Project

UNPACK = """
const fs = require('fs'), zlib = require('zlib'), {pipeline} = require('stream');
const [, source, target] = process.argv;
pipeline(fs.createReadStream(source), zlib.createBrotliDecompress(), fs.createWriteStream(target), error => {
  if (error) { console.error(error.message); process.exit(1); }
});
"""
# Brings its own fonts and the libraries that a bare system lacks.
START = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export FONTCONFIG_PATH="$here/fonts"
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/al2023/lib"
exec "$here/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
ARCHIVES = {"fonts": "fonts", "swiftshader": ".", "al2023": "al2023"}


def obtain(project: Project, again: str) -> None:
    """Fetch and unpack it. Raises Problem if it cannot be had or does not start here."""
    beside = project.root / ".browser.new"
    source = project.root / "requirements" / "browser"
    fetch(project, source, beside, with_dev=False, what="The browser from npm", again=again)
    _unpack(project, beside / "node_modules" / "@sparticuz" / "chromium" / "bin", beside)
    shutil.rmtree(beside / "node_modules")
    _try(project, beside / "run")
    final = unpacked(project.root).parent
    shutil.rmtree(final, ignore_errors=True)
    beside.rename(final)


def _unpack(project: Project, packed: Path, target: Path) -> None:
    _decompress(project, packed / "chromium.br", target / "chromium")
    for name, folder in ARCHIVES.items():
        archive = target / f"{name}.tar"
        _decompress(project, packed / f"{name}.tar.br", archive)
        shutil.unpack_archive(archive, target / folder, "tar")
        archive.unlink()
    (target / "fonts" / "fonts.conf").write_text(FONTS)
    (target / "run").write_text(START)
    for program in ("chromium", "run"):
        (target / program).chmod(0o755)


def _decompress(project: Project, source: Path, target: Path) -> None:
    finished = run(project, "node", "-e", UNPACK, source, target, shown=nothing)
    if finished.code:
        raise Problem(f"{source.name} of the browser from npm cannot be unpacked: {finished.output}")


def _try(project: Project, program: Path) -> None:
    finished = run(project, program, "--version", "--no-sandbox", shown=nothing)
    if finished.code:
        raise Problem(
            f"The browser from npm does not start here:\n{finished.tail(3)}\n"
            "Install Chromium instead (on Debian: apt install chromium)."
        )
