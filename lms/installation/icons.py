"""Icons that a style sheet carries inside itself, moved into files.

Under `Content-Security-Policy: default-src 'self'` a browser does not draw `data:` images; a file it does.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from lms.installation.fingerprint import of_bytes
from lms.installation.problem import Problem

INLINE = re.compile(r"""url\(\s*(["'])data:image/svg\+xml(?:;charset=utf-8|;utf8)?,(.*?)\1\s*\)""", re.DOTALL)
ICON_CLASS = re.compile(r"\.kern-icon--([a-z0-9-]+)$")
# KERN writes height='' width='', which is no length; a browser fits the drawing to its box with or without.
EMPTY_SIZE = re.compile(r"""\s(?:width|height)=(?:''|"")""")


@dataclass(frozen=True)
class Separated:
    """A style sheet without inline icons, and the drawings by name."""

    css: str
    icons: dict[str, str]


def separate(css: str) -> Separated:
    """Move every inline SVG into `icons/<name>.svg`; equal ones become one, named after the class showing it.

    Raises Problem if the sheet refers to anything else: then KERN has changed and this module must follow.
    """
    names = _names(css)
    separated = INLINE.sub(lambda inline: f'url("{_address(names, _svg(inline[2]))}")', css)
    for target in re.findall(r"url\(\s*[^)]{0,60}|@import[^;]{0,60}", separated):
        if not target.startswith('url("icons/'):
            raise Problem(f"KERN's style sheet has a new kind of reference: {target}. Adapt lms/installation/icons.py.")
    return Separated(separated, {name: svg for svg, name in names.items()})


def _names(css: str) -> dict[str, str]:
    """A name for each drawing; the icon classes come first, since other rules reuse their drawings."""
    shown = [(_selector(css, inline.start()), _svg(inline[2])) for inline in INLINE.finditer(css)]
    names: dict[str, str] = {}
    for selector, svg in sorted(shown, key=lambda pair: ICON_CLASS.search(pair[0]) is None):
        if svg not in names:
            names[svg] = _unused(_name(selector), set(names.values()))
    return names


def _selector(css: str, position: int) -> str:
    opening = css.rfind("{", 0, position)
    start = max(css.rfind(sign, 0, opening) for sign in "{};") + 1
    return css[start:opening].strip()


def _name(selector: str) -> str:
    icon = ICON_CLASS.search(selector)
    name = icon[1] if icon else re.sub(r"[^a-z0-9]+", "-", selector.lower().replace("kern-", "")).strip("-")
    return name[:60] or "icon"


def _unused(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _svg(encoded: str) -> str:
    return EMPTY_SIZE.sub("", unquote(encoded))


def _address(names: dict[str, str], svg: str) -> str:
    # The version lets a browser keep the file for ever, and fetch a new one when the drawing changes.
    return f"icons/{names[svg]}.svg?v={of_bytes(svg.encode())}"
