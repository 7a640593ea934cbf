"""What the layout shows around every page: links the viewer may follow, in order."""

from typing import Any

from flask import Flask, request

from lms.kernel.access import POLICY, may, viewer
from lms.kernel.plugin import NavigationEntry, platform

THEMES = ("", "light", "dark")


def entries(place: str) -> list[NavigationEntry]:
    """The entries of `place` that lead somewhere for this viewer, in order."""
    shown = [entry for entry in _all_entries() if entry.place == place and viewer().roles & POLICY[entry.permission]]
    return sorted(shown, key=lambda entry: entry.order)


def _all_entries() -> list[NavigationEntry]:
    return [entry for plugin in platform().plugins for entry in plugin.navigation]


def is_current(entry: NavigationEntry) -> bool:
    """Whether the page is the entry's, or has no entry of its own and belongs to the entry's part of the platform."""
    endpoint = request.endpoint or ""
    if any(each.endpoint == endpoint for each in _all_entries()):
        return endpoint == entry.endpoint
    own = entry.endpoint.rpartition(".")[0]
    return own != "web" and endpoint.startswith(f"{own}.")


def is_current_in(place: str) -> bool:
    """Whether the page belongs to an entry of `place`."""
    return any(is_current(entry) for entry in entries(place))


def init_navigation(app: Flask) -> None:
    """Give the templates the navigation and the viewer."""

    @app.context_processor
    def around() -> dict[str, Any]:
        return {
            "navigation": entries,
            "is_current": is_current,
            "is_current_in": is_current_in,
            "viewer": viewer(),
            "may": may,
            "theme": theme if (theme := request.cookies.get("darstellung")) in THEMES else "",
        }
