"""Which Python packages a folder holds, and whether they are whole.

Read from the records that every installer leaves, without starting a Python: this runs at every start.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Distribution:
    """An installed package. record: the folder with its metadata."""

    name: str
    version: str
    record: Path

    def is_whole(self) -> bool:
        """Whether the installer got to its end and every file still has its size.

        INSTALLER is among the last files that pip writes; a package without it was interrupted.
        """
        try:
            rows = list(csv.reader((self.record / "RECORD").read_text().splitlines()))
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return False
        finished = any(row and row[0].endswith(".dist-info/INSTALLER") for row in rows)
        return finished and all(_is_there(self.record.parent, row) for row in rows)


def normalised(name: str) -> str:
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(site_packages: Path | None) -> dict[str, Distribution]:
    """Packages by normalised name; none if there is no such folder."""
    if site_packages is None or not site_packages.is_dir():
        return {}
    found = {}
    for record in sorted(site_packages.glob("*.dist-info")):
        name, _, version = record.name.removesuffix(".dist-info").rpartition("-")
        found[normalised(name)] = Distribution(normalised(name), version, record)
    return found


def pinned(lock: str) -> dict[str, frozenset[str]]:
    """Versions by normalised name in a lock file.

    One name can have several versions, each for other Pythons or systems.
    """
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", lock, re.MULTILINE):
        versions.setdefault(normalised(name), set()).add(version)
    return {name: frozenset(all_of_it) for name, all_of_it in versions.items()}


def state(lock: str, present: Mapping[str, Distribution]) -> str:
    """One text that says for each package of the lock which version is there and whether it is whole."""
    found = ((name, present.get(name)) for name in sorted(pinned(lock)))
    return "\n".join(f"{name} {one.version} {one.is_whole()}" if one else f"{name} -" for name, one in found)


def faults(lock: str, present: Mapping[str, Distribution]) -> list[str]:
    """Names of packages that are there in part, or in a version that the lock does not name.

    A package that is not there at all is no fault: it may be one for other systems.
    """
    return [
        name
        for name, versions in sorted(pinned(lock).items())
        if name in present and not (present[name].version in versions and present[name].is_whole())
    ]


def _is_there(folder: Path, row: list[str]) -> bool:
    path, size = row[0], row[2] if len(row) > 2 else ""
    if not size:  # compiled files and the record itself: written and rewritten later
        return True
    try:
        return (folder / path).stat().st_size == int(size)
    except (FileNotFoundError, NotADirectoryError):
        return False
