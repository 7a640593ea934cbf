"""Content files: how features read, check and load what teachers write under `content/`.

Reading collects faults with file, line and field instead of stopping at the first; loading happens only when there
are none, in one transaction. The formats are described in docs/content.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lms.kernel.toml import TomlFile, TomlTable, read_toml


@dataclass(frozen=True, order=True)
class Fault:
    """Something wrong in a content file. line counts from 1; field is a dotted path, empty for the whole file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


@dataclass(frozen=True)
class Changes:
    """What loading changed: names of added, changed and removed things."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass
class ContentSource:
    """The content folder while it is read. parsed: what earlier kinds found, by kind."""

    root: Path
    faults: list[Fault] = field(default_factory=list)
    parsed: dict[str, Any] = field(default_factory=dict)

    def fault(self, path: Path, message: str, *, line: int = 1, field: str = "") -> None:
        """Note that something is wrong at `line` of `path`."""
        self.faults.append(Fault(str(path.relative_to(self.root.parent)), line, field, message))

    def toml(self, path: Path) -> TomlTable | None:
        """The TOML file at `path`, or None (and a fault) where it cannot be read as TOML in UTF-8."""

        def report(line: int, name: str, message: str) -> None:
            self.fault(path, message, line=line, field=name)

        return read_toml(TomlFile(path, report))

    def markdown(self, path: Path) -> str:
        """The text of `path`; empty (and a fault) where it is missing, empty or not UTF-8."""
        try:
            text = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            self.fault(path, "the file is missing")
            return ""
        except UnicodeDecodeError:
            self.fault(path, "the file is not UTF-8 text; save it as UTF-8")
            return ""
        except OSError as error:
            self.fault(path, f"the file cannot be read: {error.strerror}")
            return ""
        if not text:
            self.fault(path, "the file is empty")
        return text


@dataclass(frozen=True)
class ContentKind:
    """A kind of content: how its files are read into values and how the values come into the database.

    name: also the folder below `content/`. read: returns the values and notes faults in the source.
    load: stores the values inside the caller's transaction and says what changed. order: smaller is read first.
    """

    name: str
    read: Callable[[ContentSource], Any]
    load: Callable[[Any], Changes]
    order: int = 100


def read_content(root: Path, kinds: list[ContentKind]) -> ContentSource:
    """Read every kind below `root`, in order; the source holds the values and all faults."""
    source = ContentSource(root)
    if not root.is_dir():
        source.faults.append(Fault(str(root), 1, "", "the content folder does not exist"))
        return source
    for kind in sorted(kinds, key=lambda kind: kind.order):
        source.parsed[kind.name] = kind.read(source)
    return source
