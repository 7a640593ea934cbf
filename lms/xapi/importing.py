"""Reading exported statements back: newline-delimited JSON, also packed with gzip.

An import brings statements from another store, or from this one before it was lost: they keep `stored`, `authority` and
`version` where the file has them, and get them as of now, from this platform, where it has not. What is here already
and says the same is left alone, so that an import which stopped is simply started again.
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#231-statement-immutability
"""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from lms.kernel import clock
from lms.kernel.errors import Invalid
from lms.xapi.agents import platform_agent
from lms.xapi.batches import StatementsRefused, check_batch
from lms.xapi.completing import Completed, all_but_stored
from lms.xapi.loose_attachments import read_in
from lms.xapi.rules.attachments import hashes_of
from lms.xapi.rules.reading import Unreadable, read_json
from lms.xapi.rules.timestamps import moment, written
from lms.xapi.rules.versions import Version, version_named
from lms.xapi.storing import Restored, Source, restore

GZIP = b"\x1f\x8b"
LONGEST_LINE = 8 * 1024 * 1024
NO_ID = "is missing; without it, a second import could not know the statement again"


@dataclass(frozen=True)
class LineFault:
    """What is wrong in a file. line: from 1; path: of the property, empty for the line itself."""

    line: int
    path: str
    message: str


@dataclass(frozen=True)
class Line:
    """A valid statement of a file. number: from 1. data: of its attachments, by hash."""

    number: int
    statement: dict[str, Any]
    version: Version
    data: dict[str, bytes]

    @property
    def id(self) -> str:
        """The statement's id in lower case."""
        return str(self.statement["id"]).lower()


def read_lines(file: Path, folder: Path | None) -> Iterator[Line | list[LineFault]]:
    """The statements of `file`, or what is wrong with them, line by line; folder: of the data of attachments.

    Raises Invalid where the file itself cannot be read.
    """
    try:
        with file.open("rb") as opened:
            packed = opened.read(2) == GZIP
            opened.seek(0)
            source = cast(BinaryIO, gzip.GzipFile(fileobj=opened)) if packed else opened
            yield from _read(source, folder)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Invalid(f"{file} cannot be unpacked, it is damaged or cut off: {error}") from error


def _read(source: BinaryIO, folder: Path | None) -> Iterator[Line | list[LineFault]]:
    number = 0
    while text := source.readline(LONGEST_LINE + 1):
        number += 1
        if len(text) > LONGEST_LINE:
            # What follows would be the rest of this line; reading on would tell one fault many times.
            yield [LineFault(number, "", f"is longer than {LONGEST_LINE} bytes; the rest of the file is not read")]
            return
        if text.strip():
            yield _line(number, text, folder)


def _line(number: int, text: bytes, folder: Path | None) -> Line | list[LineFault]:
    try:
        statement = read_json(text.strip().removeprefix(b"\xef\xbb\xbf"))
    except Unreadable as error:
        return [LineFault(number, "", f"is no JSON: {error}")]
    version = Version.ONE
    data: dict[str, bytes] = {}
    if isinstance(statement, dict):
        version = version_named(str(statement.get("version", ""))) or Version.ONE
        if "id" not in statement:
            return [LineFault(number, "id", NO_ID)]
        if folder is not None:
            data = read_in(_hashes_in(statement), folder)
    try:
        check_batch([statement], version, data)
    except StatementsRefused as error:
        return [LineFault(number, fault.path, fault.message) for fault in error.faults]
    return Line(number, statement, version, data)


def _hashes_in(statement: dict[str, Any]) -> set[str]:
    """The hashes that a statement names which need not be valid."""
    try:
        return hashes_of(statement)
    except (KeyError, TypeError, AttributeError):
        return set()


def batches(lines: Iterator[Line | list[LineFault]], size: int) -> Iterator[list[Line]]:
    """The valid lines in batches; none has the same id twice, so that the second is compared with the first."""
    batch: list[Line] = []
    ids: set[str] = set()
    for line in lines:
        if isinstance(line, list):
            continue
        if len(batch) >= size or line.id in ids:
            yield batch
            batch, ids = [], set()
        batch.append(line)
        ids.add(line.id)
    if batch:
        yield batch


def bring_in(batch: Sequence[Line], organisation_id: int) -> Restored:
    """Store what is not here yet, inside the caller's transaction."""
    authority = platform_agent()
    data = {sha2: content for line in batch for sha2, content in line.data.items()}
    return restore([_completed(line, authority) for line in batch], Source(organisation_id, authority), data)


def _completed(line: Line, authority: dict[str, Any]) -> Completed:
    given = line.statement
    stored = moment(given.get("stored")) or clock.now()
    full = all_but_stored(given, authority=given.get("authority", authority), version=line.version)
    full = {"timestamp": written(stored), **full} if "timestamp" not in full else full
    return Completed({**full, "stored": written(stored)}, stored)
