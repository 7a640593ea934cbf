"""Where a person goes back to: only to pages of this site, whatever an address or a form says."""

from urllib.parse import urlsplit


def own_page(address: str | None) -> str:
    """`address` without its fragment if it is a path of this site, else the start page."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return "/"
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return parts._replace(fragment="").geturl() if ours and "\\" not in parts.path else "/"
