"""The roadmap as a plugin."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _

from lms.kernel.access import Permission
from lms.kernel.events import Listener
from lms.kernel.plugin import Card, DemoStep, JobKind, NavigationEntry, Plugin
from lms.learning.events import CourseCompleted
from roadmap.calendar.views import blueprint as calendar_blueprint
from roadmap.followup.views import blueprint as followup_blueprint
from roadmap.funding.content import funding
from roadmap.funding.views import blueprint as funding_blueprint
from roadmap.goals.content import goals
from roadmap.goals.views import blueprint as profiles_blueprint
from roadmap.groups.participating import blueprint as participation_blueprint
from roadmap.groups.participating import invitation_card
from roadmap.groups.personal import PERSONAL as GROUPS_PERSONAL
from roadmap.groups.views import blueprint as groups_blueprint
from roadmap.needs.queries import NeedIndex
from roadmap.needs.views import blueprint as needs_blueprint
from roadmap.offers.content import offers
from roadmap.offers.views import blueprint as offers_blueprint
from roadmap.personal import PERSONAL
from roadmap.redrawing import course_completed
from roadmap.region.content import demand
from roadmap.region.views import blueprint as region_blueprint
from roadmap.statements import RECIPES
from roadmap.views import blueprint, next_step_card


def init_needs(app: Flask) -> None:
    """Give the application what needs are matched against, empty until somebody asks."""
    app.extensions["need_index"] = NeedIndex()


plugin = Plugin(
    name="roadmap",
    module=__name__,
    requires=("web", "xapi", "accounts", "catalogue", "learning", "programme", "competence_check", "jobs"),
    blueprints=(
        blueprint,
        calendar_blueprint,
        needs_blueprint,
        offers_blueprint,
        funding_blueprint,
        region_blueprint,
        participation_blueprint,
        groups_blueprint,
        followup_blueprint,
        profiles_blueprint,
    ),
    navigation=(
        NavigationEntry(_("Passendes finden"), "needs.ask", Permission.PLAN_ROADMAP, order=45),
        NavigationEntry(_("Mein Lernweg"), "roadmap.show", Permission.PLAN_ROADMAP, order=50),
        NavigationEntry(_("Gemeinsam lernen"), "participation.mine", Permission.PLAN_ROADMAP, "account", order=55),
        NavigationEntry(_("Was Kurse bringen"), "followup.courses", Permission.READ_NEEDS, "team", 60),
        NavigationEntry(_("Gemeinsame Pläne"), "groups.overview", Permission.PLAN_GROUPS, "team", 40),
        NavigationEntry(_("Ziele und Vorhaben"), "profiles.overview", Permission.EDIT_PROFILES, "team", 70),
        NavigationEntry(_("Weiterbildung in der Region"), "offers.directory", place="footer", order=1),
        NavigationEntry(_("Ziele und Vorhaben"), "profiles.overview", place="footer", order=4),
        NavigationEntry(_("Förderung"), "funding.show", place="footer", order=2),
        NavigationEntry(_("Was die Region braucht"), "region.show", place="footer", order=3),
        NavigationEntry(_("Was fehlt"), "needs.missing", Permission.READ_NEEDS, "team", 50),
    ),
    commands=("roadmap.cli:roadmap",),
    setup=(init_needs,),
    listeners=(Listener(CourseCompleted, course_completed),),
    recipes=RECIPES,
    jobs=(
        JobKind("roadmap.exact", "roadmap.improving:find_the_best"),
        JobKind("roadmap.group", "roadmap.groups.calculating:calculate"),
        JobKind(
            "roadmap.gains",
            "roadmap.followup.renewing:renew_in_the_background",
            every=timedelta(days=7),
            shared=True,
        ),
    ),
    content=(demand, goals, funding, offers),
    cards=(Card(next_step_card, order=20), Card(invitation_card, order=25)),
    demo=(
        DemoStep("roadmap.demo:build_roadmaps", order=70),
        DemoStep("roadmap.groups.demo:build_plans", order=75),
    ),
    personal=(*PERSONAL, *GROUPS_PERSONAL),
)
