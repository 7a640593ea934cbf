"""Visits the platform as it is installed, in a process of its own, and prints what was found as JSON.

Run by `test_third_party_plugin` with the plugin's folder on PYTHONPATH.
"""

import json
import re
from html import unescape

from lms.app import create_app
from lms.kernel.plugin import platform
from tests.learning.learners import statements
from tests.web.browser import Browser, city, inhabitant

ADDRESS = "/lerntipps/"


def hidden_fields(page: str) -> dict[str, str]:
    """The fields that the page's last form sends without being typed."""
    form = page.partition('class="ll-form"')[2]
    pairs = re.findall(r'<input id="\w+" name="(\w+)" type="hidden" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in pairs}


def visit() -> dict[str, object]:
    """What a person and a visitor meet."""
    person = inhabitant(city())
    browser, visitor = Browser(app, person), Browser(app)
    page = browser.page(ADDRESS)
    form = {**hidden_fields(page), "words": "Jeden Tag <zehn> Minuten"}
    sent = [browser.post(ADDRESS, form).status_code for _time in range(2)]
    return {
        "plugins": [plugin.name for plugin in platform().plugins],
        "ready": browser.get("/readyz").json,
        "navigation": f'href="{ADDRESS}"' in browser.page("/"),
        "navigation of visitors": f'href="{ADDRESS}"' in visitor.page("/"),
        "for visitors": visitor.get(ADDRESS).status_code,
        "sent": sent,
        "page": browser.page(ADDRESS),
        "english": browser.page(ADDRESS, headers={"Accept-Language": "en"}),
        "statements": statements(),
        "person": person.uid,
    }


app = create_app()

if __name__ == "__main__":
    with app.app_context():
        print(json.dumps(visit()))
