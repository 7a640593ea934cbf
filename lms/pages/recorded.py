"""What is stored about whom: one page, made of what each feature says about its own tables."""

from flask import current_app, render_template

from lms.kernel.access import Permission, allow
from lms.kernel.plugin import platform
from lms.pages.views import blueprint


@blueprint.get("/datenschutz/gespeichert")
@allow(Permission.EVERYBODY)
def recorded() -> str:
    """For employees and for the staff council: no knowledge of the platform needed, and true by a test."""
    records = [record for plugin in platform().plugins for record in plugin.personal]
    records.sort(key=lambda record: record.order)
    smallest = current_app.extensions["settings"].smallest_group
    return render_template("pages/recorded.html", records=records, smallest=smallest)
