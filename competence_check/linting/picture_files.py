"""Whether the files of the pictures are used, can be read in both languages and hold nothing but a drawing."""

import re
from collections.abc import Sequence
from pathlib import Path

from competence_check.content.checks import CheckFile
from competence_check.content.task_pictures import FOLDER
from lms.kernel.toml import LANGUAGES

# What a drawing does not need: the strict Content-Security-Policy blocks it, or it asks another server.
_MORE_THAN_A_DRAWING = re.compile(
    r"<script|<style|\sstyle=|\son\w+=|<foreignObject|href=[\"'](?!#)|url\((?!#)", re.IGNORECASE
)
_WORDS = re.compile(r"<text[^>]*>[^<]*[^\W\d_]{3,}")


def faulty_files(checks: Path, files: Sequence[CheckFile]) -> list[str]:
    """One sentence per finding about the pictures below `checks`, the folder that holds one folder per framework."""
    found = []
    for folder in sorted(path for path in checks.glob(f"*/{FOLDER}") if path.is_dir()):
        framework = folder.parent.name
        used = {
            name: set(task["body"]["image"])
            for file in files
            if file.framework == framework
            for task in file.tasks.values()
            if "image" in task["body"]
            for name in task["body"]["image"].values()
        }
        for path in sorted(folder.iterdir()):
            place = f"{framework}/{FOLDER}/{path.name}"
            if path.name not in used:
                found.append(f"{place}: no task shows this picture")
            elif path.suffix == ".svg":
                found += _drawing(place, path.read_text(encoding="utf-8"), used[path.name])
    return found


def _drawing(place: str, svg: str, languages: set[str]) -> list[str]:
    found = []
    if more := _MORE_THAN_A_DRAWING.search(svg):
        found.append(f"{place}: more than a drawing: {more.group().strip()}")
    if languages != set(LANGUAGES) and _WORDS.search(svg):
        found.append(f"{place}: a picture with words needs a file for each language")
    return found
