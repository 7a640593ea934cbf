"""A QTI package: a ZIP file with a manifest and documents, opened within limits.

https://www.imsglobal.org/spec/qti/v3p0/impl#h.9s6u02ol5he9. Pictures and sounds may be large: they stay where they are.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from competence_check.exchange.qti.markup import name_of
from competence_check.exchange.tree import Unreadable

# The package as it comes; its documents unpacked, together and each; how many files may be in it.
LARGEST, LARGEST_UNPACKED, LARGEST_DOCUMENT, MOST_FILES = 50_000_000, 20_000_000, 2_000_000, 5_000
MANIFEST = "imsmanifest.xml"
ITEM = "imsqti_item"


@dataclass(frozen=True)
class Package:
    """documents: its XML files without the manifest, by name. left: what could not be read, each with its name."""

    documents: Mapping[str, bytes]
    left: Sequence[str]


def read(content: bytes) -> Package:
    """The documents. Raises Unreadable where the package as a whole cannot be opened."""
    if len(content) > LARGEST:
        raise Unreadable(f"the file is larger than {LARGEST // 1_000_000} MB")
    try:
        with ZipFile(BytesIO(content)) as packed:
            return _documents(packed)
    except (BadZipFile, NotImplementedError, OSError, ValueError, zlib.error, EOFError) as error:
        raise Unreadable("the package is no readable ZIP file") from error


def _documents(packed: ZipFile) -> Package:
    parts = packed.infolist()
    texts = [part for part in parts if part.filename.lower().endswith(".xml")]
    if len(parts) > MOST_FILES or sum(part.file_size for part in texts) > LARGEST_UNPACKED:
        raise Unreadable("unpacked, the package would be too large")
    found: dict[str, bytes] = {}
    left: list[str] = []
    for part in texts:
        if reason := _refused(part):
            left.append(f"{part.filename}: {reason}")
        else:
            found[part.filename] = packed.read(part)
    manifests = [name for name in found if name.rpartition("/")[2] == MANIFEST]
    names = {part.filename for part in parts}
    for manifest in manifests:
        left += [f"{name}: is named in the manifest, but not in the package"
                 for name in _items_of(manifest, found[manifest]) if name not in names]  # fmt: skip
    return Package({name: text for name, text in found.items() if name not in manifests}, left)


def _refused(part: ZipInfo) -> str:
    """Why the part is not read, or nothing."""
    if part.flag_bits & 0x1:
        return "is locked with a password"
    if part.file_size > LARGEST_DOCUMENT:
        return f"is larger than {LARGEST_DOCUMENT // 1_000_000} MB"
    return ""


def _items_of(manifest: str, text: bytes) -> Iterator[str]:
    """The files of the items that a manifest lists; none where it cannot be read, for items speak for themselves."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return
    for each in root.iter():
        href = each.get("href", "")
        if name_of(each) == "resource" and each.get("type", "").startswith(ITEM) and href:
            yield normpath(join(dirname(manifest), unquote(href)))
