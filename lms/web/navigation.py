"""What the layout shows around every page: links the viewer may follow, in order."""

from typing import Any

from flask import Flask, request

from lms.kernel.access import POLICY, may, viewer
from lms.kernel.plugin import NavigationEntry, platform

THEMES = ("", "light", "dark")


def entries(place: str) -> list[NavigationEntry]:
    """The entries of `place` that lead somewhere for this viewer, in order."""
    found = [entry for plugin in platform().plugins for entry in plugin.navigation]
    shown = [entry for entry in found if entry.place == place and viewer().roles & POLICY[entry.permission]]
    return sorted(shown, key=lambda entry: entry.order)


def is_current(entry: NavigationEntry) -> bool:
    """Whether the page belongs to the entry's part of the platform."""
    endpoint = request.endpoint or ""
    own = entry.endpoint.rpartition(".")[0]
    return endpoint == entry.endpoint or (own != "web" and endpoint.startswith(f"{own}."))


def init_navigation(app: Flask) -> None:
    """Give the templates the navigation and the viewer."""

    @app.context_processor
    def around() -> dict[str, Any]:
        return {
            "navigation": entries,
            "is_current": is_current,
            "viewer": viewer(),
            "may": may,
            "theme": theme if (theme := request.cookies.get("darstellung")) in THEMES else "",
        }
