"""A live server on a copy of the demo city, and a browser that visits it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from lms.accounts.demo import DEMO_PASSWORD
from lms.installation import browser
from tests.conftest import with_city
from tests.databases import ROOT, Templates
from tests.serving import served


@dataclass(frozen=True)
class LiveServer:
    """A running platform."""

    app: Flask
    url: str


@pytest.fixture
def live_city(templates: Templates) -> Iterator[LiveServer]:
    """The demo city, served on a free port, with CSRF protection on as in real life."""
    with templates.copy("city", with_city) as app:
        app.config["WTF_CSRF_ENABLED"] = True
        with served(app) as url:
            yield LiveServer(app, url)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser that the machine has, with the flags for a closed network."""
    return {"executable_path": str(browser.find(ROOT, os.environ)), "args": list(browser.FLAGS)}


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    """A German reader at a desk."""
    return {"locale": "de-DE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def visitor(page: Page, live_city: LiveServer) -> Page:
    """A browser on the start page, not signed in; errors of pages fail the test."""
    page.on("pageerror", lambda error: pytest.fail(f"the page threw: {error}"))
    page.goto(live_city.url)
    return page


def sign_in(page: Page, server: LiveServer, login: str) -> Page:
    """Sign in as one of the demo accounts and go to the start page."""
    page.goto(f"{server.url}/anmelden")
    page.get_by_label("Personalnummer oder E-Mail-Adresse").fill(login)
    page.get_by_label("Passwort").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    page.wait_for_url(f"{server.url}/")
    return page


@pytest.fixture
def employee(visitor: Page, live_city: LiveServer) -> Page:
    """A browser in which the demo employee has signed in."""
    return sign_in(visitor, live_city, "mitarbeit")
