"""Which framework a page is about: named in its address as `rahmen`, the usual one without."""

from flask import request, url_for
from flask_babel import gettext as _

from competence_check import queries
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Framework
from lms.kernel.errors import NotFound, Refused


def chosen_framework() -> Framework:
    """The framework named in the address. Raises NotFound for one that nobody knows, Refused while there is none."""
    slug = request.args.get("rahmen", DEFAULT_FRAMEWORK)
    framework = queries.framework_called(slug)
    if framework is not None:
        return framework
    if slug != DEFAULT_FRAMEWORK:
        raise NotFound
    raise Refused(_("Der Kompetenzcheck wird gerade vorbereitet. Bitte kommen Sie später wieder."))


def in_address(framework: Framework) -> str | None:
    """The framework as the argument `rahmen`; the usual one needs none."""
    return None if framework.slug == DEFAULT_FRAMEWORK else framework.slug


def start_of(framework: Framework, anchor: str | None = None) -> str:
    """The address of the check's start page for this framework."""
    return url_for("competence_check.start", rahmen=in_address(framework), _anchor=anchor)
