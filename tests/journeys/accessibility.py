"""axe-core in a page under a strict policy: injected through the DevTools protocol, where no policy is in the way."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.databases import ROOT

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_RUN = f"""axe.run(document, {{runOnly: {list(_RULES)}}}).then(found => found.violations.map(
    each => each.id + ": " + each.nodes.map(node => node.target.join(" ")).join("; ")))"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page, a line per rule with the places."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": _axe()})
    answer: dict[str, Any] = session.send(
        "Runtime.evaluate", {"expression": _RUN, "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    found: list[str] = answer["result"]["value"]
    return found
