"""axe-core in a page under a strict policy: injected through the DevTools protocol, where no policy is in the way."""

import json
from functools import cache
from typing import Any, Literal

from playwright.sync_api import CDPSession, Page

from tests.databases import ROOT

ColourScheme = Literal["dark", "light"]

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a page looks like in another colour scheme can break these of them and no other.
_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def _run(session: CDPSession, rules: object) -> list[str]:
    answer: dict[str, Any] = session.send(
        "Runtime.evaluate",
        {
            "expression": f"""axe.run(document, {{runOnly: {json.dumps(rules)}}}).then(found => found.violations.map(
                each => each.id + ": " + each.nodes.map(node => node.target.join(" ")).join("; ")))""",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    found: list[str] = answer["result"]["value"]
    return found


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, also_in: ColourScheme | None = None) -> list[str]:
    """What axe-core finds wrong with the page, a line per rule with the places; of colours also in another scheme."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": _axe()})
    found = _run(session, _RULES)
    if also_in:
        page.emulate_media(color_scheme=also_in)
        found += [f"{also_in}: {each}" for each in _run(session, _OF_COLOURS)]
    session.detach()
    return found
