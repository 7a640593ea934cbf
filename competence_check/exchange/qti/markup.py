"""Between Markdown and the XHTML inside QTI."""

from xml.etree.ElementTree import Element

from markdown_it import MarkdownIt

# What stands behind a field is not part of the question.
UNIT = "unit"
PICTURES = ("img", "object", "picture", "video", "audio", "svg", "math", "qti-media-interaction")
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "tr", "ul", "ol", "section")
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "kbd": "`"}
_parser = MarkdownIt("commonmark", {"xhtmlOut": True, "html": False})


def xhtml(markdown: str) -> str:
    """Well-formed XHTML blocks of a text."""
    return str(_parser.render(markdown)).strip()


def markdown(element: Element, without: tuple[str, ...] = ()) -> str:
    """The words of an element as Markdown; units, pictures and elements named in `without` are left out."""
    pieces: list[str] = []
    _collect(element, pieces, (*without, *PICTURES))
    lines = "".join(pieces).split("\n")
    text = "\n".join(" ".join(line.split()) if not line.startswith("- ") else line.rstrip() for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()


def pictures(element: Element) -> int:
    """How many pictures, sounds and formulas it holds."""
    return sum(name_of(each) in PICTURES for each in element.iter())


def name_of(element: Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _collect(element: Element, pieces: list[str], without: tuple[str, ...]) -> None:
    # A stack of our own: somebody else's file may be nested deeper than Python likes to go.
    stack: list[Element | str] = [element]
    numbers: dict[Element, int] = {}
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            pieces.append(each)
            continue
        name = name_of(each)
        if name in without or each.get("class") == UNIT:
            continue
        before, after = _marks(name, numbers.get(each))
        pieces.append(before + _flat(each.text))
        stack.append(after)
        if name == "ol":
            numbers |= {item: number for number, item in enumerate(each, start=1)}
        for child in reversed(list(each)):
            stack += [_flat(child.tail), child]


def _marks(name: str, number: int | None) -> tuple[str, str]:
    if name in _AROUND:
        return _AROUND[name], _AROUND[name]
    if name in _BLOCKS:
        return "\n\n", "\n\n"
    if name == "li":
        return f"\n{number}. " if number else "\n- ", ""
    return ("\n", "") if name == "br" else ("", "")


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")
