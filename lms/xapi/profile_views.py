"""The xAPI profile of the platform over HTTP: JSON-LD for machines, a page for people.

Everybody may read it: it says how statements look, and nothing about anybody.
https://github.com/adlnet/xapi-profiles/blob/master/xapi-profiles-communication.md
"""

from collections import defaultdict
from collections.abc import Iterable

import orjson
from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow
from lms.kernel.i18n import text
from lms.kernel.plugin import platform
from lms.xapi import profile
from lms.xapi.agents import public_url
from lms.xapi.describing import StatementTemplate

blueprint = Blueprint("xapi_profile", __name__, template_folder="templates")

JSON_LD = "application/ld+json"
# In the order in which we would give them; a caller that takes anything gets the first.
FORMS = (JSON_LD, "application/json", "text/html")


@blueprint.get(profile.PATH)
@allow(Permission.EVERYBODY)
def show() -> Response | str:
    """The profile in the form that the caller prefers."""
    templates = profile.templates_of(platform().recipes.values())
    wanted = request.accept_mimetypes.best_match(FORMS, default=JSON_LD)
    if wanted == "text/html":
        answer = Response(_page(templates), mimetype="text/html")
    else:
        answer = Response(orjson.dumps(profile.as_json_ld(templates, public_url())), mimetype=wanted)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers.add("Vary", "Accept")
    return answer


@blueprint.get(f"{profile.PATH}/v<version>")
@allow(Permission.EVERYBODY)
def show_version(version: str) -> Response | str:
    """The version of the profile that statements name."""
    if version != profile.VERSION:
        abort(404)
    return show()


def _page(templates: list[StatementTemplate]) -> str:
    rows = [(each, profile.label(each), profile.rules_of(each)) for each in templates]
    home = public_url()
    ids = (profile.profile_id(home), profile.version_id(home))
    return render_template(
        "xapi/profile.html", rows=rows, ids=ids, name=profile.NAME, meaning=profile.MEANING, terms=_terms(templates)
    )


def _terms(templates: Iterable[StatementTemplate]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The terms that templates use, as (identifier, text), by the profile they are from."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for template in templates:
        found[template.verb.source][template.verb.id] = text(template.verb.display)
        for type in (template.about, *template.parent, *template.grouping, *template.other):
            found[type.source][type.id] = text(type.name)
    return [(source, sorted(terms.items())) for source, terms in sorted(found.items())]
