"""Which format a file has, and who reads and writes it."""

from collections.abc import Callable, Mapping

from competence_check.exchange import case, digcomp, moodle, plain
from competence_check.exchange.tree import Tree, Unreadable

READERS: Mapping[str, Callable[[bytes], Tree]] = {
    "moodle": moodle.read,
    "case": case.read,
    "csv": plain.read,
    "digcomp-jsonld": digcomp.read_jsonld,
    "digcomp-xlsx": digcomp.read_xlsx,
}
WRITERS: Mapping[str, Callable[[Tree, str], str]] = {"moodle": moodle.write, "case": case.write, "csv": plain.write}
ENDINGS: Mapping[str, str] = {"moodle": "csv", "case": "json", "csv": "csv"}


def format_of(content: bytes) -> str:
    """The name of the format, told by the bytes. Raises Unreadable where it is none of ours."""
    if content.startswith(b"PK\x03\x04"):
        return "digcomp-xlsx"
    begin = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith((b"{", b"[")):
        return "digcomp-jsonld" if b'"@graph"' in content else "case"
    heading = begin.partition(b"\n")[0]
    if moodle.FRAMEWORK.encode() in heading:
        return "moodle"
    if b"name_de" in heading:
        return "csv"
    raise Unreadable("This is none of the known formats: Moodle CSV, CASE JSON, DigComp JSON-LD or XLSX, our CSV.")
