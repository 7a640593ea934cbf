"""The page with the region's demand."""

from flask import Blueprint, render_template

from lms.kernel.access import Permission, allow
from roadmap.region import wording
from roadmap.region.queries import current_demand

blueprint = Blueprint("region", __name__, template_folder="../templates", url_prefix="/bedarf")


@blueprint.get("")
@allow(Permission.EVERYBODY)
def show() -> str:
    """Shortage occupations by district, education targets by list, and planned volumes."""
    plan = current_demand()
    return render_template(
        "region/demand.html",
        plan=plan,
        levels=wording.level_names(),
        lists=wording.list_names(),
        kinds=wording.kind_names(),
    )
