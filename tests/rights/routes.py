"""The routes of the platform as a list that people review: prints it when it is run."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule

from lms.kernel.access import Access, access_of
from tests.databases import application
from tests.rights.city import FIRM, Ids

HEADER = """\
# Every route of the platform, what it is called with and whose permission it needs. Reviewed: a new line means that
# somebody asked "who may do this, and what can they reach with it?". After that, write the file anew with
#     .venv/bin/python -m tests.rights.routes > tests/rights/routes.txt
"""


@dataclass(frozen=True)
class Route:
    """A route with one method and what it asks for."""

    rule: Rule
    method: str
    access: Access

    @property
    def endpoint(self) -> str:
        """The name of the view."""
        return str(self.rule.endpoint)

    def values(self, ids: Ids) -> Ids:
        """What `ids` puts into the address; something that does not exist where it knows nothing."""
        feature = self.endpoint.partition(".")[0]
        special = {"uid": ids.get(feature)}
        if self.endpoint == "learning.complete_course":
            special["slug"] = ids["seminar"]
        if feature == "accounts":
            special["slug"] = FIRM
        if feature == "profiles":
            special["slug"] = ids["profile"]
        found = {name: special.get(name) or ids.get(name) for name in self.rule.arguments}
        return {name: value or uuid4() for name, value in found.items()}

    def has_id(self) -> bool:
        """Whether the address names something that belongs to somebody."""
        return "<int:" in self.rule.rule or "<uuid:" in self.rule.rule


def routes_of(app: Flask) -> Iterator[Route]:
    """All routes but static files: those that read, then those that write, then those that end something."""
    found = []
    with app.app_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint.rpartition(".")[2] == "static":
                continue
            access = access_of(rule.endpoint)
            found += [Route(rule, method, access) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}]
    last = (
        "sign_out",
        "delete",
        "reset_password",
        "revoke",
        "end_admission",
        "leave_firm",
        "close_report",
        "participation.leave",
        "groups.end",
    )
    return iter(sorted(found, key=lambda each: (each.method != "GET", any(w in each.endpoint for w in last))))


def listed() -> str:
    """The list as text."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder), "sqlite://", OIDC_ISSUER="http://localhost:1")
        lines = [
            f"{each.endpoint:36} {each.method:5} {each.access.permission or 'xAPI credential'}"
            for each in routes_of(app)
        ]
    return HEADER + "".join(f"{line}\n" for line in sorted(lines))


if __name__ == "__main__":
    print(listed(), end="")
