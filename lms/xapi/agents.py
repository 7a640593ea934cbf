"""How this platform names people and itself: by opaque accounts, never by mail addresses."""

from typing import Any

from flask import current_app

PLATFORM = "lernlotse"

# How the names of people begin who did not sign in; the rest is random and ends with the browser session.
VISITOR = "visitor-"


def public_url() -> str:
    """How this platform is reached; the home page of every account that it names."""
    return str(current_app.extensions["settings"].public_url)


def own_account(name: str) -> dict[str, Any]:
    """The agent that is known here by the opaque `name`."""
    return {"objectType": "Agent", "account": {"homePage": public_url(), "name": name}}


def platform_agent() -> dict[str, Any]:
    """The platform itself, which vouches for what it records."""
    return own_account(PLATFORM)
