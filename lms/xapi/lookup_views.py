"""Agents, Activities and About over HTTP.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#24-agents-resource
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#25-activities-resource
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#28-about-resource
"""

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from lms.kernel.access import by_credential
from lms.kernel.errors import Refused
from lms.web.csrf import csrf
from lms.xapi import scopes
from lms.xapi.document_parameters import read_required
from lms.xapi.finding import Bounds
from lms.xapi.lookup import activity_known_as, names_of_agent
from lms.xapi.protocol import HEADER, answer, identify, named_version
from lms.xapi.rules.knowing import person
from lms.xapi.rules.reading import read_json
from lms.xapi.rules.versions import version_named
from lms.xapi.speaking import speak_protocol

blueprint = Blueprint("xapi_lookup", __name__, url_prefix="/xapi")
speak_protocol(blueprint)
csrf.exempt(blueprint)


def _looked_up(parameter: str) -> tuple[Bounds, str]:
    """What may be seen, and the parameter that names what is looked up."""
    caller, version = identify(), named_version()
    if not scopes.may_look_up(caller.scopes):
        raise Refused("This credential may not look up agents and activities.")
    sees_all = scopes.may_read_all(caller.scopes)
    bounds = Bounds(caller.organisation_id, None if sees_all else caller.credential_id)
    return bounds, read_required(parameter, request.args, version)


@blueprint.get("/about")
@by_credential
def about() -> Response:
    """Which versions we speak."""
    version = version_named(request.headers.get(HEADER, "").strip())
    if version is not None:
        g.xapi_version = version.value
    return answer({"version": ["1.0.0", "1.0.1", "1.0.2", "1.0.3", "2.0.0"]})


@blueprint.get("/agents")
@by_credential
def agents() -> Response:
    """All we know of an agent, as a person."""
    bounds, agent = _looked_up("agent")
    named = read_json(agent.encode())
    return answer(person(named, names_of_agent(named, bounds)))


@blueprint.get("/activities")
@by_credential
def activities() -> Response:
    """All we know of an activity; of one that nobody spoke of, its id."""
    bounds, activity_id = _looked_up("activityId")
    return answer(activity_known_as(activity_id, bounds))
