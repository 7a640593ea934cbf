"""Short texts that change when files change."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ABSENT = "absent"


def of_text(*parts: str) -> str:
    """Fingerprint of some texts, in this order."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def of_bytes(content: bytes) -> str:
    """Twelve hexadecimal digits, enough to tell versions of one file apart."""
    return hashlib.sha256(content).hexdigest()[:12]


def of_files(files: Iterable[Path]) -> str:
    """Fingerprint of the content of these files; a missing file counts as such."""
    return of_text(*(_content(file) for file in files))


def of_tree(folder: Path, pattern: str = "**/*") -> str:
    """Fingerprint of names and content of all files below a folder, compiled Python left out."""
    files = (file for file in _files(folder, pattern) if "__pycache__" not in file.parts)
    return of_text(*(f"{file.relative_to(folder)}={_content(file)}" for file in files))


def of_listing(folder: Path) -> str:
    """Fingerprint of names and sizes below a folder: quick, and notices a copy that broke off."""
    if not folder.is_dir():
        return ABSENT
    return of_text(*(f"{file.relative_to(folder)}={file.stat().st_size}" for file in _files(folder, "**/*")))


def _files(folder: Path, pattern: str) -> list[Path]:
    return sorted(file for file in folder.glob(pattern) if file.is_file())


def _content(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
